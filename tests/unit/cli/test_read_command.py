"""``communique read``, as somebody types it."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique import __version__
from communique.cli.app import app
from communique.export.dossier import is_dossier
from communique.store import Store
from communique.store.entries import find_entries


def run(*arguments: object, input: bytes | None = None):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)


def entries(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_version_and_help():
    assert run("--version").stdout == f"communique {__version__}\n"
    assert "explain" in run("--help").stdout
    text = run("read", "--help").stdout
    assert "Exit status" in text
    assert "COMMUNIQUE_DB" in text


def test_a_table_is_the_default(article):
    result = run("read", article, "--date", "2025-02-26")
    assert result.exit_code == 0
    assert "The envoys met in Marenholm" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_an_undated_article_gets_a_hint(article):
    assert "--date" in run("read", article).stderr


def test_json_lines(article):
    (entry,) = entries(run("read", article, "--format", "jsonl"))
    assert entry["kind"] == "event"
    assert entry["article"]["path"] == "talks.txt"


def test_what_the_options_say_comes_first(article):
    result = run(
        "read", article, "--format", "jsonl", "--date", "2030-04-18", "--title", "Quay talks", "--outlet", "Post",
        "--author", "M. Quist", "--url", "https://tidewater.example/1",
    )  # fmt: skip
    told = entries(result)[0]["article"]
    assert (told["published"], told["title"], told["outlet"]) == ("2030-04-18", "Quay talks", "Post")
    assert (told["author"], told["url"]) == ("M. Quist", "https://tidewater.example/1")


def test_standard_input():
    (entry,) = entries(run("read", "-", "--format", "jsonl", input="They met on Monday in Pärnu.\n".encode()))
    assert entry["evidence"][0]["text"].startswith("They met on Monday in Pärnu.")
    assert entry["article"]["path"] is None


def test_folders_globs_and_repeats_are_each_read_once(article):
    Path("more").mkdir()
    Path("more/second.txt").write_text("The envoys met again on Friday.\n")
    result = run("read", ".", "*.txt", article, "more", "--format", "jsonl")
    assert sorted(entry["article"]["path"] for entry in entries(result)) == ["more/second.txt", "talks.txt"]


def test_one_bad_file_is_told_and_the_rest_is_read(article):
    Path("empty.txt").write_text("")
    Path("binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    result = run("read", "empty.txt", article, "binary.txt", "missing.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(entries(result)) == 1
    for name in ("empty.txt", "binary.txt", "missing.txt"):
        assert name in result.stderr


def test_a_fault_of_ours_in_one_article_does_not_lose_the_others(article):
    Path("bad.txt").write_text("They stumble on the quay.\n")
    result = run("read", "bad.txt", article, "--format", "jsonl")
    assert result.exit_code == 1
    assert len(entries(result)) == 1
    assert "please report it" in result.stderr


@pytest.mark.parametrize("arguments", [["missing.txt"], ["empty.txt"], ["folder"]])
def test_nothing_read_is_three(arguments):
    Path("empty.txt").write_text("")
    Path("folder").mkdir()
    result = run("read", *arguments)
    assert result.exit_code == 3
    assert arguments[0] in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["talks.txt", "--date", "tomorrow"],
        ["talks.txt", "--date", "2030-02-30"],
        ["talks.txt", "--format", "pdf"],
        ["talks.txt", "second.txt", "--title", "One for both"],
        ["talks.txt", "second.txt", "--url", "https://tidewater.example"],
        ["talks.txt", "--out", "no/such/folder.jsonl"],
        ["talks.txt", "--out", "."],
        ["talks.txt", "--format", "jsonl", "--out", "talks.txt"],
        ["talks.txt", "--nonsense"],
    ],
)
def test_what_is_not_understood_is_two_and_touches_nothing(article, arguments):
    Path("second.txt").write_text("The envoys met again.\n")
    before = article.read_text()
    assert run("read", *arguments).exit_code == 2
    assert article.read_text() == before


def test_out_writes_a_whole_file_and_prints_nothing(article):
    result = run("read", article, "--format", "jsonl", "--out", "record.jsonl")
    assert result.stdout == ""
    assert json.loads(Path("record.jsonl").read_text(encoding="utf-8"))["kind"] == "event"
    assert run("read", article, "--out", "record.txt").exit_code == 0
    assert "\x1b" not in Path("record.txt").read_text(encoding="utf-8")
    assert not list(Path().glob(".*partial"))


def test_a_page_is_written_beside_where_one_works_and_its_path_printed(article):
    result = run("read", article, "--format", "html")
    assert result.stdout == "talks.html\n"
    assert is_dossier(Path("talks.html").read_text(encoding="utf-8"))
    assert run("read", article, "--format", "html").stdout == "talks.html\n"


def test_a_saved_page_is_never_overwritten_by_its_dossier():
    page = (
        "<!doctype html><html><head><title>Talks</title></head><body><article><h1>Talks</h1>"
        + "<p>The envoys of both republics met in Marenholm on Tuesday and talked for nine hours.</p>" * 4
        + "</article></body></html>"
    )
    Path("talks.html").write_text(page)
    result = run("read", "talks.html", "--format", "html")
    assert result.stdout == "talks.record.html\n"
    assert Path("talks.html").read_text() == page


def test_pages_of_several_articles(article):
    Path("more").mkdir()
    Path("more/talks.txt").write_text("The envoys met again on Friday.\n")
    assert run("read", article, "more", "--format", "html").stdout == "communique.html\n"
    result = run("read", article, "more", "--format", "html", "--out", "pages")
    assert [Path(line).as_posix() for line in result.stdout.splitlines()] == ["pages/talks.html", "pages/talks-2.html"]
    assert run("read", article, "--format", "html", "--out", "alone/").stdout == f"{Path('alone/talks.html')}\n"
    result = run("read", article, "more", "--format", "html", "--out", "both.html")
    assert result.stdout == "both.html\n"
    assert Path("both.html").read_text(encoding="utf-8").count('class="article"') == 2


def test_the_record_is_kept_where_the_platform_keeps_data(article, home):
    run("read", article)
    databases = list(home.rglob("record.db")) or list(home.parent.rglob("record.db"))
    assert len(databases) == 1
    with Store.open(databases[0], create=False) as store, store.reading() as connection:
        assert len(find_entries(connection, "e")) == 1


def test_no_store_keeps_nothing(article, home):
    assert run("read", article, "--no-store").exit_code == 0
    assert not list(home.parent.rglob("*.db"))


def test_db_and_its_variable_name_the_store(article, monkeypatch):
    run("read", article, "--db", "mine.db")
    assert Path("mine.db").is_file()
    monkeypatch.setenv("COMMUNIQUE_DB", "other.db")
    run("read", article)
    assert Path("other.db").is_file()


def test_a_failing_store_warns_and_loses_nothing(article, home):
    home.write_text("a file where the folder should be")
    result = run("read", article, "--format", "jsonl")
    assert len(entries(result)) == 1
    assert "warning: the record is not kept" in result.stderr
    assert result.exit_code == 0


def test_a_store_that_was_asked_for_and_fails_counts_as_a_failure(article):
    Path("notes.db").write_text("no database " * 100)
    result = run("read", article, "--format", "jsonl", "--db", "notes.db")
    assert len(entries(result)) == 1
    assert result.exit_code == 1


def test_colour_only_where_it_is_wanted(article, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("read", article).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("read", article).stdout


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_longer_run_shows_its_progress_and_a_short_one_does_not(monkeypatch):
    from communique.cli import screen

    for count, watched in ((3, False), (4, True)):
        monkeypatch.setattr(sys, "stderr", Terminal())
        with screen.track(iter(range(count)), count) as things:
            assert list(things) == list(range(count))
        assert ("reading" in sys.stderr.getvalue()) is watched
        monkeypatch.undo()


def test_the_table_is_as_wide_as_asked(article, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, run("read", article).stdout.splitlines())) <= 60


def test_a_name_full_of_escapes_is_harmless_in_messages():
    name = "evil\x1b[2Jname.txt"
    assert "\x1b" not in run("read", name).stderr


class Closed(io.RawIOBase):
    """A pipe whose reader has gone."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise BrokenPipeError(32, os.strerror(32))


def test_a_reader_that_goes_away_ends_the_run_quietly(article, monkeypatch, capsys):
    from communique.cli import output

    stream = io.TextIOWrapper(io.BufferedWriter(Closed(), buffer_size=1), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    import typer

    with pytest.raises(typer.Exit) as left:
        output.write_out("one line\n")
    assert left.value.exit_code == 141
    monkeypatch.undo()
    stream.detach()
