"""A desk under load: ``python -m benchmarks.load [--seconds 120] [--reading 50] [--reviewing 5] [--db …]``.

Fills a store with generated entries (20,000 unless told), starts ``communique serve --team`` over it on a free port of
this machine, and lets 50 people read and 5 review at once for two minutes (locust, ``benchmarks.load_users``): pages
and API, search, the queue, decisions, undo. Then checks that every judgement that was answered with success stands in
the log exactly once and that the log holds no other, and that no request failed; the exit status is 1 otherwise. Prints
p50 and p95 of every route; ``--json`` gives it all as one object. ``--postgresql`` does it over a private PostgreSQL;
``--db`` over a store that is there, in which it makes accounts and judgements.

Needs locust: ``pip install 'communique[bench]'``.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from communique.store import Connection, Store
from communique.store.accounts import Role, create_account
from communique.store.articles import list_articles
from communique.store.directory import list_actors, list_issues
from communique.store.entries import walk_entries
from communique.store.log import walk

Plain = dict[str, Any]
_READERS = 10  # accounts that the readers share
_SEEN = 1000  # articles and entries that people look at
_START_SECONDS = 60


def main() -> int:
    """The command."""
    asked = _parse()
    with tempfile.TemporaryDirectory(prefix="communique-load-") as folder, _place(asked, Path(folder)) as where:
        plan = {
            "seconds": asked.seconds, "pause": asked.pause, "seed": asked.seed,
            "reading": asked.reading, "reviewing": asked.reviewing, **_prepare(where, asked),
        }  # fmt: skip
        with _serve(where, Path(folder)) as url:
            found = _drive({**plan, "url": url}, Path(folder))
        log = (Path(folder) / "server.log").read_text(encoding="utf-8").strip()
        lost = _compare(where, found.pop("answered"), {one["name"] for one in plan["reviewers"]})
    report = {
        "store": asked.kind, "entries": asked.entries, "seconds": asked.seconds, "reading": asked.reading,
        "reviewing": asked.reviewing, "pause_s": asked.pause, **found, "judgements": lost, "server_log": log[-4000:],
    }  # fmt: skip
    print(json.dumps(report, indent=2) if asked.json else _table(report))
    good = lost["right"] and not found["total"]["failures"] and not found["exceptions"]
    return 0 if good else 1


def _parse() -> Any:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--reading", type=int, default=50, help="people who read")
    parser.add_argument("--reviewing", type=int, default=5, help="people who review")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between what one person does, on average")
    parser.add_argument("--entries", type=int, default=20_000, help="entries that the store is filled with")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", help="a store that is there, instead of a generated one")
    parser.add_argument("--postgresql", action="store_true", help="over a private PostgreSQL instead of SQLite")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    asked.kind = "postgresql" if asked.postgresql or "://" in (asked.db or "") else "sqlite"
    return asked


@contextmanager
def _place(asked: Any, folder: Path) -> Iterator[str]:
    """Where the store is: the one that is told, or a fresh one that is filled."""
    if asked.db:
        yield asked.db
        return
    from benchmarks.generated import fill

    if asked.postgresql:
        from tests.postgresql import Cluster

        with Cluster(durable=True) as cluster:
            where = cluster.fresh()
            with Store.open(where) as store:
                fill(store, entries=asked.entries, seed=asked.seed)
            yield where
        return
    where = str(folder / "load.db")
    with Store.open(where) as store:
        fill(store, entries=asked.entries, seed=asked.seed)
    yield where


def _prepare(where: str, asked: Any) -> Plain:
    """Makes the accounts; names and passwords of who reads and who reviews, and what there is to look at."""
    mark = secrets.token_hex(3)
    roles = [("admin", Role.ADMIN, 1), ("reader", Role.READER, _READERS), ("reviewer", Role.REVIEWER, asked.reviewing)]
    made: dict[Role, list[Plain]] = {}
    with Store.open(where) as store, store.writing() as connection:
        for name, role, count in roles:
            for number in range(count):
                account = {"name": f"{name}-{mark}-{number}", "password": secrets.token_urlsafe(18)}
                create_account(connection, account["name"], account["password"], role, at=datetime.now(UTC))
                made.setdefault(role, []).append(account)
    with Store.open(where) as store, store.reading() as connection:
        known = _look_around(connection)
    return {"readers": made[Role.READER], "reviewers": made.get(Role.REVIEWER, []), "known": known}


def _look_around(connection: Connection) -> dict[str, list[str]]:
    """Ids of the newest articles, of entries, and of those most named, and words that entries hold."""
    entries = list(islice(walk_entries(connection), _SEEN))
    said = " ".join(span["text"] for entry in entries for span in entry["evidence"])
    return {
        "articles": [found["id"] for found in list_articles(connection, limit=_SEEN)[0]],
        "entries": [entry["id"] for entry in entries],
        "actors": [found["id"] for found in list_actors(connection, limit=200)[0]],
        "issues": [found["id"] for found in list_issues(connection, limit=200)[0]],
        "words": sorted({word for word in said.split() if word.isalpha() and word.isascii() and len(word) > 4}),
    }


@contextmanager
def _serve(where: str, folder: Path) -> Iterator[str]:
    """A desk in a process of its own while the block lasts; gives its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-c", "from communique.cli import main; main()",
        "serve", "--team", "--no-open", "--port", str(port), "--db", where,
    ]  # fmt: skip
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(url, server, folder / "server.log")
            yield url
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_START_SECONDS * 10):
        if server.poll() is not None:
            raise SystemExit(f"the desk did not start: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/api/v1/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the desk did not answer in time")


