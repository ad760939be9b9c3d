"""``communique list``: the articles of the store."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from communique.cli import completion
from communique.cli.listing import Form, FormOption, LimitOption, OffsetOption, print_plains
from communique.cli.opening import DbOption, reading
from communique.cli.sources import parse_day


class ArticleOrder(StrEnum):
    """The orders in which articles are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"
    TITLE = "title"
    OUTLET = "outlet"


_ORDERS = {"newest": "-published", "oldest": "published", "added": "-added", "title": "title", "outlet": "outlet"}


def list_(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS…]", help="With these words in title or outlet.", show_default=False),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option(
            "--outlet", metavar="NAME", help="Published by.", show_default=False, autocompletion=completion.outlets
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Published since then.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Published until then.", show_default=False)
    ] = None,
    versions: Annotated[
        bool, typer.Option("--versions", help="Also older versions, which newer ones replaced.")
    ] = False,
    order: Annotated[ArticleOrder, typer.Option("--sort", "-s", help="In this order.")] = ArticleOrder.NEWEST,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """List the articles of the store.

    **Examples**

    - `communique list`
    - `communique list ceasefire --since 2025-01-01 --sort oldest`
    - `communique list --outlet "Tidewater Post" --format jsonl | jq -r .url`

    **Exit status**: 0 listed, also where nothing fits; 2 the command was not understood; 3 the store cannot be read.
    """
    since_day, until_day = parse_day(since, "--since"), parse_day(until, "--until")
    from communique.store.articles import list_articles

    with reading(db) as connection:
        rows, total = list_articles(
            connection,
            outlet=outlet,
            since=since_day,
            until=until_day,
            text=" ".join(text or ()),
            all_versions=versions,
            order=_ORDERS[order],
            limit=limit,
            offset=offset,
        )
    from communique.export.shelf import article_table

    print_plains(rows, format, lambda width: article_table(rows, total, offset, width))
