"""The encoder at run time: windows cover every word once; broken models are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.annotate.encoder import LIMIT, BlockWords, Encoder
from communique.errors import ResourceError
from communique.resources.loader import reader_folder

pytestmark = pytest.mark.reader


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(reader_folder())


def test_every_word_is_scored_once_and_in_order(encoder: Encoder) -> None:
    words = ("The", "envoys", "of", "Lorn", "met", ".") * 90
    blocks, at = [], 0
    for n in (6, 540, 30, 0, 120):
        blocks.append(BlockWords(words[:n], at))
        at += n
    scored = list(encoder.score(blocks))
    assert [s.start for s in scored] == [sum(len(b.roles) for b in scored[:i]) for i in range(len(scored))]
    assert sum(len(s.roles) for s in scored) == at
    assert all(s.links.shape == (len(s.roles), len(s.roles)) for s in scored)
    assert max(len(s.roles) for s in scored) < LIMIT


def test_words_without_pieces_and_endless_words_are_scored_too(encoder: Encoder) -> None:
    (scores,) = encoder.score([BlockWords(("\u200b", "x" * 10_000, "🙂"), 0)])
    assert len(scores.roles) == 3


def test_a_missing_model_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=str(tmp_path)):
        Encoder(tmp_path)