def _drive(plan: Plain, folder: Path) -> Plain:
    """Runs locust in a process of its own; what it found."""
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    path.chmod(0o600)
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.load_users", str(path)],
        stdout=subprocess.PIPE, env={**os.environ, "GEVENT_SUPPORT": "True"}, check=False,
    )  # fmt: skip
    if run.returncode != 0:
        raise SystemExit("locust failed; is it there? pip install 'communique[bench]'")
    found: Plain = json.loads(run.stdout)
    return found


def _compare(where: str, answered: Sequence[Plain], reviewers: set[str]) -> Plain:
    """What was answered with success beside what the log holds of these reviewers."""
    with Store.open(where, create=False) as store, store.reading() as connection:
        log = [judgement for judgement in walk(connection) if judgement.who in reviewers]
    kept: Counter[Any] = Counter(
        (judgement.who, judgement.kind.value, judgement.undoes if judgement.undoes else judgement.number)
        for judgement in log
    )
    subjects = {judgement.number: judgement.subject for judgement in log}
    told: Counter[Any] = Counter((one["who"], one["kind"], one.get("undoes", one.get("number"))) for one in answered)
    elsewhere = [one for one in answered if "subject" in one and subjects.get(one["number"]) != one["subject"]]
    missing, extra = told - kept, kept - told
    return {
        "answered": len(answered),
        "in_log": len(log),
        "missing": sum(missing.values()),
        "not_answered": sum(extra.values()),
        "elsewhere": len(elsewhere),
        "right": not missing and not extra and not elsewhere and max(told.values(), default=1) == 1,
    }


def _table(report: Plain) -> str:
    rows = sorted(report["routes"], key=lambda route: -route["requests"])
    lines = [f"{'route':<42}{'requests':>9}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}"]
    for row in [*rows, {**report["total"], "route": "all"}]:
        lines.append(
            f"{row['route']:<42}{row['requests']:>9}{row['failures']:>8}{row['p50_ms']:>8.0f}{row['p95_ms']:>8.0f}"
            f"{row['max_ms']:>8.0f}"
        )
    told = report["judgements"]
    lines += [
        "",
        f"{report['store']}, {report['entries']:,} entries, {report['reading']} reading and {report['reviewing']} "
        f"reviewing for {report['seconds']:g} s: {report['total']['requests_per_s']:g} requests/s",
        f"judgements answered {told['answered']}, in the log {told['in_log']}, missing {told['missing']}, "
        f"not answered {told['not_answered']}, about something else {told['elsewhere']}",
        *report["errors"], *report["exceptions"],
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
