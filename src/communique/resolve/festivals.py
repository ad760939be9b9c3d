"""A feast's code and a year → the days it is kept on.

Codes are those of ``resources/festivals.yaml``: fixed days, days from Easter, the nth weekday of a month, days of the
Hebrew calendar, and tables for feasts that hang on the moon.

>>> [str(p.earliest) for code in ("easter-2", "nth 11-4-4", "hebrew 1-15") for p in festival_periods(code, 2025)]
['2025-04-18', '2025-11-27', '2025-04-13']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache

from communique.resolve.calendar import Period, day, easter, make_day, moved
from communique.resources.loader import load_yaml

_FASTING_DAYS = 29  # of Ramadan at least; the Eid after it tells exactly
_HEBREW_EPOCH = -1373427  # ordinal of 1 Tishri of year 1, less one (Reingold and Dershowitz, Calendrical Calculations)


def festival_periods(code: str, year: int) -> list[Period]:
    """When the feast is kept in the Gregorian year, in order; empty where the calendar or the tables do not tell."""
    if not 1 <= year <= 9998:
        return []
    kind, _, rest = code.partition(" ")
    found: date | None
    match kind:
        case "nth":
            found = _nth(rest, year)
        case "hebrew":
            month, number = map(int, rest.split("-"))
            found = hebrew_day(year + 3761 if 7 <= month <= 9 else year + 3760, month, number)
        case "table":
            return _from_tables(rest, year)
        case _ if (match := re.fullmatch(r"(easter|orthodox)([+-]\d+)", kind)) is not None:
            if match[1] == "easter" and year < 1583:
                return []
            sunday = easter(year) if match[1] == "easter" else orthodox_easter(year)
            found = moved(sunday, int(match[2]))
        case _:
            found = make_day(year, int(kind[:2]), int(kind[3:]))
    return [day(found)] if found else []


def _nth(rest: str, year: int) -> date | None:
    match = re.fullmatch(r"(\d+)-(\d)-(-?\d)(?:\+(\d))?", rest)
    if match is None:
        return None
    month, weekday, nth = int(match[1]), int(match[2]), int(match[3])
    found = nth_weekday(year, month, weekday, nth)
    return moved(found, int(match[4] or 0)) if found else None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth Monday (1) … Sunday (7) of a month, counted from its end where ``nth`` is -1; None where it has none."""
    if nth < 0:
        last = moved(date(year + month // 12, month % 12 + 1, 1), -1)
        return moved(last, -((last.isoweekday() - weekday) % 7))
    first = date(year, month, 1)
    found = moved(first, (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday, as a Gregorian day (Meeus, Astronomical Algorithms, 1998, chapter 8: Julian computus)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    julian = date(year, (d + e + 114) // 31, (d + e + 114) % 31 + 1)
    return moved(julian, year // 100 - year // 400 - 2)


def hebrew_day(year: int, month: int, number: int) -> date | None:
    """The Gregorian day of a Hebrew one, months counted from Nisan (Calendrical Calculations, 2018, chapter 8)."""
    start = _hebrew_new_year(year)
    days = _hebrew_new_year(year + 1) - start
    leap = (7 * year + 1) % 19 < 7
    order = [7, 8, 9, 10, 11, 12, *([13] if leap else []), 1, 2, 3, 4, 5, 6]
    long_heshvan, short_kislev = days % 10 == 5, days % 10 == 3
    month = 13 if month == 12 and leap else month  # Purim is kept in the second Adar
    before = 0
    for other in order[: order.index(month)]:
        always = other in (2, 4, 6, 10, 13) or (other == 12 and not leap)
        short = always or (other == 8 and not long_heshvan) or (other == 9 and short_kislev)
        before += 29 if short else 30
    ordinal = start + before + number - 1
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    days = 29 * months + parts // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def _hebrew_new_year(year: int) -> int:
    """Ordinal of 1 Tishri, after the postponements."""
    before, here, after = (_hebrew_elapsed(y) for y in (year - 1, year, year + 1))
    late = 2 if after - here == 356 else 1 if here - before == 382 else 0
    return _HEBREW_EPOCH + here + late


@cache
def _tables() -> dict[str, tuple[date, ...]]:
    tables: dict[str, Sequence[date]] = load_yaml("festivals.yaml")["tables"]
    return {name: tuple(days) for name, days in tables.items()}


def _from_tables(name: str, year: int) -> list[Period]:
    tables = _tables()
    if name == "eid":
        both = sorted((*tables["eid-al-fitr"], *tables["eid-al-adha"]))
        return [day(d) for d in both if d.year == year]
    days = [d for d in tables.get(name, ()) if d.year == year]
    if name != "ramadan":
        return [day(d) for d in days]
    ends = tables["eid-al-fitr"]
    out = []
    for first in days:
        after = bisect_left(ends, first)
        last = moved(ends[after], -1) if after < len(ends) else moved(first, _FASTING_DAYS - 1)
        out.append(Period(f"{first}/{last}", first, last))
    return out
