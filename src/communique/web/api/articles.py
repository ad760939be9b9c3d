"""Articles: what is known of them, their text, their versions, their entries."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from communique.errors import UnknownArticle
from communique.model.plain import Plain
from communique.store.articles import article_facts, list_articles, load_article
from communique.store.entries import entries_of
from communique.web.api.answers import Limit, Offset, errors, make_router, page
from communique.web.api.shapes import ArticleFacts, ArticleWhole, Day, EntryShape, Id, Page, Text
from communique.web.desk import AtDesk, Desk

router = make_router("articles")
InPath = Annotated[Id, Path(examples=["a0123456789abcdef"])]
ArticleOrder = Literal["-published", "published", "-added", "title", "outlet"]


@router.get("/articles", response_model=Page[ArticleFacts], responses=errors(), summary="List articles")
def get_articles(
    desk: AtDesk,
    request: Request,
    response: Response,
    text: Annotated[Text, Query(description="Words of the title or the outlet.")] = "",
    outlet: Annotated[Text | None, Query()] = None,
    since: Annotated[Day | None, Query(description="Published on this day or later.")] = None,
    until: Annotated[Day | None, Query(description="Published on this day or earlier.")] = None,
    all_versions: Annotated[bool, Query(description="Also those that a later version replaced.")] = False,
    order: ArticleOrder = "-published",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Plain:
    """Articles that were read, those published last first."""
    with desk.store.reading() as connection:
        items, total = list_articles(
            connection, outlet=outlet, since=since, until=until, text=text, all_versions=all_versions, order=order,
            limit=limit, offset=offset,
        )  # fmt: skip
    return page(request, response, items, total, limit=limit, offset=offset)


@router.get("/articles/{id}", response_model=ArticleWhole, responses=errors(404), summary="One article")
def get_article(desk: AtDesk, id: InPath) -> Plain:
    """What is known of an article, with its versions, near-copies and the reader's doubts."""
    return _facts(desk, id)


@router.get(
    "/articles/{id}/text",
    response_class=PlainTextResponse,
    responses=errors(404),
    summary="The text of an article",
)
def get_text(desk: AtDesk, id: InPath) -> Response:
    """The text that all offsets point into, in UTF-8."""
    with desk.store.reading() as connection:
        article = load_article(connection, id)
    if article is None:
        raise UnknownArticle(f"no article has the id {id}")
    return PlainTextResponse(article.text.encode("utf-8", "replace"))


@router.get(
    "/articles/{id}/versions",
    response_model=list[ArticleFacts],
    responses=errors(404),
    summary="The versions of an article",
)
def get_versions(desk: AtDesk, id: InPath) -> list[Plain]:
    """Every version that was read under the article's URL, the first one first."""
    facts = _facts(desk, id)
    return list(facts["versions"]) or [facts]


@router.get(
    "/articles/{id}/entries",
    response_model=list[EntryShape],
    responses=errors(404),
    summary="The entries of an article",
)
def get_entries(
    desk: AtDesk,
    id: InPath,
    all: Annotated[bool, Query(description="Also those that the newest reading no longer has.")] = False,
) -> list[Plain]:
    """The entries of an article as they stand, in the order of the text."""
    with desk.store.reading() as connection:
        if article_facts(connection, id) is None:
            raise UnknownArticle(f"no article has the id {id}")
        return list(entries_of(connection, id, all=all))


def _facts(desk: Desk, id: str) -> Plain:
    with desk.store.reading() as connection:
        facts = article_facts(connection, id)
    if facts is None:
        raise UnknownArticle(f"no article has the id {id}")
    return facts
