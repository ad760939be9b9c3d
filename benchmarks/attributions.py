"""Attributions of the shipped reader against PolNeAR dev: ``python -m benchmarks.attributions [--shared ../shared]``.

Runs the package's own annotate stage over the plain texts and scores the attributions with
``shared/tools/eval_attributions.py``. Skips with a message where the shared folder is absent.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.ingest import read_text
from communique.model.reading import Attribution
from communique.resources.loader import reader_folder


def plain(attribution: Attribution) -> dict[str, list[list[int]]]:
    """The attribution in the scorer's format."""
    return {
        role: [[span.start, span.end] for span in getattr(attribution, role)] for role in ("source", "cue", "content")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=None, help="a folder with another reader model")
    parser.add_argument("--out", type=Path, default=Path("out/attributions.json"))
    args = parser.parse_args()
    if not (args.shared / "tools/polnear.py").exists():
        print(f"skipped: no corpus at {args.shared}")
        return
    sys.path.insert(0, str(args.shared / "tools"))
    from eval_attributions import evaluate
    from polnear import articles

    encoder = Encoder(args.model or reader_folder(), threads=2)
    gold: dict[str, Any] = {a["id"]: a for a in articles("dev", root=args.shared / "data/polnear")}
    started = time.perf_counter()
    found = {name: annotate(read_text(a["text"]), encoder).attributions for name, a in gold.items()}
    seconds = time.perf_counter() - started
    predictions = {name: [plain(a) for a in attributions] for name, attributions in found.items()}
    scores = evaluate(gold, predictions)
    for role in ("source", "cue", "content", "attribution"):
        cells = (f"{k} P {v['p']:.3f} R {v['r']:.3f} F1 {v['f1']:.3f}" for k, v in scores[role].items())
        print(f"{role:12s}", "   ".join(cells))
    print("soft recall ", scores["soft_recall_by_type"], scores["counts"], f"{seconds:.1f} s")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
