"""The reader's speakers against true ones: ``python -m benchmarks.speakers [PATH …] [--errors] [--out FILE]``.

A PATH is a marked article, a folder of them (default: tests/gold/speakers/seen and …/unseen), or a stand-off file such
as ``benchmarks/polnear_speakers.jsonl``: one JSON object an article, ``{"id", "statements": [{"content": [[start, end],
…], "source": …, "by", "who": [names, or "unnamed"]}]}``; its texts are read from ``../shared``, and it is skipped where
that is absent.

Each true statement is met with the reader's statement that covers most of its letters. Its speaker is right when the
canonical names are the same set, middle initials aside (a body's other name in the article will do, "ECOWAS" written
out, and a surname as an owner, "Moll's office"); for somebody unnamed, when the reader forces no name on them and its
description shares a word with the true one. A speaker left open is wrong. Printed: right of all, and right of those
whose statement was found, by how the source stands in the text.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import communique
from benchmarks.marked_speakers import load
from communique.model.actor import Actor, ActorKind, folded
from communique.model.entry import Record, Statement

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLD = ("tests/gold/speakers/seen", "tests/gold/speakers/unseen")
FORMS = ("name", "nominal", "pronoun", "none")
_IDLE = frozenset("a an the of for in on to and or by with from unnamed his her their its who s".split())


@dataclass(frozen=True, slots=True)
class Truth:
    """One true statement: the code points of its content, how its source stands there, the speakers' names."""

    letters: frozenset[int]
    by: str
    who: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Prints a table a path; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / g for g in GOLD])
    parser.add_argument("--errors", action="store_true", help="also print a line for each wrong speaker")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args(arguments)
    figures = {}
    for path in options.paths:
        counts = Counter[tuple[str, str]]()
        for name, record, truths in _cases(path):
            for truth in truths:
                _count(counts, truth, name, record, options.errors)
        if counts:
            figures[str(path)] = _report(path, counts)
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _cases(path: Path) -> Iterator[tuple[str, Record, list[Truth]]]:
    if path.suffix == ".jsonl":
        yield from _standoff(path)
        return
    for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
        case = load(file)
        text = case.text
        truths = [Truth(_letters(text, [s.span]), s.by, s.who) for s in case.statements]
        yield case.name, communique.read(text), truths


def _standoff(path: Path) -> Iterator[tuple[str, Record, list[Truth]]]:
    """The articles of a stand-off file, whose texts stand in ``../shared``."""
    if not (SHARED / "tools" / "polnear.py").is_file():
        print(f"skipped: {path} needs the texts of {SHARED / 'data/polnear'}")
        return
    sys.path.insert(0, str(SHARED / "tools"))
    from polnear import articles

    texts: dict[str, dict[str, Any]] = {a["id"]: a for a in articles("dev", root=SHARED / "data/polnear")}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = texts[row["id"]]["text"]
        day = re.search(r"_(\d{4}-\d{2}-\d{2})_", row["id"])
        truths = [Truth(_letters(text, s["content"]), s["by"], _told(s, text)) for s in row["statements"]]
        yield row["id"], communique.read(text, published=day[1] if day else None), truths


def _told(statement: dict[str, Any], text: str) -> tuple[str, ...]:
    """The speakers of a stand-off statement; somebody unnamed is described by the words of the source."""
    source = " ".join(text[start:end] for start, end in statement["source"])
    return tuple(f"unnamed: {source}" if name == "unnamed" else name for name in statement["who"])


def _letters(text: str, spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def _count(counts: Counter[tuple[str, str]], truth: Truth, name: str, record: Record, errors: bool) -> None:
    statement = _met(truth, record)
    counts[truth.by, "all"] += 1
    if statement is None:
        verdict = "missed"
    else:
        counts[truth.by, "found"] += 1
        verdict = "right" if _same(truth.who, statement) else "wrong"
    counts[truth.by, verdict] += 1
    if errors and verdict != "right":
        text = record.article.text
        content = " ".join(text[min(truth.letters, default=0) : max(truth.letters, default=0) + 1].split())[:60]
        read = "; ".join(f"{s.actor.name} ({s.actor.kind.value})" for s in statement.speaker) if statement else "–"
        true = "; ".join(truth.who) or "nobody"
        print("\t".join((name, verdict, truth.by, f"true: {true}", f"read: {read or 'nobody'}", content)))


def _met(truth: Truth, record: Record) -> Statement | None:
    """The statement that covers most of the true one's letters, at least half of the shorter one's."""
    best, most = None, 0.0
    for entry in record.entries:
        if not isinstance(entry, Statement):
            continue
        own = _letters(record.article.text, [(s.start, s.end) for s in entry.content])
        shared = len(own & truth.letters)
        if shared * 2 < min(len(own), len(truth.letters)) or not shared:
            continue
        fit = shared / len(own | truth.letters)
        if fit > most:
            best, most = entry, fit
    return best


def _same(who: Sequence[str], statement: Statement) -> bool:
    read = [speaker.actor for speaker in statement.speaker]
    if not who:
        return not read
    unnamed = [name.partition(":")[2] for name in who if name.startswith("unnamed")]
    named = {_key(name) for name in who if not name.startswith("unnamed")}
    described = [a for a in read if a.kind in (ActorKind.UNNAMED, ActorKind.GROUP, ActorKind.DOCUMENT)]
    if not unnamed:
        return len(read) == len(named) and all(any(_called(a, name) for a in read) for name in named)
    got = {_key(a.name) for a in read}
    rest = [a for a in read if _key(a.name) not in named]
    words = [_words(a.name) for a in (described if not named else rest) or rest]
    return named <= got and bool(words) and all(any(_words(u) & w for w in words) for u in unnamed)


def _called(actor: Actor, name: str) -> bool:
    key = _key(actor.name)
    other = actor.kind is ActorKind.ORGANISATION and name in {_key(alias) for alias in actor.aliases}
    return key == name or other or ("’" in actor.name.replace("'", "’") and name.endswith(f" {key}"))


def _key(name: str) -> str:
    """A name without case, marks, article and middle initials."""
    first, *rest = folded(name.removeprefix("the ").removeprefix("The ")).replace("-", " ").split() or [""]
    return " ".join([first, *(word for word in rest if len(word) > 1)])


def _words(name: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"\w+", folded(name)) if w not in _IDLE}


def _report(path: Path, counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Prints and returns the figures of one path."""
    print(f"\n{path}\n{'':10}{'all':>6}{'found':>7}{'right':>7}{'of all':>9}{'of found':>10}")
    out: dict[str, dict[str, int]] = {}
    for form in (*FORMS, "together"):
        every, found, right = (
            sum(n for (by, what), n in counts.items() if what == key and form in (by, "together"))
            for key in ("all", "found", "right")
        )
        if every:
            out[form] = {"all": every, "found": found, "right": right}
            print(f"{form:10}{every:6}{found:7}{right:7}{right / every:9.3f}{right / max(1, found):10.3f}")
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
