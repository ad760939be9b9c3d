"""Words → amounts."""

from __future__ import annotations

from collections.abc import Sequence

from communique.model.article import Article
from communique.model.reading import Sentence, TimePhrase, Word
from communique.model.when import Amount


def find_amounts(
    article: Article, words: Sequence[Word], sentences: Sequence[Sentence], times: Sequence[TimePhrase]
) -> tuple[Amount, ...]:
    """The amounts of the article, sorted, not overlapping each other or ``times``."""
    return ()
