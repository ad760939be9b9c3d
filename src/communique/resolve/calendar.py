"""Stretches of the calendar: a TIMEX3 value with the first and last day it can mean.

Values follow TimeML 1.2.1 (ISO 8601 with seasons SP SU FA WI, weekends WE, quarters Q, halves H, unknown digits X).

>>> month(2025, 2)
Period(value='2025-02', earliest=datetime.date(2025, 2, 1), latest=datetime.date(2025, 2, 28))
>>> shifted(date(2024, 2, 29), 1, "Y")
datetime.date(2025, 2, 28)
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
MONTHS_OF = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
DAYS_OF = {"D": 1, "W": 7, "WE": 7, "F": 14}


class Period(NamedTuple):
    """A value and its inclusive bounds; a bound is None where nothing bounds that side."""

    value: str
    earliest: date | None = None
    latest: date | None = None


def day(of: date) -> Period:
    """One day."""
    return Period(of.isoformat(), of, of)


def make_day(year: int, month: int, number: int) -> date | None:
    """The date, None where the calendar has none."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def week(of: date) -> Period:
    """The ISO week that holds ``of``."""
    monday = moved(of, -of.weekday())
    return Period("{}-W{:02d}".format(*of.isocalendar()[:2]), monday, moved(monday, 6))


def weekend(of: date) -> Period:
    """Saturday and Sunday of the ISO week that holds ``of``."""
    found = week(of)
    saturday = moved(of, 5 - of.weekday())
    return Period(found.value + "-WE", saturday, moved(saturday, 1))


def month(year: int, number: int) -> Period:
    """A month; ``number`` may run over the ends of the year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return Period("XXXX")
    return Period(f"{year:04d}-{number:02d}", date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4; ``number`` may run over the ends of the year."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return Period(f"{year:04d}-Q{number}", month(year, 3 * number - 2).earliest, month(year, 3 * number).latest)


def half(year: int, number: int) -> Period:
    """The first or second half of a year."""
    return Period(f"{year:04d}-H{number}", month(year, 6 * number - 5).earliest, month(year, 6 * number).latest)


def season(year: int, name: str) -> Period:
    """A northern season; the winter of a year ends in the year after."""
    first, last = _SEASONS[name]
    return Period(f"{year:04d}-{name}", month(year, first).earliest, month(year, last + 12 * (last < first)).latest)


def year(number: int) -> Period:
    """A calendar year."""
    if not 1 <= number <= 9999:
        return Period("XXXX")
    return Period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def decade(first: int) -> Period:
    """Ten years from ``first``, which ends in 0: "199" for the 1990s."""
    return Period(f"{first // 10:03d}", year(first).earliest, year(first + 9).latest)


def century(number: int) -> Period:
    """The nineteenth century is "18": 1801 to 1900 by count, 1800 to 1899 as TIMEX3 writes it."""
    return Period(f"{number - 1:02d}", year(100 * (number - 1) or 1).earliest, year(100 * number - 1).latest)


def easter(of: int) -> date:
    """Western Easter Sunday of a year (anonymous Gregorian computus, as in Butcher's Ecclesiastical Calendar, 1876)."""
    a, b, c = of % 19, of // 100, of % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    n = h + j - 7 * m + 114
    return date(of, n // 31, n % 31 + 1)


def moved(of: date, days: int) -> date:
    """``of`` moved by days, held inside what dates can express."""
    try:
        return of + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def shifted(of: date, count: int, unit: str) -> date:
    """``of`` moved by ``count`` units (D, W, F, M, Q, Y, E, C …); the day is held inside its month."""
    if unit in DAYS_OF:
        return moved(of, max(-4_000_000, min(4_000_000, count * DAYS_OF[unit])))
    total = of.year * 12 + of.month - 1 + count * MONTHS_OF.get(unit, 0)
    new_year, index = divmod(total, 12)
    if not 1 <= new_year <= 9999:
        return date.max if count > 0 else date.min
    return date(new_year, index + 1, min(of.day, monthrange(new_year, index + 1)[1]))


def holding(of: date, unit: str) -> Period:
    """The day, week, month, quarter, year, decade or century that holds ``of``."""
    match unit:
        case "W" | "F":
            return week(of)
        case "WE":
            return weekend(of)
        case "M":
            return month(of.year, of.month)
        case "Q":
            return quarter(of.year, (of.month + 2) // 3)
        case "Y":
            return year(of.year)
        case "E":
            return decade(of.year // 10 * 10)
        case "C" | "L":
            return century(of.year // 100 + 1)
        case _:
            return day(of)


def narrowed(period: Period, edge: str | None, published: date | None) -> Period:
    """``period`` narrowed to its early, middle or late third, to its very start or end, to what lies before or after.

    The value stays, as TIMEX3 keeps such things in ``mod``. A year's thirds are of four months, its start and end one
    month; a month's thirds begin on the 1st, 11th and 21st; of anything else a third of its days: our own reading of
    how news uses them. "later" begins at publication and "earlier" ends there, where it lies inside.
    """
    first, last = period.earliest, period.latest
    if first is None or last is None or first == last:
        return period
    match edge:
        case "early" | "start":
            return period._replace(latest=moved(_third(first, last, 1, edge), -1))
        case "mid":
            begin, end = (_third(first, last, number, edge) for number in (1, 2))
            return period._replace(earliest=begin, latest=moved(end, -1))
        case "late" | "end":
            return period._replace(earliest=_third(first, last, 2, edge))
        case "later" if published and first <= published <= last:
            return period._replace(earliest=published)
        case "earlier" if published and first <= published <= last:
            return period._replace(latest=published)
        case _:
            return period


def _third(first: date, last: date, number: int, edge: str) -> date:
    """The day on which the second (1) or last (2) third of a period begins."""
    days = (last - first).days + 1
    if days in (365, 366):
        share = 1 if edge in ("start", "end") else 4
        return shifted(first, share, "M") if number == 1 else shifted(first, 12 - share, "M")
    if 28 <= days <= 31:
        return moved(first, 10 * number)
    share = max(1, days // (12 if edge in ("start", "end") and days > 300 else 3))
    return moved(first, share) if number == 1 else moved(last, 1 - share)
