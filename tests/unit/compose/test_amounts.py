"""Amounts: which figures are worth checking, and who claims them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from communique.compose.amounts import find_amounts
from communique.compose.view import View, look_at
from communique.model.span import Span
from communique.model.when import Amount
from tests.unit.compose.finding import names_of, viewed

LINE = "Oslo/NNP/2/nsubj pledged/VBD/0/root {figure}/CD/4/nummod {noun}/NNS/2/obj ././2/punct"


def counted(figure: str, noun: str, unit: str | None = None, speaker: str = "") -> View:
    """The view of "Oslo pledged FIGURE NOUN." with that amount."""
    view = viewed(LINE.format(figure=figure, noun=noun), speaker=speaker)
    at = view.text.index(figure)
    amount = Amount(Span(at, at + len(figure)), Decimal(figure), unit, noun)
    annotations = replace(view.resolved.annotations, amounts=(amount,))
    return look_at(replace(view.resolved, annotations=annotations), "test").with_statements(view.statements)


@pytest.mark.parametrize(
    ("figure", "noun", "unit", "kept"),
    [
        ("500", "crowns", "NOK", True),
        ("3.5", "points", "% of GDP", True),
        ("4", "hostages", None, True),
        ("2", "leaders", None, False),
        ("60", "years", None, False),
        ("12", "ministers", None, False),
        ("300", "lanterns", None, True),
    ],
)
def test_figures_worth_checking_are_kept(figure: str, noun: str, unit: str | None, kept: bool) -> None:
    assert bool(find_amounts(counted(figure, noun, unit))) is kept


def test_a_figure_is_claimed_by_the_speaker_of_its_statement() -> None:
    (found,) = find_amounts(counted("500", "crowns", "NOK", speaker="Haakon"))
    assert names_of(found.claimed_by) == names_of(found.asserted_by) == ["Haakon"]
    assert found.statement is not None
