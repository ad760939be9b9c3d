"""What the commands that list something share: their options, and the way from files or the store to lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from communique.cli import output, screen
from communique.cli.sources import (
    ALL_READ,
    NONE_READ,
    SOME_FAILED,
    Source,
    Told,
    find_sources,
    parse_day,
    prepare_reader,
    read_sources,
)
from communique.errors import CommuniqueError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from communique.model.article import Article
    from communique.model.plain import Plain
    from communique.pipeline import Reader

Found = TypeVar("Found")


class Form(StrEnum):
    """The forms in which a list is printed."""

    TABLE = "table"
    JSONL = "jsonl"


FormOption = Annotated[Form, typer.Option("--format", "-f", help="A table to look at, or JSON lines.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many.")]
OffsetOption = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out so many first.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write here instead of standard output.", show_default=False)
]


def print_list(
    files: Sequence[str],
    day: str | None,
    form: Form,
    out: Path | None,
    load: Callable[[], Reader],
    find: Callable[[Reader, Article], Found],
    lines: Callable[[Found], Iterable[Plain]],
    table: Callable[[Found, int], RenderableType],
    *,
    dated: bool = True,
) -> None:
    """Reads each file, and prints what ``find`` found in it as JSON lines or as a table; leaves with a status.

    With ``dated`` an article without a day of publication is told, since what is found depends on it.
    """
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise typer.BadParameter(f"{out} is a folder, or stands in none; name a file.", param_hint="--out")
    told = Told(parse_day(day))
    failures: list[CommuniqueError] = []

    def refuse(error: CommuniqueError) -> None:
        failures.append(error)
        screen.say(str(error))

    sources = find_sources(files, refuse)
    reader = prepare_reader(sources, files, bool(failures), load)
    undated: list[str] = []

    def look(article: Article) -> Found:
        if dated and article.published is None:
            undated.append(article.path or "<stdin>")
        return find(reader, article)

    results = read_sources(sources, told, look, refuse)
    found = [(source, one) for source, one in _tracked(results, len(sources)) if one is not None]
    screen.say_undated(undated)
    try:
        _print(found, form, out, lines, table)
    except OSError as error:
        screen.say(f"{error.filename or out}: cannot be written ({error.strerror or error}); name another place")
        raise typer.Exit(SOME_FAILED) from error
    raise typer.Exit(NONE_READ if not found else SOME_FAILED if failures else ALL_READ)


def print_plains(plains: Iterable[Plain], form: Form, table: Callable[[int], RenderableType]) -> None:
    """Prints plain data as JSON lines, or the table that is drawn for the width of the screen."""
    if form is Form.TABLE:
        width = screen.measure_width()
        output.write_out(screen.draw(table(width), width=width, colour=screen.is_colourful()))
        return
    from communique.export.jsonl import plain_to_line

    for plain in plains:
        output.write_out(f"{plain_to_line(plain)}\n")


def _tracked(results: Iterator[tuple[Source, Found | None]], count: int) -> Iterator[tuple[Source, Found | None]]:
    with screen.track(results, count) as tracked:
        yield from tracked


def _print(
    found: Sequence[tuple[Source, Found]],
    form: Form,
    out: Path | None,
    lines: Callable[[Found], Iterable[Plain]],
    table: Callable[[Found, int], RenderableType],
) -> None:
    from communique.export.jsonl import plain_to_line

    width = screen.measure_width() if out is None else 120
    colour = out is None and screen.is_colourful()
    with output.open_output(out) as write:
        for number, (source, one) in enumerate(found):
            if form is Form.TABLE:
                write(("\n" if number else "") + screen.draw(table(one, width), width=width, colour=colour))
                continue
            path = {} if source.path is None else {"path": str(source.path)}
            for plain in lines(one):
                write(f"{plain_to_line(plain | path)}\n")
