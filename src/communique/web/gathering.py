"""The entries that a page needs: one by its id, or those of an actor or an issue, by kind and by part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communique.errors import UnknownEntry
from communique.model.entry import Kind
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.entries import load_entries
from communique.store.search import MOST_HITS, Query, search_entries

MOST_STATEMENTS = 600
MOST = 100
STANDING = tuple(status.value for status in ReviewStatus if status is not ReviewStatus.REJECTED)
"""What a page about somebody counts: everything that nobody rejected."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Entries, newest first; ``total`` is how many there are, and that or more where ``exact`` is false."""

    entries: tuple[Plain, ...]
    total: int
    exact: bool = True

    @property
    def cut(self) -> bool:
        """True where older ones are left out."""
        return self.total > len(self.entries)


def find_entry(connection: Connection, id: str) -> Plain:
    """The entry with this id; raises UnknownEntry."""
    found = load_entries(connection, [id])
    if not found:
        raise UnknownEntry(f"no entry has the id {id}")
    return found[0]


def gather(connection: Connection, *kinds: Kind, limit: int = MOST, order: str = "-day", **wanted: Any) -> Gathered:
    """The entries of some kinds that the rest of the query finds, rejected ones and reprints left out."""
    entries: list[Plain] = []
    while True:
        query = Query(
            kinds=[kind.value for kind in kinds],
            statuses=STANDING,
            order=order,
            limit=min(MOST_HITS, limit - len(entries)),
            offset=len(entries),
            **wanted,
        )
        found = search_entries(connection, query)
        entries += [hit.entry for hit in found.hits]
        if not found.hits or len(entries) >= min(limit, found.total):
            return Gathered(tuple(entries), max(found.total, len(entries)), found.exact)


def merge(*parts: Gathered) -> Gathered:
    """Several as one, each entry once."""
    known = {entry["id"]: entry for part in parts for entry in part.entries}
    cut = any(part.cut for part in parts)
    return Gathered(tuple(known.values()), sum(part.total for part in parts) if cut else len(known))


def by_id(parts: Iterable[Gathered]) -> dict[str, Plain]:
    """All entries of several parts by their ids."""
    return {entry["id"]: entry for part in parts for entry in part.entries}
