"""What an entry is after its judgements: the machine's proposal with every decision that holds laid over it.

Pure: what enters are the proposal and the log of one entry; what leaves is how it stands. The log is the truth, and
what the table of entries says of status and values is this function's result, kept for searching.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, assert_never

from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape, day_field
from communique.model.judgement import FIELD_OF, Judgement, JudgementKind, ReviewStatus, holding
from communique.model.plain import Plain


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands. ``changed`` holds the fields in which it differs from the proposal."""

    status: ReviewStatus
    changed: Plain
    by: str | None = None
    at: datetime | None = None
    added: Plain | None = None  # the fields of an entry by hand, while its addition holds


def project(machine: Plain | None, log: Sequence[Judgement]) -> Standing:
    """The standing of an entry with the proposal ``machine`` (None for one by hand) and its judgements in order."""
    status = ReviewStatus.PROPOSED if machine is not None else ReviewStatus.REJECTED
    changed: Plain = {}
    by, at, added = None, None, None
    for judgement in holding(log):
        by, at = judgement.who, judgement.at
        match judgement.kind:
            case JudgementKind.ACCEPT:
                status = ReviewStatus.ACCEPTED
            case JudgementKind.REJECT:
                status = ReviewStatus.REJECTED
            case JudgementKind.ADD:
                status, added = ReviewStatus.ADDED, judgement.after
                if machine is not None:  # a later reading proposes it too: what the person told comes first
                    changed |= {field: value for field, value in judgement.after.items() if field != "method"}
            case JudgementKind.EDIT | JudgementKind.REASSIGN | JudgementKind.SET_STANCE | JudgementKind.SET_VERDICT:
                field = FIELD_OF.get(judgement.kind) or judgement.field
                assert field is not None, judgement
                changed[field] = judgement.after
                status = ReviewStatus.CORRECTED
            case (
                JudgementKind.MERGE_ACTORS
                | JudgementKind.SPLIT_ACTORS
                | JudgementKind.MERGE_ISSUES
                | JudgementKind.SPLIT_ISSUES
                | JudgementKind.UNDO
                | JudgementKind.REDO
            ):
                raise ValueError(f"{judgement.kind} is no judgement about an entry")
            case _:
                assert_never(judgement.kind)
    proposed = machine if machine is not None else added or {}
    changed = {field: value for field, value in changed.items() if proposed.get(field) != value}
    if status is ReviewStatus.ACCEPTED and changed:
        status = ReviewStatus.CORRECTED
    elif status is ReviewStatus.CORRECTED and not changed:
        status = ReviewStatus.ACCEPTED  # set back to what it was, by a person
    return Standing(status, changed, by, at, added)


def actors_of(kind: Kind, body: Plain) -> Iterator[tuple[str, Plain]]:
    """Every field of an entry that names actors, with each actor; the article itself is left out."""
    for field in FIELDS[kind]:
        if field.shape is Shape.ACTORS:
            for actor in listed(body.get(field.name)):
                if actor["id"] != "article":
                    yield field.name, actor


def listed(value: Any) -> list[Any]:
    """One, several or no actors as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def day_of(kind: Kind, body: Plain, published: date | None) -> date | None:
    """The day by which an entry is found: when it was said, is due or takes place, else when it was published."""
    name = day_field(kind)
    when = body.get(name) if name else None
    told = (when["earliest"] or when["latest"]) if when else None
    return date.fromisoformat(told) if told else published


def words_of(kind: Kind, body: Plain) -> str:
    """The words by which an entry is found: what was said, what it rests on, who is in it, what it is about."""
    parts = [span["text"] for span in (*body["evidence"], *(body.get("content") or ()))]
    parts += [actor["name"] for _, actor in actors_of(kind, body)]
    parts += [body[name] for name in ("action", "unit", "of") if body.get(name)]
    if kind is Kind.PROVISION:
        parts.append(body["instrument"]["name"])
    if body.get("issue"):
        parts.append(body["issue"]["label"])
    return " \n".join(dict.fromkeys(parts))


def normal_words(body: Plain) -> str:
    """The words an entry rests on, without regard to case and white space.

    >>> normal_words({"evidence": [{"text": "We will "}, {"text": "SIGN"}]})
    'we will sign'
    """
    return " ".join(" ".join(span["text"] for span in body["evidence"]).split()).casefold()
