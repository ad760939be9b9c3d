"""Documents → windows → padded batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from communique.annotate.words import features_of
from training.corpus import Block

NONE = -100


@dataclass(slots=True)
class Encoded:
    """One block as pieces: of each word its piece ids; feature numbers; the gold block."""

    pieces: list[list[int]]
    features: list[int]
    gold: Block
    start: int  # position of its first word in the document
    length: int


def encode_blocks(tokenizer: Tokenizer, blocks: Sequence[Block]) -> list[Encoded]:
    """Blocks with their word pieces; a word without pieces becomes the unknown piece."""
    out, start = [], 0
    for block, encoding in zip(
        blocks,
        tokenizer.encode_batch([b.words for b in blocks], is_pretokenized=True, add_special_tokens=False),
        strict=True,
    ):
        pieces: list[list[int]] = [[] for _ in block.words]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            pieces[word].append(piece)
        pieces = [p[:8] or [100] for p in pieces]
        out.append(Encoded(pieces, features_of(block.words), block, start, sum(map(len, pieces)) + 1))
        start += len(block.words)
    return out


def windows(document: Sequence[Encoded], limit: int, rng: random.Random | None) -> Iterator[list[Encoded]]:
    """Runs of whole blocks of at most `limit` pieces; with `rng` the first window is cut short at random."""
    current: list[Encoded] = []
    used, room = 1, rng.randint(limit // 4, limit) if rng else limit
    for block in document:
        if current and used + block.length > room:
            yield current
            current, used, room = [], 1, limit
        current.append(block)
        used += block.length
    if current:
        yield current


def collate(group: Sequence[Sequence[Encoded]], limit: int) -> dict[str, torch.Tensor]:
    """Padded tensors of windows; words beyond `limit` pieces are cut off."""
    rows = []
    for window in group:
        pieces, feats, first, cols, base = (
            [101],
            [0],
            [],
            {k: [] for k in ("roles", "links", "tags", "heads", "relations", "names", "sentences")},
            window[0].start,
        )
        for block in window:
            g = block.gold
            for i, word in enumerate(block.pieces):
                if len(pieces) + len(word) >= limit:
                    break
                first.append(len(pieces))
                pieces += word
                feats += [block.features[i]] * len(word)
                for key, column in cols.items():
                    gold = getattr(g, key)
                    value = gold[i] if gold else NONE
                    if key in ("links", "heads") and gold:
                        value = value - base if value >= base else NONE
                    column.append(value)
            pieces.append(102)
            feats.append(0)
        for key in ("links", "heads"):
            cols[key] = [v if v < len(first) else NONE for v in cols[key]]
        rows.append((pieces, feats, first, cols))
    length, words = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
    out = {
        "pieces": np.zeros((len(rows), length), np.int64),
        "features": np.zeros((len(rows), length), np.int64),
        "first": np.zeros((len(rows), words), np.int64),
        **{k: np.full((len(rows), words), NONE, np.int64) for k in rows[0][3]},
        "lengths": np.array([len(r[0]) for r in rows]),
        "mask": np.zeros((len(rows), words), np.float32),
    }
    for i, (pieces, feats, first, cols) in enumerate(rows):
        out["pieces"][i, : len(pieces)] = pieces
        out["features"][i, : len(feats)] = feats
        out["first"][i, : len(first)] = first
        out["mask"][i, : len(first)] = 1
        for key, column in cols.items():
            out[key][i, : len(column)] = column
    return {k: torch.from_numpy(v) for k, v in out.items()}


def batches(
    documents: Sequence[Sequence[Encoded]], limit: int, tokens: int, rng: random.Random
) -> list[dict[str, torch.Tensor]]:
    """All windows of `documents`, grouped by length into batches of about `tokens` pieces, in random order."""
    all_windows = [w for d in documents for w in windows(d, limit, rng)]
    rng.shuffle(all_windows)
    all_windows.sort(key=lambda w: sum(b.length for b in w) // 16)
    groups, current, longest = [], [], 0
    for window in all_windows:
        longest = max(longest, min(limit, sum(b.length for b in window)))
        if current and longest * (len(current) + 1) > tokens:
            groups.append(current)
            current, longest = [], min(limit, sum(b.length for b in window))
        current.append(window)
    groups.append(current)
    rng.shuffle(groups)
    return [collate(g, limit) for g in groups]
