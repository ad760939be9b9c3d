"""Slots of phrases that name days, parts of days and hours → periods."""

from __future__ import annotations

from datetime import date

from communique.resolve import calendar
from communique.resolve.calendar import Period, make_day, moved, shifted
from communique.resolve.directions import Direction
from communique.resolve.festivals import festival_periods, nth_weekday
from communique.resolve.time_setting import Setting, Slots, at_hour

# A yearless date is rarely told of more than eight months back, or of more than a year less two weeks ahead; one that
# is in sight on the other side is meant then, whatever the tense.
_FAR_BACK_DAYS, _FAR_AHEAD_DAYS, _IN_SIGHT_DAYS = 250, 350, 125
_LONG_PAST_DAYS = 40  # so long after its day, a date told in the present tense is that of the next year
_LEANING_DAYS = 5  # a weekday further ahead than this, told by a doubtful clause, is yesterday's


def day(slots: Slots, setting: Setting) -> Period:
    """A date with its month; without its year the one that the clause and the text suggest."""
    if "dotted" in slots:
        parts = [int(p) for p in slots["dotted"].split(".")]
        found = make_day(parts[2], parts[1], parts[0])
        return calendar.day(found) if found else Period("XXXX-XX-XX")
    number, month = int(slots["day"]), int(slots["month"])
    year = _year_named(slots, setting) or setting.year
    if year is not None:
        found = make_day(year, month, number)
    else:
        found = _nearest_day(number, month, slots.get("weekday"), setting)
    if found is None:
        return Period(f"{year:04d}-{month:02d}-{number:02d}" if year else f"XXXX-{month:02d}-{number:02d}")
    return at_hour(calendar.day(found), slots)


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
    before = max((d for d in around if d <= published), default=nearest)
    after = min((d for d in around if d >= published), default=nearest)
    back, ahead = (published - before).days, (after - published).days
    match setting.direction:
        case Direction.PAST:
            return after if back > _FAR_BACK_DAYS and ahead < _IN_SIGHT_DAYS else before
        case Direction.COMING:
            return before if ahead > _FAR_AHEAD_DAYS else after
        case Direction.LEANING:
            return before if back < _LONG_PAST_DAYS else after
        case _:
            return nearest


def days(slots: Slots, setting: Setting) -> Period:
    """From a date to a date, as one phrase."""
    last_slots = dict(slots) | {"day": slots["last"], "month": slots.get("last_month", slots["month"])}
    first, last = day({**slots, "kind": "day"}, setting), day(last_slots, setting)
    if first.earliest and last.latest and last.latest < first.earliest:
        if "last_month" not in slots:
            return Period(f"{first.value}/{last.value}")
        first = calendar.day(calendar.shifted(first.earliest, -1, "Y"))
    return Period(f"{first.value}/{last.value}", first.earliest, last.latest)


def monthday(slots: Slots, setting: Setting) -> Period:
    """ "the 24th": of the month of the day told before, else of publication's, moved as the clause tells."""
    told, published = setting.told_day(), setting.published
    number = int(slots["day"])
    base = told or published
    if base is None or not 1 <= number <= 31:
        return Period(f"XXXX-XX-{min(number, 99):02d}")
    months = [shifted(base.replace(day=1), k, "M") for k in (0, 1, -1, 2, -2)]
    found = [d for m in months if (d := make_day(m.year, m.month, number))]
    if "weekday" in slots:
        found = [d for d in found if d.isoweekday() == int(slots["weekday"])] or found
    if told is None and published is not None and setting.direction is not Direction.UNKNOWN:
        ahead = setting.direction is not Direction.PAST
        found = sorted((d for d in found if (d >= published if ahead else d <= published)), reverse=not ahead) or found
    return calendar.day(found[0]) if found else Period(f"XXXX-XX-{number:02d}")


def nth_day(slots: Slots, setting: Setting) -> Period:
    """ "the first Tuesday in October"."""
    month, published = int(slots["month"]), setting.published
    year = _year_named(slots, setting) or setting.year
    weekday, nth = int(slots["weekday"]), -1 if slots["nth"] == "last" else int(slots["nth"])
    if year is None and published is None:
        return Period(f"XXXX-{month:02d}-XX")
    years = [year] if year is not None else [published.year + k for k in (-1, 0, 1)] if published else []
    found = [d for y in years if 1 <= y <= 9998 and (d := nth_weekday(y, month, weekday, nth))]
    return calendar.day(_chosen(found, setting)) if found else Period(f"XXXX-{month:02d}-XX")


def _chosen(found: list[date], setting: Setting) -> date:
    """The one of the days where the clause points, else the nearest to publication."""
    published = setting.published
    if published is None or len(found) == 1:
        return found[0]
    if setting.direction is Direction.PAST:
        return max((d for d in found if d <= published), default=found[0])
    if setting.direction in (Direction.COMING, Direction.LEANING):
        return min((d for d in found if d >= published), default=found[-1])
    return min(found, key=lambda d: abs((d - published).days))


