"""Number words and figures → decimals.

>>> [str(read_number(words.split())) for words in ("two and a half", "40bn", "half a dozen", "twenty - five")]
['2.5', '40000000000', '6', '25']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
SMALL = {word: Decimal(n) for n, word in enumerate(_UNITS.split())} | {
    word: Decimal(10 * n)
    for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
SCALES = {
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "score": Decimal(20),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "k": Decimal(10**3),
    "m": Decimal(10**6),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
}
_SCALES = SCALES | {word + "s": size for word, size in SCALES.items() if len(word) > 3}
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?|\.\d+)([a-z]{0,3})$")
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_SKIPPED = frozenset(("-", "–", "—", "‑", "and", "of", "a", "an", "couple"))
_LIMIT = Decimal(10**18)


def read_number(words: Sequence[str]) -> Decimal | None:
    """The number that ``words`` (lower-case) spell, None where they spell none; figures may carry a scale ("3bn")."""
    total, current, seen = Decimal(0), Decimal(0), False
    lower = [w.lower() for w in words]
    if "couple" in lower:
        return Decimal(2)
    for i, word in enumerate(lower):
        if word == "half":
            if not seen and any(w in _SCALES for w in lower[i + 1 :]):
                current = Decimal("0.5")  # half a million
            else:
                current += Decimal("0.5")
        elif word in SMALL:
            current += SMALL[word]
        elif word in _SCALES:
            total, current = _scaled(total, current if seen or current else Decimal(1), _SCALES[word])
        elif word in _FRACTIONS:
            current += _FRACTIONS[word]
        elif word == "/" and 0 < i < len(lower) - 1 and lower[i + 1].isdecimal() and int(lower[i + 1]):
            numerator = figure(lower[i - 1]) or Decimal(0)
            return _plain(total + current - numerator + numerator / int(lower[i + 1]))
        elif (value := figure(word)) is not None:
            if i and lower[i - 1] == "/":
                continue
            current += value
        elif word in _SKIPPED:
            continue
        else:
            return None
        seen = True
        if total > _LIMIT or current > _LIMIT:
            return None
    return _plain(total + current) if seen else None


def _plain(value: Decimal) -> Decimal:
    """Without a fraction of zeros or an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _scaled(total: Decimal, current: Decimal, size: Decimal) -> tuple[Decimal, Decimal]:
    """Hundreds multiply what is at hand; greater scales close a group."""
    return (total, current * size) if size <= 100 else (total + current * size, Decimal(0))


def figure(word: str) -> Decimal | None:
    """The value of a figure with thousands commas, and a scale ("40bn") where there is one; else None."""
    match = _FIGURE.match(word)
    if match is None or (match[2] and match[2] not in SCALES) or len(word) > 24:
        return None
    try:
        return Decimal(match[1].replace(",", "")) * SCALES.get(match[2], Decimal(1))
    except InvalidOperation:
        return None
