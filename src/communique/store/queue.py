"""What to review next, how far the review has come, and what to decide together.

What enters is who asks and what is wanted; what leaves are plain entries as ``entries`` loads them with one key more,
``why``: the number they are ordered by, greater first. ``weighing`` says what the numbers mean.

A queue costs about the same in a record of a million entries. Uncertainty walks an index of what is undecided outward
from the boundary of each kind. Impact weighs all of what is undecided where that is at most ``_WEIGHED`` entries, else
candidates: entries of the articles that were reprinted most, those that name the most prominent actors and issues, and
of each kind those of the highest score. Of an actor, an issue or an article, and of second opinions, at most so many
are weighed for either order; the others follow when these are decided.

Reprints stand behind the entry where their words first appeared, and are decided with it by ``alike``; only the queue
of one article shows them too.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Select

from communique.errors import UnknownActor, UnknownArticle, UnknownEntry, UnknownIssue
from communique.model.entry import Kind
from communique.model.judgement import ABOUT_ENTRIES, ReviewStatus, undone_numbers
from communique.model.plain import Plain
from communique.store.alike import alike
from communique.store.entries import load_keys, machine_of
from communique.store.log import load_kinds
from communique.store.progress import decisions, progress
from communique.store.schema import actor, article, entry, entry_actor, issue, judgement, undecided
from communique.store.weighing import (
    COLUMNS,
    WEIGHTS,
    Open,
    Outline,
    as_open,
    count_reprints,
    load_actors,
    look_over,
)

__all__ = ["Order", "alike", "decisions", "next_entries", "progress"]

_WEIGHED = 2000
_STEP = 16  # rows of one stream read at once
_PROMINENT = 12  # actors, issues and articles each whose entries are candidates
_OF_EACH = 50
_ROLES = 3  # in which an entry may name the same actor, at the most that is met with
_Place = tuple[float, ...]  # where an entry stands in its order; smaller comes first
_Conditions = list[ColumnElement[bool]]
_OPEN: _Conditions = [sa.func.coalesce(entry.c.status, "") == ReviewStatus.PROPOSED.value, entry.c.listed]
"""Undecided, in words that keep a database from the index of what is ``undecided`` where another one serves better."""


class Order(StrEnum):
    """By what the queue is ordered."""

    UNCERTAINTY = "uncertainty"
    IMPACT = "impact"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for: conditions on each row; the keys of actors and of issues that an entry must have one of."""

    conditions: _Conditions
    kinds: tuple[Kind, ...] = tuple(Kind)
    actors: tuple[int, ...] | None = None
    issues: tuple[int, ...] | None = None
    second: bool = False
    whole_article: bool = False  # of one article, reprints too

    @property
    def narrow(self) -> bool:
        """True when an index leads to the entries themselves."""
        return self.second or self.whole_article or self.actors is not None or self.issues is not None


def next_entries(
    connection: Connection,
    who: str,
    *,
    order: Order = Order.UNCERTAINTY,
    kind: Kind | None = None,
    actor: str | None = None,
    issue: str | None = None,
    article: str | None = None,
    second: bool = False,
    without: Sequence[str] = (),
    limit: int = 20,
    after: str | None = None,
) -> tuple[Plain, ...]:
    """The next entries for ``who`` to decide: listed ones that nobody decided.

    With ``second``, instead, those that others decided and ``who`` did not, as the machine proposed them, so that the
    second opinion is made without sight of the first. ``without`` are ids to leave out (skipped ones), ``after`` the id
    of an entry behind which to go on in this order; paging far costs what is paged over. In the order of the text,
    articles come as they were added, and ``why`` is the place in the article. Raises UnknownActor, UnknownIssue,
    UnknownArticle or UnknownEntry for an id that nothing has.
    """
    wanted = _read_wanted(connection, who, kind, actor, issue, article, second)
    behind = None if after is None else _load_open(connection, after)
    count = limit + len(without)
    ordered = _in_text if Order(order) is Order.TEXT else _by_doubt if Order(order) is Order.UNCERTAINTY else _by_impact
    skipped = set(_keys_of(connection, without))
    found = [(row, why) for row, why in ordered(connection, wanted, behind, count) if row.key not in skipped][:limit]
    plains = load_keys(connection, [row.key for row, _ in found])
    shown = (_blind(connection, plain) for plain in plains) if second else plains
    return tuple({**plain, "why": round(why, 4)} for plain, (_, why) in zip(shown, found, strict=True))


def _by_doubt(connection: Connection, wanted: _Wanted, behind: Open | None, count: int) -> list[tuple[Open, float]]:
    """The first ``count`` entries behind one by uncertainty, each with its number."""
    outline = look_over(connection)

    def place(row: Open) -> _Place:
        gap = row.score - outline.boundaries[row.kind]
        return (-outline.uncertainty(row.kind, row.score), abs(gap), row.key if gap >= 0 else -row.key)

    if not wanted.narrow:
        return _cut(_outward(connection, outline, wanted, place), place, behind, count)
    rows, _ = _gather(connection, wanted)
    return _cut(sorted(rows, key=place), place, behind, count)


