"""Disputes: every rule on its examples and counter-examples, and what an entry says."""

from __future__ import annotations

import pytest

from communique.compose.disputes import find_disputes
from communique.model.span import Span
from tests.unit.compose.finding import cases, names_of, viewed
from tests.unit.compose.reading import read_with_statements


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("disputes", "examples")))
def test_every_rule_fires_on_its_examples(rule: str, text: str, span: Span) -> None:
    assert rule in {r for entry in find_disputes(read_with_statements(text)) for r in entry.method.rules}, text


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("disputes", "counters")))
def test_every_rule_is_silent_on_its_counter_examples(rule: str, text: str, span: Span) -> None:
    assert rule not in {r for entry in find_disputes(read_with_statements(text)) for r in entry.method.rules}, text


def test_a_denial_names_its_challenger_and_its_claim() -> None:
    view = viewed(
        "Oslo/NNP/2/nsubj denied/VBD/0/root any/DT/4/det role/NN/2/obj in/IN/7/case the/DT/7/det raid/NN/4/nmod "
        "././2/punct"
    )
    (found,) = find_disputes(view)
    assert (found.verdict.value, found.claim.text) == ("denied", "any role in the raid")
    assert names_of(found.challenger) == ["Oslo"]
    assert [s.of(view.text) for s in found.evidence] == ["Oslo denied any role in the raid"]


def test_access_is_denied_without_a_dispute() -> None:
    assert find_disputes(viewed("Oslo/NNP/2/nsubj denied/VBD/0/root the/DT/4/det visa/NN/2/obj ././2/punct")) == ()


@pytest.mark.reader
@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Osmere rejected the notion that the bridge had been unsafe.", "the bridge had been unsafe"),
        ("Kell contradicted the marshal’s remarks, made in a radio interview, that the bridge was safe.",
         "the bridge was safe"),
        ("Osmere dismissed criticism of its fleet as gossip.", "criticism of its fleet"),
        ("There is no evidence that the marshal kept his word to us.", "the marshal kept his word to us"),
    ],
)  # fmt: skip
def test_the_claim_is_what_the_noun_says(text: str, claim: str) -> None:
    assert [d.claim.text for d in find_disputes(read_with_statements(text))] == [claim]


@pytest.mark.reader
@pytest.mark.parametrize(
    "text",
    [
        "The court denied his party the victory.",
        "Osmere must rebut the claims of the islanders.",
        "Kell dismissed them as part of a clique.",
        "The leaflet makes no mention of the rain.",
        "Some villagers question whether the bridge could be saved.",
    ],
)
def test_what_nobody_disputes_makes_no_dispute(text: str) -> None:
    assert find_disputes(read_with_statements(text)) == ()


@pytest.mark.reader
def test_a_dispute_stays_in_its_sentence() -> None:
    text = "Dray liked the offer. Osmere denied that the figure was “a fair beginning.” Its council left."
    for dispute in find_disputes(read_with_statements(text)):
        assert "Its council" not in "".join(s.of(text) for s in (*dispute.evidence, dispute.claim.span))
