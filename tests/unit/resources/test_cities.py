"""The cities: each stands once, under a state of the world, and never hides an older meaning."""

from __future__ import annotations

import pytest

from communique.resources.loader import load_yaml
from communique.resources.names import _TOKEN, Sense, load_lexicon
from communique.resources.world import load_world

KNOWN = [
    ("Kharkov", Sense.CITY, "UKR"), ("Bombay", Sense.CITY, "IND"), ("Sevastopol", Sense.CITY, "UKR"),
    ("Bavaria", Sense.PROVINCE, "DEU"), ("HAMBURG", Sense.PROVINCE, "DEU"), ("Kyiv", Sense.CAPITAL, "UKR"),
    ("Deir ez-Zor", Sense.CITY, "SYR"), ("Sharm el-Sheikh", Sense.CITY, "EGY"), ("LYON", Sense.CITY, "FRA"),
    ("Xi'an", Sense.CITY, "CHN"), ("Xi’an", Sense.CITY, "CHN"), ("St. Louis", Sense.CITY, "USA"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sense", "iso3"), KNOWN)
def test_where_a_place_lies(name: str, sense: Sense, iso3: str) -> None:
    words = _TOKEN.findall(name)
    hit = load_lexicon().match(words, 0)
    assert hit is not None and (hit[0].sense, hit[0].iso3, hit[1]) == (sense, iso3, len(words))


@pytest.mark.parametrize("name", ["Nice", "Reading", "Mobile", "Bath", "Orange", "Split", "Lincoln", "Jackson"])
def test_common_words_and_surnames_are_no_cities(name: str) -> None:
    hit = load_lexicon().match([name], 0)
    assert hit is None or hit[0].sense is not Sense.CITY


def test_every_city_stands_once_and_adds_a_meaning() -> None:
    states, lexicon = load_world().states, load_lexicon()
    cities = [(name.strip(), iso) for iso, names in load_yaml("cities.yaml").items() for name in names.split(",")]
    assert {iso for _, iso in cities} <= states.keys()
    assert len({name for name, _ in cities}) == len(cities)
    meant = {a.name for rests in lexicon.aliases.values() for _, a in rests if a.sense is Sense.CITY}
    assert {name for name, _ in cities} == meant
