"""The fields of each kind of entry and what each may hold: what forms, checks, flat exports and schemas are made from.

The contract of the record says what the fields mean; this says their shape, in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from communique.model.entry import (
    Binding,
    CommitmentStatus,
    EventStatus,
    EventType,
    Kind,
    Mode,
    Sense,
    Stance,
    Verdict,
)


class Shape(StrEnum):
    """What a field holds as plain data; every one may be null unless the field is required."""

    ACTORS = "actors"  # {id, name, kind, mention}, or a list of them
    SPAN = "span"  # {start, end, text}
    SPANS = "spans"  # a list of spans, not empty
    WORDS = "words"  # {text, start, end}: a paraphrase and where it stands
    WHEN = "when"  # {text, start, end, value, earliest, latest}
    AMOUNT = "amount"  # {value, unit, of, approximate, low, high}
    TEXT = "text"
    DECIMAL = "decimal"  # the digits as a string
    FLAG = "flag"  # true or false
    CHOICE = "choice"  # one of ``choices``
    ENTRY = "entry"  # the id of another entry
    ISSUE = "issue"  # {id, label}
    INSTRUMENT = "instrument"  # {name, version}


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name in the record. ``choices`` is what a CHOICE may be; a required field is never null."""

    name: str
    shape: Shape
    choices: tuple[str | bool, ...] = ()
    required: bool = False


def _choice(name: str, values: type[StrEnum]) -> Field:
    return Field(name, Shape.CHOICE, tuple(value.value for value in values), required=True)


_COMMON = (
    Field("evidence", Shape.SPANS, required=True),
    Field("issue", Shape.ISSUE),
    Field("asserted_by", Shape.ACTORS),
)
_WITHIN = Field("statement", Shape.ENTRY)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.STATEMENT: (
        *_COMMON,
        Field("speaker", Shape.ACTORS),
        Field("cue", Shape.SPAN),
        Field("content", Shape.SPANS, required=True),
        _choice("mode", Mode),
        Field("addressee", Shape.WORDS),
        Field("venue", Shape.WORDS),
        Field("relayed_by", Shape.ACTORS),
        Field("said_on", Shape.WHEN),
        Field("about", Shape.ACTORS),
        _choice("stance", Stance),
        Field("inside", Shape.ENTRY),
    ),
    Kind.COMMITMENT: (
        *_COMMON,
        Field("by", Shape.ACTORS),
        Field("to", Shape.ACTORS),
        Field("action", Shape.TEXT, required=True),
        Field("amount", Shape.AMOUNT),
        Field("deadline", Shape.WHEN),
        Field("start", Shape.WHEN),
        Field("condition", Shape.ENTRY),
        _choice("status", CommitmentStatus),
        Field("demanded_by", Shape.ACTORS),
        _WITHIN,
    ),
    Kind.CONDITION: (
        *_COMMON,
        Field("held_by", Shape.ACTORS),
        Field("outcome", Shape.WORDS, required=True),
        Field("requires", Shape.WORDS, required=True),
        _choice("sense", Sense),
        _WITHIN,
    ),
    Kind.DISPUTE: (
        *_COMMON,
        Field("claim", Shape.WORDS, required=True),
        Field("claimant", Shape.ACTORS),
        Field("challenger", Shape.ACTORS),
        _choice("verdict", Verdict),
        _WITHIN,
    ),
    Kind.EVENT: (
        *_COMMON,
        _choice("type", EventType),
        Field("participants", Shape.ACTORS),
        Field("place", Shape.WORDS),
        Field("when", Shape.WHEN),
        _choice("status", EventStatus),
        _WITHIN,
    ),
    Kind.PROVISION: (
        *_COMMON,
        Field("instrument", Shape.INSTRUMENT, required=True),
        Field("text", Shape.WORDS, required=True),
        Field("binding", Shape.CHOICE, (True, False, Binding.UNKNOWN.value), required=True),
        _WITHIN,
    ),
    Kind.AMOUNT: (
        *_COMMON,
        Field("value", Shape.DECIMAL, required=True),
        Field("unit", Shape.TEXT),
        Field("of", Shape.TEXT),
        Field("approximate", Shape.FLAG, required=True),
        Field("low", Shape.DECIMAL),
        Field("high", Shape.DECIMAL),
        Field("claimed_by", Shape.ACTORS),
        Field("when", Shape.WHEN),
        _WITHIN,
    ),
}
"""The fields of every kind, those common to all first; ``id``, ``kind``, ``article`` and ``method`` are not here,
since nobody sets them.
"""


def field_of(kind: Kind, name: str) -> Field | None:
    """The field of a kind by its name; None where it has none of that name."""
    return next((field for field in FIELDS[kind] if field.name == name), None)


def day_field(kind: Kind) -> str | None:
    """The field that dates an entry of this kind, where it has one ("said_on", "deadline", "when")."""
    return {
        Kind.STATEMENT: "said_on",
        Kind.COMMITMENT: "deadline",
        Kind.EVENT: "when",
        Kind.AMOUNT: "when",
    }.get(kind)
