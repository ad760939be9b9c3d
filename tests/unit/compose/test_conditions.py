"""Conditions: what is required, what hangs on it, how."""

from __future__ import annotations

import pytest

from communique.compose.conditions import find_conditions
from communique.model.entry import Condition
from tests.unit.compose.finding import names_of, viewed


def the_condition(lines: str, speaker: str = "") -> Condition:
    (found,) = find_conditions(viewed(lines, speaker=speaker))
    return found


@pytest.mark.parametrize(
    ("lines", "sense", "outcome", "requires"),
    [
        (
            "Peru/NNP/3/nsubj will/MD/3/aux sign/VB/0/root if/IN/6/mark Chile/NNP/6/nsubj pays/VBZ/3/advcl",
            "if",
            "Peru will sign",
            "Chile pays",
        ),
        (
            "Peru/NNP/3/nsubj will/MD/3/aux sign/VB/0/root only/RB/7/advmod if/IN/7/mark "
            "Chile/NNP/7/nsubj pays/VBZ/3/advcl",
            "only_if",
            "Peru will sign",
            "Chile pays",
        ),
        (
            "Peru/NNP/3/nsubj will/MD/3/aux sign/VB/0/root unless/IN/6/mark Chile/NNP/6/nsubj objects/VBZ/3/advcl",
            "unless",
            "Peru will sign",
            "Chile objects",
        ),
        (
            "Peru/NNP/4/nsubj will/MD/4/aux not/RB/4/advmod sign/VB/0/root without/IN/7/case "
            "a/DT/7/det guarantee/NN/4/obl",
            "without",
            "Peru will not sign",
            "a guarantee",
        ),
        (
            "Peru/NNP/4/nsubj will/MD/4/aux not/RB/4/advmod sign/VB/0/root until/IN/7/mark "
            "Chile/NNP/7/nsubj pays/VBZ/4/advcl",
            "only_if",
            "Peru will not sign",
            "Chile pays",
        ),
        (
            "The/DT/2/det deal/NN/3/nsubj depends/VBZ/0/root on/IN/7/case a/DT/7/det "
            "full/JJ/7/amod withdrawal/NN/3/obl",
            "only_if",
            "The deal",
            "a full withdrawal",
        ),
        (
            "Peru/NNP/3/nsubj will/MD/3/aux sign/VB/0/root in/IN/6/case the/DT/6/det "
            "event/NN/3/obl of/IN/9/case a/DT/9/det truce/NN/6/nmod",
            "if",
            "Peru will sign",
            "a truce",
        ),
    ],
)
def test_a_condition_has_an_outcome_and_a_requirement(lines: str, sense: str, outcome: str, requires: str) -> None:
    found = the_condition(lines)
    assert (found.sense.value, found.outcome.text, found.requires.text) == (sense, outcome, requires)


def test_the_speaker_holds_the_condition() -> None:
    lines = "Peru/NNP/3/nsubj will/MD/3/aux sign/VB/0/root if/IN/6/mark Chile/NNP/6/nsubj pays/VBZ/3/advcl"
    assert names_of(the_condition(lines, speaker="Aguirre").held_by) == ["Aguirre"]
    assert the_condition(lines).held_by == ()


@pytest.mark.parametrize(
    "lines",
    [
        # whether
        "Peru/NNP/2/nsubj asked/VBD/0/root if/IN/6/mark Chile/NNP/6/nsubj would/MD/6/aux pay/VB/2/ccomp",
        # counterfactual
        "If/IN/4/mark Chile/NNP/4/nsubj had/VBD/4/aux paid/VBN/8/advcl Peru/NNP/8/nsubj "
        "would/MD/8/aux have/VB/8/aux signed/VBN/0/root",
        # a fact of the past
        "Peru/NNP/2/nsubj signed/VBD/0/root without/IN/5/case a/DT/5/det guarantee/NN/2/obl",
        "Peru/NNP/2/nsubj waited/VBD/0/root until/IN/5/mark Chile/NNP/5/nsubj paid/VBD/2/advcl",
        # as if
        "Peru/NNP/2/nsubj acts/VBZ/0/root as/IN/6/mark if/IN/6/mark Chile/NNP/6/nsubj paid/VBD/2/advcl",
        # anonymity
        "An/DT/2/det aide/NN/3/nsubj spoke/VBD/0/root on/IN/5/case condition/NN/3/obl of/IN/7/case anonymity/NN/5/nmod",
    ],
)
def test_questions_counterfactuals_and_facts_are_no_conditions(lines: str) -> None:
    assert find_conditions(viewed(lines)) == ()


def test_words_without_syntax_give_no_error() -> None:
    find_conditions(viewed("if unless only if without in exchange for for that to happen need"))
