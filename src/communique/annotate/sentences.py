"""Blocks → sentences: nupunkt's spans, mended where a title or an open quotation mark was cut."""

from __future__ import annotations

import re

import nupunkt

from communique.model.article import Article, Role
from communique.model.span import Span, trimmed

READ = (Role.PARAGRAPH, Role.HEADING)
_UNENDED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Maj|Capt|Adm|Rev|Hon|St|No|vs|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co)\.|"
    r"(?:^|\s)(?:[A-Z]\.)+)[\"”’)]*\s*$"
)
_OPENS_LOWER = re.compile(r"\s*[a-z,;:–—-]")


def split_sentences(article: Article) -> list[tuple[Span, int]]:
    """Sentences of the blocks that are read, as (span, index of the block), without white space at the edges."""
    out: list[tuple[Span, int]] = []
    for index, block in enumerate(article.blocks):
        if block.role in READ:
            out.extend((span, index) for span in _sentences(article.text, block.span))
    return out


def _sentences(text: str, block: Span) -> list[Span]:
    surface = block.of(text)
    found: list[Span] = []
    for start, end in nupunkt.sent_spans(surface):
        span = trimmed(Span(block.start + start, block.start + end), text)
        if not span:
            continue
        if found and _broken(text, found[-1], span):
            span = Span(found.pop().start, span.end)
        found.append(span)
    return found


def _broken(text: str, before: Span, after: Span) -> bool:
    """True when the two were one sentence: cut after a title or an initial, or before a lower-case word."""
    left = before.of(text)
    return bool(_UNENDED.search(left)) or (left[-1] not in "?!" and bool(_OPENS_LOWER.match(after.of(text))))
