"""Encoder scores → tags, governors and relations of a sentence's words, always a tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def tree(arcs: Floats) -> list[int]:
    """Governors of one sentence's words from their scores [n, n] (row: word, column: governor, diagonal: root).

    Every word takes its best governor; the word likeliest to be the root is one; a cycle is opened at the word that
    loses least by hanging on the root instead.
    """
    n = len(arcs)
    scores = arcs.astype(np.float64)
    own = np.diagonal(scores).copy()
    np.fill_diagonal(scores, -np.inf)
    best = scores.max(1) if n > 1 else np.full(n, -np.inf)
    root = int((own - np.where(np.isfinite(best), best, 0.0)).argmax())
    heads: list[int] = scores.argmax(1).tolist()
    heads[root] = root
    state = [0] * n  # 0 unseen, 1 on the path, 2 known to reach the root
    state[root] = 2
    for begin in range(n):
        path, at = [], begin
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:  # the path met itself
            cycle = path[path.index(at) :]
            heads[min(cycle, key=lambda i: best[i] - scores[i, root])] = root
        for i in path:
            state[i] = 2
    return heads
