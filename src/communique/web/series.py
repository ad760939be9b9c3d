"""The rows of the charts on actor and issue pages: one mark a statement, over one axis of time.

What enters are lines of statements (``analyse.said``); what leaves are rows with everything a template draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communique.analyse.facts import Named
from communique.analyse.said import Line, Said
from communique.export.wording import flat, say_days
from communique.model.entry import Stance
from communique.web.charts import Axis, Bar, Dot, Strip, highest_bar, lay_axis, lay_bars, lay_strip

STANCES = (Stance.FOR.value, Stance.CONDITIONAL.value, Stance.AGAINST.value, Stance.UNCLEAR.value)
"""From the ground of a bar upward."""
_LONGEST = 280


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart: whom or what it is about, its counts by stance, and its marks."""

    about: Named
    total: int
    counts: tuple[tuple[str, int], ...]
    first: date
    last: date
    bars: tuple[Bar, ...]
    strip: Strip


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows over one axis; ``highest`` is the count of the highest bar, ``more`` how many rows are left out."""

    axis: Axis
    rows: tuple[Row, ...]
    highest: int
    more: int = 0


def chart_lines(lines: Sequence[Line], *, most: int) -> Chart | None:
    """The first ``most`` lines as rows; statements without a day are left out. None where no day is known."""
    dated = [(line.about, dots) for line in lines if (dots := [_dot(one, one.day) for one in line.said if one.day])]
    if not dated:
        return None
    shown = dated[:most]
    axis = lay_axis(dot.day for _, dots in shown for dot in dots)
    highest = highest_bar((dots for _, dots in shown), axis)
    return Chart(axis, tuple(_row(about, dots, axis, highest) for about, dots in shown), highest, len(dated[most:]))


def _row(about: Named, dots: Sequence[Dot], axis: Axis, highest: int) -> Row:
    looks = [dot.look for dot in dots]
    days = [dot.day for dot in dots]
    return Row(
        about=about,
        total=len(dots),
        counts=tuple((stance, looks.count(stance)) for stance in STANCES),
        first=min(days),
        last=max(days),
        bars=lay_bars(dots, axis, highest, STANCES),
        strip=lay_strip(dots, axis),
    )


def _dot(said: Said, day: date) -> Dot:
    who = ", ".join(speaker.name for speaker in said.speakers)
    words = flat(f"{say_days(day, day)}, {said.stance.value}: {who} “{said.words}”")
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"
    return Dot(day, said.stance.value, said.id, short, said.article)
