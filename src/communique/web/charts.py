"""Where the marks of a chart stand: bars of counts over time, and strips with one mark a statement.

What enters are days and values; what leaves are numbers for a template that draws SVG. Every x is in per cent of the
chart's width, so that a chart is as wide as its column and its marks keep their size; every y is in pixels. Stances
are told by shape and by colour.

>>> axis = lay_axis([date(2024, 1, 1), date(2024, 1, 11)])
>>> axis.step, axis.place(date(2024, 1, 1)), axis.place(date(2024, 1, 11))
('day', 3.0, 97.0)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from communique.export.wording import say_days

Step = Literal["day", "week", "month", "year"]

_MARGIN = 3.0  # per cent at either side, so that no mark is cut
_MARK = 12  # pixels from one mark to the next that stands on it
_COLUMN = 1.6  # per cent within which marks stand on each other
_LEVELS = 6  # marks in a column before they are counted instead
_BARS = 34  # pixels of the highest bar


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis; ``align`` says on which side of x it stands."""

    x: float
    label: str
    align: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of a chart, ``first`` to ``last``, counted in ``step``s."""

    first: date
    last: date
    step: Step
    ticks: tuple[Tick, ...]

    def place(self, day: date) -> float:
        """The x of a day; days outside stand at the edge."""
        length = max(1, (self.last - self.first).days)
        part = min(max((day - self.first).days / length, 0.0), 1.0) if self.last > self.first else 0.5
        return round(_MARGIN + part * (100 - 2 * _MARGIN), 3)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar over one step; ``parts`` are (stance, y, height) from the ground up."""

    x: float
    width: float
    count: int
    label: str
    parts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that happened or was said on a day."""

    day: date
    look: str  # a stance, or the status of an event
    entry: str
    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a dot stands; ``more`` counts those for which no room was left above it."""

    x: float
    y: float
    dot: Dot
    more: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of marks and the height it needs, in pixels."""

    marks: tuple[Mark, ...]
    height: int


def lay_axis(days: Iterable[date]) -> Axis:
    """The axis over ``days``, in steps that give at most some forty bars; an axis of one day where there are none."""
    known = sorted(days) or [date(2000, 1, 1)]
    first, last = known[0], known[-1]
    length = (last - first).days
    step: Step = "day" if length <= 45 else "week" if length <= 300 else "month" if length <= 1460 else "year"
    if first == last:
        return Axis(first, last, step, (Tick(50.0, say_days(first, first), "middle"),))
    bare = Axis(first, last, step, ())
    inner = [first + timedelta(days=round(length * part)) for part in ((0.5,) if length >= 4 else ())]
    ticks = (
        Tick(bare.place(first), say_days(first, first), "start"),
        *(Tick(bare.place(day), say_days(day, day), "middle") for day in inner),
        Tick(bare.place(last), say_days(last, last), "end"),
    )
    return Axis(first, last, step, ticks)


def lay_bars(dots: Sequence[Dot], axis: Axis, highest: int, order: Sequence[str]) -> tuple[Bar, ...]:
    """One bar for each step with dots, stacked by their look in ``order``; ``highest`` is what fills the height."""
    found: dict[date, list[Dot]] = defaultdict(list)
    for dot in dots:
        found[start_of(dot.day, axis.step)].append(dot)
    bars = []
    for start, held in sorted(found.items()):
        left = axis.place(max(start, axis.first))
        end = _next(start, axis.step)
        width = max(axis.place(min(end, axis.last)) - left - 0.4, 1.2)
        counts, ground, parts = Counter(dot.look for dot in held), float(_BARS), []
        for look in order:
            if counts[look]:
                height = round(counts[look] / max(highest, 1) * _BARS, 2)
                ground = round(ground - height, 2)
                parts.append((look, ground, height))
        x = min(left, 100 - width) if axis.step != "day" else max(left - width / 2, 0.0)
        label = say_days(start, end - timedelta(days=1))
        bars.append(Bar(round(x, 3), round(width, 3), len(held), label, tuple(parts)))
    return tuple(bars)


def highest_bar(rows: Iterable[Sequence[Dot]], axis: Axis) -> int:
    """The greatest count in one step over all ``rows``, so that they share a scale."""
    counts = (Counter(start_of(dot.day, axis.step) for dot in row) for row in rows)
    return max((max(found.values(), default=0) for found in counts), default=0)


def lay_strip(dots: Sequence[Dot], axis: Axis) -> Strip:
    """The marks of ``dots``, those of about the same day above each other."""
    marks, deepest = [], 1
    for column in _columns(sorted(dots, key=lambda dot: dot.day), axis):
        x = round(sum(axis.place(dot.day) for dot in column) / len(column), 3)
        shown = column[:_LEVELS]
        deepest = max(deepest, len(shown))
        rest = len(column) - len(shown)
        marks += [(x, level, dot, rest if level == len(shown) - 1 else 0) for level, dot in enumerate(shown)]
    height = deepest * _MARK + 6
    return Strip(tuple(Mark(x, height - 3 - _MARK / 2 - n * _MARK, dot, more) for x, n, dot, more in marks), height)


def _columns(dots: Sequence[Dot], axis: Axis) -> Iterator[list[Dot]]:
    column: list[Dot] = []
    for dot in dots:
        if column and axis.place(dot.day) - axis.place(column[0].day) > _COLUMN:
            yield column
            column = []
        column.append(dot)
    if column:
        yield column


def start_of(day: date, step: Step) -> date:
    """The first day of the step that holds ``day``; weeks begin on Monday."""
    match step:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)


def _next(start: date, step: Step) -> date:
    if start.year == date.max.year:
        return date.max
    match step:
        case "day":
            return start + timedelta(days=1)
        case "week":
            return start + timedelta(days=7)
        case "month":
            return (start + timedelta(days=32)).replace(day=1)
        case "year":
            return start.replace(year=start.year + 1)
