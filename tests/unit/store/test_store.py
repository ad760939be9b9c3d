"""The store: what is saved comes back, once, and every failure says what to do."""

import os
import sqlite3
from dataclasses import replace

import pytest

from communique.errors import StoreError
from communique.model.entry import Record
from communique.model.plain import entry_to_plain
from communique.store import Store
from tests.unit.records import ARTICLE, RECORD, build_article, build_hostile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "record.db"


def test_what_is_saved_comes_back(path):
    with Store.open(path) as store:
        store.save(RECORD)
    with Store.open(path, create=False) as store:
        assert store.article(ARTICLE.id) == ARTICLE
        assert store.entries(ARTICLE.id) == tuple(entry_to_plain(entry, ARTICLE) for entry in RECORD.entries)


def test_saving_again_changes_nothing(path):
    with Store.open(path) as store:
        store.save(RECORD)
        before = store.entries(ARTICLE.id)
        store.save(RECORD)
        assert store.entries(ARTICLE.id) == before
        assert len(store.find(before[0]["id"])) == 1


def test_a_second_reading_replaces_the_first(path):
    with Store.open(path) as store:
        store.save(RECORD)
        store.save(Record(replace(ARTICLE, title="Renamed"), RECORD.entries[:1]))
        assert len(store.entries(ARTICLE.id)) == 1
        article = store.article(ARTICLE.id)
        assert article is not None
        assert article.title == "Renamed"


def test_entries_are_found_by_the_beginning_of_their_id_and_nothing_else(path):
    with Store.open(path) as store:
        store.save(RECORD)
        id = RECORD.entries[0].id
        assert [entry["id"] for entry in store.find(id[:6])] == [id]
        assert store.find("%") == ()
        assert store.find("e_____") == ()
        assert len(store.find("")) == len(RECORD.entries)


def test_what_was_saved_last_is_found_first(path):
    other = build_article(("Another week.",))
    entry = replace(RECORD.entries[0], article=other.id, evidence=(other.blocks[0].span,), participants=(),
                    place=None, when=None)  # fmt: skip
    with Store.open(path) as store:
        store.save(Record(other, (entry,)))
        store.save(RECORD)
        assert store.find("e")[0]["article"]["id"] == ARTICLE.id
        store.save(Record(other, (entry,)))
        assert store.find("e")[0]["article"]["id"] == other.id


def test_hostile_text_is_kept_as_it_is(path):
    record = build_hostile()
    with Store.open(path) as store:
        store.save(record)
        article = store.article(record.article.id)
        assert article is not None
        assert article.text == record.article.text


def test_half_surrogates_and_nulls_can_be_kept(path):
    article = build_article(("a \ud800 b \0 c.",), title="\udfff")
    with Store.open(path) as store:
        store.save(Record(article, ()))
        kept = store.article(article.id)
        assert kept is not None
        assert (kept.text, kept.title) == (article.text.replace("\ud800", "\ufffd"), "\ufffd")


def test_an_unknown_article_is_none(path):
    with Store.open(path) as store:
        assert store.article("a0") is None
        assert store.entries("a0") == ()


def test_two_readers_of_one_file_do_not_disturb_a_writer(path):
    with Store.open(path) as writer, Store.open(path) as reader:
        writer.save(RECORD)
        assert reader.entries(ARTICLE.id)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_save_that_fails_leaves_what_was_there(path):
    broken = replace(RECORD.entries[0])
    object.__setattr__(broken, "id", None)
    with Store.open(path) as store:
        store.save(RECORD)
        with pytest.raises(StoreError):
            store.save(Record(ARTICLE, (RECORD.entries[0], broken)))
        assert len(store.entries(ARTICLE.id)) == len(RECORD.entries)


def test_no_store_yet_tells_how_to_make_one(path):
    with pytest.raises(StoreError, match="communique read FILE"):
        Store.open(path, create=False)
    assert not path.exists()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, and nobody should write into it. " * 40)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(file)
    assert file.read_text().startswith("Not a database")


def test_a_database_of_somebody_else_is_left_alone(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (id)")
    with pytest.raises(StoreError, match="none of Communiqué's"):
        Store.open(path)


def test_a_newer_schema_is_refused(path):
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Communiqué"):
        Store.open(path)


def test_a_folder_that_cannot_be_made_names_another_place(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--db"):
        Store.open(tmp_path / "file" / "record.db")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_place_that_is_no_file_is_refused():
    with pytest.raises(StoreError):
        Store.open("/dev/full")


def test_a_full_disk_says_so(path):
    with Store.open(path) as store:
        store._connection.execute("PRAGMA max_page_count = 8")
        with pytest.raises(StoreError, match="disk is full"):
            store.save(RECORD)


def test_a_lock_says_so(path):
    with Store.open(path) as store, sqlite3.connect(path, isolation_level=None) as other:
        store._connection.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program"):
            store.save(RECORD)
        other.execute("ROLLBACK")
