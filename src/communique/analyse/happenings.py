"""What happens when: the events of a record past and coming, and a calendar of events and deadlines.

Articles that tell of the same happening are brought together: events of one type on the same days with a participant in
common, or at the same place where nobody is told; deadlines on the same days for the same actors. Each keeps the ids of
all entries it rests on, so bringing together is a view.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communique.analyse.facts import Named, Span, actors_in, by_day, counted, days_of, issue_of, published, words_of
from communique.model.entry import CommitmentStatus, EventStatus, Kind
from communique.model.plain import Plain

_CALLED_OFF = (EventStatus.CANCELLED.value, EventStatus.REFUSED.value)
_DROPPED = (CommitmentStatus.REFUSED.value, CommitmentStatus.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event or a deadline.

    ``what`` is the type of the event, or "deadline" for that of a commitment; ``status`` that of the entry whose
    article is the newest; ``words`` are an event's evidence, or what a commitment binds to.
    """

    entries: tuple[str, ...]  # ids, the newest article first
    kind: Kind
    what: str
    days: Span
    status: str
    actors: tuple[Named, ...]
    place: str | None
    issue: Named | None
    words: str
    told: date | None  # when the newest of the articles was published

    @property
    def is_off(self) -> bool:
        """True when it was called off, refused or withdrawn."""
        return self.status in (*_CALLED_OFF, *_DROPPED)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events before a day, newest first; on it or later, soonest first; and those whose day nobody told."""

    past: tuple[Happening, ...]
    coming: tuple[Happening, ...]
    undated: tuple[Happening, ...]


def lay_timeline(entries: Iterable[Plain], today: date) -> Timeline:
    """The events among the entries; one whose days are not over by ``today`` is coming, unless it was held."""
    past, coming, undated = [], [], []
    for one in _events(entries):
        if one.days.day is None:
            undated.append(one)
        elif (
            one.status == EventStatus.HELD or one.days.before(today) or (one.days.last is None and one.days.day < today)
        ):
            past.append(one)
        else:
            coming.append(one)
    past.sort(key=lambda one: (one.days.day or date.min, one.entries), reverse=True)
    return Timeline(tuple(past), tuple(coming), tuple(undated))


def list_calendar(entries: Iterable[Plain], since: date, until: date) -> tuple[Happening, ...]:
    """Events and the deadlines of commitments that share a day with ``since`` to ``until``, in order."""
    given = list(entries)
    found = [one for one in (*_events(given), *_deadlines(given)) if one.days.meets(since, until)]
    return tuple(sorted(found, key=lambda one: by_day(one.days.day, one.days.last or date.max, one.what, one.entries)))


def _events(entries: Iterable[Plain]) -> tuple[Happening, ...]:
    return _together(
        Happening(
            (entry["id"],), Kind.EVENT, entry["type"], days_of(entry["when"]), entry["status"],
            actors_in(entry, "participants"), entry["place"] and entry["place"]["text"], issue_of(entry),
            words_of(entry), published(entry),
        )
        for entry in counted(entries, Kind.EVENT)
    )  # fmt: skip


def _deadlines(entries: Iterable[Plain]) -> tuple[Happening, ...]:
    return _together(
        Happening(
            (entry["id"],), Kind.COMMITMENT, "deadline", days_of(entry["deadline"]), entry["status"],
            actors_in(entry, "by"), None, issue_of(entry), entry["action"], published(entry),
        )
        for entry in counted(entries, Kind.COMMITMENT)
        if entry["deadline"]
    )  # fmt: skip


def _together(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Those that are the same made one, what the newest article says of it first; in the order of their days."""
    kept: dict[tuple[str, Span], list[Happening]] = {}
    for one in sorted(happenings, key=lambda one: (one.told or date.min, one.entries), reverse=True):
        others = kept.setdefault((one.what, one.days), [])
        place = next((n for n, other in enumerate(others) if _same(other, one)), None)
        if place is None or one.days.day is None:
            others.append(one)
        else:
            others[place] = _join(others[place], one)
    found = (one for others in kept.values() for one in others)
    return tuple(sorted(found, key=lambda one: by_day(one.days.day, one.days.last or date.max, one.what, one.entries)))


def _same(one: Happening, other: Happening) -> bool:
    ids, other_ids = ({actor.id for actor in happening.actors} for happening in (one, other))
    if one.kind is Kind.COMMITMENT:
        return bool(ids) and ids == other_ids
    if ids and other_ids:
        return not ids.isdisjoint(other_ids)
    return one.place is not None and other.place is not None and one.place.casefold() == other.place.casefold()


def _join(newer: Happening, older: Happening) -> Happening:
    return Happening(
        entries=newer.entries + older.entries,
        kind=newer.kind,
        what=newer.what,
        days=newer.days,
        status=newer.status,
        actors=tuple({actor.id: actor for actor in (*older.actors, *newer.actors)}.values()),
        place=newer.place or older.place,
        issue=newer.issue or older.issue,
        words=newer.words,
        told=newer.told,
    )
