"""Words → time expressions, not yet resolved.

Enters: an article's words with their tags. Leaves: phrases with the rule that found each and slots from which their
days can be worked out without looking at the words again: what the rule gives (``kind`` first of all) and what it
captured, as numbers and short codes ("month": "2", "unit": "Y", "n": "25"). The rules are ``resources/times.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from communique.annotate.codes import OTHER, Codebook
from communique.annotate.expressions import Found, Grammar, find_all, load_grammar, longest
from communique.annotate.time_slots import Slots, read_slots, split_slots
from communique.model.article import Article
from communique.model.reading import Sentence, TimePhrase, Word
from communique.model.span import Span

_TRIGGERS = [
    "MONTH", "WEEKDAY", "WEEKDAYS", "SEASON", "PART", "PARTS", "UNIT", "UNITS", "DAYWORD", "FREQUENCY", "FEAST",
    "DECADES", "HALFDAY", "YEAR", "FISCAL", "FIGUREDECADE", "CLOCK", "CLOCKWORD", "QUARTERWORD", "HALFWORD", "DOTTED",
    "ORDINALDAY", "TENS", "TRIGGER",
]  # fmt: skip
_VERBAL = frozenset({"may", "march", "spring", "fall", "present", "past", "close"})
_OPENERS = frozenset([
    "in", "by", "since", "until", "till", "last", "next", "this", "early", "late", "mid", "of", "from", "before",
    "after", "during", "through", "for", "past",
])  # fmt: skip
_NAMED = ("NNP", "NNPS")


@cache
def time_grammar() -> Grammar:
    """The compiled rules of ``times.yaml`` over the vocabulary of ``time_words.yaml``."""
    return load_grammar("times", "time_words", _TRIGGERS)


def find_times(article: Article, words: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[TimePhrase, ...]:
    """The time expressions of the article, sorted, not overlapping."""
    grammar = time_grammar()
    found = longest(find_all(grammar, words, sentences, encode_times))
    return tuple(phrase for one in found for phrase in _phrases(one, words, grammar.book))


def encode_times(words: Sequence[Word], sentence: Sentence, book: Codebook) -> str:
    """The codes of a sentence's words, one each; words that are no time where they stand are hidden."""
    codes = "".join(book.codes(words[sentence.first : sentence.last]))
    for match in _doubtful(book).finditer(codes):
        at = match.start()
        i = sentence.first + at
        lower = words[i].text.lower()
        if _is_title(words, sentence, i) if lower == "today" else _is_verbal(words, sentence, i, lower):
            codes = codes[:at] + OTHER + codes[at + 1 :]
    return codes


@cache
def _doubtful(book: Codebook) -> re.Pattern[str]:
    """Finds the characters of the words that may be no time."""
    return re.compile("[" + "".join(sorted({book.code(word, "") for word in (*_VERBAL, "today")})) + "]")


def _is_verbal(words: Sequence[Word], sentence: Sentence, i: int, lower: str) -> bool:
    """True when a word that can be a time ("may", "fall") is something else here."""
    word = words[i]
    before = words[i - 1].text.lower() if i > sentence.first else ""
    after = words[i + 1] if i + 1 < sentence.last else None
    figure_next = after is not None and after.text[:1].isdigit()
    if lower in ("may", "march"):
        if not word.text[:1].isupper():
            return True
        if lower == "march" and after is not None and after.text.lower() in ("for", "on"):
            return before not in _OPENERS
        feast = lower == "may" and after is not None and after.text == "Day"
        dated = feast or figure_next or before[:1].isdigit() or before == "," or before in _OPENERS
        return not (dated or (lower == "march" and word.tag in _NAMED))
    return word.tag.startswith("VB") and before not in ("the", "last", "this", "next", "a")


def _is_title(words: Sequence[Word], sentence: Sentence, i: int) -> bool:
    """True for a capitalised word inside a name ("USA Today")."""
    return words[i].text[:1].isupper() and i > sentence.first and words[i - 1].text[:1].isupper()


def _phrases(found: Found, words: Sequence[Word], book: Codebook) -> list[TimePhrase]:
    """The phrase of a match; two of one that a word joins ("24 and 25 June"), none of one that is no time."""
    given = {str(k): str(v) for k, v in found.rule.gives.items()}
    if given.get("kind") == "none":
        return []
    slots = read_slots(given, found.captures, book)
    if slots is None:
        return []
    joint = dict(slots).get("joint", "")
    if not joint.isalpha():
        kept = tuple(slot for slot in slots if slot[0] != "joint")
        return [_phrase(found.rule.id, words, found.first, found.last, kept)]
    cut = next(i for i in range(found.first, found.last) if words[i].text.lower() == joint)
    left, right = split_slots(slots)
    return [
        _phrase(found.rule.id, words, found.first, cut, left),
        _phrase(found.rule.id, words, cut + 1, found.last, right),
    ]


def _phrase(rule: str, words: Sequence[Word], first: int, last: int, slots: Slots) -> TimePhrase:
    while first < last - 1 and not any(c.isalnum() for c in words[first].text):
        first += 1
    while last - 1 > first and not any(c.isalnum() for c in words[last - 1].text):
        last -= 1
    return TimePhrase(Span(words[first].span.start, words[last - 1].span.end), rule, slots)
