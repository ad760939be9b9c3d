"""Slots of a time phrase → the period it means, one function a kind of phrase.

Enters: slots as ``annotate.times`` fills them, and the phrase's Setting: day of publication, the direction its clause
gives, the period last told in the paragraph. Leaves: a Period. Without a day of publication only what the text tells by
itself has bounds; the rest keeps X for what is unknown ("XXXX-WXX-4"). Over 400 lines because one closed table of kinds
is easier to check whole than in pieces; every function is short and stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from communique.resolve import calendar
from communique.resolve.calendar import Period, make_day, part_of, shifted
from communique.resolve.directions import Direction

Slots = Mapping[str, str]
_FAR_DAYS = 300  # a yearless date is not told of a year back when it lies just ahead, whatever the tense
_REPORTED_DAYS = 120  # figures of a quarter are still to be told for about as long after it
_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase is read against."""

    published: date | None
    direction: Direction = Direction.UNKNOWN
    anchor: Period | None = None  # the last bounded period told before, in the same paragraph
    preposition: str = ""

    def day(self) -> date | None:
        """The first day of the anchor, for what is narrated."""
        return self.anchor.earliest if self.anchor else None


def period_of(slots: Slots, setting: Setting) -> Period:
    """The period that ``slots`` mean in ``setting``; PRESENT_REF and the like for what has no days."""
    resolve = _KINDS.get(slots.get("kind", ""))
    return resolve(slots, setting) if resolve else Period(slots.get("value", "XXXX"))


def _day(slots: Slots, setting: Setting) -> Period:
    if "dotted" in slots:
        parts = [int(p) for p in slots["dotted"].split(".")]
        found = make_day(parts[2], parts[1], parts[0])
        return calendar.day(found) if found else Period("XXXX-XX-XX")
    number, month = int(slots["day"]), int(slots["month"])
    year = _year_named(slots, setting)
    if year is not None:
        found = make_day(year, month, number)
    else:
        found = _nearest_day(number, month, slots.get("weekday"), setting)
    if found is None:
        return Period(f"{year:04d}-{month:02d}-{number:02d}" if year else f"XXXX-{month:02d}-{number:02d}")
    return _at_hour(calendar.day(found), slots)


def _year_named(slots: Slots, setting: Setting) -> int | None:
    if "year" in slots:
        return int(slots["year"])
    if "rel" in slots and setting.published:
        return setting.published.year + int(slots["rel"])
    return None


def _nearest_day(number: int, month: int, weekday: str | None, setting: Setting) -> date | None:
    """The year in which a yearless date falls: as the clause tells, else nearest to publication."""
    published = setting.published
    if published is None:
        return None
    around = [d for y in range(published.year - 4, published.year + 5) if (d := make_day(y, month, number))]
    if weekday is not None:
        around = [d for d in around if d.isoweekday() == int(weekday)] or around
    if not around:
        return None
    nearest = min(around, key=lambda d: abs((d - published).days))
    if setting.direction is Direction.PAST:
        chosen = max((d for d in around if d <= published), default=nearest)
    elif setting.direction is Direction.COMING:
        chosen = min((d for d in around if d >= published), default=nearest)
    else:
        return nearest
    return nearest if abs((chosen - published).days) > _FAR_DAYS else chosen


def _days(slots: Slots, setting: Setting) -> Period:
    last_slots = dict(slots) | {"day": slots["last"], "month": slots.get("last_month", slots["month"])}
    first, last = _day({**slots, "kind": "day"}, setting), _day(last_slots, setting)
    if first.earliest and last.latest and last.latest < first.earliest:
        if "last_month" not in slots:
            return Period(f"{first.value}/{last.value}")
        first = Period(first.value, calendar.shifted(first.earliest, -1, "Y"), None)
    return Period(f"{first.value}/{last.value}", first.earliest, last.latest)


def _monthday(slots: Slots, setting: Setting) -> Period:
    """ "the 24th": of the month told before, else of publication's, moved as the clause tells."""
    base = setting.day() or setting.published
    number = int(slots["day"])
    if base is None or not 1 <= number <= 31:
        return Period(f"XXXX-XX-{min(number, 99):02d}")
    found = make_day(base.year, base.month, number)
    if base == setting.published:
        if setting.direction is Direction.COMING and (found is None or found < base):
            later = shifted(base.replace(day=1), 1, "M")
            found = make_day(later.year, later.month, number)
        elif setting.direction is Direction.PAST and found is not None and found > base:
            earlier = shifted(base.replace(day=1), -1, "M")
            found = make_day(earlier.year, earlier.month, number)
    return calendar.day(found) if found else Period(f"XXXX-XX-{number:02d}")


