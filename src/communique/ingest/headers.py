"""Lines of metadata above a report: bylines, dates, labels.

One line enters; what it tells leaves, or None where it is no such line.

>>> read_header("By Jane Doe, Harbour Post | 12 May 2024").author
'Jane Doe'
>>> read_header("By Tuesday, both sides had agreed.") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.ingest.dates import MONTH, Day, find_days
from communique.ingest.words import word_set

_LONGEST = 240  # characters; a longer line is prose
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{1,24}?)\s?[:=]\s*(\S.*)", re.DOTALL)
_DAY_LABELS = word_set("date published posted updated created modified dateline load-date")
_TITLE_LABELS = word_set("title headline subject")
_AUTHOR_LABELS = word_set("author authors byline reporter writer")
_OUTLET_LABELS = word_set("source outlet publication publisher newspaper agency site")
_OTHER_LABELS = word_set(
    "section category tags tag topics keywords location url link length language credit photo image filed copyright"
)
_SEPARATOR = re.compile(r"\s*[|•·;]\s*|\s+[-–—]\s+")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|(?<=\d)T(?=\d)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|EES?T|MSK|IST|JST|WES?T|Z)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?")
_CALENDAR = re.compile(
    rf"\b(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|{MONTH}|(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_DAY_WORDS = re.compile(
    r"(?:\s*\b(?:date|(?:first|last|originally|originally)?\s?(?:published|posted|updated|modified|created|issued)|"
    r"on|at|as of|from)\b[\s:,]*)+",
    re.IGNORECASE,
)
_GENRE = (
    r"(?:(?:news |expert )?(?:analysis|opinion|commentary|comment|report|review|story|text|words|written|reported|"
    r"essay|interview|explainer|dispatch)\s+)"
)
_BYLINE = re.compile(rf"{_GENRE}?(?:by|BY|By)\s+(?P<who>\S.*)|{_GENRE}by:\s*(?P<who2>\S.*)", re.IGNORECASE | re.DOTALL)
_JOB = (
    r"(?:[\w’'-]+ ){0,4}(?:correspondent|editor|reporter|staff writer|bureau chief|columnist|contributor|"
    r"affairs analyst|special to .{3,40})"
)
_NAME_AND_JOB = re.compile(
    rf"(?P<who>[^,|]{{3,60}}),\s*(?P<job>{_JOB})(?:,\s*(?P<outlet>[^,]{{2,40}}))?", re.IGNORECASE
)
_IS_JOB = re.compile(_JOB, re.IGNORECASE)
_ALONE = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}|(?:news |expert )?(?:analysis|opinion|exclusive|explainer|interview|comment)|"
    r"(?:about )?\d{1,3}[- ]min(?:ute)?s?(?: read)?|(?:length:? )?\d{2,5} words",
    re.IGNORECASE,
)
_NAME_PARTICLES = word_set("de van von der den da dos di la le el al bin ibn bint ten ter af e y zu")
_JOINING = word_set("and & in for of the with at")
_OUTLET_WORD = re.compile(
    r"\b(?:news|post|times|wire|press|courier|herald|journal|agency|gazette|tribune|observer|guardian|today|daily|"
    r"network|radio|tv|broadcasting|media|review|report|chronicle|mail|standard|telegraph|sun|star|bulletin|service)\b|"
    r"^the\b|^(?-i:[A-Z]{2,6})$|\.(?:com|org|net|co)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """What one header line tells. ``updated`` is True where its days are those of an update."""

    days: tuple[Day, ...] = ()
    updated: bool = False
    author: str | None = None
    outlet: str | None = None
    title: str | None = None


def read_header(line: str) -> HeaderLine | None:
    """What ``line`` tells where it is nothing but metadata, else None."""
    line = " ".join(line.split())
    if not line or len(line) > _LONGEST:
        return None
    return _labelled(line) or _job(line) or _pieces(line)


def _labelled(line: str) -> HeaderLine | None:
    match = _LABEL.fullmatch(line)
    if not match:
        return None
    label, value = match[1].strip().lower(), match[2].strip()
    last = label.split()[-1]
    if label in _TITLE_LABELS:
        return HeaderLine(title=value)
    if label in _AUTHOR_LABELS or label == "by":
        author, outlet = _credits(value)
        return HeaderLine(author=author, outlet=outlet)
    if label in _OUTLET_LABELS:
        return HeaderLine(outlet=value) if _is_name_like(value, most=5) else None
    if last in _DAY_LABELS and len(label.split()) <= 3:
        days = tuple(found.day for found in find_days(value))
        return HeaderLine(days, "updated" in label or "modified" in label) if days else None
    return (
        HeaderLine() if label in _OTHER_LABELS and len(value) <= 120 and not value.endswith((".", "!", "?")) else None
    )


def _job(line: str) -> HeaderLine | None:
    """``Jane Doe, diplomatic editor``."""
    match = _NAME_AND_JOB.fullmatch(line)
    if not match or not _is_person(match["who"]) or match["who"].lower().startswith("by "):
        return None
    return HeaderLine(author=match["who"].strip(), outlet=match["outlet"])


def _pieces(line: str) -> HeaderLine | None:
    """The line cut at its days and separators: all pieces metadata, and one of them day, byline or agency."""
    found = find_days(line)
    cut = line
    for day in reversed(found):
        cut = f"{cut[: day.start]}|{cut[day.end :]}"
    cut = _CALENDAR.sub("|", _ZONE.sub("|", _CLOCK.sub("|", cut))) if found or _CLOCK.search(line) else cut
    author = outlet = None
    anchored = bool(found)
    extras: list[str] = []
    for raw in _SEPARATOR.split(cut):
        piece = raw.strip(" ,.:[]")
        worded = _DAY_WORDS.match(piece)
        if worded:
            piece = piece[worded.end() :].strip(" ,.:")
        if not piece or piece in ("(", ")", "()"):
            continue
        if _ALONE.fullmatch(piece):
            anchored = True
        elif (byline := _read_byline(piece)) is not None:
            author, outlet, anchored = author or byline[0], outlet or byline[1], True
        elif piece.startswith("(") and piece.endswith(")") and _is_name_like(piece[1:-1], most=4):
            outlet, anchored = outlet or piece[1:-1], True
        else:
            extras.append(piece)
    if not anchored or len(extras) > 2 or not all(_is_name_like(extra, most=4) for extra in extras):
        return None
    if extras and outlet is None and (_OUTLET_WORD.search(extras[0]) or re.search(r"[|•·]", line)):
        outlet = extras[0]
    updated = bool(re.search(r"\b(?:updated|modified)\b", line, re.IGNORECASE)) and len(found) == 1
    return HeaderLine(tuple(f.day for f in found), updated, author, outlet)


def _read_byline(piece: str) -> tuple[str | None, str | None] | None:
    match = _BYLINE.fullmatch(piece)
    if not match:
        return None
    who = (match["who"] or match["who2"]).strip(" .,")
    words = who.replace(",", " ").split()
    if not words or len(words) > 18 or _CALENDAR.match(who) or re.search(r"\d|[\"“”?!:]", who):
        return None
    if not all(
        w[0].isupper() or not w[0].isalnum() or w.lower() in _NAME_PARTICLES | _JOINING or _is_job_word(w)
        for w in words
    ):
        return None
    author, outlet = _credits(who)
    first = re.split(r",|\s(?:and|&)\s", author)[0] if author else ""
    named = _is_person(first) or len(words) == 1
    return (author, outlet) if named else None


def _is_job_word(word: str) -> bool:
    return bool(
        re.fullmatch(
            r"correspondent|editor|reporter|staff|writer|chief|bureau|columnist|contributor|affairs|senior|diplomatic|political",
            word,
        )
    )


def _credits(who: str) -> tuple[str | None, str | None]:
    """Author and outlet of what follows "by": ``Jane Doe and John Roe, Harbour Post``."""
    outlet = None
    if (match := re.search(r"\s+(?:for|at|of)\s+(?=[A-Z])(.+)$", who)) and match.start() > 0:
        outlet, who = match[1], who[: match.start()]
    who = re.sub(r"\s+in\s+[A-Z][^,&]{1,40}?(?=\s+(?:and|&)\s|,|$)", "", who)  # "Jane Doe in Velden and John Roe"
    parts = [part.strip() for part in who.split(",") if part.strip()]
    people: list[str] = []
    for position, part in enumerate(parts):
        if _IS_JOB.fullmatch(part):
            continue
        joined = any(re.search(r"\b(?:and|&)\b", later) for later in parts[position:])
        if position and not joined and (_OUTLET_WORD.search(part) or not _is_person(part)):
            outlet = outlet or part
        else:
            people.append(part)
    return ", ".join(people) or None, outlet


def _is_person(words: str) -> bool:
    """Two to four capitalised words, particles aside."""
    names = [w for w in words.split() if w.lower() not in _NAME_PARTICLES and w != "and"]
    return 2 <= len(names) <= 8 and all(w[0].isupper() for w in names) and not re.search(r"[\d:?!\"“”]", words)


def _is_name_like(words: str, most: int) -> bool:
    tokens = words.split()
    small = _JOINING | _NAME_PARTICLES
    return 0 < len(tokens) <= most and all(t[0].isupper() or t[0].isdigit() or t in small for t in tokens)
