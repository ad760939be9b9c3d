"""Words → amounts: money, shares, measures and counts, each with its unit and what it is an amount of.

Enters: an article's words with their syntax, and its time phrases, which no amount may overlap. Leaves: amounts with
decimal values, hedges turned into bounds ("up to 300": high), ranges into low and high with the mean as value. Which
of them deserve an entry is decided later. The rules are ``resources/amounts.yaml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from communique.annotate.amount_objects import HYPHENS, counted_noun, moves, object_of
from communique.annotate.codes import OTHER, Codebook
from communique.annotate.expressions import Captures, Found, Grammar, find_all, load_grammar, longest
from communique.annotate.figures import SCALES, figure, read_number
from communique.model.article import Article
from communique.model.reading import Sentence, TimePhrase, Word
from communique.model.span import Span
from communique.model.syntax import Tree
from communique.model.when import Amount

_SCALES = frozenset(SCALES) - {"dozen", "score"}
_JOINTS = frozenset("-–/.,:#")
_HEDGES = frozenset({"under", "over", "above", "below", "about", "around", "some"})
_RISES = frozenset(
    {"go", "be", "move", "push", "bring", "drive", "come", "creep", "edge", "climb", "shoot", "tick"}
)  # "gone up to 3"
_NEAR = 5  # words before a figure in which its verb stands
_YEARS = range(1900, 2100)
_MANY_IN_ONE = frozenset(
    "people personnel staff crew aircraft infantry cavalry population police livestock cattle percent workforce "
    "ammunition artillery army militia fish sheep dead wounded infected".split()
)
_SPREAD = re.compile(r"(\d[\d,.]*)([a-z]*)$")


@cache
def amount_grammar() -> Grammar:
    """The compiled rules of ``amounts.yaml`` over the vocabulary of ``amount_words.yaml``."""
    return load_grammar("amounts", "amount_words", ("CARDINAL", "SCALE", "FRACTION", "INT", "DECIMAL", "SCALED"))


def find_amounts(
    article: Article, words: Sequence[Word], sentences: Sequence[Sentence], times: Sequence[TimePhrase]
) -> tuple[Amount, ...]:
    """The amounts of the article, sorted, not overlapping each other or ``times``."""
    grammar = amount_grammar()
    found = longest(one for one in find_all(grammar, words, sentences, encode_amounts) if _stands(one, words))
    ends = [t.span.end for t in times]
    starts = [s.first for s in sentences]
    tree: Tree | None = None
    out: list[Amount] = []
    here, sentence = 0, -1
    for one in found:
        span = Span(words[one.first].span.start, words[one.last - 1].span.end)
        nearest = bisect_left(ends, span.start + 1)
        if one.rule.gives["kind"] == "none" or (nearest < len(times) and times[nearest].span.start < span.end):
            continue
        at = bisect_right(starts, one.first) - 1
        if at != sentence:
            out[here:] = _share_units(out[here:], out[:here], article.text)
            here, sentence = len(out), at
        if tree is None:
            tree = Tree(words, sentences)
        amount = _amount(one, span, article.text, tree, grammar.book, sentences[at])
        if amount is not None:
            out.append(amount)
    out[here:] = _share_units(out[here:], out[:here], article.text)
    return tuple(out)


def _stands(found: Found, words: Sequence[Word]) -> bool:
    if _glued(words, found.first) or _is_change(words, found.first, found.captures):
        return False
    return found.rule.gives["kind"] == "none" or not _is_named(words, found)


def _is_named(words: Sequence[Word], found: Found) -> bool:
    """True where capitals show a name: a hedge inside a sentence ("at Under 70 Cars"), money's word ("8 Rand Paul")."""
    first, last = words[found.first], words[found.last - 1]
    ahead = words[found.last] if found.last < len(words) else last
    titled = first.text.istitle() and first.text.lower() in _HEDGES and found.first > 0
    if titled and words[found.first - 1].text[-1:].isalnum():
        return True
    is_word = "word" in found.captures and last.text.istitle()
    return is_word and last.span.end + 1 == ahead.span.start and ahead.text.istitle()


