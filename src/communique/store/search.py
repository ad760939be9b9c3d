"""Full-text search over entries and articles: found, ranked, counted, with the words that were hit.

What enters is a ``Query``; what leaves is a page of hits, how many there are in all, and how they spread over kinds,
actors, months. How the words are read is told in ``question``; what is heeded of case, accents and endings, in
``terms``.

The cost is bounded. Up to ``CAP`` entries are looked at, the newest by day that the question and every filter want:

* Where no more than that are found, everything is exact (``exact`` is true): total, facets, every order.
* Where more are, ``total`` is ``CAP`` and ``exact`` false (to be shown as "10,000+"), facets count the newest
  ``CAP``, and ranking chooses among these. The orders by day and by score remain exact over all
  entries, while ``place`` orders the candidates.
* Pages end at ``CAP``: what lies beyond is found by asking more closely.

Articles are found by title and text, as ranked by the database itself (``bm25``, ``ts_rank_cd``), among the
``ARTICLE_CAP`` that were added last; of the filters, those that say something of articles are heeded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store import marks
from communique.store.article_candidates import ArticleCandidate, find_article_candidates
from communique.store.articles import load_facts
from communique.store.candidates import FIRST_DAY, Candidates, Order, Search, find_candidates
from communique.store.entries import load_keys
from communique.store.facets import Facet, count_facets, spread
from communique.store.projection import actors_of
from communique.store.question import Question, Wanted, marked, read_question
from communique.store.ranking import rank
from communique.store.schema import actor, article, issue
from communique.store.snippets import Snippet, cut_snippet, find_hits

CAP = 10_000
"""The most entries that are looked at for a page."""

ARTICLE_CAP = 2_000
"""The most articles that are looked at for a page."""

MOST_HITS = 200
"""The most hits on a page."""

_BEYOND: dict[str, Order] = {"day": "oldest", "score": "least", "-score": "most"}
"""Orders in which what comes first may lie beyond the cap."""

ORDERS = ("rank", "-day", "day", "-score", "score", "place")
"""``rank`` the best first (the newest, where no words are asked for); ``place`` article by article as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for. Empty means that it does not matter; several values of one filter are alternatives.

    ``text`` in a person's syntax (see ``question``). ``actor``, ``issue`` and ``article`` are ids: an actor with all
    who were merged into it, in any role or only as ``role`` ("speaker"); an issue with those merged into it and those
    below it in the codebook. ``since`` and ``until`` are days, inclusive; ``least`` and ``most`` scores, inclusive.
    """

    text: str = ""
    kinds: Sequence[str] = ()
    actor: str | None = None
    role: str | None = None
    issue: str | None = None
    stances: Sequence[str] = ()
    modes: Sequence[str] = ()
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    statuses: Sequence[str] = ()
    least: float | None = None
    most: float | None = None
    article: str | None = None
    reprints: bool = False  # with them: entries whose words first appeared in another article
    unlisted: bool = False  # with them: of older versions, and no longer read
    order: str = "rank"
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry as ``load_entries`` gives it, and the part of its words that was hit."""

    entry: Plain
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. ``total`` and ``facets`` are exact where ``exact`` is true; see above for where it is not.

    ``facets`` are by ``kind``, ``stance``, ``mode``, ``status``, ``outlet``, ``actor``, ``issue``, ``year``, ``month``.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    facets: dict[str, tuple[Facet, ...]]


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """A found article as ``list_articles`` gives it, and the part of its text that was hit."""

    article: Plain
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FoundArticles:
    """A page of articles; ``facets`` are by ``outlet``, ``year`` and ``month``, exact where ``exact`` is true."""

    hits: tuple[ArticleHit, ...]
    total: int
    exact: bool
    facets: dict[str, tuple[Facet, ...]]


