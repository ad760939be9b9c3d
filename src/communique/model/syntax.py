"""A view of the words as trees: children, subtrees, subjects, and what time and mood a verb's clause has.

Word indices are positions in the words given. Everything is total: wrong or partial syntax gives a poorer answer,
never an exception or a loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from communique.model.reading import Sentence, Word
from communique.model.span import Span

SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer")
PASSIVE = ("nsubj:pass", "csubj:pass", "aux:pass")
CLAUSE_HEADS = ("root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis")
_FUTURE = frozenset({"will", "shall"})
_MODALS = frozenset({"may", "might", "could", "can", "would", "should", "must"})
_NEGATIONS = frozenset("not never no neither nor without hardly cannot".split())


class Tense(StrEnum):
    """How a clause's event stands in time: past, present, coming, merely possible, or without a finite verb."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    MODAL = "modal"  # may, could, would, should, must
    PLANNED = "planned"  # due to, set to, expected to, plans to; a bare infinitive of purpose
    NONE = "none"


class Tree:
    """Children and clauses of ``words``; build it once an article."""

    def __init__(self, words: Sequence[Word], sentences: Sequence[Sentence]) -> None:
        self.words = words
        self.sentences = sentences
        self.children: list[list[int]] = [[] for _ in words]
        for i, word in enumerate(words):
            if word.head != i:
                self.children[word.head].append(i)
        self.sentence_of: list[int] = [n for n, s in enumerate(sentences) for _ in range(s.first, s.last)]
        self._starts = [w.span.start for w in words]

    def at(self, span: Span) -> range:
        """The indices of the words that overlap ``span``."""
        from bisect import bisect_left

        first = bisect_left(self._starts, span.start)
        if first and self.words[first - 1].span.end > span.start:
            first -= 1
        last = bisect_left(self._starts, span.end)
        return range(first, max(first, last))

    def head_of(self, indices: range) -> int | None:
        """The highest word of a range: the first whose governor lies outside; None for an empty range."""
        for i in indices:
            outside = self.words[i].head not in indices or self.words[i].head == i
            if outside and (self.words[i].tag[:1].isalpha() or len(indices) == 1):
                return i
        return indices[0] if indices else None

    def subtree(self, i: int, without: Sequence[str] = ()) -> list[int]:
        """Indices of ``i`` and all below it, sorted; branches with a relation in ``without`` are left out."""
        seen, stack = {i}, [i]
        while stack:
            for child in self.children[stack.pop()]:
                if child not in seen and self.words[child].relation not in without:
                    seen.add(child)
                    stack.append(child)
        return sorted(seen)

    def span(self, indices: Sequence[int]) -> Span:
        """The span from the first to the last of ``indices``, without punctuation at its edges; must not be empty."""
        inner = [i for i in indices if self.words[i].relation != "punct"] or list(indices)
        return Span(self.words[min(inner)].span.start, self.words[max(inner)].span.end)

    def child(self, i: int, *relations: str) -> int | None:
        """The first child of ``i`` with one of ``relations``."""
        return next((c for c in self.children[i] if self.words[c].relation in relations), None)

    def ancestors(self, i: int) -> Iterator[int]:
        """The governors of ``i``, nearest first, up to the root."""
        for _ in range(64):
            head = self.words[i].head
            if head == i:
                return
            i = head
            yield i

    def clause(self, i: int) -> int:
        """The verb or predicate whose clause ``i`` stands in (itself where it heads one)."""
        for _ in range(64):
            word = self.words[i]
            if word.relation.split(":")[0] in CLAUSE_HEADS or word.head == i:
                break
            if word.relation == "conj" and word.tag.startswith("VB"):
                break
            i = word.head
        return i

    def subject(self, i: int) -> int | None:
        """The subject of the predicate ``i``: its own, else that of the verb it is conjoined to or controlled by;
        for a relative clause, the noun it modifies."""
        for _ in range(12):
            own = self.child(i, *SUBJECTS)
            word = self.words[i]
            if own is not None:
                relative = self.words[own].tag in ("WP", "WDT") and word.relation.startswith("acl")
                return word.head if relative else own
            if word.relation in ("acl", "acl:relcl") and word.tag != "VBN":
                return word.head
            if word.relation not in ("conj", "xcomp", "advcl", "parataxis") or word.head == i:
                return None
            if word.relation == "xcomp" and (obj := self.child(word.head, "obj", "iobj")) is not None:
                return obj
            i = word.head
        return None

    def passive(self, i: int) -> bool:
        """True when predicate ``i`` is in the passive."""
        marks = {self.words[c].relation for c in self.children[i]}
        if self.words[i].tag in ("VB", "VBZ", "VBP") and "aux:pass" not in marks:
            return False  # "the council meets": an active form, however its subject is labelled
        return any(self.words[c].relation in PASSIVE for c in self.children[i])

    def negated(self, i: int) -> bool:
        """True when predicate ``i`` (or its auxiliary, or its determiner) is negated."""
        return any(self.words[c].lemma in _NEGATIONS for c in self.children[i])

    def auxiliaries(self, i: int) -> list[int]:
        """Auxiliaries and copulas of predicate ``i``."""
        return [c for c in self.children[i] if self.words[c].relation in ("aux", "aux:pass", "cop")]

    def tense(self, i: int) -> Tense:
        """How the clause headed by ``i`` stands in time, looking at governors for infinitives and conjuncts."""
        for _ in range(12):
            word = self.words[i]
            aux = [self.words[c] for c in self.auxiliaries(i)]
            if any(a.lemma in _FUTURE or a.text.lower() in ("’ll", "'ll") for a in aux):
                return Tense.FUTURE
            if any(a.lemma in _MODALS and a.tag == "MD" for a in aux):
                return Tense.MODAL
            if word.tag == "VBG" and word.lemma == "go" and self.child(i, "xcomp") is not None:
                return Tense.FUTURE
            if any(a.tag in ("VBD",) for a in aux) or any(a.lemma == "have" and a.tag in ("VBZ", "VBP") for a in aux):
                return Tense.PAST
            if any(a.tag in ("VBZ", "VBP") for a in aux):
                return Tense.PRESENT
            if word.tag == "VBD":
                return Tense.PAST
            if word.tag in ("VBZ", "VBP"):
                return Tense.PRESENT
            infinitive = word.tag == "VB" or any(self.words[c].tag == "TO" for c in self.children[i])
            if word.head == i:
                return Tense.NONE
            if infinitive and word.relation in ("xcomp", "advcl", "acl", "ccomp", "conj", "csubj"):
                governor = self.words[word.head]
                if governor.lemma == "go" and governor.tag == "VBG":
                    return Tense.FUTURE
                if word.relation != "conj":
                    return Tense.PLANNED
            if word.relation in ("conj", "xcomp", "advcl", "acl", "ccomp", "parataxis"):
                i = word.head
                continue
            return Tense.NONE
        return Tense.NONE