def encode_amounts(words: Sequence[Word], sentence: Sentence, book: Codebook) -> str:
    """The codes of a sentence's words, one each: particles ("handed over") hidden, letters before $ marked."""
    inside = words[sentence.first : sentence.last]
    out = book.codes(inside)
    for i, word in enumerate(inside):
        if word.text == "$" and i and inside[i - 1].span.end == word.span.start:
            out[i - 1] = book.code(inside[i - 1].text + "+", "")
        elif (word.tag == "RP" and word.lemma != "up") or (word.lemma == "up" and i and inside[i - 1].lemma in _RISES):
            out[i] = OTHER
    return "".join(out)


def _is_change(words: Sequence[Word], first: int, captures: Captures) -> bool:
    """True for "from 2 to 3 per cent": two figures, not a range, unless they are said to range."""
    changed = "to" in captures and first > 0 and words[first - 1].text.lower() == "from"
    return changed and not (first > 1 and words[first - 2].lemma in ("range", "vary", "anywhere"))


def _glued(words: Sequence[Word], first: int) -> bool:
    """True when a figure is a piece of something longer written without blanks ("F-16", "52-48", "9/11")."""
    word = words[first]
    if not first or words[first - 1].span.end != word.span.start:
        return False
    before = words[first - 1].text
    return before in _JOINTS or (word.text[:1].isdigit() and before[-1:].isalpha())


def _amount(found: Found, span: Span, text: str, tree: Tree, book: Codebook, sentence: Sentence) -> Amount | None:
    kind, captures = found.rule.gives["kind"], found.captures
    value, low, high = _values(captures, book)
    if value is None:
        return None
    noun = None
    last = found.last - 1 if tree.words[found.last - 1].lemma == "of" else found.last
    if kind == "count":
        noun = counted_noun(tree, found.first, found.last, sentence)
        if found.last < sentence.last and tree.words[found.last].text in HYPHENS:
            return None  # "an 18-hole course"
        if noun is None or _is_label(tree, found, sentence) or not _is_counted(tree, noun, value):
            return None
        if _is_year(value, span.of(text)) or (low is not None and low == high):
            return None
        word = tree.words[noun]
        unit: str | None = word.text if word.tag.startswith("NNP") else word.text.lower()
    else:
        unit = _unit(kind, captures, book)
        if unit == "GBP" and "word" in captures and _weighs(tree, found.first, sentence):
            unit = "lb"
    named = object_of(tree, found.first, last, sentence, noun, kind in ("percent", "points", "fraction"))
    return Amount(span, value, unit, named.of(text) if named else None, "about" in captures, low, high)


def _unit(kind: str, captures: Captures, book: Codebook) -> str | None:
    match kind:
        case "money":
            return _currency(captures, book)
        case "percent":
            base = captures.get("unit_of", ("",))[0]
            return f"% of {base.upper() if base in ('gdp', 'gnp') else base}" if base else "%"
        case "points":
            return "basis points" if "basis" in captures else "percentage points"
        case "measure":
            if "cubic" in captures:
                return f"cubic {captures['cubic'][0]}"
            unit = book.value("MEASURE", captures["measure"][0])
            return f"{unit}2" if "square" in captures else unit
        case "compound":
            return book.value("COMPOUND", captures["compound"][0])
        case _:
            return "1"  # a share of one, as UCUM writes what has no dimension