def _festival(slots: Slots, setting: Setting) -> Period:
    year = _year_named(slots, setting)
    name, published = slots["festival"], setting.published
    if year is None and published is None:
        return Period(f"XXXX-{name}" if name[0].isdigit() else "XXXX-XX-XX")
    years = [year] if year is not None else [published.year + k for k in (-1, 0, 1)] if published else []
    days = [d for y in years if (d := _festival_day(name, y))]
    if not days:
        return Period("XXXX-XX-XX")
    if published is None or year is not None:
        return calendar.day(days[0])
    if setting.direction is Direction.PAST:
        return calendar.day(max((d for d in days if d <= published), default=days[0]))
    if setting.direction is Direction.COMING:
        return calendar.day(min((d for d in days if d >= published), default=days[-1]))
    return calendar.day(min(days, key=lambda d: abs((d - published).days)))


def _festival_day(name: str, year: int) -> date | None:
    if not 1 <= year <= 9999:
        return None
    if name == "EA":
        return calendar.easter(year) if year > 1582 else None
    if name == "TG":  # the fourth Thursday of November
        return date(year, 11, 22 + (3 - date(year, 11, 22).weekday()) % 7)
    return make_day(year, int(name[:2]), int(name[3:]))


def _weekday(slots: Slots, setting: Setting) -> Period:
    number = int(slots["weekday"])
    if "anchor" in slots and (base := setting.day() or setting.published):
        found = _weekday_before(base, number, -1) if slots["anchor"] == "-1" else _weekday_after(base, number, 1)
        return _at_hour(calendar.day(found), slots)
    published = setting.published
    if published is None:
        return Period(f"XXXX-WXX-{number}" + (f"T{slots['part']}" if "part" in slots else ""))
    match slots.get("rel"):
        case "-1":
            found = _weekday_before(published, number, -1)
        case "0":
            found = calendar.moved(published, number - published.isoweekday())
        case "1":
            found = calendar.moved(published, 7 + number - published.isoweekday())
        case _ if setting.direction is Direction.COMING:
            found = _weekday_after(published, number, 0)
        case _:
            found = _weekday_before(published, number, 0)
    return _at_hour(calendar.day(found), slots)


def _weekday_before(of: date, number: int, least: int) -> date:
    gap = (of.isoweekday() - number) % 7
    return calendar.moved(of, -(gap or (7 if least else 0)))


def _weekday_after(of: date, number: int, least: int) -> date:
    gap = (number - of.isoweekday()) % 7
    return calendar.moved(of, gap or (7 if least else 0))


def _weekday_of_week(slots: Slots, setting: Setting) -> Period:
    number, published = int(slots["weekday"]), setting.published
    if published is None:
        return Period(f"XXXX-WXX-{number}")
    if "rel" not in slots:  # Friday week
        return calendar.day(calendar.moved(_weekday_after(published, number, 0), 7))
    return calendar.day(calendar.moved(published, 7 * int(slots["rel"]) + number - published.isoweekday()))


def _weekday_set(slots: Slots, setting: Setting) -> Period:
    return Period(f"XXXX-WXX-{slots['weekday']}" + (f"T{slots['part']}" if "part" in slots else ""))


def _today(slots: Slots, setting: Setting) -> Period:
    if setting.published is None:
        return Period("XXXX-XX-XX")
    return _at_hour(calendar.day(calendar.moved(setting.published, int(slots.get("dayword", "0")))), slots)


def _tonight(slots: Slots, setting: Setting) -> Period:
    """Tonight, this morning, last night, overnight: a part of the day of publication or of the night before it."""
    if setting.published is None:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return _at_hour(calendar.day(calendar.moved(setting.published, int(slots.get("shift", "0")))), slots)


def _part(slots: Slots, setting: Setting) -> Period:
    base = setting.day() or setting.published
    if base is None:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return _at_hour(calendar.day(calendar.moved(base, int(slots.get("anchor", "0")))), slots)


def _clock(slots: Slots, setting: Setting) -> Period:
    base = setting.day() or setting.published
    if "dayword" in slots:
        base = setting.published and calendar.moved(setting.published, int(slots["dayword"]))
    if base is None:
        return _at_hour(Period("XXXX-XX-XX"), slots)
    return _at_hour(calendar.day(base), slots)