def _by_impact(connection: Connection, wanted: _Wanted, behind: Open | None, count: int) -> list[tuple[Open, float]]:
    """The same by impact."""
    outline = look_over(connection)
    rows, whole = _gather(connection, wanted)
    if not whole:
        rows = _candidates(connection, outline, wanted)
    asked = [*rows, behind] if behind else rows
    keys = [row.key for row in asked]
    named, reprints = load_actors(connection, keys), count_reprints(connection, keys)
    impact = {row.key: outline.impact(row, named.get(row.key, ()), reprints.get(row.key, 0)) for row in asked}

    def place(row: Open) -> _Place:
        return (-impact[row.key], row.key)

    return _cut(sorted(rows, key=place), place, behind, count)


def _in_text(connection: Connection, wanted: _Wanted, behind: Open | None, count: int) -> list[tuple[Open, float]]:
    """The same in the order of the text, each with its position in the article."""
    query = _select(wanted)
    if behind is not None:
        here = sa.and_(entry.c.article == behind.article, entry.c.position > behind.position)
        query = query.where(entry.c.article >= behind.article, sa.or_(entry.c.article > behind.article, here))
    ordered = query.order_by(entry.c.article, entry.c.position, entry.c.key)
    rows = as_open(connection.execute(ordered.limit(count * _ROLES)))
    return [(row, float(row.position)) for row in islice(_once(rows), count)]


def _cut(
    stream: Iterable[Open], place: Callable[[Open], _Place], behind: Open | None, count: int
) -> list[tuple[Open, float]]:
    if behind is not None:
        start = place(behind)
        stream = (row for row in stream if place(row) > start)
    return [(row, -place(row)[0]) for row in islice(stream, count)]


def _gather(connection: Connection, wanted: _Wanted) -> tuple[list[Open], bool]:
    """At most ``_WEIGHED`` of the entries that are asked for, and whether these are to be taken for all of them."""
    if wanted.narrow:
        rows = as_open(connection.execute(_select(wanted).limit(_WEIGHED * _ROLES)))
        return list(_once(rows))[:_WEIGHED], True
    rows = as_open(connection.execute(_choose([undecided, *wanted.conditions]).limit(_WEIGHED + 1)))
    return rows, len(rows) <= _WEIGHED


def _select(wanted: _Wanted) -> Select[Any]:
    """What is asked for, by the index that leads to it; an actor's entries once for each role it has in them."""
    query = _choose([*wanted.conditions] if wanted.second else [*_OPEN, *wanted.conditions])
    if not wanted.whole_article:
        query = query.where(entry.c.first.is_(None))
    if wanted.issues is not None:
        query = query.where(entry.c.issue.in_(wanted.issues))
    if wanted.actors is not None:
        query = query.join(entry_actor, entry_actor.c.entry == entry.c.key)
        query = query.where(entry_actor.c.actor.in_(wanted.actors))
    return query


def _choose(conditions: _Conditions) -> Select[Any]:
    return sa.select(*COLUMNS).outerjoin(issue, issue.c.key == entry.c.issue).where(*conditions)


def _once(rows: Iterable[Open]) -> Iterable[Open]:
    return {row.key: row for row in rows}.values()


def _outward(
    connection: Connection, outline: Outline, wanted: _Wanted, place: Callable[[Open], _Place]
) -> Iterator[Open]:
    """Undecided entries of every kind from its boundary outward, merged into one order as they are asked for."""
    streams = [
        _walk(connection, [undecided, entry.c.kind == kind.value, *wanted.conditions], outline.boundaries[kind], up)
        for kind in wanted.kinds
        for up in (True, False)
    ]
    return heapq.merge(*streams, key=place)


def _walk(connection: Connection, conditions: _Conditions, boundary: float, up: bool) -> Iterator[Open]:
    columns = (entry.c.score, entry.c.key)
    query = _choose(conditions).order_by(*(columns if up else (column.desc() for column in columns))).limit(_STEP)
    rest: ColumnElement[bool] = entry.c.score >= boundary if up else entry.c.score < boundary
    while rows := as_open(connection.execute(query.where(rest))):
        yield from rows
        score, key = rows[-1].score, rows[-1].key
        farther = entry.c.score > score if up else entry.c.score < score
        tied = sa.and_(entry.c.score == score, entry.c.key > key if up else entry.c.key < key)
        rest = sa.and_(entry.c.score >= score if up else entry.c.score <= score, sa.or_(farther, tied))


