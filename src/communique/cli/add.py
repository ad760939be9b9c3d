"""``communique add``: articles into the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output, screen
from communique.cli.finding import article_id
from communique.cli.listing import Form, FormOption
from communique.cli.opening import INTERRUPTED, DbOption, open_store
from communique.cli.sources import (
    ALL_READ,
    NONE_READ,
    SOME_FAILED,
    AuthorOption,
    DayOption,
    Files,
    OutletOption,
    Source,
    TitleOption,
    Told,
    UrlOption,
    find_sources,
    load_reader,
    parse_day,
    prepare_reader,
    read_sources,
)
from communique.cli.workers import Failure, count_jobs, read_in_processes
from communique.errors import CommuniqueError, InputError

if TYPE_CHECKING:
    from communique.model.article import Article
    from communique.model.entry import Record
    from communique.model.plain import Plain
    from communique.store import Store


def add(
    files: Files,
    day: DayOption = None,
    title: TitleOption = None,
    outlet: OutletOption = None,
    author: AuthorOption = None,
    url: UrlOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read anew also what this version of the reader has read.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            show_default=False,
            help="Read in so many processes; without it, one for a few articles, one a core for many.",
        ),
    ] = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Read articles into the store, where they can be searched and reviewed.

    For each article it says whether it is new, unchanged, a new version of one that stands under the same address, or a
    near-copy of one that appeared before. Every article is kept as soon as it is read, so a run that is stopped
    loses nothing: start it again and it goes on where it was.

    **Examples**

    - `communique add archive/`
    - `communique add archive/ --jobs 4`
    - `communique add talks.html --url https://tidewater.example/talks --date 2025-02-26`
    - `communique add archive/ --again` after an update of the rules
    - `communique add archive/ --format jsonl | jq 'select(.outcome == "near-copy")'`

    **Exit status**: 0 all is in the store; 1 some articles could not be read; 2 the command was not understood;
    3 nothing could be read, or the store cannot be written; 130 stopped by Ctrl-C.
    """
    told = Told(parse_day(day), title, outlet, author, url)
    loading = _Loading(told, again, format)
    sources = find_sources(files, loading.refuse)
    if len(sources) > 1 and (title or url):
        raise typer.BadParameter(f"--title and --url are for one article; here are {len(sources)}.")
    if not sources:
        prepare_reader(sources, files, bool(loading.failed), load_reader)
    with open_store(db, create=True) as store:
        try:
            loading.run(store, sources, jobs)
        except KeyboardInterrupt:
            screen.say(f"stopped; {loading.sum_up()}; run it again to go on")
            raise typer.Exit(INTERRUPTED) from None
    screen.say_undated(loading.undated)
    screen.say(loading.sum_up())
    raise typer.Exit(SOME_FAILED if loading.failed and loading.kept else NONE_READ if loading.failed else ALL_READ)


@dataclass(slots=True)
class _Loading:
    """One run of ``add``: what was kept, what was there already, and what failed."""

    told: Told
    again: bool
    form: Form
    counts: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    entries: int = 0
    undated: list[str] = field(default_factory=list)
    count: int = 0
    done: int = 0

    @property
    def kept(self) -> int:
        """How many articles are in the store now, whether or not they were before."""
        return sum(self.counts.values())

    def refuse(self, error: CommuniqueError | Failure) -> None:
        self.failed += 1
        screen.say(error.message if isinstance(error, Failure) else str(error))

    def run(self, store: Store, sources: Sequence[Source], jobs: int | None) -> None:
        self.count = len(sources)
        fresh = [known for source in sources if (known := self._look_up(store, source)) is not None]
        if self.form is Form.TABLE and screen.is_terminal():  # the lines themselves show how far it is
            for source, record in self._read(fresh, jobs):
                self._keep(store, source, record)
            return
        with screen.track(self._read(fresh, jobs), len(fresh)) as tracked:
            for source, record in tracked:
                self._keep(store, source, record)

    def sum_up(self) -> str:
        """What happened, in a line."""
        counted = [f"{n} {outcome}" for outcome, n in self.counts.items()]
        if self.failed:
            counted.append(f"{self.failed} failed")
        articles = "1 article" if self.kept + self.failed == 1 else f"{self.kept + self.failed} articles"
        told = f"{articles}: {', '.join(counted)}" if counted else "nothing was read"
        return f"{told}; {self.entries} entries read" if self.entries else told

    def _look_up(self, store: Store, source: Source) -> Source | None:
        """The source with what the store tells of it, so that it is read as it was; None, and told, where the store has
        this very article as this version of the reader reads it.
        """
        if source.path is None:
            return source
        from communique import __version__
        from communique.store.articles import has_reading, load_article

        try:
            id = article_id(source.path)
        except InputError:
            return source  # reading it will tell
        with store.reading() as connection:
            article = load_article(connection, id)
            read = has_reading(connection, id, f"communique {__version__}")
        if article is None:
            return source
        if read and not self.again and _agrees(article, self.told):
            self._tell(source, article.id, "unchanged", article.title)
            return None
        return replace(
            source, known=Told(article.published, article.title, article.outlet, article.author, article.url)
        )

    def _read(self, sources: Sequence[Source], jobs: int | None) -> Iterator[tuple[Source, Record | None]]:
        if not sources:
            return
        processes = count_jobs(jobs, len(sources))
        reader = None
        if processes == 1 or any(source.path is None for source in sources):
            reader = prepare_reader(sources, (), False, load_reader)
            yield from read_sources(sources, self.told, reader.read, self.refuse)
            return
        for source, record in read_in_processes(sources, self.told, processes):
            if isinstance(record, Failure):
                self.refuse(record)
                yield source, None
            else:
                yield source, record

    def _keep(self, store: Store, source: Source, record: Record | None) -> None:
        if record is None:
            return
        from communique.store.articles import save_record

        with store.writing() as connection:
            saved = save_record(connection, record)
        if record.article.published is None:
            self.undated.append(source.name)
        self.entries += saved.entries
        if not saved.new:
            outcome = "read again" if saved.changed else "unchanged"
        elif saved.version > 1:
            outcome = "new version"
        elif saved.first is not None:
            outcome = "near-copy"
        else:
            outcome = "new"
        about = {"version": saved.version, "first": saved.first, "entries": saved.entries, "lost": list(saved.lost)}
        self._tell(source, saved.article_id, outcome, record.article.title, **about)

    def _tell(self, source: Source, id: str, outcome: str, title: str | None, **more: object) -> None:
        self.done += 1
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        plain: Plain = {
            "path": None if source.path is None else str(source.path),
            "outcome": outcome,
            "article": id,
            "title": title,
            "version": None,
            "first": None,
            "entries": None,
            "lost": [],
            **more,
        }
        if self.form is Form.JSONL:
            from communique.export.jsonl import plain_to_line

            output.write_out(f"{plain_to_line(plain)}\n")
            return
        from communique.export.shelf import outcome_line

        place = f"{self.done:>{len(str(self.count))}}/{self.count}" if self.count > 1 else ""
        line = outcome_line(plain, source.name, place)
        output.write_out(screen.draw(line, width=screen.measure_width(), colour=screen.is_colourful()))


def _agrees(article: Article, told: Told) -> bool:
    """True where nothing that the command line says of the article is news."""
    pairs = (
        (told.published, article.published),
        (told.title, article.title),
        (told.outlet, article.outlet),
        (told.author, article.author),
        (told.url, article.url),
    )
    return all(said is None or said == known for said, known in pairs)
