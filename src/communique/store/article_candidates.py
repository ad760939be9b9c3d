"""What the index finds of articles: those added last that a question wants, with what they are worth to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import TSQUERY

from communique.store.marks import EVERY
from communique.store.question import Question, marked, write_fts5, write_tsquery
from communique.store.schema import article

_TITLE = 6.0  # how much a word of the title counts against one of the text


class ArticleCandidate(NamedTuple):
    """An article that the index found. ``worth`` compares within one answer only; without words it is 0."""

    key: int
    worth: float
    outlet: str | None
    published: date | None


def find_article_candidates(
    connection: Connection, asked: Question, wanted: Sequence[sa.ColumnElement[bool]], limit: int, *, oldest: bool
) -> list[ArticleCandidate]:
    """Up to ``limit`` articles: those that were added last or, where no words are asked for, published last (first
    with ``oldest``).
    """
    if not asked:
        by = article.c.published.asc() if oldest else article.c.published.desc()
        columns = (article.c.key, sa.literal(0.0), article.c.outlet, article.c.published)
        query = sa.select(*columns).where(*wanted).order_by(by.nulls_last(), article.c.key.desc()).limit(limit)
    else:
        whole = asked if asked.all else Question((marked([EVERY]),), asked.none)
        write = _ask_sqlite if connection.dialect.name == "sqlite" else _ask_postgresql
        query = write(whole, wanted, limit)
    return [ArticleCandidate(*row) for row in connection.execute(query)]


def _ask_sqlite(
    asked: Question, wanted: Sequence[sa.ColumnElement[bool]], limit: int
) -> sa.Select[tuple[int, float, str | None, date | None]]:
    index = sa.table("article_text", sa.column("rowid"))
    worth = sa.literal_column(f"-bm25(article_text, {_TITLE}, 1.0)", sa.Float)
    matches = sa.text("article_text MATCH :asked").bindparams(asked=write_fts5(asked))
    return (
        sa.select(article.c.key, worth, article.c.outlet, article.c.published)
        .where(matches, article.c.key == index.c.rowid, *wanted)
        .order_by(index.c.rowid.desc())
        .limit(limit)
    )


def _ask_postgresql(
    asked: Question, wanted: Sequence[sa.ColumnElement[bool]], limit: int
) -> sa.Select[tuple[int, float, str | None, date | None]]:
    index = sa.table("article_text", sa.column("key"), sa.column("vector"))
    vector = sa.cast(sa.literal(write_tsquery(asked)), TSQUERY)
    last = (
        sa.select(article.c.key, index.c.vector, article.c.outlet, article.c.published)
        .join(index, index.c.key == article.c.key)
        .where(index.c.vector.op("@@")(vector), *wanted)
        .order_by(article.c.key.desc())
        .limit(limit)
        .subquery()
    )
    worth = sa.func.ts_rank_cd(last.c.vector, vector, 1, type_=sa.Float)  # 1: divided by the logarithm of the length
    return sa.select(last.c.key, worth, last.c.outlet, last.c.published)
