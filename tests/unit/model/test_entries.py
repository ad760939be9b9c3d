"""Entries: no entry without evidence; an id is the place, not the interpretation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.entry import Method, Mode, Provision, Statement, Words
from communique.model.span import Span, cover, trimmed

METHOD = Method("test", "1", 0.5)


def statement(*spans: Span, article: str = "a1", **fields: object) -> Statement:
    return Statement(article=article, evidence=spans, method=METHOD, content=spans, mode=Mode.DIRECT, **fields)  # type: ignore[arg-type]


def test_an_entry_cannot_be_built_without_evidence() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        statement()


def test_an_id_depends_on_kind_article_and_place_only() -> None:
    first = statement(Span(3, 9))
    assert first.id == statement(Span(3, 9), inside="s0", cue=Span(0, 2)).id
    assert first.id != statement(Span(3, 8)).id
    assert first.id != statement(Span(3, 9), article="a2").id
    provision = Provision(
        article="a1", evidence=(Span(3, 9),), method=METHOD, instrument="draft", text=Words(Span(3, 9), "x")
    )
    assert provision.id[0] == "p"
    assert provision.id[1:] != first.id[1:]


spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))


@given(st.lists(spans, min_size=1))
def test_a_cover_contains_all_it_covers(found: list[Span]) -> None:
    assert all(cover(found).contains(s) for s in found)


@given(st.text(), spans)
def test_trimming_only_ever_drops_white_space_at_the_edges(text: str, span: Span) -> None:
    inside = Span(min(span.start, len(text)), min(span.end, len(text)))
    kept = trimmed(inside, text)
    assert inside.contains(kept)
    assert kept.of(text).strip(" \t\r\n\u00a0") == kept.of(text)


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(5, 3)
