"""What a person decides about the record: judgements, kept in order beside the machine's original.

A judgement is never changed or deleted. Undo is a judgement that names another; redo is one that names an undo. Which
judgements hold is read off the log: one holds unless a later one that holds undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JudgementKind(StrEnum):
    """The closed set of decisions."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"  # a field gets another value
    REASSIGN = "reassign"  # a statement gets another speaker
    SET_STANCE = "set_stance"
    SET_VERDICT = "set_verdict"
    ADD = "add"  # an entry by hand
    MERGE_ACTORS = "merge_actors"
    SPLIT_ACTORS = "split_actors"
    MERGE_ISSUES = "merge_issues"
    SPLIT_ISSUES = "split_issues"
    UNDO = "undo"
    REDO = "redo"


class ReviewStatus(StrEnum):
    """Where an entry stands with the people who review it."""

    PROPOSED = "proposed"  # by the reader, undecided
    ACCEPTED = "accepted"
    CORRECTED = "corrected"  # accepted with another value in a field
    REJECTED = "rejected"
    ADDED = "added"  # by hand


ABOUT_ENTRIES = frozenset(
    {
        JudgementKind.ACCEPT,
        JudgementKind.REJECT,
        JudgementKind.EDIT,
        JudgementKind.REASSIGN,
        JudgementKind.SET_STANCE,
        JudgementKind.SET_VERDICT,
        JudgementKind.ADD,
    }
)
"""The judgements whose subject is the id of an entry; the others name an actor, an issue or nothing."""

FIELD_OF = {
    JudgementKind.REASSIGN: "speaker",
    JudgementKind.SET_STANCE: "stance",
    JudgementKind.SET_VERDICT: "verdict",
}
"""The field that a judgement sets where its kind alone tells."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. ``number`` counts up through the log; ``at`` is in UTC; ``seconds`` is how long it took.

    ``subject`` is the id of the entry, actor or issue it is about. ``before`` and ``after`` are plain data: the value
    of ``field``, or, for merges and splits, what they join or part. ``undoes`` is the number of the judgement that an
    undo or redo takes back.
    """

    number: int
    at: datetime
    who: str
    kind: JudgementKind
    subject: str
    field: str | None = None
    before: Any = None
    after: Any = None
    seconds: float | None = None
    undoes: int | None = None


def holding(log: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements of ``log`` (in order) that hold and are no undo or redo, in order.

    >>> at = datetime(2025, 1, 1)
    >>> accept = Judgement(1, at, "ana", JudgementKind.ACCEPT, "s1")
    >>> log = [accept, Judgement(2, at, "ana", JudgementKind.UNDO, "s1", undoes=1)]
    >>> holding(log)
    ()
    >>> redo = Judgement(3, at, "ana", JudgementKind.REDO, "s1", undoes=2)
    >>> [judgement.number for judgement in holding([*log, redo])]
    [1]
    """
    undone = undone_numbers(log)
    return tuple(
        judgement
        for judgement in log
        if judgement.number not in undone and judgement.kind not in (JudgementKind.UNDO, JudgementKind.REDO)
    )


def undone_numbers(log: Iterable[Judgement]) -> set[int]:
    """The numbers of the judgements that do not hold, undos and redos among them."""
    undone: set[int] = set()
    for judgement in sorted(log, key=lambda j: -j.number):  # a later one decides over an earlier one
        if judgement.undoes is not None and judgement.number not in undone:
            undone.add(judgement.undoes)
    return undone
