"""``communique search``: entries and articles found by words and filters."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from communique.cli import output, screen
from communique.cli.filters import Filters, with_filters
from communique.cli.listing import Form, FormOption, OffsetOption, print_plains
from communique.cli.opening import DbOption, reading


class SearchOrder(StrEnum):
    """The orders in which a search lists what it found."""

    RANK = "rank"
    NEWEST = "newest"
    OLDEST = "oldest"
    SCORE = "score"
    TEXT = "text"


_ORDERS = {"rank": "rank", "newest": "-day", "oldest": "day", "score": "-score", "text": "place"}
_MOST = 200  # on a page


@with_filters
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS…]",
            help='What to look for; “"two words"” as a phrase. Without any, all that fits.',
            show_default=False,
        ),
    ] = None,
    filters: Filters = Filters(),  # noqa: B008  (frozen)
    articles: Annotated[bool, typer.Option("--articles", help="Search the text of articles instead.")] = False,
    facets: Annotated[
        bool, typer.Option("--facets", help="Also count what was found by kind, actor, issue, outlet …")
    ] = False,
    order: Annotated[
        SearchOrder | None,
        typer.Option(
            "--sort", "-s", show_default=False, help="In this order; without it by rank, or newest first without WORDS."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, max=_MOST, help="At most so many.")] = 20,
    offset: OffsetOption = 0,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Search the record by words and filters, best first, with the words that were found highlighted.

    Reprints of a wire text are found once, in the article where they first appeared, unless `--reprints` is given.

    **Examples**

    - `communique search pilots`
    - `communique search '"eastern channel"' --kind commitment --since 2025-01-01`
    - `communique search --actor Norway --role speaker --stance against --facets`
    - `communique search --status proposed --least 0.9 --format jsonl | jq -r .id`
    - `communique search ceasefire --articles`

    **Exit status**: 0 searched, also where nothing was found; 1 no actor, issue or article is called so;
    2 the command was not understood; 3 the store cannot be read.
    """
    from communique.store.search import search_articles, search_entries

    text = " ".join(words or ())
    told = order or (SearchOrder.RANK if text else SearchOrder.NEWEST)
    with reading(db) as connection:
        query = filters.query(connection, text, order=_ORDERS[told], limit=limit, offset=offset)
        found: Any = search_articles(connection, query) if articles else search_entries(connection, query)
    from communique.export.ledger import article_hits, facet_table, hit_list

    hits = [(hit.article if articles else hit.entry, hit.snippet) for hit in found.hits]
    if format is Form.JSONL:
        print_plains((_with_snippet(plain, snippet) for plain, snippet in hits), format, lambda _: "")
        if facets:
            counted = {
                name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
                for name, values in found.facets.items()
            }
            print_plains([{"facets": counted, "total": found.total, "exact": found.exact}], format, lambda _: "")
        return
    draw = article_hits if articles else hit_list
    width = screen.measure_width()
    colour = screen.is_colourful()
    output.write_out(screen.draw(draw(hits, found.total, found.exact, offset, width), width=width, colour=colour))
    if facets:
        output.write_out("\n" + screen.draw(facet_table(found.facets), width=min(width, 120), colour=colour))


def _with_snippet(plain: dict[str, Any], snippet: Any) -> dict[str, Any]:
    """The entry or article with the words around what was found; `found` marks the words themselves."""
    return {**plain, "snippet": [{"text": words, "found": found} for words, found in snippet]}
