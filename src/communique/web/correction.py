"""The form in which a person corrects an entry: its fields as inputs, and inputs back into values.

What enters is an entry as plain data; what leaves are ``Slot``s for a template. On the way back the strings of the
form are compared with those that the entry would have filled in, so only what a person touched becomes a judgement.
Names of actors and labels of issues are looked up by what the caller hands in; the store checks every value again.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.errors import BadJudgement
from communique.model.actor import ActorKind
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Field, Shape
from communique.model.plain import Plain
from communique.store.projection import listed

FindActor = Callable[[str, str | None], Plain | None]
"""An actor ``{id, name, kind}`` by name and kind, or None where nobody is known by it."""
FindIssue = Callable[[str], Plain | None]
"""An issue ``{id, label}`` by label, or None."""

_LABELS = {
    "asserted_by": "vouched for by",
    "relayed_by": "relayed by",
    "said_on": "said on",
    "held_by": "held by",
    "demanded_by": "demanded by",
    "claimed_by": "claimed by",
    "only_if": "only if",
    "not_supported": "not supported",
    "inside": "inside the statement",
    "statement": "stated in",
}
_KIND_BEHIND = re.compile(rf"^(.*\S)\s+\(({'|'.join(ActorKind)})\)$")
_RANKS = {
    **dict.fromkeys(("speaker", "by", "held_by", "challenger", "participants", "claimed_by", "instrument"), 0),
    **dict.fromkeys(("action", "type", "claim", "outcome", "value"), 1),
    **dict.fromkeys(("content", "requires", "text", "stance", "verdict", "unit"), 2),
    "asserted_by": 40,
    "evidence": 41,
}
"""Where fields stand in the form: who and what first, the words of the evidence last, the others by their shape."""
_SHAPES = (
    Shape.CHOICE, Shape.ISSUE, Shape.WHEN, Shape.ACTORS, Shape.DECIMAL, Shape.TEXT, Shape.FLAG, Shape.SPAN,
    Shape.AMOUNT, Shape.WORDS, Shape.INSTRUMENT, Shape.SPANS, Shape.ENTRY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of the form. ``parts`` are its inputs by suffix ("" for a single one), each with the strings in it."""

    name: str
    label: str
    shape: Shape
    required: bool
    choices: tuple[tuple[str, str], ...]
    parts: Mapping[str, tuple[str, ...]]


