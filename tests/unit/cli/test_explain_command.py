"""``communique explain``, as somebody types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.app import app


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def id(article):
    return json.loads(run("read", article, "--format", "jsonl").stdout)["id"]


def test_it_works_right_after_read_without_any_option(id):
    for prefix in (id, id[:4], id[:6].upper()):
        result = run("explain", prefix)
        assert result.exit_code == 0
        assert id in result.stdout
        assert "The envoys met in Marenholm on Tuesday." in result.stdout
        assert "event.talks" in result.stdout


def test_it_reads_the_files_it_is_given(article):
    id = json.loads(run("read", article, "--format", "jsonl", "--no-store").stdout)["id"]
    assert run("explain", id[:6]).exit_code == 3
    assert id in run("explain", id[:6], article).stdout


def test_a_store_of_its_own(article):
    id = json.loads(run("read", article, "--format", "jsonl", "--db", "mine.db").stdout)["id"]
    assert run("explain", id, "--db", "mine.db").exit_code == 0


def test_an_unknown_id_says_what_to_do(id):
    result = run("explain", "x000")
    assert result.exit_code == 1
    assert "communique read FILE" in result.stderr


def test_an_ambiguous_beginning_lists_what_it_may_mean():
    ids: dict[str, list[str]] = {}
    number = 0
    while not any(len(same) > 1 for same in ids.values()):
        path = Path(f"talks-{number}.txt")
        path.write_text(f"The envoys met in Marenholm for the {number}th time.\n")
        number += 1
        if number == 1500:
            pytest.skip("no two ids begin alike")  # one run in thousands of millions
        from communique.ingest import read_bytes
        from tests.unit.cli.conftest import FakeReader

        entry = FakeReader().read(read_bytes(path.read_bytes(), where=str(path))).entries[0]
        ids.setdefault(entry.id[:4], []).append(str(path))
    prefix, paths = next((prefix, same) for prefix, same in ids.items() if len(same) > 1)
    run("read", *paths)
    result = run("explain", prefix)
    assert result.exit_code == 1
    assert "2 entries begin with" in result.stderr


@pytest.mark.parametrize("id", ["e12", "", "../..", "e%%%%"])
def test_what_is_no_id_is_not_understood(id):
    assert run("explain", id).exit_code == 2


def test_files_that_cannot_be_read(id):
    assert run("explain", id, "missing.txt").exit_code == 3
    result = run("explain", id, "missing.txt", "talks.txt")
    assert result.exit_code == 0
    assert "missing.txt" in result.stderr


def test_no_store_yet():
    result = run("explain", "e12345")
    assert result.exit_code == 3
    assert "communique add FILE" in result.stderr
