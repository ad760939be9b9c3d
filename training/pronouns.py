"""Fits the weights of choosing a pronoun's antecedent: ``python -m training.pronouns [FOLDER …]``.

Reads GUM's training part (its coreference; ``../shared/data/gum``) and folders of articles marked with their speakers,
as ``benchmarks.marked_speakers`` reads them (``texts/speakers`` and tests/gold/speakers/seen by default); prints the
table of ``communique.resolve.salience``. The choice is
log-linear between the mentions that grammar allows; the likelihood is that of hitting any mention of the right actor.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.marked_speakers import load
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.ingest import read_text
from communique.model.actor import ActorKind, folded
from communique.model.article import Article
from communique.model.reading import Annotations, MentionForm
from communique.resolve.antecedents import candidates
from communique.resolve.names import find_names
from communique.resolve.persons import gather_persons
from communique.resolve.phrases import find_phrases
from communique.resolve.salience import GENDERS, Asked
from communique.resolve.scene import Part, Scene, Sighting
from communique.resolve.walk import walk
from communique.resources.loader import reader_folder
from communique.resources.names import load_lexicon
from communique.resources.world import load_world
from training.corpus import _BRACKET

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FIXED = {"ahead:subordinate": 2.5}  # too rare to fit: "When she landed, Lund said"
MARKED = [ROOT / "training/texts/speakers", ROOT / "tests/gold/speakers/seen"]
GENRES = ("news", "bio", "interview", "speech", "court")
_PENALTY = 0.001  # of squared weights
_STEPS, _RATE = 400, 0.1
_IDLE = frozenset("a an the of for in on to and their his her its".split())
Check = Callable[[Sighting], bool]


class Judge(Protocol):
    """Knows which mentions a pronoun goes back to; ``weight`` is how much its pronouns count."""

    weight: float

    def right(self, scene: Scene, i: int) -> Check | None:
        """True for the mentions that the pronoun at word ``i`` means; None where that is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One pronoun: the features of each candidate, which of them are right, how much it counts."""

    kind: str
    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    parts: tuple[int, ...]
    weight: float


def main(arguments: Sequence[str]) -> int:
    """Prints the weights; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=MARKED)
    folders = parser.parse_args(arguments).folders
    encoder = Encoder(reader_folder(), threads=1)
    choices = [c for a, j in _articles(folders) for c in observe(annotate(a, encoder), j)]
    weights = fit(choices)
    print(f"# {len(choices)} pronouns, {accuracy(choices, weights):.3f} right", file=sys.stderr)
    for name, weight in sorted(weights.items()):
        print(f'    "{name}": {weight:.2f},')
    return 0


def observe(annotations: Annotations, judge: Judge) -> list[Choice]:
    """What there is to choose for each pronoun of an article that ``judge`` knows the answer to."""
    scene = _Watched(annotations, judge)
    find_names(scene)
    find_phrases(scene)
    gather_persons(scene)
    walk(scene)
    return scene.choices


class _Watched(Scene):
    """A scene that notes, before a pronoun's mention is added, what could have been chosen for it."""

    def __init__(self, annotations: Annotations, judge: Judge) -> None:
        super().__init__(annotations, load_lexicon(), load_world())
        self.judge, self.choices = judge, list[Choice]()

    def add(
        self, first: int, last: int, parts: Iterable[Part], form: MentionForm, score: float, rule: str
    ) -> Sighting | None:
        if form is MentionForm.PRONOUN and self.lower[first] in GENDERS and last == first + 1:
            self._note(first)
        return super().add(first, last, parts, form, score, rule)

    def _note(self, i: int) -> None:
        right = self.judge.right(self, i)
        if right is None:
            return
        kind = GENDERS[self.lower[i]]
        found = candidates(Asked(self, i, kind))
        flags = tuple(right(s) for s, _ in found)
        keys: dict[tuple[int, ...], int] = {}
        parts = tuple(keys.setdefault(tuple(id(p) for p in s.parts), len(keys)) for s, _ in found)
        if any(flags):
            self.choices.append(Choice(kind, tuple(tuple(f) for _, f in found), flags, parts, self.judge.weight))


class _Gum:
    """Right is a mention whose head belongs to the pronoun's chain."""

    weight = 1.0

    def __init__(self, chain_at: dict[int, str]) -> None:
        self.chain_at = chain_at  # by the first character of a mention's head

    def right(self, scene: Scene, i: int) -> Check | None:
        chain = self.chain_at.get(scene.words[i].span.start)
        if chain is None:
            return None
        heads, firsts = scene.words, self.chain_at

        def same(s: Sighting) -> bool:
            at = heads[s.head].span.start if len(s.parts) == 1 else -1 - heads[s.first].span.start
            return firsts.get(at) == chain

        return same


class _Marked:
    """Right is a mention of whom the statement's true speaker is, for a pronoun that is a source."""

    weight = 4.0

    def __init__(self, statements: Sequence[tuple[tuple[int, int], tuple[str, ...]]]) -> None:
        self.statements = statements

    def right(self, scene: Scene, i: int) -> Check | None:
        attribution = scene.source_of[i]
        if attribution is None:
            return None
        content = scene.annotations.attributions[attribution].content
        for (start, end), who in self.statements:
            if any(min(end, c.end) - max(start, c.start) > (end - start) / 2 for c in content):
                return lambda s: len(s.parts) == len(who) and all(any(_means(p, w) for w in who) for p in s.parts)
        return None


