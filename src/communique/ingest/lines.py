"""Plain text → its paragraphs as spans: one a line, or hard-wrapped over several.

>>> [span.of(t) for t in ["Talks resumed.\\r\\n\\r\\nThey were short.\\n"] for span in find_paragraphs(t, "note.txt")]
['Talks resumed.', 'They were short.']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from communique.errors import TooLarge
from communique.model.span import Span

MOST_LINES = 250_000  # at 20 characters a line the most that 5 million characters hold in prose
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad"  # joiners, marks, soft hyphens
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # directions
)

# From the first visible character of a line to its end; the C loop skips all blank space between lines.
_LINE = re.compile(r"\S[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*")
_BREAK = re.compile(r"\r\n|[\r\n\v\x1c-\x1e\x85\u2028]")
_PAGE = re.compile(r"[\f\u2029]")
_LIST_ITEM = re.compile(r"(?:[-*•–—‣▪]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”’'»)\]]*$")
_WIDEST = 132  # columns; the widest that mail, terminals and line printers wrapped at


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without trailing space
    indent: int  # characters of space before it on its line
    after_gap: bool  # a blank line stands before it


def find_paragraphs(text: str, where: str) -> list[Span]:
    """The paragraphs of ``text`` in order, without surrounding space; TooLarge over ``MOST_LINES`` lines."""
    lines: list[_Line] = []
    for line in _find_lines(text):
        lines.append(line)
        if len(lines) > MOST_LINES:
            raise TooLarge(where, f"it has more than {MOST_LINES:,} lines of text. Split it into one file per article.")
    if not _is_wrapped(text, lines):
        return [Span(line.start, line.end) for line in lines]
    return _joined(text, lines)


def is_blank(words: str) -> bool:
    """True when nothing of ``words`` shows."""
    return not words.strip(INVISIBLE + " \t\r\n\u00a0") or not words.translate(_UNSEEN).strip()


_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


def _find_lines(text: str) -> Iterator[_Line]:
    before = 0
    for match in _LINE.finditer(text):
        start, end = match.start(), match.end()
        words = match[0].rstrip()
        if words[0] in INVISIBLE and is_blank(words):
            continue
        gap = text[before:start]
        indent = len(gap) - len(gap.rstrip(" \t\u00a0"))
        blank = len(list(islice(_BREAK.finditer(gap), 2))) == 2 or _PAGE.search(gap) is not None
        yield _Line(start, start + len(words), indent, blank)
        before = end


def _is_wrapped(text: str, lines: list[_Line]) -> bool:
    """True when lines break inside sentences, as hard-wrapped prose does.

    In wrapped English about half of the continued lines start in lower case; where a paragraph is a line, hardly any
    does. Scripts without case are told by their width: nearly every line is filled until the next word does not fit.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_gap]
    if not pairs:
        return False
    width = _width(lines)
    if width > _WIDEST or width < 30:
        return False
    lower = sum(text[b.start].islower() for _, b in pairs)
    cased = sum(text[b.start].islower() or text[b.start].isupper() for _, b in pairs)
    if lower * 100 >= 35 * len(pairs):
        return True
    filled = sum(not _fits(text, a, b, width) for a, b in pairs)
    return len(pairs) >= 4 and filled * 100 >= 75 * len(pairs) and (cased * 2 < len(pairs) or lower * 5 >= len(pairs))


def _width(lines: list[_Line]) -> int:
    """The length that 19 of 20 lines do not exceed."""
    lengths = sorted(line.end - line.start for line in lines)
    return lengths[min(len(lengths) - 1, len(lengths) * 19 // 20)]


def _fits(text: str, line: _Line, following: _Line, width: float) -> bool:
    """True when the first word of ``following`` had fitted onto ``line``."""
    word = text[following.start : min(following.end, following.start + 40)].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) <= width


def _joined(text: str, lines: list[_Line]) -> list[Span]:
    """Lines put together into paragraphs; a line far short of the width, or a new indent, ends one."""
    width = _width(lines)
    margin = Counter(line.indent for line in lines).most_common(1)[0][0]
    # Where blank lines part the paragraphs, a short line inside one is only ragged.
    spaced = sum(line.after_gap for line in lines) * 15 > len(lines)
    paragraphs: list[Span] = []
    start = last = None
    for line in lines:
        if start is None or last is None:
            start = line
        elif line.after_gap or _parts(text, last, line, width, margin, spaced):
            paragraphs.append(Span(start.start, last.end))
            start = line
        last = line
    if start is not None and last is not None:
        paragraphs.append(Span(start.start, last.end))
    return paragraphs


def _parts(text: str, last: _Line, line: _Line, width: int, margin: int, spaced: bool) -> bool:
    ended = bool(_ENDS_SENTENCE.search(text[max(last.start, last.end - 8) : last.end]))
    # A dash or a number may just as well go on with the sentence of the line before.
    if (ended and _LIST_ITEM.match(text, line.start, line.end)) or line.indent >= margin + 2:
        return True
    if text[line.start].islower():
        return False
    if _fits(text, last, line, width * (0.6 if spaced else 0.7)):
        return True
    return not spaced and ended and _fits(text, last, line, width * 0.9)
