"""Provisions: every rule on its examples and counter-examples, and what an entry says."""

from __future__ import annotations

import pytest

from communique.compose.provisions import find_provisions
from communique.model.span import Span
from tests.unit.compose.finding import cases, viewed
from tests.unit.compose.reading import read_with_statements


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("provisions", "examples")))
def test_every_rule_fires_on_its_examples(rule: str, text: str, span: Span) -> None:
    assert rule in {r for entry in find_provisions(read_with_statements(text)) for r in entry.method.rules}, text


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("provisions", "counters")))
def test_every_rule_is_silent_on_its_counter_examples(rule: str, text: str, span: Span) -> None:
    assert rule not in {r for entry in find_provisions(read_with_statements(text)) for r in entry.method.rules}, text


def test_a_draft_that_calls_for_something_provides_it() -> None:
    view = viewed(
        "The/DT/3/det second/JJ/3/amod draft/NN/4/nsubj calls/VBZ/0/root for/IN/8/case a/DT/8/det joint/JJ/8/amod "
        "fund/NN/4/obl ././4/punct"
    )
    (found,) = find_provisions(view)
    assert (found.text.text, found.instrument, found.instrument_version) == ("a joint fund", "draft", "second draft")


def test_a_person_who_calls_for_something_provides_nothing() -> None:
    assert find_provisions(viewed("Oslo/NNP/2/nsubj calls/VBZ/0/root for/IN/5/case a/DT/5/det fund/NN/2/obl")) == ()


def test_what_a_draft_lacks_is_no_provision() -> None:
    assert find_provisions(viewed("The/DT/2/det draft/NN/3/nsubj contains/VBZ/0/root no/DT/5/det fund/NN/3/obj")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Oslo/NNP/2/nsubj wants/VBZ/0/root a/DT/4/det treaty/NN/2/obj that/WDT/6/nsubj gives/VBZ/4/acl:relcl "
        "it/PRP/6/iobj water/NN/6/obj",
        "Any/DT/2/det deal/NN/4/nsubj would/MD/4/aux require/VB/0/root a/DT/6/det vote/NN/4/obj",
        "The/DT/2/det deal/NN/4/nsubj would/MD/4/aux raise/VB/0/root grave/JJ/6/amod concerns/NNS/4/obj",
        "A/DT/2/det newspaper/NN/3/compound article/NN/4/nsubj says/VBZ/0/root ships/NNS/6/nsubj sailed/VBD/4/ccomp",
    ],
)
def test_what_is_wished_brought_about_or_merely_reported_is_no_provision(text: str) -> None:
    assert find_provisions(viewed(text)) == ()


@pytest.mark.reader
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kell signed a bill that would bar the fleet from the eastern banks.", "bar the fleet from the eastern banks"),
        ("The treaty allows either fleet to anchor in the bay.", "allows either fleet to anchor in the bay"),
    ],
)
def test_a_provision_runs_to_the_end_of_its_clause(text: str, said: str) -> None:
    assert [p.text.text for p in find_provisions(read_with_statements(text))] == [said]


@pytest.mark.reader
def test_a_bill_takes_up_no_accord() -> None:
    text = "The Osmere accord was signed in May. A bill would bar foreign crews from the port."
    assert {p.instrument for p in find_provisions(read_with_statements(text))} <= {"bill"}
