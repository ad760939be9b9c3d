"""Slots of phrases that count or that look from now: this week, two days later, ten years, every month → periods."""

from __future__ import annotations

from datetime import date

from communique.resolve import calendar
from communique.resolve.calendar import Period, moved, narrowed, shifted
from communique.resolve.directions import Direction
from communique.resolve.time_setting import UNKNOWN, Setting, Slots

_DEADLINES = ("within", "inside", "given")  # what makes a length one that runs from publication


def relative(slots: Slots, setting: Setting) -> Period:
    """This week, last month, the end of the year, the weekend."""
    unit, published = slots["unit"], setting.published
    if published is None:
        return Period(UNKNOWN.get(unit, "XXXX"))
    rel = int(slots["rel"]) if "rel" in slots else 0
    coming = setting.direction in (Direction.COMING, Direction.LEANING)
    if unit == "WE" and rel == 0 and published.isoweekday() < 6:
        if "rel" in slots:  # "this weekend" told as past on a weekday is the one just gone
            rel = -1 if setting.direction is Direction.PAST else 0
        else:
            rel = 0 if coming or setting.preposition in ("by", "before") else -1
    return narrowed(calendar.holding(shifted(published, rel, unit), unit), slots.get("edge"), published)


def the(slots: Slots, setting: Setting) -> Period:
    """ "the year", "the week": the one told, else the one that runs; a length in "the year ended May 31"."""
    unit, published = slots["unit"], setting.published
    if "length" in slots:
        return Period(f"P1{unit}")
    told = setting.anchor
    if told and told.earliest and unit == "Y" and told.value.isdigit() and len(told.value) == 4:
        return told
    if published is None:
        return Period(UNKNOWN.get(unit, "XXXX"))
    return narrowed(calendar.holding(published, unit), slots.get("edge"), published)


def anchored(slots: Slots, setting: Setting) -> Period:
    """The following day, the same week: from what was told just before."""
    unit, count = slots["unit"], int(slots["anchor"])
    base = setting.told_day(further=True) if unit == "D" else setting.day()
    if base is None and unit == "D" and slots.get("edge") in ("earlier", "later"):
        base = setting.published
    if base is None:
        return Period(UNKNOWN.get(unit, "XXXX"))
    found = calendar.holding(shifted(base, count, unit), unit)
    return narrowed(found, slots.get("edge"), None)


def weekof(slots: Slots, setting: Setting, found: Period) -> Period:
    """The week of the day ``found``."""
    return calendar.week(found.earliest) if found.earliest else Period("XXXX-WXX")


def running(slots: Slots, setting: Setting) -> Period:
    """The next three months, the past decade: a length that ends or begins at publication."""
    value, count = length(slots)
    published, future, unit = setting.published, slots.get("run") == "future", slots["unit"]
    if published is None or unit == "X":
        return Period(value)
    if future:
        return Period(value, published, _end(published, count, unit) if count else None)
    return Period(value, _end(published, -count, unit) if count else None, published)


def _end(of: date, count: int, unit: str) -> date:
    """``of`` moved by a count of units; hours are rounded up to days, minutes and seconds stay inside the day."""
    if unit == "TH":
        return moved(of, -(-abs(count) // 24) * (1 if count > 0 else -1))
    return of if unit in ("TM", "TS") else shifted(of, count, unit)


def apart(slots: Slots, setting: Setting) -> Period:
    """Two weeks ago, three years from now; two days later, from what was told just before."""
    unit, side = slots["unit"], slots["apart"]
    value, count = length({"n": "1" if "single" in slots else "X", **slots})
    if unit == "Y" and count == 1 and side in ("-1", "before") and setting.quarter:
        return _year_before(setting.quarter)
    if side in ("before", "after"):
        base = (setting.told_day(further=True) if unit == "D" else None) or setting.day()
        if base is None and (unit, count) == ("Y", 1):
            base = setting.published
        sign = -1 if side == "before" else 1
        if not count or unit.startswith("T"):
            return Period(value)
    else:
        base, sign = setting.published, int(side)
    if base is None:
        return Period(UNKNOWN.get(unit, "XXXX") if count else ("PAST_REF" if sign < 0 else "FUTURE_REF"))
    if not count:
        open_side = (None, base) if sign < 0 else (base, None)
        return Period("PAST_REF" if sign < 0 else "FUTURE_REF", *open_side)
    if unit.startswith("T"):
        return calendar.day(_end(base, sign * count, unit) if count >= 24 else base)
    return calendar.holding(shifted(base, sign * count, unit), unit)


def _year_before(quarter: Period) -> Period:
    """The same quarter, a year before: what reports of figures compare with."""
    first = quarter.earliest
    return calendar.quarter(first.year - 1, (first.month + 2) // 3) if first else Period("XXXX-QX")


def yearago(slots: Slots, setting: Setting) -> Period:
    """ "year-earlier", "year-ago" before a noun."""
    if setting.quarter:
        return _year_before(setting.quarter)
    return calendar.year(setting.published.year - 1) if setting.published else Period("XXXX")


def duration(slots: Slots, setting: Setting) -> Period:
    """A length; one that runs from publication, as a deadline, has bounds; "in two weeks", ahead, is a date."""
    value, count = length(slots)
    published, unit = setting.published, slots["unit"]
    if published is None or unit == "X" or setting.preposition not in (*_DEADLINES, "in"):
        return Period(value)
    if setting.preposition == "in" and setting.direction is not Direction.COMING:
        return Period(value)
    if not count:
        return Period(value, published, None)
    end = _end(published, count, unit)
    if setting.preposition == "in" and not unit.startswith("T"):
        return calendar.holding(end, unit) if unit != "F" else calendar.week(end)
    return Period(value, published, max(end, moved(published, 1)) if unit.startswith("T") else end)


def length(slots: Slots) -> tuple[str, int]:
    """The TIMEX3 value of a length and its whole count of units; count 0 for a vague one."""
    unit, n = slots["unit"], slots.get("n", "X")
    if unit == "X":
        return "PXX", 0
    number = n if n.replace(".", "", 1).isdigit() else "X"
    scale = {"F": (2, "W"), "WE": (2, "D"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y")}
    if number != "X" and unit in scale:
        factor, letter = scale[unit]
        return f"P{_plain(float(number) * factor)}{letter}", int(float(number))
    halves = {"Y": ("", "Y6M"), "TH": ("T", "H30M"), "TM": ("T", "M30S")}
    if number.endswith(".5") and unit in halves:
        before, after = halves[unit]
        return f"P{before}{number[:-2]}{after}" if number[:-2] != "0" else f"P{before}{after[1:]}", int(float(number))
    letter = {"F": "W", "WE": "WE"}.get(unit, unit.removeprefix("T"))
    return f"P{'T' if unit.startswith('T') else ''}{number}{letter}", int(float(number)) if number != "X" else 0


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def set_(slots: Slots, setting: Setting) -> Period:
    """Every month, twice a week, daily."""
    if "freq" in slots:
        return Period(slots["freq"])
    if "month" in slots:
        return Period(f"XXXX-{int(slots['month']):02d}")
    if "season" in slots:
        return Period(f"XXXX-{slots['season']}")
    if "part" in slots:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return Period(length({"n": "1", **slots})[0])


def ref(slots: Slots, setting: Setting) -> Period:
    """Now, recently, soon: open on the side they look to."""
    value, published = slots["value"], setting.published
    if published is None or value == "PRESENT_REF":
        return Period(value, published, published)
    return Period(value, None, published) if value == "PAST_REF" else Period(value, published, None)
