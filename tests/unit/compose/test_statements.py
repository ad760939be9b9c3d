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


@pytest.mark.reader
def test_a_source_pronoun_left_undecided_gives_a_statement_without_speaker() -> None:
    view = read_with_statements("He said that the ferry line would close on Monday.")
    (found,) = view.statements
    assert found.speaker == ()
    assert any(doubt.what == "who" for doubt in view.resolved.doubts)


@pytest.mark.reader
@pytest.mark.parametrize(
    "text",
    [
        "A wiser mayor would demand that the ferry line be closed.",
        "Nobody asked that the ferry line be closed.",
        "The vote will force Mayor Anna Lindqvist to admit that the ferry line is dead.",
        "Anna Lindqvist claimed victory in the race.",
        "Those seen as enemies of the ferry were kept outside.",
        "Crews can ask the harbour master to close the line.",
    ],
)
def test_what_nobody_said_is_no_statement(text: str) -> None:
    assert read_with_statements(text).statements == ()


@pytest.mark.reader
def test_all_of_a_joint_source_speak() -> None:
    view = read_with_statements("Canada, Nigeria and Norway pledged on Monday to cut their fleets by half.")
    assert names_of(view.statements[0].speaker) == ["Canada", "Nigeria", "Norway"]


DAYS = [
    # the same speaker, the same scene
    ("Anna Lindqvist spoke in Malmo on Monday. “The line is dead,” Lindqvist said.", "“The line", "2025-02-24"),
    (
        "The line is dead, Mayor Anna Lindqvist said on Monday.\n\n“I counted the passengers twice,” Lindqvist said.",
        "“I counted",
        "2025-02-24",
    ),
    # another’s day, or a habit, is not the speaker’s
    ("Jonas Cable resigned on Monday. “The line is dead,” Anna Lindqvist said.", "“The line", None),
    ("Anna Lindqvist spoke in Malmo on Monday. Lindqvist has said that the line is dead.", "that the line", None),
    (
        "Anna Lindqvist spoke on Monday. Jonas Cable left on Tuesday. “The line is dead,” Lindqvist said.",
        "“The line",
        None,
    ),
    # what the speaker did at the time
    (
        "“The line is dead,” Anna Lindqvist told reporters as she flew to Oslo on Monday.",
        "“The line",
        "2025-02-24",
    ),
    ("The line was dead, according to a letter sent to the crews on Monday.", "The line", "2025-02-24"),
]


@pytest.mark.reader
@pytest.mark.parametrize(("text", "opens", "day"), DAYS, ids=[d[0][:40] for d in DAYS])
def test_the_day_is_the_occasion_s(text: str, opens: str, day: str | None) -> None:
    view = read_with_statements(text)
    found = next(s for s in view.statements if s.content[0].of(view.text).startswith(opens))
    assert (found.said_on.value if found.said_on else None) == day


STANCES = [
    ("Anna Lindqvist warned that she would not sign without a bridge.", Stance.CONDITIONAL),
    ("Anna Lindqvist asked if the line would close.", Stance.UNCLEAR),
    ("Anna Lindqvist demanded that no second line be opened.", Stance.AGAINST),
    ("“We will never give up the ferry,” Anna Lindqvist said.", Stance.FOR),
    ("“People want a bridge,” Anna Lindqvist said.", Stance.UNCLEAR),
    ("Anna Lindqvist believes a deal is possible if the crews stop counting.", Stance.CONDITIONAL),
]


@pytest.mark.reader
@pytest.mark.parametrize(("text", "stance"), STANCES, ids=[s[0][:40] for s in STANCES])
def test_stance(text: str, stance: Stance) -> None:
    assert [s.stance for s in read_with_statements(text).statements][:1] == [stance]


@pytest.mark.reader
def test_an_issue_is_what_is_negotiated_and_never_who_negotiates() -> None:
    view = read_with_statements(
        "Finance ministers met in Oslo on the ambitious fishing quota of the two states. The ministers said that the "
        "fishing quota was too low. Finance ministers said that the voters were tired. A fishing quota was agreed."
    )
    labels = [s.issue.label if s.issue else None for s in view.statements]
    assert "fishing quota" in labels
    assert not {label for label in labels if label and ("minister" in label or "voter" in label)}


@pytest.mark.parametrize(
    "text", ["", "…", "“ ” “", "said said said", "“We said”", "he told\n\nthat", "According to according to."]
)
def test_broken_text_yields_something_or_nothing_but_never_fails(text: str) -> None:
    words = " ".join(f"{w}/VBD" for w in text.split())
    view = viewed(words or "nothing/NN")
    assert isinstance(find_statements(view), tuple)
