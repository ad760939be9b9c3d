"""How found entries spread over kinds, actors, months: counted from the marks that came with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.store import marks
from communique.store.schema import actor, issue

_TOP = 12  # actors and issues
_CHOICES = {"kind": "_k", "stance": "_s", "mode": "_m", "status": "_t"}


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the found entries have a value: an id, a word, a year or a month ("2025-02")."""

    value: str
    label: str
    count: int


def count_facets(connection: Connection, found: Sequence[str]) -> dict[str, tuple[Facet, ...]]:
    """How entries spread, told by the marks of each."""
    by: dict[str, dict[str, int]] = {mark: {} for mark in (*_CHOICES.values(), "_o", "_d", "_a", "_i")}
    for mark, count in Counter(" ".join(found).split()).items():
        by[mark[:2]][mark[2:]] = count
    months = {f"{month[:4]}-{month[4:]}": count for month, count in by["_d"].items()}
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:4]] += count
    return {
        **{name: spread(by[mark]) for name, mark in _CHOICES.items()},
        "outlet": spread({marks.read_outlet("_o" + name): count for name, count in by["_o"].items()}),
        "actor": _count_things(connection, actor, {int(key): count for key, count in by["_a"].items()}, found),
        "issue": _count_things(connection, issue, {int(key): count for key, count in by["_i"].items()}, found),
        "year": tuple(sorted(spread(years), key=lambda facet: facet.value)),
        "month": tuple(sorted(spread(months), key=lambda facet: facet.value)),
    }


def spread(counts: Mapping[str, int]) -> tuple[Facet, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value, value, count) for value, count in ordered)


def _count_things(
    connection: Connection, table: sa.Table, counts: dict[int, int], found: Sequence[str]
) -> tuple[Facet, ...]:
    """The actors or issues that most of them have, under what they were merged into."""
    merged = connection.execute(sa.select(table.c.key, table.c.root).where(table.c.root.is_not(None)))
    groups: dict[int, set[int]] = {}
    roots = {key: root for key, root in merged if key in counts}
    for key in counts if roots else ():
        groups.setdefault(roots.get(key, key), set()).add(key)
    shared = {root: keys for root, keys in groups.items() if len(keys) > 1 or root not in keys}
    counted = dict(counts)
    for root, keys in shared.items():
        for key in keys:
            counted.pop(key, None)
        letter = "a" if table is actor else "i"
        counted[root] = _count_having(found, {f"_{letter}{key}" for key in keys})
    top = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
    name = table.c.name if table is actor else table.c.label
    named = connection.execute(sa.select(table.c.key, table.c.id, name).where(table.c.key.in_([key for key, _ in top])))
    known = {key: (id, label) for key, id, label in named}
    return tuple(Facet(*known[key], count) for key, count in top if key in known)


def _count_having(found: Iterable[str], wanted: set[str]) -> int:
    """How many have one of the marks."""
    return sum(not wanted.isdisjoint(told.split()) for told in found)