def _at_hour(period: Period, slots: Slots) -> Period:
    """The period with the hour or part of day that the phrase names."""
    if "hour" in slots:
        digits = slots["hour"].replace(".", ":").removesuffix("am").removesuffix("pm")
        hour, _, minute = digits.partition(":")
        if not hour.isdigit() or int(hour) > 24:
            return period
        half = slots.get("half") or {"am": "a", "pm": "p"}.get(slots["hour"][-2:])
        if half is None and slots.get("part") in ("AF", "EV"):
            half = "p"
        number = int(hour) % 12 + 12 if half == "p" else int(hour) % 12 if half == "a" else int(hour)
        return period._replace(value=f"{period.value}T{number:02d}:{minute[:2] or '00'}")
    match slots.get("part"):
        case None:
            return period
        case "MI":
            return period._replace(value=f"{period.value}T12:00")
        case "MN":
            return period._replace(value=f"{period.value}T24:00")
        case part:
            return period._replace(value=f"{period.value}T{part}")


def _month(slots: Slots, setting: Setting) -> Period:
    number, published = int(slots["month"]), setting.published
    if "year" in slots:
        return part_of(calendar.month(int(slots["year"]), number), slots.get("edge"))
    if published is None:
        return Period(f"XXXX-{number:02d}")
    if slots.get("of_year"):
        return part_of(calendar.month(published.year + int(slots["rel"]), number), slots.get("edge"))
    base = (setting.day() or published) if "anchor" in slots else published
    rel = slots.get("rel") or slots.get("anchor")
    before = base.year - (1 if number >= base.month else 0)
    after = base.year + (1 if number <= base.month else 0)
    match rel:
        case "-1":
            year = before
        case "0":
            year = base.year
        case "1":
            year = after
        case _:
            year = _nearest_year(number, base, setting.direction)
    return part_of(calendar.month(year, number), slots.get("edge"))


def _nearest_year(month: int, base: date, direction: Direction) -> int:
    """The year of a bare month, which may be this one; a month far off in the told direction yields to a near one."""
    back = (base.month - month) % 12
    ahead = (month - base.month) % 12
    if direction is Direction.COMING and ahead <= 9:
        return base.year + (1 if month < base.month else 0)
    if direction is not Direction.COMING and back <= (9 if direction is Direction.PAST else 8):
        return base.year - (1 if month > base.month else 0)
    if ahead < back:
        return base.year + (1 if month < base.month else 0)
    return base.year - (1 if month > base.month else 0)


def _months(slots: Slots, setting: Setting) -> Period:
    last = _month({k: v for k, v in slots.items() if k != "edge"} | {"month": slots["last_month"]}, setting)
    if last.latest is None:
        return Period(f"XXXX-{int(slots['month']):02d}/{last.value}")
    year = last.latest.year - (1 if int(slots["month"]) > int(slots["last_month"]) else 0)
    first = calendar.month(year, int(slots["month"]))
    return Period(f"{first.value}/{last.value}", first.earliest, last.latest)


def _year(slots: Slots, setting: Setting) -> Period:
    return part_of(calendar.year(int(slots["year"])), slots.get("edge"))


def _years(slots: Slots, setting: Setting) -> Period:
    first, tail = slots["year"], slots["last_year"]
    if len(tail) < 4:
        tail = first[: 4 - len(tail)] + tail
    start, end = calendar.year(int(first)), calendar.year(int(tail))
    if int(tail) < int(first):
        return start
    return Period(f"{start.value}/{end.value}", start.earliest, end.latest)


def _decade(slots: Slots, setting: Setting) -> Period:
    number = int(slots["decade"])
    if number >= 1000:
        return part_of(calendar.decade(number), slots.get("edge"))
    tens = number if number >= 10 else number * 10
    return part_of(calendar.decade(1900 + tens % 100), slots.get("edge"))


def _century(slots: Slots, setting: Setting) -> Period:
    if "nth" in slots:
        number = int(slots["nth"])
        return part_of(calendar.century(number), slots.get("edge")) if 1 <= number <= 99 else Period("XX")
    return calendar.holding(setting.published, "C") if setting.published else Period("XX")


def _quarter(slots: Slots, setting: Setting) -> Period:
    return _fraction(slots, setting, "q", 4, calendar.quarter, "Q")


