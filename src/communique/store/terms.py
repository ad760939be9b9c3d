"""Text as the terms it is found by: folded words, reduced to their stems, alike at indexing, asking and highlighting.

A term holds letters and digits only, so that no text can be read as a database's syntax. Case, accents, the possessive
and the dots of acronyms make no difference ("Erdoğan’s", "erdogan"; "U.N.", "UN"); English endings go by the Snowball
stemmer ("guarantees", "guaranteed"). Since the analysis is ours and not a database's, SQLite and PostgreSQL find the
same entries.

>>> [term for _, _, term in find_terms("The U.S. minister’s guarantees")]
['the', 'us', 'minist', 'guarante']
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]

_LETTERS = 64
"""What a term keeps of a longer word."""

_MOST_BYTES = 600_000
"""What one text may take up in the index: a book of 80,000 words. PostgreSQL refuses vectors over 1 MB."""

_WORD = re.compile(
    r"""(?:[^\W\d_]\.){1,}[^\W\d_]\b\.?     # U.N., e.g., u.s
      | [^\W_][^\W_\u0300-\u036f]*[\u0300-\u036f]*(?:[^\W_][\u0300-\u036f]*)*(?:['’ʼ][sS]\b)?""",
    re.VERBOSE,
)
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_POSSESSIVE = ("'s", "’s", "ʼs")
_ENDINGS = (
    "", "e", "s", "es", "ed", "d", "ing", "ng", "g", "ion", "on", "n", "ions", "ons", "ive", "ve", "y", "ies", "ly",
    "ment", "ence", "ance", "al", "l", "ity", "ty", "ational", "tional", "ization", "ize", "ise",
)  # fmt: skip

_stemmer = EnglishStemmer()
_lock = threading.Lock()  # the stemmer keeps its word in itself


def find_terms(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word of ``text`` with its place (code points, half-open) and the term it is found by."""
    for found in _WORD.finditer(text):
        term = find_term(found.group())
        if term:
            yield found.start(), found.end(), term


def list_terms(text: str) -> list[str]:
    """The terms of ``text`` in order, without what lies beyond the limit of the index."""
    terms = [term for term in map(find_term, _WORD.findall(text)) if term]
    if len(text) * 4 > _MOST_BYTES:
        room = _MOST_BYTES
        for place, term in enumerate(terms):
            room -= len(term.encode()) + 6
            if room < 0:
                return terms[:place]
    return terms


@lru_cache(maxsize=100_000)
def find_term(word: str) -> str:
    """The term of one word as it stands in a text; empty where it has neither letter nor digit."""
    folded = fold(word)
    if not folded.isascii() or len(folded) < 3 or folded.isdigit():
        return folded
    with _lock:
        return str(_stemmer.stemWord(folded))


def fold(word: str) -> str:
    """The letters and digits of a word without case, accents and the possessive.

    >>> fold("Łukasz’s"), fold("Großräschen")
    ('lukasz', 'grossraschen')
    """
    low = word.casefold()
    if low.endswith(_POSSESSIVE):
        low = low[:-2]
    if low.isascii() and low.isalnum():
        return low[:_LETTERS]
    plain = unicodedata.normalize("NFKD", low.translate(_UNDECOMPOSED)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())[:_LETTERS]


def complete(prefix: str) -> tuple[str, ...]:
    """The stems, shorter than a folded ``prefix``, of words that begin with it: "negotiati" is found as "negoti"."""
    stems = {find_term(prefix + ending) for ending in _ENDINGS}
    return tuple(sorted(stem for stem in stems if len(stem) < len(prefix) and len(stem) > 2))
