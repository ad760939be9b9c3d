"""How fast searches are: ``python -m benchmarks.search [--entries 1000000] [--postgresql URL] [--out FILE]``.

Fills an SQLite file and a PostgreSQL database (a cluster of its own with 1 GB of shared buffers, or the database at
``--postgresql``) with generated entries, then asks 40 searches of each kind: a first page of 50 hits with snippets,
total and facets, in a transaction of its own, as the desk asks them. Each was asked before, so the pages are in memory.
Prints p50 and p95 per kind and over all in milliseconds, entries loaded per second, and the size on disk. ``CPU`` is
the processor's time, the database's with ours: on a machine that does nothing else it is what a search takes; where it
is far below the time that passed, the machine was busy with something else.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import sqlalchemy as sa

from benchmarks.generated import DAYS, FIRST_DAY, World, fill, make_world
from communique.store import Store
from communique.store.search import Query, search_articles, search_entries
from tests.postgresql import Cluster

COUNT = 40  # searches of each kind
# Content words among the first of the generated vocabulary stand in 15 to 35 % of the entries.
COMMON = ("talks", "minister", "agreement", "border", "ceasefire")


@dataclass
class Measured:
    """What was measured of one database. ``ms`` holds the times of each kind of search."""

    entries: int = 0
    load_seconds: float = 0.0
    size_mb: float = 0.0
    ms: dict[str, list[float]] = field(default_factory=dict)
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)
    found: dict[str, list[int]] = field(default_factory=dict)


def make_queries(world: World, random: Random) -> dict[str, Callable[[], Query]]:
    """The kinds of searches, each with what makes one."""

    def word(first: int, last: int) -> str:
        return world.words[random.randrange(first, last)]

    def actor() -> str:
        return str(world.actors[int(len(world.actors) * random.random() ** 3)]["id"])

    def issue() -> str:
        return str(random.choice(world.issues)["id"])

    def page(**values: object) -> Query:
        return Query(limit=50, **values)  # type: ignore[arg-type]

    def days() -> dict[str, object]:
        since = FIRST_DAY + timedelta(random.randrange(DAYS - 100))
        return {"since": since, "until": since + timedelta(90)}

    return {
        "rare word": lambda: page(text=word(5_000, 25_000)),
        "middling word": lambda: page(text=word(100, 1_000)),
        "common word": lambda: page(text=random.choice(COMMON)),
        "two common words": lambda: page(text=" ".join(random.sample(COMMON, 2))),
        "common and rare word": lambda: page(text=f"{random.choice(COMMON)} {word(1_000, 10_000)}"),
        "one or the other": lambda: page(text=f"{word(40, 400)} OR {word(40, 400)}"),
        "one, not the other": lambda: page(text=f"{word(40, 400)} -{random.choice(COMMON)}"),
        "phrase": lambda: page(text=f'"{word(3, 60)} {word(3, 60)}"'),
        "prefix": lambda: page(text=f"{word(100, 700)[:5]}*"),
        "common word by day": lambda: page(text=random.choice(COMMON), order=random.choice(("day", "-day"))),
        "common word by score": lambda: page(text=random.choice(COMMON), order=random.choice(("score", "-score"))),
        "word, kind, stance": lambda: page(text=word(3, 400), kinds=["statement"], stances=["for", "against"]),
        "word, actor": lambda: page(text=word(3, 100), actor=actor()),
        "word, three months": lambda: page(text=word(3, 200), **days()),
        "word, score, status": lambda: page(text=word(3, 200), least=0.85, statuses=["proposed"]),
        "actor": lambda: page(actor=actor()),
        "actor speaks on issue": lambda: page(actor=actor(), role="speaker", issue=issue()),
        "issue, by score": lambda: page(issue=issue(), order="-score"),
        "outlet, kind, year": lambda: page(
            outlet=random.choice(world.outlets), kinds=["event", "commitment"], **days(), order="-day"
        ),
        "undecided, unsure": lambda: page(statuses=["proposed"], most=0.4, order="score"),
        "everything": lambda: page(order=random.choice(("rank", "-day", "day", "-score"))),
        "a later page": lambda: page(text=random.choice(("", "talks", "river")), offset=random.randrange(50, 5_000)),
    }


def measure(store: Store, world: World, told: Measured) -> None:
    """Asks every kind of search and keeps how long each took."""
    random = Random(7)
    for name, make in make_queries(world, random).items():
        queries = [make() for _ in range(COUNT)]
        _ask_all(store, name, queries, told)
    texts = [random.choice((*COMMON, *world.words[100:3_000])) for _ in range(COUNT)]
    _ask_all(store, "(articles) a word", [Query(text=text, limit=20) for text in texts], told)


def _ask_all(store: Store, name: str, queries: list[Query], told: Measured) -> None:
    for query in queries:
        _ask(store, name, query)
    asked = [_ask(store, name, query) for query in queries]
    told.ms[name] = [ms for ms, _, _ in asked]
    told.cpu_ms[name] = [cpu_ms for _, cpu_ms, _ in asked]
    told.found[name] = [total for _, _, total in asked]


def _ask(store: Store, name: str, query: Query) -> tuple[float, float, int]:
    """How long the search took, what of it the processor worked, and how many it found."""
    with store.reading() as connection:
        served = connection.scalar(sa.text("SELECT pg_backend_pid()")) if store.dialect == "postgresql" else None
    worked, begun = _worked_ms(served), time.perf_counter()
    with store.reading() as connection:
        search = search_articles if name.startswith("(articles)") else search_entries
        found = search(connection, query)
    return (time.perf_counter() - begun) * 1000, _worked_ms(served) - worked, found.total


def _worked_ms(served: int | None) -> float:
    """The processor's time of this process and of the one that serves it, where that one is of this machine."""
    own = time.process_time() * 1000
    if served is None:
        return own
    try:
        return own + int((Path("/proc") / str(served) / "schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return own


def load(store: Store, world: World, entries: int) -> Measured:
    """Fills the store, or takes it as it is where it has been filled."""
    told = Measured()
    with store.reading() as connection:
        told.entries = connection.scalar(sa.text("SELECT count(*) FROM entry")) or 0
    if not told.entries:
        begun = time.perf_counter()
        told.entries = fill(store, entries=entries, world=world)
        told.load_seconds = time.perf_counter() - begun
    with store.reading() as connection:
        if store.dialect == "sqlite":
            told.size_mb = Path(store.where).stat().st_size / 1e6
        else:
            told.size_mb = (connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0) / 1e6
    return told


@contextmanager
def stores(args: argparse.Namespace) -> Iterator[Iterator[Store]]:
    """The stores to measure, each open while it is."""

    def each() -> Iterator[Store]:
        with tempfile.TemporaryDirectory() as folder:
            if "sqlite" in args.on:
                with Store.open(args.sqlite or Path(folder) / "search.db") as store:
                    yield store
        if "postgresql" in args.on and args.postgresql:
            with Store.open(args.postgresql) as store:
                yield store
        elif "postgresql" in args.on:
            with _make_cluster() as cluster, Store.open(cluster.fresh()) as store:
                yield store

    yield each()


def _make_cluster() -> Cluster:
    """A server that writes through to the disk, with the memory that one for a million entries would be given."""

    class Roomy(Cluster):
        def start(self) -> None:
            self._settings = {**self._settings, "shared_buffers": "1GB"}  # the tests' clusters make do with 64 MB
            super().start()

    return Roomy(durable=True)


def quantile(values: list[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show(results: dict[str, Measured]) -> None:
    """Prints the table."""
    print(
        f"{'milliseconds':24s}"
        + "".join(f"{name + ' p50':>16s}{'p95':>8s}{'CPU':>8s}{'found':>8s}" for name in results)
    )
    for kind in next(iter(results.values())).ms:
        cells = ""
        for told in results.values():
            ms, cpu_ms, found = told.ms[kind], told.cpu_ms[kind], statistics.median(told.found[kind])
            cells += (
                f"{statistics.median(ms):16.1f}{quantile(ms, 0.95):8.1f}{statistics.median(cpu_ms):8.1f}{found:8.0f}"
            )
        print(f"{kind:24s}{cells}")
    cells = ""
    for told in results.values():
        ms, cpu_ms = every(told.ms), every(told.cpu_ms)
        cells += f"{statistics.median(ms):16.1f}{quantile(ms, 0.95):8.1f}{statistics.median(cpu_ms):8.1f}{'':8s}"
    print(f"{'all':24s}{cells}")
    for name, told in results.items():
        rate = f"loaded at {told.entries / told.load_seconds:,.0f} entries/s, " if told.load_seconds else ""
        print(f"{name}: {told.entries:,} entries, {rate}{told.size_mb:,.0f} MB")


def every(times: dict[str, list[float]]) -> list[float]:
    """The times of all kinds of searches of entries."""
    return [ms for kind, some in times.items() if not kind.startswith("(") for ms in some]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--sqlite", type=Path, help="a file to fill, or one that was filled by this command before")
    parser.add_argument("--postgresql", help="the URL of a database to fill, or one that was filled before")
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--out", type=Path, default=Path("out/search.json"))
    args = parser.parse_args()
    world = make_world()
    results: dict[str, Measured] = {}
    with stores(args) as each:
        for store in each:
            told = load(store, world, args.entries)
            measure(store, world, told)
            results[store.dialect] = told
    show(results)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {
        name: {
            "entries": told.entries,
            "load entries/s": told.entries / told.load_seconds if told.load_seconds else None,
            "size MB": told.size_mb,
            **{
                what: {kind: {"p50": statistics.median(v), "p95": quantile(v, 0.95)} for kind, v in times.items()}
                for what, times in (("ms", told.ms), ("CPU ms", told.cpu_ms))
            },
            "all": {"p50": statistics.median(every(told.ms)), "CPU p50": statistics.median(every(told.cpu_ms))},
        }
        for name, told in results.items()
    }
    args.out.write_text(json.dumps({"cores": os.cpu_count(), **figures}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