def festival(slots: Slots, setting: Setting) -> Period:
    """A feast, in the year named or where the clause points."""
    year = _year_named(slots, setting) or setting.year
    code, published = slots["festival"], setting.published
    if year is None and published is None:
        return Period(f"XXXX-{code}" if code[0].isdigit() else "XXXX-XX-XX")
    years = [year] if year is not None else [published.year + k for k in (-1, 0, 1)] if published else []
    periods = {p.earliest: p for y in years for p in festival_periods(code, y) if p.earliest}
    if not periods:
        return Period(f"{year:04d}-XX-XX" if year else "XXXX-XX-XX")
    if year is not None:
        return next(iter(periods.values()))
    return periods[_chosen(sorted(periods), setting)]


def weekday(slots: Slots, setting: Setting) -> Period:
    """A day of the week, as its clause points; with "next", "last", "this" or "the following"."""
    number = int(slots["weekday"])
    if "anchor" in slots and (base := setting.told_day(further=True) or setting.day() or setting.published):
        found = _weekday_before(base, number, 1) if slots["anchor"] == "-1" else _weekday_after(base, number, 1)
        return at_hour(calendar.day(found), slots)
    published = setting.published
    if published is None:
        return Period(f"XXXX-WXX-{number}" + (f"T{slots['part']}" if "part" in slots else ""))
    before, after = _weekday_before(published, number, 0), _weekday_after(published, number, 0)
    match slots.get("rel"):
        case "-1":
            found = _weekday_before(published, number, 1)
        case "0":
            found = _this(before, after, published, setting.direction)
        case "1":  # of the week to come, but neither today nor tomorrow
            gap = 7 + number - published.isoweekday()
            found = moved(published, gap if gap > 1 else gap + 7)
        case _ if setting.direction is Direction.COMING:
            found = after
        case _ if setting.direction is Direction.LEANING:
            found = after if (after - published).days <= _LEANING_DAYS else before
        case _:
            found = before
    return at_hour(calendar.day(found), slots)


def _this(before: date, after: date, published: date, direction: Direction) -> date:
    """ "this Tuesday": where the clause points, else the nearest."""
    if direction is Direction.PAST:
        return before
    if direction is Direction.UNKNOWN:
        return min((after, before), key=lambda d: abs((d - published).days))
    return after


def _weekday_before(of: date, number: int, least: int) -> date:
    gap = (of.isoweekday() - number) % 7
    return moved(of, -(gap or (7 if least else 0)))


def _weekday_after(of: date, number: int, least: int) -> date:
    gap = (number - of.isoweekday()) % 7
    return moved(of, gap or (7 if least else 0))


def weekday_of_week(slots: Slots, setting: Setting) -> Period:
    """Tuesday last week, Friday week."""
    number, published = int(slots["weekday"]), setting.published
    if published is None:
        return Period(f"XXXX-WXX-{number}")
    if "rel" not in slots:  # Friday week
        return calendar.day(moved(_weekday_after(published, number, 0), 7))
    return calendar.day(moved(published, 7 * int(slots["rel"]) + number - published.isoweekday()))


def weekday_set(slots: Slots, setting: Setting) -> Period:
    """Mondays, every Friday night."""
    return Period(f"XXXX-WXX-{slots['weekday']}" + (f"T{slots['part']}" if "part" in slots else ""))


def today(slots: Slots, setting: Setting) -> Period:
    """Today, tomorrow, the day before yesterday."""
    if setting.published is None:
        return Period("XXXX-XX-XX" + (f"T{slots['part']}" if "part" in slots else ""))
    return at_hour(calendar.day(moved(setting.published, int(slots["dayword"]))), slots)


def tonight(slots: Slots, setting: Setting) -> Period:
    """This morning, tonight, last night."""
    if setting.published is None:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return at_hour(calendar.day(moved(setting.published, int(slots.get("shift", "0")))), slots)


def part(slots: Slots, setting: Setting) -> Period:
    """That evening, the following morning: of the day told before."""
    base = setting.told_day(further=True) or setting.published
    if base is None:
        return Period(f"XXXX-XX-XXT{slots['part']}")
    return at_hour(calendar.day(moved(base, int(slots.get("anchor", "0")))), slots)


def clock(slots: Slots, setting: Setting) -> Period:
    """An hour: of the day named with it, else of the day told before, else of publication's."""
    base = setting.told_day() or setting.published
    if "dayword" in slots:
        base = setting.published and moved(setting.published, int(slots["dayword"]))
    if base is None:
        return at_hour(Period("XXXX-XX-XX"), slots)
    return at_hour(calendar.day(base), slots)
