"""Krippendorff's alpha against his own worked examples, against NLTK's, and on what decisions hold."""

import random

import pytest
from nltk.metrics.agreement import AnnotationTask

from communique.analyse.agreement import Lack, Level, agree, measure

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": A, two observers and two values; B, five values;
# C, four observers with values missing (a dot)
MEG_AND_OWEN = list(zip("0100000010", "1110010000", strict=True))
BEN_AND_GERRY = list(zip("aabbdcccedda", "babbbcccedd" + "d", strict=True))
FOUR = ["123321412...", "1233224125.3", ".33323422" + "51.", "1233244125" + "1."]
WITH_MISSING = [tuple(int(v) for v in unit if v != ".") for unit in zip(*FOUR, strict=True)]


@pytest.mark.parametrize(
    ("units", "level", "published"),
    [
        (MEG_AND_OWEN, Level.NOMINAL, 0.095),
        (BEN_AND_GERRY, Level.NOMINAL, 0.692),
        (WITH_MISSING, Level.NOMINAL, 0.743),
        (WITH_MISSING, Level.ORDINAL, 0.815),
        (WITH_MISSING, Level.INTERVAL, 0.849),
    ],
)
def test_alpha_is_what_its_author_computes_by_hand(units, level, published):
    assert measure(units, level).alpha == pytest.approx(published, abs=0.0006)


def test_the_worked_example_pairs_forty_values():
    found = measure(WITH_MISSING)
    assert (found.units, found.values) == (11, 40)


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_that_of_nltk(seed):
    chance = random.Random(seed)
    truth = [chance.randrange(4) for _ in range(30)]
    units = [
        tuple(value if chance.random() < 0.6 else chance.randrange(4) for _ in range(chance.randrange(1, 5)))
        for value in truth
    ]
    rows = [(coder, unit, value) for unit, values in enumerate(units) for coder, value in enumerate(values)]
    paired = [row for row in rows if len(units[row[1]]) > 1]  # NLTK takes single values for paired ones
    distances = {
        Level.NOMINAL: lambda a, b: float(a != b),
        Level.INTERVAL: lambda a, b: float((a - b) ** 2),
    }
    for level, distance in distances.items():
        told = AnnotationTask(paired, distance=distance).alpha()
        assert measure(units, level, resamples=0).alpha == pytest.approx(told, abs=1e-9)


def test_ordinal_alpha_minds_the_order_and_not_the_numbers():
    units = [(1, 2), (2, 2), (3, 3), (1, 1), (4, 3)]
    stretched = [tuple({1: -7, 2: 1, 3: 50, 4: 51}[value] for value in unit) for unit in units]
    assert measure(units, Level.ORDINAL).alpha == pytest.approx(measure(stretched, Level.ORDINAL).alpha)
    assert measure(units, Level.INTERVAL).alpha != pytest.approx(measure(stretched, Level.INTERVAL).alpha)


def test_values_given_once_change_nothing():
    assert measure([*MEG_AND_OWEN, ("0",), ("7",), ()]).alpha == measure(MEG_AND_OWEN).alpha


def test_days_far_from_zero_lose_nothing():
    days = [tuple(value + 740_000 for value in unit) for unit in WITH_MISSING]
    assert measure(days, Level.INTERVAL).alpha == pytest.approx(measure(WITH_MISSING, Level.INTERVAL).alpha)


# Too little to say


def test_agreement_by_chance_is_told_from_too_little_to_say():
    by_chance = measure([("a", "b"), ("a", "b"), ("a", "a"), ("b", "b")] * 50)
    assert by_chance.lack is None
    assert abs(by_chance.alpha) < 0.01
    assert measure([("a",), ("b",)]) == measure([])
    assert measure([]).alpha is None
    assert measure([]).lack is Lack.NOBODY_TWICE
    same = measure([("a", "a"), ("a", "a")])
    assert (same.alpha, same.lack, same.units) == (None, Lack.NO_VARIATION, 2)


def test_full_agreement_is_one_and_contradiction_below_zero():
    assert measure([("a", "a"), ("b", "b")]).alpha == 1
    assert measure([("a", "b"), ("b", "a")]).alpha < 0


# The interval


def test_the_interval_is_the_same_for_the_same_seed_and_holds_alpha():
    found = measure(WITH_MISSING, seed=3)
    assert found == measure(WITH_MISSING, seed=3)
    assert found != measure(WITH_MISSING, seed=4)
    assert found.low < found.alpha < found.high


@pytest.mark.parametrize("level", Level)
def test_more_units_narrow_the_interval(level):
    few, many = measure(WITH_MISSING, level), measure(WITH_MISSING * 30, level)
    assert many.high - many.low < (few.high - few.low) / 3
    assert many.low < many.alpha < many.high


def test_too_few_that_vary_give_no_interval():
    found = measure([("a", "b"), *[("a", "a")] * 400])
    assert found.alpha is not None
    rare = measure([("a", "a")] * 2 + [("b", "b")], resamples=0)
    assert (rare.alpha, rare.low, rare.high) == (1, None, None)


# Over decisions


def decision(entry, who, kind="statement", **values):
    return {"entry": entry, "kind": kind, "article": "a1", "who": who, "values": values}


def by_field(decisions):
    return {(found.field, found.kind): found for found in agree(decisions)}


def test_each_field_is_measured_over_those_who_gave_it_a_value():
    found = by_field(
        [
            decision("s1", "ana", accepted=True, stance="for"),
            decision("s1", "ben", accepted=True, stance="for"),
            decision("s2", "ana", accepted=False),
            decision("s2", "ben", accepted=True, stance="against"),
            decision("s3", "cleo", accepted=True, stance="against"),
        ]
    )
    assert found["accepted", None].measured.units == 2
    assert found["accepted", None].coders == ("ana", "ben")
    assert found["stance", "statement"].measured.units == 1
    assert found["stance", "statement"].measured.lack is Lack.NO_VARIATION
    assert ("verdict", "dispute") not in found


def test_a_status_is_measured_kind_by_kind():
    found = by_field(
        [
            decision("c1", "ana", "commitment", accepted=True, status="made"),
            decision("c1", "ben", "commitment", accepted=True, status="hoped"),
            decision("e1", "ana", "event", accepted=True, status="held"),
            decision("e1", "ben", "event", accepted=True, status="held"),
        ]
    )
    assert found["status", "commitment"].measured.alpha == 0
    assert found["status", "event"].measured.lack is Lack.NO_VARIATION


def test_an_empty_field_is_a_value_where_names_are_told_and_missing_where_days_are():
    found = by_field(
        [
            decision("s1", "ana", accepted=True, speaker=None, said_on=None),
            decision("s1", "ben", accepted=True, speaker="person:x", said_on="2031-05-06"),
            decision("s2", "ana", accepted=True, speaker="person:x", said_on="2031-05-06"),
            decision("s2", "ben", accepted=True, speaker="person:x", said_on="2031-05-08"),
        ]
    )
    assert found["speaker", "statement"].measured.units == 2
    assert found["said_on", "statement"].measured.units == 1


def test_nobody_has_decided_nothing():
    assert agree([]) == ()
