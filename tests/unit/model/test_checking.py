"""Values that people type are brought into the record's shape, or refused in words they can act on."""

import pytest

from communique.model.checking import check_value
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape, field_of
from communique.model.plain import entry_to_plain
from tests.unit.records import ARTICLE, RECORD

TEXT = "Norway will pay 2.5 million kroner by June 2031, said Ida Vik."


def check(kind, name, value, text=TEXT):
    field = field_of(kind, name)
    assert field is not None
    return check_value(field, value, text)


def test_the_fields_of_a_kind_are_those_of_the_contract():
    for entry in RECORD.entries:
        plain = entry_to_plain(entry, ARTICLE)
        assert {field.name for field in FIELDS[entry.kind]} == plain.keys() - {"id", "kind", "article", "method"}


def test_what_the_reader_writes_passes_unchanged():
    for entry in RECORD.entries:
        plain = entry_to_plain(entry, ARTICLE)
        for field in FIELDS[entry.kind]:
            assert check_value(field, plain[field.name], ARTICLE.text) == plain[field.name], (entry.kind, field.name)


def test_the_words_of_a_span_come_from_the_article_and_not_from_the_person():
    told = {"start": 0, "end": 6, "text": "Sweden"}
    assert check(Kind.STATEMENT, "cue", told) == {"start": 0, "end": 6, "text": "Norway"}


def test_an_actor_needs_no_more_than_a_name():
    assert check(Kind.STATEMENT, "speaker", {"name": " Ida  Vik "}) == {
        "id": "person:ida-vik",
        "name": "Ida Vik",
        "kind": "person",
        "mention": None,
    }


def test_several_actors_stay_several_and_one_becomes_one():
    two = check(Kind.EVENT, "participants", [{"name": "Norway", "kind": "state"}, {"name": "Ida Vik"}])
    assert [actor["id"] for actor in two] == ["state:norway", "person:ida-vik"]
    assert check(Kind.EVENT, "participants", [{"name": "Ida Vik"}])["id"] == "person:ida-vik"
    assert check(Kind.EVENT, "participants", []) is None


def test_a_day_is_enough_for_a_time():
    when = check(Kind.EVENT, "when", "2031-06-01")
    assert (when["earliest"], when["latest"], when["start"]) == ("2031-06-01", "2031-06-01", None)


def test_an_issue_may_be_given_by_its_label():
    assert check(Kind.STATEMENT, "issue", "Fishing quotas") == {"id": "fishing-quotas", "label": "Fishing quotas"}


@pytest.mark.parametrize(
    ("kind", "name", "value", "why"),
    [
        (Kind.STATEMENT, "stance", "maybe", "one of for, against"),
        (Kind.STATEMENT, "stance", None, "may not be empty"),
        (Kind.STATEMENT, "content", [], "may not be empty"),
        (Kind.STATEMENT, "cue", {"start": 5, "end": 5}, "does not lie in the article"),
        (Kind.STATEMENT, "cue", {"start": 0, "end": 10_000}, "does not lie in the article"),
        (Kind.STATEMENT, "cue", {"start": "0", "end": 3}, "whole numbers"),
        (Kind.STATEMENT, "cue", {"start": True, "end": 3}, "whole numbers"),
        (Kind.STATEMENT, "cue", [1, 2], "is an object"),
        (Kind.STATEMENT, "evidence", [{"start": 0, "end": 6}, {"start": 3, "end": 9}], "overlap"),
        (Kind.STATEMENT, "speaker", {"name": "  "}, "may not be empty"),
        (Kind.STATEMENT, "speaker", {"name": "Ida", "kind": "wizard"}, "is one of person"),
        (Kind.STATEMENT, "speaker", {"name": "Ida", "id": "person: x"}, "malformed id"),
        (Kind.STATEMENT, "speaker", [{"name": "Ida"}, {"name": "ida"}], "names an actor twice"),
        (Kind.STATEMENT, "inside", "s1", "the id of an entry"),
        (Kind.EVENT, "when", {"value": "2031", "earliest": "2031-13-01"}, "is no day"),
        (Kind.EVENT, "when", {"value": "x", "earliest": "2031-02-01", "latest": "2031-01-01"}, "ends before"),
        (Kind.AMOUNT, "value", "much", "needs a number"),
        (Kind.AMOUNT, "value", "NaN", "needs a number"),
        (Kind.AMOUNT, "value", "1e999999", "needs a number"),
        (Kind.AMOUNT, "approximate", "yes", "true or false"),
        (Kind.PROVISION, "binding", 1, "is one of"),
        (Kind.COMMITMENT, "action", "x" * 5000, "longer than"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(kind, name, value, why):
    with pytest.raises(ValueError, match=why):
        check(kind, name, value)


def test_every_shape_is_checked():
    used = {field.shape for fields in FIELDS.values() for field in fields}
    assert used == set(Shape)
    for fields in FIELDS.values():
        for field in fields:
            with pytest.raises(ValueError):
                check_value(field, object(), TEXT)