def _half(slots: Slots, setting: Setting) -> Period:
    return _fraction(slots, setting, "h", 2, calendar.half, "H")


def _fraction(
    slots: Slots, setting: Setting, name: str, count: int, make: Callable[[int, int], Period], letter: str
) -> Period:
    """The quarter or half: of a named year, else the one that the clause or the day of publication suggests."""
    nth = slots.get("nth") or slots.get(name)
    published = setting.published
    year = int(slots["year"]) if "year" in slots else None
    if year is None and "rel" in slots and published:
        year = published.year + int(slots["rel"])
    if nth is None:
        return _running_quarter(slots, setting, year)
    number = min(int(nth), count)
    if year is None and published is None:
        return Period(f"XXXX-{letter}{number}")
    if year is None and published is not None:
        found = make(published.year, number)
        ahead = found.earliest is not None and found.earliest > published
        behind = found.latest is not None and found.latest < published
        lately = found.latest is not None and (published - found.latest).days <= _REPORTED_DAYS
        if setting.direction is Direction.COMING and not (behind and lately):
            year = published.year + (1 if behind else 0)
        else:
            year = published.year - (1 if ahead else 0)
        year -= 1 if slots.get("ago") else 0
    return make(year or 1, number)


def _running_quarter(slots: Slots, setting: Setting, year: int | None) -> Period:
    """A quarter without its number: the one told before, else the last that ended before publication."""
    anchor = setting.anchor
    if anchor and anchor.earliest and "-Q" in anchor.value:
        base = anchor.earliest
        shift = -1 if slots.get("ago") else 0
        return calendar.quarter(year if year is not None else base.year + shift, (base.month + 2) // 3)
    if setting.published is None:
        return Period("XXXX-QX")
    ended = shifted(setting.published, -1, "Q")
    shift = -1 if slots.get("ago") else 0
    return calendar.quarter(year if year is not None else ended.year + shift, (ended.month + 2) // 3)


def _season(slots: Slots, setting: Setting) -> Period:
    name, published = slots["season"], setting.published
    if "year" in slots:
        return part_of(calendar.season(int(slots["year"]), name), slots.get("edge"))
    if published is None:
        return Period(f"XXXX-{name}")
    if slots.get("of_year"):
        return part_of(calendar.season(published.year + int(slots["rel"]), name), slots.get("edge"))
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
            told = unfinished[:1] if setting.direction is Direction.COMING else begun[-1:]
            found = told[0] if told else around[2]
    return part_of(found, slots.get("edge"))


def _relative(slots: Slots, setting: Setting) -> Period:
    """This week, last month, the end of the year."""
    unit, published = slots["unit"], setting.published
    if published is None:
        return Period(_UNKNOWN.get(unit, "XXXX"))
    rel = int(slots["rel"]) if "rel" in slots else 0
    if unit == "WE" and rel == 0 and published.isoweekday() < 6:
        if "rel" in slots:  # "this weekend" told as past on a weekday is the one just gone
            rel = -1 if setting.direction is Direction.PAST else 0
        else:
            rel = 0 if setting.direction is Direction.COMING else -1
    return part_of(calendar.holding(shifted(published, rel, unit), unit), slots.get("edge"))


def _anchored(slots: Slots, setting: Setting) -> Period:
    """The following day, the same week: from what was told just before in the paragraph."""
    unit, base = slots["unit"], setting.day()
    vague = setting.anchor is not None and setting.anchor.earliest != setting.anchor.latest
    if base is None or (unit == "D" and vague):
        return Period(_UNKNOWN.get(unit, "XXXX"))
    return part_of(calendar.holding(shifted(base, int(slots["anchor"]), unit), unit), slots.get("edge"))


def _weekof(slots: Slots, setting: Setting) -> Period:
    found = _day(slots, setting)
    return calendar.week(found.earliest) if found.earliest else Period("XXXX-WXX")


def _running(slots: Slots, setting: Setting) -> Period:
    """The next three months, recent years: a length that ends or begins at publication."""
    value, count = _length(slots)
    published, future = setting.published, slots.get("run") == "future"
    if published is None or (slots["unit"] not in calendar.DAYS_OF and slots["unit"] not in calendar.MONTHS_OF):
        return Period(value)
    if future:
        return Period(value, published, shifted(published, count, slots["unit"]) if count else None)
    return Period(value, shifted(published, -count, slots["unit"]) if count else None, published)


def _apart(slots: Slots, setting: Setting) -> Period:
    """Two weeks ago, three years from now; two days later, from what was told just before."""
    unit, apart = slots["unit"], slots["apart"]
    count = _length({"n": "1" if "single" in slots else "X", **slots})[1]
    if apart in ("before", "after"):
        base = setting.day() or (setting.published if (unit, count) == ("Y", 1) else None)
        sign = -1 if apart == "before" else 1
    else:
        base, sign = setting.published, int(apart)
        if base is not None and unit == "Y" and count == 1 and setting.anchor and "-Q" in setting.anchor.value:
            return _quarter_shifted(setting.anchor, sign)
    if base is None:
        return Period(_UNKNOWN.get(unit, "XXXX") if count else ("PAST_REF" if sign < 0 else "FUTURE_REF"))
    if not count:
        open_side = (None, base) if sign < 0 else (base, None)
        return Period("PAST_REF" if sign < 0 else "FUTURE_REF", *open_side)
    if setting.anchor and apart in ("before", "after") and "-Q" in setting.anchor.value and unit == "Y":
        return _quarter_shifted(setting.anchor, sign * count)
    if unit.startswith("T"):
        return calendar.day(base)
    return calendar.holding(shifted(base, sign * count, unit), "D" if unit == "D" else unit)


def _quarter_shifted(period: Period, years: int) -> Period:
    first = period.earliest
    return calendar.quarter(first.year + years, (first.month + 2) // 3) if first else Period("XXXX-QX")


def _duration(slots: Slots, setting: Setting) -> Period:
    value, count = _length(slots)
    published, unit = setting.published, slots["unit"]
    if published is None or unit == "X" or setting.preposition not in ("within", "in", "inside"):
        return Period(value)
    if setting.preposition == "in" and setting.direction is not Direction.COMING:
        return Period(value)
    if unit.startswith("T"):
        return Period(value, published, calendar.moved(published, 1))
    if not count:
        return Period(value, published, None)
    end = shifted(published, count, unit)
    if setting.preposition == "in":
        return calendar.holding(end, unit) if unit != "F" else calendar.week(end)
    return Period(value, published, end)


def _length(slots: Slots) -> tuple[str, int]:
    """The TIMEX3 value of a length and its whole count of units; count 0 for a vague one."""
    unit, n = slots["unit"], slots.get("n", "X")
    if unit == "X":
        return "PXX", 0
    number = n if n.replace(".", "", 1).isdigit() else "X"
    if "to" in slots:
        low, high = n, slots["to"]
        number = low if low.isdigit() and high.isdigit() else "X"
    scale = {"F": (2, "W"), "WE": (2, "D"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y")}
    if number != "X" and unit in scale:
        factor, letter = scale[unit]
        return f"P{_plain(float(number) * factor)}{letter}", int(float(number))
    if number.endswith(".5") and unit == "Y":
        return f"P{number[:-2]}Y6M", int(float(number))
    letter = {"F": "W", "WE": "WE"}.get(unit, unit.removeprefix("T"))
    return f"P{'T' if unit.startswith('T') else ''}{number}{letter}", int(float(number)) if number != "X" else 0


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _set(slots: Slots, setting: Setting) -> Period:
    if "freq" in slots:
        return Period(slots["freq"])
    if "month" in slots:
        return Period(f"XXXX-{int(slots['month']):02d}")
    if "season" in slots:
        return Period(f"XXXX-{slots['season']}")
    if "part" in slots:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return Period(_length({"n": "1", **slots})[0])


def _ref(slots: Slots, setting: Setting) -> Period:
    value, published = slots["value"], setting.published
    if published is None or value == "PRESENT_REF":
        return Period(value, published, published)
    return Period(value, None, published) if value == "PAST_REF" else Period(value, published, None)


_KINDS: Mapping[str, Callable[[Slots, Setting], Period]] = {
    "day": _day,
    "days": _days,
    "monthday": _monthday,
    "festival": _festival,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_set": _weekday_set,
    "today": _today,
    "tonight": _tonight,
    "part": _part,
    "clock": _clock,
    "month": _month,
    "months": _months,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "relative": _relative,
    "anchored": _anchored,
    "weekof": _weekof,
    "running": _running,
    "apart": _apart,
    "duration": _duration,
    "set": _set,
    "ref": _ref,
}
