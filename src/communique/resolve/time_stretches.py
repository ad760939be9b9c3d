"""Slots of phrases that name stretches of the calendar, from months to centuries → periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from communique.resolve import calendar
from communique.resolve.calendar import Period, narrowed, shifted
from communique.resolve.directions import Direction
from communique.resolve.time_setting import Setting, Slots

_REPORTED_DAYS = 120  # figures of a quarter are still to be told for about as long after it


def _cut(period: Period, slots: Slots, setting: Setting) -> Period:
    return narrowed(period, slots.get("edge"), setting.published)


def month(slots: Slots, setting: Setting) -> Period:
    """A month, with its year or without."""
    number, published = int(slots["month"]), setting.published
    if "year" in slots:
        return _cut(calendar.month(int(slots["year"]), number), slots, setting)
    if slots.get("of_year") and published is not None:
        return _cut(calendar.month(published.year + int(slots["rel"]), number), slots, setting)
    if setting.year is not None and "rel" not in slots and "anchor" not in slots:
        return _cut(calendar.month(setting.year, number), slots, setting)
    if published is None:
        return Period(f"XXXX-{number:02d}")
    base = (setting.day() or published) if "anchor" in slots else published
    before = base.year - (1 if number >= base.month else 0)
    after = base.year + (1 if number <= base.month else 0)
    match slots.get("rel") or slots.get("anchor"):
        case "-1":
            year = before
        case "0":
            year = base.year
        case "1":
            year = after
        case _:
            year = _nearest_year(number, base, setting.direction)
    return _cut(calendar.month(year, number), slots, setting)


def _nearest_year(number: int, base: date, direction: Direction) -> int:
    """The year of a bare month, which may be this one; a month far off in the told direction yields to a near one."""
    back = (base.month - number) % 12
    ahead = (number - base.month) % 12
    coming = base.year + (1 if number < base.month else 0)
    past = base.year - (1 if number > base.month else 0)
    match direction:
        case Direction.COMING:
            return coming if ahead <= 10 else past
        case Direction.PAST:
            return past if back <= 10 else coming
        case Direction.LEANING:
            return coming if ahead <= 8 and back > 1 else past
        case _:
            return past if back <= 8 else coming


def months(slots: Slots, setting: Setting) -> Period:
    """From a month to a month, as one phrase."""
    last = month({k: v for k, v in slots.items() if k != "edge"} | {"month": slots["last_month"]}, setting)
    if last.latest is None:
        return Period(f"XXXX-{int(slots['month']):02d}/{last.value}")
    year = last.latest.year - (1 if int(slots["month"]) > int(slots["last_month"]) else 0)
    first = calendar.month(year, int(slots["month"]))
    return Period(f"{first.value}/{last.value}", first.earliest, last.latest)


def year(slots: Slots, setting: Setting) -> Period:
    """A year by its number; fiscal years count as the calendar year they are called by."""
    digits = slots["year"]
    number = int(digits) if len(digits) > 2 else 2000 + int(digits) - (100 if int(digits) > 50 else 0)
    return _cut(calendar.year(number), slots, setting)


def years(slots: Slots, setting: Setting) -> Period:
    """From a year to a year, as one phrase ("2019–21")."""
    first, tail = slots["year"], slots["last_year"]
    if len(tail) < 4:
        tail = first[: 4 - len(tail)] + tail
    start, end = calendar.year(int(first)), calendar.year(int(tail))
    if int(tail) < int(first):
        return start
    return Period(f"{start.value}/{end.value}", start.earliest, end.latest)


def decade(slots: Slots, setting: Setting) -> Period:
    """The 1990s, the nineties."""
    number = int(slots["decade"])
    if number >= 1000:
        return _cut(calendar.decade(number), slots, setting)
    tens = number if number >= 10 else number * 10
    return _cut(calendar.decade(1900 + tens % 100), slots, setting)


def century(slots: Slots, setting: Setting) -> Period:
    """The 19th century, this century."""
    if "nth" in slots:
        number = int(slots["nth"])
        return _cut(calendar.century(number), slots, setting) if 1 <= number <= 99 else Period("XX")
    return calendar.holding(setting.published, "C") if setting.published else Period("XX")


def quarter(slots: Slots, setting: Setting) -> Period:
    """The third quarter; without a number the one told before, else the last that ended before publication."""
    if "nth" not in slots and "q" not in slots:
        return _told_quarter(slots, setting)
    return _fraction(slots, setting, "q", 4, calendar.quarter, "Q")


def half(slots: Slots, setting: Setting) -> Period:
    """The first half of a year."""
    return _fraction(slots, setting, "h", 2, calendar.half, "H")


def _fraction(
    slots: Slots, setting: Setting, name: str, count: int, make: Callable[[int, int], Period], letter: str
) -> Period:
    """The quarter or half: of a named year, else the one that the clause or the day of publication suggests."""
    number = min(int(slots.get("nth") or slots[name]), count)
    published = setting.published
    of = int(slots["year"]) if "year" in slots else None
    if of is None and "rel" in slots and published:
        of = published.year + int(slots["rel"])
    if of is None and published is None:
        return Period(f"XXXX-{letter}{number}")
    if of is None and published is not None:
        found = make(published.year, number)
        ahead = found.earliest is not None and found.earliest > published
        behind = found.latest is not None and found.latest < published
        lately = found.latest is not None and (published - found.latest).days <= _REPORTED_DAYS
        if setting.direction is Direction.COMING and not (behind and lately):
            of = published.year + (1 if behind else 0)
        elif setting.direction is Direction.LEANING and ahead:
            of = published.year
        else:
            of = published.year - (1 if ahead else 0)
        of -= 1 if slots.get("ago") else 0
    return make(of or 1, number)


def _told_quarter(slots: Slots, setting: Setting) -> Period:
    named = int(slots["year"]) if "year" in slots else None
    if named is None and "rel" in slots and setting.published:
        named = setting.published.year + int(slots["rel"])
    shift = -1 if slots.get("ago") else 0
    if setting.quarter and setting.quarter.earliest:
        base = setting.quarter.earliest
    elif setting.published is None:
        return Period("XXXX-QX")
    else:
        base = shifted(setting.published, -1, "Q")
    return calendar.quarter(named if named is not None else base.year + shift, (base.month + 2) // 3)


def season(slots: Slots, setting: Setting) -> Period:
    """A season, with its year or without."""
    name, published = slots["season"], setting.published
    if "year" in slots:
        return _cut(calendar.season(int(slots["year"]), name), slots, setting)
    if setting.year is not None and "rel" not in slots:
        return _cut(calendar.season(setting.year, name), slots, setting)
    if published is None:
        return Period(f"XXXX-{name}")
    if slots.get("of_year"):
        return _cut(calendar.season(published.year + int(slots["rel"]), name), slots, setting)
    around = [calendar.season(published.year + k, name) for k in (-2, -1, 0, 1, 2)]
    over = [s for s in around if s.latest and s.latest < published]
    begun = [s for s in around if s.earliest and s.earliest <= published]
    ahead = [s for s in around if s.earliest and s.earliest > published]
    unfinished = [s for s in around if s.latest and s.latest >= published]
    match slots.get("rel"):
        case "-1":
            found = over[-1] if over else around[2]
        case "1":
            found = ahead[0] if ahead else around[2]
        case "0":
            found = next((s for s in around if s.value[:4] == f"{published.year:04d}"), around[2])
        case _:
            coming = setting.direction in (Direction.COMING, Direction.LEANING)
            told = unfinished[:1] if coming else begun[-1:]
            found = told[0] if told else around[2]
    return _cut(found, slots, setting)
