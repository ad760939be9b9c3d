"""Dated items of text with their time expressions marked inline → texts with gold spans.

Enters: the text of a file of items divided by lines ``====``. An item's first line is ``# 2025-02-26``, its day of
publication (a clock may follow after ``T``); an expression is ``{extent|type|value|bounds|>}``, where the bounds
(``earliest..latest``, ISO days, either side may be empty) and the flag ``>`` (it lies after the day of publication) may
each be absent. Leaves: Items, whose spans are code points into the text without the marks.

>>> (item,) = read_items("# 2025-02-26\\nThey sign by {Friday|DATE|2025-02-28|..2025-02-28|>}.")
>>> item.text, item.marks[0].start, item.marks[0].value, item.marks[0].latest, item.marks[0].future
('They sign by Friday.', 13, '2025-02-28', '2025-02-28', True)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from communique.model.article import Article, Block
from communique.model.span import Span

TYPES = ("DATE", "TIME", "DURATION", "SET")
_MARK = re.compile(r"\{([^{}|]+)\|([^{}]*)\}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Mark:
    """One gold expression; ``bounded`` where the marker set bounds, each an ISO day or empty for an open side."""

    start: int
    end: int
    type: str
    value: str
    future: bool
    bounded: bool = False
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A text published on a day, with its marks in order."""

    published: date
    text: str
    marks: tuple[Mark, ...]

    def article(self) -> Article:
        """The item as an article, a block a paragraph."""
        blocks = tuple(Block(Span(*match.span())) for match in re.finditer(r"[^\n]+", self.text))
        return Article("a0", self.text, "", blocks, published=self.published)


def read_items(marked: str) -> list[Item]:
    """The items of a marked file; ValueError, with the place, for what the format does not allow."""
    return [_item(piece.strip("\n")) for piece in re.split(r"^====$", marked, flags=re.MULTILINE) if piece.strip()]


def _item(piece: str) -> Item:
    head, _, body = piece.partition("\n")
    if not head.startswith("# "):
        raise ValueError(f"an item begins with its day of publication, not with {head!r}")
    published = date.fromisoformat(head[2:12])
    text, marks, at = "", [], 0
    for match in _MARK.finditer(body):
        text += body[at : match.start()]
        marks.append(_mark(match[1], match[2].split("|"), len(text), head))
        text += match[1]
        at = match.end()
    text += body[at:]
    if "{" in text or "}" in text:
        raise ValueError(f"a stray brace in the item of {head[2:]}: {text[max(0, text.find('{')) :][:40]!r}")
    return Item(published, text, tuple(marks))


def _mark(extent: str, fields: list[str], start: int, head: str) -> Mark:
    if len(fields) < 2 or fields[0] not in TYPES or not fields[1]:
        raise ValueError(f"a mark is {{extent|type|value|…}}: {extent!r} of {head[2:]}")
    bounds = [f for f in fields[2:] if ".." in f]
    extra = [f for f in fields[2:] if f not in (">", "") and f not in bounds]
    if len(bounds) > 1 or extra:
        raise ValueError(f"neither bounds nor '>' in the mark of {extent!r} of {head[2:]}: {extra or bounds}")
    earliest, _, latest = bounds[0].partition("..") if bounds else ("", "", "")
    for day in (earliest, latest):
        if day and not (_DAY.match(day) and date.fromisoformat(day)):
            raise ValueError(f"no ISO day in the bounds of {extent!r} of {head[2:]}: {day!r}")
    return Mark(start, start + len(extent), fields[0], fields[1], ">" in fields[2:], bool(bounds), earliest, latest)
