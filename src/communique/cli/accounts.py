"""``communique accounts``: who may log in to a team's desk."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output
from communique.cli.listing import Form, FormOption, print_plains
from communique.cli.opening import DbOption, open_store, reading, writing

if TYPE_CHECKING:
    from rich.console import RenderableType

    from communique.model.plain import Plain

accounts = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Keep the accounts of a team's desk. Passwords are asked for, or read from standard input; never arguments.",
)


class AccountRole(StrEnum):
    """What an account may do; each may what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.", show_default=False)]


@accounts.command("add")
def add_account(
    name: NameArgument,
    role: Annotated[AccountRole, typer.Option("--role", "-r", help="Reads, also judges, also keeps accounts.")] = (
        AccountRole.REVIEWER
    ),
    db: DbOption = None,
) -> None:
    """Make an account. The password is asked for twice, or read from standard input where that is no terminal.

    **Examples**

    - `communique accounts add ana --role admin`
    - `pwgen 20 1 | tee ana.txt | communique accounts add ana --role reviewer`

    **Exit status**: 0 made; 1 the name is taken, or name or password unfit; 2 the command was not understood; 3 the
    store cannot be read or written.
    """
    with open_store(db, create=True) as store:
        from communique.store.accounts import Role, create_account

        password = ask_password()
        with store.writing() as connection:
            create_account(connection, name, password, Role(role.value), at=datetime.now(UTC))
    output.write_out(f"{name} may log in as {role.value}\n")


@accounts.command("list")
def list_accounts(format: FormOption = Form.TABLE, db: DbOption = None) -> None:
    """List the accounts.

    **Examples**

    - `communique accounts list`
    - `communique accounts list --format jsonl | jq -r 'select(.active) | .name'`

    **Exit status**: 0 listed; 2 the command was not understood; 3 the store cannot be read.
    """
    with reading(db) as connection:
        from communique.store import accounts as kept

        found = kept.list_accounts(connection)
    rows: list[Plain] = [
        {"name": one.name, "role": one.role.value, "active": one.active, "created": one.created.isoformat()}
        for one in found
    ]
    print_plains(rows, format, lambda _: _table(rows))


@accounts.command("password")
def change_password(name: NameArgument, db: DbOption = None) -> None:
    """Give an account another password, and end all its sessions. It is asked for, or read from standard input.

    **Examples**

    - `communique accounts password ana`

    **Exit status**: 0 changed; 1 no account is called so, or the password is unfit; 2 the command was not understood;
    3 the store cannot be read or written.
    """
    with open_store(db) as store:
        from communique.store.accounts import find_account, set_password

        with store.reading() as connection:
            find_account(connection, name)
        password = ask_password()
        with store.writing() as connection:
            set_password(connection, name, password)
    output.write_out(f"{name} has a new password; all sessions of {name} are ended\n")


@accounts.command("role")
def change_role(
    name: NameArgument,
    role: Annotated[AccountRole, typer.Argument(help="reader, reviewer or admin.", show_default=False)],
    db: DbOption = None,
) -> None:
    """Give an account another role.

    **Examples**

    - `communique accounts role ana admin`

    **Exit status**: 0 changed; 1 no account is called so, or it is the last admin; 2 the command was not understood;
    3 the store cannot be read or written.
    """
    with writing(db) as connection:
        from communique.store.accounts import Role, set_role

        set_role(connection, name, Role(role.value))
    output.write_out(f"{name} is {role.value} now\n")


@accounts.command("disable")
def disable_account(name: NameArgument, db: DbOption = None) -> None:
    """Shut an account out, and end all its sessions. What its owner decided stays.

    **Examples**

    - `communique accounts disable ana`

    **Exit status**: 0 shut out; 1 no account is called so, or it is the last admin; 2 the command was not understood;
    3 the store cannot be read or written.
    """
    _set_active(name, False, db)


@accounts.command("enable")
def enable_account(name: NameArgument, db: DbOption = None) -> None:
    """Let an account in again that was shut out.

    **Examples**

    - `communique accounts enable ana`

    **Exit status**: 0 let in; 1 no account is called so; 2 the command was not understood; 3 the store cannot be read
    or written.
    """
    _set_active(name, True, db)


def _set_active(name: str, active: bool, db: str | None) -> None:
    with writing(db) as connection:
        from communique.store.accounts import set_active

        set_active(connection, name, active)
    output.write_out(f"{name} may log in again\n" if active else f"{name} may no longer log in\n")


def ask_password() -> str:
    """A password, typed twice and not shown; the first line of standard input where that is no terminal."""
    if sys.stdin.isatty():
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
        return password
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise typer.BadParameter("no password on standard input; type one, or pipe it in.")
    return line


def _table(rows: list[Plain]) -> RenderableType:
    from rich.table import Table

    from communique.export.terminal import style_text

    if not rows:
        return style_text(("No accounts; `communique accounts add NAME --role admin` makes the first.", "italic"))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading in ("name", "role", "since", ""):
        table.add_column(heading, overflow="fold")
    for row in rows:
        name = style_text((row["name"], "bold"))
        table.add_row(name, row["role"], row["created"][:10], "" if row["active"] else "shut out")
    return table
