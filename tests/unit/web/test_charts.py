"""Where the marks of a chart stand: inside it, in time, and none lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communique.web.charts import Dot, highest_bar, lay_axis, lay_bars, lay_strip, start_of
from communique.web.series import STANCES

DAYS = st.lists(st.dates(), min_size=1, max_size=60)


def dots(days: list[date]) -> list[Dot]:
    return [Dot(day, STANCES[n % 4], f"s{n}", "", "a") for n, day in enumerate(days)]


@given(DAYS)
def test_every_mark_and_bar_stands_inside_and_none_is_lost(days: list[date]):
    axis, made = lay_axis(days), dots(days)
    strip = lay_strip(made, axis)
    assert sum(1 + mark.more for mark in strip.marks) == len(days)
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= strip.height for mark in strip.marks)
    bars = lay_bars(made, axis, highest_bar([made], axis), STANCES)
    assert sum(bar.count for bar in bars) == len(days)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.01 for bar in bars)
    assert all(y >= -0.01 and y + height <= 34.01 for bar in bars for _, y, height in bar.parts)


@given(DAYS)
def test_marks_keep_the_order_of_their_days(days: list[date]):
    axis = lay_axis(days)
    places = [axis.place(day) for day in sorted(days)]
    assert places == sorted(places)


def test_steps_grow_with_the_time_they_cover():
    start = date(2024, 1, 3)
    steps = [lay_axis([start, start + timedelta(days=length)]).step for length in (0, 40, 200, 900, 4000)]
    assert steps == ["day", "day", "week", "month", "year"]
    assert start_of(start, "week") == date(2024, 1, 1)


def test_a_crowd_on_one_day_is_counted_above_its_last_mark():
    strip = lay_strip(dots([date(2024, 1, 1)] * 9), lay_axis([date(2024, 1, 1)]))
    assert len(strip.marks) == 6 and strip.marks[-1].more == 3
