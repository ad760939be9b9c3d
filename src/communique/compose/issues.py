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

from communique.compose.view import View
from communique.model.article import Role
from communique.model.entry import Issue
from communique.model.reading import Word
from communique.model.span import Span
from communique.resources.loader import load_yaml

_BEFORE = ("NN", "JJ", "VBN", "VBG", "POS", "HYPH")
_HEADS = ("NN", "NNS", "NNP", "NNPS")
_LINKS = frozenset({"for", "of", "on", "over", "with", "in", "against", "between"})
_MOST_WORDS = 7
_FEWEST = 2  # times a topic must stand in the article
_FEWEST_BARE = 5  # times a lone noun must, unless it stands in a heading


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
        self._general: frozenset[str] = frozenset(load_yaml("issues.yaml")["general"])
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
                topic.forms[self._form(chunk)] += 1
        self._topics = {k: t for k, t in topics.items() if self._counts(k, t)}
        self._by_head: dict[str, tuple[str, ...]] = {}
        for key in sorted(self._topics, key=lambda k: (-self._topics[k].weight, k)):
            self._by_head.setdefault(key[-1], key)

    def _counts(self, key: tuple[str, ...], topic: Topic) -> bool:
        return topic.places >= _FEWEST if len(key) > 1 else topic.headed or topic.places >= _FEWEST_BARE

    def _keys(self, chunk: Chunk) -> list[tuple[str, ...]]:
        """The topics a chunk speaks for: its head with the nearest modifier, else the bare head."""
        words = self._view.words
        head = words[chunk.head]
        if head.lemma in self._general or not head.lemma.isalpha() or head.tag.startswith("NNP") or len(head.lemma) < 3:
            return []
        near = [
            w
            for w in words[chunk.first : chunk.head]
            if w.tag.startswith(("NN", "JJ")) and w.lemma not in self._general
        ]
        keys: list[tuple[str, ...]] = [(head.lemma,)]
        if near:
            keys.append((near[-1].lemma, head.lemma))
        return keys

    def _form(self, chunk: Chunk) -> str:
        words = self._view.words
        last = chunk.tail if chunk.tail - chunk.first <= _MOST_WORDS else chunk.head + 1
        return self._view.text[words[chunk.first].span.start : words[last - 1].span.end]

    def about(self, spans: Sequence[Span]) -> Issue | None:
        """The weightiest topic that stands in ``spans``, pairs of words before bare nouns; None where there is none."""
        inside = {i for span in spans for i in self._view.tree.at(span)}
        best: tuple[float, int, tuple[str, ...]] | None = None
        for chunk in self._chunks:
            if chunk.head not in inside:
                continue
            for key in self._keys(chunk):
                known = key if key in self._topics else None
                if known is None:
                    continue
                if len(known) == 1:
                    known = self._by_head.get(key[-1], known)  # "the guarantees" after "security guarantees"
                rank = (self._topics[known].weight * (1.5 if len(key) > 1 else 1.0), -chunk.head, known)
                if best is None or rank[:2] > best[:2]:
                    best = rank
        return self._issue(best[2]) if best else None

    def _issue(self, key: tuple[str, ...]) -> Issue:
        forms = self._topics[key].forms
        label = max(forms, key=lambda f: (forms[f] * (1.0 + min(len(f.split()), 5) / 4), -len(f), f))
        label = re.sub(r"\s+", " ", label)
        return Issue(slug(" ".join(key)), label)


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
    while i < last and words[i].tag.startswith(_BEFORE) and words[i].relation not in ("root", "ccomp", "advcl"):
        i += 1
    return i


def _tail(words: Sequence[Word], at: int, last: int) -> int:
    """Where a prepositional phrase that begins at ``at`` ends; ``at`` itself where none does."""
    if at >= last or words[at].text.lower() not in _LINKS:
        return at
    i = at + 1
    while i < last and words[i].tag in ("DT", "PRP$"):
        i += 1
    end = _run(words, i, last)
    heads = [k for k in range(i, end) if words[k].tag in _HEADS]
    return heads[-1] + 1 if heads and not words[heads[-1]].quoted else at
