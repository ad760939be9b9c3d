"""The text of an article cut where entries begin and end, so that overlapping entries can be shown in place.

What enters is a text, a stretch of it and the marks on it; what leaves are segments that, put together, are that
stretch again, each with the marks that cover it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.model.article import Article, Block
from communique.model.span import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of an entry's evidence; ``key`` names the entry, ``first`` is true for its first stretch."""

    span: Span
    key: str
    kind: str
    first: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that the same entries cover: ``keys`` from the shortest mark to the longest, ``kinds`` each once.

    ``opens`` is true where an entry begins; such a segment can be reached with the keyboard.
    """

    text: str
    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    opens: bool = False


def cut(text: str, within: Span, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """The segments of ``text`` inside ``within``.

    >>> marks = (Mark(Span(0, 9), "s1", "statement"), Mark(Span(4, 9), "e1", "event"))
    >>> [(segment.text, segment.keys) for segment in cut("they meet.", Span(0, 10), marks)]
    [('they', ('s1',)), (' meet', ('e1', 's1')), ('.', ())]
    """
    here = [mark for mark in marks if mark.span.overlaps(within)]
    edges = {within.start, within.end}
    for mark in here:
        edges |= {max(mark.span.start, within.start), min(mark.span.end, within.end)}
    places = sorted(edges)
    segments = []
    for start, end in pairwise(places):
        over = [mark for mark in here if mark.span.start <= start and end <= mark.span.end]
        over.sort(key=lambda mark: (len(mark.span), mark.key))
        opens = any(mark.first and mark.span.start == start for mark in over)
        keys = tuple(dict.fromkeys(mark.key for mark in over))
        segments.append(Segment(text[start:end], keys, tuple(dict.fromkeys(mark.kind for mark in over)), opens))
    return tuple(segments)


def whole_blocks(article: Article) -> Iterator[Block]:
    """The article's blocks, and paragraphs for any words that stand outside them: nothing of the text is left out."""
    at = 0
    for block in (*sorted(article.blocks, key=lambda block: block.span), None):
        until = block.span.start if block else len(article.text)
        yield from _paragraphs(article.text, at, until)
        if block is not None:
            yield block
            at = max(at, block.span.end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    for line in text[start:end].splitlines(keepends=True):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield Block(Span(begin, begin + len(words)))
        start += len(line)
