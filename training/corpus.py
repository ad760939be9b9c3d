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
    "president prime minister chancellor senator sen. governor gov. mr. mrs. ms. dr. king queen prince princess sir "
    "lord lady secretary general judge justice professor rep. congressman congresswoman mayor captain colonel "
    "chief miss madam emperor empress pope baron baroness earl duke speaker minister ambassador".split()
)


@dataclass(slots=True)
class Block:
    """Words with whatever gold the corpus has; a link is the place in the document of the cue's first word, or -1."""

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
    from polnear import articles  # the corpus' own loader

    out = []
    for article in articles(split, all_annotators=all_annotators, root=shared / "data/polnear"):
        text = article["text"]
        split_blocks = (list(split_words(text, *match.span())) for match in re.finditer(r"[^\n]+", text))
        blocks = [words for words in split_blocks if words]
        spans = [span for block in blocks for span in block]
        roles, links = [0] * len(spans), [-1] * len(spans)
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
        for block in blocks:
            last = done + len(block)
            places = [(s, e) for _, s, e in block]
            docs.append(Block([w for w, _, _ in block], roles[done:last], links[done:last], spans=places))
            done = last
        out.append((article["id"], docs))
    return out


_KINDS = {"person": 1, "organization": 3, "place": 5, "event": 7, "abstract": 9, "object": 9}  # to the B label
_BRACKET = re.compile(r"(?:([^()]+)\))|\(([^()]+)(?![^()]*\))|\(([^()]+)\)")


def _mentions(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Entity mentions of one GUM sentence as (first row, last row, kind), longest first."""
    found: list[tuple[int, int, str]] = []
    open_at: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        entity = dict(p.split("=", 1) for p in row[9].split("|") if "=" in p).get("Entity", "")
        apart = re.sub(r"(\([^()]+\)|\([^()]+|[^()]+\))", r"\1 ", entity)
        for closing, opening, single in _BRACKET.findall(apart):
            if single:
                found.append((i, i, single))
            elif opening:
                open_at.append((opening.split("-")[0], opening, i))
            else:
                for k in range(len(open_at) - 1, -1, -1):
                    if open_at[k][0] == closing:
                        found.append((open_at[k][2], i, open_at.pop(k)[1]))
                        break
    kinds = [(first, last, info.split("-")[1] if "-" in info else "") for first, last, info in found]
    return sorted(kinds, key=lambda m: m[0] - m[1])


def _proper(row: list[str], kind: str) -> bool:
    return row[4] in ("NNP", "NNPS") or (row[4] in ("HYPH", "CD", "POS") and kind != "person")


def _name_in(rows: list[list[str]], first: int, last: int, kind: str) -> tuple[int, int] | None:
    """The rows of the proper name around the head of a mention, without titles; None when its head is no name."""
    ids = {int(r[0]) for r in rows[first : last + 1]}
    head = next((k for k in range(first, last + 1) if int(rows[k][6]) not in ids), None)
    if head is None or rows[head][4] not in ("NNP", "NNPS"):
        return None
    left = right = head
    inner = ("of", "for", "and", "the") if kind == "organization" else ()
    while left > first and (
        _proper(rows[left - 1], kind)
        or (rows[left - 1][1] in inner and left - 2 >= first and _proper(rows[left - 2], "person"))
    ):
        left -= 1
    after = ("of", "for") if kind in ("organization", "event", "abstract") else ()
    while right < last and (
        _proper(rows[right + 1], kind)
        or (rows[right + 1][1] in after and right + 2 <= last and _proper(rows[right + 2], "person"))
    ):
        right += 1
    while kind == "person" and left < right and rows[left][1].lower() in TITLES:
        left += 1
    while left < right and not _proper(rows[left], kind):
        left += 1
    while right > left and rows[right][4] in ("POS", "HYPH"):
        right -= 1
    return left, right


def _gum_names(rows: list[list[str]]) -> list[int]:
    """Name labels of one GUM sentence, from its entity mentions; of nested names the outer one is marked."""
    labels = [0] * len(rows)
    for first, last, kind in _mentions(rows):
        begin = _KINDS.get(kind, 0)
        found = _name_in(rows, first, last, kind) if begin else None
        if found is None or any(labels[found[0] : found[1] + 1]):
            continue
        labels[found[0]] = begin
        for k in range(found[0] + 1, found[1] + 1):
            labels[k] = begin + 1
    return labels


def read_gum(shared: Path, split: str) -> list[tuple[str, list[Block]]]:
    """GUM as (document, blocks) with tags, heads, relations and names."""
    tags, relations = {t: i for i, t in enumerate(TAGS)}, {r: i for i, r in enumerate(RELATIONS)}
    out = []
    for path in sorted((shared / "data/gum" / split / "dep").glob("*.conllu")):
        blocks: list[Block] = []
        total = 0
        for sentence, chunk in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
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


assert len(NAMES) == 13 and len(ROLES) == 7