def _values(captures: Captures, book: Codebook) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, low and high of what was captured."""
    if "share" in captures:
        value: Decimal | None = _share(captures["share"], book)
    else:
        value = read_number(captures.get("n", ()))
    if value is None:
        return None, None, None
    if "to" in captures:
        top = read_number(captures["to"])
        if top is None:
            return None, None, None
        low = _spread(captures["n"], captures["to"], value)
        if low > top:
            return None, None, None
        return (low + top) / 2, low, top
    low_side = value if "low" in captures or "more_than" in captures else None
    return value, low_side, value if "high" in captures else None


def _spread(low: tuple[str, ...], high: tuple[str, ...], value: Decimal) -> Decimal:
    """The lower end of "3–5 billion", which borrows the scale of the upper."""
    scale = [w for w in high if w in _SCALES]
    glued = _SPREAD.match(high[-1])
    if glued and glued[2] in _SCALES:
        scale = [glued[2]]
    if not scale or any(w in _SCALES for w in low) or (len(low) == 1 and not low[0][-1:].isdigit() and figure(low[0])):
        return value
    return read_number((*low, *scale)) or value


def _share(words: tuple[str, ...], book: Codebook) -> Decimal | None:
    if words == ("half",):
        return Decimal("0.5")
    part = book.value("FRACTION", words[-1]) or "1"
    numerator = Decimal(1) if words[0] == "a" else read_number(words[:1]) or Decimal(1)
    top, _, bottom = part.partition("/")
    return round(numerator * Decimal(top) / Decimal(bottom or 1), 4)


def _currency(captures: Captures, book: Codebook) -> str | None:
    if "sign" in captures:
        sign = book.value("SIGN", captures["sign"][0])
        before = captures.get("before")
        return (book.value("BEFORESIGN", before[0] + "+") if before and sign == "USD" else None) or sign
    nation = captures.get("nation")
    return (book.value("NATION", nation[-1]) if nation else None) or book.value("CURRENCY", captures["word"][0])


def _share_units(amounts: Sequence[Amount], before: Sequence[Amount], text: str) -> list[Amount]:
    """Bare percentages with the unit of a fuller one ("2.5% of GDP") of which they speak again.

    In one sentence they do unless they say what they are of; across sentences if their object has the same head, or
    the figure is the same and no other object is told ("the 2.5% target").
    """
    bare = [a for a in amounts if a.unit == "%" and not text[a.span.end :].lstrip().startswith("of ")]
    if not bare:
        return list(amounts)
    near = next((a for a in amounts if a.unit and a.unit.startswith("% of ")), None)
    told = [a for a in before if a.unit and a.unit.startswith("% of ")]
    out = []
    for a in amounts:
        if a in bare:
            if near is not None and (not _head(a) or _head(a) == _head(near) or _head(a) in moves()):
                a = replace(a, unit=near.unit, of=near.of)
            else:
                loose = not _head(a) or _head(a) in moves()
                same = [k for k in told if (loose and k.value == a.value) or (_head(k) and _head(k) == _head(a))]
                a = replace(a, unit=same[-1].unit) if same else a
        out.append(a)
    return out


def _head(amount: Amount) -> str:
    return amount.of.split()[-1].lower() if amount.of else ""


def _weighs(tree: Tree, first: int, sentence: Sentence) -> bool:
    """True for pounds that something weighs."""
    near = range(max(sentence.first, first - _NEAR), first)
    return any(tree.words[i].lemma in ("weigh", "weight", "lift", "carry", "load") for i in near)


def _is_counted(tree: Tree, noun: int, value: Decimal) -> bool:
    """True for a noun in the plural, or one that means many; a figure before another is a name, a rate, a label."""
    word = tree.words[noun]
    if not word.text.replace("-", "").replace("’", "").replace("'", "").isalnum():
        return False
    plural = word.tag == "NN" and word.text.endswith("s") and not word.text.endswith(("ss", "us"))  # whatever its tag
    if word.tag in ("NN", "NNP") and value > 1 and not plural and word.text.lower() not in _MANY_IN_ONE:
        return any(c.isdigit() for c in word.text)  # "12 F16"
    return True


def _is_year(value: Decimal, surface: str) -> bool:
    """True for four bare digits that are a year ("the 2016 elections")."""
    return surface.isdecimal() and value in _YEARS and bool(value % 100)


def _is_label(tree: Tree, found: Found, sentence: Sentence) -> bool:
    """True when the number names instead of counting: after a name ("Boeing 737"), as a year, in a list."""
    if found.first == sentence.first:
        after = tree.words[found.last].text if found.last < sentence.last else ""
        return after in (")", ".")
    before = tree.words[found.first - 1]
    named = before.text[:1].isupper() and before.text.strip(".").isalpha() and found.first - 1 > sentence.first
    return named and before.tag.startswith("NNP")
