"""The rule language: alternatives, tags, options, gaps; malformed rules are named."""

from __future__ import annotations

import pytest

from communique.errors import ResourceError
from communique.model.reading import Word
from communique.model.span import Span
from communique.resources.rules import Matcher, Rule, parse_pattern


def words(tagged: str) -> list[Word]:
    out, at = [], 0
    for part in tagged.split():
        text, tag = part.split("/")
        out.append(Word(Span(at, at + len(text)), text, text.lower(), tag, 0, "dep", False))
        at += len(text) + 1
    return out


def hits(pattern: str, tagged: str) -> list[tuple[int, int]]:
    rule = Rule("r", (parse_pattern(pattern),), {}, "test", ("x",), ("y",))
    return [(h.first, h.last) for h in Matcher([rule]).find(words(tagged))]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("vow|pledge/VB", [(1, 2)]),
        ("vow", [(1, 2), (4, 5)]),
        ("vow ... troops", [(1, 6), (4, 6)]),
        ("to send?", [(2, 3)]),
        ("vow/VB to a?", [(1, 4)]),
        ("*/NNP", [(0, 1)]),
        ("vow/NN@dep troops", [(4, 6)]),
        ("vow/NN@nsubj", []),
    ],
)
def test_a_pattern_matches_what_it_says(pattern: str, expected: list[tuple[int, int]]) -> None:
    assert hits(pattern, "Vare/NNP vow/VBP to/TO a/DT vow/NN troops/NNS") == expected


@pytest.mark.parametrize("pattern", ["", "vow?", "... vow", "vow/@x"])
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ResourceError):
        parse_pattern(pattern)
