"""The corpora as documents of words with gold labels.

A document is a list of blocks (paragraphs); a block is a `Block` of words with whatever gold the corpus has. Reads
`../shared/data` only; nothing of the texts is written anywhere.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from communique.annotate.words import split_words
from training.labels import NAMES, RELATIONS, ROLES, TAGS

TITLES = frozenset(
    "president prime minister chancellor senator sen. governor gov. mr. mrs. ms. dr. king queen prince princess sir lord lady "
    "secretary general judge justice professor rep. congressman congresswoman mayor captain colonel chief".split()
)


@dataclass(slots=True)
class Block:
    """Words with gold: role, link (position in the document of the cue's first word, -1 none), tag, head, relation, name."""

    words: list[str]
    roles: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # position in the document; own position for a root
    relations: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)  # code points, where the corpus is a text


def read_polnear(shared: Path, split: str, all_annotators: bool) -> list[tuple[str, list[Block]]]:
    """PolNeAR as (article id, blocks); with `all_annotators` an article appears once for each of them."""
    sys.path.insert(0, str(shared / "tools"))
    from polnear import articles  # type: ignore[import-not-found]  # the corpus' own loader

    out = []
    for article in articles(split, all_annotators=all_annotators, root=shared / "data/polnear"):
        text = article["text"]
        blocks, place, starts = [], {}, []
        for match in re.finditer(r"[^\n]+", text):
            words = list(split_words(text, match.start(), match.end()))
            if not words:
                continue
            for word, start, _ in words:
                place[start] = len(starts)
                starts.append(start)
            blocks.append(([w for w, _, _ in words], words))
        roles, links = [0] * len(starts), [-1] * len(starts)
        spans = [span for _, block in blocks for span in block]
        for item in article["attributions"]:
            if not item["cue"] or not item["content"]:
                continue
            cue_start = item["cue"][0][0]
            cue = next((i for i, (_, s, e) in enumerate(spans) if s < item["cue"][0][1] and cue_start < e), -1)
            for name, begin in (("source", 1), ("cue", 3), ("content", 5)):
                for start, end in item[name]:
                    inside = [i for i, (_, s, e) in enumerate(spans) if s < end and start < e] if end > start else []
                    for position, i in enumerate(inside):
                        if roles[i]:
                            continue
                        roles[i] = begin + (position > 0)
                        links[i] = cue
        done, docs = 0, []
        for words_only, block in blocks:
            n = len(block)
            docs.append(
                Block(words_only, roles[done : done + n], links[done : done + n], spans=[(s, e) for _, s, e in block])
            )
            done += n
        out.append((article["id"], docs))
    return out


def _gum_names(rows: list[list[str]]) -> list[int]:
    """Name labels of one GUM sentence, from its entity brackets: proper heads, without titles and articles."""
    spans, open_at = [], []
    for i, row in enumerate(rows):
        entity = dict(p.split("=", 1) for p in row[9].split("|") if "=" in p).get("Entity", "")
        for closing, opening, single in re.findall(
            r"(?:([^()]+)\))|\(([^()]+)(?![^()]*\))|\(([^()]+)\)", _ordered(entity)
        ):
            if single:
                spans.append((i, i, single))
            elif opening:
                open_at.append((opening.split("-")[0], opening, i))
            elif closing:
                for k in range(len(open_at) - 1, -1, -1):
                    if open_at[k][0] == closing:
                        _, info, first = open_at.pop(k)
                        spans.append((first, i, info))
                        break
    labels = [0] * len(rows)
    kinds = {"person": 1, "organization": 3, "place": 5, "event": 7}
    for first, last, info in sorted(spans, key=lambda s: s[1] - s[0], reverse=False):
        kind = info.split("-")[1] if "-" in info else ""
        ids = {int(r[0]) for r in rows[first : last + 1]}
        head = next((k for k in range(first, last + 1) if int(rows[k][6]) not in ids), None)
        if head is None or rows[head][4] not in ("NNP", "NNPS"):
            continue
        begin = kinds.get(kind, 9 if kind == "abstract" or kind == "object" else 0)
        if not begin:
            continue
        left, right = head, head
        fits = lambda r: r[4] in ("NNP", "NNPS") or (r[4] in ("HYPH", "CD", "POS") and kind != "person")  # noqa: E731
        while left > first and (
            fits(rows[left - 1])
            or (
                rows[left - 1][1] in ("of", "for", "and", "the")
                and left - 2 >= first
                and rows[left - 2][4] in ("NNP", "NNPS")
                and kind == "organization"
            )
        ):
            left -= 1
        while right < last and (
            fits(rows[right + 1])
            or (
                rows[right + 1][1] in ("of", "for")
                and right + 2 <= last
                and rows[right + 2][4] in ("NNP", "NNPS")
                and kind in ("organization", "event", "abstract")
            )
        ):
            right += 1
        while kind == "person" and left < right and rows[left][1].lower() in TITLES:
            left += 1
        while left < right and not fits(rows[left]):
            left += 1
        while right > left and rows[right][4] in ("POS", "HYPH"):
            right -= 1
        if any(labels[left : right + 1]):
            continue
        labels[left] = begin
        for k in range(left + 1, right + 1):
            labels[k] = begin + 1
    return labels


def _ordered(entity: str) -> str:
    """GUM's Entity value with each bracket separated by a blank, so that a pattern reads them one at a time."""
    return re.sub(r"(\([^()]+\)|\([^()]+|[^()]+\))", r"\1 ", entity)


def read_gum(shared: Path, split: str) -> list[tuple[str, list[Block]]]:
    """GUM as (document, blocks) with tags, heads, relations and names."""
    tags, relations = {t: i for i, t in enumerate(TAGS)}, {r: i for i, r in enumerate(RELATIONS)}
    out = []
    for path in sorted((shared / "data/gum" / split / "dep").glob("*.conllu")):
        blocks: list[Block] = []
        total = sentence = 0
        for chunk in path.read_text(encoding="utf-8").strip().split("\n\n"):
            lines = chunk.split("\n")
            rows = [r for r in (line.split("\t") for line in lines if line[0].isdigit()) if r[0].isdigit()]
            if not blocks or any(line.startswith("# newpar") for line in lines):
                blocks.append(Block([]))
            block = blocks[-1]
            block.words += [r[1] for r in rows]
            block.tags += [tags.get(r[4], len(TAGS) - 1) for r in rows]
            block.heads += [total + (int(r[6]) - 1 if r[6] != "0" else i) for i, r in enumerate(rows)]
            block.relations += [relations.get(r[7], relations["dep"]) for r in rows]
            block.sentences += [sentence] * len(rows)
            block.names += _gum_names(rows)
            total += len(rows)
            sentence += 1
        out.append((path.stem, blocks))
    return out


def read_crossner(shared: Path, split: str) -> list[tuple[str, list[Block]]]:
    """CrossNER politics, each sentence a document of one block with names."""
    kinds = {
        "politician": 1,
        "person": 1,
        "politicalparty": 3,
        "organisation": 3,
        "country": 5,
        "location": 5,
        "event": 7,
        "election": 7,
        "misc": 9,
    }
    out = []
    for i, chunk in enumerate(
        (shared / f"data/crossner_politics/{split}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    ):
        rows = [line.split("\t") for line in chunk.split("\n")]
        names = [0 if r[1] == "O" else kinds[r[1][2:]] + (r[1][0] == "I") for r in rows]
        out.append((f"{split}-{i}", [Block([r[0] for r in rows], names=names)]))
    return out


assert len(NAMES) == 11 and len(ROLES) == 7
