"""The commands, and what ``communique --help`` teaches."""

from __future__ import annotations

import typer

from communique import __version__
from communique.cli.accounts import accounts
from communique.cli.actors import actors
from communique.cli.add import add
from communique.cli.articles import list_
from communique.cli.codebook import codebook
from communique.cli.db import db
from communique.cli.explain import explain
from communique.cli.export import export
from communique.cli.issues import issues
from communique.cli.log import log
from communique.cli.merging import merge, split
from communique.cli.names import names
from communique.cli.read import read
from communique.cli.review import review
from communique.cli.search import search
from communique.cli.serve import serve
from communique.cli.show import show
from communique.cli.times import times

app = typer.Typer(
    name="communique",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
    ),
) -> None:
    """Reads the coverage of a negotiation and keeps the record: who said what, promised what, on which condition.

    Everything on the record is pinned to its words, and can tell why it is there.

    - `communique read talks.txt` prints the record of one article
    - `communique add archive/` reads a folder into the store
    - `communique search ceasefire --kind commitment` finds it there again
    - `communique review` corrects it, one key a decision
    - `communique serve` does all of this in the browser
    - `communique export --out record.csv` hands it on
    """


_READING = "Articles in"
_LOOKING = "Look it up"
_JUDGING = "Judge"
_SHARING = "Share and keep"

app.command(rich_help_panel=_READING)(read)
app.command(rich_help_panel=_READING)(add)
app.command(rich_help_panel=_READING)(names)
app.command(rich_help_panel=_READING)(times)
app.command("list", rich_help_panel=_LOOKING)(list_)
app.command(rich_help_panel=_LOOKING)(show)
app.command(rich_help_panel=_LOOKING)(search)
app.command(rich_help_panel=_LOOKING)(explain)
app.command(rich_help_panel=_LOOKING)(actors)
app.command(rich_help_panel=_LOOKING)(issues)
app.command(rich_help_panel=_JUDGING)(review)
app.command(rich_help_panel=_JUDGING)(merge)
app.command(rich_help_panel=_JUDGING)(split)
app.command(rich_help_panel=_JUDGING)(log)
app.add_typer(codebook, name="codebook", rich_help_panel=_JUDGING)
app.command(rich_help_panel=_SHARING)(export)
app.command(rich_help_panel=_SHARING)(serve)
app.add_typer(accounts, name="accounts", rich_help_panel=_SHARING)
app.add_typer(db, name="db", rich_help_panel=_SHARING)
