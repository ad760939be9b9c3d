"""Words that try to be more than words: put into every text there is, looked for on every page and in every answer."""

from __future__ import annotations

import json
import re
from itertools import cycle
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
import pytest

from communique.model.fields import FIELDS, Shape
from communique.model.judgement import JudgementKind
from communique.store.articles import save_record
from communique.store.directory import write_codebook
from communique.store.entries import entries_of
from communique.store.judgements import judge, merge_actors
from communique.web import Settings, create_app
from tests.contract.web.conftest import NAMES, PASSWORD, URL, Desk
from tests.contract.web.routes import walk
from tests.unit.records import HOSTILE, RECORD, build_hostile

PAYLOADS = (
    HOSTILE,
    '"><script>window.pwned=1</script>',
    "'><img src=x onerror=window.pwned=1>",
    '" autofocus onfocus="window.pwned=1',
    "javascript:window.pwned=1//",
    "</script><script>window.pwned=1</script>",
    "{{ 7*7 }}{% print(config) %}",
    "${7*7}<!--",
    "\u202e<b>",
)
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "cite",
    "ping",
    "srcset",
    "xlink:href",
}
SCRIPTED = {"script", "iframe", "object", "embed", "base", "style", "frame", "applet", "foreignobject"}
MOST_PAGES = 250


def assert_harmless(answer):
    """Nothing in a page runs, loads from elsewhere, or was made an element by the words of others."""
    kind = answer.headers.get("content-type", "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    if not kind.startswith("text/html"):
        assert kind.split(";")[0] in {
            "", "application/json", "text/plain", "text/css", "text/javascript", "image/svg+xml", "application/yaml",
            "application/x-ndjson", "text/csv", "application/vnd.apache.parquet", "application/ld+json",
            "text/calendar",
        }, kind  # fmt: skip
        return None
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    tree = lxml.html.document_fromstring(answer.content.decode() or "<p>")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            assert "pwned" not in (element.text or ""), "a comment of others"
            continue
        assert element.tag not in SCRIPTED - {"script"}, element.tag
        if element.tag == "script":
            typed = element.get("type")
            assert (element.get("src") or "").startswith("/static/") or typed == "application/json", element.text
            assert element.get("src") is None or not (element.text or "").strip()
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name, value)
            assert name.lower() != "style", (element.tag, value)
            if name.lower() in ADDRESSES:
                assert urlsplit(value.strip()).scheme in ("", "http", "https", "mailto"), (element.tag, name, value)
                assert not re.match(r"\s*(javascript|data|vbscript):", value, re.I)
        assert element.get("src") != "x", "an element of others"
    return tree


def crawl(client, start):
    """Every page that links lead to from ``start``, each with its answer; bounded."""
    waiting, seen = list(start), set(start)
    while waiting and len(seen) <= MOST_PAGES + len(waiting):
        address = waiting.pop(0)
        answer = client.get(address)
        tree = assert_harmless(answer)
        yield address, answer
        if tree is None:
            continue
        for link in tree.iter("a", "link", "script", "form"):
            if link.tag == "form" and link.get("method", "get").lower() == "post":
                continue
            target = urljoin(URL + address, link.get("href") or link.get("src") or link.get("action") or "")
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if target.startswith(URL) and path not in seen and len(seen) < MOST_PAGES:
                seen.add(path)
                waiting.append(path)


@pytest.fixture
def hostile(store):
    """A desk where everything that people and newspapers can name is hostile, and so is who sits at it."""
    evil = build_hostile()
    codes = [
        {"id": f'i"><script>{n}', "label": payload, "phrases": [payload], "parent": None}
        for n, payload in enumerate(PAYLOADS)
    ]
    with store.writing() as connection:
        save_record(connection, evil)
        write_codebook(connection, codes)
        payload = cycle(PAYLOADS)
        speakers = [entry["speaker"] for entry in entries_of(connection, RECORD.article.id) if entry.get("speaker")]
        one, other = sorted({speaker["id"] for speaker in speakers if isinstance(speaker, dict)})[:2]
        merge_actors(connection, PAYLOADS[1], [one], other)
        for article in (evil.article.id, RECORD.article.id):
            for entry in entries_of(connection, article):
                for field in FIELDS[entry["kind"]]:
                    value, who = _value(field, next(payload), entry), next(payload)[:150]
                    if value is not None:
                        judge(connection, who, JudgementKind.EDIT, entry["id"], field=field.name, after=value)
    return Desk(create_app(store, settings=Settings(user=PAYLOADS[1])), store, None)


def _value(field, payload, entry):
    span = {"start": entry["evidence"][0]["start"], "end": entry["evidence"][0]["end"]}
    match field.shape:
        case Shape.TEXT:
            return payload
        case Shape.WORDS:
            return {**span, "text": payload}
        case Shape.ISSUE:
            return {"id": f'i"><script>{PAYLOADS.index(payload)}', "label": payload}
        case Shape.ACTORS:
            return {"name": payload, "kind": "person", "id": 'person:"onclick=window.pwned=1'}
        case Shape.INSTRUMENT:
            return {"name": payload, "version": payload}
        case Shape.AMOUNT:
            return {"value": "1", "unit": payload, "of": payload}
        case Shape.WHEN:
            return {"value": payload, "earliest": "2025-03-01", "latest": "2025-03-01"}
        case _:
            return None


