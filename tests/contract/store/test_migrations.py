"""Migrations on both databases: they make the schema that the code has, once, and take over what was kept before."""

import multiprocessing
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import communique
from communique.errors import StoreError
from communique.model.judgement import JudgementKind
from communique.store import Store, text_index
from communique.store.articles import list_articles, load_article, save_record
from communique.store.database import HEAD
from communique.store.entries import entries_of
from communique.store.judgements import judge
from communique.store.migrating import configure
from communique.store.schema import metadata
from communique.store.upkeep import check
from tests import postgresql
from tests.contract.store.earlier_store import EarlierStore
from tests.contract.store.loading import load
from tests.contract.store.snapshots import snapshot
from tests.unit.records import ARTICLE, RECORD, build_article, build_hostile
from tests.unit.short_records import tell, wire_lines


def open_engine(url):
    """An engine of our own, to look at a database from outside."""
    return sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg") if "://" in url else f"sqlite:///{url}"
    )


@pytest.fixture
def made_by_code(store_url, tmp_path):
    """The same kind of database with the tables of ``schema.metadata``, and no migration."""
    url = postgresql.shared().fresh(schema=False) if "://" in store_url else str(tmp_path / "made.db")
    engine = open_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        text_index.create(connection)
    engine.dispose()
    yield url
    if "://" in url:
        postgresql.shared().drop(url)


def ours(_object, name, kind, _reflected, _compare_to):
    """What the metadata describes; the tables of the full-text index are made by hand."""
    return not (kind == "table" and (name.startswith(("article_text", "entry_text")) or name == "alembic_version"))


def test_the_migrated_schema_is_that_of_the_code(store_url):
    engine = open_engine(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "include_object": ours}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_migrated_schema_is_that_of_the_code_to_the_letter(store_url, made_by_code):
    """Partial indexes, kinds of index, tables without row ids and the like, which Alembic does not compare."""
    described = []
    for url in (store_url, made_by_code):
        engine = open_engine(url)
        with engine.connect() as connection:
            described.append(describe_schema(connection))
        engine.dispose()
    migrated, made = described
    assert migrated.keys() == made.keys()
    for name, words in made.items():
        assert migrated[name] == words


