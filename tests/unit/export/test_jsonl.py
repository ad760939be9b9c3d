"""The contract of an entry as JSON."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from communique.export.jsonl import entry_to_dict, lines_to_plains, record_to_lines, write_jsonl
from communique.model.entry import Commitment, Condition, Dispute, Event, Figure, Kind, Provision, Record, Statement
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import PLAINS, entries, reviewed
from tests.unit.records import ARTICLE, RECORD, build_article

COMMON = ["id", "kind", "article", "evidence", "method", "issue", "asserted_by"]


def first(kind: type) -> dict:
    return entry_to_dict(next(entry for entry in RECORD.entries if isinstance(entry, kind)), RECORD)


def test_there_is_an_entry_of_every_kind():
    assert {entry.kind for entry in RECORD.entries} == set(Kind)


def test_one_line_an_entry_in_the_order_of_the_record():
    lines = list(record_to_lines(RECORD))
    assert [json.loads(line)["id"] for line in lines] == [entry.id for entry in RECORD.entries]
    assert not any("\n" in line for line in lines)


def test_every_entry_has_the_common_fields_first():
    for line in record_to_lines(RECORD):
        assert list(json.loads(line))[: len(COMMON)] == COMMON


def test_every_span_with_a_start_quotes_the_article():
    def walk(value):
        if isinstance(value, dict):
            if {"start", "end", "text"} <= set(value):
                assert ARTICLE.text[value["start"] : value["end"]] == value["text"]
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    for line in record_to_lines(RECORD):
        walk(json.loads(line))


def test_the_article_names_itself_by_seven_fields():
    assert first(Event)["article"] == {
        "id": ARTICLE.id,
        "title": ARTICLE.title,
        "outlet": "Tidewater Post",
        "author": "Maren Quist",
        "published": "2030-04-18",
        "url": ARTICLE.url,
        "path": ARTICLE.path,
    }


def test_one_actor_is_an_object_several_a_list_and_none_null():
    assert first(Statement)["speaker"]["name"] == "Ilse Brandt"
    assert [actor["name"] for actor in first(Event)["participants"]] == ["Varland", "Osmere"]
    event = next(entry for entry in RECORD.entries if isinstance(entry, Event) and not entry.participants)
    assert entry_to_dict(event, RECORD)["participants"] is None


def test_an_actor_carries_the_words_that_stand_for_it():
    by = first(Commitment)["by"]
    assert by == {"id": "state:varland", "name": "Varland", "kind": "state", "mention": by["mention"]}
    assert by["mention"]["text"] == "We"


def test_what_nobody_else_vouches_for_the_article_does():
    article = {"id": "article", "name": "the article", "kind": "document", "mention": None}
    condition = next(entry for entry in RECORD.entries if isinstance(entry, Condition))
    dispute = next(entry for entry in RECORD.entries if isinstance(entry, Dispute))
    assert first(Event)["asserted_by"] == article
    assert entry_to_dict(replace(condition, held_by=()), RECORD)["held_by"] == article
    assert entry_to_dict(replace(dispute, challenger=()), RECORD)["challenger"] == article
    assert entry_to_dict(replace(dispute, claimant=()), RECORD)["claimant"] is None


def test_a_speaker_not_told_is_null():
    statement = next(entry for entry in RECORD.entries if isinstance(entry, Statement))
    assert entry_to_dict(replace(statement, speaker=()), RECORD)["speaker"] is None


def test_decimals_are_plain_digits():
    assert first(Commitment)["amount"] is None
    figure = first(Figure)
    assert (figure["value"], figure["unit"]) == ("40000000", "crowns")
    assert figure["of"] == "dredging the approach at Sandwick"
    assert (figure["approximate"], figure["low"], figure["high"]) == (False, None, None)


def test_a_when_has_its_words_its_value_and_its_bounds():
    assert first(Commitment)["deadline"] == {
        "text": "the end of June",
        "start": ARTICLE.text.index("the end of June"),
        "end": ARTICLE.text.index("the end of June") + len("the end of June"),
        "value": "2030-06-30",
        "earliest": "2030-06-24",
        "latest": "2030-06-30",
    }


@pytest.mark.parametrize(("number", "binding"), [(0, True), (1, False)])
def test_binding_is_a_boolean_where_it_is_known(number, binding):
    provisions = [entry for entry in RECORD.entries if isinstance(entry, Provision)]
    assert entry_to_dict(provisions[number], RECORD)["binding"] is binding
    assert entry_to_dict(provisions[number], RECORD)["instrument"] == {
        "name": "Ledda Convention",
        "version": "draft of last week",
    }


def test_verdict_and_links():
    disputes = [entry_to_dict(entry, RECORD) for entry in RECORD.entries if isinstance(entry, Dispute)]
    assert [dispute["verdict"] for dispute in disputes] == ["denied", "not_supported"]
    assert first(Commitment)["condition"] == first(Condition)["id"]
    assert first(Condition)["outcome"]["text"] == "open the eastern channel to Osmeri pilots"


def test_characters_that_end_lines_elsewhere_are_escaped_and_half_surrogates_survive_utf8():
    article = build_article(("one\u2028two\x85three \ud800 said.",), title="\udfff", published=date(2030, 1, 1))
    event = next(entry for entry in RECORD.entries if isinstance(entry, Event))
    record = Record(article, (replace(event, article=article.id, evidence=(article.blocks[0].span,), participants=(),
                                      place=None, when=None),))  # fmt: skip
    (line,) = record_to_lines(record)
    assert len(line.splitlines()) == 1
    line.encode("utf-8")
    assert json.loads(line)["evidence"][0]["text"] == "one\u2028two\x85three \ud800 said."


def test_equal_records_print_equal_bytes():
    assert list(record_to_lines(RECORD)) == list(record_to_lines(Record(RECORD.article, RECORD.entries)))


def test_lines_become_the_same_entries_again_with_whatever_keys_they_have():
    plains = [*PLAINS, reviewed(PLAINS[0], ReviewStatus.ACCEPTED), PLAINS[1] | {"note": "kept"}]
    out = io.BytesIO()
    write_jsonl(plains, out)
    out.seek(0)
    assert list(lines_to_plains(out)) == plains


@given(entries())
def test_any_entry_comes_back_half_surrogates_and_all(entry):
    out = io.BytesIO()
    write_jsonl([entry], out)
    assert out.getvalue().count(b"\n") == 1
    out.seek(0)
    assert list(lines_to_plains(out)) == [json.loads(json.dumps(entry))]  # JSON joins halves that stand side by side


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["", "{"], "line 2: no JSON"),
        (["[1]"], "line 1: no entry"),
        (['{"id": "e1", "kind": "festival"}'], "line 1: no entry"),
        (['{"id": 3, "kind": "event"}'], "line 1: no entry"),
        ([b"\xff"], "line 1: no JSON"),
        (["[" * 100_000], "line 1: no JSON"),
        (['{"id": "e1", "kind": ["event"]}'], "line 1: no entry"),
    ],
)
def test_a_line_that_is_no_entry_is_named(lines, told):
    with pytest.raises(ValueError, match=told):
        list(lines_to_plains(lines))
