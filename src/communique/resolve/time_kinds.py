"""Slots of a time phrase → the period it means: one table of kinds.

Enters: slots as ``annotate.times`` fills them, and the phrase's Setting: day of publication, the direction its clause
gives, what was told before. Leaves: a Period. Without a day of publication only what the text tells by itself has
bounds; the rest keeps X for what is unknown ("XXXX-WXX-4").

>>> from datetime import date
>>> from communique.resolve.directions import Direction
>>> period_of({"kind": "weekday", "weekday": "5"}, Setting(date(2025, 2, 26), Direction.COMING)).value
'2025-02-28'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from communique.resolve import time_days, time_lengths, time_stretches
from communique.resolve.calendar import Period
from communique.resolve.time_setting import Setting, Slots


def period_of(slots: Slots, setting: Setting) -> Period:
    """The period that ``slots`` mean in ``setting``; PRESENT_REF and the like for what has no days."""
    resolve = _KINDS.get(slots.get("kind", ""))
    return resolve(slots, setting) if resolve else Period(slots.get("value", "XXXX"))


def _weekof(slots: Slots, setting: Setting) -> Period:
    return time_lengths.weekof(slots, setting, time_days.day(slots, setting))


_KINDS: Mapping[str, Callable[[Slots, Setting], Period]] = {
    "day": time_days.day,
    "days": time_days.days,
    "monthday": time_days.monthday,
    "nth_day": time_days.nth_day,
    "festival": time_days.festival,
    "weekday": time_days.weekday,
    "weekday_of_week": time_days.weekday_of_week,
    "weekday_set": time_days.weekday_set,
    "today": time_days.today,
    "tonight": time_days.tonight,
    "part": time_days.part,
    "clock": time_days.clock,
    "month": time_stretches.month,
    "months": time_stretches.months,
    "year": time_stretches.year,
    "years": time_stretches.years,
    "decade": time_stretches.decade,
    "century": time_stretches.century,
    "quarter": time_stretches.quarter,
    "half": time_stretches.half,
    "season": time_stretches.season,
    "relative": time_lengths.relative,
    "the": time_lengths.the,
    "anchored": time_lengths.anchored,
    "weekof": _weekof,
    "running": time_lengths.running,
    "apart": time_lengths.apart,
    "yearago": time_lengths.yearago,
    "duration": time_lengths.duration,
    "set": time_lengths.set_,
    "ref": time_lengths.ref,
}
