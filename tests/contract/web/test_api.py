"""The API as programs use it: pages of things, entity tags, decisions, one shape for every error."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from communique.store.articles import save_record
from communique.web.api.description import describe
from tests.contract.web.routes import walk
from tests.unit.records import ARTICLE, RECORD
from tests.unit.short_records import tell, wire_lines

STATEMENT = next(entry for entry in RECORD.entries if entry.kind == "statement")
DISPUTE = next(entry for entry in RECORD.entries if entry.kind == "dispute")


@pytest.fixture
def client(desk):
    return desk.alone


def decide(client, kind, status=201, headers=None, **body):
    answer = client.post("/api/v1/judgements", json={"kind": kind, **body}, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_every_route_of_the_api_is_described(desk):
    described = describe(desk.app)["paths"]
    told = {(method.upper(), path) for path, methods in described.items() for method in methods}
    plain = {(r.method, re.sub(r":\w+}", "}", r.path)) for r in walk(desk.app) if r.path.startswith("/api/")}
    assert plain - told == {("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/docs")}
    for path, methods in described.items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            for status, answer in operation["responses"].items():
                if status >= "400":
                    shape = answer["content"]["application/json"]["schema"]
                    assert shape == {"$ref": "#/components/schemas/ErrorAnswer"}, path


def test_the_description_has_a_page_of_its_own(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "/api/v1/judgements" in page.text
    assert "http://" not in re.sub(r"http://(www\.w3\.org|127)", "", page.text)  # no other host is asked for anything


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/entries/s000000000000", 404, "unknown_entry"),
        ("GET", "/api/v1/articles/a0", 404, "unknown_article"),
        ("GET", "/api/v1/actors/person:nobody", 404, "unknown_actor"),
        ("GET", "/api/v1/issues/nothing", 404, "unknown_issue"),
        ("GET", "/api/v1/judgements/99", 404, "unknown_judgement"),
        ("GET", "/api/v1/accounts/nobody", 404, "unknown_account"),
        ("DELETE", "/api/v1/articles", 405, "method_not_allowed"),
        ("GET", "/api/v1/articles?limit=0", 422, "not_valid"),
        ("GET", "/api/v1/articles?since=0", 422, "not_valid"),
        ("GET", "/api/v1/search?sort=up", 422, "not_valid"),
        ("GET", "/api/v1/export/docx", 422, "not_valid"),
        ("GET", "/api/v1/articles?text=a%00b", 400, "bad_request"),
    ],
)
def test_every_error_has_one_shape(client, method, path, status, code):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert list(answer.json()["error"]) == ["code", "message", "details"]
    assert answer.json()["error"]["code"] == code


def test_an_error_says_what_an_address_does(client):
    assert client.delete("/api/v1/judgements").headers["allow"] == "GET, HEAD, POST"


def test_a_value_that_does_not_fit_is_named_and_not_repeated(client):
    answer = client.get("/api/v1/articles", params={"limit": "<script>"})
    assert answer.json()["error"]["details"][0]["where"] == ["query", "limit"]
    assert "<script>" not in answer.text


def test_pages_lead_to_one_another(client, store):
    with store.writing() as connection:
        for number in range(6):
            save_record(connection, tell(wire_lines(number, 3), url=f"https://wire.example/{number}"))
    seen, address = [], "/api/v1/articles?limit=3&text=&order=title"
    while address:
        answer = client.get(address)
        assert answer.json()["total"] == 7
        seen += [article["id"] for article in answer.json()["items"]]
        links = dict(reversed(link) for link in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["link"]))
        assert {"first", "last"} <= links.keys()
        assert ("prev" in links) == ("offset=0" not in address and "offset" in address)
        address = links.get("next")
    assert len(seen) == len(set(seen)) == 7


def test_what_one_has_already_is_not_sent_again(client):
    for path in ("/api/v1/articles", f"/api/v1/entries/{STATEMENT.id}", f"/api/v1/articles/{ARTICLE.id}/text"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    before = client.get(f"/api/v1/entries/{STATEMENT.id}").headers["etag"]
    decide(client, "accept", subject=STATEMENT.id)
    after = client.get(f"/api/v1/entries/{STATEMENT.id}", headers={"If-None-Match": before})
    assert after.status_code == 200


def test_the_text_is_the_one_that_offsets_point_into(client):
    text = client.get(f"/api/v1/articles/{ARTICLE.id}/text").text
    for entry in client.get(f"/api/v1/articles/{ARTICLE.id}/entries").json():
        for span in entry["evidence"]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_a_decision_on_a_stale_entry_is_refused(desk, team):
    first, second = team.member("reviewer"), team.member("admin")
    tag = first.get(f"/api/v1/entries/{STATEMENT.id}").headers["etag"]
    made = decide(first, "accept", subject=STATEMENT.id, headers={"If-Match": tag}, seconds=2.5)
    assert made["judgement"]["who"] == "reva"
    assert made["judgement"]["seconds"] == 2.5
    assert made["entry"]["review"]["status"] == "accepted"
    stale = decide(second, "reject", 412, subject=STATEMENT.id, headers={"If-Match": tag})
    assert stale["error"]["code"] == "changed_meanwhile"
    assert decide(second, "reject", subject=STATEMENT.id)["entry"]["review"]["by"] == "ada"


def test_decisions_change_what_stands_and_are_taken_back(client):
    was = client.get(f"/api/v1/entries/{STATEMENT.id}").json()
    stance = next(one for one in ("for", "against") if one != was["stance"])
    made = decide(client, "set_stance", subject=STATEMENT.id, after=stance)
    assert made["entry"]["stance"] == stance
    assert made["entry"]["review"]["changed"] == ["stance"]
    assert client.get(f"/api/v1/entries/{STATEMENT.id}/machine").json()["proposal"]["stance"] == was["stance"]
    assert decide(client, "undo")["entry"]["stance"] == was["stance"]
    assert decide(client, "redo")["entry"]["stance"] == stance
    log = client.get(f"/api/v1/entries/{STATEMENT.id}/judgements").json()
    assert [one["kind"] for one in log] == ["set_stance", "undo", "redo"]
    assert client.get("/api/v1/judgements", params={"before": log[1]["number"]}).json() == log[:1]


def test_edits_speakers_and_verdicts(client):
    speaker = {"name": "Odile Marchetti", "kind": "person"}
    made = decide(client, "reassign", subject=STATEMENT.id, after=speaker)
    assert made["entry"]["speaker"]["id"] == "person:odile-marchetti"
    issue = {"id": "lights", "label": "Lighthouse dues"}
    assert decide(client, "edit", subject=STATEMENT.id, field="issue", after=issue)["entry"]["issue"] == issue
    assert decide(client, "set_verdict", subject=DISPUTE.id, after="questioned")["entry"]["verdict"] == "questioned"
    for wrong in ({"field": "nothing", "after": 1}, {"field": "cue", "after": {"start": 5, "end": 10**9}}):
        assert decide(client, "edit", 409, subject=STATEMENT.id, **wrong)["error"]["code"] == "bad_judgement"
    decide(client, "set_stance", 422, subject=STATEMENT.id, after="sideways")
    decide(client, "set_stance", 409, subject=DISPUTE.id, after="for")


@pytest.mark.parametrize("words", ["half \ud800 a character", "nothing \0 at all", "turned \u202e round"])
def test_characters_that_no_text_holds_are_replaced(client, words):
    issue = {"id": words, "label": words}
    content = json.dumps({"kind": "edit", "subject": STATEMENT.id, "field": "issue", "after": issue})
    answer = client.post("/api/v1/judgements", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (201, 409)
    shown = client.get(f"/api/v1/entries/{STATEMENT.id}").text
    assert "\0" not in shown
    answer.content.decode("utf-8", "strict")


def test_an_entry_is_added_by_hand(client):
    values = {"evidence": [{"start": 0, "end": 9}], "speaker": {"name": "Ilse Brandt", "kind": "person"}}
    made = decide(client, "add", article=ARTICLE.id, entry="statement", values=values)
    assert made["entry"]["review"]["status"] == "added"
    assert made["entry"]["evidence"][0]["text"] == ARTICLE.text[:9]
    assert client.get(f"/api/v1/entries/{made['entry']['id']}/machine").json() == {"proposal": None}
    decide(client, "add", 409, article=ARTICLE.id, entry="statement", values=values)
    decide(client, "add", 404, article="a0", entry="statement", values=values)


def test_actors_are_merged_and_parted(client):
    one, other = (actor["id"] for actor in client.get("/api/v1/actors?kind=person").json()["items"][:2])
    made = decide(client, "merge_actors", ids=[one], into=other)
    assert made["entry"] is None
    assert [part["id"] for part in client.get(f"/api/v1/actors/{other}").json()["merged"]] == [one]
    assert client.get(f"/api/v1/actors/{one}").json()["into"] == other
    decide(client, "split_actors", subject=other, parts=[one])
    assert client.get(f"/api/v1/actors/{one}").json()["into"] is None


def test_the_codebook_goes_out_and_in(client):
    told = [{"id": "sea", "label": "The sea: “ours”", "phrases": ["- sea", "#1"], "parent": None}]
    told += [{"id": "dues", "label": "Dues", "phrases": [], "parent": "sea"}]
    yaml_type = {"Content-Type": "application/yaml"}
    put = client.put("/api/v1/codebook", content=yaml.safe_dump(told), headers=yaml_type)
    assert put.json() == {"changed": 2}
    answer = client.get("/api/v1/codebook")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert yaml.safe_load(answer.content) == [{name: one[name] for name in one if one[name]} for one in told]
    assert client.put("/api/v1/codebook", content=answer.content, headers=yaml_type).json() == {"changed": 0}
    assert client.get("/api/v1/issues/dues").json()["parent"] == {"id": "sea", "label": told[0]["label"]}
    assert client.put("/api/v1/codebook", content=b"[]", headers={"Content-Type": "text/plain"}).status_code == 415


def test_search_finds_filters_and_counts(client):
    found = client.get("/api/v1/search", params={"q": "pilots"}).json()
    assert found["exact"]
    assert found["total"] == len(found["items"]) > 0
    assert any(piece["found"] and piece["text"].lower().startswith("pilot") for piece in found["items"][0]["snippet"])
    kinds = {facet["value"]: facet["count"] for facet in found["facets"]["kind"]}
    for kind, count in kinds.items():
        assert client.get("/api/v1/search", params={"q": "pilots", "kind": kind}).json()["total"] == count
    assert client.get("/api/v1/search", params={"kind": ["event", "dispute"]}).json()["total"] == sum(
        entry.kind in ("event", "dispute") for entry in RECORD.entries
    )
    assert (
        client.get("/api/v1/search/articles", params={"q": "strait"}).json()["items"][0]["article"]["id"] == ARTICLE.id
    )


def test_the_queue_empties_as_one_decides(client):
    left = client.get("/api/v1/review/progress").json()["left"]
    head = client.get("/api/v1/review/next", params={"limit": 2}).json()
    decide(client, "accept", subject=head[0]["id"], seconds=3)
    assert client.get("/api/v1/review/next", params={"limit": 1}).json()[0]["id"] == head[1]["id"]
    progress = client.get("/api/v1/review/progress").json()
    assert (progress["left"], progress["decided"], progress["median_seconds"]) == (left - 1, 1, 3.0)
    skipped = client.get("/api/v1/review/next", params={"limit": 1, "without": head[1]["id"]}).json()
    assert skipped[0]["id"] != head[1]["id"]


def test_agreement_is_measured_between_reviewers(team):
    for role in ("reviewer", "admin"):
        member = team.member(role)
        for number, entry in enumerate(RECORD.entries[:6]):
            decide(member, "accept" if number % 2 else "reject", subject=entry.id)
    fields = {one["field"]: one for one in member.get("/api/v1/agreement").json()}
    assert fields["accepted"]["alpha"] == 1
    assert fields["accepted"]["coders"] == ["ada", "reva"]


def test_the_calendar_and_its_feed(client):
    happenings = client.get("/api/v1/calendar", params={"since": "2029-01-01", "until": "2032-01-01"}).json()
    assert happenings
    assert all(one["entries"] for one in happenings)
    assert client.get("/api/v1/calendar", params={"since": "2032-01-01", "until": "2029-01-01"}).json() == []
    feed = client.get("/api/v1/calendar.ics")
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in feed.text


def test_exports_hold_what_was_asked_for(client):
    decide(client, "reject", subject=STATEMENT.id)
    every = client.get("/api/v1/export/jsonl")
    assert every.headers["content-disposition"] == 'attachment; filename="communique.jsonl"'
    lines = [json.loads(line) for line in every.text.splitlines()]
    assert {line["id"] for line in lines} == {entry.id for entry in RECORD.entries}
    kept = client.get("/api/v1/export/jsonl", params={"status": "rejected"}).text.splitlines()
    assert [json.loads(line)["id"] for line in kept] == [STATEMENT.id]
    for name, start in (("csv", b"id,"), ("parquet", b"PAR1"), ("annotations", b"{"), ("calendar", b"BEGIN:VCAL")):
        answer = client.get(f"/api/v1/export/{name}")
        assert answer.content.startswith(start), name
        assert int(answer.headers["content-length"]) == len(answer.content)
