"""What the parties are talking about: the article's recurrent noun phrases, and which of them a statement is on.

Enters: the words of an article and the stretches that count (contents of statements). Leaves: an ``Issue`` for a
stretch of text, or None where none of the article's topics stands in it. Chunks are read off the tags, not the tree: a
noun with the adjectives and nouns before it, and one prepositional phrase behind.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from communique.compose.view import View
from communique.model.article import Role
from communique.model.entry import Issue
from communique.model.reading import Word
from communique.model.span import Span
from communique.resources.loader import load_yaml
from communique.resources.names import load_lexicon

_BEFORE = ("NN", "JJ", "VBN", "VBG", "POS", "HYPH")
_HEADS = ("NN", "NNS", "NNP", "NNPS")
_LINKS = frozenset({"for", "of", "on", "over", "with", "in", "against", "between"})
_MOST_WORDS = 7
_FEWEST = 2  # times a topic in a heading must stand in the article
_FEWEST_OTHER = 4  # times a topic must that is no usual matter of negotiations
_VAGUE = frozenset({"program", "programme", "policy", "fund", "law", "plan"})  # of what, only a word beside them tells
_FEWEST_BARE = 2  # times a lone noun must, unless it stands in a heading


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase from word ``first`` on with its head noun; ``tail`` is where its prepositional phrase ends."""

    first: int
    head: int
    tail: int


@dataclass(slots=True)
class Topic:
    """A candidate issue: how often it stands where, and in which forms."""

    weight: float = 0.0
    places: int = 0
    headed: bool = False
    forms: Counter[str] = field(default_factory=Counter)


class Issues:
    """The topics of one article; ``about`` tells which one a stretch of text is on."""

    def __init__(self, view: View, stretches: Iterable[Span]) -> None:
        self._view = view
        self._lists = _lists()
        self._chunks = [c for s in view.sentences for c in _chunks(view.words, s.first, s.last)]
        inside = {i for span in stretches for i in view.tree.at(span)}
        topics: dict[tuple[str, ...], Topic] = defaultdict(Topic)
        for chunk in self._chunks:
            weight = 2.0 if view.role_at(chunk.head) is Role.HEADING else 1.5 if chunk.head in inside else 1.0
            for key in self._keys(chunk):
                topic = topics[key]
                topic.weight += weight
                topic.places += 1
                topic.headed |= weight > 1.9
                topic.forms[self._form(chunk, key)] += 1
        self._topics = {k: t for k, t in topics.items() if self._counts(k, t)}
        self._by_head: dict[str, tuple[str, ...]] = {}
        for key in sorted(self._topics, key=lambda k: (-self._topics[k].weight, k)):
            if len(key) > 1:
                self._by_head.setdefault(key[-1], key)
        self._main = self._chief()

    def _counts(self, key: tuple[str, ...], topic: Topic) -> bool:
        """True for what is negotiated as soon as it is named in full; for other matters once they come back."""
        matter = key[-1] in self._lists.matters
        if len(key) > 1:
            return matter or topic.places >= (_FEWEST if topic.headed else _FEWEST_OTHER)
        if key[-1] in _VAGUE:
            return False  # of what, only a word beside it tells
        return matter and (topic.headed or topic.places >= _FEWEST_BARE)

    def _chief(self) -> tuple[str, ...] | None:
        """The topic that outweighs all others, None where two are even."""
        ranked = sorted((k for k in self._topics if k[-1] in self._lists.matters | self._lists.papers),
                        key=lambda k: (-self._weight(k), k))  # fmt: skip
        apart = [k for k in ranked[1:] if not set(k) & set(ranked[0])]
        if not ranked or self._topics[ranked[0]].places < _FEWEST:
            return None
        return ranked[0] if not apart or self._weight(ranked[0]) >= 1.3 * self._weight(apart[0]) else None

    def _weight(self, key: tuple[str, ...]) -> float:
        return self._topics[key].weight * (1.5 if len(key) > 1 else 1.0)

    def _keys(self, chunk: Chunk) -> list[tuple[str, ...]]:
        """The topics a chunk speaks for: its head alone, with its nearest modifier, with the noun behind it."""
        words, lists = self._view.words, self._lists
        head = words[chunk.head]
        lemma = head.lemma
        if not lemma.isalpha() or head.tag.startswith("NNP") or len(lemma) < 3:
            return []
        if lemma not in lists.matters and (lemma in lists.general or lemma in lists.people):
            return []
        keys: list[tuple[str, ...]] = [(lemma,)]
        near = [
            w
            for w in words[chunk.first : chunk.head]
            if w.tag.startswith("NN") or w.tag == "JJ"
            if w.lemma not in lists.general and w.lemma not in lists.colour
        ]
        if near and words[chunk.head - 1].tag != "POS":
            keys.append((near[-1].lemma, lemma))
        tail = [w for w in words[chunk.head + 1 : chunk.tail] if w.tag.startswith("NN")]
        if tail and lemma in lists.matters | lists.papers and tail[-1].lemma not in lists.general:
            keys.append((tail[-1].lemma, lemma))
        return keys

    def _form(self, chunk: Chunk, key: tuple[str, ...]) -> str:
        """The chunk's words as a label: without what only judges or counts, with its tail where the key needs it."""
        words, lists = self._view.words, self._lists
        first = chunk.first
        while first < chunk.head and (
            words[first].lemma in lists.colour
            or (words[first].lemma in lists.general and not words[first].tag.startswith("NNP"))
            or words[first].tag.startswith(("VB", "POS", "HYPH"))
            or (first + 1 < chunk.head and words[first + 1].tag == "POS" and not words[first].tag.startswith("NNP"))
        ):
            first += 1
        tailed = any(w.lemma == key[0] for w in words[chunk.head + 1 : chunk.tail])
        last = chunk.tail if tailed and chunk.tail - first <= _MOST_WORDS else chunk.head + 1
        return self._view.text[words[first].span.start : words[last - 1].span.end]

    def about(self, spans: Sequence[Span]) -> Issue | None:
        """The weightiest topic that stands in ``spans``, pairs of words before bare nouns; None where there is none."""
        inside = {i for span in spans for i in self._view.tree.at(span)}
        best: tuple[float, int, tuple[str, ...]] | None = None
        for chunk in self._chunks:
            if chunk.head not in inside:
                continue
            for key in self._keys(chunk):
                known = key if key in self._topics else None
                if key[-1] in _VAGUE and len(key) == 1 and not self._definite(chunk):
                    continue
                if len(key) == 1:  # "the guarantees" after "security guarantees"
                    known = self._by_head.get(key[-1]) or known or self._paper(chunk, key[-1])
                if known is None:
                    continue
                rank = (self._weight(known), -chunk.head, known)
                if best is None or rank[:2] > best[:2]:
                    best = rank
        return self._issue(best[2]) if best else None

    def _paper(self, chunk: Chunk, lemma: str) -> tuple[str, ...] | None:
        """What "the offer", "this text" is about: the article's one great topic."""
        return self._main if self._definite(chunk) and lemma in self._lists.papers else None

    def _definite(self, chunk: Chunk) -> bool:
        """True for a lone noun that takes up what was spoken of: "the offer", "its law"."""
        before = self._view.words[chunk.first - 1].text.lower() if chunk.first else ""
        return chunk.first == chunk.head and before in ("the", "this", "that", "its", "their", "his", "her")

    def _issue(self, key: tuple[str, ...]) -> Issue:
        forms = self._topics[key].forms
        label = max(forms, key=lambda f: (forms[f] * (1.0 + min(len(f.split()), 5) / 4), -len(f), f))
        label = re.sub(r"\s+", " ", label)
        return Issue(slug(" ".join(key)), label)


