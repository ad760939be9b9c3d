"""Home, articles, reader, record and entry over HTTP: who may do what, and what is refused in which words."""

from __future__ import annotations

import pytest

from communique.store.accounts import Role
from communique.store.entries import load_entries
from tests.unit.records import ARTICLE, RECORD

ENTRY = RECORD.entries[1].id
READER = f"/articles/{ARTICLE.id}"
JSON = {"accept": "application/json"}


def status_of(desk) -> str:
    with desk.store.reading() as connection:
        return load_entries(connection, [ENTRY])[0]["review"]["status"]


@pytest.mark.parametrize(
    "path", ["/", "/articles", READER, "/record", f"/entries/{ENTRY}", f"/entries/{ENTRY}/passage"]
)
def test_who_reads_sees_every_page_and_nothing_to_decide_with(team, path):
    answer = team.member(Role.READER).get(path)
    assert answer.status_code == 200
    assert f"/entries/{ENTRY}/judge" not in answer.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"/entries/{ENTRY}/judge", {"decision": "accept"}),
        (f"/entries/{ENTRY}/spans", {"field": "evidence", "spans": "3-9"}),
        (f"{READER}/add", {"kind": "event", "at": "3-9"}),
    ],
)
def test_who_reads_decides_nothing(team, path, fields):
    assert team.member(Role.READER).post(path, data=fields).status_code == 403
    assert status_of(team) == "proposed"


def test_a_decision_goes_back_to_where_it_came_from_and_nowhere_else(desk):
    answer = desk.alone.post(f"/entries/{ENTRY}/judge", data={"decision": "accept", "back": f"{READER}#e-{ENTRY}"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{READER}#e-{ENTRY}")
    assert status_of(desk) == "accepted"
    answer = desk.alone.post(f"/entries/{ENTRY}/judge", data={"decision": "undo", "back": "//evil.example"})
    assert answer.headers["location"] == "/"
    assert status_of(desk) == "proposed"


@pytest.mark.parametrize(
    ("path", "fields", "status", "words"),
    [
        (f"/entries/{ENTRY}/judge", {"decision": "undo"}, 409, "nothing to undo"),
        (f"/entries/{ENTRY}/judge", {"decision": "burn"}, 409, "accept, reject or undo"),
        ("/entries/s000000000000/judge", {"decision": "accept"}, 404, "s000000000000"),
        (f"/entries/{ENTRY}/spans", {"field": "evidence", "spans": "9-3"}, 409, "does not lie in the article"),
        (f"/entries/{ENTRY}/spans", {"field": "evidence", "spans": ""}, 409, "may not be empty"),
        (f"/entries/{ENTRY}/spans", {"field": "evidence", "spans": "a-b"}, 409, "from which character"),
        (f"/entries/{ENTRY}/spans", {"field": "colour", "spans": "3-9"}, 409, "colour"),
        (f"{READER}/add", {"kind": "event"}, 409, "rests on words"),
        (f"{READER}/add", {"kind": "event", "at": "3-99999999"}, 409, "do not lie in the article"),
        ("/articles/a0000000000000000/add", {"kind": "event", "at": "3-9"}, 404, ""),
    ],
)
def test_a_script_is_told_why_a_decision_cannot_stand(desk, path, fields, status, words):
    answer = desk.alone.post(path, data=fields, headers=JSON)
    assert answer.status_code == status
    assert words in answer.text


def test_nothing_is_written_where_an_entry_by_hand_is_refused(desk):
    before = desk.alone.get(READER).text.count('class="card')
    answer = desk.alone.post(f"{READER}/add", data={"kind": "commitment", "at": "3-9", "by": "Somebody Unheard"})
    assert answer.status_code == 409
    assert "action" in answer.text and "Somebody Unheard" in answer.text  # the form again, as it was filled in
    assert desk.alone.get(READER).text.count('class="card') == before
    assert desk.alone.get("/names/actors?q=unheard").json() == {"names": []}


@pytest.mark.parametrize("path", ["/articles/a0", "/entries/s0", "/entries/s0/passage", "/record/download/docx"])
def test_what_is_not_there_is_not_found(desk, path):
    answer = desk.alone.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "query",
    [
        "page=999999", "page=-1", "page=x", "actor=person:nobody", "issue=x", "year=0000",
        "year=²²²²", "least=nan", "most=inf", "since=0001-01-01&until=9999-12-31", "order=up", "kind=event&kind=event",
        "who=Nobody+At+All", "q=%22%22%22+OR+-(", "outlet=" + "x" * 600,
    ],
)  # fmt: skip
def test_the_record_answers_whatever_the_address_says(desk, query):
    assert desk.alone.get(f"/record?{query}").status_code == 200
    assert desk.alone.get(f"/articles?{query}").status_code in (200, 422)


def test_what_is_downloaded_is_what_is_shown(desk):
    lines = desk.alone.get("/record/download/jsonl?kind=event").text.splitlines()
    assert len(lines) == desk.alone.get("/record?kind=event").text.count('<li class="row')
    assert all('"kind":"event"' in line.replace(" ", "") for line in lines)
