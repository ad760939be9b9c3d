"""Statements: who said what, in whose words, to whom, where, and where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from communique.compose.cues import find_cued
from communique.compose.statements import find_statements
from communique.compose.view import View, look_at
from communique.model.entry import Mode, Stance, Statement
from communique.model.reading import Attribution
from communique.model.span import Span
from tests.unit.compose.finding import cases, names_of, viewed
from tests.unit.compose.reading import read, read_with_statements

SAID = (
    "Oslo/NNP/2/nsubj said/VBD/0/root on/IN/4/case Tuesday/NNP/2/obl that/IN/9/mark the/DT/7/det strait/NN/9/nsubj "
    "would/MD/9/aux reopen/VB/2/ccomp ././2/punct"
)
QUOTED = (
    "“/``/4/punct We/PRP/4/nsubj must/MD/4/aux sign/VB/8/ccomp it/PRP/4/obj ,/,/4/punct ”/''/4/punct "
    "said/VBD/0/root Oslo/NNP/8/nsubj ././8/punct"
)
TUESDAY = {"Tuesday": date(2025, 2, 25)}


def attributed(view: View, *parts: tuple[str, str, str], score: float = 0.8) -> View:
    """The view with attributions of (source, cue, content), each given by its words, "" for none."""

    def spans(words: str) -> tuple[Span, ...]:
        at = view.text.index(words)
        return (Span(at, at + len(words)),) if words else ()

    made = tuple(Attribution(*(spans(words) for words in part), score) for part in parts)  # type: ignore[misc]
    annotations = replace(view.resolved.annotations, attributions=made)
    return look_at(replace(view.resolved, annotations=annotations), "test")


def the_statement(view: View) -> Statement:
    (found,) = find_statements(view)
    return found


def test_an_attribution_becomes_a_statement_with_speaker_cue_and_day() -> None:
    view = attributed(viewed(SAID, times=TUESDAY), ("Oslo", "said", "that the strait would reopen"))
    found = the_statement(view)
    assert names_of(found.speaker) == ["Oslo"]
    assert found.cue is not None and found.cue.of(view.text) == "said"
    assert found.mode is Mode.INDIRECT
    assert found.said_on is not None and found.said_on.value == "2025-02-25"
    assert [s.of(view.text) for s in found.evidence] == ["Oslo", "said", "that the strait would reopen"]


def test_the_speaker_of_a_cue_without_source_is_its_subject() -> None:
    view = attributed(viewed(SAID), ("", "said", "that the strait would reopen"))
    assert names_of(the_statement(view).speaker) == ["Oslo"]


def test_what_is_quoted_from_end_to_end_is_direct_and_strong_words_take_a_side() -> None:
    view = attributed(viewed(QUOTED), ("Oslo", "said", "“We must sign it,”"))
    found = the_statement(view)
    assert (found.mode, found.stance) == (Mode.DIRECT, Stance.FOR)


def test_a_quotation_without_source_goes_on_from_the_speaker_before() -> None:
    lines = (
        QUOTED
        + "\n"
        + ("“/``/4/punct Nobody/NN/4/nsubj will/MD/4/aux regret/VB/0/root that/DT/4/obj ././4/punct ”/''/4/punct")
    )
    view = attributed(viewed(lines), ("Oslo", "said", "“We must sign it,”"), ("", "", "“Nobody will regret that.”"))
    second = find_statements(view)[1]
    assert names_of(second.speaker) == ["Oslo"]
    assert "speaker.carried-over" in second.method.rules


@pytest.mark.parametrize(("content", "score"), [("the old strait", 0.2), ("strait", 0.8)])
def test_noise_is_dropped(content: str, score: float) -> None:
    view = viewed("Oslo/NNP/2/nsubj dredged/VBD/0/root the/DT/5/det old/JJ/5/amod strait/NN/2/obj ././2/punct")
    assert find_statements(attributed(view, ("Oslo", "dredged", content), score=score)) == ()


def test_surface_is_the_text_and_ids_are_stable() -> None:
    view = attributed(viewed(SAID), ("Oslo", "said", "that the strait would reopen"))
    one, other = the_statement(view), the_statement(view)
    assert one.id == other.id
    assert all(0 <= s.start < s.end <= len(view.text) for s in (*one.evidence, *one.content))


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("statements", "examples")))
def test_every_rule_fires_on_its_examples(rule: str, text: str, span: Span) -> None:
    assert rule in {r for report in find_cued(read(text), ()) for r in report.rules}, text


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("statements", "counters")))
def test_every_rule_is_silent_on_its_counter_examples(rule: str, text: str, span: Span) -> None:
    assert rule not in {r for report in find_cued(read(text), ()) for r in report.rules}, text


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("stances", "examples")))
def test_every_stance_is_told_by_its_examples(rule: str, text: str, span: Span) -> None:
    assert rule in {r for s in read_with_statements(text).statements for r in s.method.rules}, text


@pytest.mark.reader
@pytest.mark.parametrize(("rule", "text", "span"), list(cases("stances", "counters")))
def test_no_stance_is_told_by_its_counter_examples(rule: str, text: str, span: Span) -> None:
    assert rule not in {r for s in read_with_statements(text).statements for r in s.method.rules}, text


@pytest.mark.reader
def test_an_agency_that_passes_on_what_another_said_is_the_relay() -> None:
    view = read_with_statements(
        "Prime Minister Anna Lindqvist said on Tuesday that the ferry line would close, according to Reuters."
    )
    (found,) = view.statements
    assert found.relayed_by is not None and found.relayed_by.actor.name == "Reuters"
    assert names_of(found.speaker) == ["Anna Lindqvist"]


@pytest.mark.reader
def test_those_who_are_told_are_the_addressee_and_the_occasion_is_the_venue() -> None:
    view = read_with_statements(
        "Prime Minister Anna Lindqvist told reporters at a news conference in Malmo that the ferry line would close."
    )
    (found,) = view.statements
    assert found.addressee is not None and found.addressee.text == "reporters"
    assert found.venue is not None and found.venue.text == "a news conference in Malmo"


@pytest.mark.parametrize(
    "text", ["", "…", "“ ” “", "said said said", "“We said”", "he told\n\nthat", "According to according to."]
)
def test_broken_text_yields_something_or_nothing_but_never_fails(text: str) -> None:
    words = " ".join(f"{w}/VBD" for w in text.split())
    view = viewed(words or "nothing/NN")
    assert isinstance(find_statements(view), tuple)
