"""Which candidate answers a question best: BM25 over what was found, the same on every database.

Robertson and Zaragoza (2009), k1 = 1.2, b = 0.75, with a quarter more for each pair of the question's words that stand
side by side. How rare a word is, is taken from the candidates themselves: of a word that all must have it tells
nothing, of alternatives it tells which is the rarer. The length of a text is counted in letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

from communique.store.question import Question

_K1, _B, _BESIDE = 1.2, 0.75, 0.25


def rank(texts: Sequence[str], asked: Question) -> list[int]:
    """Which of the candidates, told by their terms, come first, the best first; those of equal worth as they came."""
    lengths = [len(text) for text in texts]
    usual = sum(lengths) / max(1, len(lengths)) or 1.0
    norms = [_K1 * (1 - _B + _B * length / usual) for length in lengths]
    worth = [0.0] * len(texts)
    for group in asked.all:
        for wanted in group:
            looked_for = " " + " ".join(wanted.terms) + ("" if wanted.prefix else " ")
            counts = [text.count(looked_for) for text in texts]
            having = len(counts) - counts.count(0)
            rarity = 1 + log(1 + (len(counts) - having + 0.5) / (having + 0.5))
            for at, count in enumerate(counts):
                if count:
                    worth[at] += rarity * count * (_K1 + 1) / (count + norms[at])
    for pair in _pairs(asked):
        for at, text in enumerate(texts):
            if pair in text:
                worth[at] += _BESIDE * (_K1 + 1)
    return sorted(range(len(texts)), key=worth.__getitem__, reverse=True)


def _pairs(asked: Question) -> list[str]:
    """What the text has where two words of the question that follow each other stand side by side."""
    groups = [group[0] for group in asked.all]
    return [
        f" {' '.join(one.terms)} {' '.join(other.terms)}" + ("" if other.prefix else " ")
        for one, other in pairwise(groups)
        if not one.prefix
    ]
