"""Commitments: who is bound to what, how firmly, by when, on whose demand."""

from __future__ import annotations

from datetime import date

import pytest

from communique.compose.commitments import find_commitments
from communique.compose.conditions import find_conditions
from communique.model.entry import Commitment, CommitmentStatus
from tests.unit.compose.finding import names_of, viewed

MAY = {"May": date(2025, 5, 31)}


def the_commitment(lines: str, **given: object) -> Commitment:
    view = viewed(lines, **given)  # type: ignore[arg-type]
    (found,) = find_commitments(view, find_conditions(view))
    return found


def test_a_pledge_has_an_actor_an_act_and_a_deadline() -> None:
    found = the_commitment(
        "Norway/NNP/2/nsubj pledged/VBD/0/root to/TO/4/mark reopen/VB/2/xcomp the/DT/6/det "
        "strait/NN/4/obj by/IN/8/case May/NNP/4/obl",
        times=MAY,
    )
    assert (names_of(found.by), found.status, found.action) == (
        ["Norway"],
        CommitmentStatus.MADE,
        "reopen the strait by May",
    )
    assert found.deadline is not None and found.deadline.value == "2025-05-31"
    assert found.start is None


def test_a_start_is_no_deadline() -> None:
    found = the_commitment(
        "Norway/NNP/2/nsubj pledged/VBD/0/root to/TO/4/mark reopen/VB/2/xcomp the/DT/6/det "
        "strait/NN/4/obj after/IN/8/case May/NNP/4/obl",
        times=MAY,
    )
    assert found.deadline is None
    assert found.start is not None


def test_a_demand_binds_whom_it_is_put_to() -> None:
    found = the_commitment(
        "Austria/NNP/2/nsubj urged/VBD/0/root Hungary/NNP/2/obj to/TO/5/mark reopen/VB/2/xcomp "
        "the/DT/7/det crossing/NN/5/obj"
    )
    assert found.status is CommitmentStatus.DEMANDED
    assert (names_of(found.by), names_of(found.demanded_by)) == (["Hungary"], ["Austria"])


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("Norway/NNP/2/nsubj refused/VBD/0/root to/TO/4/mark lift/VB/2/xcomp the/DT/6/det ban/NN/4/obj", "refused"),
        (
            "Norway/NNP/3/nsubj is/VBZ/3/cop ready/JJ/0/root to/TO/5/mark lift/VB/3/xcomp the/DT/7/det ban/NN/5/obj",
            "offered",
        ),
        (
            "Norway/NNP/4/nsubj is/VBZ/4/cop not/RB/4/advmod ready/JJ/0/root to/TO/6/mark "
            "lift/VB/4/xcomp the/DT/8/det ban/NN/6/obj",
            "refused",
        ),
        ("Norway/NNP/2/nsubj hopes/VBZ/0/root to/TO/4/mark lift/VB/2/xcomp the/DT/6/det ban/NN/4/obj", "hoped"),
        ("Norway/NNP/3/nsubj may/MD/3/aux lift/VB/0/root the/DT/5/det ban/NN/3/obj", "possible"),
        ("Norway/NNP/3/nsubj will/MD/3/aux lift/VB/0/root the/DT/5/det ban/NN/3/obj", "made"),
        ("Norway/NNP/2/nsubj broke/VBD/0/root its/PRP$/4/nmod:poss promise/NN/2/obj", "broken"),
        ("Norway/NNP/2/nsubj kept/VBD/0/root its/PRP$/4/nmod:poss promise/NN/2/obj", "kept"),
        ("Norway/NNP/2/nsubj withdrew/VBD/0/root its/PRP$/4/nmod:poss offer/NN/2/obj", "withdrawn"),
    ],
)
def test_the_words_tell_how_far_a_commitment_has_come(lines: str, status: str) -> None:
    found = the_commitment(lines)
    assert (names_of(found.by), found.status.value) == (["Norway"], status)


@pytest.mark.parametrize(
    "lines",
    [
        "Norway/NNP/4/nsubj did/VBD/4/aux not/RB/4/advmod pledge/VB/0/root to/TO/6/mark "
        "lift/VB/4/xcomp the/DT/8/det ban/NN/6/obj",
        "Norway/NNP/2/nsubj hopes/VBZ/0/root to/TO/4/mark win/VB/2/xcomp the/DT/6/det cup/NN/4/obj",
        "Prices/NNS/3/nsubj will/MD/3/aux rise/VB/0/root",
        "Norway/NNP/2/nsubj refused/VBD/0/root to/TO/4/mark sign/VB/2/xcomp the/DT/6/det accord/NN/4/obj",
    ],
)
def test_forecasts_contests_and_denials_bind_nobody(lines: str) -> None:
    view = viewed(lines)
    assert find_commitments(view, ()) == ()


def test_a_commitment_names_the_condition_it_hangs_on() -> None:
    view = viewed(
        "Norway/NNP/3/nsubj will/MD/3/aux lift/VB/0/root the/DT/5/det ban/NN/3/obj if/IN/8/mark Iceland/NNP/8/nsubj "
        "cuts/VBZ/3/advcl its/PRP$/10/nmod:poss quota/NN/8/obj"
    )
    (condition,) = find_conditions(view)
    (commitment,) = find_commitments(view, (condition,))
    assert commitment.condition == condition.id


def test_words_without_syntax_give_no_entry_and_no_error() -> None:
    assert find_commitments(viewed("vowed to to will if ( of by the"), ()) == ()
