"""Trees of words: subjects through control and relative clauses, tense of a clause, totality on broken syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.reading import Sentence, Word
from communique.model.span import Span
from communique.model.syntax import Tense, Tree


def tree(rows: str) -> Tree:
    """A one-sentence tree from rows "word/lemma/TAG/governor(1-based, 0 root)/relation"."""
    words, at = [], 0
    parts = [row.split("/") for row in rows.split()]
    for i, (text, lemma, tag, head, relation) in enumerate(parts):
        governor = int(head) - 1 if int(head) else i
        words.append(Word(Span(at, at + len(text)), text, lemma, tag, governor, relation, False))
        at += len(text) + 1
    return Tree(words, [Sentence(Span(0, at), 0, len(words), 0)])


@pytest.mark.parametrize(
    ("rows", "verb", "subject", "tense"),
    [
        ("Vare/vare/NNP/2/nsubj left/leave/VBD/0/root", 1, 0, Tense.PAST),
        ("Vare/vare/NNP/3/nsubj has/have/VBZ/3/aux left/leave/VBN/0/root", 2, 0, Tense.PAST),
        ("Vare/vare/NNP/3/nsubj will/will/MD/3/aux go/go/VB/0/root", 2, 0, Tense.FUTURE),
        ("Vare/vare/NNP/3/nsubj may/may/MD/3/aux go/go/VB/0/root", 2, 0, Tense.MODAL),
        (
            "Vare/vare/NNP/3/nsubj:pass is/be/VBZ/3/aux:pass due/due/JJ/0/root to/to/TO/5/mark go/go/VB/3/xcomp",
            4, 0, Tense.PLANNED,
        ),
        ("Vare/vare/NNP/2/nsubj met/meet/VBD/0/root and/and/CC/4/cc left/leave/VBD/2/conj", 3, 0, Tense.PAST),
        (
            "Vare/vare/NNP/0/root who/who/WP/3/nsubj left/leave/VBD/1/acl:relcl",
            2, 0, Tense.PAST,
        ),
    ],
)  # fmt: skip
def test_a_clause_knows_its_subject_and_its_time(rows: str, verb: int, subject: int, tense: Tense) -> None:
    found = tree(rows)
    assert (found.subject(verb), found.tense(verb)) == (subject, tense)


ROWS = st.tuples(
    st.sampled_from(["VB", "VBD", "NN", "MD", "TO"]),
    st.integers(0, 9),
    st.sampled_from(["root", "conj", "xcomp", "aux", "nsubj", "acl:relcl"]),
)


@given(st.lists(ROWS, min_size=1, max_size=10))
def test_wrong_syntax_never_loops_or_raises(rows: list[tuple[str, int, str]]) -> None:
    n = len(rows)
    words = [
        Word(Span(2 * i, 2 * i + 1), "x", "x", tag, head % n, rel, False) for i, (tag, head, rel) in enumerate(rows)
    ]
    found = Tree(words, [Sentence(Span(0, 2 * n), 0, n, 0)])
    for i in range(n):
        assert i in found.subtree(i)
        assert isinstance(found.tense(i), Tense)
        found.subject(i)
        found.clause(i)
        assert len(list(found.ancestors(i))) <= 64
