"""Rules over words, all at once: what times and amounts share.

Enters: a rule file whose rules list ``regexes`` (see ``codes``), a vocabulary file, an article's words and sentences.
Leaves: the rules' matches as word ranges; the longest first wins where they overlap. Only stretches are searched in
which words that rules name stand close together and one is a trigger, divided by a character that no pattern crosses;
at each of their words only those patterns are tried that can begin with it and that find all they need in the stretch.
No pattern may therefore take in two words running that no rule names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communique.annotate.codes import BREAK, UNNAMED, Codebook
from communique.annotate.patterns import needs, openings
from communique.errors import ResourceError
from communique.model.reading import Sentence, Word
from communique.resources.loader import load_yaml
from communique.resources.rules import Rule, load_rules

Captures = Mapping[str, tuple[str, ...]]
_OTHERS = re.escape("".join(sorted(UNNAMED)))
_STRETCH = re.compile(f"[{_OTHERS}]?[^{_OTHERS}]+(?:[{_OTHERS}][^{_OTHERS}]+)*[{_OTHERS}]?")
_REMEMBERED = 50_000  # combinations of a character with what its stretch holds
_COMMON = "the a an of to in and , for on as at by or - ' ’s 's with from that ( ) is was be has".split()
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
    """Compiled patterns with their rules, and by what most tries are spared.

    ``beginning`` tells by number which patterns a character can begin, ``needing`` which need it in the stretch (as the
    bits of an integer), ``modest`` those that need nothing; ``trigger`` finds what a stretch must hold to count.
    """

    book: Codebook
    patterns: tuple[tuple[Rule, int, re.Pattern[str]], ...]
    beginning: Mapping[str, tuple[int, ...]]
    needing: Mapping[str, int]
    modest: int
    trigger: re.Pattern[str]
    tried: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict, compare=False)

    def numbers(self, character: str, able: int) -> tuple[int, ...]:
        """The patterns to try at a character, of those that are ``able`` to match in its stretch."""
        found = self.tried.get((character, able))
        if found is None:
            if len(self.tried) >= _REMEMBERED:
                self.tried.clear()
            found = tuple(n for n in self.beginning.get(character, ()) if able >> n & 1)
            self.tried[character, able] = found
        return found


def load_grammar(rules: str, vocabulary: str, triggers: Sequence[str]) -> Grammar:
    """The grammar of ``<rules>.yaml`` over the words of ``<vocabulary>.yaml``; ``triggers`` are classes or shapes."""
    known = load_yaml(f"{vocabulary}.yaml")
    book = Codebook(known["classes"], known["parts"])
    texts = [(rule, order, text) for order, rule in enumerate(load_rules(rules)) for text in rule.options["regexes"]]
    patterns = tuple((rule, order, book.compile(text)) for rule, order, text in texts)
    common = frozenset(book.encode(_COMMON))
    beginning: dict[str, tuple[int, ...]] = {}
    needing: dict[str, int] = {}
    modest = 0
    for number, (rule, _, text) in enumerate(texts):
        tree = book.tree(text)
        first = openings(tree, book.characters)
        if first is None:
            raise ResourceError(f"{rule.id} may begin with any word: {text!r}")
        for character in first:
            beginning[character] = (*beginning.get(character, ()), number)
        needed = needs(tree, book.characters, common)
        modest |= 0 if needed else 1 << number
        for character in needed:
            needing[character] = needing.get(character, 0) | 1 << number
    return Grammar(book, patterns, beginning, needing, modest, book.any_of(triggers))


def find_all(grammar: Grammar, words: Sequence[Word], sentences: Sequence[Sentence], encode: Encode) -> Iterator[Found]:
    """Every match of every pattern, overlapping; ``encode`` gives one character for each word of a sentence."""
    parts: list[str] = [BREAK]
    index: list[int] = [0]  # of the word that each character stands for; a break stands for the word after
    able: list[int] = [0]
    needing, modest = grammar.needing, grammar.modest
    for sentence in sentences:
        codes = encode(words, sentence, grammar.book)
        if not grammar.trigger.search(codes):
            continue
        for stretch in _STRETCH.finditer(codes):
            start, end = stretch.span()
            if grammar.trigger.search(codes, start, end):
                inside = stretch.group()
                parts += (inside, BREAK)
                index += range(sentence.first + start, sentence.first + end + 1)
                mask = modest
                for character in inside:
                    if character in needing:
                        mask |= needing[character]
                able += [mask] * (end - start + 1)
    if len(parts) > 1:
        yield from _matches(grammar, words, "".join(parts), index, able)


def _matches(
    grammar: Grammar, words: Sequence[Word], joined: str, index: Sequence[int], able: Sequence[int]
) -> Iterator[Found]:
    tries = [pattern.match for _, _, pattern in grammar.patterns]
    free = [0] * len(tries)  # where the last match of each pattern ended
    known = grammar.tried
    for at, key in enumerate(zip(joined, able, strict=True)):
        for number in known[key] if key in known else grammar.numbers(*key):
            if at < free[number] or (match := tries[number](joined, at)) is None:
                continue
            free[number] = end = match.end()
            if end > at:
                rule, order, pattern = grammar.patterns[number]
                captures = {
                    name.partition("__")[0]: tuple([words[index[i]].text.lower() for i in range(*match.span(name))])
                    for name in pattern.groupindex
                    if match.start(name) >= 0
                }
                yield Found(rule, order, index[at], index[end - 1] + 1, captures)


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
