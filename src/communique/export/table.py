"""The record in a terminal: entries grouped by kind, each with who, what, when and the words it rests on.

What enters is a Record and a width in columns; what leaves is something rich can print. From 110 columns on each kind
is a table; below that every entry is a small card. Words of the article are harmless to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.export.terminal import COLOURS, style_text
from communique.export.wording import KINDS, Wording, short_ids, word_entry
from communique.model.entry import Record
from communique.model.plain import entry_to_plain

WIDE = 110
"""Columns from which an entry gets a row of a table."""

_MEASURE = 176  # wider rows are hard to follow with the eye
_PREPOSITIONS = {"to", "about", "relayed by", "demanded by", "claimed by", "vouched for by"}

Rows = list[tuple[str, Wording]]


def render_record(record: Record, width: int) -> RenderableType:
    """The record for a terminal of ``width`` columns."""
    shorts = short_ids(entry.id for entry in record.entries)
    parts: list[RenderableType] = [*_head(record)]
    if not record.entries:
        parts.append(Text("Nothing on record in this article.", "italic"))
    for kind, one, many in KINDS:
        rows: Rows = [
            (shorts[entry.id], word_entry(entry_to_plain(entry, record.article)))
            for entry in record.entries
            if entry.kind is kind
        ]
        if rows:
            colour = COLOURS[kind.value]
            parts.append(_band(one if len(rows) == 1 else many, len(rows), colour, width))
            parts.append(_table(rows, colour, width) if width >= WIDE else _cards(rows, colour))
            parts.append(Text())
    parts.append(_foot(record))
    return Group(*parts)


def _head(record: Record) -> Iterator[RenderableType]:
    article = record.article
    yield style_text((article.title or article.path or "Untitled", "bold"))
    day = article.published
    published = f"{day:%A} {day.day} {day:%B} {day.year}" if day else None
    line = [part for part in (article.outlet, article.author, article.place, published) if part]
    if line:
        yield style_text((" · ".join(line), "dim"))
    yield Text()


def _foot(record: Record) -> RenderableType:
    parts = [f"{len(record.entries)} {'entry' if len(record.entries) == 1 else 'entries'}"]
    if record.doubts:
        parts.append(f"{len(record.doubts)} {'doubt' if len(record.doubts) == 1 else 'doubts'}")
    if record.entries:
        parts.append("communique explain ID tells why an entry is here")
    return Text(" · ".join(parts), "dim")


def _band(noun: str, count: int, colour: str, width: int) -> Text:
    band = Text.assemble((noun, f"bold {colour}"), (f" {count} ", colour))
    return band.append("─" * max(0, min(width, _MEASURE) - len(band)), f"dim {colour}")


def _table(rows: Rows, colour: str, width: int) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False, width=min(width, _MEASURE), pad_edge=False)
    table.add_column(no_wrap=True, style="dim")
    for ratio in (18, 36, 13, 46):
        table.add_column(ratio=ratio, overflow="fold")
    for short, wording in rows:
        table.add_row(short, _who(wording), _what(wording, colour), Text(wording.when), _quote(wording))
    return table


def _cards(rows: Rows, colour: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for number, (short, wording) in enumerate(rows):
        if number:
            grid.add_row()
        top = _who(wording)
        if wording.when:
            top = Text.assemble(top, (" · ", "dim"), wording.when)
        grid.add_row(short, Group(top, _what(wording, colour), _quote(wording)))
    return grid


def _who(wording: Wording) -> Text:
    return style_text((wording.who, "bold")) if wording.who else Text("—", "dim")


def _what(wording: Wording, colour: str) -> Text:
    text = style_text((wording.what, ""))
    if wording.status:
        text = Text.assemble((wording.status, colour), (" · ", "dim"), text)
    notes = [f"{label} {words}" if label in _PREPOSITIONS else f"{label}: {words}" for label, words in wording.notes]
    return text.append("\n").append_text(style_text((" · ".join(notes), "dim"))) if notes else text


def _quote(wording: Wording) -> Text:
    return style_text((wording.quote, "italic"))
