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
        ("60", "summers", None, False),
        ("5", "francs", "francs", True),
    ],
)
def test_figures_worth_checking_are_kept(figure: str, noun: str, unit: str | None, kept: bool) -> None:
    assert bool(find_amounts(counted(figure, noun, unit))) is kept


def test_a_figure_is_claimed_by_the_speaker_of_its_statement() -> None:
    (found,) = find_amounts(counted("500", "crowns", "NOK", speaker="Haakon"))
    assert names_of(found.claimed_by) == names_of(found.asserted_by) == ["Haakon"]
    assert found.statement is not None


CLASS = "Oslo/NNP/2/nsubj fears/VBZ/0/root the/DT/5/det {figure}/CD/5/nummod percent/NN/2/obj ././2/punct"


@pytest.mark.parametrize(("figure", "kept"), [("1", False), ("99", False), ("100", False), ("40", True)])
def test_a_class_of_people_or_a_figure_of_speech_is_no_amount(figure: str, kept: bool) -> None:
    view = viewed(CLASS.format(figure=figure))
    at = view.text.index(figure)
    amount = Amount(Span(at, at + len(figure) + len(" percent")), Decimal(figure), "%")
    annotations = replace(view.resolved.annotations, amounts=(amount,))
    assert bool(find_amounts(look_at(replace(view.resolved, annotations=annotations), "test"))) is kept


def test_how_many_belong_to_a_body_names_it() -> None:
    view = viewed("The/DT/5/det 27/CD/4/nummod -/HYPH/4/punct nation/NN/5/compound bloc/NN/6/nsubj left/VBD/0/root")
    at = view.text.index("27")
    end = view.text.index(" bloc")
    amount = Amount(Span(at, end), Decimal(27), "nations", "bloc")
    annotations = replace(view.resolved.annotations, amounts=(amount,))
    assert find_amounts(look_at(replace(view.resolved, annotations=annotations), "test")) == ()
