"""Words: clitics, abbreviations, hyphens, figures; their features."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.annotate.words import FEATURES, QUOTES, features_of, quote_states, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vare’s envoys won’t sign.", ["Vare", "’s", "envoys", "wo", "n’t", "sign", "."]),
        ("We're at 2.5% of $1,200.50", ["We", "'re", "at", "2.5", "%", "of", "$", "1,200.50"]),
        ("The U.S. met Gen. Ode on Feb. 3", ["The", "U.S.", "met", "Gen.", "Ode", "on", "Feb.", "3"]),
        ("a well-kept co-op", ["a", "well", "-", "kept", "co", "-", "op"]),
        ("“No,” she said...", ["“", "No", ",", "”", "she", "said", "..."]),
        ("the 1990s and the 3rd", ["the", "1990s", "and", "the", "3rd"]),
        ("see https://example.org/a.b, now", ["see", "https://example.org/a.b", ",", "now"]),
        ("مرحبا 🙂 שלום", ["مرحبا", "🙂", "שלום"]),
    ],
)
def test_words_are_split_as_the_reader_was_trained(text: str, words: list[str]) -> None:
    assert [w for w, _, _ in split_words(text)] == words


@given(st.text())
def test_every_word_is_verbatim_and_none_overlaps(text: str) -> None:
    end = 0
    for word, start, stop in split_words(text):
        assert text[start:stop] == word
        assert start >= end
        end = stop


def test_quotation_states_follow_the_marks_and_an_open_quotation_runs_on() -> None:
    words = ["“", "Go", "”", "he", "said", ".", '"', "Stay"]
    assert [QUOTES[s] for s in quote_states(words)] == [
        "mark", "inside", "mark", "outside", "outside", "outside", "mark", "inside",
    ]  # fmt: skip


@given(st.lists(st.text(min_size=1), min_size=1))
def test_features_stay_in_range(words: list[str]) -> None:
    assert all(0 <= f < FEATURES for f in features_of(words))
