"""The reader's record against hand-made ones: ``python -m benchmarks.record [FOLDER]`` (default: tests/gold).

Every ``NAME.expected.jsonl`` is met with the reader's entries for ``NAME.txt`` beside it, or ``examples/NAME.txt``. An
expected entry is found when an entry of its kind covers at least half of the shorter one's letters, one to one; fields
are compared where the expected entry has them. Printed per kind: found of expected, share of fields that agree, and how
many of the reader's entries met none (not all of those are wrong: the gold leaves trivia out).
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import communique

Row = dict[str, Any]
FIELDS = {
    "statement": ("speaker", "cue", "mode", "said_on", "stance", "relayed_by", "addressee", "venue"),
    "commitment": ("by", "status", "amount", "unit", "deadline", "demanded_by"),
    "condition": ("held_by", "sense"),
    "dispute": ("claimant", "challenger", "verdict"),
    "event": ("type", "participants", "place", "date", "status"),
    "provision": ("instrument",),
    "amount": ("amount", "unit"),
}


def letters(entry: Row, text: str) -> frozenset[int]:
    """The places of the entry's letters: of its content where it is a statement, of its evidence otherwise."""
    spans = (entry.get("content") if entry["kind"] == "statement" else None) or entry.get("evidence") or [entry]
    return frozenset(i for s in spans for i in range(s["start"], s["end"]) if text[i].isalnum())


def values(entry: Row, name: str) -> frozenset[str]:
    """A field as a set of comparable words; empty where it is absent."""
    raw = entry.get(name)
    if name == "date":
        raw = raw or entry.get("when")
    if name == "challenger" and raw is None:
        raw = "the article"
    if name in ("amount", "unit"):
        raw = raw["value" if name == "amount" else "unit"] if isinstance(raw, dict) else raw
        inner = entry.get("amount")
        if isinstance(inner, dict):
            raw = inner["value" if name == "amount" else "unit"]
        elif entry["kind"] == "amount" and "value" in entry:
            raw = entry["value" if name == "amount" else "unit"]
    return _norm(raw)


def _norm(raw: Any) -> frozenset[str]:
    if raw in (None, "", []):
        return frozenset()
    if isinstance(raw, dict):
        return _norm(raw.get("name") or raw.get("value") or raw.get("text"))
    if isinstance(raw, list):
        return frozenset().union(*(_norm(r) for r in raw))
    plain = unicodedata.normalize("NFKD", str(raw)).casefold().replace("_", " ")
    plain = re.sub(r"\b(the|a|an)\b", "", plain)
    return frozenset([re.sub(r"\s+", " ", re.sub(r"[^\w%.:/ -]+", "", plain)).strip()])


def agree(want: frozenset[str], got: frozenset[str]) -> bool:
    """True when every wanted value has a partner that equals or contains it (or the other way round)."""
    return all(any(w == g or (min(len(w), len(g)) > 3 and (w in g or g in w)) for g in got) for w in want)


def pair(want: Sequence[Row], got: Sequence[Row], text: str) -> list[tuple[Row, Row]]:
    """Expected and read entries of one kind, one to one, best overlap first."""
    w, g = [letters(e, text) for e in want], [letters(e, text) for e in got]
    ranked = sorted(
        ((len(a & b) / max(1, min(len(a), len(b))), len(a & b) / max(1, len(a | b)), i, j)
         for i, a in enumerate(w) for j, b in enumerate(g) if a & b), reverse=True)  # fmt: skip
    used: tuple[set[int], set[int]] = set(), set()
    out = []
    for overlap, _, i, j in ranked:
        if overlap >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((want[i], got[j]))
    return out


class Tally:
    """Counts over articles: entries by (kind, what), fields by (kind.field, right or all); notes on what differed."""

    def __init__(self) -> None:
        self.entries, self.fields = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        self.notes: list[str] = []

    def add(self, name: str, kind: str, want: Sequence[Row], got: Sequence[Row], text: str) -> None:
        """Counts one article's expected and read entries of one kind."""
        pairs = pair(want, got, text)
        for what, count in (("expected", len(want)), ("read", len(got)), ("found", len(pairs))):
            self.entries[kind, what] += count
        for a, b in pairs:
            for field in FIELDS[kind]:
                wanted, read = values(a, field), values(b, field)
                if wanted:
                    self.fields[f"{kind}.{field}", "all"] += 1
                    self.fields[f"{kind}.{field}", "right"] += agree(wanted, read)
                    if not agree(wanted, read):
                        self.notes.append(
                            f"{name} {kind}.{field}: {sorted(wanted)} but {sorted(read)}: {words_of(a)!r}"
                        )
        met = {id(entry) for both in pairs for entry in both}
        self.notes += [f"{name} MISSED {kind}: {words_of(e)!r}" for e in want if id(e) not in met]
        self.notes += [f"{name} EXTRA {kind}: {words_of(e)!r} {e['method']['rules']}" for e in got if id(e) not in met]


def words_of(entry: Row) -> str:
    """The words an entry rests on, shortened."""
    spans = (entry.get("content") if entry["kind"] == "statement" else None) or entry.get("evidence") or [entry]
    return " … ".join(s["text"] for s in spans)[:110]


def score(folder: Path) -> Tally:
    """The tally over all articles of ``folder``."""
    tally = Tally()
    for path in sorted(folder.glob("*.expected.jsonl")):
        name = path.name.removesuffix(".expected.jsonl")
        source = next(p for p in (folder / f"{name}.txt", Path("examples") / f"{name}.txt") if p.exists())
        record = communique.read_file(source)
        got: list[Row] = [communique.to_dict(e, record) for e in record.entries]
        want = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for kind in FIELDS:
            expected, read = ([e for e in entries if e["kind"] == kind] for entries in (want, got))
            tally.add(name, kind, expected, read, record.article.text)
    return tally


def line(label: str, found: int, expected: int, read: int, rest: str) -> str:
    """One row of the table."""
    return (
        f"{label:12s} {found:5d} of {expected:3d} {found / max(1, expected):7.2f} {found / max(1, read):7.2f}  {rest}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("tests/gold"))
    parser.add_argument("--verbose", action="store_true", help="print every miss, extra and differing field")
    parser.add_argument("--out", type=Path, default=Path("out/record.json"))
    args = parser.parse_args()
    tally = score(args.folder)
    n, fields = tally.entries, tally.fields
    for note in tally.notes if args.verbose else ():
        print(" ", note)
    print(f"{'kind':12s} {'found':>12s} {'recall':>7s} {'met':>7s}  fields right")
    for kind, names in FIELDS.items():
        cells = " ".join(f"{f} {fields[f'{kind}.{f}', 'right']}/{fields[f'{kind}.{f}', 'all']}" for f in names)
        print(line(kind, n[kind, "found"], n[kind, "expected"], n[kind, "read"], cells))
    found, expected, read = (sum(n[k, w] for k in FIELDS) for w in ("found", "expected", "read"))
    right, every = (sum(v for (_, w), v in fields.items() if w == what) for what in ("right", "all"))
    print(line("all", found, expected, read, f"{right}/{every} = {right / max(1, every):.2f}"))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    rows = {f"{k} {w}": v for table in (n, fields) for (k, w), v in table.items()}
    args.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