def word_choice(value: str | bool) -> str:
    """A choice in words.

    >>> word_choice("not_supported"), word_choice(True)
    ('not supported', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.replace("_", " ")


def name_field(name: str) -> str:
    """The name of a field as a person reads it."""
    return _LABELS.get(name, name.replace("_", " "))


def lay_out(entry: Plain, others: Sequence[tuple[str, str]] = ()) -> tuple[Slot, ...]:
    """The form for an entry: who first, then what, the words of the evidence last.

    ``others`` are the entries that it may name, each by id and in words.
    """
    fields = FIELDS[Kind(entry["kind"])]
    ordered = sorted(fields, key=lambda field: _RANKS.get(field.name, _SHAPES.index(field.shape) + 10))
    return tuple(
        Slot(
            field.name,
            name_field(field.name),
            field.shape,
            field.required,
            tuple(others)
            if field.shape is Shape.ENTRY
            else tuple((_code(choice), word_choice(choice)) for choice in field.choices),
            _write(field, entry.get(field.name)),
        )
        for field in ordered
    )


def read_changes(
    entry: Plain,
    form: Mapping[str, Sequence[str]],
    text: str,
    find_actor: FindActor,
    find_issue: FindIssue,
) -> dict[str, Any]:
    """The fields that the form changes, with their new values in the shape of the record.

    ``form`` holds the strings of each input under "field" or "field.part"; a field that is not in it stays as it is.
    Raises BadJudgement where a string is no day, or words do not stand in the article.
    """
    changes: dict[str, Any] = {}
    for field in FIELDS[Kind(entry["kind"])]:
        was = _write(field, entry.get(field.name))
        told = {part: _strings(form, _key(field.name, part)) for part in was}
        if all(strings is None for strings in told.values()):
            continue
        if field.shape is Shape.FLAG:  # a hidden 0 goes before the box, so that one that is not ticked is sent, too
            told = {"": (told[""] or ("0",))[-1:]}
        now = {part: was[part] if strings is None else strings for part, strings in told.items()}
        if {part: _tidy(strings) for part, strings in now.items()} != {part: _tidy(s) for part, s in was.items()}:
            lines = {part: _tidy(strings) for part, strings in now.items()}
            changes[field.name] = _read(field, lines, entry, text, find_actor, find_issue)
    return changes


def find_words(text: str, words: str, near: int) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, nearest to ``near``; white space and straight quotation marks are forgiving.

    >>> find_words("He left. He stayed.", "he", 9)
    (9, 11)
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for plain, typographic in (("'", "['‘’]"), ('"', '["“”«»]')):
        pattern = pattern.replace(plain, typographic)
    found = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def _key(name: str, part: str) -> str:
    return f"{name}.{part}" if part else name


def _strings(form: Mapping[str, Sequence[str]], key: str) -> tuple[str, ...] | None:
    return tuple(form[key]) if key in form else None


def _tidy(strings: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(string.split()) for string in strings)))


def _code(choice: str | bool) -> str:
    return str(choice).lower() if isinstance(choice, bool) else choice


def _write(field: Field, value: Any) -> dict[str, tuple[str, ...]]:
    """The strings by which the inputs of ``field`` are filled."""
    match field.shape:
        case Shape.ACTORS:
            return {"": tuple(actor["name"] for actor in listed(value))}
        case Shape.SPANS:
            return {"": tuple(span["text"] for span in value or ())}
        case Shape.SPAN | Shape.WORDS:
            return {"": (value["text"],) if value else ()}
        case Shape.WHEN:
            parts = ("earliest", "latest")
            return {part: (value[part],) if value and value[part] else () for part in parts}
        case Shape.AMOUNT:
            told = {part: (value[part],) if value and value[part] else () for part in ("value", "unit", "of")}
            return {**told, "approximate": ("1",) if value and value["approximate"] else ()}
        case Shape.INSTRUMENT:
            return {part: (value[part],) if value and value[part] else () for part in ("name", "version")}
        case Shape.ISSUE:
            return {"": (value["label"],) if value else ()}
        case Shape.FLAG:
            return {"": ("1",) if value else ("0",)}
        case Shape.CHOICE:
            return {"": (_code(value),) if value is not None else ()}
        case _:
            return {"": (value,) if value else ()}


def _read(
    field: Field,
    parts: Mapping[str, tuple[str, ...]],
    entry: Plain,
    text: str,
    find_actor: FindActor,
    find_issue: FindIssue,
) -> Any:
    lines = parts.get("", ())
    was = entry.get(field.name)
    match field.shape:
        case Shape.ACTORS:
            return [_read_actor(line, field.name, entry, find_actor) for line in lines] or None
        case Shape.SPANS:
            return [_read_span(field.name, line, entry, text) for line in lines] or None
        case Shape.SPAN:
            return _read_span(field.name, lines[0], entry, text) if lines else None
        case Shape.WORDS:
            return _read_words(lines[0], was, entry, text) if lines else None
        case Shape.WHEN:
            return _read_when(field.name, parts, was)
        case Shape.AMOUNT:
            kept = {key: was[key] for key in ("low", "high")} if was and _one(parts, "value") == was["value"] else {}
            told = {key: _one(parts, key) for key in ("value", "unit", "of")}
            return {**told, **kept, "approximate": parts["approximate"] == ("1",)} if told["value"] else None
        case Shape.INSTRUMENT:
            return {"name": _one(parts, "name"), "version": _one(parts, "version")}
        case Shape.ISSUE:
            return (find_issue(lines[0]) or {"label": lines[0]}) if lines else None
        case Shape.FLAG:
            return lines == ("1",)
        case Shape.CHOICE:
            return next((choice for choice in field.choices if (_code(choice),) == lines), lines[0] if lines else None)
        case _:
            return lines[0] if lines else None


def _one(parts: Mapping[str, tuple[str, ...]], part: str) -> str | None:
    return next(iter(parts[part]), None)


def _read_actor(line: str, field: str, entry: Plain, find_actor: FindActor) -> Plain:
    """The actor that a line names: one that stands in the field already, a known one, else a new one."""
    behind = _KIND_BEHIND.match(line)
    name, kind = (behind[1], behind[2]) if behind else (line, None)
    was = entry.get(field)
    for actor in was if isinstance(was, list) else [was] if was else []:
        if actor["name"] == name and kind in (None, actor["kind"]):
            return dict(actor)
    if name.casefold() in ("the article", "article") and kind in (None, "document"):
        return {"id": "article", "name": "the article", "kind": "document", "mention": None}
    known = find_actor(name, kind)
    if known is not None:
        return {key: known[key] for key in ("id", "name", "kind")}
    return {"name": name, "kind": kind or ActorKind.PERSON.value}


def _read_span(name: str, line: str, entry: Plain, text: str) -> Plain:
    was = entry.get(name)
    for span in was if isinstance(was, list) else [was] if was else []:
        if " ".join(span["text"].split()) == line:
            return {"start": span["start"], "end": span["end"]}
    place = find_words(text, line, entry["evidence"][0]["start"])
    if place is None:
        raise BadJudgement(f"{name_field(name)}: these words do not stand in the article: “{line[:80]}”")
    return {"start": place[0], "end": place[1]}


def _read_words(line: str, was: Plain | None, entry: Plain, text: str) -> Plain:
    """The words as given, with their place: where they stand verbatim, else where the old ones or the evidence do."""
    spans = entry["evidence"]
    place = find_words(text, line, was["start"] if was else spans[0]["start"])
    start, end = place or ((was["start"], was["end"]) if was else (spans[0]["start"], spans[-1]["end"]))
    return {"text": line, "start": start, "end": end}


def _read_when(name: str, parts: Mapping[str, tuple[str, ...]], was: Plain | None) -> Plain | None:
    first, last = (_read_day(name, _one(parts, part)) for part in ("earliest", "latest"))
    if first is None and last is None:
        return None
    place = {key: was[key] for key in ("start", "end")} if was else {}
    return {
        **place,
        "value": _value_of(first, last),
        "earliest": first and first.isoformat(),
        "latest": last and last.isoformat(),
    }


def _read_day(name: str, line: str | None) -> date | None:
    if line is None:
        return None
    try:
        return date.fromisoformat(line)
    except ValueError:
        raise BadJudgement(f"{name_field(name)}: “{line[:40]}” is no day; write it as 2025-02-26") from None


def _value_of(first: date | None, last: date | None) -> str:
    """A TIMEX3 value for the days that bound a time: a day, a month, a year, else the interval between two days.

    >>> _value_of(date(2024, 2, 1), date(2024, 2, 29)), _value_of(date(2024, 2, 1), date(2024, 2, 3))
    ('2024-02', '2024-02-01/2024-02-03')
    """
    if first is None or last is None:
        known = first or last
        assert known is not None
        return known.isoformat()
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04d}"
    ends = calendar.monthrange(last.year, last.month)[1]
    if (first.year, first.month, first.day, last.day) == (last.year, last.month, 1, ends):
        return f"{first:%Y-%m}"
    return f"{first.isoformat()}/{last.isoformat()}"
