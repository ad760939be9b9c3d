"""``communique codebook``: the issues of a codebook, out and in as YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import output, screen
from communique.cli.listing import Form, FormOption, OutOption, print_plains
from communique.cli.opening import UNREADABLE, DbOption, reading, writing
from communique.errors import UnreadableFile

codebook = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Your own list of issues, out and in as YAML: `id`, `label`, `phrases` and `parent` of each.",
)


@codebook.command("export")
def export_codebook(out: OutOption = None, db: DbOption = None) -> None:
    """Print the codebook as YAML, to keep, share or edit.

    **Examples**

    - `communique codebook export > talks.yaml`
    - `communique codebook export --out talks.yaml`

    **Exit status**: 0 printed; 2 the command was not understood; 3 the store cannot be read, or the file not written.
    """
    from communique.store.directory import read_codebook

    with reading(db) as connection:
        items = read_codebook(connection)
    from communique.export.codebook import codebook_to_yaml

    try:
        with output.open_output(out) as write:
            write(codebook_to_yaml(items))
    except OSError as error:
        screen.say(f"{error.filename or out}: cannot be written ({error.strerror or error}); name another place")
        raise typer.Exit(UNREADABLE) from error


@codebook.command("import")
def import_codebook(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A YAML file; `-` is standard input.", show_default=False)
    ],
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Take the issues of a YAML file over into the codebook. An issue with a known id is changed; others stay.

    The file is a list. Only `label` is needed; an `id` is made of it where none is given. `parent` is the id of the
    issue that it is part of, `phrases` are the words by which it is known.

    **Examples**

    - `communique codebook import talks.yaml`
    - `ssh desk communique codebook export | communique codebook import -`

    **Exit status**: 0 taken over; 2 the command was not understood; 3 the file cannot be read, is no codebook, or the
    store cannot be written.
    """
    with writing(db) as connection:
        from communique.export.codebook import parse_codebook
        from communique.store.directory import write_codebook

        items = parse_codebook(_read(file), "standard input" if file == "-" else file)
        changed = write_codebook(connection, items)
    if format is Form.JSONL:
        print_plains([{"issues": len(items), "changed": changed}], format, lambda _: "")
    else:
        noun = "issue" if len(items) == 1 else "issues"
        output.write_out(f"{len(items)} {noun} read, {changed} new or changed\n")


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        why = f"{error.strerror or error}; check that it is there and may be read"
        raise UnreadableFile(file, why) from error