def _means(part: Part, who: str) -> bool:
    """True when the actor has the name, or is unnamed and shares a word with the description."""
    if not who.startswith("unnamed:"):
        return folded(part.name) == folded(who)
    told = {*folded(who).replace("’s", "").split()[1:]} - _IDLE
    return part.kind in (ActorKind.UNNAMED, ActorKind.GROUP) and bool(told & {*folded(part.name).split()})


def _articles(folders: Sequence[Path]) -> Iterator[tuple[Article, Judge]]:
    yield from _gum("train")
    yield from _marked(folders)


def _gum(split: str) -> Iterator[tuple[Article, _Gum]]:
    for path in sorted((SHARED / "data/gum" / split / "dep").glob("*.conllu")):
        if path.stem.split("_")[1] in GENRES:
            text, chain_at = read_chains(path)
            yield read_text(text, published=date(2016, 1, 1)), _Gum(chain_at)


def _marked(folders: Sequence[Path]) -> Iterator[tuple[Article, _Marked]]:
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            case = load(path)
            told = [(s.span, s.who) for s in case.statements if s.by == "pronoun"]
            yield read_text(case.text), _Marked(told)


def read_chains(path: Path) -> tuple[str, dict[int, str]]:
    """A GUM document as text, and the chain of each mention by the first character of its head; that of a conjunction
    also by ``-1 -`` its own first character.
    """
    text, chain_at = "", dict[int, str]()
    for chunk in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = chunk.split("\n")
        rows = [r for r in (line.split("\t") for line in lines if line[0].isdigit()) if r[0].isdigit()]
        if text:
            text = text.rstrip(" ") + ("\n\n" if any(x.startswith("# newpar") for x in lines) else " ")
        starts = []
        for row in rows:
            starts.append(len(text))
            text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
        for first, _, info in _brackets(rows):
            parts = info.split("-")
            head = parts[5].split(",")[0] if len(parts) > 5 else "1"
            chain = re.sub(r"\[.*", "", parts[0])
            chain_at[-1 - starts[first]] = chain
            chain_at[starts[min(first + int(head) - 1, len(starts) - 1)] if head.isdigit() else starts[first]] = chain
    return text, chain_at


def _brackets(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """The mentions of a sentence as first row, last row, and what stands at the opening bracket."""
    opened: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        entity = dict(p.split("=", 1) for p in row[9].split("|") if "=" in p).get("Entity", "")
        for closing, opening, single in _BRACKET.findall(re.sub(r"(\([^()]+\)|\([^()]+|[^()]+\))", r"\1 ", entity)):
            if single:
                yield i, i, single
            elif opening:
                opened.append((opening.split("-")[0], opening, i))
            else:
                k = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == closing), None)
                if k is not None:
                    _, info, first = opened.pop(k)
                    yield first, i, info


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """The weights of greatest penalised likelihood, by Adam on the whole set."""
    names = sorted({f for c in choices for fs in c.features for f in fs})
    at = {name: n for n, name in enumerate(names)}
    lists = [fs for c in choices for fs in c.features]
    width = max(map(len, lists))
    cells = np.array([[at[f] for f in fs] + [len(names)] * (width - len(fs)) for fs in lists])  # the last is none
    owner = np.repeat(np.arange(len(choices)), [len(c.features) for c in choices])
    right = np.array([r for c in choices for r in c.right])
    mass = np.array([c.weight for c in choices])
    share = mass[owner] / mass.sum()
    weights = np.zeros(len(names) + 1)
    fixed = [at[name] for name in FIXED if name in at]
    weights[fixed] = [FIXED[names[k]] for k in fixed]
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = weights[cells].sum(1)
        pull = (_shares(scores, owner, right) - _shares(scores, owner, np.ones_like(right))) * share
        slope = np.bincount(cells.ravel(), np.repeat(pull, width), len(weights)) - _PENALTY * weights
        slope[[*fixed, -1]] = 0.0
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights += _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {**FIXED, **dict(zip(names, weights.tolist(), strict=False))}


def _shares(scores: NDArray[np.float64], owner: NDArray[np.int64], use: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each candidate's probability among those of its pronoun that ``use`` admits."""
    raw = np.exp(np.clip(scores, -30, 30)) * use
    total = np.bincount(owner, raw)
    return raw / total[owner]


def accuracy(choices: Sequence[Choice], weights: dict[str, float]) -> float:
    """The share of pronouns whose likeliest actor has a right mention."""
    hits = 0
    for c in choices:
        sums: dict[int, float] = {}
        for part, fs in zip(c.parts, c.features, strict=True):
            sums[part] = sums.get(part, 0.0) + float(np.exp(sum(weights.get(f, 0.0) for f in fs)))
        best = max(sums, key=lambda k: sums[k])
        hits += any(r for p, r in zip(c.parts, c.right, strict=True) if p == best)
    return hits / max(1, len(choices))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
