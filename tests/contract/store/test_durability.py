"""What was confirmed is there afterwards: writers killed in the middle, a full disk, two writers at once. For real.

A killed process leaves what it had handed to the kernel, so these tests show that transactions are whole and confirmed
ones are kept; that the disk has them too is the databases' word (``synchronous = FULL``, ``fsync``).
"""

import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from communique.errors import BadJudgement, StoreError
from communique.model.entry import Kind, Stance
from communique.model.judgement import JudgementKind
from communique.model.plain import entry_to_plain
from communique.store import Store
from communique.store.articles import list_articles, load_article, save_record
from communique.store.directory import load_actor
from communique.store.entries import entries_of, load_entries
from communique.store.judgements import add_entry, judge, merge_actors, undo
from communique.store.log import judgements
from communique.store.schema import article, entry, evidence, judgement
from tests import postgresql
from tests.contract.store.loading import ENTRIES, edit_field, fill, judge_again, load, load_record
from tests.unit.short_records import reread, tell, wire_lines

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.contract.store.loading", "sqlalchemy.dialects.sqlite", "psycopg"])


@contextmanager
def running(work, *arguments):
    """A process that does ``work``, and the end of a pipe at which it can be heard; killed when the block ends."""
    hear, tell_us = _FORKING.Pipe(duplex=False)
    process = _FORKING.Process(target=work, args=(*arguments, tell_us))
    process.start()
    tell_us.close()
    try:
        yield process, hear
    finally:
        process.kill()
        process.join()


def heard(pipe):
    """Everything that was said before the other end closed."""
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return


def check_all(store, writer, saved, judged):
    """Every confirmed save and judgement is there, whole; and of what was not confirmed all or nothing."""
    with store.reading() as connection:
        kept = {row.id: row.key for row in connection.execute(sa.select(article.c.id, article.c.key))}
        counts = dict(
            connection.execute(sa.select(entry.c.article, sa.func.count()).group_by(entry.c.article)).fetchall()
        )
        spans = dict(
            connection.execute(
                sa.select(entry.c.article, sa.func.count())
                .join(evidence, evidence.c.entry == entry.c.key)
                .group_by(entry.c.article)
            ).fetchall()
        )
        log = dict(connection.execute(sa.select(judgement.c.number, judgement.c.subject)).fetchall())
        for key in kept.values():
            assert counts[key] == spans[key] == ENTRIES
        for number in saved:
            assert load_record(writer, number).article.id in kept
        for number, made in judged.items():
            assert log[made] == load_record(writer, number).entries[0].id
        statuses = dict(connection.execute(sa.select(entry.c.id, entry.c.status)).fetchall())
        assert {id for id, status in statuses.items() if status == "accepted"} == set(log.values())
        if saved:
            record = load_record(writer, max(saved))
            assert load_article(connection, record.article.id) == record.article
            plain = [
                {name: value for name, value in one.items() if name != "review"}
                for one in entries_of(connection, record.article.id)
            ]
            assert plain == [entry_to_plain(one, record.article) for one in record.entries]


def killed_loads(where, rounds, seconds, writer, after=lambda: None):
    """Runs loads that are killed after a random part of ``seconds``: what they were told was kept, how many died."""
    chance = random.Random(writer)
    saved, judged, killed = set(), {}, 0
    for _ in range(rounds):
        first = max(saved, default=-1) + 1
        with running(load, where, writer, first, first + 1000) as (process, pipe):
            assert pipe.recv()[0] == "saved"  # it is under way
            saved.add(first)
            time.sleep(chance.uniform(0, seconds))
            killed += process.is_alive()
            process.kill()
            for word, *told in heard(pipe):
                if word == "saved":
                    saved.add(told[0])
                elif word == "judged":
                    judged[told[0]] = told[1]
        after()
    return saved, judged, killed


def test_a_loader_killed_fifty_times_loses_nothing_that_was_confirmed_on_sqlite(tmp_path):
    path = tmp_path / "record.db"
    Store.open(path).close()

    def intact():
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    saved, judged, killed = killed_loads(str(path), 50, 0.12, 1, intact)
    assert killed == 50
    assert len(saved) >= 50
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Store.open(path, create=False) as store:
        check_all(store, 1, saved, judged)
        save_one(store, 2)


