"""Decoding: label sequences stay possible, spans join the cue they point at."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from communique.annotate.decode import CONTENT, CUE, SOURCE, best_path, constrained, join, marginals, ranges
from communique.annotate.syntax import tree

TRANSITIONS = constrained(np.zeros((7, 7), np.float32))
SURE = np.full(9, 0.75, np.float32)


def emissions(labels: list[int]) -> np.ndarray:
    scores = np.zeros((len(labels), 7), np.float32)
    scores[np.arange(len(labels)), labels] = 5
    return scores


def test_the_best_path_follows_clear_emissions() -> None:
    labels = [SOURCE, SOURCE + 1, CUE, CONTENT, CONTENT + 1, 0]
    assert best_path(emissions(labels), TRANSITIONS, np.zeros(6, bool)).tolist() == labels


def test_no_span_crosses_into_the_next_block() -> None:
    labels = [CUE, CONTENT, CONTENT + 1, CONTENT + 1]
    starts = np.array([True, False, True, False])
    path = best_path(emissions(labels), TRANSITIONS, starts)
    assert path[2] != CONTENT + 1


@given(arrays(np.float32, st.tuples(st.integers(1, 40), st.just(7)), elements=st.floats(-9, 9, width=32)))
def test_an_inside_label_always_follows_its_own_kind(scores: np.ndarray) -> None:
    path = best_path(scores, TRANSITIONS, np.arange(len(scores)) == 0)
    for before, label in zip([0, *path[:-1]], path, strict=True):
        if label and label % 2 == 0:
            assert before in (label - 1, label)


@settings(deadline=None, max_examples=30)
@given(arrays(np.float32, st.tuples(st.integers(1, 4), st.just(7)), elements=st.floats(-4, 4, width=32)))
def test_marginals_are_the_sums_over_all_label_sequences(scores: np.ndarray) -> None:
    starts = np.arange(len(scores)) == 0
    total = np.zeros((len(scores), 7))
    for labels in itertools.product(range(7), repeat=len(scores)):
        steps = sum(TRANSITIONS[a, b] for a, b in itertools.pairwise(labels))
        begun = -1e4 if labels[0] and labels[0] % 2 == 0 else 0.0
        total[np.arange(len(scores)), labels] += np.exp(scores[np.arange(len(scores)), labels].sum() + steps + begun)
    expected = total / total.sum(1, keepdims=True)
    np.testing.assert_allclose(marginals(scores, TRANSITIONS, starts), expected, atol=1e-4)


def test_ranges_are_half_open_and_split_at_a_new_beginning() -> None:
    assert ranges(np.array([CONTENT, CONTENT + 1, CONTENT, 0, CUE])) == {CONTENT: [(0, 2), (2, 3)], CUE: [(4, 5)]}


def test_a_content_goes_to_the_cue_it_points_at_not_to_the_nearest() -> None:
    #          Marsh   said   they    Vare    claims lied
    labels = [SOURCE, CUE, CONTENT, SOURCE, CUE, CONTENT]
    links = np.full((6, 6), -5, np.float32)
    links[[0, 2], 1] = 5
    links[[3, 4], 4] = 5
    links[5, 1] = 5  # the last content points back at the first cue
    found = join(np.array(labels), SURE[:6], links, np.arange(6) == 0)
    assert [(f.source, f.cue, f.content) for f in found] == [(((0, 1),), ((1, 2),), ((2, 3), (5, 6)))]
    assert found[0].score == 0.75


def test_two_cues_may_share_a_source_but_not_across_blocks() -> None:
    labels = [SOURCE, CUE, CONTENT, CUE, CONTENT, CUE, CONTENT]
    links = np.zeros((7, 7), np.float32)
    starts = np.array([True, False, False, False, False, True, False])
    found = join(np.array(labels), SURE[:7], links, starts)
    assert [(f.source, f.cue) for f in found] == [(((0, 1),), ((1, 2),)), (((0, 1),), ((3, 4),)), ((), ((5, 6),))]


def test_contents_without_any_cue_are_left_out() -> None:
    labels = [0, CONTENT, CONTENT + 1]
    assert join(np.array(labels), SURE[:3], np.zeros((3, 3), np.float32), np.arange(3) == 0) == []


@given(arrays(np.float32, st.integers(1, 25).map(lambda n: (n, n)), elements=st.floats(-9, 9, width=32)))
def test_governors_always_form_one_tree(arcs: np.ndarray) -> None:
    heads = tree(arcs)
    roots = [i for i, h in enumerate(heads) if h == i]
    assert len(roots) == 1
    for i in range(len(heads)):
        steps = 0
        while heads[i] != i:
            i, steps = heads[i], steps + 1
            assert steps <= len(heads)
