"""How much an undecided entry deserves a person's look: how unsure the reader is of it, how much it moves the record.

What enters are rows of undecided entries; what leaves are numbers that order them, greater first. The shape of the
whole record (how scores lie, who and what it speaks of) is told from at most ``_LOOKED_AT`` entries spread evenly over
it, so it costs the same in a record of a million entries; a smaller record is looked at whole.

**Uncertainty.** Scores order entries of one kind and are no probabilities, so each kind has a boundary of its own: the
median score of what people rejected lately, or, until they rejected ``_ENOUGH`` of the kind, its lowest decile. The
number is 1 − the share of the kind's entries that lie nearer to the boundary (ties count half), in [0, 1]: kinds mix
whatever the range of their scores, and a kind whose scores are all the same stands in the middle.

**Impact.** weight of the kind × (1 + prominence of its actors + prominence of its issue + rarity) × (1 + log₂(1 +
reprints)). Prominence is log(1 + entries that name it) ÷ log(1 + entries that name the most named), of the most
prominent actor; rarity is 1 ÷ (entries of the kind by the same actor on the same issue, this one included), so that a
position that rests on one sentence has that sentence looked at. An entry without an issue has neither of the two.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.model.entry import Kind, Stance
from communique.model.judgement import JudgementKind, ReviewStatus
from communique.store.schema import actor, entry, entry_actor, issue, judgement

_LOOKED_AT = 1000
_LATELY = 5000  # judgements within which a rejection counts
_ENOUGH = 5
_DECILE = 0.1
_MOST = 500  # keys in one query
_GOLDEN = (math.sqrt(5) - 1) / 2  # its multiples modulo 1 are spread evenly, however many are taken

WEIGHTS = {
    Kind.COMMITMENT: 3.0,
    Kind.CONDITION: 3.0,
    Kind.DISPUTE: 3.0,
    Kind.PROVISION: 2.0,
    Kind.STATEMENT: 1.5,
    Kind.EVENT: 1.5,
    Kind.AMOUNT: 0.5,
}
"""How much a kind moves the record: what binds or divides the parties over bare figures."""
WITH_STANCE = 2.0
"""The weight of a statement whose stance is told, since positions are made of these."""

ROOT_ACTOR = sa.func.coalesce(actor.c.root, actor.c.key)
ROOT_ISSUE = sa.func.coalesce(issue.c.root, entry.c.issue)


@dataclass(frozen=True, slots=True)
class Open:
    """An undecided entry as the queue weighs it; ``issue`` is the key of the issue it now stands under."""

    key: int
    kind: str
    score: float
    article: int
    position: int
    stance: str | None
    issue: int | None


COLUMNS = (
    entry.c.key, entry.c.kind, entry.c.score, entry.c.article, entry.c.position, entry.c.stance,
    ROOT_ISSUE.label("issue"),
)  # fmt: skip
"""The columns of an ``Open``, from ``entry`` left joined with ``issue``."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of the record. ``scale`` is how many entries each one looked at stands for."""

    scale: float
    boundaries: dict[str, float]
    gaps: dict[str, list[float]]  # by kind, sorted: how far scores lie from the boundary
    actors: dict[int, float]  # the prominence of each that was seen, the most prominent first
    issues: dict[int, float]
    triples: Counter[tuple[str, int, int]]  # kind, actor, issue: how many were looked at

    def uncertainty(self, kind: str, score: float) -> float:
        """How near the boundary of its kind a score lies, in [0, 1]."""
        gaps = self.gaps.get(kind)
        if not gaps:
            return 0.5
        gap = abs(score - self.boundaries[kind])
        return 1 - (bisect_left(gaps, gap) + bisect_right(gaps, gap)) / (2 * len(gaps))

    def impact(self, row: Open, actors: Sequence[int], reprints: int) -> float:
        """How much the entry moves the record; ``actors`` are the keys of those it names, reprints left out."""
        weight = WEIGHTS[Kind(row.kind)]
        if row.kind == Kind.STATEMENT and row.stance not in (None, Stance.UNCLEAR.value):
            weight = WITH_STANCE
        told = 1 + max((self.actors.get(key, 0.0) for key in actors), default=0.0)
        if row.issue is not None:
            told += self.issues.get(row.issue, 0.0)
            told += max((self._rarity(row.kind, key, row.issue) for key in actors), default=0.0)
        return weight * told * (1 + math.log2(1 + reprints))

    def _rarity(self, kind: str, actor: int, issue: int) -> float:
        return 1 / max(1.0, self.triples[kind, actor, issue] * self.scale)


