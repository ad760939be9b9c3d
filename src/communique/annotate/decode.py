"""Encoder scores → attributions, over the words of one window.

Enters: role emissions and link scores of the words. Leaves: word ranges of source, cue and content, joined to
attributions. Plain numpy; knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOURCE, CUE, CONTENT = 1, 3, 5  # the B- labels; the I- label is one more; 0 is outside
FORBIDDEN = -1e4
SOURCE_STEP, CONTENT_STEP, FAR = (
    0.05,
    0.1,
    100,
)  # what a word of distance costs a link; words that a block break counts for
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


def marginals(emissions: Floats, transitions: Floats, starts: NDArray[np.bool_]) -> Floats:
    """The probability of every label of every word [words, labels] under the chain (forward-backward)."""
    score = emissions.copy()
    score[starts, 2::2] += FORBIDDEN
    free = np.zeros_like(transitions)
    forward, backward = score.copy(), np.zeros_like(score)
    for t in range(1, len(score)):
        forward[t] += _log_sum(forward[t - 1][:, None] + (free if starts[t] else transitions), 0)
    for t in range(len(score) - 2, -1, -1):
        backward[t] = _log_sum((free if starts[t + 1] else transitions) + (score[t + 1] + backward[t + 1])[None], 1)
    out: Floats = np.exp(log_softmax(forward + backward))
    return out


def _log_sum(scores: Floats, axis: int) -> Floats:
    top = scores.max(axis)
    out: Floats = top + np.log(np.exp(scores - np.expand_dims(top, axis)).sum(axis))
    return out


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


def join(path: NDArray[np.int64], sure: Floats, links: Floats, starts: NDArray[np.bool_]) -> list[Found]:
    """Attributions: a content goes to the cue that its words point at, and each cue takes one source of its block.

    Two cues may share a source ("she said no and warned them"). Nearness counts beside the learnt links, since a link
    is a log-probability over the whole window. Cues without content are dropped, and contents where there is no cue.
    ``sure`` [words] is the probability of each word's label; an attribution's score is the mean over its words.
    """
    found = ranges(path)
    cues, sources = found.get(CUE, []), found.get(SOURCE, [])
    if CONTENT not in found or not cues:
        return []
    block: NDArray[np.int64] = np.cumsum(starts, dtype=np.int64)
    held: dict[int, list[Range]] = {i: [] for i in range(len(cues))}
    for content in found[CONTENT]:
        held[int((_points_at(content, cues, links) - CONTENT_STEP * _apart(content, cues, block)).argmax())].append(
            content
        )
    fit = [_points_at(source, cues, links) - SOURCE_STEP * _apart(source, cues, block) for source in sources]
    out = []
    for i, cue in enumerate(cues):
        if not held[i]:
            continue
        near = [k for k, source in enumerate(sources) if block[source[0]] == block[cue[0]]]
        chosen = (sources[max(near, key=lambda k: fit[k][i])],) if near else ()
        words = [t for a, b in (*chosen, cue, *held[i]) for t in range(a, b)]
        out.append(Found(chosen, (cue,), tuple(held[i]), float(sure[words].mean())))
    return out


def _points_at(span: Range, cues: Sequence[Range], links: Floats) -> Floats:
    """How far the words of ``span`` point at each cue's first word: mean log-probabilities over the cues."""
    out: Floats = log_softmax(links[span[0] : span[1]][:, [c[0] for c in cues]]).mean(0)
    return out


def _apart(span: Range, cues: Sequence[Range], block: NDArray[np.int64]) -> Floats:
    """Words between ``span`` and each cue; a cue of another block is FAR away."""
    between = [min(abs(span[0] - c[1]), abs(c[0] - span[1])) + FAR * (block[c[0]] != block[span[0]]) for c in cues]
    return np.minimum(np.array(between, np.float32), 2 * FAR)
