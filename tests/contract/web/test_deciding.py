"""Decisions at the desk that rest on something else: entries alike, an earlier version, numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.article import Article
from communique.model.entry import Method, Mode, Record, Statement
from communique.model.judgement import JudgementKind
from communique.store.articles import save_record
from communique.store.directory import write_codebook
from communique.store.entries import load_entries
from communique.store.judgements import judge
from tests.contract.web.routes import walk
from tests.unit.records import RECORD, build_article

PLEDGE = "Varland will open the channel, said a clerk of the harbour board."
NOTE = "Correction: an earlier version had the wrong month."
JSON = {"accept": "application/json"}
ENTRIES = [entry.id for entry in RECORD.entries]


def record_of(article: Article) -> Record:
    span = next(block.span for block in article.blocks if article.text[block.span.start :].startswith(PLEDGE))
    content = replace(span, end=article.text.index(", said", span.start))
    clerk = ActorMention(Actor("person:clerk", "A clerk", ActorKind.PERSON), None)
    statement = Statement(
        article=article.id, evidence=(span,), content=(content,), mode=Mode.INDIRECT, speaker=(clerk,),
        method=Method("test", "1", 0.5),
    )  # fmt: skip
    return Record(article, (statement,))


@pytest.fixture
def corrected(store) -> tuple[str, str]:
    """The ids of an entry that somebody accepted and of the one that continues it in the corrected article."""
    url = "https://tidewater.example/channel"
    first, second = (
        record_of(replace(build_article(paragraphs), url=url)) for paragraphs in ((PLEDGE,), (NOTE, PLEDGE))
    )
    with store.writing() as connection:
        save_record(connection, first)
        judge(connection, "bo", JudgementKind.ACCEPT, first.entries[0].id)
        save_record(connection, second)
    return first.entries[0].id, second.entries[0].id


def statuses(desk, ids) -> list[str]:
    with desk.store.reading() as connection:
        return [entry["review"]["status"] for entry in load_entries(connection, ids)]


def test_the_entry_of_a_corrected_article_shows_what_it_inherits(desk, corrected):
    _, later = corrected
    assert [one["who"] for one in desk.alone.get(f"/api/v1/entries/{later}/judgements").json()] == ["bo"]
    assert re.search(r"\bbo\b", desk.alone.get(f"/entries/{later}").text)
    (card,) = desk.alone.get("/review/cards", params={"id": later, "over": "open"}).json()["cards"]
    assert re.search(r"\bbo\b", card["html"])


def test_an_inherited_decision_can_be_taken_back_where_it_shows(desk, corrected):
    _, later = corrected
    answer = desk.alone.post(f"/entries/{later}/judge", data={"decision": "undo"}, headers=JSON)
    assert answer.status_code == 200, answer.text
    assert statuses(desk, corrected) == ["proposed", "proposed"]


def test_only_what_says_the_same_is_accepted_with_an_entry(desk, store):
    copies = [record_of(replace(build_article((PLEDGE, more)), outlet=more)) for more in ("One.", "Two.")]
    with store.writing() as connection:
        for copy in copies:
            save_record(connection, copy)
    one, other = (copy.entries[0].id for copy in copies)
    told = {"decision": "alike", "id": one, "also": [ENTRIES[1], other, one]}
    answer = desk.alone.post("/review/decide", data=told, headers=JSON)
    assert answer.status_code == 200, answer.text
    assert statuses(desk, [one, other, ENTRIES[1]]) == ["accepted", "accepted", "proposed"]
    assert len(answer.json()["numbers"]) == 2


def test_an_undo_by_a_number_that_is_none_takes_nothing_back(desk):
    desk.alone.post("/review/decide", data={"decision": "accept", "id": ENTRIES[0]})
    for number in ("9" * 19, "9" * 5000, "²", "-1", "1x"):
        assert desk.alone.post("/review/undo", data={"number": number}).status_code == 422, number[:20]
        assert desk.alone.post("/review/undo", data={"number": ["1", number]}).status_code == 422, number[:20]
    assert statuses(desk, ENTRIES[:1]) == ["accepted"]


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 5000, "-9223372036854775809", "0"])
def test_no_number_in_an_address_is_too_large(desk, number):
    for route in walk(desk.app):
        if route.method == "GET" and not route.path.startswith("/static"):
            for name in sorted(route.queries):
                answer = desk.alone.get(route.address(id=ENTRIES[0]), params={name: number})
                assert answer.status_code < 500, (route, name)
    assert desk.alone.get("/log", params={"before": number}).status_code == 422


def test_issues_may_be_called_as_the_desk_calls_its_tools(desk, store):
    names = ("merge", "split", "suggest", "codebook")
    items = [{"id": name, "label": f"the {name} of the ports", "phrases": [], "parent": None} for name in names]
    with store.writing() as connection:
        write_codebook(connection, items)
    for name in names:
        answer = desk.alone.get(f"/issues/{name}")
        assert answer.status_code == 200
        assert f"the {name} of the ports" in answer.text
    assert desk.alone.get("/issues/-/codebook").status_code == 200
    assert desk.alone.get("/issues/-/suggest", params={"text": "merge of"}).json()[0]["id"] == "merge"