def test_a_loader_killed_ten_times_loses_nothing_that_was_confirmed_on_postgresql():
    cluster = postgresql.shared()
    url = cluster.fresh()
    saved, judged, killed = killed_loads(url, 10, 0.2, 1)
    assert killed == 10
    with Store.open(url) as store:
        check_all(store, 1, saved, judged)
        save_one(store, 2)
    cluster.drop(url)


def test_a_postgresql_server_killed_in_the_middle_loses_nothing_that_was_confirmed():
    with postgresql.Cluster(durable=True) as cluster:
        url = cluster.fresh()
        chance = random.Random(5)
        saved, judged = set(), {}
        for _ in range(4):
            first = max(saved, default=-1) + 1
            with running(load, url, 1, first, first + 1000) as (_process, pipe):
                assert pipe.recv()[0] == "saved"
                saved.add(first)
                time.sleep(chance.uniform(0.05, 0.4))
                cluster.kill()
                for word, *told in heard(pipe):  # ends with the loader, which the lost connection ends
                    if word == "saved":
                        saved.add(told[0])
                    else:
                        judged[told[0]] = told[1]
            cluster.start()
            with Store.open(url) as store:
                check_all(store, 1, saved, judged)
        assert len(saved) > 4


def test_a_store_outlives_a_restart_of_its_postgresql_server():
    with postgresql.Cluster() as cluster, Store.open(cluster.fresh()) as store:
        save_one(store, 1)
        cluster.kill()
        with pytest.raises(StoreError, match=r"start it|again"), store.reading() as connection:
            list_articles(connection)
        cluster.start()
        save_one(store, 2)


# A full disk


def save_one(store, number, writer=900):
    """Saves one more record."""
    with store.writing() as connection:
        save_record(connection, load_record(writer, number))


def fill_up(store, writer=1):
    """Saves records until the store refuses; the numbers that it kept, and what it said."""
    kept = []
    for number in count():
        try:
            save_one(store, number, writer)
        except StoreError as error:
            return kept, str(error)
        kept.append(number)
    raise AssertionError("the disk is never full")


def check_kept(store, numbers, writer=1):
    with store.reading() as connection:
        ids = {article["id"] for article in list_articles(connection, limit=100_000)[0]}
    assert ids == {load_record(writer, number).article.id for number in numbers}


@pytest.fixture
def small_disk():
    """A function that mounts a filesystem in memory of so many megabytes; skips where that is not allowed."""
    folders = []

    def mount(megabytes, *options):
        folder = Path(tempfile.mkdtemp(prefix="cq-disk-", dir="/tmp"))
        folders.append(folder)
        words = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={megabytes}m", *options)), "tmpfs", folder]
        if subprocess.run(words, capture_output=True).returncode:
            pytest.skip("a filesystem can only be mounted by root; the test with RLIMIT_FSIZE runs everywhere")
        return folder

    yield mount
    for folder in folders:
        subprocess.run(["umount", "-l", folder], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_full_disk_loses_nothing_that_was_confirmed_on_sqlite(small_disk):
    path = small_disk(4) / "record.db"
    ballast = path.with_name("ballast")
    ballast.write_bytes(bytes(1_000_000))
    with Store.open(path) as store:
        kept, said = fill_up(store)
        assert kept
        assert str(path) in said
        assert "the disk is full" in said
        assert "make room" in said
        check_kept(store, kept)
        with pytest.raises(StoreError, match="make room"):
            for number in range(len(kept), len(kept) + 20):
                save_one(store, number, 1)
        with store.reading() as connection:
            kept = range(list_articles(connection)[1])
        ballast.unlink()
        save_one(store, len(kept), 1)
        check_kept(store, range(len(kept) + 1))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_that_may_not_grow_loses_nothing_that_was_confirmed(tmp_path):
    path = tmp_path / "record.db"
    Store.open(path).close()
    with running(fill, str(path), 1, 1_000_000) as (_process, pipe):
        told = list(heard(pipe))
    said = next(word for word in told if isinstance(word, str))
    kept = [word for word in told if word != said]
    assert "make room" in said
    assert kept == list(range(len(kept)))
    assert len(kept) > 1
    with Store.open(path) as store:
        check_kept(store, kept)


def test_a_database_that_may_not_grow_says_so_and_goes_on_when_it_may(tmp_path):
    with Store.open(tmp_path / "record.db") as store:
        with store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 60}")
        kept, said = fill_up(store)
        assert "the disk is full; make room" in said
        check_kept(store, kept)
        with store.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        save_one(store, len(kept), 1)
        check_kept(store, range(len(kept) + 1))


