"""Sentences: titles and initials do not end one; offsets are verbatim."""

from __future__ import annotations

import pytest

from communique.annotate.sentences import split_sentences
from communique.ingest import read_text


@pytest.mark.parametrize(
    "sentences",
    [
        ["Envoys met Sen. J. D. Ode in the U.S. on Monday.", "They agreed on little."],
        ["“We agree.", "We must go,” Mr. Ode said.", "It rose to 2.5 percent."],
        ["Talks with Gen. Vare failed.", "No. 10 said nothing."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    article = read_text(" ".join(sentences) + "\n\nA second paragraph stands here, too.")
    found = [span.of(article.text) for span, _ in split_sentences(article)]
    assert found == [*sentences, "A second paragraph stands here, too."]
