"""A month as a page shows it: weeks of days with what falls on them, and what has no day of its own.

What enters are happenings (``analyse.happenings``); what leaves are weeks for a template. Weeks begin on Monday.

>>> month = Month(2024, 2)
>>> month.first, month.last, str(month.next), Month.read("2024-13") is None
(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29), '2024-03', True)
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from communique.analyse.happenings import Happening
from communique.model.entry import Kind

LONGEST = 14
"""Days that a happening may take and still stand on each of them; what is vaguer stands beside the month."""
AROUND = timedelta(days=400)
"""How far from the days asked for entries are looked at: what is told for a year begins so long before."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @classmethod
    def read(cls, told: str) -> Month | None:
        """The month of "2024-02"; None where it is no month between the years 3 and 9998."""
        match = re.fullmatch(r"(\d{4})-(\d\d)", told, re.ASCII)
        if match is None or not 2 < int(match[1]) < 9999 or not 1 <= int(match[2]) <= 12:
            return None
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in; those before the year 3 and after 9998 give way to these."""
        return cls(min(max(day.year, 3), 9998), day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def name(self) -> str:
        """ "February 2024"."""
        return f"{self.first:%B} {self.year}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def previous(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def next(self) -> Month:
        """The month after."""
        return Month.of(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid; ``inside`` is false for those of the months beside."""

    day: date
    inside: bool
    happenings: tuple[Happening, ...]


def lay_weeks(month: Month, happenings: Iterable[Happening]) -> list[list[Day]]:
    """The weeks of a month, each of seven days, with what falls on each."""
    known = [one for one in happenings if has_days(one)]
    start = month.first - timedelta(days=month.first.weekday())
    weeks = []
    while start <= month.last:
        week = [start + timedelta(days=n) for n in range(7)]
        weeks.append([_lay_day(day, month, known) for day in week])
        start += timedelta(days=7)
    return weeks


def _lay_day(day: date, month: Month, happenings: Sequence[Happening]) -> Day:
    return Day(day, Month.of(day) == month, tuple(one for one in happenings if falls_on(one, day)))


def span_of(one: Happening) -> tuple[date, date] | None:
    """The days that a happening takes: a deadline the last one alone, since that is the day it binds on."""
    first, last = one.days.first or one.days.last, one.days.last or one.days.first
    if first is None or last is None:
        return None
    if one.kind is Kind.COMMITMENT and (one.days.first is None or (last - first).days < LONGEST):
        return last, last
    return first, last


def has_days(one: Happening) -> bool:
    """True where it stands on days of its own, and is not merely told for a season or a year."""
    span = span_of(one)
    return span is not None and (span[1] - span[0]).days < LONGEST


def falls_on(one: Happening, day: date) -> bool:
    """True where ``day`` is one of its days."""
    span = span_of(one)
    return span is not None and span[0] <= day <= span[1]


def within(happenings: Iterable[Happening], month: Month) -> tuple[list[Happening], list[Happening]]:
    """Those with days in the month, in order, and those told only for a longer time that meets it."""
    dated: list[Happening] = []
    vague: list[Happening] = []
    for one in happenings:
        span = span_of(one)
        if span is not None and span[0] <= month.last and month.first <= span[1]:
            (dated if has_days(one) else vague).append(one)
    return sorted(dated, key=_start), sorted(vague, key=_start)


def _start(one: Happening) -> tuple[date, str, Sequence[str]]:
    span = span_of(one)
    return (span[0] if span else date.max, one.what, one.entries)