def test_a_full_disk_loses_nothing_that_was_confirmed_on_postgresql(small_disk):
    cluster = postgresql.shared()
    folder = small_disk(40, "mode=777")
    place = folder / "tables"
    place.mkdir()
    if os.geteuid() == 0:
        shutil.chown(place, "postgres", "postgres")
    pattern = cluster.fresh()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        connection.execute(f"CREATE DATABASE tight TEMPLATE {postgresql.name_of(pattern)} TABLESPACE small")
    url = cluster.url("tight")
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(folder).free - 1_000_000))
    try:
        with Store.open(url) as store:
            kept, said = fill_up(store)
            assert kept
            assert "disk" in said
            assert "make room" in said
            check_kept(store, kept)
            ballast.unlink()
            save_one(store, len(kept), 1)
            check_kept(store, range(len(kept) + 1))
    finally:
        cluster.drop(url)
        cluster.drop(pattern)
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("DROP TABLESPACE small")


# Two writers


def test_two_writers_at_once_both_keep_everything(store_url):
    with running(load, store_url, 1, 0, 20) as (_one, hear_one), running(load, store_url, 2, 0, 20) as (_two, hear_two):
        told = [list(heard(pipe)) for pipe in (hear_one, hear_two)]
    assert [words[-1] for words in told] == [("done", 20)] * 2
    with Store.open(store_url) as store:
        for writer, words in enumerate(told, 1):
            check_all(store, writer, range(20), {word[1]: word[2] for word in words if word[0] == "judged"})
        with store.reading() as connection:
            assert list_articles(connection)[1] == 40
            assert len(judgements(connection, limit=1000)) == 40


def test_two_writers_of_the_same_articles_keep_each_once(store_url):
    with running(load, store_url, 1, 0, 12) as (_one, hear_one), running(load, store_url, 1, 0, 12) as (_two, hear_two):
        assert [list(heard(pipe))[-1] for pipe in (hear_one, hear_two)] == [("done", 12)] * 2
    with Store.open(store_url) as store:
        check_kept(store, range(12))
        with store.reading() as connection:
            assert len(judgements(connection, limit=1000)) == 24


def test_two_processes_that_judge_one_entry_are_both_in_the_log(store_url):
    record = tell(wire_lines(1, 3), url=None)
    subject = record.entries[0].id
    with Store.open(store_url) as store:
        with store.writing() as connection:
            save_record(connection, record)
        with (
            running(judge_again, store_url, "ana", subject, 20) as (_one, hear_ana),
            running(judge_again, store_url, "ben", subject, 20) as (_two, hear_ben),
        ):
            ana, ben = (list(heard(pipe)) for pipe in (hear_ana, hear_ben))
        assert (ana.pop(), ben.pop()) == (None, None)
        with store.reading() as connection:
            log = judgements(connection, subject=subject, limit=1000)
            assert {j.number for j in log if j.who == "ana"} == set(ana)
            assert {j.number for j in log if j.who == "ben"} == set(ben)
            assert len(log) == 40
            last = log[0]
            stands = entries_of(connection, record.article.id)[0]["review"]
            assert (stands["by"], stands["status"]) == (
                last.who,
                {JudgementKind.ACCEPT: "accepted", JudgementKind.REJECT: "rejected"}[last.kind],
            )


def test_two_processes_that_change_two_fields_of_one_entry_both_change_it(store_url):
    record = tell(wire_lines(1, 3), url=None)
    subject = record.entries[0].id
    with Store.open(store_url) as store:
        with store.writing() as connection:
            save_record(connection, record)
        with (
            running(edit_field, store_url, "ana", subject, "stance", ["for", "against"] * 6) as (_one, hear_ana),
            running(edit_field, store_url, "ben", subject, "mode", ["mixed", "direct"] * 6) as (_two, hear_ben),
        ):
            assert (list(heard(hear_ana)), list(heard(hear_ben))) == (["done"], ["done"])
        with store.reading() as connection:
            stands = entries_of(connection, record.article.id)[0]
            assert (stands["stance"], stands["mode"]) == ("against", "direct")
            assert sorted(stands["review"]["changed"]) == ["mode", "stance"]


