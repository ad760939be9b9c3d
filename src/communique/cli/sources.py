"""From arguments to records: finds the files, reads each one, and reports those that cannot be read.

What enters are the arguments of a command and what it says about the articles; what leaves are records, one by one.
A file that fails is told to the caller and the rest is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from communique.cli import screen
from communique.errors import CommuniqueError, ResourceError, UnreadableFile

if TYPE_CHECKING:
    from communique.model.article import Article
    from communique.pipeline import Reader

Found = TypeVar("Found")
STDIN = "-"
ALL_READ, SOME_FAILED, NONE_READ = 0, 1, 3  # 2 is a usage error, as in every Unix tool

FilesHelp = "Text or saved HTML; folders and globs too; `-` is standard input."
Files = Annotated[list[str], typer.Argument(metavar="FILE…", help=FilesHelp, show_default=False)]
DayOption = Annotated[
    str | None,
    typer.Option(
        "--date",
        "--published",
        metavar="YYYY-MM-DD",
        help="When it was published: the day that “on Thursday” is read against.",
        show_default=False,
    ),
]
TitleOption = Annotated[str | None, typer.Option("--title", help="The title, for one article.", show_default=False)]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Who published it.", show_default=False)]
AuthorOption = Annotated[str | None, typer.Option("--author", help="Who wrote it.", show_default=False)]
UrlOption = Annotated[
    str | None, typer.Option("--url", help="Where it stands on the web, for one article.", show_default=False)
]


@dataclass(frozen=True, slots=True)
class Told:
    """What the command line says about the articles; it comes before what they say themselves."""

    published: date | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, or standard input where ``path`` is None. ``known`` is what the store tells of it, for
    what the command line does not.
    """

    path: Path | None
    known: Told = Told()

    @property
    def name(self) -> str:
        """How errors name it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def stem(self) -> str:
        """What a file made from it is called, without a suffix."""
        return "article" if self.path is None else self.path.stem or "article"


def parse_day(text: str | None, option: str = "--date") -> date | None:
    """The day of an option, YYYY-MM-DD; a usage error for anything else.

    >>> parse_day("2025-02-26")
    datetime.date(2025, 2, 26)
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2025-02-26.", param_hint=option) from None


def find_sources(arguments: Sequence[str], refuse: Callable[[CommuniqueError], None]) -> list[Source]:
    """What the arguments name, each once, in their order; those that name nothing go to ``refuse``."""
    from communique.ingest import find_files

    sources: dict[str, Source] = {}
    for argument in arguments:
        if argument == STDIN:
            sources.setdefault(STDIN, Source(None))
            continue
        try:
            for path in find_files([argument]):
                if str(path) != argument and is_own_page(path):
                    continue  # a dossier among the articles of a folder
                sources.setdefault(str(path.resolve()), Source(path))
        except CommuniqueError as error:
            refuse(error)
    return list(sources.values())


def is_own_page(path: Path) -> bool:
    """True for a dossier that we wrote; False where the file cannot be opened."""
    if path.suffix.lower() not in (".html", ".htm"):
        return False
    from communique.export.dossier import is_dossier

    try:
        with path.open("rb") as stream:
            return is_dossier(stream.read(4096).decode("utf-8", "replace"))
    except OSError:
        return False


def load_reader() -> Reader:
    """The reader with its model; ResourceError when that is missing."""
    from communique.pipeline import Reader

    return Reader.load()


def prepare_reader(sources: Sequence[Source], files: Sequence[str], failed: bool, load: Callable[[], Reader]) -> Reader:
    """The reader that ``load`` gives; leaves the command, saying why, where there is nothing to read or no model.
    ``failed``: why there is nothing has been told already.
    """
    if not sources:
        if not failed:
            screen.say(f"no articles in {', '.join(files)}; name a text or HTML file")
        raise typer.Exit(NONE_READ)
    try:
        return load()
    except ResourceError as error:
        screen.say(str(error))
        raise typer.Exit(NONE_READ) from error


def read_sources(
    sources: Sequence[Source], told: Told, read: Callable[[Article], Found], refuse: Callable[[CommuniqueError], None]
) -> Iterator[tuple[Source, Found | None]]:
    """Each source with what ``read`` found in its article, or with None after it went to ``refuse``."""
    for source in sources:
        try:
            yield source, read(_open(source, told))
        except CommuniqueError as error:
            refuse(error)
            yield source, None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
            # A fault of ours in one article must not lose the others.
            fault = f"{type(error).__name__}: {error}"
            refuse(CommuniqueError(f"{source.name}: a fault in Communiqué ({fault}); please report it"))
            yield source, None


def _open(source: Source, told: Told) -> Article:
    from communique.ingest import LIMIT, read_bytes

    most = LIMIT * 4 + 5  # one more than any article may have, so that an endless input is refused and not read
    try:
        if source.path is None:
            data = sys.stdin.buffer.read(most)
        else:
            with source.path.open("rb") as stream:
                data = stream.read(most)
    except OSError as error:
        why = f"{error.strerror or error}; check that it is there and may be read"
        raise UnreadableFile(source.name, why) from error
    facts: dict[str, Any] = {
        field.name: getattr(told, field.name) or getattr(source.known, field.name) for field in fields(Told)
    }
    return read_bytes(data, where=source.name, path=None if source.path is None else str(source.path), **facts)
