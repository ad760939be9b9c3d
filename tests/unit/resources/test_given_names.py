"""The given names: each decides one gender, in whatever spelling."""

from __future__ import annotations

import pytest

from communique.model.actor import folded
from communique.resources.loader import load_yaml
from communique.resources.names import load_lexicon

KNOWN = [
    ("Oleksandr", "m"), ("Olexandr", "m"), ("Jae-myung", "m"), ("Shigeru", "m"), ("Abdelmadjid", "m"), ("Gitanas", "m"),
    ("Marie-Ségolène", "f"), ("Sviatlana", "f"), ("Yo-jong", "f"), ("Sanae", "f"), ("Ngozi", "f"), ("Droupadi", "f"),
    ("ERDEM", "m"), ("Gokhan", "m"), ("Gökhan", "m"), ("Rada", None), ("Hope", None), ("Kim", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "gender"), KNOWN)
def test_gender_of_a_given_name(name: str, gender: str | None) -> None:
    assert load_lexicon().gender_of(name) == gender


def test_every_name_is_found_and_has_one_gender() -> None:
    given, lexicon = load_yaml("given_names.yaml"), load_lexicon()
    male, female = ({folded(n) for n in given[key].split()} for key in ("male", "female"))
    assert not male & female
    assert all(lexicon.gender_of(n) == g for k, g in (("male", "m"), ("female", "f")) for n in given[k].split())