# Two at once, the second one waiting: in threads, so that it is sure who comes first


@pytest.fixture
def kept(store):
    """A store with a record in it, and the ids of its entries and actors."""
    record = tell(wire_lines(1, 12), url=None)
    with store.writing() as connection:
        save_record(connection, record)
    store.entries = [one.id for one in record.entries]
    store.actors = sorted({mention.actor.id for one in record.entries for mention in one.speaker})
    store.article = record.article
    return store


def both(store, one, other):
    """Does ``one``, and ``other`` in a second transaction that begins before the first one has ended; its outcome."""
    begun = threading.Event()

    def second():
        begun.set()
        with store.writing() as connection:
            return other(connection)

    with ThreadPoolExecutor(1) as threads:
        with store.writing() as connection:
            one(connection)
            waiting = threads.submit(second)
            begun.wait()
            time.sleep(0.15)
        return waiting.result(30)


def test_a_decision_that_waits_for_another_about_the_same_entry_does_not_undo_it(kept):
    subject = kept.entries[0]
    both(
        kept,
        lambda connection: judge(connection, "ana", JudgementKind.SET_STANCE, subject, after="for"),
        lambda connection: judge(connection, "ben", JudgementKind.EDIT, subject, field="mode", after="mixed"),
    )
    with kept.reading() as connection:
        stands = load_entries(connection, [subject])[0]
    assert (stands["stance"], stands["mode"], stands["review"]["by"]) == ("for", "mixed", "ben")


def test_merges_that_wait_for_each_other_both_hold(kept):
    first, second, third = kept.actors[:3]
    both(
        kept,
        lambda connection: merge_actors(connection, "ana", [first], second),
        lambda connection: merge_actors(connection, "ben", [second], third),
    )
    with kept.reading() as connection:
        assert [load_actor(connection, id)["into"] for id in (first, second, third)] == [third, third, None]


def test_one_judgement_is_undone_once(kept):
    with kept.writing() as connection:
        made = judge(connection, "ana", JudgementKind.ACCEPT, kept.entries[0])
    with pytest.raises(BadJudgement):
        both(
            kept,
            lambda connection: undo(connection, "ana", made.number),
            lambda connection: undo(connection, "ben", made.number),
        )
    with kept.reading() as connection:
        assert [one.who for one in judgements(connection)] == ["ana", "ana"]


def test_the_second_who_adds_an_entry_in_one_place_is_told_of_the_first(kept):
    def add(who):
        values = {"evidence": [{"start": 3, "end": 30}]}
        return lambda connection: add_entry(connection, who, kept.article.id, Kind.STATEMENT, values)

    with pytest.raises(BadJudgement, match="already"):
        both(kept, add("ana"), add("ben"))


def test_a_new_reading_and_a_decision_that_wait_for_each_other_both_count(kept):
    record = tell(wire_lines(1, 12), url=None)
    newer = reread(record, [replace(one, stance=Stance.FOR) for one in record.entries])
    subject, other = kept.entries[:2]
    someone = {"name": "Somebody New", "kind": "person"}
    both(
        kept,
        lambda connection: judge(connection, "ana", JudgementKind.REASSIGN, subject, after=someone),
        lambda connection: save_record(connection, newer),
    )
    both(
        kept,
        lambda connection: save_record(connection, record),
        lambda connection: judge(connection, "ana", JudgementKind.REJECT, other),
    )
    with kept.reading() as connection:
        one, two = load_entries(connection, [subject, other])
    assert (one["speaker"]["name"], one["stance"], one["review"]["status"]) == ("Somebody New", "unclear", "corrected")
    assert (two["review"]["status"], two["stance"]) == ("rejected", "unclear")


def test_an_unfinished_writer_is_waited_for_and_readers_see_the_old_state(store):
    record = tell(wire_lines(1, 3), url=None)
    with store.writing() as writer:
        save_record(writer, record)
        with store.reading() as reader:
            assert list_articles(reader)[1] == 0
    with store.reading() as before:
        assert list_articles(before)[1] == 1
        with store.writing() as writer:
            judge(writer, "ana", JudgementKind.ACCEPT, record.entries[0].id)
        assert entries_of(before, record.article.id)[0]["review"]["status"] == "proposed"
    with store.reading() as after:
        assert entries_of(after, record.article.id)[0]["review"]["status"] == "accepted"
