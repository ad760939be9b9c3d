"""Times of dated wire prose, most of them ahead: ``python -m benchmarks.forward [FILE …] [--out JSON] [--errors]``.

Enters: marked files (``marked_times``; by default both of tests/gold/times). Leaves: a table, for all gold expressions
and for those after publication: found (any overlap), value accuracy and type accuracy with a missed one counted as
wrong, accuracy of the bounds where the gold has them, and the F1 of exact extents. Beside Communiqué run two peers from
the package index where they are installed (``pip install .[bench]``): dateparser and Microsoft's recognizers-text, each
with its policies for a time that may lie either way. What they find is turned into TIMEX3 at the grain of the words
found: a day for a day, a month for "in March", an hour where a clock is told; leading prepositions are taken off.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.marked_times import Item, Mark, read_items
from benchmarks.peer_times import Guess, canonical, peers
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.resolve.times import resolve_typed
from communique.resources.loader import reader_folder

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "times"
Reader = Callable[[Item], Sequence[Guess]]
Pairs = list[tuple[Mark, Guess | None]]


class Score(NamedTuple):
    """Shares of one system over one set of gold expressions; ``strict`` is an F1, nan where it has no meaning."""

    gold: int
    found: float
    strict: float
    type: float
    value: float
    bounds: float


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 0, or 1 where a file is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(GOLD.glob("*.txt")))
    parser.add_argument("--out", type=Path, help="also write the scores here, as JSON")
    parser.add_argument("--errors", action="store_true", help="also print our own mistakes")
    options = parser.parse_args(arguments)
    readers = {"communique": communique_reader(), **peers()}
    report: dict[str, dict[str, dict[str, float]]] = {}
    for path in options.files:
        if not path.is_file():
            print(f"no such file: {path}", file=sys.stderr)
            return 1
        items = read_items(path.read_text(encoding="utf-8"))
        print(f"\n{path.name}: {len(items)} items, {sum(len(i.marks) for i in items)} expressions")
        print(f"{'':38}{'gold':>6}{'found':>8}{'strict':>8}{'type':>8}{'value':>8}{'bounds':>8}")
        for name, read in readers.items():
            report[f"{path.name}/{name}"] = _measured(name, read, items, options.errors and name == "communique")
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def communique_reader() -> Reader:
    """Our own reading of an item, one guess a phrase."""
    encoder = Encoder(reader_folder())

    def read(item: Item) -> list[Guess]:
        return [
            Guess(w.span.start, w.span.end, kind, w.value, _iso(w.earliest), _iso(w.latest))
            for w, kind in resolve_typed(annotate(item.article(), encoder))
        ]

    return read


def _iso(day: object) -> str:
    return "" if day is None else str(day)


def _measured(name: str, read: Reader, items: Sequence[Item], errors: bool) -> dict[str, dict[str, float]]:
    pairs: Pairs = []
    guesses = 0
    for item in items:
        found = sorted(read(item))
        guesses += len(found)
        matched = paired(item.marks, found)
        pairs += matched
        if errors:
            _print_errors(item, matched, found)
    out = {}
    for part, chosen in (("all", pairs), ("future", [p for p in pairs if p[0].future])):
        score = measure(chosen, guesses if part == "all" else None)
        out[part] = score._asdict()
        shares = "".join("       –" if x != x else f"{x:8.3f}" for x in score[1:])
        print(f"{name + ', ' + part:38}{score.gold:6}{shares}")
    return out


def paired(marks: Sequence[Mark], guesses: Sequence[Guess]) -> Pairs:
    """Each mark with the guess that overlaps it most, unpaired ones preferred; None for a missed mark."""
    taken: set[int] = set()
    out: Pairs = []
    for mark in marks:
        shared = [(i, min(mark.end, g.end) - max(mark.start, g.start)) for i, g in enumerate(guesses)]
        over = [(i, n) for i, n in shared if n > 0]
        best = max(over, key=lambda pair: (pair[0] not in taken, pair[1]), default=None)
        if best is not None:
            taken.add(best[0])
        out.append((mark, None if best is None else guesses[best[0]]))
    return out


def measure(pairs: Pairs, guesses: int | None) -> Score:
    """Shares over the gold of ``pairs``; ``guesses``, how many were made in all, gives the F1 of extents."""

    def share(hits: Iterable[bool], of: int) -> float:
        return sum(hits) / of if of else float("nan")

    n = len(pairs)
    strict = sum(g is not None and (g.start, g.end) == (m.start, m.end) for m, g in pairs)
    bounded = [(m, g) for m, g in pairs if m.bounded]
    if not any(g and (g.earliest or g.latest) for _, g in pairs):
        bounded = []  # a system that tells no bounds
    return Score(
        n,
        share((g is not None for _, g in pairs), n),
        float("nan") if guesses is None or not n + guesses else 2 * strict / (n + guesses),
        share((g is not None and g.type == m.type for m, g in pairs), n),
        share((g is not None and canonical(g.value) == canonical(m.value) for m, g in pairs), n),
        share((g is not None and (g.earliest, g.latest) == (m.earliest, m.latest) for m, g in bounded), len(bounded)),
    )


def _print_errors(item: Item, pairs: Pairs, found: Sequence[Guess]) -> None:
    for mark, guess in pairs:
        words, ahead = item.text[mark.start : mark.end], ">" if mark.future else " "
        before = " ".join(item.text[max(0, mark.start - 45) : mark.start].split())
        told = f"{item.published} {ahead} …{before} [{words}] {mark.value}"
        if guess is None:
            print("missed ", told)
            continue
        if canonical(guess.value) != canonical(mark.value):
            print("value  ", told, "≠", guess.value, f"[{item.text[guess.start : guess.end]}]")
        elif mark.bounded and (guess.earliest, guess.latest) != (mark.earliest, mark.latest):
            print("bounds ", told, f"{mark.earliest}..{mark.latest} ≠ {guess.earliest}..{guess.latest}")
        if (guess.start, guess.end) != (mark.start, mark.end):
            print("extent ", told, f"≠ [{item.text[guess.start : guess.end]}]")
    for guess in found:
        if all(guess.end <= m.start or m.end <= guess.start for m in item.marks):
            print("extra  ", item.published, f"…{item.text[max(0, guess.start - 40) : guess.start]}"
                  f"[{item.text[guess.start : guess.end]}] {guess.value}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
