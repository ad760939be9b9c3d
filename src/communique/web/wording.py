"""How the pages word things: the filters that templates use, words in context, and the links of a pager.

What enters is plain data of the store; what leaves are strings and small values for a template, which escapes them.
Nothing here knows a request or the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from communique.export.dossier.segments import Mark, cut, whole_blocks
from communique.export.wording import KINDS, flat, say_amount, say_days, say_when, word_entry
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.fields import Field, Shape
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store.projection import listed

DOER = {
    Kind.STATEMENT: "speaker",
    Kind.COMMITMENT: "by",
    Kind.CONDITION: "held_by",
    Kind.DISPUTE: "challenger",
    Kind.EVENT: "participants",
    Kind.PROVISION: None,
    Kind.AMOUNT: "claimed_by",
}
"""The field that says who acts in an entry of a kind."""

_NOUNS = {kind.value: (one, many) for kind, one, many in KINDS}
_CONTEXT = 240  # code points on either side of the evidence, cut at words


def doers(entry: Plain) -> list[Plain]:
    """Who acts in an entry; empty where nobody is told."""
    field = DOER[Kind(entry["kind"])]
    return listed(entry[field]) if field else []


def noun(kind: str, count: int = 1) -> str:
    """The kind as a noun, in the plural for other counts than one."""
    return _NOUNS[kind][count != 1]


def counted(count: int | None, one: str, many: str | None = None) -> str:
    """A count and its noun; None is what nobody counted, since it is much.

    >>> counted(1, "article"), counted(1204, "entry", "entries"), counted(None, "article")
    ('1 article', '1,204 entries', 'many articles')
    """
    several = many or one + "s"
    return f"many {several}" if count is None else f"{count:,} {one if count == 1 else several}"


def say_day(iso: str | None) -> str:
    """An ISO day as "27 Feb 2025"; empty for None."""
    if not iso:
        return ""
    known = date.fromisoformat(iso[:10])
    return say_days(known, known)


def say_moment(iso: str | datetime | None) -> str:
    """A moment as "27 Feb 2025, 14:03 UTC"; empty for None.

    >>> say_moment("2025-02-27T14:03:11+00:00")
    '27 Feb 2025, 14:03 UTC'
    """
    if not iso:
        return ""
    known = datetime.fromisoformat(iso) if isinstance(iso, str) else iso
    return f"{say_days(known.date(), known.date())}, {known:%H:%M} UTC"


def title_of(article: Plain) -> str:
    """The title of an article as plain data, else the name of its file, else "Untitled"."""
    return flat(article["title"] or "") or (PurePath(article["path"]).stem if article["path"] else "") or "Untitled"


def say_words(value: str) -> str:
    """A value of the record as words: "not_supported" → "not supported"."""
    return value.replace("_", " ")


def say_number(value: int | None) -> str:
    """A whole number with its thousands told apart; a dash for what nobody counted."""
    return "–" if value is None else f"{value:,}"


def in_path(id: str) -> str:
    """An id, safe as one segment of a path.

    >>> in_path("person:a/b c")
    'person:a%2Fb%20c'
    """
    return quote(id, safe=":@-._~")


def exact(text: str) -> Markup:
    """The text escaped so that a browser holds exactly these characters: it would turn a bare carriage return into a
    line feed.
    """
    safe = escape(text)
    return safe.replace("\r", Markup("&#13;")) if "\r" in text else safe


FILTERS: dict[str, Callable[..., Any]] = {
    "word": word_entry,
    "listed": listed,
    "doers": doers,
    "noun": noun,
    "counted": counted,
    "when": say_when,
    "amount": say_amount,
    "day": say_day,
    "moment": say_moment,
    "title": title_of,
    "words": say_words,
    "number": say_number,
    "inpath": in_path,
    "flat": flat,
    "exact": exact,
}
"""What templates may pipe through; the desk's environment takes them all."""


