"""A word and its Penn tag → its lemma.

>>> lemma_of("promised", "VBD"), lemma_of("forces", "NNS"), lemma_of("Left", "VBN"), lemma_of("Kyiv", "NNP")
('promise', 'force', 'leave', 'kyiv')
"""

from __future__ import annotations

from functools import lru_cache

from lemminflect import getLemma

_CLITICS = {
    "n't": "not",
    "'s": "be",
    "'re": "be",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "'m": "be",
    "wo": "will",
    "ca": "can",
}
_PARTS = {"VB": "VERB", "NN": "NOUN", "MD": "AUX", "JJ": "ADJ"}


@lru_cache(maxsize=50_000)
def lemma_of(word: str, tag: str) -> str:
    """The dictionary form in lower case; the word itself for names and for classes that do not inflect."""
    lower = word.lower().replace("’", "'")
    if tag[:2] in ("VB", "MD", "RB") and lower in _CLITICS:
        return _CLITICS[lower]
    part = _PARTS.get(tag[:2])
    if part is None or tag.startswith("NNP") or not lower.isalpha():
        return lower
    found = getLemma(lower, upos=part)
    return str(found[0]) if found else lower
