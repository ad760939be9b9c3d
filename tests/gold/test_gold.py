"""The reader's record of articles that no rule was written for: it may get better, never worse than these floors.

Floors stand a little under what was measured (docs/accuracy.md), so that a small trade between kinds passes and a
broken stage does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.record import FIELDS, Tally, score

pytestmark = pytest.mark.reader
RECALL = {
    "statement": 0.8,
    "commitment": 0.35,
    "condition": 0.4,
    "dispute": 0.3,
    "event": 0.4,
    "provision": 0.4,
    "amount": 0.7,
}
MET = {
    "statement": 0.8,
    "commitment": 0.65,
    "condition": 0.75,
    "dispute": 0.7,
    "event": 0.65,
    "provision": 0.8,
    "amount": 0.85,
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return score(Path("tests/gold"))


@pytest.mark.parametrize("kind", FIELDS)
def test_the_expected_entries_of_a_kind_are_found(tally: Tally, kind: str) -> None:
    assert tally.entries[kind, "found"] >= RECALL[kind] * tally.entries[kind, "expected"]


@pytest.mark.parametrize("kind", FIELDS)
def test_most_entries_of_a_kind_are_expected_ones(tally: Tally, kind: str) -> None:
    assert tally.entries[kind, "found"] >= MET[kind] * tally.entries[kind, "read"]


def test_most_fields_agree(tally: Tally) -> None:
    right = sum(count for (_, what), count in tally.fields.items() if what == "right")
    assert right >= 0.75 * sum(count for (_, what), count in tally.fields.items() if what == "all")
