"""Who may do what: every route is tried, so that a new one without a check fails here."""

from __future__ import annotations

import pytest

from communique.store.accounts import Role
from communique.web import Settings, create_app
from communique.web.desk import open_admin, open_desk, open_review
from tests.contract.web.routes import walk

ANYBODY = {
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/static/{fingerprint}/{name:path}"),
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/docs"),
}
"""What nobody needs to log in for."""
ONES_OWN = {("POST", "/logout"), ("POST", "/account"), ("DELETE", "/api/v1/session")}
"""Writes that change nothing but one's own session or password."""
KEEPING = ("/accounts", "/api/v1/accounts")
"""Only admins, and reading too."""


@pytest.fixture
def routes(store):
    found = list(walk(create_app(store, settings=Settings(team=True))))
    assert len(found) > 40
    return found


def test_every_route_asks_who_is_there(routes):
    assert {(r.method, r.path) for r in routes if r.needs is None} == ANYBODY


def test_every_write_is_for_reviewers_or_admins(routes):
    lax = {(r.method, r.path) for r in routes if r.method != "GET" and r.needs is open_desk}
    assert lax == ONES_OWN


def test_accounts_are_for_admins(routes):
    kept = [r for r in routes if r.path.startswith(KEEPING)]
    assert len(kept) == 7
    assert all(r.needs is open_admin for r in kept)


def test_nobody_gets_in_without_a_session(team, routes):
    visitor = team.visitor(**{"X-CSRF": "x"})
    for route in routes:
        if (route.method, route.path) in ANYBODY:
            continue
        answer = visitor.request(route.method, route.address())
        if route.path.startswith("/api/"):
            assert answer.status_code == 401, route
            assert answer.json()["error"]["code"] == "not_logged_in"
            assert answer.headers["www-authenticate"].split()[0] in ("Cookie", "Basic")
        elif route.path.endswith(".ics"):
            assert answer.status_code == 401, route
        else:
            assert answer.status_code == 303, route
            assert answer.headers["location"].startswith("/login"), route


@pytest.mark.parametrize(
    ("role", "refused"), [(Role.READER, (open_review, open_admin)), (Role.REVIEWER, (open_admin,))]
)
def test_a_role_does_not_reach_further(team, routes, role, refused):
    member = team.member(role)
    tried = 0
    for route in routes:
        if route.needs in refused:
            answer = member.request(route.method, route.address())
            assert answer.status_code == 403, route
            tried += 1
    assert tried > 5


def test_a_role_that_is_taken_away_is_gone_at_once(team):
    reviewer, admin = team.member("reviewer"), team.member("admin")
    body = {"kind": "accept", "subject": "s000000000000"}
    assert reviewer.post("/api/v1/judgements", json=body).status_code == 404
    assert admin.patch("/api/v1/accounts/reva", json={"role": "reader"}).status_code == 200
    assert reviewer.post("/api/v1/judgements", json=body).status_code == 403


def test_a_reader_reads(team):
    reader = team.member("reader")
    for path in ("/api/v1/articles", "/api/v1/actors", "/api/v1/review/progress", "/account"):
        assert reader.get(path).status_code == 200, path


def test_nobody_raises_their_own_role(team):
    for role in (Role.READER, Role.REVIEWER):
        member = team.member(role)
        name = member.get("/api/v1/session").json()["name"]
        assert member.patch(f"/api/v1/accounts/{name}", json={"role": "admin"}).status_code == 403
        assert member.post(f"/accounts/{name}", data={"role": "admin"}).status_code == 403
        assert member.get("/api/v1/session").json()["role"] == role
