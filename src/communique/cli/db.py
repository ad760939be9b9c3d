"""``communique db``: the database itself: migrated, backed up, checked, described."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output, screen
from communique.cli.listing import Form, FormOption, print_plains
from communique.cli.opening import DbOption, open_store, telling
from communique.cli.place import find_store

if TYPE_CHECKING:
    from rich.console import RenderableType

    from communique.model.plain import Plain
    from communique.store.soundness import Tell

PROBLEMS = 1
"""Exit status of a check that found some."""

db = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Look after the database: bring it up to date, back it up, check it.",
)


@db.command("migrate")
def migrate(format: FormOption = Form.TABLE, db: DbOption = None) -> None:
    """Bring the schema up to date. Other commands do so too when they open an older store; a team may choose when.

    **Examples**

    - `communique db backup before.db && communique db migrate`
    - `communique db migrate --db postgresql://desk@db/talks` also makes the schema in an empty database

    **Exit status**: 0 up to date; 2 the command was not understood; 3 the store cannot be read or written.
    """
    with open_store(db, create=True) as store:
        from communique.export.terminal import style_text
        from communique.store.database import HEAD

        where = store.where
    line = f"{where}: schema {HEAD}, up to date"
    print_plains([{"where": where, "schema": HEAD}], format, lambda _: style_text((line, "")))


@db.command("backup")
def backup(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="Where to; without it, a file in the working folder named by the day.",
            show_default=False,
        ),
    ] = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Copy the whole record into a file while others go on working. Of PostgreSQL it is an archive for pg_restore.

    **Examples**

    - `communique db backup`
    - `communique db backup /media/backups/talks.db`

    **Exit status**: 0 written; 2 the command was not understood; 3 the store cannot be read, something is at FILE
    already, or it cannot be written.
    """
    with open_store(db) as store:
        from communique.store.upkeep import back_up

        suffix = "db" if store.dialect == "sqlite" else "dump"
        told = target or Path(f"communique-{datetime.now():%Y-%m-%d-%H%M}.{suffix}")
        with _progress() as tell:
            made = back_up(store, told, tell=tell)
    if format is Form.JSONL:
        plain = {"path": str(made.path), "bytes": made.size_bytes, "restore": made.restore}
        print_plains([plain], format, lambda _: "")
        return
    output.write_out(f"{made.path}\n")
    screen.say(f"{made.size_bytes:,} bytes; to restore it: {made.restore}")


@db.command("check")
def check(format: FormOption = Form.TABLE, db: DbOption = None) -> None:
    """Check that all that is kept fits together: the file, texts and evidence, judgements, the search index.

    **Examples**

    - `communique db check`
    - `communique db check --format jsonl | jq -r .why`

    **Exit status**: 0 sound; 1 problems were found; 2 the command was not understood; 3 the store cannot be read.
    """
    with open_store(db) as store:
        from communique.store import soundness

        with _progress() as tell:
            found = soundness.check(store, tell=tell)
        where = store.where
    plains: list[Plain] = [{"what": one.what, "where": one.where, "why": one.why} for one in found]
    print_plains(plains, format, lambda _: _problems(plains, where))
    raise typer.Exit(PROBLEMS if found else 0)


@db.command("info")
def info(format: FormOption = Form.TABLE, db: DbOption = None) -> None:
    """Tell where the store lies, how large it is, and how much of everything it holds.

    **Examples**

    - `communique db info`
    - `communique db info --format jsonl | jq .counts.judgements`

    **Exit status**: 0 told; 2 the command was not understood; 3 the store cannot be read.
    """
    with open_store(db) as store:
        from communique.store.upkeep import describe

        told = describe(store)
    print_plains([told], format, lambda _: _description(told))


@db.command("path")
def path(db: DbOption = None) -> None:
    """Print where the store lies, or would.

    **Examples**

    - `sqlite3 "$(communique db path)" "select count(*) from entry"`

    **Exit status**: 0 printed; 2 the command was not understood.
    """
    output.write_out(f"{find_store(db)}\n")


@contextmanager
def _progress() -> Iterator[Tell | None]:
    """What is being done and how far it is, on standard error where somebody watches."""
    with telling(), screen.steps() as tell:
        yield tell


def _problems(found: list[Plain], where: str) -> RenderableType:
    from rich.table import Table

    from communique.export.terminal import style_text

    if not found:
        return style_text((f"{where}: sound", ""))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("what", "where", "why"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(one["what"], style_text((one["where"], "bold")), style_text((one["why"], "")))
    return table


def _description(told: Plain) -> RenderableType:
    from rich.table import Table

    from communique.export.terminal import style_text

    counts, statuses = told["counts"], told["statuses"]
    decided = sum(count for status, count in statuses.items() if status != "proposed")
    rows = [
        ("where", told["where"]),
        ("database", f"{told['dialect']} {told['server']}, schema {told['schema']}"),
        ("size", f"{told['bytes'] / 1e6:,.1f} MB"),
        ("articles", f"{counts['articles']:,}" + (f", the last added {told['added'][:10]}" if told["added"] else "")),
        ("entries", f"{counts['listed']:,} listed of {counts['entries']:,}; {decided:,} of the listed decided"),
        ("judgements", f"{counts['judgements']:,}" + (f", the last {told['judged'][:10]}" if told["judged"] else "")),
        ("actors, issues", f"{counts['actors']:,}, {counts['issues']:,}"),
        ("accounts", f"{counts['accounts']:,}"),
    ]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for label, words in rows:
        grid.add_row(label, style_text((words, "")))
    return grid
