"""Entries as plain data for the tests of the exports: the hand-built record, and whatever the contract allows."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from hypothesis import strategies as st

from communique.model.entry import Kind
from communique.model.fields import FIELDS, Field, Shape
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain, decimal_to_text, entry_to_plain
from tests.unit.records import RECORD, build_hostile

PLAINS: list[Plain] = [entry_to_plain(entry, RECORD.article) for entry in RECORD.entries]
_hostile = build_hostile()
HOSTILE_PLAINS: list[Plain] = [entry_to_plain(entry, _hostile.article) for entry in _hostile.entries]

NASTY = (
    "\x00\ud800\udfff'=+-@|\\\r\n\t\",;:<>&\u202e\u2066\u2028\x85\x0b\x1b\ufeff\u200b＝{}[]%#",
    "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "END:VEVENT\r\nBEGIN:VALARM",
    "\N{FAMILY}\N{COMBINING ACUTE ACCENT}שלום",
    "",
    " ",
    "\\e",
)


def reviewed(entry: Plain, status: ReviewStatus, **fields: Any) -> Plain:
    """The entry as the store gives it, decided by Ana."""
    review = {
        "status": status.value,
        "by": "Ana Duarte",
        "at": "2030-05-02T08:15:30.250000+00:00",
        "changed": ["verdict"] if status is ReviewStatus.CORRECTED else [],
        "present": True,
        "listed": True,
        "first": None,
    }
    return entry | {"review": review | fields}


texts = st.one_of(st.text(st.one_of(st.characters(), st.sampled_from(NASTY[0])), max_size=12), st.sampled_from(NASTY))
places = st.integers(0, 2**31 - 1)
days = st.dates().map(lambda day: day.isoformat())
decimals = st.decimals(-(10**30), 10**30, allow_nan=False).map(decimal_to_text)
spans = st.fixed_dictionaries({"start": places, "end": places, "text": texts})
actors = st.fixed_dictionaries({"id": texts, "name": texts, "kind": texts, "mention": st.none() | spans})

SHAPES: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.ACTORS: actors | st.lists(actors, min_size=2, max_size=3),
    Shape.SPAN: spans,
    Shape.SPANS: st.lists(spans, min_size=1, max_size=3),
    Shape.WORDS: st.fixed_dictionaries({"text": texts, "start": places, "end": places}),
    Shape.WHEN: st.fixed_dictionaries(
        {
            "text": texts,
            "start": st.none() | places,
            "end": st.none() | places,
            "value": texts,
            "earliest": st.none() | days,
            "latest": st.none() | days,
        }
    ),
    Shape.AMOUNT: st.fixed_dictionaries(
        {
            "value": decimals,
            "unit": st.none() | texts,
            "of": st.none() | texts,
            "approximate": st.booleans(),
            "low": st.none() | decimals,
            "high": st.none() | decimals,
        }
    ),
    Shape.TEXT: texts,
    Shape.DECIMAL: decimals,
    Shape.FLAG: st.booleans(),
    Shape.ENTRY: st.from_regex(r"[a-z][0-9a-f]{12}", fullmatch=True),
    Shape.ISSUE: st.fixed_dictionaries({"id": texts, "label": texts}),
    Shape.INSTRUMENT: st.fixed_dictionaries({"name": texts, "version": st.none() | texts}),
}

_articles = st.fixed_dictionaries(
    {"id": texts}
    | dict.fromkeys(("title", "outlet", "author"), st.none() | texts)
    | {"published": st.none() | days, "url": st.none() | texts, "path": st.none() | texts}
)
_methods = st.fixed_dictionaries(
    {"name": texts, "version": texts, "score": st.floats(0, 1), "rules": st.lists(texts, max_size=3)}
)
_reviews = st.fixed_dictionaries(
    {
        "status": st.sampled_from([status.value for status in ReviewStatus]),
        "by": st.none() | texts,
        "at": st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat()),
        "changed": st.lists(texts, max_size=2),
        "present": st.booleans(),
        "listed": st.booleans(),
        "first": st.none() | SHAPES[Shape.ENTRY],
    }
)


def _values(field: Field) -> st.SearchStrategy[Any]:
    known = st.sampled_from(field.choices) if field.shape is Shape.CHOICE else SHAPES[field.shape]
    return known if field.required else st.none() | known


@st.composite
def entries(draw: st.DrawFn) -> Plain:
    """An entry of any kind, every field filled as ``model.fields`` allows, in the contract's order."""
    kind = draw(st.sampled_from(list(Kind)))
    fields = {field.name: draw(_values(field)) for field in FIELDS[kind]}
    entry = {
        "id": draw(SHAPES[Shape.ENTRY]),
        "kind": kind.value,
        "article": draw(_articles),
        "evidence": fields.pop("evidence"),
        "method": draw(_methods),
        **fields,
    }
    return entry | {"review": draw(_reviews)} if draw(st.booleans()) else entry