def describe_schema(connection):
    """Every table and index by name, as the database itself describes it."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index') "
            "AND tbl_name != 'alembic_version'"
        )
        return {name: _parts(sql) for name, sql in rows}
    columns = connection.exec_driver_sql(
        "SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default) "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name != 'alembic_version'"
    ).all()
    indexes = connection.exec_driver_sql(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename != 'alembic_version'"
    ).all()
    keys = connection.exec_driver_sql(
        "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid != 'alembic_version'::regclass"
        if connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar()
        else "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    ).all()
    return dict([*columns, *indexes, *keys])


def _parts(sql):
    """The columns and constraints of a table in no order, and what stands behind them."""
    inside, _, behind = sql.rpartition(")")
    head, _, body = inside.partition("(")
    return [
        " ".join(head.split()),
        " ".join(behind.split()),
        *sorted(" ".join(part.split()) for part in body.split(",")),
    ]


def test_the_newest_migration_is_the_one_the_code_names(store):
    with store.reading() as connection:
        script = ScriptDirectory.from_config(configure(connection))
        assert script.get_heads() == [HEAD]
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD


def test_opening_again_changes_nothing(store_url):
    with Store.open(store_url) as store, store.writing() as connection:
        save_record(connection, RECORD)
    with Store.open(store_url) as store, store.reading() as connection:
        before = snapshot(connection)
    with Store.open(store_url, create=False, migrate=False) as store, store.reading() as connection:
        assert snapshot(connection) == before


def test_processes_that_open_a_new_store_at_once_all_can(empty_url):
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.contract.store.loading"])
    pipes, processes = [], []
    for writer in range(4):
        hear, tell_us = forking.Pipe(duplex=False)
        processes.append(forking.Process(target=load, args=(empty_url, writer, 0, 2, tell_us)))
        pipes.append(hear)
        processes[-1].start()
        tell_us.close()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    with Store.open(empty_url) as store, store.reading() as connection:
        assert list_articles(connection)[1] == 8


def test_a_migration_that_fails_leaves_nothing_behind(empty_url, monkeypatch):
    def fail(*_):
        raise RuntimeError("in the middle")

    monkeypatch.setattr("communique.store.text_index.create", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        Store.open(empty_url)
    monkeypatch.undo()
    engine = open_engine(empty_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    with Store.open(empty_url) as store:
        assert check(store) == ()


@pytest.mark.parametrize(
    "statement, said",
    [
        ("CREATE TABLE recipe (id integer)", "none of Communiqué's"),
        ("CREATE TABLE article (id integer)", "none of Communiqué's"),
        ("CREATE TABLE article (id integer); CREATE TABLE entry (id integer)", "none of Communiqué's"),
        ("CREATE TABLE alembic_version (version_num text)", "none of Communiqué's"),
    ],
)
def test_a_database_of_somebody_else_is_left_alone(empty_url, statement, said):
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        for one in statement.split(";"):
            connection.exec_driver_sql(one)
    before = sa.inspect(engine).get_table_names()
    with pytest.raises(StoreError, match=said):
        Store.open(empty_url)
    assert sa.inspect(engine).get_table_names() == before
    engine.dispose()


def test_a_newer_schema_is_refused_and_an_older_one_wants_migrating(store_url):
    engine = open_engine(store_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer Communiqué"):
        Store.open(store_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(StoreError, match="communique db migrate"):
        Store.open(store_url, migrate=False)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    engine.dispose()


def test_the_migrations_are_in_the_wheel(tmp_path):
    root = Path(communique.__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    folder = Path(communique.__file__).parent / "store" / "migrations"
    for path in folder.rglob("*.py"):
        assert path.relative_to(root / "src").as_posix() in names


# What 0.1.0 kept while it was in development


@pytest.fixture
def earlier(tmp_path):
    """The path of a file as 0.1.0 wrote it, and the records in it."""
    records = [RECORD, build_hostile(), tell(wire_lines(1), url="https://wire.example/1"),
               tell(wire_lines(1)[:16], url="https://post.example/1"),
               tell(wire_lines(2), url="https://wire.example/1")]  # fmt: skip
    path = tmp_path / "record.db"
    with EarlierStore(path) as store:
        for record in records:
            store.save(record)
        kept = {record.article.id: store.entries(record.article.id) for record in records}
    return path, records, kept


def test_what_was_kept_before_is_taken_over_whole(earlier):
    path, records, kept = earlier
    with Store.open(path) as store:
        assert check(store) == ()
        with store.reading() as connection:
            assert list_articles(connection, all_versions=True)[1] == len(records)
            for record in records:
                assert load_article(connection, record.article.id) == record.article
                entries = [
                    {name: value for name, value in entry.items() if name != "review"}
                    for entry in entries_of(connection, record.article.id)
                ]
                assert entries == kept[record.article.id]
            assert list_articles(connection, all_versions=True, order="-added")[0][0]["version"] == 2
            assert set(sa.inspect(connection).get_table_names()).isdisjoint({"article_before", "entry_before"})
        with store.writing() as connection:
            judge(connection, "ana", JudgementKind.ACCEPT, RECORD.entries[0].id)
            assert save_record(connection, RECORD).lost == ()
    with Store.open(path, create=False, migrate=False) as store, store.reading() as connection:
        assert len(entries_of(connection, ARTICLE.id)) == len(RECORD.entries)


def test_strange_text_is_taken_over_too(tmp_path):
    article = build_article(("a \ud800 b \0 c.",), title="\udfff \\u0000")
    record = tell((("Ilse \ud800 Brandt", "the \0 dues"),), title="\0")
    with EarlierStore(tmp_path / "record.db") as store:
        store.save(type(record)(article, ()))
        store.save(record)
    with Store.open(tmp_path / "record.db") as store:
        assert check(store) == ()
        with store.reading() as connection:
            assert load_article(connection, article.id).text == "a \ufffd b \ufffd c.\n\n"
            assert load_article(connection, article.id).title == "\ufffd \\u0000"
            assert entries_of(connection, record.article.id)[0]["content"][0]["text"] == "the \ufffd dues"


def test_a_taking_over_that_fails_leaves_the_old_file_as_it_was(earlier, monkeypatch):
    path, records, kept = earlier
    monkeypatch.setattr("communique.store.migrating.FIELDS", {})
    with pytest.raises(KeyError):
        Store.open(path)
    with sqlite3.connect(path) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert names == {"article", "entry"}
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    with EarlierStore(path) as store:
        assert {record.article.id: store.entries(record.article.id) for record in records} == kept


def test_the_older_code_is_told_that_the_file_is_newer(earlier):
    Store.open(earlier[0]).close()
    with sqlite3.connect(earlier[0]) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] > 1


def test_an_old_file_is_not_migrated_unasked(earlier):
    with pytest.raises(StoreError, match="communique db migrate"):
        Store.open(earlier[0], migrate=False)
    with EarlierStore(earlier[0]) as store:
        assert store.entries(ARTICLE.id)
