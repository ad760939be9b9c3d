"""Days as header lines, datelines and file names write them.

Strings of at most a few hundred characters enter; days leave. Only forms with one reading are taken: 03/04/2025 is
nobody's date, 25/04/2025 is. Nothing here asks the clock, which is why no lenient parser is used: they fill what a
line leaves out from today.

>>> [found.day.complete() for found in find_days("Updated 4:10 PM ET, Mon March 3, 2025")]
[datetime.date(2025, 3, 3)]
>>> day_in_name("courier_2019-10-05_fishing-quota.txt")
datetime.date(2019, 10, 5)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)",
        rf"\b(?P<n>{MONTH})\s{{0,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s{{1,3}}(?P<y>\d{{4}})(?!\d))?",
        rf"(?<![\d:])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s)?(?P<n>{MONTH})(?:,?\s{{1,3}}(?P<y>\d{{4}})(?!\d))?",
        r"(?<!\d)(?P<a>\d{1,2})(?P<s>[./])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
    )
)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.])(\d{2})\2(\d{2})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """A day whose year may not be told."""

    month: int
    day: int
    year: int | None = None

    def complete(self, near: date | None = None) -> date | None:
        """The day itself; without a year, the one closest to ``near``; None where that is not known either."""
        if self.year is not None:
            return date(self.year, self.month, self.day)
        if near is None:
            return None
        years = (near.year, near.year - 1, near.year + 1)
        days = [d for d in (_day(year, self.month, self.day) for year in years) if d is not None]
        return min(days, key=lambda d: abs((d - near).days), default=None)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day at ``[start, end)`` of the string it was found in."""

    start: int
    end: int
    day: Day


def find_days(line: str) -> list[FoundDay]:
    """The days written in ``line``, in order, without overlaps."""
    found: list[FoundDay] = []
    for form in _FORMS:
        for match in form.finditer(line):
            day = _read(match)
            if day and not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(FoundDay(match.start(), match.end(), day))
    return sorted(found, key=lambda f: f.start)


def day_in_name(name: str) -> date | None:
    """The first day written as year, month, day (``2019-10-05``) in a file name."""
    for match in _IN_NAME.finditer(name):
        if day := _day(int(match[1]), int(match[3]), int(match[4])):
            return day
    return None


def _read(match: re.Match[str]) -> Day | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts["y"] else None
    if parts.get("n"):
        month, day = _NAMES.index(parts["n"][:3].lower()) + 1, int(parts["d"])
    elif parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        if parts["s"] == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
        else:
            return None  # 03/04: the day or the month first?
    else:
        month, day = int(parts["m"]), int(parts["d"])
    # A leap year stands in, so that 29 February without its year is a day.
    return Day(month, day, year) if _day(2000 if year is None else year, month, day) else None


def _day(year: int, month: int, day: int) -> date | None:
    if not 1600 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
