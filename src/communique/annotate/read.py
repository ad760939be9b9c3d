"""Article → Annotations: the one place where this room's modules meet.

The encoder reads every block once; sentences, syntax, names and attributions all come from that one pass, times and
amounts from rules over the words it tagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from communique.annotate.amounts import find_amounts
from communique.annotate.attributions import attributions_of
from communique.annotate.decode import best_path, constrained, log_softmax, ranges
from communique.annotate.encoder import BlockWords, Encoder, Scores
from communique.annotate.lemmas import lemma_of
from communique.annotate.sentences import split_sentences
from communique.annotate.syntax import tree
from communique.annotate.times import find_times
from communique.annotate.words import quote_states, split_words
from communique.model.article import Article
from communique.model.reading import Annotations, Attribution, Name, NameKind, Sentence, Word
from communique.model.span import Span

Token = tuple[str, int, int]


def annotate(article: Article, encoder: Encoder) -> Annotations:
    """Everything that can be found in ``article`` before anybody is resolved."""
    tokens, sentences, blocks = _split(article)
    tags, relations = [""] * len(tokens), [""] * len(tokens)
    heads = list(range(len(tokens)))
    names: list[Name] = []
    attributions: list[Attribution] = []
    belongs = np.repeat(np.arange(len(sentences)), [s.last - s.first for s in sentences])
    for scores in encoder.score(blocks):
        _read_syntax(scores, belongs, encoder, tags, relations, heads)
        names += _read_names(scores, tokens, encoder.labels["names"])
        attributions += attributions_of(scores, encoder.transitions, tokens, article.text)
    quoted = [state > 0 for block in blocks for state in quote_states(block.words)]
    words = tuple(
        Word(Span(start, end), text, lemma_of(text, tags[i]), tags[i], heads[i], relations[i], quoted[i])
        for i, (text, start, end) in enumerate(tokens)
    )
    times = find_times(article, words, sentences)
    amounts = find_amounts(article, words, sentences, times)
    return Annotations(article, words, tuple(sentences), tuple(attributions), tuple(names), times, amounts)


def _split(article: Article) -> tuple[list[Token], list[Sentence], list[BlockWords]]:
    """Tokens of the whole article, its sentences over them, and the words of each block that is read."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    blocks: list[BlockWords] = []
    current = -1
    begins: list[int] = []
    for span, block in split_sentences(article):
        first = len(tokens)
        tokens += split_words(article.text, span.start, span.end)
        if len(tokens) == first:
            continue
        sentences.append(Sentence(span, first, len(tokens), block))
        if block != current:
            begins.append(first)
            current = block
    for first, last in zip(begins, [*begins[1:], len(tokens)], strict=False):
        blocks.append(BlockWords(tuple(t[0] for t in tokens[first:last]), first))
    return tokens, sentences, blocks


def _read_syntax(
    scores: Scores,
    belongs: NDArray[np.int64],
    encoder: Encoder,
    tags: list[str],
    relations: list[str],
    heads: list[int],
) -> None:
    """Writes tag, relation and governor of the window's words into the article's lists."""
    n, start = len(scores.tags), scores.start
    tags[start : start + n] = [encoder.labels["tags"][i] for i in scores.tags.argmax(-1)]
    relations[start : start + n] = [encoder.labels["relations"][i] for i in scores.relations.argmax(-1)]
    place = belongs[start : start + n]
    for begin, end in _runs(place):
        local = tree(scores.arcs[begin:end, begin:end])
        heads[start + begin : start + end] = [start + begin + h for h in local]
        relations[start + begin + _root(local)] = "root"


def _root(heads: Sequence[int]) -> int:
    return next(i for i, h in enumerate(heads) if h == i)


def _runs(values: NDArray[np.int64]) -> list[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return list(pairwise(edges))


def _read_names(scores: Scores, tokens: Sequence[Token], labels: Sequence[str]) -> list[Name]:
    """The names of a window; ``labels`` are "O", then B and I of each kind."""
    path = best_path(scores.names, constrained(np.zeros((len(labels),) * 2, np.float32)), scores.opens)
    sure = np.exp(log_softmax(scores.names))[np.arange(len(path)), path]
    out = []
    for label, found in ranges(path).items():
        for first, last in found:
            span = Span(tokens[scores.start + first][1], tokens[scores.start + last - 1][2])
            out.append(Name(span, NameKind(labels[label].partition("-")[2]), float(sure[first:last].mean())))
    return sorted(out, key=lambda name: name.span)
