"""An entry's sentence in context: its paragraphs with the evidence marked, and a sentence before and after.

What enters is an article and an entry as plain data; what leaves is a ``Passage`` of plain strings, none escaped.
Offsets are code points of the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from communique.model.article import Article, Block, Role
from communique.model.plain import Plain
from communique.model.span import Span

WHO = ("speaker", "by", "held_by", "challenger", "participants", "claimed_by")
"""Of each kind, the field that names who acts."""

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:[A-Z][a-z]{0,3}|[A-Z](?:\.[A-Z])*)\.\s+$")
_LONGEST = 320  # characters of a neighbouring sentence that are shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph from ``start``; ``marked`` where it is evidence, ``who`` where it names who acts."""

    text: str
    start: int
    marked: bool = False
    who: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """``paragraphs`` hold the evidence; ``before`` and ``after`` are the sentences around them, empty at the edges."""

    before: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    after: str


def cut_passage(article: Article, entry: Plain) -> Passage:
    """The passage of ``entry``; evidence outside every block is shown with the 200 characters around it."""
    evidence = [Span(span["start"], min(span["end"], len(article.text))) for span in entry["evidence"]]
    who = list(_mentions(entry))
    blocks = [block for block in article.blocks if block.role in (Role.PARAGRAPH, Role.HEADING)] or list(article.blocks)
    held = [i for i, block in enumerate(blocks) if any(block.span.overlaps(span) for span in evidence)]
    if not held:
        start, end = evidence[0].start, evidence[-1].end
        around = Block(Span(max(0, start - 200), min(len(article.text), end + 200)))
        return Passage("", (_pieces(article.text, around.span, evidence, who),), "")
    before = article.text[blocks[held[0] - 1].span.start : blocks[held[0] - 1].span.end] if held[0] else ""
    last = held[-1] + 1
    after = article.text[blocks[last].span.start : blocks[last].span.end] if last < len(blocks) else ""
    return Passage(
        last_sentence(before),
        tuple(_pieces(article.text, blocks[i].span, evidence, who) for i in held),
        first_sentence(after),
    )


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph, cut short where it is long.

    >>> first_sentence("Mr. Ode left. Nobody followed.")
    'Mr. Ode left.'
    """
    end = next(iter(_ends(text)), len(text))
    found = text[:end].strip()
    return found if len(found) <= _LONGEST else found[:_LONGEST].rsplit(" ", 1)[0] + " …"


def last_sentence(text: str) -> str:
    """The last sentence of a paragraph, cut short at its front where it is long.

    >>> last_sentence("Mr. Ode left. Nobody followed.")
    'Nobody followed.'
    """
    start = next(iter(list(_ends(text))[::-1]), 0)
    found = text[start:].strip()
    return found if len(found) <= _LONGEST else "… " + found[-_LONGEST:].split(" ", 1)[-1]


def _ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: match.end()][-12:]):
            yield match.end()


def _mentions(entry: Plain) -> Iterator[Span]:
    for name in WHO:
        value = entry.get(name)
        for actor in value if isinstance(value, list) else [value] if value else []:
            if mention := actor.get("mention"):
                yield Span(mention["start"], mention["end"])


def _pieces(text: str, within: Span, evidence: list[Span], who: list[Span]) -> tuple[Piece, ...]:
    cuts = {within.start, within.end}
    for span in (*evidence, *who):
        cuts |= {min(max(offset, within.start), within.end) for offset in (span.start, span.end)}
    edges = sorted(cuts)
    return tuple(
        Piece(
            text[start:end],
            start,
            marked=any(span.start <= start and end <= span.end for span in evidence),
            who=any(span.start <= start and end <= span.end for span in who),
        )
        for start, end in pairwise(edges)
    )
