"""``/articles``: the articles of the record, reprints under their first appearance."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import article_facts, list_articles, list_outlets
from communique.store.search import Query as Search
from communique.store.search import search_articles
from communique.web.desk import AtDesk
from communique.web.wording import lay_out

SIZE = 40
ORDERS = (
    ("-published", "newest first"),
    ("published", "oldest first"),
    ("-added", "added last first"),
    ("title", "by title"),
)

_SEARCHED = {"-published": "-day", "published": "day"}

router = APIRouter()


@router.get("/articles")
def show_articles(
    desk: AtDesk,
    q: str = "",
    outlet: str = "",
    since: str = "",
    until: str = "",
    order: str = "",
    versions: str = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The list, filtered; days that are none are left out and told."""
    text = " ".join(q.split())[:200]
    orders = (("rank", "best first"), *ORDERS[:2]) if text else ORDERS
    default = orders[0][0]
    order = order if order in dict(orders) else default
    days = {"since": read_day(since), "until": read_day(until)}
    bad = [told for told, name in ((since, "since"), (until, "until")) if told and days[name] is None]
    with desk.store.reading() as connection:
        first = (page - 1) * SIZE
        if text:
            query = Search(
                text=text, outlet=outlet or None, since=days["since"], until=days["until"], reprints=True,
                unlisted=bool(versions), order=_SEARCHED.get(order, "rank"), limit=SIZE, offset=first,
            )  # fmt: skip
            hits = search_articles(connection, query)
            found, total = tuple(hit.article | {"snippet": hit.snippet} for hit in hits.hits), hits.total
        else:
            found, total = list_articles(
                connection, outlet=outlet or None, since=days["since"], until=days["until"],
                all_versions=bool(versions), order=order, limit=SIZE, offset=first,
            )  # fmt: skip
        groups = _group(connection, found)
        outlets = list_outlets(connection)
        empty = total == 0 and list_articles(connection, limit=1)[1] == 0
    asked = {"q": text, "outlet": outlet, "since": since, "until": until, "versions": versions}
    told = [*asked.items(), ("order", order if order != default else "")]
    return desk.render(
        "articles.html.j2",
        groups=groups,
        total=total,
        empty=empty,
        bad=bad,
        outlets=[(name, f"{name} ({count})") for name, count in outlets],
        orders=orders,
        order=order,
        asked=asked,
        filtered=any(asked.values()),
        pages=lay_out("/articles", told, number=page, size=SIZE, total=total),
    )


def read_day(told: str) -> date | None:
    """An ISO day as a form sends it; None where it is empty or no day."""
    try:
        return date.fromisoformat(told.strip()) if told.strip() else None
    except ValueError:
        return None


def _group(connection: Connection, found: tuple[Plain, ...]) -> list[tuple[Plain, list[Plain]]]:
    """Articles in their order, each with those of the page that reprint it; a reprint whose first appearance is on
    the page stands under it, another one for itself.
    """
    ids = {article["id"] for article in found}
    reprints: dict[str, list[Plain]] = {}
    for article in found:
        if article["first"] in ids:
            reprints.setdefault(article["first"], []).append(article)
    groups = []
    for article in found:
        if article["first"] in ids:
            continue
        appeared = article_facts(connection, article["first"]) if article["first"] else None
        groups.append((article | {"appeared": appeared}, reprints.get(article["id"], [])))
    return groups
