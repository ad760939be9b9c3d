"""Opening the store for a command, and turning what goes wrong there into a message and an exit status."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import screen
from communique.cli.place import find_store
from communique.errors import BadAccount, BadJudgement, CommuniqueError, Unknown

if TYPE_CHECKING:
    from communique.store import Connection, Store

DONE, NOT_FOUND, UNREADABLE = 0, 1, 3  # 2 is a usage error, as in every Unix tool
INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 and the number of SIGINT, as the shell says it."""

DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        envvar="COMMUNIQUE_DB",
        metavar="PATH|URL",
        show_default=False,
        help="The store: a file, or `postgresql://user@host/name`; without it, record.db in your data folder.",
    ),
]
WhoOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who judges; without it, your login name.", show_default=False),
]


@contextmanager
def open_store(db: str | None, *, create: bool = False) -> Iterator[Store]:
    """The store that ``--db`` names. What fails in the block is told, and the command left with a status:

    1 for an id that nothing has or a judgement that cannot stand, 3 for a store that cannot be read or written.
    """
    with telling():
        from communique.store import Store

        with Store.open(find_store(db), create=create) as store:
            yield store


@contextmanager
def telling() -> Iterator[None]:
    """Tells an error of ours on standard error and leaves the command with its status."""
    try:
        yield
    except CommuniqueError as error:
        screen.say(str(error))
        raise typer.Exit(NOT_FOUND if isinstance(error, Unknown | BadJudgement | BadAccount) else UNREADABLE) from error


@contextmanager
def reading(db: str | None) -> Iterator[Connection]:
    """One state of the store that ``--db`` names, to read; errors are told as ``open_store`` tells them."""
    with open_store(db) as store, store.reading() as connection:
        yield connection


@contextmanager
def writing(db: str | None) -> Iterator[Connection]:
    """One transaction in the store that ``--db`` names; errors are told as ``open_store`` tells them."""
    with open_store(db) as store, store.writing() as connection:
        yield connection


def find_who(named: str | None) -> str:
    """The name under which judgements are kept: the named one, else the login."""
    if named is not None:
        name = " ".join(named.split())
        if not name:
            raise typer.BadParameter("a name has letters in it.", param_hint="--as")
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise typer.BadParameter(
            "the system does not tell who you are; give your name with --as NAME.", param_hint="--as"
        ) from None
