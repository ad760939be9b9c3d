"""Actors and issues of a store in a terminal.

What enters are actors and issues as plain data; what leaves is something rich can print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.export.shelf import foot
from communique.export.terminal import style_text
from communique.model.plain import Plain

_WIDE = 110


def actor_table(rows: Sequence[Plain], total: int, offset: int, width: int) -> RenderableType:
    """A page of actors: name and what is known, how many statements and entries, and under which id."""
    if not rows:
        return Text("No actors." if not total else f"No more actors; there are {total:,}.", "italic")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=min(width, 160))
    table.add_column("actor", overflow="fold", ratio=50)
    table.add_column("kind", no_wrap=True)
    for name in ("said", "entries", "articles"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("id", overflow="fold", ratio=35, style="dim")
    if width >= _WIDE:
        table.add_column("also", overflow="fold", ratio=35)
    for row in rows:
        counts = [str(row["counts"][name] or "") for name in ("statements", "entries", "articles")]
        also = (style_text((_also(row), "dim")),) if width >= _WIDE else ()
        table.add_row(_actor(row), row["kind"], *counts, style_text((row["id"], "")), *also)
    return Group(table, Text(), foot(len(rows), total, offset, "actor", "actors"))


def _actor(row: Plain) -> Text:
    told = [row["office"], row["state"] if row["state"] != row["name"] else None, row["iso3166"], row["wikidata"]]
    about = ", ".join(part for part in told if part)
    return style_text((row["name"], "bold"), (f" {about}" if about else "", "dim"))


def _also(row: Plain) -> str:
    names = [*row["aliases"], *(f"{one['id']} (merged)" for one in row["merged"])]
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def issue_table(rows: Sequence[Plain], total: int, offset: int, width: int) -> RenderableType:
    """A page of issues: label, how many statements and entries are on it, and under which id."""
    if not rows:
        return Text("No issues." if not total else f"No more issues; there are {total:,}.", "italic")
    return Group(_issues([(0, row) for row in rows], width), Text(), foot(len(rows), total, offset, "issue", "issues"))


def issue_tree(rows: Sequence[Plain], width: int) -> RenderableType:
    """Issues under the issue they are part of, as the codebook has them."""
    if not rows:
        return Text("No issues.", "italic")
    return _issues(list(walk_issues(rows)), width)


def walk_issues(rows: Sequence[Plain]) -> Iterator[tuple[int, Plain]]:
    """Every issue with its depth, each behind the one it is part of; without a parent among them it is at the top."""
    known = {row["id"] for row in rows}
    below: dict[str | None, list[Plain]] = {}
    for row in rows:
        parent = row["parent"]["id"] if row["parent"] and row["parent"]["id"] in known else None
        below.setdefault(parent, []).append(row)
    stack = [(0, row) for row in reversed(below.get(None, []))]
    while stack:
        depth, row = stack.pop()
        yield depth, row
        stack += [(depth + 1, child) for child in reversed(below.get(row["id"], []))]


def _issues(rows: Sequence[tuple[int, Plain]], width: int) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=min(width, 140))
    table.add_column("issue", overflow="fold", ratio=60)
    for name in ("said", "entries", "articles"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("id", overflow="fold", ratio=40, style="dim")
    for depth, row in rows:
        coded = " · codebook" if row["coded"] else ""
        merged = f" · with {', '.join(one['label'] for one in row['merged'])}" if row["merged"] else ""
        label = style_text((row["label"], "bold"), (f"{coded}{merged}", "dim"))
        counts = [str(row["counts"][name] or "") for name in ("statements", "entries", "articles")]
        table.add_row(Text("  " * depth).append_text(label), *counts, style_text((row["id"], "")))
    return table
