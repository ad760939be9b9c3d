"""What a time phrase is read against, and what every kind of phrase needs: unknown values, hours of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from communique.resolve.calendar import Period
from communique.resolve.directions import Direction

Slots = Mapping[str, str]
UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase is read against.

    ``anchor`` is the last bounded period told before in the same paragraph, ``carried`` that of one or two paragraphs
    before; ``days`` are the days told in the paragraph, ``before`` those of the paragraph before, oldest first;
    ``year`` is the year that the text narrates, where it has named one; ``quarter`` is the last quarter of a year told
    in the paragraphs just before.
    """

    published: date | None
    direction: Direction = Direction.UNKNOWN
    anchor: Period | None = None
    preposition: str = ""
    days: tuple[date, ...] = ()
    year: int | None = None
    quarter: Period | None = None
    carried: Period | None = None
    before: tuple[date, ...] = ()

    def day(self) -> date | None:
        """The first day of the anchor, for what is narrated."""
        anchor = self.anchor or self.carried
        return anchor.earliest if anchor else None

    def told_day(self, further: bool = False) -> date | None:
        """The last day told that lies where the clause points; ``further`` looks into the paragraph before as well."""
        for days in (self.days, self.before if further else ()):
            if fitting := [d for d in days if self._fits(d)]:
                return fitting[-1]
        return None

    def _fits(self, day: date) -> bool:
        match self.direction:
            case _ if self.published is None:
                return True
            case Direction.PAST:
                return day <= self.published
            case Direction.COMING:
                return day >= self.published
            case _:
                return True


def at_hour(period: Period, slots: Slots) -> Period:
    """The period with the hour or part of day that the phrase names."""
    if "hour" in slots:
        clock = _clock(slots)
        return period if clock is None else period._replace(value=f"{period.value}T{clock}")
    match slots.get("part"):
        case None:
            return period
        case "MI":
            return period._replace(value=f"{period.value}T12:00")
        case "MN":
            return period._replace(value=f"{period.value}T24:00")
        case part:
            return period._replace(value=f"{period.value}T{part}")


def _clock(slots: Slots) -> str | None:
    """Hours and minutes of the slots ("17:30"), None for an hour that no day has."""
    digits = slots["hour"].replace(".", ":").removesuffix("am").removesuffix("pm")
    if len(digits) == 4 and digits.isdigit():
        digits = f"{digits[:2]}:{digits[2:]}"
    hour, _, minute = digits.partition(":")
    if not hour.isdigit() or int(hour) > 24 or (minute and not (minute.isdigit() and int(minute) < 60)):
        return None
    half = slots.get("half") or {"am": "a", "pm": "p"}.get(slots["hour"][-2:])
    if half is None and slots.get("part") in ("AF", "EV"):
        half = "p"
    number = int(hour) % 12 + 12 if half == "p" else int(hour) % 12 if half == "a" else int(hour)
    return f"{number:02d}:{minute[:2] or '00'}"
