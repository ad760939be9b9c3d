"""One entry to decide about, in a terminal: how far the review is, the words in context, the fields, and the keys.

What enters is an entry as plain data and its article; what leaves is something rich can print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from communique.export.log import describe_value
from communique.export.shelf import count
from communique.export.terminal import COLOURS, style_text
from communique.export.tree import show_evidence
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.plain import Plain


def review_card(entry: Plain, article: Article, progress: Plain, alike: int, keys: Mapping[str, str]) -> RenderableType:
    """The card of an entry; ``alike`` counts the undecided ones that say the same, ``keys`` are shown at its foot."""
    colour = COLOURS[entry["kind"]]
    told = [article.title or article.path or "untitled", article.outlet]
    told.append(article.published.isoformat() if article.published else None)
    parts: list[RenderableType] = [
        progress_line(progress),
        Rule(style=colour),
        style_text(
            (entry["kind"], f"bold {colour}"),
            (f"  {entry['id']}", "dim"),
            (f"  score {entry['method']['score']:.2f}", "dim"),
        ),
        style_text((" · ".join(filter(None, told)), "dim")),
        Text(),
        *show_evidence(entry, article, colour),
        Text(),
        _fields(entry, colour),
        Text(),
    ]
    if alike:
        parts.append(
            Text(f"{count(alike, 'other entry says', 'other entries say')} the same: A accepts all\n", "yellow")
        )
    parts.append(key_line(keys))
    return Group(*parts)


def progress_line(progress: Plain) -> Text:
    """How many are decided and left, and the median seconds of a decision."""
    told = [f"{progress['decided']:,} decided", f"{progress['today']:,} today", f"{progress['left']:,} left"]
    if progress["median_seconds"] is not None:
        told.append(f"{progress['median_seconds']:.1f} s a decision")
    return Text(" · ".join(told), "dim")


def key_line(keys: Mapping[str, str]) -> Text:
    """The keys with what they do."""
    line = Text()
    for key, does in keys.items():
        line.append(f" {key} ", "reverse").append(f" {does}   ")
    return line


def _fields(entry: Plain, colour: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    changed = entry["review"]["changed"]
    for name, value in told_fields(entry):
        grid.add_row(name.replace("_", " "), style_text((describe_value(value), colour if name in changed else "")))
    return grid


def told_fields(entry: Plain) -> Iterator[tuple[str, object]]:
    """The fields of an entry that hold something and do not only repeat its words or name another entry."""
    for field in FIELDS[Kind(entry["kind"])]:
        value = entry[field.name]
        if value in (None, [], False) or field.name in ("evidence", "cue", "inside", "statement", "condition"):
            continue
        if field.name == "asserted_by" and isinstance(value, dict) and value["id"] == "article":
            continue
        yield field.name, value


def field_list(entry: Plain) -> RenderableType:
    """Every field of an entry with its number, its value, and what it may be."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for number, field in enumerate(FIELDS[Kind(entry["kind"])], 1):
        value = describe_value(entry[field.name])
        choices = f"  one of {', '.join(str(one).lower() for one in field.choices)}" if field.choices else ""
        grid.add_row(str(number), field.name, style_text((value, ""), (choices, "dim")))
    return grid


def queue_table(entries: Sequence[Plain], width: int) -> RenderableType:
    """What comes next in a review, in its order."""
    if not entries:
        return Text("Nothing is left to decide.", "italic")
    from communique.export.wording import short_ids, word_entry

    shorts = short_ids(entry["id"] for entry in entries)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=min(width, 140))
    table.add_column("id", no_wrap=True, style="dim")
    table.add_column("kind", no_wrap=True)
    table.add_column("why", justify="right", no_wrap=True)
    table.add_column("who", overflow="fold", ratio=25)
    table.add_column("words", overflow="fold", ratio=75)
    for entry in entries:
        wording = word_entry(entry)
        table.add_row(
            shorts[entry["id"]], style_text((entry["kind"], COLOURS[entry["kind"]])), f"{entry['why']:.2f}",
            style_text((wording.who, "bold")), style_text((wording.quote, "italic")),
        )  # fmt: skip
    return table
