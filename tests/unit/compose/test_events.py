"""Events: what took place, will or may, with whom, where, when."""

from __future__ import annotations

from datetime import date

import pytest

from communique.compose.events import find_events
from communique.model.entry import Event
from tests.unit.compose.finding import names_of, viewed

TUESDAY = {"Tuesday": date(2025, 2, 25)}
FRIDAY = {"Friday": date(2025, 2, 28)}


def the_event(lines: str, **given: object) -> Event:
    (found,) = find_events(viewed(lines, **given))  # type: ignore[arg-type]
    return found


def test_a_meeting_has_two_sides_a_place_and_a_day() -> None:
    found = the_event(
        "Haakon/NNP/2/nsubj met/VBD/0/root Olav/NNP/2/obj in/IN/5/case Bergen/NNP/2/obl on/IN/7/case Tuesday/NNP/2/obl",
        times=TUESDAY,
        places=("Bergen",),
    )
    assert (found.type.value, found.status.value, names_of(found.participants)) == (
        "meeting",
        "held",
        ["Haakon", "Olav"],
    )
    assert found.place is not None and found.place.text == "Bergen"
    assert found.when is not None and found.when.value == "2025-02-25"


@pytest.mark.parametrize(
    ("lines", "kind", "status"),
    [
        (
            "Haakon/NNP/3/nsubj will/MD/3/aux meet/VB/0/root Olav/NNP/3/obj on/IN/6/case Friday/NNP/3/obl",
            "meeting",
            "scheduled",
        ),
        (
            "Haakon/NNP/3/nsubj may/MD/3/aux meet/VB/0/root Olav/NNP/3/obj on/IN/6/case Friday/NNP/3/obl",
            "meeting",
            "possible",
        ),
        ("Haakon/NNP/2/nsubj refused/VBD/0/root to/TO/4/mark meet/VB/2/xcomp Olav/NNP/4/obj", "meeting", "refused"),
        (
            "Haakon/NNP/3/nsubj is/VBZ/3/aux:pass expected/VBN/0/root to/TO/5/mark meet/VB/3/xcomp Olav/NNP/5/obj",
            "meeting",
            "expected",
        ),
        ("Haakon/NNP/2/nsubj signed/VBD/0/root the/DT/4/det treaty/NN/2/obj", "signing", "held"),
        ("Haakon/NNP/2/nsubj told/VBD/0/root parliament/NN/2/obj on/IN/5/case Friday/NNP/2/obl", "speech", "held"),
    ],
)
def test_the_verb_tells_how_an_event_stands(lines: str, kind: str, status: str) -> None:
    found = the_event(lines, times=FRIDAY if "Friday" in lines else None)
    assert (found.type.value, found.status.value) == (kind, status)


@pytest.mark.parametrize(
    "lines",
    [
        "Haakon/NNP/2/nsubj met/VBD/0/root the/DT/4/det target/NN/2/obj",
        "Haakon/NNP/2/nsubj told/VBD/0/root reporters/NNS/2/obj on/IN/5/case Tuesday/NNP/2/obl",
        "Meetings/NNS/2/nsubj bore/VBP/0/root everybody/NN/2/obj",
        "Haakon/NNP/4/nsubj did/VBD/4/aux not/RB/4/advmod meet/VB/0/root Olav/NNP/4/obj",
        "Haakon/NNP/2/nsubj struck/VBD/0/root a/DT/4/det deal/NN/2/obj",
    ],
)
def test_figures_of_speech_habits_and_denials_are_no_events(lines: str) -> None:
    assert find_events(viewed(lines, times=TUESDAY if "Tuesday" in lines else None)) == ()


def test_a_verb_and_its_noun_are_one_event() -> None:
    found = the_event(
        "Haakon/NNP/2/nsubj held/VBD/0/root talks/NNS/2/obj with/IN/5/case Olav/NNP/3/nmod "
        "on/IN/7/case Tuesday/NNP/2/obl",
        times=TUESDAY,
    )
    assert (found.type.value, names_of(found.participants)) == ("talks", ["Haakon", "Olav"])


def test_the_one_accused_is_the_one_who_visited() -> None:
    found = the_event(
        "Haakon/NNP/2/nsubj accused/VBD/0/root him/PRP/2/obj of/IN/5/mark visiting/VBG/2/advcl Bergen/NNP/5/obj "
        "on/IN/8/case Tuesday/NNP/5/obl",
        times=TUESDAY,
        places=("Bergen",),
    )
    assert (found.type.value, names_of(found.participants)) == ("visit", ["him"])
