"""Scores of a network on the development parts: PolNeAR attributions, GUM syntax, names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from communique.annotate.decode import best_path, constrained, join
from training.batches import NONE, Encoded, collate, windows
from training.network import Reader, encode, words_of


@torch.no_grad()
def outputs(reader: Reader, batch: dict[str, torch.Tensor]) -> tuple[np.ndarray, ...]:
    """The six heads' scores of a batch as float32 arrays."""
    last, mixed = words_of(
        reader, encode(reader, batch["pieces"], batch["features"], batch["lengths"], 0.0), batch["first"]
    )
    return tuple(t.float().numpy() for t in reader.heads(last, mixed))


def attributions(reader: Reader, document: Sequence[Encoded], limit: int) -> list[dict[str, Any]]:
    """Attributions of one document as character spans, windows side by side."""
    transitions = constrained(reader.transitions.detach().numpy())
    found = []
    groups = list(windows(document, limit, None))
    for k in range(0, len(groups), 8):
        batch = collate(groups[k : k + 8], limit)
        roles, links, *_ = outputs(reader, batch)
        for i, window in enumerate(groups[k : k + 8]):
            n = int(batch["mask"][i].sum())
            emissions, scores = roles[i, :n], links[i, :n, :n]
            starts = np.zeros(n, bool)
            spans = [s for b in window for s in b.gold.spans][:n]
            at = 0
            for block in window:
                if at < n:
                    starts[at] = True
                at += len(block.gold.words)
            for item in join(best_path(emissions, transitions, starts), np.ones(n, np.float32), scores, starts):
                found.append(
                    {
                        role: [[spans[a][0], spans[b - 1][1]] for a, b in getattr(item, role)]
                        for role in ("source", "cue", "content")
                    }
                )
    return found


def polnear(reader: Reader, dev: Sequence[tuple[str, list[Encoded]]], shared: Path, limit: int) -> dict[str, Any]:
    """The scorer's figures on PolNeAR dev."""
    sys.path.insert(0, str(shared / "tools"))
    from eval_attributions import evaluate  # type: ignore[import-not-found]
    from polnear import articles  # type: ignore[import-not-found]

    gold = {a["id"]: a for a in articles("dev", root=shared / "data/polnear")}
    result: dict[str, Any] = evaluate(gold, {name: attributions(reader, doc, limit) for name, doc in dev})
    return result


def syntax(reader: Reader, dev: Sequence[list[Encoded]], limit: int) -> dict[str, float]:
    """Accuracy of tags, heads (UAS), heads with relations (LAS, with subtypes) on GUM dev, punctuation counted."""
    n = Counter[str]()
    for document in dev:
        for window in windows(document, limit, None):
            batch = collate([window], limit)
            _, _, tags, arcs, relations, _ = outputs(reader, batch)
            gold = {k: batch[k][0].numpy() for k in ("tags", "heads", "relations", "sentences")}
            apart = gold["sentences"][:, None] != gold["sentences"][None, :]
            head = np.where(apart, -1e9, arcs[0]).argmax(-1)
            keep = gold["heads"] != NONE
            n["words"] += int(keep.sum())
            n["tags"] += int((tags[0].argmax(-1) == gold["tags"])[keep].sum())
            right = (head == gold["heads"])[keep]
            n["uas"] += int(right.sum())
            n["las"] += int((right & (relations[0].argmax(-1) == gold["relations"])[keep]).sum())
    return {k: n[k] / n["words"] for k in ("tags", "uas", "las")}


def _spans(labels: Sequence[int]) -> set[tuple[int, int, int]]:
    out, first = set(), -1
    for t, label in enumerate([*labels, 0]):
        if first >= 0 and label != labels[first] + 1:
            out.add((first, t, labels[first]))
            first = -1
        if label % 2 == 1:
            first = t
    return out


def names(reader: Reader, dev: Sequence[list[Encoded]], limit: int) -> dict[str, float]:
    """Exact span-and-type F1 of names by kind (greedy labels), and over all."""
    n = Counter[tuple[str, int]]()
    for document in dev:
        for window in windows(document, limit, None):
            batch = collate([window], limit)
            want = _spans([max(0, x) for x in batch["names"][0].tolist()])
            got = _spans(outputs(reader, batch)[5][0].argmax(-1).tolist())
            for label, spans in (("want", want), ("got", got), ("hit", want & got)):
                n.update((label, s[2]) for s in spans)
                n[label, 0] += len(spans)
    kinds = {0: "all", 1: "person", 3: "organisation", 5: "place", 7: "event", 9: "other", 11: "group"}
    return {name: 2 * n["hit", k] / max(1, n["want", k] + n["got", k]) for k, name in kinds.items()}
