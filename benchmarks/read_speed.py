"""How fast the reader reads: ``python -m benchmarks.read_speed [--articles 200] [--shared ../shared]``.

Reads 200 articles of the size of PolNeAR dev's (its own texts where ``shared`` is there, otherwise the package's
examples, repeated) with 1 and 2 threads, each in a process of its own, and prints articles/s, words/s, the share of
time in the encoder's inference, what a whole reading costs as a multiple of it, cold-start time and peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any


def texts(shared: Path, count: int) -> list[str]:
    """``count`` article texts."""
    found = sorted((shared / "data/polnear/dev/text").glob("*.txt")) or sorted(Path("examples").glob("*.txt"))
    return list(islice(cycle([p.read_text(encoding="utf-8") for p in found]), count))


def measure(shared: Path, count: int, threads: int) -> dict[str, float]:
    """One run in this process; the first record's time is counted from the import of the package."""
    begun = time.perf_counter()
    from communique.ingest import read_text
    from communique.pipeline import Reader

    corpus = texts(shared, count)
    reader = Reader.load(threads=threads)
    reader.read(read_text(corpus[0]))
    cold = time.perf_counter() - begun
    inside = [0.0]
    session = reader._encoder._session  # the benchmark looks inside to tell inference from the rest
    reader._encoder._session = _Timed(session, inside)
    begun, words = time.perf_counter(), 0
    for text in corpus:
        words += len(text.split())
        reader.read(read_text(text))
    seconds = time.perf_counter() - begun
    return {
        "threads": threads,
        "articles": count,
        "articles/s": count / seconds,
        "words/s": words / seconds,
        "encoder share": inside[0] / seconds,
        "cost in encoder inferences": seconds / inside[0],
        "cold start s": cold,
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


class _Timed:
    """An ONNX session that adds up the time of its runs."""

    def __init__(self, session: Any, total: list[float]) -> None:
        self._session, self._total = session, total

    def run(self, *arguments: Any) -> Any:
        begun = time.perf_counter()
        out = self._session.run(*arguments)
        self._total[0] += time.perf_counter() - begun
        return out


def runs(args: argparse.Namespace) -> Iterator[dict[str, float]]:
    """One measurement for 1 and one for 2 threads, each in a fresh process."""
    for threads in (1, 2):
        command = [
            sys.executable,
            "-m",
            "benchmarks.read_speed",
            "--one",
            str(threads),
            "--articles",
            str(args.articles),
        ]
        done = subprocess.run([*command, "--shared", str(args.shared)], capture_output=True, text=True, check=True)
        yield json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("out/read_speed.json"))
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.shared, args.articles, args.one)))
        return
    rows = list(runs(args))
    for key in rows[0]:
        print(f"{key:28s}" + "".join(f"{row[key]:12.2f}" for row in rows))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
