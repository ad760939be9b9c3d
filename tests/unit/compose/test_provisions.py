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
