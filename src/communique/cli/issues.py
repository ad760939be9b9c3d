"""``communique issues``: what the parties talk about."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.actors import NamedOrder
from communique.cli.listing import Form, FormOption, LimitOption, OffsetOption, print_plains
from communique.cli.opening import DbOption, reading

_WHOLE = 100_000  # issues of a tree, which is not cut into pages


def issues(
    search: Annotated[
        str, typer.Option("--search", metavar="WORDS", help="With these words in the label.", show_default=False)
    ] = "",
    coded: Annotated[
        bool | None,
        typer.Option("--coded/--uncoded", help="Only those of the codebook, or only the others.", show_default=False),
    ] = None,
    tree: Annotated[
        bool, typer.Option("--tree", "-t", help="Each under the issue that it is part of; all of them.")
    ] = False,
    order: Annotated[NamedOrder, typer.Option("--sort", "-s", help="In this order.")] = NamedOrder.ENTRIES,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """List the issues of the store, with how many statements and entries are on each.

    A codebook of your own issues is read in and out by `communique codebook`; two issues that are one are made one by
    `communique merge`.

    **Examples**

    - `communique issues`
    - `communique issues --search prisoners`
    - `communique issues --coded --tree`
    - `communique issues --format jsonl | jq -r .label`

    **Exit status**: 0 listed, also where nothing fits; 2 the command was not understood; 3 the store cannot be read.
    """
    from communique.store.directory import list_issues

    by = "label" if order is NamedOrder.NAME else "entries"
    with reading(db) as connection:
        first, most = (0, _WHOLE) if tree else (offset, limit)
        rows, total = list_issues(connection, text=search, coded=coded, order=by, limit=most, offset=first)
    from communique.export.directory import issue_table, issue_tree

    print_plains(
        rows, format, lambda width: issue_tree(rows, width) if tree else issue_table(rows, total, offset, width)
    )
