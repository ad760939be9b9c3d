"""``communique read``: articles in, their record out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output, screen
from communique.cli.opening import DbOption
from communique.cli.place import find_store
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
from communique.errors import CommuniqueError, StoreError

if TYPE_CHECKING:
    from communique.model.entry import Record
    from communique.pipeline import Reader
    from communique.store import Store


class Format(StrEnum):
    """The forms in which ``read`` prints a record."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


def read(
    files: Files,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="A table to look at, JSON lines, or a page (dossier).")
    ] = Format.TABLE,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Write here instead; for html also a folder, for a page each.", show_default=False
        ),
    ] = None,
    day: DayOption = None,
    title: TitleOption = None,
    outlet: OutletOption = None,
    author: AuthorOption = None,
    url: UrlOption = None,
    db: DbOption = None,
    no_store: Annotated[
        bool, typer.Option("--no-store", help="Keep nothing; `explain` will then want the file.")
    ] = False,
) -> None:
    """Read articles and print their record.

    Options about the article come before what the file says about itself. The record is also kept in the store, so
    that `communique explain ID` works right after.

    **Examples**

    - `communique read talks.txt --date 2025-02-26`
    - `pbpaste | communique read - --outlet "Tidewater Post"`
    - `communique read saved/*.html --format jsonl | jq .speaker`
    - `communique read talks.txt --format html` writes `talks.html` in the working folder
    - `communique read archive/ --format html --out dossiers/`

    **Exit status**: 0 all was read; 1 something failed (a file, or writing what was asked for); 2 the command was
    not understood; 3 nothing could be read.
    """
    told = Told(parse_day(day), title, outlet, author, url)
    run = _Run(out=out, format=format)
    sources = find_sources(files, run.refuse)
    _check(sources, told, out, format)
    reader = prepare_reader(sources, files, bool(run.failed), load_reader)
    keeper = _Keeper(None if no_store else find_store(db), asked=db is not None)
    try:
        run.print(_kept(keeper, run, sources, told, reader), len(sources))
    except OSError as error:
        where = error.filename or out or "standard output"
        screen.say(f"{where}: cannot be written ({error.strerror or error}); name another place with --out")
        run.failed += 1
    finally:
        keeper.close()
    screen.say_undated(run.undated)
    if not run.read:
        raise typer.Exit(NONE_READ)
    raise typer.Exit(SOME_FAILED if run.failed or keeper.lost else ALL_READ)


def _check(sources: Sequence[Source], told: Told, out: Path | None, format: Format) -> None:
    """Usage errors that can be told before anything is read."""
    if len(sources) > 1 and (told.title or told.url):
        raise typer.BadParameter(f"--title and --url are for one article; here are {len(sources)}.")
    if out is None:
        return
    if format is not Format.HTML and out.is_dir():
        raise typer.BadParameter(f"{out} is a folder; name a file.", param_hint="--out")
    if not out.parent.is_dir() and not (format is Format.HTML and output.is_folder(out)):
        raise typer.BadParameter(f"there is no folder {out.parent}.", param_hint="--out")
    if any(source.path and out.exists() and source.path.exists() and out.samefile(source.path) for source in sources):
        raise typer.BadParameter(f"{out} is what is to be read; name another file.", param_hint="--out")


class _Run:
    """One run of ``read``: counts what was read and what failed, and prints records as they come."""

    def __init__(self, out: Path | None, format: Format) -> None:
        self.out = out
        self.format = format
        self.read = 0
        self.failed = 0
        self.undated: list[str] = []

    def refuse(self, error: CommuniqueError) -> None:
        self.failed += 1
        screen.say(str(error))

    def print(self, records: Iterator[tuple[Source, Record]], count: int) -> None:
        if self.format is Format.HTML:
            with screen.track(records, count) as tracked:
                found = list(tracked)
            if found:
                for path in output.write_pages(found, self.out):
                    output.write_out(f"{path}\n")
            return
        # A bar and a table cannot share a terminal: where both would be seen, the tables wait for the bar to leave.
        clash = self.out is None and screen.is_watched(count) and screen.is_terminal()
        waiting: list[str] | None = [] if clash else None
        with output.open_output(self.out) as write:
            with screen.track(records, count) as tracked:
                for number, (_, record) in enumerate(tracked):
                    text = self._text(record, number)
                    if waiting is None:
                        write(text)
                    else:
                        waiting.append(text)
            for text in waiting or ():
                write(text)

    def _text(self, record: Record, number: int) -> str:
        if self.format is Format.JSONL:
            from communique.export.jsonl import record_to_lines

            return "".join(f"{line}\n" for line in record_to_lines(record))
        from communique.export.table import render_record

        width = screen.measure_width() if self.out is None else 120
        colour = self.out is None and screen.is_colourful()
        return ("\n" if number else "") + screen.draw(render_record(record, width), width=width, colour=colour)


class _Keeper:
    """Keeps records in the store; the first failure is told and ends the keeping, not the reading."""

    def __init__(self, where: Path | str | None, asked: bool) -> None:
        self._where = where
        self._asked = asked
        self._store: Store | None = None
        self.lost = False  # true when the store was asked for and could not keep a record

    def keep(self, record: Record) -> None:
        if self._where is None:
            return
        from communique.store import Store
        from communique.store.articles import save_record

        try:
            if self._store is None:
                self._store = Store.open(self._where)
            with self._store.writing() as connection:
                save_record(connection, record)
        except StoreError as error:
            screen.say(f"warning: the record is not kept: {error}")
            self.lost = self._asked
            self._where = None

    def close(self) -> None:
        if self._store is not None:
            self._store.close()


def _kept(
    keeper: _Keeper, run: _Run, sources: Sequence[Source], told: Told, reader: Reader
) -> Iterator[tuple[Source, Record]]:
    for source, record in read_sources(sources, told, reader.read, run.refuse):
        if record is not None:
            run.read += 1
            if record.article.published is None:
                run.undated.append(source.name)
            keeper.keep(record)
            yield source, record
