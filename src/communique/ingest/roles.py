"""Paragraphs → blocks with their roles, and what headers and dateline tell of the article.

Spans of candidate paragraphs enter, in order; sorted, non-overlapping, non-blank blocks leave, with ``Facts``. The
same rules serve plain text and pages; a page marks its headings itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from communique.ingest.dateline import Dateline, read_dateline
from communique.ingest.dates import Day
from communique.ingest.facts import Facts
from communique.ingest.headers import HeaderLine, read_header
from communique.model.article import Block, Role
from communique.model.span import Span

_HEAD = 14  # paragraphs in which headers are looked for
_TAIL = 14  # paragraphs in which trailers are looked for
_SENTENCE_END = re.compile(r"[.!?…:;,؟。！？।][\"”’'»)\]]*$")
_CLOSED_QUOTE = re.compile(r"[.!?…,][\"”’'»)]+$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_NOT_HEADING = re.compile(r"[-*•–—‣▪(\[<>|]|\d{1,3}[.)]\s|https?://|www\.")

# Never part of a report, wherever they stand.
_APART = re.compile(
    r"\W{0,4}(?:©|™|®|\(c\)\s+\d{4}|copyright\s+(?:©|\(c\)|\d{4}|by\b)).*"
    r"|.{0,200}\ball rights reserved\b.{0,200}"
    r"|the-[a-z]+-wire\.?"
    r"|[\[(]\s*(?:additional |with )?(?:reporting|writing|editing|compiled|written|edited|translated|produced|"
    r"reported|graphics?|photography)\b[^()\[\]]*\bby\b[^\n]*[)\]]\.?"
    r"|(?:story|article) continues below.{0,40}|advertisement|\[?\s*sponsored content\s*\]?"
    r"|(?:read more|see also|related(?: stories| articles| coverage)?|more on this(?: story)?|recommended|also read|"
    r"watch|listen|in pictures)\s?[:|»→].{0,200}"
    r"|[-–—*_=#~ ]{3,}|[-*# ]{0,6}(?:ends?|30)[-*# ]{1,6}|-30-",
    re.IGNORECASE | re.DOTALL,
)
# Not part of a report where nothing but the like follows.
_TRAILING = re.compile(
    r"(?:sign up (?:for|to)|subscribe (?:to|for|now|today)|follow (?:us|\S+ on|@)|click here|join (?:us|our)|"
    r"download (?:our|the) app|get (?:our|the) .{0,40}newsletter|like us on|share this|support our|"
    r"donate (?:now|today|to)|for more .{0,60}(?:visit|go to)|visit our).{0,300}"
    r"|(?:additional |with )?(?:reporting|writing|editing)(?: and (?:reporting|writing|editing))? (?:by|from)\s.{0,300}"
    r"|.{3,250}\bcontributed (?:to )?(?:this|the)? ?(?:report(?:ing)?|story|article|dispatch)?\.?"
    r"|(?:this|the) (?:story|article|piece|report|column) (?:was|has been|is|first|originally).{0,60}\b"
    r"(?:published|appeared|produced|republished|updated|translated|syndicated|distributed)\b.{0,200}"
    r"|our standards\s?:.{0,120}|ends?\.?|(?:e-?mail|contact|write to)\s.{0,40}@\S+.{0,60}|\S+@\S+\.\w{2,10}|https?://\S+",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate paragraph; ``heading`` where the page's own markup calls it one."""

    span: Span
    heading: bool = False


def assign_roles(text: str, drafts: list[Draft], near: date | None = None) -> tuple[tuple[Block, ...], Facts]:
    """The blocks of ``text``, and what they tell; ``near`` helps a dateline without a year to its day."""
    roles: list[Role | None] = [Role.HEADING if draft.heading else None for draft in drafts]
    headers = _mark_headers(text, drafts, roles)
    _mark_trailers(text, drafts, roles)
    title = _mark_title(text, drafts, roles)
    _mark_headings(text, drafts, roles)
    dateline, opened = _find_dateline(text, drafts, roles)
    blocks: list[Block] = []
    for position, (draft, role) in enumerate(zip(drafts, roles, strict=True)):
        start = draft.span.start
        if dateline and position == opened:
            blocks.append(Block(_trimmed(text, start, start + dateline.end), Role.HEADER))
            start += dateline.end
        elif role is Role.HEADING and (marks := _MARKDOWN_HEADING.match(text, start, draft.span.end)):
            start = marks.end()
        span = _trimmed(text, start, draft.span.end)
        if len(span):
            blocks.append(Block(span, role or Role.PARAGRAPH))
    return tuple(blocks), _gathered(headers, dateline, title, near)


def _gathered(headers: list[HeaderLine], dateline: Dateline | None, title: str | None, near: date | None) -> Facts:
    days = [day for h in headers if not h.updated for day in h.days] + [
        day for h in headers if h.updated for day in h.days
    ]
    told = Facts(
        title=next((h.title for h in headers if h.title), None) or title,
        author=next((h.author for h in headers if h.author), None),
        outlet=next((h.outlet for h in headers if h.outlet), None),
        published=_first_day(days, near),
    )
    if dateline is None:
        return told
    day = dateline.day.complete(told.published or near) if dateline.day else None
    return told.over(Facts(place=dateline.place, outlet=dateline.outlet, published=day))


