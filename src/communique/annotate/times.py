"""Words → time expressions, not yet resolved."""

from __future__ import annotations

from collections.abc import Sequence

from communique.model.article import Article
from communique.model.reading import Sentence, TimePhrase, Word


def find_times(article: Article, words: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[TimePhrase, ...]:
    """The time expressions of the article, sorted, not overlapping."""
    return ()
