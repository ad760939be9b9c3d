"""Logging in, sessions, and what becomes of them."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters

from communique.store.schema import account, session
from tests.contract.web.conftest import PASSWORD

LOGIN = {"name": "reva", "password": PASSWORD}


def log_in_by_form(visitor, **fields):
    page = visitor.get("/login")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    return visitor.post("/login", data={**LOGIN, "csrf": token, **fields})


def test_the_form_lets_in_and_leads_on(team):
    visitor = team.visitor()
    answer = log_in_by_form(visitor, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "reva" in visitor.get("/account").text


def test_the_cookie_is_out_of_reach(team):
    answer = team.visitor().post("/api/v1/session", json=LOGIN)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("communique=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert "domain" not in cookie.lower()


def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(make_desk):
    desk = make_desk(team=True, host="0.0.0.0", base_url="https://desk.example.org")
    visitor = desk.visitor()
    visitor.base_url = "https://desk.example.org"
    answer = visitor.post("/api/v1/session", json=LOGIN)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-communique=")
    assert "; Secure" in cookie
    assert answer.headers["strict-transport-security"]
    assert visitor.get("/api/v1/session").json()["name"] == "reva"


def test_the_database_does_not_hold_what_the_cookie_holds(team):
    visitor = team.member("reviewer")
    token = visitor.cookies["communique"]
    with team.store.reading() as connection:
        kept = connection.execute(sa.select(session)).mappings().all()
        hashes = connection.scalars(sa.select(account.c.password)).all()
    assert token not in str(kept)
    assert len(token) >= 43
    assert all(found.startswith("$argon2id$") for found in hashes)
    assert PASSWORD not in str(hashes)


def test_a_session_that_somebody_planted_is_not_taken_over(team):
    visitor = team.visitor()
    visitor.cookies.set("communique", "planted-by-an-attacker")
    visitor.post("/api/v1/session", json=LOGIN)
    planted = team.visitor()
    planted.cookies.set("communique", "planted-by-an-attacker")
    assert planted.get("/api/v1/session").status_code == 401


def test_logging_in_again_gives_a_new_token_and_ends_the_old_one(team):
    visitor = team.member("reviewer")
    old = visitor.cookies["communique"]
    visitor.post("/api/v1/session", json=LOGIN)
    assert visitor.cookies["communique"] != old
    other = team.visitor()
    other.cookies.set("communique", old)
    assert other.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("way", ["page", "api"])
def test_logging_out_ends_the_session_on_the_server(team, way):
    member = team.member("reviewer")
    token = member.cookies["communique"]
    answer = member.post("/logout") if way == "page" else member.delete("/api/v1/session")
    assert answer.status_code in (303, 204)
    assert 'communique=""' in answer.headers["set-cookie"]
    again = team.visitor()
    again.cookies.set("communique", token)
    assert again.get("/api/v1/session").status_code == 401


def test_an_unused_session_ends(team):
    member = team.member("reader")
    team.clock.pass_(hours=11)
    assert member.get("/api/v1/session").status_code == 200
    team.clock.pass_(hours=11)
    assert member.get("/api/v1/session").status_code == 200
    team.clock.pass_(hours=13)
    assert member.get("/api/v1/session").status_code == 401


def test_every_session_ends_some_day(team):
    member = team.member("reader")
    for _ in range(2 * 13 + 1):
        team.clock.pass_(hours=11)
        assert member.get("/api/v1/session").status_code == 200
    team.clock.pass_(hours=11 * 4)
    assert member.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize(
    "login", [{"name": "nobody"}, {"password": "wrong, wrong, wrong"}, {"name": "ada", "password": ""}]
)
def test_a_wrong_login_tells_nothing(team, login):
    answer = team.visitor().post("/api/v1/session", json={**LOGIN, **login})
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "The name or the password is wrong."
    assert "set-cookie" not in answer.headers


def test_an_unknown_name_costs_what_a_wrong_password_costs(make_desk, monkeypatch):
    """Not timed: what takes the time is one check of an Argon2 hash, of the same strength in both."""
    visitor = make_desk(team=True).visitor()
    checked = []

    def verify(self, hashed, password):
        checked.append(extract_parameters(hashed))
        return plain_verify(self, hashed, password)

    plain_verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", verify)
    for name in ("reva", "nobody"):
        answer = visitor.post("/api/v1/session", json={"name": name, "password": "wrong phrase"})
        assert answer.status_code == 401
    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_who_is_shut_out_is_out_at_once_and_stays_out(team):
    member, admin = team.member("reviewer"), team.member("admin")
    assert admin.patch("/api/v1/accounts/reva", json={"active": False}).status_code == 200
    assert member.get("/api/v1/session").status_code == 401
    answer = team.visitor().post("/api/v1/session", json=LOGIN)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "wrong_login"


def test_too_many_tries_for_a_name_have_to_wait(make_desk):
    visitor = make_desk(team=True, logins_per_name=3).visitor()
    wrong = {"name": "reva", "password": "wrong phrase"}
    assert [visitor.post("/api/v1/session", json=wrong).status_code for _ in range(4)] == [401, 401, 401, 429]
    answer = visitor.post("/api/v1/session", json=LOGIN)
    assert answer.status_code == 429  # the right password does not help now
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert visitor.post("/api/v1/session", json={"name": "rea", "password": PASSWORD}).status_code == 201


def test_too_many_tries_from_an_address_have_to_wait(make_desk):
    visitor = make_desk(team=True, logins_per_address=3).visitor()
    for name in ("a", "b", "c"):
        assert visitor.post("/api/v1/session", json={"name": name, "password": "x"}).status_code == 401
    assert visitor.post("/api/v1/session", json=LOGIN).status_code == 429
    page = log_in_by_form(visitor)
    assert page.status_code == 429
    assert "Too many tries" in page.text


def test_getting_in_forgets_the_tries_for_the_name(make_desk):
    visitor = make_desk(team=True, logins_per_name=2).visitor()
    for _ in range(3):
        assert visitor.post("/api/v1/session", json={**LOGIN, "password": "wrong phrase"}).status_code == 401
        assert visitor.post("/api/v1/session", json=LOGIN).status_code == 201


def test_the_form_cannot_be_sent_from_elsewhere(team):
    visitor = team.visitor()
    assert visitor.post("/login", data=LOGIN).status_code == 403
    assert visitor.post("/login", data={**LOGIN, "csrf": "made up"}).status_code == 403
    assert log_in_by_form(visitor, csrf="made up").status_code == 403


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/\t/evil.example", "/%0d%0aSet-Cookie: x=1\r\nX: y", "http:evil.example", "", " //evil.example"],
)  # fmt: skip
def test_a_login_leads_nowhere_else(team, address):
    answer = log_in_by_form(team.visitor(), next=address)
    assert answer.status_code == 303
    assert answer.headers["location"] in ("/", address)
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))
    assert "evil" not in answer.headers["location"]
    member = team.member("reader")
    shown = member.get("/login", params={"next": address})
    assert "evil" not in shown.headers["location"]


def test_a_page_asked_for_is_come_back_to(team):
    answer = team.visitor().get("/account?changed=false&x=%22%3E%0d%0a")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/account%3Fchanged%3Dfalse%26x%3D%2522%253E%250d%250a"


def test_one_changes_ones_own_password_and_other_sessions_end(team):
    member, elsewhere = team.member("reviewer"), team.member("reviewer")
    new = "another phrase altogether"
    wrong = member.post("/account", data={"old": "not it at all", "password": new})
    assert wrong.status_code == 403
    assert "old password is wrong" in wrong.text
    short = member.post("/account", data={"old": PASSWORD, "password": "short"})
    assert short.status_code == 409
    assert member.post("/account", data={"old": PASSWORD, "password": new}).status_code == 303
    assert member.get("/api/v1/session").status_code == 200
    assert elsewhere.get("/api/v1/session").status_code == 401
    assert team.visitor().post("/api/v1/session", json=LOGIN).status_code == 401
    assert team.visitor().post("/api/v1/session", json={**LOGIN, "password": new}).status_code == 201


def test_an_admin_keeps_the_accounts_on_a_page(team):
    admin = team.member("admin")
    told = {"name": "Ines de Sá", "password": "tide tables and radio masts", "role": "reviewer"}
    assert admin.post("/accounts", data=told).status_code == 303
    assert "Ines de Sá" in admin.get("/accounts").text
    again = admin.post("/accounts", data=told)
    assert again.status_code == 409
    assert "taken" in again.text
    assert admin.post("/accounts/Ines%20de%20S%C3%A1", data={"active": "false"}).status_code == 303
    assert "Let in" in admin.get("/accounts").text


def test_the_last_admin_stays(team):
    admin = team.member("admin")
    for change in ({"role": "reader"}, {"active": False}):
        answer = admin.patch("/api/v1/accounts/ada", json=change)
        assert answer.status_code == 409
        assert "only admin" in answer.json()["error"]["message"]
    assert admin.get("/api/v1/session").json()["role"] == "admin"


def test_a_desk_for_one_has_no_accounts(desk):
    assert desk.alone.get("/api/v1/session").json() == {
        "name": "ana", "role": "admin", "team": False, "csrf": desk.app.state.fittings.csrf,
    }  # fmt: skip
    told = {"name": "x", "password": "a long enough phrase"}
    assert desk.alone.post("/api/v1/accounts", json=told).status_code == 409
    assert desk.visitor().post("/api/v1/session", json=told).status_code == 409
    assert desk.alone.post("/accounts", data={**told, "role": "admin"}).status_code == 409


def basic(name, password):
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


def test_a_calendar_subscribes_with_name_and_password(team):
    calendar = team.visitor()
    asked = calendar.get("/api/v1/calendar.ics")
    assert asked.status_code == 401
    assert asked.headers["www-authenticate"].startswith("Basic ")
    answer = calendar.get("/api/v1/calendar.ics", headers=basic("rea", PASSWORD))
    assert answer.status_code == 200
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert calendar.get("/api/v1/calendar.ics", headers=basic("rea", "wrong phrase")).status_code == 401
    for broken in ("Basic", "Basic %%%", "Basic " + b64encode(b"nocolon").decode(), "Bearer x", "Basic \xff"):
        assert (
            calendar.get("/api/v1/calendar.ics", headers={"Authorization": broken.encode("latin-1")}).status_code == 401
        )


def test_name_and_password_open_nothing_but_feeds(team):
    calendar = team.visitor(**basic("ada", PASSWORD))
    assert calendar.get("/api/v1/articles").status_code == 401
    assert calendar.get("/account").status_code == 303
    assert calendar.post("/api/v1/judgements", json={"kind": "undo"}).status_code == 401
    assert calendar.post("/api/v1/judgements.ics", json={"kind": "undo"}).status_code in (401, 404, 405)


def test_a_feed_is_no_way_to_try_passwords(make_desk):
    calendar = make_desk(team=True, logins_per_name=3).visitor(**basic("rea", "wrong phrase"))
    assert [calendar.get("/api/v1/calendar.ics").status_code for _ in range(4)] == [401, 401, 401, 429]


def test_the_secret_of_a_feed_opens_feeds_and_nothing_else(team):
    page = team.member("reviewer").get("/calendar").text
    secret = re.search(r"calendar\.ics\?for=reva&(?:amp;)?token=([\w%-]+)", page)[1]
    calendar = team.visitor()
    told = {"for": "reva", "token": unquote(secret)}
    assert calendar.get("/calendar.ics", params=told).text.startswith("BEGIN:VCALENDAR")
    for other in (
        {**told, "for": "ada"},
        {**told, "token": told["token"][:-1]},
        {**told, "token": ""},
        {"for": "reva"},
    ):
        assert calendar.get("/calendar.ics", params=other).status_code == 401
    for path in ("/calendar", "/api/v1/articles", "/account", "/accounts"):
        assert calendar.get(path, params=told).status_code in (303, 401)
    assert calendar.post("/api/v1/judgements", params=told, json={"kind": "undo"}).status_code == 401
    team.member("admin").patch("/api/v1/accounts/reva", json={"password": "quite another phrase"})
    assert calendar.get("/calendar.ics", params=told).status_code == 401
