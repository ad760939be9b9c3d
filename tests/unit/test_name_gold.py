"""The gold that the name head is trained on: marks become labels, and names are exchanged word for word."""

import random
from pathlib import Path

import pytest

from training.labels import NAMES
from training.names import TEXTS, Exchange, align, labels_of, read_marked, read_standoff


@pytest.fixture
def blocks(tmp_path: Path):
    path = tmp_path / "marked.txt"
    path.write_text(
        "Talks in [Oslo|L]\n\n[Norwegian|G] envoy [Ana Brandt|P] met [Brandt|P]’s hosts.\n====\nNobody came.\n",
        encoding="utf-8",
    )
    return [blocks for _, blocks in read_marked(path)]


def told(block):
    return [(word, NAMES[label]) for word, label in zip(block.words, block.names, strict=True) if label]


def test_marks_become_labels(blocks):
    assert len(blocks) == 2
    assert told(blocks[0][0]) == [("Oslo", "B-place")]
    assert told(blocks[0][1]) == [
        ("Norwegian", "B-group"),
        ("Ana", "B-person"),
        ("Brandt", "I-person"),
        ("Brandt", "B-person"),
    ]
    assert told(blocks[1][0]) == []


def test_neighbouring_marks_stay_apart():
    begin = NAMES.index("B-place")
    assert labels_of([(0, 4), (5, 9)], [(0, 4, "L"), (5, 9, "L")]) == [begin, begin]


def test_nationalities_that_a_corpus_left_unmarked_become_groups(blocks):
    bare = list(blocks[0])
    for block in bare:
        block.names = [0] * len(block.words)
    assert told(align(bare)[1]) == [("Norwegian", "B-group")]


def test_names_are_exchanged_word_for_word_and_the_same_all_over(blocks):
    changed = []
    for seed in range(20):
        article = Exchange(blocks, random.Random(seed)).apply(blocks[0])
        assert [len(b.words) for b in article] == [len(b.words) for b in blocks[0]]
        assert [b.names for b in article] == [b.names for b in blocks[0]]
        assert article[1].words[3] == article[1].words[5]  # the surname
        changed += [old.words != new.words for old, new in zip(blocks[0], article, strict=True)]
    assert any(changed)


@pytest.mark.parametrize("path", sorted(TEXTS.glob("own*.txt")), ids=lambda path: path.stem)
def test_what_ships_for_training_is_marked_whole(path):
    articles = read_marked(path)
    assert articles
    for name, blocks in articles:
        assert not any("|" in word or "[" in word for block in blocks for word in block.words), name


def test_stand_off_marks_hold_places_and_kinds_but_no_text():
    for marks in read_standoff(TEXTS / "polnear.jsonl").values():
        assert all(0 <= start < end and kind in "POLEXG" for start, end, kind in marks)
