"""Encoder scores → attributions, over the words of one window.

Enters: role emissions and link scores of the words. Leaves: word ranges of source, cue and content, joined to
attributions. Plain numpy; knows nothing of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOURCE, CUE, CONTENT = 1, 3, 5  # the B- labels; the I- label is one more; 0 is outside
FORBIDDEN = -1e4
Floats = NDArray[np.float32]
Range = tuple[int, int]  # word positions, half-open


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as word ranges, with the mean probability of its words' labels."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    score: float


def constrained(transitions: Floats) -> Floats:
    """Learnt transitions [labels, labels] with the impossible ones (anything but its own B or I before an I) forbidden.

    Labels are O, then B and I of each class in turn: every even label but 0 is an I.
    """
    out = transitions.astype(np.float32).copy()
    for inside in range(2, len(out), 2):
        out[[k for k in range(len(out)) if k not in (inside - 1, inside)], inside] = FORBIDDEN
    return out


def best_path(emissions: Floats, transitions: Floats, starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The highest-scoring label sequence (Viterbi); at block ``starts`` no span goes on from the block before."""
    score = emissions.copy()
    score[starts, 2::2] += FORBIDDEN
    back = np.zeros(score.shape, np.int64)
    best = score[0]
    for t in range(1, len(score)):
        reach = best[:, None] + (0.0 if starts[t] else transitions)
        back[t] = reach.argmax(0)
        best = reach.max(0) + score[t]
    path = np.zeros(len(score), np.int64)
    path[-1] = best.argmax()
    for t in range(len(score) - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def ranges(path: NDArray[np.int64]) -> dict[int, list[Range]]:
    """The labelled word ranges by their B label (for roles: SOURCE, CUE, CONTENT)."""
    out: dict[int, list[Range]] = {}
    first = -1
    for t, label in enumerate([*path.tolist(), 0]):
        if first >= 0 and label != path[first] + 1:
            out.setdefault(int(path[first]), []).append((first, t))
            first = -1
        if label % 2 == 1:
            first = t
    return out


def log_softmax(scores: Floats) -> Floats:
    """Row-wise log-probabilities."""
    shifted = scores - scores.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def join(path: NDArray[np.int64], emissions: Floats, links: Floats) -> list[Found]:
    """Attributions: every content and source goes to the cue its words point at; cues without content are dropped."""
    found = ranges(path)
    cues = found.get(CUE, [])
    if CONTENT not in found:
        return []
    sure = np.exp(log_softmax(emissions))[np.arange(len(path)), path]
    members: dict[int, tuple[list[Range], list[Range]]] = {i: ([], []) for i in range(len(cues))}
    if cues:
        firsts = [c[0] for c in cues]
        for role in (SOURCE, CONTENT):
            for span in found.get(role, []):
                scores = links[span[0] : span[1]][:, firsts]
                members[int(log_softmax(scores).mean(0).argmax())][role == CONTENT].append(span)
    out = []
    for i, (sources, contents) in members.items():
        if contents:
            words = [t for a, b in (*sources, cues[i], *contents) for t in range(a, b)]
            out.append(Found(tuple(sources), (cues[i],), tuple(contents), float(sure[words].mean())))
    return out
