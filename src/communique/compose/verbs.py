"""The occasion that a verb tells, given who takes part and where.

Enters: a stage and a hit of a rule. Leaves: an ``Occasion``, or None where it is denied, a habit, or nobody takes part.
"""

from __future__ import annotations

from communique.compose.clauses import obj, oblique, subject_of
from communique.compose.stage import (
    Occasion,
    Stage,
    clause_of,
    quantified,
    time_of,
)
from communique.compose.standing import status_of
from communique.model.actor import ActorMention
from communique.model.entry import Words
from communique.resources.rules import Hit


def verbal(
    stage: Stage, hit: Hit, participants: tuple[ActorMention, ...], place: Words | None, score: float, last: int = 0
) -> Occasion | None:
    """The occasion of a verb, given who takes part and where."""
    i = hit.first
    span = clause_of(stage, i)
    when = time_of(stage, i, span)
    status = status_of(stage, i, when)
    due = hit.rule.gives["type"] == "deadline" and when is not None
    if status is None or not (participants or due):
        return None
    view = stage.view
    if any(quantified(view, k) for k in (subject_of(view, i), obj(view, i), oblique(view, i, "with"))):
        return None  # "every nominee has spoken there"
    return Occasion(
        hit.rule.id,
        str(hit.rule.gives["type"]),
        i,
        max(last, hit.last),
        participants,
        place,
        when,
        status,
        span,
        False,
        score,
    )