def _candidates(connection: Connection, outline: Outline, wanted: _Wanted) -> list[Open]:
    """Undecided entries that may have a great impact, some 2,000 at most."""
    weighty = entry.c.kind.in_([kind.value for kind, weight in WEIGHTS.items() if weight > WEIGHTS[Kind.AMOUNT]])
    copied = (
        sa.select(article.c.first)
        .where(article.c.first.is_not(None))
        .group_by(article.c.first)
        .order_by(sa.func.count().desc(), article.c.first)
        .limit(_PROMINENT)
    )
    asked = replace(wanted, conditions=[*wanted.conditions, weighty])
    narrowed = [
        *(replace(asked, conditions=[*asked.conditions, entry.c.article == key]) for key in connection.scalars(copied)),
        *(replace(asked, actors=keys) for keys in _with_merged(connection, actor, islice(outline.actors, _PROMINENT))),
        *(replace(asked, issues=keys) for keys in _with_merged(connection, issue, islice(outline.issues, _PROMINENT))),
    ]
    queries = [_select(one) for one in narrowed]
    for kind in wanted.kinds:
        surest = _choose([undecided, entry.c.kind == kind.value, *wanted.conditions])
        queries.append(surest.order_by(entry.c.score.desc(), entry.c.key.desc()))
    return list(_once(row for query in queries for row in as_open(connection.execute(query.limit(_OF_EACH)))))


def _with_merged(connection: Connection, table: sa.Table, roots: Iterable[int]) -> list[tuple[int, ...]]:
    """For each actor or issue its key, with those of what was merged into it."""
    found = {root: [root] for root in roots}
    query = sa.select(table.c.root, table.c.key).where(table.c.root.in_(found))
    for root, key in connection.execute(query):
        found[root].append(key)
    return [tuple(keys) for keys in found.values()]


def _read_wanted(
    connection: Connection,
    who: str,
    kind: Kind | None,
    actor_id: str | None,
    issue_id: str | None,
    article_id: str | None,
    second: bool,
) -> _Wanted:
    wanted = _Wanted([], second=second, whole_article=article_id is not None)
    if second:
        wanted.conditions.append(_decided_by_others(connection, who))
    if kind is not None:
        wanted = replace(wanted, kinds=(Kind(kind),), conditions=[*wanted.conditions, entry.c.kind == Kind(kind).value])
    if article_id is not None:
        key = connection.scalar(sa.select(article.c.key).where(article.c.id == article_id))
        if key is None:
            raise UnknownArticle(f"no article has the id {article_id!r}")
        wanted.conditions.append(entry.c.article == key)
    if actor_id is not None:
        wanted = replace(wanted, actors=_find(connection, actor, actor_id, UnknownActor))
    if issue_id is not None:
        wanted = replace(wanted, issues=_find(connection, issue, issue_id, UnknownIssue))
    return wanted


def _find(connection: Connection, table: sa.Table, id: str, unknown: type[Exception]) -> tuple[int, ...]:
    """The key of an actor or issue, or of what it was merged into, with those of all that was merged into it."""
    root = connection.scalar(sa.select(sa.func.coalesce(table.c.root, table.c.key)).where(table.c.id == id))
    if root is None:
        raise unknown(f"no {table.name} has the id {id!r}")
    return _with_merged(connection, table, [root])[0]


def _decided_by_others(connection: Connection, who: str) -> ColumnElement[bool]:
    """Holds of an entry that has a judgement that holds by somebody else, and none that holds by ``who``."""
    undone = sorted(undone_numbers(load_kinds(connection, ())))
    judged = sa.select(judgement.c.subject).where(
        judgement.c.kind.in_([kind.value for kind in ABOUT_ENTRIES]),
        judgement.c.number.not_in(sa.bindparam("undone", undone, expanding=True, literal_execute=True)),
    )
    return sa.and_(
        entry.c.status != ReviewStatus.PROPOSED.value,
        entry.c.listed,
        entry.c.id.in_(judged.where(judgement.c.who != who)),
        entry.c.id.not_in(judged.where(judgement.c.who == who)),
    )


def _load_open(connection: Connection, id: str) -> Open:
    rows = as_open(connection.execute(_choose([entry.c.id == id])))
    if not rows:
        raise UnknownEntry(f"no entry has the id {id!r}")
    return rows[0]


def _keys_of(connection: Connection, ids: Sequence[str]) -> Iterable[int]:
    return connection.scalars(sa.select(entry.c.key).where(entry.c.id.in_(ids))) if ids else ()


def _blind(connection: Connection, plain: Plain) -> Plain:
    """The entry as the machine proposed it, undecided; one by hand as its author left it."""
    machine = machine_of(connection, plain["id"])
    if machine is None:
        return plain
    nobody: Plain = {"status": ReviewStatus.PROPOSED.value, "by": None, "at": None, "changed": []}
    return {**machine, "review": {**plain["review"], **nobody}}
