"""The commands, and what ``communique --help`` teaches."""

from __future__ import annotations

import typer

from communique import __version__
from communique.cli.actors import actors
from communique.cli.explain import explain
from communique.cli.names import names
from communique.cli.read import read
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
    - `communique read saved/*.html --format html --out dossiers/` writes a page to read for each
    - `communique read archive/ --format jsonl > record.jsonl` gives one entry a line, for other programs
    - `communique explain c5e37b` tells why an entry is on the record
    - `communique actors talks.txt` lists who stands in an article, and under which words
    - `communique times talks.txt --published 2025-02-26` lists the days it speaks of
    """


app.command()(read)
app.command()(explain)
app.command()(actors)
app.command()(names)
app.command()(times)
