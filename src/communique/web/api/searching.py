"""Search over entries and over articles: found, ranked, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from communique.model.plain import Plain
from communique.store.facets import Facet
from communique.store.search import search_articles, search_entries
from communique.web.api.answers import errors, make_router, page
from communique.web.api.filters import Filters
from communique.web.api.shapes import MOST, ArticleFacts, EntryShape, Page, Thing
from communique.web.desk import AtDesk

router = make_router("search")


class Piece(BaseModel):
    """Words of a snippet; ``found`` where they are what was looked for."""

    text: str
    found: bool


class FacetShape(BaseModel):
    """How many of what was found have a value."""

    value: str
    label: str
    count: int


class EntryHit(BaseModel):
    """A found entry and the part of its words that was hit."""

    entry: EntryShape
    snippet: list[Piece]


class ArticleHit(BaseModel):
    """A found article and the part of its text that was hit."""

    article: ArticleFacts
    snippet: list[Piece]


class Found(Page[Thing]):
    """A page of what was found. Where ``exact`` is false there are more than ``total``."""

    exact: bool
    facets: dict[str, list[FacetShape]] = Field(description="By kind, stance, outlet, actor, issue, month …")


class Search(Filters):
    """What is looked for, in which order, and which page of it."""

    order: Literal["rank", "-day", "day", "-score", "score", "place"] = Field(
        "rank", description="The best first; by day, by score; article by article."
    )
    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("/search", response_model=Found[EntryHit], responses=errors(), summary="Search entries")
def find_entries(desk: AtDesk, request: Request, response: Response, search: Annotated[Search, Query()]) -> Plain:
    """Entries by words and filters. Up to 10,000 are found exactly; beyond, ask more closely."""
    query = search.query(order=search.order, limit=search.limit, offset=search.offset)
    with desk.store.reading() as connection:
        found = search_entries(connection, query)
    items = [{"entry": hit.entry, "snippet": _pieces(hit.snippet)} for hit in found.hits]
    more = {"exact": found.exact, "facets": _facets(found.facets)}
    return page(request, response, items, found.total, limit=search.limit, offset=search.offset, **more)


@router.get("/search/articles", response_model=Found[ArticleHit], responses=errors(), summary="Search articles")
def find_articles(desk: AtDesk, request: Request, response: Response, search: Annotated[Search, Query()]) -> Plain:
    """Articles by title and text; outlet, days, article, reprints and unlisted are heeded."""
    query = search.query(order=search.order, limit=search.limit, offset=search.offset)
    with desk.store.reading() as connection:
        found = search_articles(connection, query)
    items = [{"article": hit.article, "snippet": _pieces(hit.snippet)} for hit in found.hits]
    more = {"exact": found.exact, "facets": _facets(found.facets)}
    return page(request, response, items, found.total, limit=search.limit, offset=search.offset, **more)


def _pieces(snippet: Sequence[tuple[str, bool]]) -> list[Plain]:
    return [{"text": text, "found": found} for text, found in snippet]


def _facets(facets: Mapping[str, Sequence[Facet]]) -> dict[str, list[Plain]]:
    return {
        name: [{"value": str(one.value), "label": one.label, "count": one.count} for one in some]
        for name, some in facets.items()
    }
