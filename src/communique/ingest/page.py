"""An HTML page → the text of its article, its paragraphs, and the way back to the source.

trafilatura decides what of the page is the article; the words themselves are taken from the source, through
``markup``, so that every character keeps its place and none is lost between two inline elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.errors import BadPage
from communique.ingest.alignment import align
from communique.ingest.lines import is_blank
from communique.ingest.markup import Stream, read_markup
from communique.ingest.roles import Draft
from communique.model.article import Run
from communique.model.span import Span

_BETWEEN = "\n\n"
# libxml2 builds no tree deeper than 256 elements and drops what lies below.
_DEEPEST = 200
_MOST_TAGS = 30_000  # the extractor is quadratic in the tags of one paragraph: 9 s for 60,000; long reports have 10,000
_LEAVES = frozenset(("p", "head", "item", "quote", "cell", "code", "ab", "fw"))
_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*", re.DOTALL)
_WHOLE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PART = re.compile(
    r"<(?:head|body|main|article|section|div|p|h[1-6]|meta|title|link|header|nav|ul|ol|blockquote|table|figure)[\s>/]",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(r"<(?:body|head|p|article)(?:\s[^>]{0,500})?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page: its text, the candidate paragraphs of it, the runs back to the source."""

    text: str
    drafts: list[Draft]
    offsets: tuple[Run, ...]


def is_page(text: str, path: str | None) -> bool:
    """True for HTML: by a doctype or html tag at the start, by the file's name, or by a starting tag and paragraphs."""
    start = _START.match(text)
    place = start.end() if start else 0
    if _WHOLE.match(text, place):
        return True
    if path and path.lower().endswith((".html", ".htm", ".xhtml")):
        return re.search(r"<[a-zA-Z!/]", text) is not None
    return bool(_PART.match(text, place)) and bool(_STRUCTURE.search(text, place, place + 65_536))


def read_page(source: str, where: str) -> Page:
    """The article of ``source``; BadPage where there is none."""
    stream = read_markup(source)
    whole = re.search(r"<(?:html|body)[\s>]", source[:200_000], re.IGNORECASE) is not None
    if stream.depth > _DEEPEST or stream.tags > _MOST_TAGS:
        pieces = _own_paragraphs(stream)
    else:
        pieces = _extracted(source, stream)
        if not pieces and not whole:
            pieces = _own_paragraphs(stream)
    page = _put_together(pieces, stream)
    if not any(_is_prose(d.span.of(page.text), whole) for d in page.drafts if not d.heading):
        raise BadPage(where, "no article was found in the page; save the article's own page, or its text as .txt.")
    return page


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph as extracted, and where of the stream it stands; empty ``words`` are those of the range."""

    words: str
    ranges: list[tuple[int, int]]
    heading: bool


def _is_prose(words: str, whole: bool) -> bool:
    """A page has to hold a paragraph of 12 words (or of 40 characters in scripts without spaces); a fragment, any."""
    return not whole or len(words.split()) >= 12 or (len(words) >= 40 and len(words.split()) * 12 < len(words))


def _own_paragraphs(stream: Stream) -> list[_Piece]:
    """The paragraphs and headings that the markup itself names, for pages that the extractor cannot take."""
    return [_Piece("", [(start, end)], heading) for start, end, heading in stream.paragraphs]


def _extracted(source: str, stream: Stream) -> list[_Piece]:
    # Here and not above: importing the extractor takes half a second, which plain text need not wait for.
    from trafilatura import bare_extraction

    try:
        document: Any = bare_extraction(
            source,
            favor_precision=True,
            include_comments=False,
            include_images=False,
            include_links=False,
            with_metadata=False,
        )
    except (ValueError, RecursionError, AttributeError, TypeError, IndexError, KeyError):
        return []  # a page that breaks the extractor is a page without an article to us
    body = getattr(document, "body", None)
    if body is None:
        return []
    blocks = [(words, heading) for words, heading in _leaves(body) if words.strip()]
    places = align([words for words, _ in blocks], stream)
    return [_Piece(words, ranges, heading) for (words, heading), ranges in zip(blocks, places, strict=True)]


def _leaves(body: Any) -> Iterator[tuple[str, bool]]:
    """The paragraphs of the extractor's tree: words, and whether it is a heading. A line break parts two."""
    parts: list[str] = []
    heading = False
    # An explicit stack, since the tree may be as deep as libxml2 allows.
    todo: list[tuple[str, Any]] = [("open", body)]
    while todo:
        step, value = todo.pop()
        if step == "text":
            parts.append(value)
            continue
        if step == "part":
            if parts:
                yield "".join(parts), heading
            parts, heading = [], value
            continue
        is_leaf = value.tag in _LEAVES or value.tag == "lb"
        if is_leaf:
            todo.append(("text", value.tail or ""))
            todo.append(("part", False))
        else:
            todo.append(("text", value.tail or ""))
        for child in reversed(list(value)):
            todo.append(("open", child))
        todo.append(("text", value.text or ""))
        if is_leaf:
            todo.append(("part", value.tag == "head"))
    if parts:
        yield "".join(parts), heading


def _put_together(pieces: list[_Piece], stream: Stream) -> Page:
    texts: list[str] = []
    drafts: list[Draft] = []
    runs: list[Run] = []
    length = 0
    for piece in pieces:
        start = length + len(_BETWEEN) if texts else 0
        words, own = _worded(piece, stream, start)
        if is_blank(words):
            continue
        texts.append(words)
        drafts.append(Draft(Span(start, start + len(words)), piece.heading))
        runs += own
        length = start + len(words)
    return Page(_BETWEEN.join(texts), drafts, tuple(runs))


def _worded(piece: _Piece, stream: Stream, offset: int) -> tuple[str, list[Run]]:
    """The words of a piece with their runs, as the source has them; empty where the source does not show them.

    The extractor cleans characters and leaves out elements, and it may keep what the page hides. Where what it kept
    stands together, the source's own words are taken; where less than half is visible there, none.
    """
    if not piece.ranges:
        return "", []
    start, end = piece.ranges[0][0], piece.ranges[-1][1]
    size = len("".join(piece.words.split())) if piece.words else end - start
    if end - start <= size + size // 10:
        return stream.words(start, end, offset)
    if sum(stop - first for first, stop in piece.ranges) * 2 < size:
        return "", []
    words = " ".join(piece.words.split())
    runs: list[Run] = []
    place = 0
    for first, stop in piece.ranges:
        exact, own = stream.words(first, stop, 0)
        at = words.find(exact, place)
        if at >= 0:
            runs += [Run(offset + at + r.text, r.source, r.length) for r in own]
            place = at + len(exact)
    return words, runs
