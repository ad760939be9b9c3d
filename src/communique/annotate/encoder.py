"""The encoder at run time: words of sentences in, scores of every head out.

One ONNX session; pieces of whole sentences are packed into windows of at most LIMIT pieces, the way the reader was
trained. Everything after this module works on words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from communique.annotate.words import features_of
from communique.errors import ResourceError

LIMIT = 192  # pieces a window, [CLS] and separators included; the training length
BATCH = 8
SECTION = 64 * LIMIT
_SINGLE = ("roles", "tags", "relations", "names")  # heads that speak of one word, not of a pair
_CLS, _SEP, _UNKNOWN, _PIECES_A_WORD = 101, 102, 100, 8
_ENDS = frozenset(".?!;")
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The words of one block; ``start`` is the first one's index in the article."""

    words: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The heads' scores of one window of ``n`` words, which begin at word ``start`` of the article.

    roles [n, 7], links [n, n], tags [n, tags], arcs [n, n], relations [n, relations], names [n, names]; ``opens`` [n]
    is True at the first word of a block.
    """

    start: int
    opens: NDArray[np.bool_]
    roles: Array
    links: Array
    tags: Array
    arcs: Array
    relations: Array
    names: Array


@dataclass(frozen=True, slots=True)
class _Part:
    """A block, or a part of one that is longer than a window, as word pieces; ``length`` counts its separator."""

    start: int
    pieces: list[list[int]]
    features: list[int]
    length: int
    opens: bool  # begins its block


class Encoder:
    """The reader model, loaded; stateless between calls and safe to share between threads."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        try:
            self.labels: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = ort.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            self._session = ort.InferenceSession(
                str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the three libraries raise classes of their own, and plain Exception
            raise ResourceError(f"the reader model in {folder} cannot be loaded: {error}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.transitions: Array = np.array(self.labels["transitions"], np.float32)
        self.outputs = ("roles", "links", "tags", "arcs", "relations", "names")

    def score(self, blocks: Sequence[BlockWords]) -> Iterator[Scores]:
        """The scores of all words, a window at a time, in the order of the text.

        Every word is read in two windows, the second set cut half a window later, so that what stands at an edge of one
        stands inside the other: what the heads say of single words is the mean of both, what they say of pairs comes
        from the first.
        """
        parts = [part for block in blocks if block.words for part in _fit(block, self._pieces_of(block))]
        for section in _sections(parts):
            windows = list(_pack(section, LIMIT))
            shifted = list(_pack(section, LIMIT // 2))
            if windows == shifted:  # a text of one window
                shifted = []
            scored = self._run_all([*windows, *shifted])
            yield from _averaged(scored[: len(windows)], scored[len(windows) :] or scored)

    def _run_all(self, windows: Sequence[Sequence[_Part]]) -> list[Scores]:
        """The scores of the windows, run in batches of like length."""
        order = sorted(range(len(windows)), key=lambda i: sum(part.length for part in windows[i]))
        done: dict[int, Scores] = {}
        for at in range(0, len(order), BATCH):
            group = order[at : at + BATCH]
            done.update(zip(group, self._run([windows[i] for i in group]), strict=True))
        return [done[i] for i in range(len(windows))]

    def _pieces_of(self, block: BlockWords) -> list[list[int]]:
        encoding = self._tokenizer.encode(list(block.words), is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in block.words]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None and len(pieces[word]) < _PIECES_A_WORD:
                pieces[word].append(piece)
        return [p or [_UNKNOWN] for p in pieces]

    def _run(self, windows: Sequence[Sequence[_Part]]) -> Iterator[Scores]:
        rows = [_row(w) for w in windows]
        length, words = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
        pieces, features, attention = (np.zeros((len(rows), length), np.int64) for _ in range(3))
        first = np.zeros((len(rows), words), np.int64)
        for i, (p, f, w, _) in enumerate(rows):
            pieces[i, : len(p)], features[i, : len(f)], attention[i, : len(p)], first[i, : len(w)] = p, f, 1, w
        feed = {"pieces": pieces, "features": features, "attention": attention, "first": first}
        roles, links, tags, arcs, relations, names = self._session.run(list(self.outputs), feed)
        for i, (_, _, w, opens) in enumerate(rows):
            n = len(w)
            yield Scores(
                windows[i][0].start,
                np.array(opens, bool),
                roles[i, :n],
                links[i, :n, :n],
                tags[i, :n],
                arcs[i, :n, :n],
                relations[i, :n],
                names[i, :n],
            )


def _fit(block: BlockWords, pieces: list[list[int]]) -> Iterator[_Part]:
    """The block, or its parts where it is longer than a window: cut behind a full stop where one is near."""
    features = features_of(block.words)
    first, used, stop = 0, 0, 0
    for i, word in enumerate(pieces):
        if used + len(word) > LIMIT - 2:
            cut = stop if stop > first + (i - first) // 2 else i
            yield _part(block, pieces, features, first, cut)
            first, used = cut, sum(map(len, pieces[cut:i]))
        used += len(word)
        if block.words[i] in _ENDS:
            stop = i + 1
    yield _part(block, pieces, features, first, len(pieces))


def _part(block: BlockWords, pieces: list[list[int]], features: list[int], first: int, last: int) -> _Part:
    taken = pieces[first:last]
    return _Part(block.start + first, taken, features[first:last], sum(map(len, taken)) + 1, first == 0)


def _sections(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """Consecutive parts of about SECTION pieces: what is held in memory at once, however long the article."""
    first, used = 0, 0
    for i, part in enumerate(parts):
        used += part.length
        if used >= SECTION:
            yield parts[first : i + 1]
            first, used = i + 1, 0
    if first < len(parts):
        yield parts[first:]


def _pack(parts: Iterable[_Part], room: int) -> Iterator[list[_Part]]:
    """Consecutive parts, as many as fit a window: the first of at most ``room`` pieces, the others of LIMIT."""
    current: list[_Part] = []
    used = 1
    for part in parts:
        if current and used + part.length > room:
            yield current
            current, used, room = [], 1, LIMIT
        current.append(part)
        used += part.length
    if current:
        yield current


def _averaged(windows: Sequence[Scores], shifted: Sequence[Scores]) -> Iterator[Scores]:
    """The windows with the scores of single words averaged with those of the shifted windows over the same words."""
    start = windows[0].start
    other = {name: np.concatenate([getattr(s, name) for s in shifted]) for name in _SINGLE}
    for window in windows:
        begin = window.start - start
        end = begin + len(window.roles)
        yield replace(window, **{name: (getattr(window, name) + other[name][begin:end]) / 2 for name in _SINGLE})


def _row(window: Sequence[_Part]) -> tuple[list[int], list[int], list[int], list[bool]]:
    """Pieces with [CLS] and separators, features of each piece, first piece of each word, block starts."""
    pieces, features, first, opens = [_CLS], [0], [], []
    for part in window:
        for i, word in enumerate(part.pieces):
            first.append(len(pieces))
            opens.append(part.opens and i == 0)
            pieces += word
            features += [part.features[i]] * len(word)
        pieces.append(_SEP)
        features.append(0)
    return pieces, features, first, opens
