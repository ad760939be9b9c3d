"""Entries of a store in a terminal: what a search found, its facets, and one entry with all that is known of it.

What enters are entries as plain data with their ``review``; what leaves is something rich can print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from communique.export.log import describe_value, word_judgement
from communique.export.shelf import foot
from communique.export.table import MARKS
from communique.export.terminal import COLOURS, clean, style_text
from communique.export.wording import short_ids, word_entry
from communique.model.judgement import Judgement
from communique.model.plain import Plain

Snippet = Sequence[tuple[str, bool]]
"""Pieces of a text, each with whether it is one of the words that were looked for."""


class Facet(Protocol):
    """One value that the entries found have, and how many have it."""

    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...


def hit_list(hits: Sequence[tuple[Plain, Snippet]], total: int, exact: bool, offset: int, width: int) -> RenderableType:
    """What a search found, one block an entry: id, kind, day and outlet, who, and the words."""
    if not hits:
        return Text("Nothing found." if not total else f"Nothing more; {total:,} were found.", "italic")
    shorts = short_ids(entry["id"] for entry, _ in hits)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.width = min(width, 120)
    for number, (entry, snippet) in enumerate(hits):
        if number:
            grid.add_row()
        colour = COLOURS[entry["kind"]]
        mark, style = MARKS.get(entry["review"]["status"], ("", ""))
        left = Text.assemble(
            (shorts[entry["id"]], "dim"), "\n", (entry["kind"], colour), (f" {mark}" if mark else "", style)
        )
        grid.add_row(left, Group(*_hit_lines(entry, snippet)))
    return Group(grid, Text(), foot(len(hits), total, offset, "entry", "entries", exact))


def _hit_lines(entry: Plain, snippet: Snippet) -> Iterator[RenderableType]:
    wording = word_entry(entry)
    said = " · ".join(filter(None, (wording.when, wording.status)))
    what = "" if entry["kind"] == "provision" else f" {wording.what}"
    yield style_text((wording.who or "—", "bold"), (what, ""), (f" · {said}" if said else "", "dim"))
    yield snippet_line(snippet) if snippet else style_text((wording.quote, "italic"))
    article = entry["article"]
    where = [article["outlet"], article["published"], article["title"] or article["path"]]
    issue = f"issue: {entry['issue']['label']}" if entry["issue"] else ""
    yield style_text((" · ".join(filter(None, (*where, issue))), "dim"))


def snippet_line(snippet: Snippet) -> Text:
    """The pieces on one line, what was looked for in bold."""
    return style_text(*((words, "bold yellow" if found else "italic") for words, found in snippet))


def facet_table(facets: Mapping[str, Sequence[Facet]]) -> RenderableType:
    """For each filter the values that the entries found have, with their counts."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for name, values in facets.items():
        if values:
            line = Text("   ").join(
                style_text((one.label, ""), (f" {one.count:,}", "dim")) for one in values
            )  # fmt: skip
            grid.add_row(name, line)
    return grid


def article_hits(
    hits: Sequence[tuple[Plain, Snippet]], total: int, exact: bool, offset: int, width: int
) -> RenderableType:
    """What a search among articles found."""
    if not hits:
        return Text("Nothing found." if not total else f"Nothing more; {total:,} were found.", "italic")
    shorts = short_ids(article["id"] for article, _ in hits)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.width = min(width, 120)
    for number, (article, snippet) in enumerate(hits):
        if number:
            grid.add_row()
        lines = [style_text((article["title"] or article["path"] or "Untitled", "bold"))]
        told = " · ".join(filter(None, (article["outlet"], article["published"])))
        lines += [style_text((told, "dim"))] if told else []
        lines += [snippet_line(snippet)] if snippet else []
        grid.add_row(shorts[article["id"]], Group(*lines))
    return Group(grid, Text(), foot(len(hits), total, offset, "article", "articles", exact))


def add_review(
    tree: Tree,
    entry: Plain,
    log: Sequence[Judgement],
    undone: set[int],
    machine: Plain | None,
    earlier: Sequence[Plain],
) -> None:
    """Adds to the tree of an entry how it stands with the reviewers, what the machine proposed where that differs,
    and every judgement about it.
    """
    review = entry["review"]
    mark, style = MARKS.get(review["status"], ("", ""))
    status = style_text(
        ("review", "dim"), (f" {review['status']}", style or "bold"), (f" {mark}" if mark else "", style)
    )
    if review["by"]:
        status.append_text(style_text((f" by {review['by']}", ""), (f", {review['at'][:16].replace('T', ' ')}", "dim")))
    branch = tree.add(status)
    if not review["present"]:
        branch.add(Text("the newest reading of the article no longer has it", "yellow"))
    elif not review["listed"]:
        branch.add(Text("in an older version of its article", "yellow"))
    if review["first"]:
        branch.add(style_text(("words that first appeared in", "dim"), (f" {review['first']}", "bold")))
    for name in review["changed"] if machine is not None else ():
        assert machine is not None
        branch.add(
            style_text(
                (name, "bold"), (f" {describe_value(entry[name])}", ""),
                (f"  the machine: {describe_value(machine[name])}", "dim"),
            )
        )  # fmt: skip
    for old in earlier:
        branch.add(style_text((f"until {old['until'][:10]} the reader proposed otherwise", "dim")))
    for judgement in log:
        line = word_judgement(judgement)
        style = "dim strike" if judgement.number in undone else ""
        at = f"{judgement.at:%Y-%m-%d %H:%M}"
        branch.add(
            style_text((f"{judgement.number}", "dim"), (f" {at} {judgement.who}", "dim"), (f" {clean(line)}", style))
        )
