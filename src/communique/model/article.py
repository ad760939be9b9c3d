"""An article: one immutable text, where it came from, and how its offsets lead back to the original."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.model.span import Span


class Role(StrEnum):
    """What a block of an article is; only ``paragraph`` and ``heading`` are read for entries."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    HEADER = "header"  # a leading line of metadata, a byline
    FOOTER = "footer"  # copyright lines, wire signatures


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like stretch of the text, without its line ends."""

    span: Span
    role: Role = Role.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` code points at ``text`` that stand verbatim at ``source`` of the decoded original."""

    text: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read; offsets everywhere are code points into ``text``.

    ``digest`` is the SHA-256 of the original bytes (hex), ``id`` its first 16 digits behind ``a``.
    ``offsets`` maps text offsets back to the decoded original; empty where the text is the original itself.
    """

    id: str
    text: str
    digest: str
    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    place: str | None = None  # of the dateline
    url: str | None = None
    path: str | None = None
    offsets: tuple[Run, ...] = ()

    def original(self, offset: int) -> int | None:
        """The offset in the decoded original of ``text[offset]``; None where cleaning made the character."""
        if not self.offsets:
            return offset
        for run in self.offsets:
            if run.text <= offset < run.text + run.length:
                return run.source + offset - run.text
        return None