def look_over(connection: Connection) -> Outline:
    """The shape of the record as it now is."""
    last = connection.scalar(sa.select(sa.func.max(entry.c.key))) or 0
    keys = range(1, last + 1) if last <= _LOOKED_AT else sorted(_spread(last))
    seen: list[Open] = []
    named: dict[int, list[int]] = {}
    for some in _chunks(keys):
        query = sa.select(*COLUMNS).outerjoin(issue, issue.c.key == entry.c.issue)
        rows = connection.execute(query.where(entry.c.key.in_(some), entry.c.listed, entry.c.first.is_(None)))
        seen += [Open(*row) for row in rows]
        named |= load_actors(connection, some)
    by_kind: dict[str, list[float]] = {}
    for row in seen:
        by_kind.setdefault(row.kind, []).append(row.score)
    boundaries = _find_boundaries(connection, by_kind)
    triples = [(row.kind, key, row.issue) for row in seen if row.issue is not None for key in named.get(row.key, ())]
    scale = last / len(keys) if keys else 1.0
    return Outline(
        scale=scale,
        boundaries=boundaries,
        gaps={kind: sorted(abs(score - boundaries[kind]) for score in scores) for kind, scores in by_kind.items()},
        actors=_prominence((key for row in seen for key in named.get(row.key, ())), scale),
        issues=_prominence((row.issue for row in seen if row.issue is not None), scale),
        triples=Counter(triples),
    )


def load_actors(connection: Connection, keys: Sequence[int]) -> dict[int, list[int]]:
    """For each entry the keys of the actors it names, under what they were merged into; each once."""
    named: dict[int, list[int]] = {}
    for some in _chunks(keys):
        query = sa.select(entry_actor.c.entry, ROOT_ACTOR).join(actor, actor.c.key == entry_actor.c.actor).distinct()
        for row in connection.execute(query.where(entry_actor.c.entry.in_(some))):
            named.setdefault(row[0], []).append(row[1])
    return named


def count_reprints(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    """For each entry that was reprinted, how often."""
    counts: dict[int, int] = {}
    for some in _chunks(keys):
        query = sa.select(entry.c.first, sa.func.count()).where(entry.c.first.in_(some)).group_by(entry.c.first)
        counts |= {row[0]: row[1] for row in connection.execute(query)}
    return counts


def _find_boundaries(connection: Connection, scores: dict[str, list[float]]) -> dict[str, float]:
    lately = (
        sa.select(judgement.c.kind, judgement.c.subject).order_by(judgement.c.number.desc()).limit(_LATELY).subquery()
    )
    rejected = sa.select(lately.c.subject).where(lately.c.kind == JudgementKind.REJECT.value)
    query = sa.select(entry.c.kind, entry.c.score).where(
        entry.c.id.in_(rejected), entry.c.status == ReviewStatus.REJECTED.value
    )
    refused: dict[str, list[float]] = {}
    for kind, score in connection.execute(query):
        refused.setdefault(kind, []).append(score)
    boundaries: dict[str, float] = {}
    for kind in Kind:
        if len(told := refused.get(kind.value, [])) >= _ENOUGH:
            boundaries[kind.value] = median(told)
        else:
            known = sorted(scores.get(kind.value, [])) or [0.0]
            boundaries[kind.value] = known[int(_DECILE * len(known))]
    return boundaries


def _prominence(keys: Iterable[int], scale: float) -> dict[int, float]:
    counts = Counter(keys).most_common()
    return {key: math.log1p(count * scale) / math.log1p(counts[0][1] * scale) for key, count in counts}


def _spread(last: int) -> set[int]:
    return {1 + int(last * (n * _GOLDEN % 1)) for n in range(_LOOKED_AT)}


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(keys), _MOST):
        yield list(keys[first : first + _MOST])


def as_open(rows: Iterable[Any]) -> list[Open]:
    """Rows of ``COLUMNS`` as what they are."""
    return [Open(*row) for row in rows]