def search_entries(connection: Connection, query: Query) -> Found:
    """The entries that ``query`` wants; nothing for an id that nothing has. Raises ValueError for an unknown order."""
    if query.order not in ORDERS:
        raise ValueError(f"no order {query.order!r}; there are {', '.join(ORDERS)}")
    asked = read_question(query.text)
    filters = read_filters(connection, query)
    if filters is None:
        return Found((), 0, True, count_facets(connection, ()))
    wanted = asked.all + filters.question.all or (marked([marks.EVERY]),)  # something has to be walked along
    search = replace(filters, question=Question(wanted, asked.none + filters.question.none))
    found, exact = find_candidates(connection, search, CAP + 1), True
    if len(found) > CAP:
        found, exact = found.cut(CAP), False
    first, last = _bound_page(query, CAP)
    page = _take_page(connection, query.order, search, asked, found, exact, first, last)
    entries = load_keys(connection, page)
    hits = tuple(Hit(entry, _cut_words(entry, asked)) for entry in entries)
    return Found(hits, len(found), exact, count_facets(connection, found.marks))


def _take_page(
    connection: Connection,
    order: str,
    search: Search,
    asked: Question,
    found: Candidates,
    exact: bool,
    first: int,
    last: int,
) -> Sequence[int]:
    """The keys of the candidates from ``first`` to ``last`` in the order that is asked for."""
    if first >= last:
        return ()
    if order in _BEYOND and not exact:
        return _find_beyond(connection, order, search, last)[first:last]
    if order == "rank" and asked.all:
        places: Sequence[int] = rank(found.terms, asked)
    else:
        places = _sort(found, order)
    return [found.keys[at] for at in places[first:last]]


def _sort(found: Candidates, order: str) -> Sequence[int]:
    """Which of the candidates, the newest first as they came, come first."""
    every = range(len(found))
    match order:
        case "day":
            days = found.days
            return sorted(every, key=lambda at: (days[at] == 1, days[at], found.keys[at]))
        case "score" | "-score":
            return sorted(every, key=found.scores.__getitem__, reverse=order == "-score")
        case "place":
            return sorted(every, key=found.places.__getitem__)
    return every


def _find_beyond(connection: Connection, order: str, search: Search, last: int) -> list[int]:
    """The first ``last`` of more entries than the cap, by day or by score, a hundredth of the scores at a time."""
    if order == "day":
        return list(find_candidates(connection, search, last, "oldest").keys)
    found: list[int] = []
    for hundredth in range(100, -1, -1) if order == "-score" else range(101):
        if len(found) >= last:
            break
        mark = marked([f"_h{hundredth}"])
        part = replace(search, question=replace(search.question, all=(mark, *search.question.all)))
        found += find_candidates(connection, part, last - len(found), _BEYOND[order]).keys
    return found


def read_filters(connection: Connection, query: Query) -> Search | None:
    """The filters as a search without words; None where nothing can be found: an unknown id, an empty range."""
    every: list[tuple[Wanted, ...]] = []
    for letter, values in (("k", query.kinds), ("s", query.stances), ("m", query.modes), ("t", query.statuses)):
        if values:
            every.append(marked(marks.mark_choice(letter, str(value)) for value in values))
    if query.outlet is not None:
        every.append(marked([marks.mark_outlet(query.outlet)]))
    for table, id, letter in ((actor, query.actor, "a"), (issue, query.issue, "i"), (article, query.article, "n")):
        if id is None:
            continue
        keys = _find_keys(connection, table, id)
        if not keys:
            return None
        role = query.role if letter == "a" else None
        every.append(marked(marks.mark_actor(key, role) if role else f"_{letter}{key}" for key in keys))
    if query.least is not None or query.most is not None:
        every.append(marked(marks.mark_scores(query.least, query.most)))
    none = [*(() if query.unlisted else (marks.UNLISTED,)), *(() if query.reprints else (marks.REPRINT,))]
    since = query.since
    if since is not None or query.until is not None:
        since = max(since or FIRST_DAY, FIRST_DAY)  # what has no day is in no range
    if _is_empty(since, query.until) or _is_empty(query.least, query.most):
        return None
    return Search(Question(tuple(every), marked(none)), since, query.until, query.least, query.most)


def _is_empty(low: Any, high: Any) -> bool:
    """True for a range that nothing is in; NaN bounds none."""
    return low != low or high != high or (low is not None and high is not None and low > high)


