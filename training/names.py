"""Gold for the name head: articles marked inline in our own words, stand-off marks on PolNeAR, and names exchanged.

A marked article reads ``[Keir Starmer|P] flew to [Paris|L]``; articles are divided by a line ``====``. Stand-off marks
are JSON lines ``{"id": article, "names": [[start, end, type], …]}`` in code points. The types are the keys of `KINDS`.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from communique.annotate.words import split_words
from communique.resources.names import Sense, load_lexicon
from communique.resources.world import load_world
from training.corpus import Block
from training.labels import NAMES

KINDS = {"P": "person", "O": "organisation", "L": "place", "E": "event", "X": "other", "G": "group"}
_BEGIN = {letter: NAMES.index(f"B-{kind}") for letter, kind in KINDS.items()}
_MARK = re.compile(r"\[([^\[\]|]+)\|([POLEXG])\]")
TEXTS = Path(__file__).parent / "texts"
Marks = Sequence[tuple[int, int, str]]


def read_marked(path: Path) -> list[tuple[str, list[Block]]]:
    """The articles of a marked file as (name, blocks), a block a line."""
    out = []
    for number, article in enumerate(re.split(r"\n====+\s*\n", path.read_text(encoding="utf-8"))):
        blocks = []
        for line in filter(str.strip, article.splitlines()):
            text, marks = _plain(line.strip().strip("="))
            words = list(split_words(text))
            if words:
                spans = [(start, end) for _, start, end in words]
                blocks.append(Block([w for w, _, _ in words], names=labels_of(spans, marks), spans=spans))
        if blocks:
            out.append((f"{path.stem}-{number}", blocks))
    return out


def _plain(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A marked line without its brackets, and what they marked."""
    parts: list[str] = []
    marks, at, size = [], 0, 0
    for match in _MARK.finditer(line):
        before = line[at : match.start()]
        size += len(before)
        marks.append((size, size + len(match[1]), match[2]))
        size += len(match[1])
        parts += (before, match[1])
        at = match.end()
    return "".join([*parts, line[at:]]), marks


def labels_of(spans: Sequence[tuple[int, int]], marks: Marks) -> list[int]:
    """A name label for each word span; a word belongs to the mark that covers its first character."""
    out = [0] * len(spans)
    rows = sorted(marks)
    at = 0
    for i, (start, _) in enumerate(spans):
        while at < len(rows) and rows[at][1] <= start:
            at += 1
        if at < len(rows) and rows[at][0] <= start:
            begin = _BEGIN[rows[at][2]]
            inside = i > 0 and rows[at][0] <= spans[i - 1][0]
            out[i] = begin + inside
    return out


def read_standoff(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """The marks of each article by its id; empty where there is no such file."""
    if not path.is_file():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: [tuple(mark) for mark in row["names"]] for row in rows}


def aside(marks: Mapping[str, object]) -> set[str]:
    """The articles whose marked names measure and do not train: every twelfth."""
    return set(sorted(marks)[::12])


def mark_blocks(blocks: Sequence[Block], marks: Marks) -> list[Block]:
    """The blocks of one text with name labels from its marks."""
    return [replace(block, names=labels_of(block.spans, marks)) for block in blocks]


def align(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of another corpus under our kinds, as far as the lexicon knows: a word that is a nationality, a people or
    a party's followers is a group where it stands alone, and a state is a place even where it acts.
    """
    return [replace(block, names=_aligned(block)) for block in blocks]


_GROUPS = (Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWER, Sense.FOLLOWERS)


def _aligned(block: Block) -> list[int]:
    lexicon = load_lexicon()
    names, words = list(block.names), block.words
    for i, word in enumerate(words):
        begins = names[i] == 0 or names[i] % 2 == 1
        hit = lexicon.match(words, i) if begins and word[:1].isupper() else None
        if hit is None:
            continue
        alias, size = hit
        whole = i + size == len(names) or names[i] == 0 or names[i + size] != names[i] + 1
        if names[i] and not all(label == names[i] + 1 for label in names[i + 1 : i + size]):
            continue
        if alias.sense in _GROUPS and size == 1 and whole:
            names[i] = _BEGIN["G"]
        elif alias.sense in (Sense.STATE, Sense.CAPITAL) and names[i] == _BEGIN["O"] and whole:
            names[i : i + size] = [_BEGIN["L"], *[_BEGIN["L"] + 1] * (size - 1)]
    return names


class Exchange:
    """Names in for others, word for word and the same all over an article, so that the reader learns from contexts
    and spellings rather than by heart: given names and surnames, states, capitals, nationalities.
    """

    def __init__(self, documents: Sequence[Sequence[Block]], rng: random.Random) -> None:
        self._rng = rng
        lexicon, world = load_lexicon(), load_world()
        self._given = {g: sorted(n.title() for n, kind in lexicon.genders.items() if kind == g) for g in ("m", "f")}
        person = _BEGIN["P"]
        surnames = {
            word
            for blocks in documents
            for block in blocks
            for i, word in enumerate(block.words)
            if block.names[i] == person + 1 and (i + 1 == len(block.names) or block.names[i + 1] != person + 1)
        }
        surnames |= {h.surname for holders in world.holders.values() for h in holders if h.surname}
        self._surnames = sorted(s for s in surnames if _exchangeable(s))
        states = [s for s in world.states.values() if s.iso3 != "EUE"]
        self._places = sorted({n for s in states for n in (*s.names, *s.capitals) if _exchangeable(n)})
        self._groups = sorted({n for s in states for n in s.adjectives if _exchangeable(n)})

    def apply(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with about half of their exchangeable names exchanged."""
        genders = load_lexicon().genders
        person, place, group = (_BEGIN[k] for k in "PLG")
        table: dict[tuple[str, int], str] = {}

        def other(word: str, label: int) -> str:
            if not _exchangeable(word) or self._rng.random() < 0.4:
                return word
            if label in (person, person + 1):
                gender = genders.get(word.lower())
                pool = self._given[gender] if gender else self._surnames
            elif label == place and word in self._places:
                pool = self._places
            elif label == group and word in self._groups:
                pool = self._groups
            else:
                return word
            return self._rng.choice(pool)

        out = []
        for block in blocks:
            words = []
            for i, word in enumerate(block.words):
                label = block.names[i]
                whole = label in (person, person + 1) or i + 1 == len(block.names) or block.names[i + 1] != label + 1
                key = (word, (label + 1) // 2)
                if label and whole and key not in table:
                    table[key] = other(word, label)
                words.append(table[key] if label and whole else word)
            out.append(replace(block, words=words))
        return out


def _exchangeable(word: str) -> bool:
    """True for one plain capitalised word."""
    return len(word) > 2 and word[0].isupper() and word.isalpha() and not word.isupper()