@dataclass(frozen=True, slots=True)
class Lists:
    """Lemmas that make or unmake a topic."""

    general: frozenset[str]
    matters: frozenset[str]
    papers: frozenset[str]
    colour: frozenset[str]
    people: frozenset[str]  # who negotiates is not what is negotiated


@cache
def _lists() -> Lists:
    data, lexicon = load_yaml("issues.yaml"), load_lexicon()
    people = frozenset(lexicon.unnamed) | frozenset(lexicon.groups) | frozenset(lexicon.bodies)
    return Lists(
        frozenset(data["general"]),
        frozenset(data["matters"].split()),
        frozenset(data["papers"]),
        frozenset(data["colour"].split()),
        people,
    )


def slug(text: str) -> str:
    """The text in lower-case ASCII letters and digits with hyphens between.

    >>> slug("Security guarantees")
    'security-guarantees'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "issue"


def _chunks(words: Sequence[Word], first: int, last: int) -> list[Chunk]:
    """The noun chunks of words ``[first, last)``, in order, not overlapping (tails may)."""
    out = []
    i = first
    while i < last:
        end = _run(words, i, last)
        heads = [k for k in range(i, end) if words[k].tag in _HEADS]
        if heads:
            out.append(Chunk(i, heads[-1], _tail(words, heads[-1] + 1, last)))
        i = max(end, i + 1)
    return out


def _run(words: Sequence[Word], i: int, last: int) -> int:
    """Where the run of noun-phrase words from ``i`` on ends."""
    first = i
    while i < last and words[i].tag.startswith(_BEFORE) and words[i].relation not in ("root", "ccomp", "advcl"):
        if i > first and words[i].lemma in ("last", "next", "earlier", "ago"):
            break  # "the pledge last spring"
        i += 1
    return i


def _tail(words: Sequence[Word], at: int, last: int) -> int:
    """Where a prepositional phrase that begins at ``at`` ends; ``at`` itself where none does."""
    if at >= last or words[at].text.lower() not in _LINKS:
        return at
    i = at + 1
    while i < last and words[i].tag in ("DT", "PRP$", "CD"):
        i += 1
    end = _run(words, i, last)
    if words[at].text.lower() in ("in", "with") and not words[i].tag.startswith("NNP"):
        return at  # "in jeopardy", "with skepticism"
    heads = [k for k in range(i, end) if words[k].tag in _HEADS]
    return heads[-1] + 1 if heads and not words[heads[-1]].quoted else at
