"""Backup, check and description of a record, on both databases: what is broken by hand is found, and nothing else."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from communique.errors import StoreError
from communique.model.entry import Kind
from communique.model.judgement import JudgementKind
from communique.store import Store, is_url
from communique.store.articles import list_articles, save_record
from communique.store.directory import write_codebook
from communique.store.entries import entries_of
from communique.store.judgements import add_entry, judge, merge_actors, merge_issues, redo, split_actor, undo
from communique.store.upkeep import back_up, check, describe
from tests import postgresql
from tests.contract.store.snapshots import snapshot
from tests.unit.records import (
    ARTICLE,
    BRANDT,
    CABLES,
    OKAFOR,
    OSMERE,
    PATROLS,
    PILOTAGE,
    RECORD,
    VARLAND,
    build_hostile,
)
from tests.unit.short_records import reread, tell, wire_lines

STATEMENT = next(entry for entry in RECORD.entries if entry.kind is Kind.STATEMENT)


def fill(store):
    """Everything it can hold: versions, near-copies, two readings, judgements of every kind, undone and redone."""
    with store.writing() as connection:
        save_record(connection, RECORD)
        save_record(connection, build_hostile())
        wire = tell(wire_lines(3), url="https://wire.example/1")
        day = wire.article.published
        copy = tell(wire_lines(3)[:16], url="https://post.example/1", published=day + timedelta(days=1))
        corrected = tell((*wire_lines(3)[:-2], *wire_lines(4, 2)), url="https://wire.example/1")
        for record in (wire, copy, corrected, reread(wire, wire.entries[1:]), reread(copy, copy.entries[:9])):
            save_record(connection, record)
        judge(connection, "ana", JudgementKind.SET_STANCE, STATEMENT.id, after="against")
        judge(connection, "ana", JudgementKind.REASSIGN, STATEMENT.id, after={"name": "Somebody Else"})
        judge(connection, "ben", JudgementKind.ACCEPT, RECORD.entries[0].id)
        judge(connection, "ben", JudgementKind.REJECT, copy.entries[12].id)  # lost
        made = add_entry(
            connection, "ana", ARTICLE.id, Kind.STATEMENT, {"evidence": [{"start": 3, "end": 30}], "issue": "dues"}
        )
        add_entry(connection, "ana", ARTICLE.id, Kind.STATEMENT, {"evidence": [{"start": 33, "end": 50}]})
        undo(connection, "ana")
        judge(connection, "ben", JudgementKind.EDIT, made.subject, field="stance", after="for")
        merge_actors(connection, "ana", [BRANDT.id], OKAFOR.id)
        merge_actors(connection, "ana", [VARLAND.id, OKAFOR.id], OSMERE.id)
        undo(connection, "ana")
        redo(connection, "ana")
        split_actor(connection, "ana", OSMERE.id, parts=[VARLAND.id])
        merge_issues(connection, "ana", [PILOTAGE.id], PATROLS.id)
        write_codebook(connection, [{"id": CABLES.id, "label": "cables", "phrases": ["cable"], "parent": PATROLS.id}])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pattern(request, tmp_path_factory):
    """Where a record of everything stands, to be copied."""
    url = str(tmp_path_factory.mktemp("full") / "record.db")
    if request.param == "postgresql":
        url = postgresql.shared().fresh()
    with Store.open(url) as store:
        fill(store)
    return url


@pytest.fixture
def full(pattern, quick_path):
    """A store with a bit of everything."""
    if is_url(pattern):
        url = postgresql.shared().copy(pattern)
    else:
        url = str(shutil.copy(pattern, quick_path / "record.db"))
    with Store.open(url) as store:
        yield store
    if is_url(url):
        postgresql.shared().drop(url)


def test_a_record_of_everything_is_sound(full):
    told = []
    assert check(full, tell=lambda *step: told.append(step)) == ()
    assert {"articles", "entries", "judgements"} <= {what for what, _, _ in told}
    with full.reading() as connection:
        total = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar()
    assert ("entries", total, total) in told


def test_an_empty_record_is_sound(store):
    assert check(store) == ()


@pytest.mark.parametrize(
    "what, where, broken",
    [
        ("evidence", STATEMENT.id, "UPDATE article SET text = replace(text, 'Ilse', 'Else') WHERE id = '{article}'"),
        ("evidence", STATEMENT.id, "UPDATE article SET text = 'short' WHERE id = '{article}'"),
        ("article", ARTICLE.id, "UPDATE article SET text = 'short' WHERE id = '{article}'"),
        ("article", "https://wire.example/1", "UPDATE article SET newest = true WHERE url = 'https://wire.example/1'"),
        ("standing", STATEMENT.id, "UPDATE entry SET status = 'accepted' WHERE id = '{entry}'"),
        ("standing", STATEMENT.id, "UPDATE entry SET judged = machine WHERE id = '{entry}'"),
        ("standing", STATEMENT.id, "UPDATE entry SET decided_by = 'ben' WHERE id = '{entry}'"),
        ("standing", STATEMENT.id, "UPDATE entry SET listed = false WHERE id = '{entry}'"),
        ("standing", STATEMENT.id, "UPDATE entry SET judged = NULL, machine = NULL WHERE id = '{entry}'"),
        ("standing", OKAFOR.id, "UPDATE actor SET root = NULL WHERE id = '{actor}'"),
        ("index", STATEMENT.id, "UPDATE entry SET score = 0.1234 WHERE id = '{entry}'"),
        ("index", STATEMENT.id, "UPDATE entry SET stance = 'for' WHERE id = '{entry}'"),
        ("index", STATEMENT.id, "UPDATE entry SET day = '1999-01-01' WHERE id = '{entry}'"),
        ("index", STATEMENT.id, "UPDATE entry SET outlet = 'x' WHERE id = '{entry}'"),
        ("index", STATEMENT.id, "DELETE FROM entry_actor WHERE entry = (SELECT key FROM entry WHERE id = '{entry}')"),
        ("index", STATEMENT.id, "DELETE FROM evidence WHERE entry = (SELECT key FROM entry WHERE id = '{entry}')"),
        ("index", "entry", "DELETE FROM entry_text"),
        ("index", STATEMENT.id, "UPDATE entry_text SET terms = 'other'"),
        ("index", STATEMENT.id, "UPDATE entry_text SET marks = '_e'"),
        ("judgement", "last", "INSERT INTO judgement (at, who, kind, subject) "
                              "VALUES ('2030-01-01', 'ana', 'accept', 's000000000000')"),
        ("judgement", "last", "INSERT INTO judgement (at, who, kind, subject, after) VALUES ('2030-01-01', 'ana', "
                              "'merge_actors', 'person:nobody', '{{\"ids\": [], \"into\": \"person:nobody\"}}')"),
        ("standing", STATEMENT.id, "INSERT INTO judgement (at, who, kind, subject) "
                                   "VALUES ('2030-01-01', 'ana', 'reject', '{entry}')"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found_where_it_is(full, what, where, broken):
    with full.writing() as connection:
        connection.execute(sa.text(broken.format(article=ARTICLE.id, entry=STATEMENT.id, actor=OKAFOR.id)))
        last = connection.exec_driver_sql("SELECT max(number) FROM judgement").scalar()
    found = {(problem.what, problem.where) for problem in check(full)}
    assert (what, str(last) if where == "last" else where) in found
    assert all(problem.why for problem in check(full))


def test_a_damaged_file_is_found(tmp_path):
    path = tmp_path / "record.db"
    with Store.open(path) as store:
        fill(store)
    with sqlite3.connect(path) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_entry_article_position'")
        offset = (page.fetchone()[0] - 1) * connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek(offset + 3000)
        file.write(os.urandom(1000))
    with Store.open(path) as store:
        try:
            problems = check(store)
        except StoreError as error:
            assert "damaged" in str(error)
        else:
            assert any(problem.what == "database" for problem in problems)


# Backups


def restored(store, backup):
    """The store that a backup makes, as its own advice says."""
    if store.dialect == "sqlite":
        return Store.open(backup.path, create=False, migrate=False)
    url = postgresql.shared().fresh(schema=False)
    binary = postgresql.find_binaries() / "pg_restore"
    subprocess.run(
        [binary, "--no-owner", "--exit-on-error", f"--dbname={postgresql.name_of(url)}", backup.path],
        env={**os.environ, **postgresql.environment(url)}, check=True,
    )  # fmt: skip
    return Store.open(url, create=False, migrate=False)


def test_a_backup_holds_everything_and_goes_on(full, tmp_path):
    target = tmp_path / "deep" / "backup.file"
    backup = back_up(full, target)
    assert backup.path == target
    assert backup.size_bytes == target.stat().st_size > 10_000
    assert str(target) in backup.restore
    with restored(full, backup) as copy:
        with full.reading() as one, copy.reading() as other:
            assert snapshot(one) == snapshot(other)
        assert check(copy) == ()
        with copy.writing() as connection:
            number = judge(connection, "ana", JudgementKind.ACCEPT, STATEMENT.id).number
            with full.reading() as original:
                assert number == original.exec_driver_sql("SELECT max(number) FROM judgement").scalar() + 1
        with pytest.raises(StoreError, match="only ever added"), copy.writing() as connection:
            connection.exec_driver_sql("DELETE FROM judgement")
    assert [path.name for path in target.parent.iterdir() if not path.name.startswith("backup.file")] == []


def test_a_backup_overwrites_nothing(full, tmp_path):
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    with pytest.raises(StoreError, match="there already"):
        back_up(full, target)
    assert target.read_text() == "mine"
    dangling = tmp_path / "link"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="there already"):
        back_up(full, dangling)
    with pytest.raises(StoreError, match="there already"):
        back_up(full, tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        back_up(full, "postgresql://desk@db/talks")


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(full, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match="name another place"):
        back_up(full, blocked / "backup.db")
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_a_backup_that_fails_midway_leaves_nothing_behind(full, tmp_path, monkeypatch):
    target = tmp_path / "backup.file"
    if full.dialect == "postgresql":
        monkeypatch.setattr("communique.store.upkeep._find_pg_dump", lambda: "/bin/false")
        with pytest.raises(StoreError, match="made no backup"):
            back_up(full, target)
    else:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        try:
            with pytest.raises(StoreError, match="make room"):
                back_up(full, target)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, ignored)
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_a_backup_of_postgresql_needs_its_tool(full, tmp_path, monkeypatch):
    if full.dialect != "postgresql":
        assert back_up(full, tmp_path / "fine.db").size_bytes
        return
    monkeypatch.setattr("communique.store.upkeep.Path.glob", lambda *_: iter(()))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(StoreError, match="pg_dump: install"):
        back_up(full, tmp_path / "backup.dump")
    assert not (tmp_path / "backup.dump").exists()


def test_a_backup_made_while_others_write_is_one_moment(store, tmp_path):
    stop = threading.Event()
    failed = []

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            record = tell(wire_lines(500 + number, 4), url=None)
            try:
                with store.writing() as connection:
                    save_record(connection, record)
                with store.writing() as connection:
                    judge(connection, "ana", JudgementKind.ACCEPT, record.entries[0].id)
            except StoreError as error:
                failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [back_up(store, tmp_path / f"{number}.backup") for number in range(2)]
    finally:
        stop.set()
        writer.join()
    assert failed == []
    for backup in backups:
        with restored(store, backup) as copy:
            assert check(copy) == ()
            with copy.reading() as connection:
                for article in list_articles(connection, limit=1000)[0]:
                    assert len(entries_of(connection, article["id"])) == 4


# Description


def test_the_description_counts_what_is_there(full):
    told = describe(full)
    assert told["dialect"] == full.dialect
    assert told["where"] == full.where
    assert told["schema"] == told["newest_schema"]
    assert told["bytes"] > 10_000
    tables = {"articles": "article", "entries": "entry", "judgements": "judgement", "actors": "actor"}
    with full.reading() as connection:
        for name, table in tables.items():
            assert told["counts"][name] == connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() > 0
    assert sum(told["statuses"].values()) == told["counts"]["listed"]
    assert told["judged"].endswith("+00:00")


def test_a_description_hides_the_password():
    url = postgresql.shared().fresh()
    with Store.open(url.replace("communique@", "communique:secret@")) as store:
        assert "secret" not in str(describe(store))
    postgresql.shared().drop(url)


def test_the_description_of_an_empty_record_has_no_days(store):
    told = describe(store)
    assert (told["added"], told["judged"], told["counts"]["entries"], told["statuses"]) == (None, None, 0, {})


def test_a_changed_reading_keeps_the_record_sound(full):
    for stance in ("for", "against"):
        newer = reread(RECORD, [replace(STATEMENT, issue=None), *RECORD.entries[3:]], f"communique {stance}")
        with full.writing() as connection:
            save_record(connection, newer)
            save_record(connection, RECORD)
        assert check(full) == ()
