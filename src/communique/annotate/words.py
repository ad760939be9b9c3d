"""Text → words, and the features of a word that the encoder's uncased vocabulary loses.

Words are split as in the Universal Dependencies corpora of English that the reader is trained on: clitics ("n't",
"’s") and hyphens stand alone, abbreviations keep their full stop.

>>> [text for text, start, end in split_words("Trump’s Feb. 3 pledge isn’t well-funded.")]
['Trump', '’s', 'Feb.', '3', 'pledge', 'is', 'n’t', 'well', '-', 'funded', '.']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from communique.annotate.gazetteer import HINTS, hints_of

ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Gen Sen Rep Gov Lt Col Sgt Maj Capt Adm Brig Rev Hon St Jr Sr Inc Corp Co Ltd Bros No Nos vs "
    "etc Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun "
    "Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn "
    "Tex Va Vt Wash Wis Wyo approx dept est fig min max"
)
_WORD = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|(?:[^\W\d_]\.){2,}"
    r"|(?:" + "|".join(ABBREVIATIONS.split()) + r")\.(?=\s)"
    r"|\d+(?:[.,:]\d+)+|\d+(?:st|nd|rd|th|s)\b"
    r"|[^\W\d_]+?(?=n[’'`]t\b)|n[’'`]t\b"
    r"|[’'`](?:s|re|ve|ll|d|m)\b"
    r"|\w+|\.{2,}|-{2,}|``|''|[^\w\s]",
    re.IGNORECASE,
)

OPENING, CLOSING, EITHER = ("“", "``", "„", "«"), ("”", "''", "»"), ('"',)
CASES = ("lower", "capital", "upper", "mixed", "digit", "mark")
QUOTES = ("outside", "inside", "mark")
FEATURES = len(CASES) * len(QUOTES) * 2 * len(HINTS)


def split_words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """The words of ``text[start:end]`` as (surface, start, end), offsets into ``text``."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield match.group(), match.start(), match.end()


def case_of(word: str) -> int:
    """Index into CASES of a word's case pattern."""
    if not any(c.isalnum() for c in word):
        return 5
    if any(c.isdigit() for c in word):
        return 4
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    return 1 if word[0].isupper() and word[1:].islower() else 3


def quote_states(words: Iterable[str]) -> list[int]:
    """Index into QUOTES of each word of one block; a quotation left open runs to the block's end."""
    states, inside = [], False
    for word in words:
        if word in OPENING or (word in EITHER and not inside):
            inside = True
            states.append(2)
        elif word in CLOSING or word in EITHER:
            inside = False
            states.append(2)
        else:
            states.append(1 if inside else 0)
    return states


def features_of(words: Sequence[str]) -> list[int]:
    """One feature number in [0, FEATURES) for each word of a block: case, quotation state, block start, hint."""
    quotes, hints = quote_states(words), hints_of(words)
    return [
        ((case_of(word) * len(QUOTES) + quote) * 2 + (position == 0)) * len(HINTS) + hint
        for position, (word, quote, hint) in enumerate(zip(words, quotes, hints, strict=True))
    ]
