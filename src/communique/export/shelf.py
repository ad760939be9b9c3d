"""The articles of a store in a terminal: the list, one article's head, and what adding one did.

What enters is what is known of articles, as plain data; what leaves is something rich can print.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.export.terminal import style_text
from communique.export.wording import short_ids
from communique.model.plain import Plain

_WIDE = 110
_OUTCOMES = {"new": "green", "new version": "yellow", "near-copy": "magenta", "read again": "cyan", "unchanged": "dim"}


def outcome_line(plain: Plain, name: str, place: str) -> RenderableType:
    """What became of an article that was added: ``place`` is how far the run is ("3/40"), or empty."""
    outcome = plain["outcome"]
    line = Text(f"{place}  " if place else "", "dim").append(f"{outcome:<13}", _OUTCOMES[outcome])
    line.append_text(style_text((f"{name}  ", ""), (plain["article"], "dim")))
    told = []
    if plain["entries"] is not None:
        told.append(count(plain["entries"], "entry", "entries"))
    if plain["version"] is not None and plain["version"] > 1:
        told.append(f"version {plain['version']}")
    if plain["first"]:
        told.append(f"near-copy of {plain['first']}")
    if plain["lost"]:
        lost = count(len(plain["lost"]), "judged entry", "judged entries")
        told.append(f"{lost} lost their place: see communique log --lost")
    return line.append_text(style_text((f"  {' · '.join(told)}" if told else "", "")))


def article_table(rows: Sequence[Plain], total: int, offset: int, width: int) -> RenderableType:
    """A page of articles: id, day, outlet, title, how many entries and how many of them are decided."""
    if not rows:
        return Text("No articles." if not total else f"No more articles; there are {total:,}.", "italic")
    shorts = short_ids(row["id"] for row in rows)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=min(width, 160))
    table.add_column("id", no_wrap=True, style="dim")
    table.add_column("published", no_wrap=True, min_width=10)
    if width >= _WIDE:
        table.add_column("outlet", overflow="ellipsis", no_wrap=True, ratio=25)
    table.add_column("title", overflow="fold", ratio=60)
    table.add_column("entries", justify="right", no_wrap=True)
    table.add_column("decided", justify="right", no_wrap=True)
    for row in rows:
        outlet = (style_text((row["outlet"] or "", "")),) if width >= _WIDE else ()
        decided = f"{row['decided']}" if row["decided"] else ""
        table.add_row(
            shorts[row["id"]], row["published"] or "", *outlet, _titled(row), str(row["entries"]), decided
        )  # fmt: skip
    return Group(table, Text(), foot(len(rows), total, offset, "article", "articles"))


def _titled(row: Plain) -> Text:
    line = style_text((row["title"] or row["path"] or "Untitled", "bold"))
    notes = []
    if row["version"] > 1 or not row["newest"]:
        notes.append(f"version {row['version']}{'' if row['newest'] else ', not the newest'}")
    if row["first"]:
        notes.append(f"near-copy of {row['first']}")
    return line.append_text(style_text((f"  {' · '.join(notes)}" if notes else "", "dim")))


def article_head(facts: Plain) -> RenderableType:
    """What is known of one article, above its entries."""
    lines: list[RenderableType] = [style_text((facts["title"] or facts["path"] or "Untitled", "bold"))]
    day = date.fromisoformat(facts["published"]) if facts["published"] else None
    published = f"{day:%A} {day.day} {day:%B} {day.year}" if day else None
    told = [facts["outlet"], facts["author"], facts["place"], published]
    if any(told):
        lines.append(style_text((" · ".join(part for part in told if part), "dim")))
    rows = [
        ("id", facts["id"]),
        ("from", " · ".join(part for part in (facts["url"], facts["path"]) if part)),
        ("added", f"{facts['added'][:10]}, read by {facts['reader']}"),
    ]
    if len(facts["versions"]) > 1:
        every = [
            f"{one['version']}: {one['id']}{' (this)' if one['id'] == facts['id'] else ''}" for one in facts["versions"]
        ]
        rows.append(("versions", ", ".join(every)))
    for copy in facts["copies"]:
        how = "first seen as" if copy["id"] == facts["first"] else "near-copy"
        rows.append((how, " · ".join(filter(None, (copy["id"], copy["outlet"], copy["published"])))))
    if facts["doubts"]:
        rows.append(("doubts", str(len(facts["doubts"]))))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for label, words in rows:
        if words:
            grid.add_row(label, style_text((words, "")))
    return Group(*lines, grid, Text())


def foot(shown: int, total: int, offset: int, one: str, many: str, exact: bool = True) -> Text:
    """How much of the whole is shown, and how to see more."""
    noun = one if total == 1 else many
    if shown == total:
        return Text(f"{total:,} {noun}", "dim")
    more = f" · --offset {offset + shown} shows more" if offset + shown < total else ""
    whole = f"{total:,}" if exact else f"more than {total:,}"
    return Text(f"{offset + 1:,}–{offset + shown:,} of {whole} {noun}{more}", "dim")


def count(number: int, one: str, many: str) -> str:
    """ "1 entry", "3 entries"."""
    return f"{number:,} {one if number == 1 else many}"
