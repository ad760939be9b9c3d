"""Every time rule fires on its examples and stays silent on its counter-examples; spans hold whatever the text."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.expressions import find_all
from communique.annotate.times import encode_times, find_times, time_grammar
from communique.resources.rules import Rule, load_rules
from tests.unit.parsed import parsed, unparsed

RULES = load_rules("times")
WORDS = [
    *[
        "Monday",
        "March",
        "May",
        "second",
        "the",
        "of",
        "a",
        "in",
        "by",
        "mid",
        "-",
        "–",
        "24",
        "1st",
        "2025",
        "2,000",
        "26.02.2025",
        "5pm",
        "p.m.",
        "10:30",
        ",",
        "(",
        ")",
        "half",
        "dozen",
    ],
    *[
        "two",
        "years",
        "ago",
        "last",
        "next",
        "week",
        "1990s",
        "quarter",
        "Q3",
        "fiscal",
        "every",
        "now",
        "future",
        "today",
        "night",
        "old",
        "one",
        "to",
        "and",
        "or",
        "%",
        "$",
    ],
    *[
        "twenty",
        "thousand",
        "million",
        "hundred",
        "couple",
        "few",
        "decades",
        "later",
        "earlier",
        "the",
        "end",
        "century",
        "Easter",
        "overnight",
        "’s",
        "0",
    ],
]


def marked(example: str) -> tuple[str, str]:
    """The text of an example and the words in its brackets."""
    found = re.search(r"\[(.+?)\]", example)
    assert found, example
    return example.replace("[", "").replace("]", ""), found[1]


def phrases(text: str, rule: Rule) -> list[str]:
    """What the rule finds in ``text`` once longer matches have taken their words; all it matches for a rule of none."""
    found = unparsed(text)
    if rule.gives["kind"] == "none":
        hits = find_all(time_grammar(), found.words, found.sentences, encode_times)
        spans = [(found.words[h.first].span.start, found.words[h.last - 1].span.end) for h in hits if h.rule == rule]
        return [text[a:b] for a, b in spans]
    times = find_times(found.article, found.words, found.sentences)
    return [time.span.of(text) for time in times if time.rule == rule.id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_fires_on_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        text, words = marked(example)
        assert words in phrases(text, rule), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_silent_on_its_counter_examples(rule: Rule) -> None:
    for counter in rule.counters:
        assert not phrases(counter, rule), counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They may march in May.", ["May"]),
        ("It was the second round of talks.", []),
        ("One day she hoped to sign.", []),
        ("The 54-year-old envoy resigned.", []),
        ("It cost 2,024 crowns.", []),
        ("They met on Thursday, 27 February 2025, and again two days later.",
         ["Thursday, 27 February 2025", "two days later"]),
        ("From Monday to Wednesday the port was shut.", ["Monday", "Wednesday"]),
        ("A three-year war ended in the 1990s.", ["three-year", "the 1990s"]),
    ],
)  # fmt: skip
def test_times_of_a_sentence(text: str, expected: list[str]) -> None:
    found = unparsed(text)
    assert [time.span.of(text) for time in find_times(found.article, found.words, found.sentences)] == expected


def test_may_is_a_verb_by_its_place_and_a_month_by_its_date() -> None:
    found = parsed("The/DT council/NN may/MD 24/CD sign/VB ./.\nMay/NNP 24/CD is/VBZ the/DT day/NN ./.")
    times = find_times(found.article, found.words, found.sentences)
    assert [time.span.of(found.article.text) for time in times] == ["May 24"]


def test_slots_hold_numbers_and_codes() -> None:
    found = unparsed("It lapses twenty-five years from now.")
    (time,) = find_times(found.article, found.words, found.sentences)
    assert dict(time.slots) == {"apart": "1", "kind": "apart", "n": "25", "unit": "Y"}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=120))
def test_spans_are_words_of_the_text_and_never_overlap(text: str) -> None:
    found = unparsed(text)
    times = find_times(found.article, found.words, found.sentences)
    starts = {word.span.start for word in found.words}
    ends = {word.span.end for word in found.words}
    assert all(time.span.start in starts and time.span.end in ends for time in times)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(times))
