"""``export``, ``db``, ``accounts``, ``serve`` and completion, as somebody types them."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from communique.cli import export as exporting
from communique.export.formats import FORMATS
from communique.store import Store
from communique.store.accounts import Role, check_password, find_account, read_hash
from tests.unit.cli.test_process import ROOT, start
from tests.unit.cli.typed import lines, run, told
from tests.unit.records import ARTICLE, RECORD

pytestmark = pytest.mark.usefixtures("kept")
MAIN = "from communique.cli import main\nmain()"
PASSWORD = "a long phrase about herring"


def test_export_offers_every_format_there_is():
    assert [one.value for one in exporting.ExportFormat] == [one.name for one in FORMATS]


@pytest.mark.parametrize("format", [one.name for one in FORMATS])
def test_every_format_is_written(format):
    assert run("export", "--format", format, "--out", "record.out").exit_code == 0
    assert Path("record.out").read_bytes()
    assert not list(Path().glob(".*partial"))


@pytest.mark.parametrize(
    ("name", "begins"), [("a.csv", b"id,kind"), ("a.ics", b"BEGIN:VCAL"), ("a.parquet", b"PAR1"), ("a", b"{")]
)
def test_the_ending_of_the_file_tells_the_format(name, begins):
    told("export", "--out", name)
    assert Path(name).read_bytes().startswith(begins)


def exported(*arguments: object) -> list[str]:
    return [json.loads(line)["id"] for line in told("export", *arguments).splitlines()]


def test_entries_leave_in_the_order_of_the_text_and_as_they_stand():
    assert sorted(exported()) == sorted(entry.id for entry in RECORD.entries)
    starts = {entry.id: entry.evidence[0].start for entry in RECORD.entries}
    assert [starts[id] for id in exported()] == sorted(starts[id] for id in exported())


def test_export_takes_the_filters_and_words_of_search():
    for arguments in (["--kind", "dispute"], ["--actor", "Okafor"], ["pilots", "--kind", "commitment"], ["nothing"]):
        assert sorted(exported(*arguments)) == sorted(hit["id"] for hit in lines("search", *arguments))


def test_what_was_rejected_stays_behind_unless_it_is_asked_for():
    first = lines("review", "--list", "--sort", "text")[0]["id"]
    told("review", "--sort", "text", input="r")
    assert first not in exported()
    assert exported("--status", "rejected") == [first]


def test_annotations_know_the_text_around_their_quotations():
    told("export", "--format", "annotations", "--article", ARTICLE.id, "--out", "article.jsonld")
    assert "TextPositionSelector" in Path("article.jsonld").read_text("utf-8")


def test_csv_for_excel_begins_with_a_byte_order_mark():
    told("export", "--out", "record.csv", "--bom")
    data = Path("record.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.DictReader(data.decode("utf-8-sig").splitlines()))) >= len(RECORD.entries)


@pytest.mark.parametrize(
    "arguments", [["--format", "pdf"], ["--out", "."], ["--out", "no/such.csv"], ["--out", "a.xyz"], ["--bom"]]
)
def test_export_does_not_understand(arguments):
    assert run("export", *arguments).exit_code == 2


def test_a_file_that_fails_leaves_what_was_there(monkeypatch):
    Path("record.csv").write_text("precious")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("communique.export.formats._write_csv", fail)
    monkeypatch.setattr(
        "communique.export.formats.FORMATS",
        tuple(one if one.name != "csv" else replace_write(one, fail) for one in FORMATS),
    )
    result = run("export", "--out", "record.csv")
    assert result.exit_code == 3
    assert "No space left" in result.stderr
    assert Path("record.csv").read_text() == "precious"
    assert not list(Path().glob(".*partial"))


def replace_write(format, write):
    from dataclasses import replace

    return replace(format, write=write)


def test_db_says_what_there_is(kept):
    (plain,) = lines("db", "info")
    assert (plain["where"], plain["counts"]["articles"]) == (str(kept), 1)
    assert "19 listed of 19" in told("db", "info")
    assert told("db", "path") == f"{kept}\n"
    assert "up to date" in " ".join(told("db", "migrate").split())


def test_a_backup_is_a_store_and_overwrites_nothing():
    assert told("db", "backup", "copy.db") == "copy.db\n"
    assert len(lines("list", "--db", "copy.db")) == 1
    result = run("db", "backup", "copy.db")
    assert result.exit_code == 3
    assert "nothing is overwritten" in result.stderr
    (name,) = told("db", "backup").splitlines()
    assert re.fullmatch(r"communique-[\d-]+\.db", name)
    assert Path(name).is_file()


def test_a_check_finds_what_does_not_fit(kept):
    assert "sound" in told("db", "check")
    with Store.open(kept) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE entry SET status = 'accepted' WHERE kind = 'dispute'")
    result = run("db", "check", "--format", "jsonl")
    assert result.exit_code == 1
    assert {json.loads(line)["what"] for line in result.stdout.splitlines()} >= {"standing"}


def account(name: str, kept: Path):
    with Store.open(kept) as store, store.reading() as connection:
        return find_account(connection, name), read_hash(connection, name)


def test_accounts_are_made_changed_and_shut_out(kept):
    told("accounts", "add", "ana", "--role", "admin", input=f"{PASSWORD}\n")
    told("accounts", "add", "ben", input=f"{PASSWORD}\n")
    assert [(one["name"], one["role"]) for one in lines("accounts", "list")] == [("ana", "admin"), ("ben", "reviewer")]
    told("accounts", "role", "ben", "reader")
    assert account("ben", kept)[0].role is Role.READER
    told("accounts", "password", "ben", input="another phrase about cod\n")
    assert check_password(account("ben", kept)[1], "another phrase about cod")
    told("accounts", "disable", "ben")
    assert "shut out" in told("accounts", "list")
    told("accounts", "enable", "ben")
    assert account("ben", kept)[0].active


@pytest.mark.parametrize(
    ("arguments", "input", "status"),
    [
        (["add", "ana"], f"{PASSWORD}\n", 1),  # taken
        (["add", "ben"], "short\n", 1),
        (["add", "ben"], "", 2),
        (["add", "ben", PASSWORD], "", 2),  # never an argument
        (["role", "ana", "reader"], None, 1),  # the last admin
        (["role", "ben", "reader"], None, 1),
        (["role", "ana", "king"], None, 2),
        (["disable", "ana"], None, 1),
        (["password", "ben"], f"{PASSWORD}\n", 1),
    ],
)
def test_accounts_that_cannot_be(arguments, input, status):
    told("accounts", "add", "ana", "--role", "admin", input=f"{PASSWORD}\n")
    result = run("accounts", *arguments, input=input)
    assert result.exit_code == status
    assert [one["name"] for one in lines("accounts", "list")] == ["ana"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["--host", "0.0.0.0"], "--team"), (["--team"], "accounts add"), (["--base-url", "desk"], "https://")],
)
def test_serve_refuses_what_is_not_safe(arguments, word):
    result = run("serve", "--no-open", *arguments)
    assert result.exit_code == 3
    assert word in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
def test_serve_serves_until_ctrl_c(kept):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start(
        f"import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n{MAIN}",
        "serve", "--no-open", "--port", str(port), COMMUNIQUE_DB=str(kept),
    )  # fmt: skip
    assert process.stderr is not None
    assert f"http://127.0.0.1:{port}" in process.stderr.readline().decode()
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=5) as answer:
                assert answer.status == 200
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail("no answer")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in errors.decode()


def offered(words: str, kept: Path) -> list[str]:
    """What bash is offered for the last of these words."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "COMMUNIQUE_DB": str(kept),
        "_COMMUNIQUE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run([sys.executable, "-c", MAIN], env=env, capture_output=True, text=True, check=False)
    return done.stdout.split("\n")


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("communique se", "search"),
        ("communique db ba", "backup"),
        ("communique search --kind com", "commitment"),
        ("communique search --role spe", "speaker"),
        ("communique search --actor person:il", "person:ilse-brandt"),
        ("communique search --issue issue:c", "issue:cables"),
        ("communique search --outlet Tide", "Tidewater Post"),
        (f"communique show {ARTICLE.id[:5]}", ARTICLE.id),
        (f"communique show {RECORD.entries[1].id[:5]}", RECORD.entries[1].id),
    ],
)
def test_the_shell_is_offered_commands_options_and_what_the_store_knows(kept, words, offer):
    assert any(offer in line for line in offered(words, kept))


def test_completion_is_silent_where_there_is_no_store(tmp_path):
    assert offered("communique show a", tmp_path / "missing.db") == ["", ""]
    assert not (tmp_path / "missing.db").exists()
