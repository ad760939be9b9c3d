"""The feed of the calendar in a team: for who is logged in, or carries a token that ends with the password."""

from __future__ import annotations

import html
import re

from communique.store.accounts import Role, set_active, set_password
from communique.store.directory import write_codebook

PASSWORD = "another phrase for the tests"


def address(member) -> str:
    page = member.get("/calendar").text
    found = re.search(r'value="http://[^/]+(/calendar\.ics[^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_nobody_reads_the_feed_without_session_or_token(team):
    for query in ("", "?for=ada", "?for=ada&token=", "?for=&token=x", "?for=nobody&token=x"):
        assert team.visitor().get(f"/calendar.ics{query}").status_code == 401


def test_the_address_that_the_page_shows_opens_the_feed_without_a_session(team):
    told = address(team.member(Role.READER))
    answer = team.visitor().get(told)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VCALENDAR" in answer.text


def test_the_token_of_one_is_none_of_another(team):
    told = address(team.member(Role.READER))
    assert team.visitor().get(told.replace("for=rea", "for=ada")).status_code == 401


def test_the_token_opens_nothing_else(team):
    query = address(team.member(Role.ADMIN)).partition("?")[2]
    assert team.visitor().get(f"/calendar?{query}").status_code in (303, 401)


def test_a_new_password_and_a_shut_account_end_the_token(team, store):
    told = address(team.member(Role.READER))
    with store.writing() as connection:
        set_password(connection, "rea", PASSWORD)
    assert team.visitor().get(told).status_code == 401
    told = address(team.member(Role.REVIEWER))
    with store.writing() as connection:
        set_active(connection, "reva", False)
    assert team.visitor().get(told).status_code == 401


def test_alone_the_address_holds_no_token(desk):
    assert address(desk.alone) == "/calendar.ics"
    assert desk.alone.get("/calendar.ics").status_code == 200


def test_the_token_opens_no_other_address_that_ends_like_the_feed(team, store):
    query = address(team.member(Role.ADMIN)).partition("?")[2]
    for path in ("/issues/pilotage.ics", "/actors/person:ana.ics", "/entries/x.ics", "/articles/x.ics", "/log/x.ics"):
        assert team.visitor().get(f"{path}?{query}").status_code in (303, 401, 404), path
        assert team.visitor().get(f"/api/v1{path}?{query}").status_code in (401, 404), path
    with store.writing() as connection:
        write_codebook(connection, [{"id": "a.ics", "label": "Almanacs", "phrases": [], "parent": None}])
    for path in ("/issues/a.ics", "/api/v1/issues/a.ics"):
        assert team.member(Role.READER).get(path).status_code == 200
        answer = team.visitor().get(f"{path}?{query}")
        assert answer.status_code in (303, 401)
        assert "Almanacs" not in answer.text
