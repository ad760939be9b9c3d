"""``communique export``: what is on the record, into a file for another program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from communique.cli import output, screen
from communique.cli.filters import Filters, with_filters
from communique.cli.opening import INTERRUPTED, UNREADABLE, DbOption, reading
from communique.model.judgement import ReviewStatus

if TYPE_CHECKING:
    from communique.model.plain import Plain
    from communique.store import Connection


class ExportFormat(StrEnum):
    """The formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ANNOTATIONS = "annotations"
    CALENDAR = "calendar"
    CLAIMREVIEW = "claimreview"


_SUFFIXES = {".csv": "csv", ".parquet": "parquet", ".ics": "calendar", ".jsonl": "jsonl"}


@with_filters
def export(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS…]", help="Only entries with these words.", show_default=False)
    ] = None,
    filters: Filters = Filters(),  # noqa: B008  (frozen)
    format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format", "-f", show_default=False, help="The format; without it, by the ending of --out, else jsonl."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write here instead of standard output.", show_default=False)
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="The address of your desk, for links to its pages.", show_default=False
        ),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, which Excel wants.")] = False,
    db: DbOption = None,
) -> None:
    """Write the entries of the store, as they stand after review, into a file for another program.

    All filters of `communique search` hold here too. Rejected entries are left out unless `--status` asks for them.
    Calendars hold events and commitments with a day; ClaimReview holds disputes that a person has judged. A file is put
    in its place when it is whole.

    **Examples**

    - `communique export --out record.csv`
    - `communique export --format jsonl --kind commitment --status accepted --status corrected > pledges.jsonl`
    - `communique export --out record.parquet --since 2025-01-01`
    - `communique export --out talks.ics`
    - `communique export --format annotations --article a967a --out article.jsonld`

    **Exit status**: 0 written; 1 no actor, issue or article is called so; 2 the command was not understood; 3 the store
    cannot be read, or the file not written; 130 stopped by Ctrl-C, and nothing was written.
    """
    told = _choose(format, out)
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise typer.BadParameter(f"{out} is a folder, or stands in none; name a file.", param_hint="--out")
    if out is None and told is ExportFormat.PARQUET and screen.is_terminal():
        raise typer.BadParameter("Parquet is nothing to look at; name a file.", param_hint="--out")
    if bom and told is not ExportFormat.CSV:
        raise typer.BadParameter("only CSV takes a byte order mark.", param_hint="--bom")
    from communique.export.formats import Options, find_format
    from communique.store.walking import walk_found

    with reading(db) as connection:
        query = filters.query(connection, " ".join(words or ()))
        options = Options(at=datetime.now(UTC), base_url=base_url, bom=bom)
        without = () if filters.statuses else (ReviewStatus.REJECTED.value,)
        steps, found = walk_found(connection, query, without=without)
        look_up = _Articles(connection)
        written = _Counted()
        try:
            with screen.track(found, steps, "writing") as tracked, _open(out) as stream:
                entries = written.count(entry for step in tracked for entry in step)
                find_format(told.value).write(entries, look_up, stream, options)
        except BrokenPipeError:
            raise typer.Exit(output.PIPE_CLOSED) from None
        except KeyboardInterrupt:
            screen.say("stopped; nothing was written")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            screen.say(f"{error.filename or out}: cannot be written ({error.strerror or error}); name another place")
            raise typer.Exit(UNREADABLE) from error
    if out is not None:
        kinds = find_format(told.value).kinds
        told_entries = f"{written.entries:,} {'entry' if written.entries == 1 else 'entries'}"
        screen.say(f"{out}: {told_entries}" + (f", of them the {kinds}" if kinds else ""))


class _Counted:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.entries = 0

    def count(self, entries: Iterable[Plain]) -> Iterator[Plain]:
        for entry in entries:
            self.entries += 1
            yield entry


class _Articles:
    """Looks articles up for a writer. Remembers the last one, since entries come article by article."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: Plain | None = None

    def __call__(self, id: str) -> Plain | None:
        from communique.store.articles import article_facts, load_article

        if self._last is None or self._last["id"] != id:
            facts, article = article_facts(self._connection, id), load_article(self._connection, id)
            self._last = None if facts is None or article is None else {**facts, "text": article.text}
        return self._last


def _choose(format: ExportFormat | None, out: Path | None) -> ExportFormat:
    if format is not None:
        return format
    if out is None or not out.suffix:
        return ExportFormat.JSONL
    if out.suffix.lower() not in _SUFFIXES:
        known = ", ".join(sorted(_SUFFIXES))
        why = f"{out.suffix} tells no format ({known} do); name one with --format."
        raise typer.BadParameter(why, param_hint="--out")
    return ExportFormat(_SUFFIXES[out.suffix.lower()])


@contextmanager
def _open(out: Path | None) -> Iterator[BinaryIO]:
    """A stream for bytes: standard output, or a file that is moved to its place when it is whole."""
    if out is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if out.exists() and not out.is_file():  # a pipe or a device: nothing to move there
        with out.open("wb") as stream:
            yield stream
        return
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(out.resolve() if out.is_symlink() else out)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
