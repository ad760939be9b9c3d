"""Entries as iCalendar (RFC 5545): events where they stand in time, commitments on the day they are due.

What enters are entries as plain data, of which those with no day, of other kinds, or rejected by a person are left
out; what leaves is one VCALENDAR of all-day events. A time that is bound on one side stands on the day that is known,
and says so in its description. A commitment is a VEVENT and no VTODO, since most calendars hide the tasks of a feed.
Controls and marks that reverse the direction of a line become spaces; the folding and escaping are the library's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from icalendar import Calendar, Event, vText

from communique.export.addresses import entry_page, web_address
from communique.export.headline import say_entry, shorten
from communique.export.moments import read_moment
from communique.export.unicode import storable
from communique.export.wording import flat, say_actors, word_entry
from communique.model.entry import CommitmentStatus, EventStatus, Kind
from communique.model.fields import day_field
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain

_PRODUCT = "-//Communique//Record of a negotiation//EN"
_LONGEST_QUOTE = 2_000
# Controls but the line feed, what some readers take for a line end, and direction overrides and isolates.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")

_STATUS: dict[str, str] = {
    EventStatus.HELD: "CONFIRMED",
    EventStatus.SCHEDULED: "CONFIRMED",
    EventStatus.EXPECTED: "TENTATIVE",
    EventStatus.POSSIBLE: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
    EventStatus.REFUSED: "CANCELLED",
    CommitmentStatus.MADE: "CONFIRMED",
    CommitmentStatus.OFFERED: "TENTATIVE",
    CommitmentStatus.HOPED: "TENTATIVE",
    CommitmentStatus.DEMANDED: "TENTATIVE",
    CommitmentStatus.WITHDRAWN: "CANCELLED",
    CommitmentStatus.KEPT: "CONFIRMED",
    CommitmentStatus.BROKEN: "CONFIRMED",
}
"""The STATUS of RFC 5545 for the status of an event or commitment ("possible" and "refused" mean both)."""


def write_calendar(
    entries: Iterable[Plain], out: BinaryIO, *, at: datetime, name: str, base_url: str | None = None
) -> None:
    """Writes the calendar; ``at`` is its DTSTAMP, ``name`` its X-WR-CALNAME."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    called = vText(flat(harmless(name)))  # the library takes neither for text by itself
    calendar.add("name", called)
    calendar.add("x-wr-calname", called)
    head, end, tail = calendar.to_ical().partition(b"END:VCALENDAR")
    out.write(head)
    for entry in entries:
        event = to_event(entry, at=at, base_url=base_url)
        if event is not None:
            out.write(event.to_ical())
    out.write(end + tail)


def to_event(entry: Plain, *, at: datetime, base_url: str | None = None) -> Event | None:
    """The entry in a calendar; None where it has no place in one."""
    days = find_days(entry)
    if days is None or (entry.get("review") or {}).get("status") == ReviewStatus.REJECTED:
        return None
    first, last = days
    due = entry["kind"] == Kind.COMMITMENT
    event = Event()
    event.add("uid", f"{flat(harmless(entry['id']))}@communique")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", first)
    if last < date.max:  # without an end it is the one day
        event.add("dtend", last + timedelta(days=1))
    event.add("summary", flat(harmless(f"Due: {say_entry(entry)}" if due else say_entry(entry))))
    event.add("description", harmless(_describe(entry)))
    event.add("status", _STATUS[entry["status"]])
    event.add("transp", "TRANSPARENT")
    event.add("categories", [flat(harmless(category)) for category in _categories(entry)])
    if entry.get("place"):
        event.add("location", shorten(flat(harmless(entry["place"]["text"]))))
    if page := entry_page(base_url, entry["id"]):
        event.add("url", page)
    if judged := read_moment((entry.get("review") or {}).get("at")):
        event.add("last-modified", judged)
    return event


def find_days(entry: Plain) -> tuple[date, date] | None:
    """The first and the last day an entry takes in a calendar; None where it is of no such kind, or bound to no day.

    A commitment stands on the last day of its deadline alone: that is the day it is due.
    """
    if entry["kind"] not in (Kind.EVENT, Kind.COMMITMENT):
        return None
    when = entry[day_field(Kind(entry["kind"])) or ""]
    known = [date.fromisoformat(when[side]) for side in ("earliest", "latest") if when[side]] if when else []
    if not known:
        return None
    return (max(known) if entry["kind"] == Kind.COMMITMENT else min(known)), max(known)


def harmless(text: str) -> str:
    """Text whose only control is the line feed.

    >>> harmless("one\\r\\nBEGIN:VALARM\\x0btwo")
    'one\\nBEGIN:VALARM two'
    """
    return _UNSAFE.sub(" ", storable(text.replace("\r\n", "\n").replace("\r", "\n")))


def _describe(entry: Plain) -> str:
    wording, article = word_entry(entry), entry["article"]
    quote = shorten(" … ".join(flat(span["text"]) for span in entry["evidence"]), _LONGEST_QUOTE)
    source = ", ".join(flat(part) for part in (article["outlet"], article["title"], article["published"]) if part)
    vouched = say_actors(entry["asserted_by"])
    lines = [
        f"“{quote}”",
        f"Source: {source}" if source else "",
        web_address(article["url"]) or "",
        f"When: {wording.when}" if wording.when else "",
        f"Status: {wording.status}",
        f"Vouched for by {vouched}" if vouched not in ("", "the article") else "",
    ]
    return "\n".join(line for line in lines if line)


def _categories(entry: Plain) -> list[str]:
    issue = entry["issue"]["label"] if entry["issue"] else ""
    kind = entry["type"] if entry["kind"] == Kind.EVENT else entry["kind"]
    return [category for category in (kind, issue) if category.strip()]