def test_no_page_runs_what_the_record_says(hostile):
    start = [route.path for route in walk(hostile.app) if route.method == "GET" and "{" not in route.path]
    seen = dict(crawl(hostile.alone, start))
    broken = [address for address, answer in seen.items() if answer.status_code >= 500]
    assert not broken
    pages = [
        address for address, answer in seen.items() if answer.headers.get("content-type", "").startswith("text/html")
    ]
    assert len(pages) > 20
    said = "".join(seen[address].text for address in pages)
    assert "&lt;script&gt;window.pwned=1" in said  # it was shown, as words
    assert "<script>window.pwned" not in said


def test_every_link_leads_somewhere(hostile):
    start = [route.path for route in walk(hostile.app) if route.method == "GET" and "{" not in route.path]
    lost = [address for address, answer in crawl(hostile.alone, start) if answer.status_code == 404]
    assert not lost


@pytest.mark.parametrize("payload", [HOSTILE, *PAYLOADS[3:7]])
def test_no_page_runs_what_an_address_says(desk, payload):
    client = desk.alone
    for route in walk(desk.app):
        if route.method != "GET":
            continue
        names = sorted((route.queries if payload == HOSTILE else route.texts) | {"q", "page", "error", "x"})
        known = dict.fromkeys(re.findall(r"\{(\w+)", route.path), RECORD.entries[0].id)
        for name in names:
            assert_harmless(client.get(route.address(**known), params={name: payload}))
        for name in known:
            assert_harmless(client.get(route.address(**{**known, name: quote(payload, safe="")})))
    assert_harmless(client.get("/" + quote(payload, safe="")))
    assert_harmless(client.get("/login", params={"next": "/" + payload}))


@pytest.mark.parametrize("payload", [HOSTILE, *PAYLOADS[3:5]])
def test_no_page_runs_what_a_form_says(desk, team, payload):
    article, entry = RECORD.article.id, RECORD.entries[0].id
    for here, client in ((desk, desk.alone), (team, team.member("admin"))):
        fields = dict.fromkeys(
            ("name", "password", "role", "old", "q", "label", "text", "reason", "kind", "field"), payload
        )
        for route in walk(here.app):
            if route.method == "POST" and not route.path.startswith("/api/") and route.path != "/logout":
                for id in (article, entry, payload):
                    told = {name: quote(id, safe="") for name in re.findall(r"\{(\w+)", route.path)}
                    sent = {**fields, **dict.fromkeys(route.forms, payload), "csrf": client.headers["X-CSRF"]}
                    answer = client.post(route.address(**told), data=sent)
                    assert answer.status_code < 500, route
                    assert_harmless(answer)
    failed = team.visitor()
    failed.get("/login")
    token = failed.cookies["communique-form"]
    answer = failed.post("/login", data={"csrf": token, "name": payload, "password": payload, "next": payload})
    assert answer.status_code == 401
    assert_harmless(answer)


def test_the_api_answers_hostile_words_as_json(hostile):
    client = hostile.alone
    for path in ("articles", "actors", "issues", "judgements", "search?q=script", "search/articles", "review/next"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, (path, answer.text[:300])
        assert answer.headers["content-type"] == "application/json"
        json.loads(answer.content)
    for name in ("jsonl", "csv", "annotations", "calendar", "claimreview"):
        answer = client.get(f"/api/v1/export/{name}?reprints=true")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "html" not in answer.headers["content-type"]


def test_an_account_cannot_be_named_so(team):
    admin = team.member("admin")
    for payload in PAYLOADS:
        told = {"name": payload, "password": PASSWORD, "role": "reader"}
        answer = admin.post("/api/v1/accounts", json=told)
        assert answer.status_code == 409, payload
        assert_harmless(admin.post("/accounts", data=told))
    assert {one["name"] for one in admin.get("/api/v1/accounts").json()} == set(NAMES.values())


INJECTIONS = (
    "' OR '1'='1", "'; DROP TABLE judgement; --", '" OR ""="', "1) UNION SELECT password FROM account --",
    "%' AND randomblob(100000000) --", "\\", "NEAR(a b, 3", '"unbalanced', "* OR *", "a AND NOT", "title:x", "^a",
    "{x y}:z",
    "kind:event OR rowid>0", "(((((", "''''", "%_%", "a\tb\nc", "x" * 390,
)  # fmt: skip


@pytest.mark.parametrize("words", INJECTIONS)
def test_no_parameter_reaches_the_database_as_code(desk, words):
    client = desk.alone
    for route in walk(desk.app):
        if route.method != "GET" or route.path.startswith("/static"):
            continue
        known = dict.fromkeys(re.findall(r"\{(\w+)", route.path), RECORD.entries[0].id)
        for name in sorted(route.texts):
            answer = client.get(route.address(**known), params={name: words})
            assert answer.status_code < 500, (route, name)
            assert "argon2" not in answer.text
        for name in known:
            answer = client.get(route.address(**{**known, name: quote(words, safe="")}))
            assert answer.status_code < 500, (route, name)
    assert client.get("/api/v1/articles", params={"outlet": words}).json()["total"] == 0
    body = {"kind": "accept", "subject": words}
    assert client.post("/api/v1/judgements", json=body).status_code in (404, 422)
    assert client.get("/api/v1/judgements").json() == []
    assert client.get("/api/v1/articles").json()["total"] == 1
