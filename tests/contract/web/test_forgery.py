"""Requests that another page makes a browser send, and names that were rebound to this machine."""

from __future__ import annotations

import pytest

from communique.web.desk import open_desk
from tests.contract.web.routes import walk
from tests.unit.records import RECORD

ENTRY = RECORD.entries[0].id
ACCEPT = {"kind": "accept", "subject": ENTRY}


def judge(client, **how):
    return client.post("/api/v1/judgements", json=ACCEPT, **how)


def test_a_write_without_the_token_is_refused(desk, team):
    for client in (desk.alone, team.member("reviewer")):
        assert judge(client, headers={"X-CSRF": ""}).status_code == 403
        assert judge(client, headers={"X-CSRF": "wrong"}).status_code == 403
        del client.headers["X-CSRF"]
        assert judge(client).status_code == 403
        assert client.get("/api/v1/judgements").json() == []


def test_the_token_of_another_session_is_refused(team):
    one, other = team.member("reviewer"), team.member("admin")
    assert judge(one, headers={"X-CSRF": other.headers["X-CSRF"]}).status_code == 403
    assert judge(one).status_code == 201


def test_the_token_of_an_earlier_session_is_refused(team):
    member = team.member("reviewer")
    old = member.headers["X-CSRF"]
    member.delete("/api/v1/session")
    again = team.member("reviewer")
    assert judge(again, headers={"X-CSRF": old}).status_code == 403


def test_no_write_goes_without_the_token_on_any_route(desk):
    visitor = desk.visitor()
    tried = 0
    for route in walk(desk.app):
        if route.method != "GET" and route.needs is not None:
            answer = visitor.request(route.method, route.address())
            assert answer.status_code == 403, route
            tried += 1
    assert tried > 5


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8470"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8470", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_write_from_another_origin_is_refused_even_with_the_token(desk, team, headers):
    for client in (desk.alone, team.member("reviewer")):
        answer = judge(client, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "cross_origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:8470", "Sec-Fetch-Site": "same-origin"},
        {"Host": "localhost:8470", "Origin": "http://localhost:8470"},
        {"Host": "[::1]:8470"},
        {},
    ],
)
def test_a_write_from_the_desk_itself_is_taken(desk, headers):
    assert judge(desk.alone, headers=headers).status_code == 201


def test_a_login_from_another_page_is_refused(team):
    login = {"name": "reva", "password": "x"}
    headers = {"Origin": "https://evil.example"}
    assert team.visitor().post("/api/v1/session", json=login, headers=headers).status_code == 403
    form = team.visitor().post("/api/v1/session", data=login)  # what a page may send without asking
    assert form.status_code == 422
    content, plain = b'{"name":"a","password":"b"}', {"Content-Type": "text/plain"}
    assert team.visitor().post("/api/v1/session", content=content, headers=plain).status_code == 422


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8470", "127.0.0.1", "127.0.0.1:8471", "localhost.evil.example:8470", "",
     "0.0.0.0:8470",
     "127.0.0.1:8470@evil.example", "127.0.0.1:8470, evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/v1/session", "/static/x/desk.css"])
def test_a_foreign_host_is_refused(desk, host, path):
    answer = desk.alone.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert desk.app.state.fittings.csrf not in answer.text


def test_a_forwarded_host_is_not_believed(desk):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = desk.alone.get("/api/v1/articles", headers=headers)
    assert answer.status_code == 200
    assert "evil" not in answer.text + str(answer.headers)


def test_nothing_that_reads_writes(desk):
    """GET routes must not change the record: a picture on another page can send them."""
    client = desk.alone
    before = client.get("/api/v1/judgements").json()
    for route in walk(desk.app):
        if route.method == "GET" and route.needs is open_desk:
            client.get(route.address(id=ENTRY, format="jsonl"))
    assert client.get("/api/v1/judgements").json() == before


def test_no_other_site_may_read_an_answer(desk):
    answer = desk.alone.get("/api/v1/session", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    asked = desk.visitor().options("/api/v1/judgements", headers={"Origin": "https://evil.example"})
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]
