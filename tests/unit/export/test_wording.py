"""How entries read."""

from datetime import date

import pytest

from communique.export.wording import link_entries, say_amount, say_days, say_when, short_ids, word_entry
from communique.model.plain import entry_to_plain
from tests.unit.records import ARTICLE, RECORD

PLAINS = [entry_to_plain(entry, ARTICLE) for entry in RECORD.entries]


def amount(value, unit=None, *, low=None, high=None, approximate=False):
    return {"value": value, "unit": unit, "of": None, "approximate": approximate, "low": low, "high": high}


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (amount("2.5", "% of GDP"), "2.5% of GDP"),
        (amount("500000000000", "USD"), "USD 500 billion"),
        (amount("1250", "EUR"), "EUR 1,250"),
        (amount("30000", "soldiers", approximate=True), "about 30,000 soldiers"),
        (amount("3", "months", low="3", high="5"), "3–5 months"),
        (amount("100", "tanks", low="100"), "at least 100 tanks"),
        (amount("4000000", "USD", high="4000000"), "up to USD 4 million"),
        (amount("2.50"), "2.5"),
        (amount("-3", "%"), "-3%"),
    ],
)
def test_amounts(figure, words):
    assert say_amount(figure) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(1878, 6, 13), date(1878, 6, 13), "13 Jun 1878"),
        (date(1878, 6, 13), date(1878, 7, 13), "13 Jun – 13 Jul 1878"),
        (date(1814, 9, 18), date(1815, 6, 9), "18 Sep 1814 – 9 Jun 1815"),
        (date(1878, 6, 1), date(1878, 6, 30), "Jun 1878"),
        (date(1878, 1, 1), date(1878, 12, 31), "1878"),
        (date(1878, 1, 1), date(1880, 12, 31), "1878–1880"),
        (date(1878, 4, 1), date(1878, 6, 30), "Apr 1878 – Jun 1878"),
        (date(9999, 12, 1), date(9999, 12, 31), "1–31 Dec 9999"),
    ],
)
def test_days(first, last, words):
    assert say_days(first, last) == words


def test_a_time_open_at_one_side_says_which():
    when = {"text": "after the vote", "start": 0, "end": 14, "value": "X", "earliest": "2030-05-01", "latest": None}
    assert say_when(when) == "from 1 May 2030"
    assert say_when({**when, "earliest": None}) == "after the vote"


def test_every_entry_reads_on_single_lines():
    for plain in PLAINS:
        wording = word_entry(plain)
        for text in (wording.who, wording.what, wording.when, wording.status, wording.quote):
            assert "\n" not in text
        assert wording.quote
        assert wording.what


def test_a_commitment_tells_who_what_by_when_and_how_firm():
    wording = word_entry(next(plain for plain in PLAINS if plain["kind"] == "commitment"))
    assert (wording.who, wording.what) == ("Varland", "open the eastern channel to Osmeri pilots")
    assert (wording.when, wording.status) == ("by 30 Jun 2030", "offered")
    assert ("vouched for by", "Ilse Brandt") in wording.notes


def test_links_go_both_ways():
    statement, condition, commitment = (
        next(plain for plain in PLAINS if plain["kind"] == kind) for kind in ("statement", "condition", "commitment")
    )
    assert link_entries(statement, PLAINS) == [("holds", condition["id"]), ("holds", commitment["id"])]
    assert ("on condition", condition["id"]) in link_entries(commitment, PLAINS)
    assert ("binds", commitment["id"]) in link_entries(condition, PLAINS)


def test_short_ids_grow_until_they_differ():
    assert short_ids(["c123456789", "c123456780"]) == {"c123456789": "c123456789", "c123456780": "c123456780"}
    assert short_ids(["c123456789", "s123456780"])["c123456789"] == "c12345"
    assert short_ids([]) == {}
