"""Opening a store: every way it can fail says what to do, and leaves alone what is not ours."""

import os
import sqlite3

import pytest

from communique.errors import StoreError
from communique.store import Store, is_url, save_record
from tests.unit.records import RECORD


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "record.db"


def test_no_store_yet_tells_how_to_make_one(path):
    with pytest.raises(StoreError, match="communique add FILE"):
        Store.open(path, create=False)
    assert not path.exists()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, and nobody should write into it. " * 40)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(file)
    assert file.read_text().startswith("Not a database")


def test_a_folder_that_cannot_be_made_names_another_place(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--db"):
        Store.open(tmp_path / "file" / "record.db")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_place_that_is_no_file_is_refused():
    with pytest.raises(StoreError):
        Store.open("/dev/full")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://desk@db/talks", "no database of a kind we know"),
        ("postgresql://desk@db:many/talks", "cannot be read"),
        ("postgresql://desk:secret@127.0.0.1:1/talks", "no PostgreSQL answers"),
    ],
)
def test_a_url_that_leads_nowhere_says_why_and_keeps_the_password(url, why):
    with pytest.raises(StoreError, match=why) as raised:
        Store.open(url)
    assert "secret" not in str(raised.value)


def test_a_url_is_told_from_a_path():
    assert is_url("postgres://db/talks")
    assert not is_url("/home/ana/talks.db")


def test_a_lock_says_who_holds_it_up(path, monkeypatch):
    monkeypatch.setattr("communique.store.database._WAIT_SECONDS", 0.05)
    with Store.open(path) as store, sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program"), store.writing() as connection:
            save_record(connection, RECORD)
        other.execute("ROLLBACK")
