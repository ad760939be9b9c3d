"""Parsed sentences by hand, for tests of rules that lean on syntax.

A sentence is a line of words, each ``text/TAG/head/relation``: a Penn tag, the number of its governor counted from 1
within the line (0 for the root, as in CoNLL-U), a Universal Dependencies relation. ``text/TAG`` or plain ``text``
will do where the tree does not matter: such a word hangs on the line's root by ``dep``; a plain word is NNP when
capitalised, CD when it begins with a digit, else NN. An empty line begins a new block. Words are joined by blanks,
except before closing marks and clitics, after opening marks and currency signs, on both sides of a hyphen, and
wherever one is written with ``~`` in front.

>>> found = parsed("She/PRP/2/nsubj signed/VBD/0/root on/IN/4/case Friday/NNP/2/obl ./././punct")
>>> found.article.text
'She signed on Friday.'
>>> [(w.text, w.lemma, w.head) for w in found.words][:2]
[('She', 'she', 1), ('signed', 'sign', 1)]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from re import split

from communique.annotate.lemmas import lemma_of
from communique.annotate.sentences import split_sentences
from communique.annotate.words import quote_states, split_words
from communique.model.article import Article, Block
from communique.model.reading import Annotations, Sentence, Word
from communique.model.span import Span

_GLUED = frozenset(split(r"\s+", ". , ; : ! ? % ) ] ” ’ … - – ’s 's n’t n't ’re 're ’ve 've ’ll 'll ’d 'd ’m 'm"))
_OPENING = frozenset(split(r"\s+", "( [ “ ‘ - – $ £ €"))
Token = tuple[str, str, int | None, str]  # text, tag, head (None: the root), relation


def parsed(lines: str, published: date | None = date(2025, 2, 26), title: str | None = None) -> Annotations:
    """The article of these lines with its words and sentences; nothing else is annotated."""
    text = ""
    blocks: list[Block] = []
    words: list[Word] = []
    sentences: list[Sentence] = []
    begin = 0
    for line in [*(line.strip() for line in lines.strip().splitlines()), ""]:
        if not line:
            if len(text) > begin:
                blocks.append(Block(Span(begin, len(text))))
                text += "\n\n"
            begin = len(text)
            continue
        tokens = [_token(part) for part in line.split()]
        if len(text) > begin:
            text += " "
        first, start = len(words), len(text)
        root = next((i for i, token in enumerate(tokens) if token[2] == 0), 0)
        states = quote_states(token[0].lstrip("~") for token in tokens)
        for i, (raw, tag, head, relation) in enumerate(tokens):
            surface = raw.lstrip("~")
            glued = raw.startswith("~") or surface in _GLUED or (i > 0 and tokens[i - 1][0] in _OPENING)
            text += surface if i == 0 or glued else " " + surface
            span = Span(len(text) - len(surface), len(text))
            governor = i if i == root or head == 0 else root if head is None else min(head - 1, len(tokens) - 1)
            name = "root" if governor == i else relation
            words.append(Word(span, surface, lemma_of(surface, tag), tag, first + governor, name, states[i] > 0))
        sentences.append(Sentence(Span(start, len(text)), first, len(words), len(blocks)))
    return _annotations(text.rstrip("\n"), blocks, words, sentences, published, title)


def unparsed(text: str, published: date | None = date(2025, 2, 26)) -> Annotations:
    """The article of ``text``, a block a line, in words and sentences without any syntax: what rules must bear."""
    article = _article(text, [Block(Span(a, b)) for a, b in _lines(text)], published, None)
    words: list[Word] = []
    sentences = []
    for span, block in split_sentences(article):
        first = len(words)
        for surface, start, end in split_words(text, span.start, span.end):
            tag = _guess(surface)
            words.append(Word(Span(start, end), surface, lemma_of(surface, tag), tag, first, "dep", False))
        if len(words) > first:
            sentences.append(Sentence(span, first, len(words), block))
    return Annotations(article, tuple(words), tuple(sentences), (), (), (), ())


def _lines(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _token(part: str) -> Token:
    fields = part.rsplit("/", 3)
    if len(fields) == 4 and fields[2].isdigit():
        return fields[0], fields[1], int(fields[2]), fields[3]
    if part == "./././punct":
        return ".", ".", None, "punct"
    text, _, tag = part.rpartition("/")
    return (text, tag, None, "dep") if text and tag and not tag.isdigit() else (part, _guess(part), None, "dep")


def _guess(word: str) -> str:
    bare = word.lstrip("~")
    return "CD" if bare[:1].isdigit() else "NNP" if bare[:1].isupper() else "NN" if bare[:1].isalpha() else "."


def _article(text: str, blocks: Iterable[Block], published: date | None, title: str | None) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article("a" + digest[:16], text, digest, tuple(blocks), title=title, published=published)


def _annotations(
    text: str,
    blocks: list[Block],
    words: list[Word],
    sentences: list[Sentence],
    published: date | None,
    title: str | None,
) -> Annotations:
    return Annotations(_article(text, blocks, published, title), tuple(words), tuple(sentences), (), (), (), ())
