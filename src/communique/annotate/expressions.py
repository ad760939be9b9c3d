"""Rules over words, all at once: what times and amounts share.

Enters: a rule file whose rules list ``regexes`` (see ``codes``), a vocabulary file, an article's words and sentences.
Leaves: the rules' matches as word ranges; the longest first wins where they overlap. Only stretches are searched in
which words that rules name stand close together and one is a trigger; each pattern runs once over all of them, divided
by a character that no pattern crosses. No pattern may therefore take in two words running that no rule names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.annotate.codes import BREAK, UNNAMED, Codebook
from communique.model.reading import Sentence, Word
from communique.resources.loader import load_yaml
from communique.resources.rules import Rule, load_rules

Captures = Mapping[str, tuple[str, ...]]
_OTHERS = re.escape("".join(sorted(UNNAMED)))
_STRETCH = re.compile(f"[{_OTHERS}]?[^{_OTHERS}]+(?:[{_OTHERS}][^{_OTHERS}]+)*[{_OTHERS}]?")
Encode = Callable[[Sequence[Word], Sentence, Codebook], str]


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's pattern over words ``[first, last)``, with the lower-case words captured by name."""

    rule: Rule
    order: int
    first: int
    last: int
    captures: Captures


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns with their rules, and what a sentence must hold to be worth trying."""

    book: Codebook
    patterns: tuple[tuple[Rule, int, re.Pattern[str]], ...]
    trigger: re.Pattern[str]


def load_grammar(rules: str, vocabulary: str, triggers: Sequence[str]) -> Grammar:
    """The grammar of ``<rules>.yaml`` over the words of ``<vocabulary>.yaml``; ``triggers`` are classes or shapes."""
    known = load_yaml(f"{vocabulary}.yaml")
    book = Codebook(known["classes"], known["parts"])
    patterns = [
        (rule, order, book.compile(text))
        for order, rule in enumerate(load_rules(rules))
        for text in rule.options["regexes"]
    ]
    return Grammar(book, tuple(patterns), book.any_of(triggers))


def find_all(grammar: Grammar, words: Sequence[Word], sentences: Sequence[Sentence], encode: Encode) -> Iterator[Found]:
    """Every match of every pattern, overlapping; ``encode`` gives one character for each word of a sentence."""
    parts: list[str] = []
    index: list[int] = []  # of the word that each character stands for; a break stands for the word after
    for sentence in sentences:
        codes = encode(words, sentence, grammar.book)
        for stretch in _STRETCH.finditer(codes):
            start, end = stretch.span()
            if grammar.trigger.search(codes, start, end):
                parts += (stretch.group(), BREAK)
                index += range(sentence.first + start, sentence.first + end + 1)
    joined = "".join(parts)
    if not joined:
        return
    for rule, order, pattern in grammar.patterns:
        for match in pattern.finditer(joined):
            start, end = match.span()
            if end == start:
                continue
            captures = {
                name.partition("__")[0]: tuple([words[index[i]].text.lower() for i in range(*match.span(name))])
                for name in pattern.groupindex
                if match.start(name) >= 0
            }
            yield Found(rule, order, index[start], index[end - 1] + 1, captures)


def longest(found: Iterable[Found]) -> list[Found]:
    """The matches that remain when longer ones, then those of earlier rules, take their words first; by position."""
    taken: set[int] = set()
    out = []
    for one in sorted(found, key=lambda f: (f.first - f.last, f.order, f.first)):
        covered = range(one.first, one.last)
        if taken.isdisjoint(covered):
            taken.update(covered)
            out.append(one)
    return sorted(out, key=lambda f: f.first)
