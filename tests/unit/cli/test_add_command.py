"""``communique add``, as somebody types it."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from communique.cli import add as adding
from communique.cli.workers import count_jobs
from communique.store import Store
from communique.store.articles import list_articles
from tests.unit.cli.typed import lines, run

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"


@pytest.fixture
def db(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_DB", "talks.db")


def in_store(**wanted: object):
    with Store.open("talks.db", create=False) as store, store.reading() as connection:
        return list_articles(connection, **wanted)[0]


def test_each_article_is_told_and_the_whole_summed_up(db, article):
    Path("second.txt").write_text("The envoys met again in Sandwick.\n")
    result = run("add", ".", "--date", "2030-04-18")
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [["1/2", "new"], ["2/2", "new"]]
    assert result.stderr == "2 articles: 2 new; 2 entries read\n"
    assert len(in_store()) == 2


def test_a_second_run_reads_nothing(db, article, reader, monkeypatch):
    (first,) = lines("add", article)
    assert (first["outcome"], first["entries"], first["path"]) == ("new", 1, "talks.txt")
    monkeypatch.setattr(adding, "load_reader", lambda: pytest.fail("the reader was loaded"))
    (second,) = lines("add", article)
    assert (second["outcome"], second["article"]) == ("unchanged", first["article"])


def test_again_reads_anew_what_is_there(db, article):
    lines("add", article)
    assert lines("add", article, "--again")[0]["outcome"] == "unchanged"


def test_again_reads_with_the_day_that_was_told_before(db, article, reader, monkeypatch):
    asked = []
    monkeypatch.setattr(reader, "read", lambda told, read=reader.read: (asked.append(told), read(told))[1])
    lines("add", article, "--date", "2030-04-18", "--outlet", "Post")
    lines("add", article, "--again")
    assert [(told.published.isoformat(), told.outlet) for told in asked] == [("2030-04-18", "Post")] * 2


def test_what_is_newly_told_of_a_known_article_is_taken_over(db, article):
    lines("add", article)
    (found,) = lines("add", article, "--date", "2030-04-18", "--outlet", "Post")
    assert found["outcome"] == "read again"
    (kept,) = in_store()
    assert (kept["published"], kept["outlet"]) == ("2030-04-18", "Post")


def test_another_text_under_the_same_address_is_a_new_version(db, article):
    first = lines("add", article, "--url", "https://tidewater.example/1")[0]
    article.write_text("The envoys met in Marenholm on Wednesday.\n\nNothing was signed.\n", encoding="utf-8")
    second = lines("add", article, "--url", "https://tidewater.example/1")[0]
    assert (second["outcome"], second["version"]) == ("new version", 2)
    assert [kept["id"] for kept in in_store()] == [second["article"]]
    assert {kept["id"] for kept in in_store(all_versions=True)} == {first["article"], second["article"]}


def test_a_near_copy_names_its_first_appearance(db):
    words = [f"{noun} number {n} was {verb} on day {n}" for n in range(30) for noun, verb in (("Boat", "seen"),)]
    Path("a.txt").write_text(". ".join(words) + ".\n")
    Path("b.txt").write_text(". ".join(words[:20]) + ".\n")
    first, copy = lines("add", "a.txt", "b.txt", "--date", "2030-04-18")
    assert (copy["outcome"], copy["first"]) == ("near-copy", first["article"])
    assert (
        f"near-copy of {first['article']}" in run("show", copy["article"]).stdout
        or "first seen as" in run("show", copy["article"]).stdout
    )


def test_a_judged_entry_that_lost_its_place_is_told(db, article, reader, monkeypatch):
    run("add", article)
    assert run("review", "--as", "ana", input="a").exit_code == 0

    class Other(type(reader)):
        def read(self, article):
            record = super().read(article)
            moved = replace(record.entries[0], evidence=(article.blocks[1].span,))
            return replace(record, entries=(moved,))

    monkeypatch.setattr(adding, "load_reader", Other)
    (found,) = lines("add", article, "--again")
    assert (found["outcome"], len(found["lost"])) == ("read again", 1)
    (lost,) = [json.loads(line) for line in run("log", "--lost", "--format", "jsonl").stdout.splitlines()]
    assert lost["id"] == found["lost"][0]
    assert [judgement["kind"] for judgement in lost["judgements"]] == ["accept"]


def test_one_bad_file_is_told_and_the_rest_is_kept(db, article):
    Path("empty.txt").write_text("")
    Path("bad.txt").write_text("They stumble on the quay.\n")
    result = run("add", ".", "missing.txt")
    assert result.exit_code == 1
    assert len(in_store()) == 1
    for told in ("empty.txt", "please report it", "missing.txt", "3 failed"):
        assert told in result.stderr


@pytest.mark.parametrize("arguments", [["missing.txt"], ["empty.txt"]])
def test_nothing_read_is_three(db, arguments):
    Path("empty.txt").write_text("")
    assert run("add", *arguments).exit_code == 3


def test_a_store_that_cannot_be_written_is_three_and_says_so(db, article):
    Path("talks.db").write_text("no database " * 100)
    result = run("add", article)
    assert result.exit_code == 3
    assert "--db" in result.stderr


@pytest.mark.parametrize("arguments", [["--date", "soon"], ["--jobs", "0"], ["second.txt", "--title", "Both"]])
def test_what_is_not_understood_is_two(db, article, arguments):
    Path("second.txt").write_text("The envoys met again.\n")
    assert run("add", article, *arguments).exit_code == 2


def test_standard_input_can_be_added(db):
    result = run("add", "-", "--date", "2030-04-18", input="The envoys met in Pärnu.\n")
    assert result.exit_code == 0
    assert len(in_store()) == 1


def test_few_articles_take_one_process_and_no_more_processes_start_than_articles():
    assert count_jobs(None, 3) == 1
    assert 1 <= count_jobs(None, 1000) <= 8
    assert count_jobs(16, 5) == 5


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from communique.cli import main\nmain()", *map(str, arguments)]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_DATA_HOME": str(home), "COMMUNIQUE_DB": "talks.db"}


@pytest.mark.reader
def test_several_processes_read_what_one_reads(db, home):
    one, two = (
        subprocess.run(
            command("add", EXAMPLES, "--db", name, "--jobs", jobs, "--format", "jsonl"),
            env=environment(home), capture_output=True, text=True, check=True,
        ).stdout
        for name, jobs in (("one.db", 1), ("two.db", 2))
    )  # fmt: skip
    assert one == two
    assert len(one.splitlines()) == 8


def copies(count: int) -> None:
    """So many articles that take a while to read."""
    text = (EXAMPLES / "camp-david-1978.txt").read_text(encoding="utf-8")
    Path("many").mkdir()
    for number in range(count):
        Path(f"many/{number:03}.txt").write_text(f"{text}\nCopy {number}.\n", "utf-8")


@pytest.mark.reader
@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_keeps_what_it_told_and_goes_on_later(db, home, number):
    copies(12)
    process = subprocess.Popen(
        command("add", "many", "--jobs", 2, "--format", "jsonl"), env=environment(home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = [json.loads(process.stdout.readline()) for _ in range(2)]
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as the terminal sends it: to parent and workers alike
    else:
        process.kill()
    rest, errors = process.communicate(timeout=60)
    told += [json.loads(line) for line in rest.splitlines()]
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "run it again to go on" in errors
        assert "Traceback" not in errors
    assert len(told) < 12
    kept = {article["id"] for article in in_store()}
    assert kept >= {one["article"] for one in told}
    for _ in range(100):  # the workers notice that they are orphans
        if not group_lives(process.pid):
            break
        time.sleep(0.1)
    assert not group_lives(process.pid)
    again = lines("add", "many")
    assert [one["outcome"] for one in again].count("unchanged") == len(kept)
    assert len(in_store()) == 12


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
