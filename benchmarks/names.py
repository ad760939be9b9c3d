"""Proper names, exact span and kind: ``python -m benchmarks.names [CORPUS …] [--out FILE] [--errors]``.

Over GUM dev, the quarter of CrossNER dev that training leaves out, the articles of PolNeAR train whose marked names
training leaves out, and the articles of our own in ``training/texts/own_dev.txt``, which no rule and no training saw.
Printed per kind, F1 of the reader model alone and of the package (the model corrected by gazetteer and by the rest of
the article). The corpora stand in ``../shared``; where it is absent, only our own articles are read.

GUM and CrossNER mark no nationalities or followers of parties, and GUM calls a state that acts an organisation: where
the lexicon knows such a word, our kinds are put in their place. GUM has no marks of names; they are the proper nouns
around the heads of its mentions, which leaves noise that no tagger can meet.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.model.article import Article
from communique.model.article import Block as Paragraph
from communique.model.reading import Name, NameKind
from communique.model.span import Span
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder
from training.corpus import Block, read_crossner, read_gum, read_polnear
from training.labels import NAMES
from training.names import TEXTS, align, aside, mark_blocks, read_marked, read_standoff

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = ("own", "gum", "crossner", "news")
Mark = tuple[int, int, NameKind]
_TIGHT_BEFORE = re.compile(r"[,.;:!?)\]%”’]|n[’']t$|[’'](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_TIGHT_AFTER = frozenset("([“$")


def main(arguments: Sequence[str]) -> int:
    """Prints a table a corpus; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=CORPORA, metavar="CORPUS", help=", ".join(CORPORA))
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="also print each mistake of the package")
    options = parser.parse_args(arguments)
    encoder = Encoder(reader_folder())
    figures = {}
    for corpus, documents in _corpora(options.corpora):
        counts = Counter[tuple[str, str, str]]()
        for blocks in documents:
            article, gold = _article(blocks)
            annotations = annotate(article, encoder)
            found = {"model": annotations.names, "package": resolve(annotations).names}
            for who, names in found.items():
                _count(counts, who, gold, _marks(names))
            if options.errors:
                _tell(article.text, gold, _marks(found["package"]))
        figures[corpus] = _report(corpus, counts)
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _corpora(wanted: Sequence[str]) -> Iterator[tuple[str, Iterable[list[Block]]]]:
    if "own" in wanted:
        yield "own", [blocks for _, blocks in read_marked(TEXTS / "own_dev.txt")]
    if set(wanted) <= {"own"}:
        return
    if not SHARED.is_dir():
        print(f"skipped: the corpora of {SHARED} are not here")
        return
    if "gum" in wanted:
        yield "gum", [align(blocks) for _, blocks in read_gum(SHARED, "dev")]
    if "crossner" in wanted:
        sentences = [align(blocks) for _, blocks in read_crossner(SHARED, "dev")]
        yield "crossner", sentences[len(sentences) * 3 // 4 :]
    if "news" in wanted:
        marks = read_standoff(TEXTS / "polnear.jsonl")
        left = aside(marks)
        news = read_polnear(SHARED, "train", all_annotators=False)
        yield "news", [mark_blocks(blocks, marks[name]) for name, blocks in news if name in left]


def _article(blocks: Sequence[Block]) -> tuple[Article, set[Mark]]:
    """The words written out, a paragraph a block, with the gold names."""
    text, paragraphs, gold = "", [], set()
    for block in blocks:
        begin, spans = len(text), []
        for i, word in enumerate(block.words):
            if i and not _TIGHT_BEFORE.match(word) and block.words[i - 1] not in _TIGHT_AFTER:
                text += " "
            spans.append((len(text), len(text) + len(word)))
            text += word
        paragraphs.append(Paragraph(Span(begin, len(text))))
        text += "\n\n"
        for i, label in enumerate(block.names):
            if label % 2 == 1:
                last = i
                while last + 1 < len(block.names) and block.names[last + 1] == label + 1:
                    last += 1
                gold.add((spans[i][0], spans[last][1], NameKind(NAMES[label][2:])))
    return Article("a0", text, "", tuple(paragraphs)), gold


def _marks(names: Iterable[Name]) -> set[Mark]:
    """The names as marks; the gold tells no documents apart from other things."""
    kinds = {NameKind.DOCUMENT: NameKind.OTHER}
    return {(name.span.start, name.span.end, kinds.get(name.kind, name.kind)) for name in names}


def _count(counts: Counter[tuple[str, str, str]], who: str, gold: set[Mark], found: set[Mark]) -> None:
    for what, marks in (("gold", gold), ("found", found), ("right", gold & found)):
        for mark in marks:
            counts[who, mark[2].value, what] += 1
            counts[who, "all", what] += 1


def _tell(text: str, gold: set[Mark], found: set[Mark]) -> None:
    for label, marks in (("missed", gold - found), ("wrong", found - gold)):
        for start, end, kind in sorted(marks):
            words = " ".join(text[max(0, start - 25) : end + 25].split())
            print(f"{label}\t{kind.value}\t{text[start:end]}\t{words}")


def _report(corpus: str, counts: Counter[tuple[str, str, str]]) -> dict[str, dict[str, float]]:
    print(f"\n{corpus:14}{'gold':>6}{'model':>8}{'package':>9}")
    out: dict[str, dict[str, float]] = {}
    for kind in (*(k.value for k in NameKind if k is not NameKind.DOCUMENT), "all"):
        gold = counts["package", kind, "gold"]
        score = {
            who: 2 * counts[who, kind, "right"] / max(1, gold + counts[who, kind, "found"])
            for who in ("model", "package")
        }
        out[kind] = {"gold": gold, **{who: round(f1, 4) for who, f1 in score.items()}}
        print(f"{kind:14}{gold:6}{score['model']:8.3f}{score['package']:9.3f}")
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
