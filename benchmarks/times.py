"""Times against TimeML: prints strict, relaxed and value F1 of find_times and resolve_typed on TimeBank and AQUAINT.

    python benchmarks/times.py [--errors] [CORPUS …]

Needs ``../shared`` (tools/eval_timex.py and data/timeml, not distributed); says so and stops where it is absent.
Phrases are scored one by one, as TimeML annotates them ("from Monday to Wednesday" is two), hence ``resolve_typed``.
The creation time of a document is taken as its day of publication.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.model.article import Article, Block
from communique.model.span import Span
from communique.resolve.times import resolve_typed
from communique.resources.loader import reader_folder

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = ("timebank", "aquaint")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")


def main(arguments: list[str]) -> int:
    """Prints one line of scores a corpus; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=CORPORA)
    parser.add_argument("--errors", action="store_true", help="also print one line a mistake")
    options = parser.parse_args(arguments)
    if not (SHARED / "tools" / "eval_timex.py").is_file():
        print(f"skipped: {SHARED} with the TimeML corpora and their scorer is not here")
        return 0
    scorer = load_scorer()
    encoder = Encoder(reader_folder())
    report = (lambda *fields: print("\t".join(" ".join(f.split()) for f in fields))) if options.errors else None
    for corpus in options.corpora:
        gold = scorer.read_gold(SHARED / "data" / "timeml" / corpus)
        predictions = {doc: predict(document, encoder, scorer) for doc, document in gold.items()}
        scores = scorer.score(gold, predictions, report)
        print(corpus, json.dumps(scores))
    return 0


def load_scorer() -> ModuleType:
    """The scorer in ``shared/tools`` as a module."""
    spec = importlib.util.spec_from_file_location("eval_timex", SHARED / "tools" / "eval_timex.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["eval_timex"] = module
    spec.loader.exec_module(module)
    return module


def article_of(text: str, created: str | None) -> Article:
    """The document as an article, a block a paragraph; lines within paragraphs stay."""
    blocks = tuple(Block(Span(*match.span())) for match in _PARAGRAPH.finditer(text))
    published = date.fromisoformat(created[:10]) if created else None
    return Article("a0", text, "", blocks, published=published)


def predict(document: Any, encoder: Encoder, scorer: ModuleType) -> list[Any]:
    """What we find in one gold document, as the scorer's tuples."""
    annotations = annotate(article_of(document.text, document.dct), encoder)
    return [
        scorer.Timex(when.span.start, when.span.end, type_, when.value) for when, type_ in resolve_typed(annotations)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
