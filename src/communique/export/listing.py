"""Times and names of one article as plain lines and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from communique.export.terminal import style_text
from communique.model.article import Article
from communique.model.plain import Plain
from communique.model.reading import NameKind, Resolved
from communique.model.when import When
from communique.resources.names import load_lexicon

Times = tuple[Article, tuple[tuple[When, str], ...]]
_AROUND = 34  # characters of context on each side
_LEAST = {"type": 8, "kind": 12, "times": 5, "value": 10, "earliest": 10, "latest": 10}  # columns never cut
_WIDE = 110  # columns from which a time is shown in its context

LABELS = {
    NameKind.PERSON: "PERSON",
    NameKind.ORGANISATION: "ORG",
    NameKind.PLACE: "GPE",
    NameKind.GROUP: "NORP",
    NameKind.EVENT: "EVENT",
    NameKind.DOCUMENT: "LAW",
    NameKind.OTHER: "OTHER",
}
"""The kinds of names under the labels of the OntoNotes scheme; a place that nobody governs is a LOC (`label_of`)."""


def time_lines(times: Times) -> Iterator[Plain]:
    """One object a time expression, in the order of the text; offsets are code points, half-open."""
    article, found = times
    for when, type_ in found:
        yield {
            "start": when.span.start,
            "end": when.span.end,
            "text": when.span.of(article.text),
            "type": type_,
            "value": when.value,
            "earliest": when.earliest.isoformat() if when.earliest else None,
            "latest": when.latest.isoformat() if when.latest else None,
        }


def time_table(times: Times, width: int) -> RenderableType:
    """The expressions in their context, with value and bounds."""
    article, found = times
    wide = width >= _WIDE
    table = _table("time", "type", "value", "earliest", "latest", *(("in context",) if wide else ()))
    for when, type_ in found:
        bounds = [style_text((day.isoformat() if day else "", "")) for day in (when.earliest, when.latest)]
        words = style_text((when.span.of(article.text), "bold"))
        context = (in_context(article.text, when.span.start, when.span.end),) if wide else ()
        table.add_row(words, type_, when.value, *bounds, *context)
    return table if found else style_text(("No time expressions.", "italic"))


def label_of(words: str, kind: NameKind) -> str:
    """The label of a name; of places by the last word.

    >>> [label_of(words, NameKind.PLACE) for words in ("Strait of Hormuz", "Black Sea", "Kenya")]
    ['LOC', 'LOC', 'GPE']
    """
    parts = words.casefold().split()
    lands = load_lexicon().ungoverned
    if kind is NameKind.PLACE and parts and (parts[-1] in lands or (parts[0] in lands and "of" in parts)):
        return "LOC"
    return LABELS[kind]


def name_lines(resolved: Resolved) -> Iterator[Plain]:
    """One object a name, in the order of the text; offsets are code points, half-open."""
    text = resolved.annotations.article.text
    for name in resolved.names:
        span = name.span
        yield {
            "start": span.start,
            "end": span.end,
            "text": span.of(text),
            "type": label_of(span.of(text), name.kind),
            "kind": name.kind.value,
            "score": name.score,
        }


def name_table(resolved: Resolved, width: int) -> RenderableType:
    """Each name once, with its kind and how often it stands in the article."""
    text = resolved.annotations.article.text
    counts = Counter((" ".join(name.span.of(text).split()), name.kind) for name in resolved.names)
    order = list(NameKind)
    table = _table("name", "kind", "times")
    for (words, kind), count in sorted(counts.items(), key=lambda c: (order.index(c[0][1]), -c[1], c[0][0])):
        table.add_row(style_text((words, "bold")), kind.value, str(count))
    return table if counts else style_text(("No names.", "italic"))


def in_context(text: str, start: int, end: int) -> RenderableType:
    """The words at ``[start, end)`` with some of the text around them, on one line."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return style_text((f"…{before}", "dim"), (text[start:end], "bold"), (f"{after}…", "dim"))


def _table(*columns: str) -> Table:
    wide = "in context" in columns
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", expand=wide)
    for column in columns:
        if column == "in context":
            table.add_column(column, overflow="ellipsis", no_wrap=True, ratio=1)
        else:
            table.add_column(column, overflow="fold", min_width=_LEAST.get(column), no_wrap=column in _LEAST)
    return table
