"""Every entry that a query wants, article by article, for exports: a search without its cap and without ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.model.plain import Plain
from communique.store.candidates import Search, find_candidates
from communique.store.entries import load_keys
from communique.store.marks import mark_choice
from communique.store.question import Question, marked, read_question
from communique.store.schema import article
from communique.store.search import Query, read_filters

_ARTICLES = 50  # of one step
_MOST = 10_000_000  # entries of one step: no limit, for the index wants one


def walk_found(
    connection: Connection, query: Query, *, without: Sequence[str] = ()
) -> tuple[int, Iterator[tuple[Plain, ...]]]:
    """How many steps there are, and the entries of each: articles in the order they were added, entries in the order
    of the text. Order, limit and offset of the query mean nothing here; ``without`` are statuses to leave out.
    """
    asked = read_question(query.text)
    filters = read_filters(connection, query)
    if filters is None:
        return 0, iter(())
    none = (*asked.none, *filters.question.none, *marked(mark_choice("t", status) for status in without))
    search = replace(filters, question=Question(asked.all + filters.question.all, none))
    wanted = sa.select(article.c.key).order_by(article.c.key)
    if query.article is not None:
        wanted = wanted.where(article.c.id == query.article)
    keys = connection.scalars(wanted).all()
    steps = [keys[first : first + _ARTICLES] for first in range(0, len(keys), _ARTICLES)]
    return len(steps), (_load(connection, search, step) for step in steps)


def _load(connection: Connection, search: Search, articles: Sequence[int]) -> tuple[Plain, ...]:
    """The entries of some articles that the search wants, in the order of the articles and of the text."""
    within = marked(f"_n{key}" for key in articles)
    part = replace(search, question=replace(search.question, all=(within, *search.question.all)))
    found = find_candidates(connection, part, _MOST)
    return load_keys(connection, [key for _, key in sorted(zip(found.places, found.keys, strict=True))])
