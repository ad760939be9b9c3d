"""Proposals that say the same as another one, to be decided together with it.

Two proposals are identical when they are of one kind, name the same actors in the same roles and rest on the same words
(case, spaces and typographic quotation marks aside). A wire text that three papers print gives three such proposals.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Select

from communique.errors import UnknownEntry
from communique.model.entry import Kind
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain
from communique.store.entries import load_entries, load_keys
from communique.store.projection import actors_of
from communique.store.schema import actor, entry, entry_actor, evidence

_READ = 2000  # proposals that are compared at most in each way of finding them
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def alike(connection: Connection, id: str) -> tuple[Plain, ...]:
    """The undecided proposals identical to an entry anywhere in the record, its reprints among them, without itself.

    They are found among its reprints and, beyond these, among the entries that name its rarest actor in the same role
    and rest on about as many characters; of an entry that names nobody only the reprints are found, since a bare figure
    may stand for another thing elsewhere. Raises UnknownEntry for an id that nothing has.
    """
    found = load_entries(connection, [id])
    if not found:
        raise UnknownEntry(f"no entry has the id {id!r}")
    plain = found[0]
    key, first = connection.execute(sa.select(entry.c.key, entry.c.first).where(entry.c.id == id)).one()
    root = first or key
    reprints = _fetch(connection, sa.or_(entry.c.first == root, entry.c.key == root))
    maybe = {*reprints, *_of_same_actor(connection, plain)} - {key}
    told = _identity(plain)
    return tuple(other for other in load_keys(connection, sorted(maybe)) if _identity(other) == told)


def _of_same_actor(connection: Connection, plain: Plain) -> Iterable[int]:
    named = [
        sa.select(entry_actor.c.entry).where(
            entry_actor.c.actor.in_(_merged(connection, told["id"])), entry_actor.c.role == role
        )
        for role, told in actors_of(Kind(plain["kind"]), plain)
    ]
    if not named:
        return ()
    rarest = named[0] if len(named) == 1 else min(named, key=lambda entries: _count(connection, entries))
    span = plain["evidence"][0]
    length, slack = span["end"] - span["start"], 4  # spaces and quotation marks that differ
    sized = sa.select(evidence.c.entry).where(
        evidence.c.entry == entry.c.key,
        (evidence.c.end - evidence.c.start).between(length - slack, length + slack),
    )
    return _fetch(
        connection, sa.and_(entry.c.key.in_(rarest), entry.c.kind == plain["kind"], sized.correlate(entry).exists())
    )


def _count(connection: Connection, entries: Select[Any]) -> int:
    """How many there are, or that there are many."""
    return connection.scalar(sa.select(sa.func.count()).select_from(entries.limit(_READ * 5).subquery())) or 0


def _merged(connection: Connection, id: str) -> list[int]:
    """The keys of an actor and of those that were merged into it."""
    key = connection.scalar(sa.select(sa.func.coalesce(actor.c.root, actor.c.key)).where(actor.c.id == id))
    return list(connection.scalars(sa.select(actor.c.key).where(sa.or_(actor.c.key == key, actor.c.root == key))))


def _fetch(connection: Connection, wanted: ColumnElement[bool]) -> list[int]:
    query: Select[Any] = sa.select(entry.c.key).where(
        wanted, entry.c.listed, entry.c.status == ReviewStatus.PROPOSED.value
    )
    return list(connection.scalars(query.order_by(entry.c.key).limit(_READ)))


def _identity(plain: Plain) -> tuple[str, frozenset[tuple[str, str]], str]:
    named = frozenset((role, told["id"]) for role, told in actors_of(Kind(plain["kind"]), plain))
    words = " ".join(span["text"] for span in plain["evidence"])
    return plain["kind"], named, " ".join(words.translate(_QUOTES).casefold().split())
