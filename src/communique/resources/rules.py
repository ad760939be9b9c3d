"""Rules as data: YAML files of rules, each with an id, what it gives, examples, counter-examples and its source.

A file in ``resources/`` is a list of rules:

    - id: commitment.vow
      pattern: "vow|pledge|promise/VB"
      gives: {status: made}
      source: "pledge research: a pledge names an actor and a testable act"
      examples: ["The union [vowed] to end the strike by May."]
      counters: ["He kissed her and [they] parted."]

In examples, brackets mark the words that the rule's pattern matches. A **pattern** is a sequence of elements divided by
blanks. An element is alternatives of lemmas (``vow|pledge``), or ``*`` for any word, then optionally ``/`` and tag
prefixes (``/VB,NN``), ``@`` and relation prefixes (``@nsubj``), and ``?`` when it may be absent. ``...`` skips up to
four words. Lemmas are lower-case; a word matches by its lemma or its lower-cased text. Several patterns may be listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from communique.errors import ResourceError
from communique.model.reading import Word
from communique.resources.loader import load_yaml

_ELEMENT = re.compile(r"(?P<lemmas>[^/@?\s]+)(?:/(?P<tags>[^@?\s]+))?(?:@(?P<relations>[^?\s]+))?(?P<optional>\?)?$")
_GAP = 4


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern; empty sets allow anything."""

    lemmas: frozenset[str]
    tags: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False

    def fits(self, word: Word) -> bool:
        """True when ``word`` satisfies every part of the element."""
        return (
            (not self.lemmas or word.lemma in self.lemmas or word.text.lower() in self.lemmas)
            and (not self.tags or word.tag.startswith(self.tags))
            and (not self.relations or word.relation.startswith(self.relations))
        )


def parse_pattern(text: str) -> tuple[Element, ...]:
    """The elements of a pattern; ResourceError when it is malformed or begins with something optional."""
    out = []
    for part in text.split():
        if part == "...":
            out.append(Element(frozenset(), gap=True))
            continue
        match = _ELEMENT.match(part)
        if match is None:
            raise ResourceError(f"not a pattern element: {part!r} in {text!r}")
        lemmas = frozenset() if match["lemmas"] == "*" else frozenset(match["lemmas"].split("|"))
        tags = tuple((match["tags"] or "").split(",")) if match["tags"] else ()
        relations = tuple((match["relations"] or "").split(",")) if match["relations"] else ()
        out.append(Element(lemmas, tags, relations, bool(match["optional"])))
    if not out or out[0].optional or out[0].gap:
        raise ResourceError(f"a pattern must begin with a word: {text!r}")
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``gives`` and ``options`` (every key we do not know) are read by the stage that uses it."""

    id: str
    patterns: tuple[tuple[Element, ...], ...]
    gives: Mapping[str, Any]
    source: str
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    description: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's pattern found over words ``[first, last)``."""

    rule: Rule
    first: int
    last: int


_KNOWN = {"id", "pattern", "patterns", "gives", "source", "examples", "counters", "description"}


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of ``resources/<name>.yaml``; ResourceError where one lacks an id, examples or counter-examples."""
    out = []
    for row in load_yaml(f"{name}.yaml"):
        for key in ("id", "examples", "counters", "source"):
            if not row.get(key):
                raise ResourceError(f"{name}.yaml: a rule lacks {key!r}: {row.get('id', row)}")
        patterns = row.get("patterns") or ([row["pattern"]] if "pattern" in row else [])
        out.append(
            Rule(row["id"], tuple(parse_pattern(p) for p in patterns), row.get("gives") or {}, row["source"],
                 tuple(row["examples"]), tuple(row["counters"]), row.get("description", ""),
                 {k: v for k, v in row.items() if k not in _KNOWN})
        )  # fmt: skip
    return tuple(out)


class Matcher:
    """Finds the patterns of many rules at once; a pattern is tried only where its first word can stand."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_lemma: dict[str, list[tuple[Rule, tuple[Element, ...]]]] = {}
        self._anywhere: list[tuple[Rule, tuple[Element, ...]]] = []
        for rule in rules:
            for pattern in rule.patterns:
                if pattern[0].lemmas:
                    for lemma in pattern[0].lemmas:
                        self._by_lemma.setdefault(lemma, []).append((rule, pattern))
                else:
                    self._anywhere.append((rule, pattern))

    def find(self, words: Sequence[Word], first: int = 0, last: int | None = None) -> Iterator[Hit]:
        """All hits that lie wholly in words ``[first, last)``, by position; the longest of a rule at a position."""
        last = len(words) if last is None else last
        for at in range(first, last):
            word = words[at]
            seen: dict[str, Hit] = {}
            keys = {word.lemma, word.text.lower()}
            candidates = [c for key in keys for c in self._by_lemma.get(key, ())]
            for rule, pattern in (*candidates, *self._anywhere):
                end = _match(pattern, 0, words, at, last)
                if end is not None and (rule.id not in seen or seen[rule.id].last < end):
                    seen[rule.id] = Hit(rule, at, end)
            yield from seen.values()


def _match(pattern: tuple[Element, ...], index: int, words: Sequence[Word], at: int, last: int) -> int | None:
    """Where the pattern from ``index`` on ends when it begins at word ``at``; None where it does not match."""
    if index == len(pattern):
        return at
    element = pattern[index]
    if element.gap:
        ends = (_match(pattern, index + 1, words, at + skip, last) for skip in range(min(_GAP, last - at) + 1))
        return next((e for e in ends if e is not None), None)
    if at < last and element.fits(words[at]):
        end = _match(pattern, index + 1, words, at + 1, last)
        if end is not None:
            return end
    return _match(pattern, index + 1, words, at, last) if element.optional else None
