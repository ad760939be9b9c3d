"""Reporting clauses within what they report, and what is said by nobody; read by the real reader model."""

from __future__ import annotations

import pytest

from tests.unit.compose.reading import read_with_statements

pytestmark = pytest.mark.reader
START = "Jonas Cable, the mediator, met the press in Oslo. "


def _told(text: str) -> list[tuple[list[str], list[str]]]:
    """Who says which words, a statement a row."""
    view = read_with_statements(text)
    return [([m.actor.name for m in s.speaker], [c.of(view.text) for c in s.content]) for s in view.statements]


def _words(rows: list[tuple[list[str], list[str]]], name: str) -> str:
    return " | ".join(c for who, content in rows if who == [name] for c in content)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The strait, he said, would be open by noon.", ("The strait", "would be open by noon")),
        ("It was, he went on, an accord for the islands.", ("It was", "an accord for the islands")),
        ("The bridge must stay, he warned reporters, before the ice comes.", ("The bridge must", "before the ice")),
        ("The talks had failed, he said; the ships would sail at once.", ("talks had failed", "ships would sail")),
        ("If nobody signs, Cable has said, the garrison will leave.", ("If nobody signs", "the garrison will leave")),
    ],
)
def test_both_sides_of_a_reporting_clause_are_told(text: str, sides: tuple[str, str]) -> None:
    told = _words(_told(START + text), "Jonas Cable")
    assert all(side in told for side in sides)


def test_words_behind_a_quotation_are_not_quoted_too() -> None:
    told = _words(_told(START + "“It is over,” he said, shaking his head."), "Jonas Cable")
    assert "It is over" in told and "shaking" not in told


@pytest.mark.parametrize(
    "text",
    [
        "The council is expected to vote on the lease within days.",
        "It is understood that the council will vote on the lease within days.",
    ],
)
def test_what_is_expected_is_said_by_nobody(text: str) -> None:
    (row,) = [r for r in _told(text) if "vote on the lease" in " ".join(r[1])]
    assert row[0] == []


def test_what_somebody_expects_has_a_speaker() -> None:
    told = read_with_statements("Jonas Cable expects the council to vote on the lease.").statements
    assert all(s.speaker for s in told)
