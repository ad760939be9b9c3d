"""Times as two peers from the package index read them, turned into TIMEX3: dateparser and Microsoft's recognizers-text.

Enters: an item. Leaves: Guesses at the grain of the words found. Nothing here is needed to run Communiqué; a peer that
is not installed is left out with a line that says so.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from benchmarks.marked_times import Item

_LEADING = re.compile(r"(?:(?:on|in|at|by|from|since|until|till|before|after|within|for|to|and|of|during)\b\s*)+", re.I)
_TRAILING = re.compile(r"(?:\s*\b(?:and|to|at|on|in|by|of|the|from))+$", re.I)
_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_PARTS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
_TYPES = {"date": "DATE", "daterange": "DATE", "duration": "DURATION", "set": "SET"}


class Guess(NamedTuple):
    """What a system says of one expression; bounds are ISO days, empty for an open or unknown side."""

    start: int
    end: int
    type: str
    value: str
    earliest: str = ""
    latest: str = ""


def canonical(value: str) -> str:
    """A value in one of its spellings: whole hours with minutes, midnight as the start of the next day.

    >>> canonical("2025-02-28T24:00"), canonical("2025-02-28T9"), canonical("P3W")
    ('2025-03-01T00:00', '2025-02-28T09:00', 'P3W')
    """
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d?)(?::(\d\d))?(?::\d\d)?Z?", value)
    if match is None:
        return value
    day, hour = date.fromisoformat(match[1]), int(match[2])
    return f"{day + timedelta(hour // 24)}T{hour % 24:02d}:{match[3] or '00'}"


def peers() -> Mapping[str, Callable[[Item], Sequence[Guess]]]:
    """The readers of the peers that are installed, one a policy."""
    readers: dict[str, Callable[[Item], Sequence[Guess]]] = {}
    for module, make in (("dateparser.search", _dateparser), ("recognizers_date_time", _recognizers)):
        try:
            found = importlib.import_module(module)
        except ImportError as error:
            print(f"left out: {module.partition('.')[0]} is not installed ({error})", file=sys.stderr)
            continue
        readers |= make(found)
    return readers


def _dateparser(module: Any) -> dict[str, Callable[[Item], Sequence[Guess]]]:
    def reader(policy: str) -> Callable[[Item], Sequence[Guess]]:
        def read(item: Item) -> list[Guess]:
            base = datetime.combine(item.published, datetime.min.time())
            settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": policy}
            at, out = 0, []
            for words, when in module.search_dates(item.text, languages=["en"], settings=settings) or ():
                start = item.text.find(words, at)
                if start >= 0:
                    at = start + len(words)
                    out.append(_trimmed(item.text, start, at, *grain(words, when)))
            return out

        return read

    return {f"dateparser ({policy})": reader(policy) for policy in ("future", "current_period")}


def grain(words: str, when: datetime) -> tuple[str, str, str, str]:
    """Type, value and bounds of a moment found as ``words``, no finer than the words are.

    >>> grain("in March", datetime(2025, 3, 12))[:2], grain("at 5 p.m. on Friday", datetime(2025, 2, 28, 17))[:2]
    (('DATE', '2025-03'), ('TIME', '2025-02-28T17:00'))
    """
    lower = words.lower()
    if re.search(r"\d\s*(?:[ap]\.?m\b|:\d\d|gmt)|hours?\b|minutes?\b|noon|midnight", lower):
        return "TIME", when.strftime("%Y-%m-%dT%H:%M"), "", ""
    part = next((code for code, name in _PARTS.items() if name in lower), None)
    if part:
        return "TIME", f"{when:%Y-%m-%d}T{part}", "", ""
    if re.search(r"\bweeks?\b", lower):
        year, week, _ = when.isocalendar()
        return "DATE", f"{year}-W{week:02d}", "", ""
    named = re.search(rf"\b(?:{_MONTHS})", lower)
    if re.search(r"\bmonths?\b", lower) or (named and not re.search(r"(?<!\d)\d{1,2}(?!\d)", lower)):
        return "DATE", f"{when:%Y-%m}", "", ""
    if re.search(r"\byears?\b", lower) or re.fullmatch(r"\D*\d{4}\D*", lower):
        return "DATE", f"{when:%Y}", "", ""
    return "DATE", f"{when:%Y-%m-%d}", "", ""


def _recognizers(module: Any) -> dict[str, Callable[[Item], Sequence[Guess]]]:
    def reader(choice: int) -> Callable[[Item], Sequence[Guess]]:
        def read(item: Item) -> list[Guess]:
            base = datetime.combine(item.published, datetime.min.time())
            out = []
            for found in module.recognize_datetime(item.text, "en-us", reference=base):
                values = (found.resolution or {}).get("values") or [{}]
                end = found.end + 1
                chosen = {name: str(value or "") for name, value in values[choice].items()}
                told = resolution(item.text[found.start : end], chosen, item.published)
                out.append(_trimmed(item.text, found.start, end, *told))
            return out

        return read

    return {"recognizers-text (future)": reader(-1), "recognizers-text (past)": reader(0)}


def resolution(words: str, told: Mapping[str, str], published: date) -> tuple[str, str, str, str]:
    """Type, value and bounds of one of recognizers-text's resolutions, its own timex kept where it is complete."""
    kind, timex = told.get("type", "date"), told.get("timex", "")
    first, last = told.get("start", told.get("value", "")), told.get("end", told.get("value", ""))
    days = _day_of(first), _last_day(kind, told)
    type_ = _TYPES.get(kind, "TIME")
    if kind in ("duration", "set"):
        return type_, timex, "", ""
    if timex.startswith("T"):
        return "TIME", f"{published}{timex}", str(published), str(published)
    if "T" in timex and not timex.endswith("REF"):
        clock = timex.partition("T")[2]
        if clock[:2] in _PARTS:
            return "TIME", f"{first[:10]}T{clock}", *days
        return "TIME", canonical((first or last)[:16].replace(" ", "T")), *days
    if timex.startswith("("):
        return type_, _stretch(words.lower(), first, last), *days
    if "X" not in timex:
        return type_, timex, *days
    grains = {"XXXX-WXX": 10, "XXXX-XX-XX": 10}
    known = first or last
    return type_, known[:10] if len(timex) >= 10 or timex[:8] in grains else known[:7], *days


