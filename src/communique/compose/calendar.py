"""The day of an event that a noun names: "the Nov. 8 election", "heading into Tuesday's vote".

A date without a year was read by the tense of its clause; below a noun the clause tells nothing of it.
Enters: a view, the noun and its time. Leaves: the time, moved by a year or a week where another reading is nearer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from communique.compose.view import View
from communique.model.when import When

_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
_MONTH = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_COMING = frozenset({"into", "ahead"})
_YEAR_DAYS, _WEEK_DAYS = 365, 7


def dated_by_noun(view: View, noun: int, when: When | None) -> When | None:
    """``when`` as the noun dates it."""
    today, words = view.article.published, view.words
    if when is None or today is None or when.earliest is None or when.latest is None:
        return when
    if re.search(r"\d{4}", when.span.of(view.text)):
        return when
    cases = {words[c].text.lower() for c in view.tree.children[noun] if words[c].relation in ("case", "fixed")}
    cases |= {words[k].text.lower() for k in range(max(0, noun - 6), noun) if words[k].text.lower() == "ahead"}
    past = (today - when.latest).days
    if _WEEKDAY.search(when.span.of(view.text)) and cases & _COMING and 0 < past <= _WEEK_DAYS:
        return _moved(when, _WEEK_DAYS)
    dated = _MONTH.match(when.span.of(view.text)) and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", when.value)
    return _next_year(when) if dated and _YEAR_DAYS // 2 < past < _YEAR_DAYS else when


def _moved(when: When, days: int) -> When:
    step = timedelta(days=days)
    earliest = when.earliest + step if when.earliest else None
    latest = when.latest + step if when.latest else None
    return replace(when, value=earliest.isoformat() if earliest else when.value, earliest=earliest, latest=latest)


def _next_year(when: When) -> When:
    def later(day: date | None) -> date | None:
        return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day) if day else None

    year = int(when.value[:4]) + 1
    return replace(when, value=f"{year}{when.value[4:]}", earliest=later(when.earliest), latest=later(when.latest))
