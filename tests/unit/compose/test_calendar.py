"""Days of events that a noun names, read against the day of publication (26 February 2025)."""

from __future__ import annotations

from datetime import date

import pytest

from communique.compose.calendar import dated_by_noun
from communique.model.span import Span
from communique.model.when import When
from tests.unit.compose.finding import viewed


@pytest.mark.parametrize(
    ("lines", "read", "meant"),
    [
        ("the/DT/3/det Aug8/NNP/3/compound election/NN/0/root", date(2024, 8, 8), date(2025, 8, 8)),
        ("the/DT/3/det Feb8/NNP/3/compound election/NN/0/root", date(2025, 2, 8), date(2025, 2, 8)),
        ("the/DT/3/det Nov8/NNP/3/compound meeting/NN/0/root", date(2024, 11, 8), date(2024, 11, 8)),
        ("into/IN/3/case Tuesday/NNP/3/compound vote/NN/0/root", date(2025, 2, 25), date(2025, 3, 4)),
        ("since/IN/3/case Tuesday/NNP/3/compound vote/NN/0/root", date(2025, 2, 25), date(2025, 2, 25)),
    ],
)
def test_a_day_without_a_year_is_the_one_the_noun_means(lines: str, read: date, meant: date) -> None:
    view = viewed(lines)
    word = view.words[1]
    when = When(Span(word.span.start, word.span.end), read.isoformat(), read, read)
    found = dated_by_noun(view, 2, when)
    assert found is not None and (found.value, found.earliest) == (meant.isoformat(), meant)
