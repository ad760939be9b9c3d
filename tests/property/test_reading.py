"""Whatever the text, the record is pinned to it: every surface verbatim, every id stable, no error but our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import communique
from communique.errors import InputError

pytestmark = pytest.mark.reader

PHRASES = [
    "President Ana Duarte said",
    "“We will sign on Friday,”",
    "the envoys",
    "told reporters",
    "on Monday",
    "would not",
    "unless the army withdraws",
    "according to a draft",
    "$3.5 billion",
    "by 2027",
    "\n\n",
    ". ",
    "? ",
    "“",
    "”",
    '"',
    "'",
    "—",
    "he",
    "Britain and France",
    "pledged to send 3,000 soldiers",
    "denied",
    "the claim that",
    "🙂",
    "مرحبا",
    "\u202e",
    "\u200b",
    "<script>alert(1)</script>",
    "\r\n",
    "a\u0301",
    "🇺🇦",
    "LISBON (Wire) —",
    "if",
    "only after the vote",
    "\ufeff",
    "“nice guy”",
]
texts = st.lists(st.sampled_from(PHRASES) | st.text(max_size=8), min_size=1, max_size=40).map(" ".join)


def spans_in(plain: Any) -> Iterator[dict[str, Any]]:
    """Every ``{start, end, text}`` anywhere in an entry."""
    if isinstance(plain, dict):
        if {"start", "end", "text"} <= plain.keys() and plain["start"] is not None:
            yield plain
        for value in plain.values():
            yield from spans_in(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from spans_in(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_surface_is_verbatim_and_a_second_reading_says_the_same(text: str) -> None:
    try:
        record = communique.read(text, published="2025-02-26")
    except InputError:
        return
    article = record.article.text
    rows = [communique.to_dict(entry, record) for entry in record.entries]
    for row in rows:
        assert row["evidence"]
        for span in spans_in(row):
            assert span["text"] == article[span["start"] : span["end"]]
        assert 0 <= row["method"]["score"] <= 1
    assert len({row["id"] for row in rows}) == len(rows)
    again = communique.read(text, published="2025-02-26")
    assert [communique.to_dict(entry, again) for entry in again.entries] == rows
    starts = [row["evidence"][0]["start"] for row in rows]
    assert starts == sorted(starts)
