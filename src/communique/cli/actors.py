"""``communique actors``: the cast of an article, or the actors of the store."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.listing import Form, FormOption, LimitOption, OffsetOption, OutOption, print_list, print_plains
from communique.cli.opening import DbOption, reading
from communique.cli.sources import DayOption, FilesHelp, load_reader
from communique.model.actor import ActorKind


class NamedOrder(StrEnum):
    """The orders in which actors and issues of the store are listed."""

    ENTRIES = "entries"
    NAME = "name"


def actors(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE…]", help=f"{FilesHelp} Without any, the actors of the store.", show_default=False
        ),
    ] = None,
    published: DayOption = None,
    mentions: Annotated[
        bool, typer.Option("--mentions", "-m", help="Of a FILE: under each actor every mention in its words.")
    ] = False,
    search: Annotated[
        str,
        typer.Option("--search", metavar="WORDS", help="Of the store: with these words in a name.", show_default=False),
    ] = "",
    kind: Annotated[
        ActorKind | None, typer.Option("--kind", "-k", help="Of the store: of this kind.", show_default=False)
    ] = None,
    order: Annotated[
        NamedOrder, typer.Option("--sort", "-s", help="Of the store: in this order.")
    ] = NamedOrder.ENTRIES,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    format: FormOption = Form.TABLE,
    out: OutOption = None,
    db: DbOption = None,
) -> None:
    """List the cast of an article, or the actors of the whole store: who, as what, how often, under which words.

    An office is the one held when the article was published: “the British prime minister” of March 2019 is Theresa
    May. States and large organisations carry ISO 3166 codes and Wikidata items. Two actors of the store that are one
    are made one by `communique merge`.

    **Examples**

    - `communique actors talks.txt`
    - `communique actors talks.txt --mentions` shows each mention in the words around it
    - `communique actors talks.txt --format jsonl | jq 'select(.kind == "person") | .name'`
    - `communique actors --search starmer` in the store
    - `communique actors --kind state --sort name --limit 200`

    **Exit status**: 0 all was read; 1 something failed; 2 the command was not understood; 3 nothing could be read.
    """
    if not files:
        if mentions or published or out:
            raise typer.BadParameter("--mentions, --published and --out go with a FILE; name one.")
        _list(search, kind, order, limit, offset, format, db)
        return
    if search or kind:
        raise typer.BadParameter("--search and --kind look in the store; leave out the FILE.")
    from communique.export.cast import cast_lines, cast_table

    print_list(
        files,
        published,
        format,
        out,
        load_reader,
        lambda reader, article: reader.cast(article),
        cast_lines,
        lambda cast, width: cast_table(cast, width, mentions),
    )


def _list(
    search: str, kind: ActorKind | None, order: NamedOrder, limit: int, offset: int, form: Form, db: str | None
) -> None:
    from communique.store.directory import list_actors

    with reading(db) as connection:
        rows, total = list_actors(
            connection, text=search, kind=kind and kind.value, order=order.value, limit=limit, offset=offset
        )
    from communique.export.directory import actor_table

    print_plains(rows, form, lambda width: actor_table(rows, total, offset, width))