def _find_keys(connection: Connection, table: sa.Table, id: str) -> list[int]:
    """The keys of what goes by this id: itself, all that was merged into it, and of an issue all below it."""
    if "\x00" in id or not id.isprintable():
        return []
    if table is article:
        return list(connection.scalars(sa.select(table.c.key).where(table.c.id == id)))
    root = connection.scalar(sa.select(sa.func.coalesce(table.c.root, table.c.key)).where(table.c.id == id))
    keys: dict[int, None] = {}
    fresh = [] if root is None else [root]
    while fresh:
        keys |= dict.fromkeys(fresh)
        below: sa.ColumnElement[bool] = table.c.root.in_(fresh)
        if table is issue:
            below = sa.or_(below, table.c.parent.in_(fresh))
        fresh = [key for key in connection.scalars(sa.select(table.c.key).where(below)) if key not in keys]
    return list(keys)


def _cut_words(entry: Plain, asked: Question) -> Snippet:
    """The best part of what an entry rests on, after the names where these alone were hit."""
    words = " … ".join(span["text"] for span in entry["evidence"])
    snippet = cut_snippet(words, asked)
    if not asked.all or any(hit for _, hit in snippet):
        return snippet
    names = [found["name"] for _, found in actors_of(Kind(entry["kind"]), entry)]
    names += [entry["issue"]["label"]] if entry["issue"] else []
    hit = [name for name in dict.fromkeys(names) if find_hits(name, asked)]
    return cut_snippet(" · ".join([*hit, words]), asked) if hit else snippet


def _bound_page(query: Query, cap: int) -> tuple[int, int]:
    first = max(0, query.offset)
    return first, min(cap, first + max(0, min(query.limit, MOST_HITS)))


def search_articles(connection: Connection, query: Query) -> FoundArticles:
    """The articles that ``query`` wants by text, ``outlet``, ``since`` and ``until`` (when published), and ``article``.

    ``unlisted`` lets older versions in, ``reprints`` near-copies. Orders are ``rank``, ``day``, ``-day``; any other
    means ``rank``.
    """
    asked = read_question(query.text)
    found = find_article_candidates(
        connection, asked, _heeded(connection, query), ARTICLE_CAP + 1, oldest=query.order == "day"
    )
    exact = len(found) <= ARTICLE_CAP
    found = found[:ARTICLE_CAP]
    by_day = [row for row in found if row.published is not None]
    if query.order in ("day", "-day") or not asked.all:
        by_day.sort(key=lambda row: (row.published, row.key), reverse=query.order != "day")
        ordered = by_day + [row for row in found if row.published is None]
    else:
        ordered = sorted(found, key=lambda row: (-row.worth, -row.key))
    first, last = _bound_page(query, ARTICLE_CAP)
    keys = [row.key for row in ordered[first:last]]
    rows = connection.execute(sa.select(article.c.key, article.c.text).where(article.c.key.in_(keys)))
    texts = {row.key: row.text for row in rows}
    hits = tuple(
        ArticleHit(plain, cut_snippet(texts[key], asked))
        for key, plain in zip(keys, load_facts(connection, keys), strict=True)
    )
    return FoundArticles(hits, len(found), exact, _count_articles(found))


def _heeded(connection: Connection, query: Query) -> list[sa.ColumnElement[bool]]:
    """The filters that say something of articles."""
    wanted: list[sa.ColumnElement[bool]] = []
    if not query.unlisted:
        wanted.append(sa.and_(article.c.newest))
    if not query.reprints:
        wanted.append(article.c.first.is_(None))
    if query.outlet is not None:
        wanted.append(article.c.outlet == query.outlet)
    if query.since is not None:
        wanted.append(article.c.published >= query.since)
    if query.until is not None:
        wanted.append(article.c.published <= query.until)
    if query.article is not None:
        wanted.append(article.c.key.in_(_find_keys(connection, article, query.article)))
    return wanted


def _count_articles(found: Sequence[ArticleCandidate]) -> dict[str, tuple[Facet, ...]]:
    days = [row.published.isoformat() for row in found if row.published is not None]
    months, years = Counter(day[:7] for day in days), Counter(day[:4] for day in days)
    return {
        "outlet": spread(Counter(row.outlet for row in found if row.outlet is not None)),
        "year": tuple(sorted(spread(years), key=lambda facet: facet.value)),
        "month": tuple(sorted(spread(months), key=lambda facet: facet.value)),
    }
