"""The dateline that opens a report: ``KYIV, Feb. 26 (Wire) —``.

The start of a paragraph enters; place, day, agency and where the report begins leave. The forms are those of
the agencies' stylebooks: capitals or a place with an agency, then a dash; ``PLACE, DATE. /AGENCY/.``; and
``PLACE:`` of South Asian papers.

>>> read_dateline("GENEVA, May 12 (Wire) -- Delegates met.")
Dateline(end=25, place='GENEVA', day=Day(month=5, day=12, year=None), outlet='Wire')
>>> read_dateline("NATO — the alliance — met.") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.ingest.dates import Day, find_days
from communique.ingest.words import word_set

_REACH = 140  # characters; no dateline is longer
_DASH = re.compile(r"\s{0,3}(?:[—–―]|--+|(?<=[\s)])[-_])\s{1,3}|\s{0,3}[—―]|(?<=\))\s{0,3}[–-]\s{0,3}")
_PARENTHESIS = re.compile(r"\s*\(([^()]{2,60})\)$")
_SLASHES = re.compile(r"([^/]{4,60}?)\s*/([^/]{2,30})/\s?[.,]?\s*(?:[-–—]+\s*)?(?=\S)")
_COLON = re.compile(r"([^:()]{4,30}): (?=\S)")
_SMALL = word_set("of the and de del la le du des di da al el am an der on sur upon in")
_NOT_PLACES = word_set(
    "NATO OPEC UNESCO UNICEF UNHCR ASEAN IAEA OSCE BRICS BREAKING LIVE WATCH READ UPDATE UPDATED EXCLUSIVE ANALYSIS "
    "OPINION EDITORIAL COMMENT CORRECTION CORRECTED REUTERS INTERVIEW EXPLAINER FACTBOX TIMELINE QUESTION ANSWER "
    "REPORTER MODERATOR ANCHOR HOST SPEAKER NOTE SUMMARY LISTEN VIDEO PHOTOS ABSTRACT TRANSCRIPT MORE ALSO"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """``end`` is where the dateline ends, its dash included; offsets into the string it was read from."""

    end: int
    place: str | None = None
    day: Day | None = None
    outlet: str | None = None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of ``paragraph``, None where there is none."""
    head = paragraph[:_REACH]
    return _before_dash(head) or _between_slashes(head) or _before_colon(head)


def _before_dash(head: str) -> Dateline | None:
    dash = _DASH.search(head)
    if not dash or dash.start() == 0:
        return None
    outlet, day, rest = None, None, head[: dash.start()].strip()
    while inside := _PARENTHESIS.search(rest):
        words = inside[1].strip()
        rest = rest[: inside.start()].rstrip()
        found = find_days(words)
        if found and day is None:
            day = found[0].day
        elif outlet is None and _is_agency(words):
            outlet = words
        else:
            return None
    rest, written = _without_day(rest)
    day = day or written
    follows = head[dash.end() : dash.end() + 1]
    if follows and not (follows.isupper() or follows.isdigit() or not follows.isalnum() or not follows.islower()):
        return None
    if not rest:
        return Dateline(dash.end(), None, day, outlet) if outlet else None
    if not _is_place(rest, vouched=bool(outlet or day)):
        return None
    return Dateline(dash.end(), rest, day, outlet)


def _between_slashes(head: str) -> Dateline | None:
    match = _SLASHES.match(head)
    if not match or not _is_agency(match[2]):
        return None
    place, day = _without_day(match[1])
    if not place or not _is_place(place, vouched=True):
        return None
    return Dateline(match.end(), place, day, match[2].strip())


def _before_colon(head: str) -> Dateline | None:
    match = _COLON.match(head)
    if not match or not match[1].isupper() or len(match[1].split()) > 3 or not _is_place(match[1], vouched=False):
        return None
    return Dateline(match.end(), match[1].strip())


def _without_day(words: str) -> tuple[str, Day | None]:
    """``words`` without the day that ends them, and the day."""
    bare = words.rstrip(" .,")
    found = find_days(bare)
    if not found or len(bare) - found[-1].end > 1:
        return words.rstrip(" ,"), None
    before = re.sub(
        r"[\s,]*\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s*$", "", bare[: found[-1].start]
    )
    return before.strip(" ,"), found[-1].day


def _is_agency(words: str) -> bool:
    """``Wire``, ``CNN Business``, ``Anadolu/AFP``; not ``R-Tex.``, not ``45``."""
    if re.match(r"[A-Z]-|.*\d", words) or len(words.split()) > 5:
        return False
    return all(w[0].isupper() or w in _SMALL for w in words.split())


def _is_place(words: str, *, vouched: bool) -> bool:
    """Capitals (``LONDON/PARIS``, ``ST. LOUIS``, ``KYIV, Ukraine``), or capitalised words where day or agency vouch."""
    parts = [part.strip() for part in words.split(",")]
    if len(words) > 50 or len(parts) > 3 or not all(parts) or re.search(r"[\d\"“”?!;:()]", words):
        return False
    tokens = words.replace("/", " ").replace(",", " ").split()
    if len(tokens) > 6 or not all(t[0].isupper() or t.lower() in _SMALL or t[0] in "'’" for t in tokens):
        return False
    if vouched:
        return parts[0].split()[-1].lower() not in _SMALL
    first = parts[0]
    long_enough = len(first) >= 4 or len(parts) > 1
    return first.isupper() and long_enough and not _NOT_PLACES.intersection(first.replace("/", " ").split())
