"""Encoder scores → attributions as character spans, their contents snapped to quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from communique.annotate.decode import Floats, Range, best_path, constrained, join, marginals
from communique.annotate.encoder import Scores
from communique.model.reading import Attribution
from communique.model.span import Span


def attributions_of(
    scores: Scores, transitions: Floats, tokens: Sequence[tuple[str, int, int]], text: str
) -> list[Attribution]:
    """The attributions of one window; ``tokens`` are those of the whole article."""
    allowed = constrained(transitions)
    path = best_path(scores.roles, allowed, scores.opens)
    sure = marginals(scores.roles, allowed, scores.opens)[np.arange(len(path)), path]
    out = []
    for found in join(path, sure, scores.links, scores.opens):

        def spans(parts: Sequence[Range]) -> tuple[Span, ...]:
            return tuple(Span(tokens[scores.start + a][1], tokens[scores.start + b - 1][2]) for a, b in sorted(parts))

        content = tuple(_with_marks(s, text) for s in spans(found.content))
        out.append(Attribution(spans(found.source), spans(found.cue), content, found.score, ("encoder",)))
    return out


def _with_marks(span: Span, text: str) -> Span:
    """The span widened over a quotation mark at either edge whose partner is inside or at the other edge."""
    start, end = span.start, span.end
    inner = text[start:end]
    if (
        start
        and text[start - 1] in '“"'
        and (inner.count("”") > inner.count("“") or text[end : end + 1] in '”"' or inner.count('"') % 2)
    ):
        start -= 1
    inner = text[start:end]
    if text[end : end + 1] in ("”", '"') and (inner.count("“") > inner.count("”") or inner.count('"') % 2):
        end += 1
    return Span(start, end)
