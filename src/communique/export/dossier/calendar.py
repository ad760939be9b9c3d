"""The events of an article on a calendar: the months in which something falls, the years, and what has no date.

What enters are events as plain data and the publication date; what leaves are blocks in the order of time. Months
without events are left out; a gap says how many. Days before the publication date are past, those after it coming.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from communique.export.wording import say_actors, say_days, say_when
from communique.model.plain import Plain

_CELLS_DAYS = 14  # a longer range inside one month is listed under the month, not drawn on its days


@dataclass(frozen=True, slots=True)
class Item:
    """One event: the key of its entry, its time in words, what it is, its status, and where it lies: past or coming."""

    key: str
    when: str
    what: str
    status: str
    side: str  # "past", "coming", or "" where there is nothing to compare


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. ``items`` are the events on it."""

    day: date
    side: str
    published: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A month with its days, or a longer stretch without any. ``lead`` counts the empty cells before the first."""

    label: str
    items: tuple[Item, ...]
    days: tuple[Day, ...] = ()
    lead: int = 0
    gap: str = ""  # what lies between the block before and this one


@dataclass(frozen=True, slots=True)
class Calendar:
    """The blocks in the order of time, and the events that no day, month or year holds."""

    blocks: tuple[Block, ...]
    undated: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    first: date
    last: date
    item: Item


def draw_calendar(events: Iterable[tuple[str, Plain]], published: date | None) -> Calendar:
    """The calendar of these events, each with the key by which its entry is found; empty blocks without events."""
    placed, undated = [], []
    for key, event in events:
        first, last = _bounds(event["when"])
        item = _item(key, event, first, last, published)
        if first and last:
            placed.append(_Placed(first, last, item))
        else:
            undated.append(item)
    if not placed:
        return Calendar((), tuple(undated))
    placed.sort(key=lambda each: (each.first, each.last))
    months = {_month(each.first) for each in placed if _in_month(each)}
    months |= {_month(each.last) for each in placed if _in_month(each)}
    if published:
        months.add(_month(published))
    starts: list[tuple[date, date, Block]] = [_draw_month(month, placed, published) for month in months]
    for span in sorted({(each.first, each.last) for each in placed if not _in_month(each)}):
        items = tuple(each.item for each in placed if (each.first, each.last) == span)
        starts.append((*span, Block(say_days(*span), items)))
    return Calendar(tuple(_with_gaps(sorted(starts, key=lambda start: start[:2]))), tuple(undated))


def _bounds(when: Plain | None) -> tuple[date | None, date | None]:
    if when is None:
        return None, None
    first, last = (date.fromisoformat(when[key]) if when[key] else None for key in ("earliest", "latest"))
    return (first, last) if first and last and first <= last else (None, None)


def _item(key: str, event: Plain, first: date | None, last: date | None, published: date | None) -> Item:
    side = ""
    if published and first and last:
        side = "past" if last < published else "coming" if first > published else "now"
    place = event["place"]["text"] if event["place"] else ""
    what = ", ".join(filter(None, (event["type"], say_actors(event["participants"]), place)))
    return Item(key, say_when(event["when"]) if event["when"] else "", what, event["status"], side)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _in_month(placed: _Placed) -> bool:
    """True for what a month's block can hold: some days, or anything inside one month."""
    return (placed.last - placed.first).days < _CELLS_DAYS or _month(placed.first) == _month(placed.last)


def _draw_month(month: tuple[int, int], placed: Sequence[_Placed], published: date | None) -> tuple[date, date, Block]:
    weekday, length = calendar.monthrange(*month)
    first = date(*month, 1)
    mine = [each for each in placed if _in_month(each) and month in (_month(each.first), _month(each.last))]
    days = []
    for number in range(length):
        day = date(*month, number + 1)
        items = tuple(
            each.item for each in mine
            if each.first <= day <= each.last and (each.last - each.first).days < _CELLS_DAYS
        )  # fmt: skip
        side = "" if published is None else "past" if day < published else "coming"
        days.append(Day(day, side, day == published, items))
    items = tuple(each.item for each in mine if _month(each.first) == month)
    return first, days[-1].day, Block(f"{first:%B} {first.year}", items, tuple(days), weekday)


def _with_gaps(starts: Sequence[tuple[date, date, Block]]) -> Iterable[Block]:
    before: date | None = None
    for first, last, block in starts:
        gap = ""
        if before and first > before + timedelta(days=1):
            months = (first.year - before.year) * 12 + first.month - before.month - 1
            gap = _say_gap(months)
        yield Block(block.label, block.items, block.days, block.lead, gap)
        before = max(before or last, last)


def _say_gap(months: int) -> str:
    if months < 1:
        return ""
    if months < 24:
        return f"{months} month{'s' if months > 1 else ''}"
    return f"{months // 12} years"
