"""What findings read off a plain entry: whether it counts, its day, its actors, its words.

What enters are entries as the store gives them; entries straight from the reader, without ``review``, do as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.model.entry import Kind
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or an issue by id and name; ``kind`` is an actor's, None for an issue."""

    id: str
    name: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both inclusive; None leaves a side open."""

    first: date | None
    last: date | None

    @property
    def exact(self) -> bool:
        """True when it is one day."""
        return self.first is not None and self.first == self.last

    @property
    def day(self) -> date | None:
        """The day it is put in order by: the first known."""
        return self.first or self.last

    def before(self, day: date) -> bool:
        """True when all of it lies before ``day``; false where its end is open."""
        return self.last is not None and self.last < day

    def meets(self, since: date, until: date) -> bool:
        """True when it shares a day with ``since`` to ``until``; where a side is open, by the side that is known."""
        first, last = self.first or self.last, self.last or self.first
        return first is not None and last is not None and first <= until and since <= last


def counted(entries: Iterable[Plain], *kinds: Kind) -> list[Plain]:
    """The entries of these kinds that stand: not rejected, present, and no reprints of others."""
    return [entry for entry in entries if entry["kind"] in kinds and _stands(entry)]


def count_reprints(entries: Iterable[Plain]) -> Counter[str]:
    """How many of ``entries`` are reprints of each entry, by its id."""
    firsts = (entry.get("review", {}).get("first") for entry in entries)
    return Counter(first for first in firsts if first)


def actors_in(entry: Plain, field: str) -> tuple[Named, ...]:
    """The actors in a field; the article itself among them."""
    value = entry.get(field)
    listed = [] if value is None else value if isinstance(value, list) else [value]
    return tuple(Named(actor["id"], actor["name"], actor["kind"]) for actor in listed)


def issue_of(entry: Plain) -> Named | None:
    """The issue of an entry."""
    issue = entry.get("issue")
    return Named(issue["id"], issue["label"]) if issue else None


def days_of(when: Plain | None) -> Span:
    """The days that a time allows."""
    return Span(_day(when["earliest"]), _day(when["latest"])) if when else Span(None, None)


def published(entry: Plain) -> date | None:
    """The day its article was published."""
    return _day(entry["article"]["published"])


def words_of(entry: Plain) -> str:
    """The words it rests on, each span's spaces made single."""
    return " … ".join(" ".join(span["text"].split()) for span in entry["evidence"])


def by_day(day: date | None, *rest: Any) -> tuple[Any, ...]:
    """A key that sorts by day, the undated last, then by ``rest``."""
    return (day is None, day or date.max, *rest)


def _stands(entry: Plain) -> bool:
    review = entry.get("review")
    if review is None:
        return True
    return review["status"] != ReviewStatus.REJECTED and review["listed"] and not review["first"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
