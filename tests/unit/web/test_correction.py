"""The form that corrects an entry: only what was touched becomes a change, and only what can be meant."""

from __future__ import annotations

from typing import Any

import pytest

from communique.errors import BadJudgement
from communique.model.checking import check_value
from communique.model.entry import Kind
from communique.model.fields import field_of
from communique.model.plain import Plain, entry_to_plain
from communique.web.correction import find_words, lay_out, read_changes
from tests.unit.records import ARTICLE, RECORD

ENTRIES = [entry_to_plain(entry, ARTICLE) for entry in RECORD.entries]
STATEMENT = next(entry for entry in ENTRIES if entry["kind"] == "statement")
COMMITMENT = next(entry for entry in ENTRIES if entry["kind"] == "commitment" and entry["deadline"])
COUNCIL = {"id": "organisation:northern-council", "name": "Northern Council", "kind": "organisation"}
KNOWN = {"northern council": COUNCIL}


def fill(entry: Plain) -> dict[str, list[str]]:
    """What a browser sends for the untouched form, with the empty input after a list and the hidden 0 before a box."""
    form: dict[str, list[str]] = {}
    for slot in lay_out(entry):
        for part, strings in slot.parts.items():
            key = f"{slot.name}.{part}" if part else slot.name
            form[key] = [*strings, ""] if slot.shape in ("actors", "spans") else list(strings) or [""]
        if slot.shape == "flag":
            form[slot.name] = ["0", *(["1"] if slot.parts[""] == ("1",) else [])]
    return form


def read(entry: Plain, form: dict[str, list[str]]) -> dict[str, Any]:
    changes = read_changes(entry, form, ARTICLE.text, lambda name, kind: KNOWN.get(name.casefold()), lambda label: None)
    for name, value in changes.items():
        field = field_of(Kind(entry["kind"]), name)
        assert field is not None
        check_value(field, value, ARTICLE.text)  # the store takes it
    return changes


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_an_untouched_form_changes_nothing(entry: Plain):
    assert read(entry, fill(entry)) == {}


def test_white_space_alone_is_no_change():
    form = fill(STATEMENT)
    form["content"] = [f"  {form['content'][0].replace(' ', chr(10), 1)} "]
    assert read(STATEMENT, form) == {}


def test_a_known_actor_is_found_and_a_new_one_is_named_with_its_kind():
    form = fill(STATEMENT) | {"speaker": ["northern council", "The harbour board (organisation)"]}
    assert read(STATEMENT, form)["speaker"] == [
        COUNCIL,
        {"name": "The harbour board", "kind": "organisation"},
    ]


def test_an_actor_that_stays_keeps_its_mention():
    form = fill(STATEMENT)
    form["speaker"] = [*form["speaker"], "Northern Council"]
    assert read(STATEMENT, form)["speaker"][0] == STATEMENT["speaker"]


def test_an_emptied_field_is_null():
    assert read(STATEMENT, fill(STATEMENT) | {"speaker": [""], "venue": [""]}) == {"speaker": None, "venue": None}


def test_days_become_a_time_with_the_value_they_bound():
    form = fill(COMMITMENT) | {"deadline.earliest": ["2030-07-01"], "deadline.latest": ["2030-07-31"]}
    changed = read(COMMITMENT, form)["deadline"]
    assert (changed["value"], changed["earliest"], changed["latest"]) == ("2030-07", "2030-07-01", "2030-07-31")


@pytest.mark.parametrize("change", [{"deadline.earliest": ["soon"]}, {"evidence": ["words that nobody wrote here"]}])
def test_what_cannot_be_meant_is_refused_with_the_words_that_were_typed(change: dict[str, list[str]]):
    with pytest.raises(BadJudgement, match=next(iter(change.values()))[0]):
        read(COMMITMENT, fill(COMMITMENT) | change)


def test_words_are_found_where_they_stand_nearest():
    text = "He said no. She said “no”. He said no."
    assert find_words(text, "said no", 0) == (3, 10)
    assert find_words(text, "said no", 30) == (30, 37)
    assert find_words(text, 'said "no"', 0) == (16, 25)
    assert find_words(text, "said maybe", 0) is None