def _first_day(days: list[Day], near: date | None) -> date | None:
    """The first day that tells its year, else the first that ``near`` gives one."""
    whole = (day.complete() for day in days)
    return next((day for day in whole if day), None) or (days[0].complete(near) if days else None)


def _mark_headers(text: str, drafts: list[Draft], roles: list[Role | None]) -> list[HeaderLine]:
    """Marks metadata lines above the second paragraph of prose."""
    found: list[HeaderLine] = []
    prose = 0
    for position, draft in enumerate(drafts[:_HEAD]):
        line = draft.span.of(text) if len(draft.span) < 400 else ""
        if not draft.heading and line and (header := read_header(line)) is not None:
            roles[position] = Role.HEADER
            found.append(header)
        elif _is_prose(text, draft.span):
            prose += 1
            if prose == 2:
                break
    return found


def _mark_trailers(text: str, drafts: list[Draft], roles: list[Role | None]) -> None:
    trailing = True
    for position in range(len(drafts) - 1, -1, -1):
        span = drafts[position].span
        if len(span) > 600:
            trailing = False
            continue
        line = span.of(text)
        last = trailing and position > 0 and len(drafts) - position <= _TAIL
        if _APART.fullmatch(line) or (last and _TRAILING.fullmatch(line)):
            roles[position] = Role.FOOTER
        else:
            trailing = False


def _mark_title(text: str, drafts: list[Draft], roles: list[Role | None]) -> str | None:
    """The first line that is no header, where it reads like a title and prose follows."""
    for position, (draft, role) in enumerate(zip(drafts[:_HEAD], roles, strict=False)):
        if role in (Role.HEADER, Role.FOOTER):
            continue
        words = draft.span.of(text) if len(draft.span) <= 220 else ""
        follows = any(
            _is_prose(text, d.span)
            for d, r in list(zip(drafts, roles, strict=True))[position + 1 : position + 8]
            if r is None
        )
        if words and follows and (role is Role.HEADING or _is_title(words)):
            roles[position] = Role.HEADING
            return " ".join(_MARKDOWN_HEADING.sub("", words, count=1).split())
        return None
    return None


def _mark_headings(text: str, drafts: list[Draft], roles: list[Role | None]) -> None:
    for position, draft in enumerate(drafts[:-1]):
        if roles[position] is not None or len(draft.span) > 100:
            continue
        following = next((p for p in range(position + 1, len(drafts)) if roles[p] is not Role.FOOTER), None)
        if following is None or roles[following] is Role.HEADER or not _is_prose(text, drafts[following].span):
            continue
        words = draft.span.of(text)
        if _MARKDOWN_HEADING.match(words) or _is_heading(words):
            roles[position] = Role.HEADING


def _find_dateline(text: str, drafts: list[Draft], roles: list[Role | None]) -> tuple[Dateline | None, int]:
    """The dateline of the first or second paragraph: a standfirst may stand above it."""
    seen = 0
    for position, (draft, role) in enumerate(zip(drafts[:_HEAD], roles, strict=False)):
        if role is not None:
            continue
        seen += 1
        start = draft.span.start
        dateline = read_dateline(text[start : min(draft.span.end, start + 200)])
        if dateline and (dateline.outlet or dateline.day or not _speaks_again(text, draft.span, dateline)):
            return dateline, position
        if seen == 2:
            break
    return None, -1


def _speaks_again(text: str, span: Span, dateline: Dateline) -> bool:
    """True for ``NAME:`` that opens another line too: a speaker in a transcript, not a place."""
    label = text[span.start : span.start + dateline.end].strip()
    return label.endswith(":") and ("\n" + label) in text


def _is_prose(text: str, span: Span) -> bool:
    if len(span) > 220:
        return True
    words = span.of(text)
    return bool(_SENTENCE_END.search(words)) and (len(words) >= 40 or len(words.split()) >= 6)


def _is_title(words: str) -> bool:
    count = len(words.split())
    if count > 26 or _NOT_HEADING.match(words):
        return False
    if not _SENTENCE_END.search(words) or (words.endswith("?") and count <= 16):
        return count >= 2 or _MARKDOWN_HEADING.match(words) is not None
    # Databases put a full stop behind every title; one in title case still shows.
    long = [w for w in re.findall(r"[^\W\d_][\w’'-]*", words) if len(w) > 3]
    return words.endswith(".") and len(long) >= 3 and sum(w[0].isupper() for w in long) * 10 >= len(long) * 9


def _is_heading(words: str) -> bool:
    if len(words.split()) > 14 or "\n" in words or _NOT_HEADING.match(words):
        return False
    if _SENTENCE_END.search(words) or _CLOSED_QUOTE.search(words):
        return False
    first = words.lstrip("\"“”‘’'«")[:1]
    return bool(first) and not first.islower() and any(c.isalpha() for c in words)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, start + max(left, len(words.rstrip())))
