"""Patterns over words as regular expressions: every known word is one character of a private alphabet.

Enters: the classes and parts of ``time_words.yaml`` and patterns such as ``day=DAY of? month=MONTH``. Leaves: compiled
expressions over the string that ``Codebook.encode`` makes of words, one character a word, so that matches are word
ranges. In a pattern, a lower-case word or a mark stands for itself, an upper-case name for a class, a shape or a part;
``name=`` captures the atom or group after it (as ``name__N``, so that alternatives may share a name); ``( | ) ? * +``
and ``(?! (?= (?<! (?<=`` mean what they mean in regular expressions, over words.

>>> book = Codebook({"MONTH": {"may": 5}}, {})
>>> bool(book.compile("day=DAY of? month=MONTH").fullmatch(book.encode(["24th".rstrip("th"), "of", "May"])))
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from communique.annotate.patterns import Piece, parse
from communique.model.reading import Word

_ATOM = re.compile(r"\(\?(?:<?[!=])|\((?!\?)|(?P<name>[a-z_]+\d?)=|[A-Z]+|[|)?*+]|\{\d(?:,\d?)?\}|[^\s()|?*+=]+")
_QUANTIFIER = re.compile(r"[|)?*+]|\{")
OTHER, NOUN, PLURAL, ADJECTIVE, BREAK = ".", "N", "S", "J", "\n"  # words no rule names, by tag; the end of a sentence
UNNAMED = frozenset((OTHER, NOUN, PLURAL, ADJECTIVE))
_REMEMBERED = 20_000  # words whose character is kept
_BY_TAG: Mapping[str, str] = {"NN": NOUN, "NNP": NOUN, "NNPS": NOUN, "NNS": PLURAL, "JJ": ADJECTIVE}
SHAPES: Mapping[str, str] = {
    "DAY": r"(?:[1-9]|0[1-9]|[12]\d|3[01])",
    "YEAR": r"(?:1[0-9]\d\d|20\d\d|21\d\d)",
    "MILITARY": r"(?:0\d|2[2-4])[0-5]\d",
    "INTEGER": r"\d{1,3}(?:,?\d{3})*|\d+",
    "DECIMAL": r"\d+\.\d+",
    "SCALED": r"\d+(?:k|m|mn|mln|bn|bln|tn|trn)",
    "ORDINALDAY": r"\d{1,2}(?:st|nd|rd|th)",
    "FIGUREDECADE": r"(?:1\d|20)?\d0s",
    "CLOCK": r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:am|pm)?",
    "CLOCKWORD": r"(?:1[0-2]|0?[1-9])(?:am|pm)",
    "QUARTERWORD": r"q[1-4]",
    "HALFWORD": r"h[12]",
    "DOTTED": r"[0-3]?\d\.[01]?\d\.(?:19|20)\d\d",
    "FISCAL": r"fy\d{2,4}",
}
_COMBINED = re.compile("|".join(f"(?P<{name}>{shape})$" for name, shape in SHAPES.items()))
_SHAPED = frozenset("0123456789qhf")
_UNIONS = {"INT": ("DAY", "YEAR", "MILITARY", "INTEGER"), "TIMEOFDAY": ("CLOCK", "DECIMAL")}


class _Memory(dict[str, str]):
    """The character of every word met, in its case; empty for a word that no rule names."""

    def __init__(self, classify: Callable[[str], str]) -> None:
        super().__init__()
        self._classify = classify

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = self._classify(word.lower())
        return found


class Codebook:
    """The alphabet of a vocabulary: built once, pure afterwards but for a memory of words met."""

    def __init__(self, classes: Mapping[str, Mapping[str, object]], parts: Mapping[str, str]) -> None:
        self.values = {name: {w: str(v) for w, v in members.items()} for name, members in classes.items()}
        self._codes: dict[str, str] = {}
        self._known = _Memory(self._classify)
        shapes = {name: chr(0xE000 + i) for i, name in enumerate(SHAPES)}
        self._next = 0xE000 + len(SHAPES)
        for members in classes.values():
            for word in members:
                self._code(word)
        self._members = {name: "".join(self._codes[w] for w in members) for name, members in classes.items()}
        self._members |= shapes
        self._members |= {name: "".join(shapes[s] for s in members) for name, members in _UNIONS.items()}
        self._members |= {"BREAK": BREAK, "PLURAL": PLURAL, "NOUNLIKE": NOUN + PLURAL + ADJECTIVE}
        self._sets = {name: f"[{re.escape(members)}]" for name, members in self._members.items()} | {"ANY": r"[^\n]"}
        self._texts = dict(parts)
        self._parts: dict[str, str] = {}
        for name, pattern in parts.items():
            self._parts[name] = f"(?:{self.translate(pattern)})"

    def _code(self, word: str) -> str:
        if word not in self._codes:
            self._codes[word] = chr(self._next)
            self._next += 1
        return self._codes[word]

    def encode(self, words: Iterable[str]) -> str:
        """One character for each of ``words``: of the word itself, of its shape, or OTHER."""
        return "".join([self.code(word, "") for word in words])

    def codes(self, words: Iterable[Word]) -> list[str]:
        """One character for each of ``words``."""
        known, by_tag = self._known, _BY_TAG
        return [known[w.text] or by_tag.get(w.tag, OTHER) for w in words]

    def code(self, word: str, tag: str) -> str:
        """The character of ``word`` in any case: its own, else of its shape, else of its Penn tag's class."""
        return self._known[word] or _BY_TAG.get(tag, OTHER)

    def _classify(self, word: str) -> str:
        found = self._codes.get(word)
        if found is not None:
            return found
        if word[:1] in _SHAPED and len(word) <= 12 and (shape := _COMBINED.match(word)) and shape.lastgroup:
            return self._members[shape.lastgroup]
        return ""

    def value(self, name: str, word: str) -> str | None:
        """What ``word`` means as a member of the class ``name``."""
        return self.values[name].get(word.lower())

    def any_of(self, names: Sequence[str]) -> re.Pattern[str]:
        """An expression that finds one word of the classes or shapes ``names``."""
        return re.compile("|".join(self._sets[name] for name in names))

    def translate(self, pattern: str) -> str:
        """``pattern`` as a regular expression over codes; KeyError for an unknown class or part."""
        out: list[str] = []
        stack: list[bool] = []  # for each open bracket: whether a capture's bracket closes with it
        pending = False
        for match in _ATOM.finditer(pattern):
            atom = match.group()
            if match["name"]:
                out.append(f"(?P<{match['name']}__{len(out)}>")
                pending = True
            elif atom.startswith("("):
                out.append(atom if len(atom) > 1 else "(?:")
                stack.append(pending)
                pending = False
            elif atom == ")":
                out.append("))" if stack.pop() else ")")
            elif _QUANTIFIER.match(atom):
                out.append(atom)
            else:
                out.append(self._word(atom) + (")" if pending else ""))
                pending = False
        return "".join(out)

    def _word(self, atom: str) -> str:
        if _is_name(atom):
            return self._parts[atom] if atom in self._parts else self._sets[atom]
        return self._code(atom)

    def compile(self, pattern: str) -> re.Pattern[str]:
        """``pattern`` compiled; compile every pattern before the first ``encode``, for literals enter the alphabet."""
        return re.compile(self.translate(pattern))

    def tree(self, pattern: str) -> Piece:
        """``pattern`` as a tree, for what can be told of it beforehand."""
        return parse(_unnamed(pattern), lambda name: _unnamed(self._texts[name]) if name in self._texts else None)

    def characters(self, atom: str) -> frozenset[str]:
        """The characters that an atom stands for, empty for ANY."""
        if _is_name(atom):
            return frozenset(self._members.get(atom, ()))
        return frozenset(self._code(atom))


def _is_name(atom: str) -> bool:
    """True for the name of a class, a shape or a part."""
    return atom.isupper() and atom.isalpha() and len(atom) > 1


def _unnamed(pattern: str) -> list[str]:
    """The atoms of a pattern without the names of its captures."""
    return [match.group() for match in _ATOM.finditer(pattern) if not match["name"]]
