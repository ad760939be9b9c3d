"""The resource of states, offices and names."""

# ruff: noqa: E501  (a case a row)

from __future__ import annotations

import pytest

from communique.model.actor import folded
from communique.resources.names import Sense, load_lexicon
from communique.resources.world import load_world

HOLDERS = [
    ("GBR", "prime minister", "2025-02-26", "Keir Starmer"),
    ("GBR", "prime minister", "2019-03-06", "Theresa May"),
    ("GBR", "leader", "2022-09-10", "Liz Truss"),
    ("GBR", "king", "2025-02-26", "Charles III"),
    ("USA", "president", "2016-06-01", "Barack Obama"),
    ("USA", "leader", "2025-02-26", "Donald Trump"),
    ("FRA", "leader", "2025-02-26", "Emmanuel Macron"),
    ("FRA", "prime minister", "2025-02-26", "François Bayrou"),
    ("DEU", "chancellor", "2014-05-01", "Angela Merkel"),
    ("RUS", "president", "2025-02-26", "Vladimir Putin"),
    ("UKR", "president", "2025-02-26", "Volodymyr Zelensky"),
    ("CHN", "leader", "2025-02-26", "Xi Jinping"),
    ("IRN", "president", "2025-02-26", "Masoud Pezeshkian"),
    ("IRL", "prime minister", "2025-02-26", "Micheál Martin"),
]


@pytest.mark.parametrize(("state", "title", "day", "name"), HOLDERS)
def test_holder_of_the_day(state: str, title: str, day: str, name: str) -> None:
    world = load_world()
    holder = world.holder(world.states[state], title, day)
    assert holder is not None and holder.name == name


def test_no_day_no_holder() -> None:
    world = load_world()
    assert world.holder(world.states["USA"], "president", None) is None


def test_names_and_their_senses() -> None:
    lexicon = load_lexicon()
    cases = {
        "US": (Sense.STATE, "United States"), "Britain": (Sense.STATE, "United Kingdom"), "Saudi Arabia": (Sense.STATE, "Saudi Arabia"),
        "Kremlin": (Sense.SEAT, "Russia"), "Washington": (Sense.CAPITAL, "United States"), "Ukrainian": (Sense.ADJECTIVE, "Ukraine"),
        "Ukrainians": (Sense.PEOPLE, "Ukraine"), "EU": (Sense.ORGANISATION, "European Union"), "AFP": (Sense.PRESS, "Agence France-Presse"),
        "Republicans": (Sense.FOLLOWERS, "Republicans"), "RUSSIA": (Sense.STATE, "Russia"), "South Korean": (Sense.ADJECTIVE, "South Korea"),
    }  # fmt: skip
    for text, (sense, name) in cases.items():
        hit = lexicon.match(text.split(), 0)
        assert hit is not None and (hit[0].sense, hit[0].name) == (sense, name), text
        assert hit[1] == len(text.split())
    assert lexicon.match(["us"], 0) is None


def test_spellings_fold_together() -> None:
    assert len({folded(n) for n in ("Zelensky", "Zelenskyy", "Zelenskiy", "ZELENSKYI".lower())}) <= 2
    assert folded("Erdoğan") == folded("Erdogan")
