"""What the reader shows of an article: its text cut where entries begin and end, and the entries beside it.

What enters is an article and its entries as plain data; what leaves are values for a template, none of them escaped.
Offsets are code points of the article's text; ``start`` of a block lets a script find them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.export.dossier.segments import Mark, Segment, cut, whole_blocks
from communique.export.wording import link_entries
from communique.model.article import Article, Role
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store.projection import listed

_TAGS = {Role.HEADING: "h2", Role.HEADER: "p", Role.FOOTER: "p", Role.PARAGRAPH: "p"}
REJECTED = "rejected"
"""Stands for the kind of an entry that a person rejected: its words are found again, but not underlined."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that the same entries cover; ``begins`` are the entries whose evidence starts here."""

    segment: Segment
    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the text: the tag and role it is shown with, and where it starts."""

    tag: str
    role: str
    start: int
    stretches: tuple[Stretch, ...]


def lay_out_text(article: Article, entries: Sequence[Plain]) -> tuple[Paragraph, ...]:
    """Every block of the article, cut into stretches; put together they are the block's text again."""
    marks = [mark for entry in entries for mark in _marks(entry)]
    first: dict[int, list[str]] = {}
    for entry in entries:
        first.setdefault(entry["evidence"][0]["start"], []).append(entry["id"])
    paragraphs = []
    for block in whole_blocks(article):
        here = [mark for mark in marks if mark.span.overlaps(block.span)]
        at = block.span.start
        stretches = []
        for segment in cut(article.text, block.span, here):
            stretches.append(Stretch(segment, tuple(first.get(at, ()))))
            at += len(segment.text)
        role = block.role.value
        paragraphs.append(Paragraph(_TAGS[block.role], role, block.span.start, tuple(stretches)))
    return tuple(paragraphs)


def _marks(entry: Plain) -> Iterable[Mark]:
    kind = REJECTED if entry["review"]["status"] == "rejected" else entry["kind"]
    for place, span in enumerate(entry["evidence"]):
        yield Mark(Span(span["start"], span["end"]), entry["id"], kind, first=place == 0)


def count_kinds(entries: Sequence[Plain]) -> dict[str, int]:
    """How many entries there are of each kind, in the order of kinds, rejected ones left out."""
    counts = {kind.value: 0 for kind in Kind}
    for entry in entries:
        counts[entry["kind"]] += entry["review"]["status"] != "rejected"
    return {kind: count for kind, count in counts.items() if count}


def find_links(entries: Sequence[Plain]) -> dict[str, list[tuple[str, Plain]]]:
    """The entries of the same article that each leans on or that lean on it, each with how ("on condition")."""
    known = {entry["id"]: entry for entry in entries}
    naming: dict[str, list[Plain]] = {}  # an article may have hundreds: each is compared only with those that name it
    for entry in entries:
        for field in FIELDS[Kind(entry["kind"])]:
            if field.shape is Shape.ENTRY and entry[field.name]:
                naming.setdefault(entry[field.name], []).append(entry)
    return {
        entry["id"]: [
            (label, known[id])
            for label, id in link_entries(entry, naming.get(entry["id"], ()))
            if id in known and id != entry["id"]
        ]
        for entry in entries
    }


def span_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind that are stretches of the text and nothing else: what can be dragged."""
    return tuple(field.name for field in FIELDS[Kind(kind)] if field.shape in (Shape.SPAN, Shape.SPANS))


def spans_of(entry: Plain) -> dict[str, list[list[int]]]:
    """Where the draggable fields of an entry stand, for the script: ``{"cue": [[12, 16]]}``."""
    found: dict[str, list[list[int]]] = {}
    for name in span_fields(entry["kind"]):
        value = entry[name]
        spans = listed(value)
        found[name] = [[span["start"], span["end"]] for span in spans]
    return found


def blank(kind: Kind, article: Plain, spans: Sequence[tuple[int, int]], text: str) -> Plain:
    """An entry with nothing in it but its evidence: what the form for an entry by hand starts from."""
    evidence = [{"start": start, "end": end, "text": text[start:end]} for start, end in spans]
    entry: Plain = {"id": "", "kind": kind.value, "article": article}
    for field in FIELDS[kind]:
        entry[field.name] = None
    return entry | {"evidence": evidence}
