"""What each word may be by the package's lists of names: a hint for the encoder, not a decision.

>>> [HINTS[hint] for hint in hints_of(["President", "Chad", "Smith", "of", "South", "Korea", "met", "Greeks"])]
['title', 'given or place', 'none', 'none', 'place', 'place', 'none', 'group']
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.resources.names import Lexicon, Sense, load_lexicon

HINTS = ("none", "given", "place", "given or place", "group", "organisation", "body", "title")
_NONE, _GIVEN, _PLACE, _EITHER, _GROUP, _ORGANISATION, _BODY, _TITLE = range(len(HINTS))
_OF_SENSE = {
    **dict.fromkeys((Sense.STATE, Sense.CAPITAL, Sense.REGION, Sense.PROVINCE, Sense.CITY), _PLACE),
    **dict.fromkeys((Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWERS, Sense.FOLLOWER), _GROUP),
    **dict.fromkeys((Sense.ORGANISATION, Sense.PRESS, Sense.SEAT), _ORGANISATION),
}


def hints_of(words: Sequence[str]) -> list[int]:
    """An index into HINTS for each word of a block."""
    lexicon = load_lexicon()
    out = [_NONE] * len(words)
    i = 0
    while i < len(words):
        word = words[i]
        size = 1
        if word[0].isupper():
            hit = lexicon.match(words, i)
            if hit is not None:
                size = hit[1]
                out[i : i + size] = [_OF_SENSE[hit[0].sense]] * size
            if size == 1:
                out[i] = _alone(lexicon, word, out[i])
        elif word.lower() in lexicon.offices:
            out[i] = _TITLE
        i += size
    return out


def _alone(lexicon: Lexicon, word: str, known: int) -> int:
    """The hint of one capitalised word, which the index of aliases knows as ``known``."""
    lower = word.lower()
    if lower in lexicon.honorifics or word in lexicon.abbreviations or lower in lexicon.offices:
        return _TITLE
    if lexicon.gender_of(word) is not None:
        return _EITHER if known == _PLACE else _GIVEN
    if known == _NONE and (lower in lexicon.endings or lower in lexicon.bodies):
        return _BODY
    return known
