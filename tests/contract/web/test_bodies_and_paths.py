"""Bodies too large or too slow, paths that lead elsewhere, and the headers of every answer."""

from __future__ import annotations

import asyncio
import gzip
import socket

import pytest

from communique.store import Store
from communique.web import Settings, running
from communique.web.security import HEADERS
from communique.web.static_files import read_static
from tests.contract.web.routes import walk

BIG = 1 << 20


def test_a_body_that_says_it_is_too_large_is_refused(desk):
    for path in ("/api/v1/judgements", "/accounts", "/nowhere"):
        answer = desk.alone.post(path, content=b"x" * (BIG + 1))
        assert answer.status_code == 413, path
    assert desk.alone.post("/api/v1/judgements", content=b"{}" + b" " * (BIG - 2)).status_code == 422


@pytest.mark.parametrize("path", ["/api/v1/judgements", "/accounts", "/api/v1/codebook"])
@pytest.mark.parametrize("media", ["application/json", "application/x-www-form-urlencoded", "application/yaml"])
def test_a_body_that_does_not_say_its_size_is_refused_as_it_grows(desk, path, media):
    sent = 0

    def grow():
        nonlocal sent
        for _ in range(200):
            sent += 1 << 16
            yield b"a" * (1 << 16)

    method = "PUT" if "codebook" in path else "POST"
    answer = desk.alone.request(method, path, content=grow(), headers={"Content-Type": media})
    assert answer.status_code in (413, 415, 422)
    if answer.status_code != 413:  # nobody read it
        assert sent <= 200 << 16


def test_many_form_fields_are_refused(desk):
    body = "&".join(f"f{n}=1" for n in range(5000))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.alone.post("/accounts", content=body, headers=headers).status_code in (400, 413, 422)


def test_a_deep_body_is_an_error_that_names_itself(desk):
    for content in (
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"kind":"edit","subject":"x","field":"y","after":' + b"[" * 900,
    ):
        answer = desk.alone.post("/api/v1/judgements", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), content[:40]


def test_a_value_nested_without_end_is_not_kept(desk):
    entry = desk.alone.get("/api/v1/review/next").json()[0]
    deep = b"[" * 500 + b"]" * 500
    content = b'{"kind":"edit","subject":"' + entry["id"].encode() + b'","field":"issue","after":' + deep + b"}"
    answer = desk.alone.post("/api/v1/judgements", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (409, 422)


def test_a_codebook_bomb_is_refused(desk):
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n".encode() for n in range(9)
    )
    deep = b"[" * 20_000
    tags = b"!!python/object/apply:os.system ['echo pwned']"
    for content in (bomb, deep, tags, b"\xff\xfe\x00", b"- {id: x}", b"42", b"- " * 3000, b"x" * (300 << 10)):
        answer = desk.alone.put("/api/v1/codebook", content=content, headers={"Content-Type": "application/yaml"})
        assert answer.status_code == 422, content[:30]
        assert answer.json()["error"]["code"] == "bad_codebook"


def test_packed_bodies_are_not_unpacked(desk):
    bomb = gzip.compress(b" " * (10 * BIG))
    answer = desk.alone.post(
        "/api/v1/judgements", content=bomb, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}
    )
    assert answer.status_code in (400, 415, 422)


def test_a_body_that_does_not_come_ends_with_an_error(store):
    with running(store, Settings(body_seconds=0.3)) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 10) as line:
            head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000\r\n"
            line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nna".encode())
            answer = line.recv(4096)  # within the ten seconds of the connection, or it fails
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "path",
    [
        "/static/{f}/../../../../etc/passwd", "/static/{f}/..%2f..%2f..%2fetc%2fpasswd", "/static/{f}/%2e%2e/app.py",
        "/static/../web/app.py", "/static/{f}//etc/passwd", "/static/{f}/..\\..\\app.py", "/static/{f}/desk.css%00.js",
        "/static/{f}/", "/static//", "/static/{f}/__init__.py", "/static/{f}/.hidden", "/..%2f..%2fetc/passwd",
        "/articles/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/articles/%2e%2e%2f%2e%2e%2fsession/text",
        "/api/v1/export/..%2f..%2fetc%2fpasswd", "/api/v1/export/jsonl?article=../../../etc/passwd",
        "/actors/..%2f..%2fetc%2fpasswd", "/issues/%2fetc%2fpasswd", "/api/v1/actors//etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_out(desk, path):
    answer = desk.alone.get(path.replace("{f}", read_static().fingerprint))
    assert answer.status_code in (400, 404, 422) or not answer.content  # an export of what nothing has is empty
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_static_files_are_kept_for_ever_by_what_they_hold(desk):
    static = read_static()
    for name, content in static.files.items():
        answer = desk.visitor().get(static.url(name))
        assert answer.status_code == 200
        assert answer.content == content
        assert "immutable" in answer.headers["cache-control"]
        older = desk.visitor().get(f"/static/0000/{name}")
        assert older.content == content
        assert older.headers["cache-control"] == "no-cache"
    assert desk.visitor().get(static.url("desk.css")).headers["content-type"].startswith("text/css")
    assert desk.visitor().get(static.url("desk.js")).headers["content-type"].startswith("text/javascript")


def test_a_wrong_static_name_fails_in_a_template():
    with pytest.raises(KeyError):
        read_static().url("nothing.css")


def test_every_answer_carries_the_headers(desk, team):
    asked = [(desk.alone, route.method, route.address()) for route in walk(desk.app)]
    asked += [(team.visitor(), "GET", path) for path in ("/", "/login", "/api/v1/session", "/nowhere")]
    asked += [(desk.alone, "BREW", "/login"), (desk.alone, "GET", "/nowhere"), (desk.alone, "HEAD", "/api/v1/articles")]
    for client, method, path in asked:
        answer = client.request(method, path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (method, path, name)
        assert answer.headers["cache-control"], path
        assert answer.headers["content-type" if answer.content else "cache-control"]
        assert "server" not in answer.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_failure_tells_nothing_of_its_cause(desk, monkeypatch):
    def fail(self):
        raise RuntimeError("the secret of /home/ana/record.db")

    monkeypatch.setattr(Store, "reading", fail)
    for path in ("/api/v1/articles", "/articles"):
        answer = desk.alone.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"]
    assert desk.alone.get("/api/v1/articles").json()["error"]["code"] == "failed"


def test_head_is_get_without_its_body(desk):
    got, asked = desk.alone.get("/api/v1/articles"), desk.alone.head("/api/v1/articles")
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["etag"] == got.headers["etag"]
    assert asked.headers["content-length"] == got.headers["content-length"]


def test_many_slow_readers_do_not_block(store):
    """A handful of lines that say nothing leave the desk answering."""

    async def ask(url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        idle = [await asyncio.open_connection(host, int(port)) for _ in range(60)]
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /api/v1/health HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), 5)
        assert b" 200 " in answer
        for _, line in idle:
            line.close()

    with running(store) as url:
        asyncio.run(ask(url))