def _stretch(lower: str, first: str, last: str) -> str:
    """The value of a range that the words call a quarter, a half or a decade; else of its two ends."""
    if first and "quarter" in lower:
        return f"{first[:4]}-Q{(int(first[5:7]) + 2) // 3}"
    if first and "half" in lower:
        return f"{first[:4]}-H{1 if int(first[5:7]) < 7 else 2}"
    if first and (re.search(r"\d0s\b", lower) or "decade" in lower):
        return first[:3]
    return f"{first[:10]}/{last[:10]}"


def _day_of(moment: str) -> str:
    return moment[:10] if re.match(r"\d{4}-\d\d-\d\d", moment) else ""


def _last_day(kind: str, told: Mapping[str, str]) -> str:
    """The last day meant: recognizers-text ends a calendar range on the day after, two named days on the second."""
    day = _day_of(told.get("end", told.get("value", "")))
    if day and kind == "daterange" and not told.get("timex", "").startswith("(XXXX") and "Mod" not in told:
        return str(date.fromisoformat(day) - timedelta(1))
    return day


def _trimmed(text: str, start: int, end: int, type_: str, value: str, earliest: str, latest: str) -> Guess:
    words = text[start:end]
    lead, tail = _LEADING.match(words), _TRAILING.search(words)
    if lead and lead.end() < len(words):
        start += lead.end()
    if tail and tail.start() > (lead.end() if lead else 0):
        end -= len(words) - tail.start()
    return Guess(start, end, type_, value, earliest, latest)
