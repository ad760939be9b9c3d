"""Terms, questions and snippets: what holds for any text and anything a person may type."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.store.marks import mark_days, mark_outlet, mark_scores, read_outlet
from communique.store.question import read_question
from communique.store.snippets import cut_snippet, find_hits
from communique.store.terms import find_term, find_terms, list_terms

TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(
        ["grain", "Grains’", "U.S.", "café", "deal-maker", "ﬁsh", "3.5%", "¶", "…", "\n", "O’Neill's", "naïve"]
    )
).map(" ".join)


@given(TEXTS)
def test_terms_are_letters_and_digits_at_their_places(text):
    found = list(find_terms(text))
    assert [term for _, _, term in found] == list_terms(text)
    assert all(term.isalnum() and len(term) <= 64 for _, _, term in found)
    ends = [0, *(end for _, end, _ in found)]
    assert all(before <= start < end for before, (start, end, _) in zip(ends, found, strict=False))


@given(TEXTS, TEXTS)
def test_a_snippet_is_a_part_of_its_text(text, asked):
    question = read_question(asked)
    snippet = cut_snippet(text, question)
    shown = "".join(part for part, _ in snippet)
    assert shown in text or shown.removeprefix("…").removesuffix("…") in text
    assert len(shown) <= 282
    assert all(first[1] != second[1] for first, second in pairwise(snippet))


@given(st.lists(st.sampled_from(["grain", "harbours", "naïve", "Erdoğan’s", "U.N.", "2025"]), min_size=1, max_size=6))
def test_every_word_of_a_text_finds_and_marks_it(words):
    text = " ".join(words)
    for word in words:
        hits = find_hits(text, read_question(word))
        assert {text[start:end] for start, end in hits} == {word}
    assert find_hits(text, read_question(f'"{text}"'))[0] == (0, len(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Erdoğan’s", "erdogan"), ("U.S.", "us"), ("guarantees", "guaranteed"), ("Łódź", "lodz"), ("ﬁsh", "fish"),
     ("Straße", "STRASSE"), ("e\u0301tat", "état"), ("ministers", "minister's")],
)  # fmt: skip
def test_case_accents_possessives_and_endings_make_no_difference(one, other):
    assert [term for _, _, term in find_terms(one)] == [find_term(other)]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_marks_of_a_range_of_scores_hold_every_score_in_it(score, least, most):
    own = {f"_c{int(score * 10)}", f"_h{int(score * 100)}"}
    if least <= score <= most:
        assert own & set(mark_scores(least, most))
    assert len(own & set(mark_scores(0.0, 1.0))) == 1


@given(st.dates(), st.dates(), st.dates())
def test_the_marks_of_a_range_of_days_hold_every_day_in_it(day, low, high):
    own = {f"_y{min(2100, max(1900, day.year))}", f"_d{day.year:04d}{day.month:02d}"}
    if low <= day <= high:
        assert own & set(mark_days(low, high))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100))
def test_an_outlet_is_read_back_from_its_mark(name):
    assert read_outlet(mark_outlet(name)) == name
