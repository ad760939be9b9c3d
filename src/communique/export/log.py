"""The log of judgements in words and as a table, and the values of fields on one line.

What enters are judgements and plain values; what leaves are strings, plain data and something rich can print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from communique.export.shelf import count
from communique.export.terminal import style_text
from communique.export.wording import flat, say_actors, say_amount, say_when, short_ids, word_entry
from communique.model.judgement import Judgement, JudgementKind
from communique.model.plain import Plain

_LONG = 90


def describe_value(value: Any) -> str:
    """The value of any field in a few words.

    >>> describe_value([{"name": "Norway"}, {"name": "Sweden"}]), describe_value(None), describe_value(True)
    ('Norway and Sweden', 'nothing', 'yes')
    """
    if value is None or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        if all(isinstance(one, dict) and "name" in one for one in value):
            return say_actors(value)
        return cut(" … ".join(describe_value(one) for one in value))
    if isinstance(value, dict):
        return cut(_describe_object(value))
    return cut(flat(str(value)).replace("_", " "))


def _describe_object(value: Plain) -> str:
    if "name" in value:
        version = value.get("version")
        return flat(f"{value['name']} ({version})" if version else value["name"])
    if "label" in value:
        return flat(value["label"])
    if "earliest" in value:
        return say_when(value)
    if "approximate" in value:
        return " ".join(filter(None, (say_amount(value), value["of"])))
    return flat(value.get("text") or "")


def cut(text: str) -> str:
    """The text, shortened with an ellipsis where it is long."""
    return f"{text[:_LONG].rstrip()}…" if len(text) > _LONG else text


def word_judgement(judgement: Judgement) -> str:
    """What was decided, in a few words."""
    before, after = judgement.before, judgement.after
    match judgement.kind:
        case JudgementKind.ACCEPT:
            return "accepted"
        case JudgementKind.REJECT:
            return "rejected"
        case JudgementKind.ADD:
            return "added by hand"
        case JudgementKind.MERGE_ACTORS | JudgementKind.MERGE_ISSUES:
            return f"merged {', '.join(after['ids'])} into {after['into']}"
        case JudgementKind.SPLIT_ACTORS | JudgementKind.SPLIT_ISSUES:
            parts = [", ".join(after["parts"])] if after["parts"] else []
            if after["other"]:
                entries = count(len(after["edits"]), "field of an entry", "fields of entries")
                parts.append(f"{after['other']['id']} ({entries})")
            return f"parted {' and '.join(parts)} from {judgement.subject}"
        case JudgementKind.UNDO:
            return f"undid {judgement.undoes}"
        case JudgementKind.REDO:
            return f"took back undo {judgement.undoes}"
        case _:
            return f"{judgement.field}: {describe_value(before)} → {describe_value(after)}"


def judgement_to_plain(judgement: Judgement, undone: bool) -> Plain:
    """The judgement as a line of JSON has it; ``holds`` is false for one that was taken back."""
    return {
        "number": judgement.number,
        "at": judgement.at.isoformat(),
        "who": judgement.who,
        "kind": judgement.kind.value,
        "subject": judgement.subject,
        "field": judgement.field,
        "before": judgement.before,
        "after": judgement.after,
        "seconds": judgement.seconds,
        "undoes": judgement.undoes,
        "holds": not undone,
    }


def log_table(rows: Sequence[Judgement], undone: set[int], width: int) -> RenderableType:
    """Judgements, newest first; those that were taken back are struck through."""
    if not rows:
        return Text("No judgements.", "italic")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", width=min(width, 160))
    table.add_column("no.", justify="right", no_wrap=True, style="dim")
    table.add_column("at (UTC)", no_wrap=True)
    table.add_column("who", overflow="fold", max_width=20)
    table.add_column("about", no_wrap=True, overflow="ellipsis", max_width=28)
    table.add_column("judgement", overflow="fold", ratio=1)
    table.add_column("s", justify="right", no_wrap=True)
    for one in rows:
        style = "dim strike" if one.number in undone else ""
        seconds = "" if one.seconds is None else f"{one.seconds:.1f}"
        about = "" if one.kind in (JudgementKind.UNDO, JudgementKind.REDO) else one.subject
        table.add_row(
            str(one.number), f"{one.at:%Y-%m-%d %H:%M}", style_text((one.who, "")), style_text((about, "")),
            style_text((word_judgement(one), style)), seconds,
        )  # fmt: skip
    return table


def lost_list(rows: Sequence[Plain]) -> RenderableType:
    """Judged entries that no longer have a place, each with the likeliest present one."""
    if not rows:
        return Text("Every judgement has its place.", "italic")
    shorts = short_ids([row["id"] for row in rows])
    parts: list[RenderableType] = []
    for row in rows:
        wording = word_entry(row)
        parts.append(
            style_text(
                (shorts[row["id"]], "bold"), (f" {row['kind']}", ""), (f" {row['review']['status']}", "yellow"),
                (f" {wording.who}" if wording.who else "", ""), (f"  {cut(wording.quote)}", "italic"),
            )
        )  # fmt: skip
        parts += [
            style_text((f"    {one.number} {one.who}: {word_judgement(one)}", "dim")) for one in row["judgements"]
        ]
        near = f"likeliest now: {row['near']}" if row["near"] else "nothing like it is read now"
        parts.append(style_text((f"    {near}", "")))
    lost = count(len(rows), "judged entry has", "judged entries have")
    return Group(*parts, Text(), Text(f"{lost} no place in the newest reading · communique show ID", "dim"))


def agreement_table(rows: Sequence[Plain]) -> RenderableType:
    """Krippendorff's alpha for each field, with its interval, or why there is none."""
    if not rows:
        return Text("No two people have judged an entry yet.", "italic")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for heading, justify in (
        ("field", "left"),
        ("alpha", "right"),
        ("95 %", "left"),
        ("entries", "right"),
        ("", "left"),
    ):
        table.add_column(heading, justify="right" if justify == "right" else "left", overflow="fold")
    for row in rows:
        name = row["field"].replace("_", " ") + (f" ({row['kind']})" if row["kind"] else "")
        alpha = "—" if row["alpha"] is None else f"{row['alpha']:.2f}"
        within = "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
        note = row["lack"] or ", ".join(row["reviewers"])
        table.add_row(name, alpha, within, str(row["units"]), style_text((note, "dim")))
    return table