def in_context(
    article: Article, spans: Sequence[tuple[int, int]], context: int = _CONTEXT
) -> list[list[tuple[str, bool]]]:
    """The paragraphs that ``spans`` (code points) stand in, each as (words, marked) pieces; long ones cut at words."""
    known = [Span(start, end) for start, end in spans if end > start]
    marks = [Mark(span, str(number), "") for number, span in enumerate(known)]
    found = []
    for block in whole_blocks(article):
        here = [span for span in known if span.overlaps(block.span)]
        if not here:
            continue
        within = _widen(article.text, block.span, here, context)
        pieces = [(segment.text, bool(segment.keys)) for segment in cut(article.text, within, marks)]
        if within.start > block.span.start:
            pieces.insert(0, ("… ", False))
        if within.end < block.span.end:
            pieces.append((" …", False))
        found.append(_joined(pieces))
    return found


def _joined(pieces: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for words, marked in pieces:
        if joined and joined[-1][1] == marked:
            joined[-1] = (joined[-1][0] + words, marked)
        else:
            joined.append((words, marked))
    return joined


def _widen(text: str, block: Span, spans: Sequence[Span], context: int) -> Span:
    first, last = max(spans[0].start, block.start), min(max(span.end for span in spans), block.end)
    start, end = max(block.start, first - context), min(block.end, last + context)
    if start > block.start:
        start = next((place + 1 for place in range(start, first) if text[place].isspace()), start)
    if end < block.end:
        end = next((place for place in range(end - 1, last, -1) if text[place].isspace()), end)
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list stands: page ``number`` of ``last``, entries ``first`` to ``until`` of ``total`` (1-based).

    ``more`` is true where ``total`` is only known to be that many or more.
    """

    number: int
    last: int
    first: int
    until: int
    total: int
    more: bool
    path: str
    query: tuple[tuple[str, str], ...]

    def link(self, number: int) -> str:
        """The address of another page, with the same query."""
        return link(self.path, (*self.query, ("page", str(number))) if number > 1 else self.query)


def lay_out(
    path: str, query: Iterable[tuple[str, str]], *, number: int, size: int, total: int, more: bool = False
) -> Pages:
    """The pages of a list of ``total`` things, ``size`` a page; ``query`` is the address's without ``page``."""
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    return Pages(
        number=number,
        last=last,
        first=min(total, (number - 1) * size + 1),
        until=min(total, number * size),
        total=total,
        more=more,
        path=path,
        query=tuple((name, value) for name, value in query if name != "page"),
    )


def link(path: str, query: Iterable[tuple[str, str]]) -> str:
    """An address: the path and its query, empty values left out."""
    told = urlencode([(name, value) for name, value in query if value])
    return f"{path}?{told}" if told else path


def say_value(field: Field, value: Any) -> str:
    """What a field holds, in a line for a person; empty for nothing.

    >>> from communique.model.fields import field_of
    >>> say_value(field_of(Kind.STATEMENT, "cue"), {"start": 3, "end": 7, "text": "said"})
    'said'
    """
    if value is None or value == []:
        return ""
    match field.shape:
        case Shape.ACTORS:
            return ", ".join(actor["name"] for actor in listed(value))
        case Shape.SPAN | Shape.WORDS:
            return flat(value["text"])
        case Shape.SPANS:
            return " … ".join(flat(span["text"]) for span in value)
        case Shape.WHEN:
            said = say_when(value)
            return said if said == flat(value["text"]) else f"{said} (“{flat(value['text'])}”)"
        case Shape.AMOUNT:
            return say_amount(value) + (f" {value['of']}" if value["of"] else "")
        case Shape.ISSUE:
            return flat(value["label"])
        case Shape.INSTRUMENT:
            return flat(" ".join(filter(None, (value["name"], value["version"]))))
        case _:
            return {True: "yes", False: "no"}.get(value, say_words(str(value)))
