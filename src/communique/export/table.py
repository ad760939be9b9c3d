"""The record in a terminal: entries grouped by kind, each with who, what, when and the words it rests on.

What enters is a Record and a width in columns; what leaves is something rich can print. From 110 columns on each kind
is a table; below that every entry is a small card. Words of the article are harmless to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.export.terminal import COLOURS, style_text
from communique.export.wording import KINDS, Wording, short_ids, word_entry
from communique.model.entry import Record
from communique.model.plain import Plain, entry_to_plain

WIDE = 110
"""Columns from which an entry gets a row of a table."""

_MEASURE = 176  # wider rows are hard to follow with the eye
_PREPOSITIONS = {"to", "about", "relayed by", "demanded by", "claimed by", "vouched for by"}

MARKS = {"accepted": ("✓", "green"), "corrected": ("✎", "yellow"), "rejected": ("✗", "red"), "added": ("+", "green")}
"""How it is marked that a person has decided about an entry, and in which colour."""

Rows = list[tuple[Text, Wording]]


def render_record(record: Record, width: int) -> RenderableType:
    """The record for a terminal of ``width`` columns."""
    plains = [entry_to_plain(entry, record.article) for entry in record.entries]
    nothing = () if plains else (Text("Nothing on record in this article.", "italic"),)
    return Group(*_head(record), *nothing, *render_entries(plains, width), _foot(record))


def render_entries(plains: Sequence[Plain], width: int) -> Iterator[RenderableType]:
    """Entries as plain data, grouped by kind; those that were reviewed tell how they stand."""
    shorts = short_ids(plain["id"] for plain in plains)
    for kind, one, many in KINDS:
        rows: Rows = [(_mark(shorts[p["id"]], p), _told(p)) for p in plains if p["kind"] == kind.value]
        if rows:
            colour = COLOURS[kind.value]
            yield _band(one if len(rows) == 1 else many, len(rows), colour, width)
            yield _table(rows, colour, width) if width >= WIDE else _cards(rows, colour)
            yield Text()


def _mark(short: str, plain: Plain) -> Text:
    """The short id, with a mark where a person has decided."""
    status = plain.get("review", {}).get("status", "proposed")
    mark, style = MARKS.get(status, ("", ""))
    return Text.assemble((short, "dim"), (f" {mark}" if mark else "", style))


def _told(plain: Plain) -> Wording:
    wording = word_entry(plain)
    return replace(wording, notes=(*wording.notes, *_review_notes(plain)))


def _review_notes(plain: Plain) -> Iterator[tuple[str, str]]:
    review = plain.get("review")
    if review is None or review["status"] == "proposed":
        return
    yield review["status"], f"by {review['by']}" + (f" ({', '.join(review['changed'])})" if review["changed"] else "")


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
    table.add_column(no_wrap=True)
    for ratio in (18, 36, 13, 46):
        table.add_column(ratio=ratio, overflow="fold")
    for short, wording in rows:
        table.add_row(short, _who(wording), _what(wording, colour), Text(wording.when), _quote(wording))
    return table


def _cards(rows: Rows, colour: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
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
