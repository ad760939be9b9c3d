"""How far reviewers agree beyond chance: Krippendorff's alpha, field by field, with an interval.

What enters are the decisions of reviewers (``store.queue.decisions``); what leaves is an ``Agreement`` for each field.
A reviewer who accepts an entry has seen its values and let them stand, so they count as that reviewer's; of a rejected
entry only the rejection counts. Reviewers who see the machine's proposal agree more easily than if they started from
nothing, which no coefficient can take out.

>>> measure([("for", "for"), ("against", "against"), ("for", "unclear"), ("for",)]).alpha
0.5454545454545454
>>> measure([("for",), ("against",)]).lack
<Lack.NOBODY_TWICE: 'no entry was judged by two'>
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.model.entry import Kind, Mode
from communique.model.plain import Plain

Floats = NDArray[np.float64]
Unit = Sequence[Hashable]
_AT_ONCE = 2_000_000  # numbers of one step of the bootstrap held in memory
_WITHIN = (2.5, 97.5)  # percentiles


class Level(StrEnum):
    """What differences between values mean."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # how many values lie between
    INTERVAL = "interval"  # how far apart, as numbers


class Lack(StrEnum):
    """Why there is no alpha; it is not 0 then, which would mean agreement by chance."""

    NOBODY_TWICE = "no entry was judged by two"
    NO_VARIATION = "everybody gave one and the same value"


@dataclass(frozen=True, slots=True)
class Measured:
    """Alpha and the interval that holds it in 95 % of resamples of the units.

    ``units`` counts those with two values or more, ``values`` the values they hold. ``alpha`` is None where ``lack``
    says why; ``low`` and ``high`` are None where too few resamples vary.
    """

    units: int
    values: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    lack: Lack | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree in a field; ``kind`` is None for what all kinds have. ``coders`` are the reviewers with a
    value in a unit that counts, sorted.
    """

    field: str
    kind: Kind | None
    level: Level
    coders: tuple[str, ...]
    measured: Measured


FIELDS: tuple[tuple[str, Kind | None, Level], ...] = (
    ("accepted", None, Level.NOMINAL),
    ("issue", None, Level.NOMINAL),
    ("evidence", None, Level.NOMINAL),
    ("speaker", Kind.STATEMENT, Level.NOMINAL),
    ("stance", Kind.STATEMENT, Level.NOMINAL),
    ("mode", Kind.STATEMENT, Level.ORDINAL),
    ("said_on", Kind.STATEMENT, Level.INTERVAL),
    ("by", Kind.COMMITMENT, Level.NOMINAL),
    ("status", Kind.COMMITMENT, Level.NOMINAL),
    ("amount", Kind.COMMITMENT, Level.NOMINAL),
    ("deadline", Kind.COMMITMENT, Level.INTERVAL),
    ("held_by", Kind.CONDITION, Level.NOMINAL),
    ("sense", Kind.CONDITION, Level.NOMINAL),
    ("claimant", Kind.DISPUTE, Level.NOMINAL),
    ("challenger", Kind.DISPUTE, Level.NOMINAL),
    ("verdict", Kind.DISPUTE, Level.NOMINAL),
    ("type", Kind.EVENT, Level.NOMINAL),
    ("participants", Kind.EVENT, Level.NOMINAL),
    ("when", Kind.EVENT, Level.INTERVAL),
    ("status", Kind.EVENT, Level.NOMINAL),
    ("instrument", Kind.PROVISION, Level.NOMINAL),
    ("binding", Kind.PROVISION, Level.NOMINAL),
    ("value", Kind.AMOUNT, Level.NOMINAL),
    ("unit", Kind.AMOUNT, Level.NOMINAL),
    ("claimed_by", Kind.AMOUNT, Level.NOMINAL),
)
"""The fields that are measured, and their levels; days are an interval."""

_ORDERS = {"mode": (Mode.INDIRECT.value, Mode.MIXED.value, Mode.DIRECT.value)}
_ABSENT = "—"  # a field that a reviewer leaves empty has a value too: nothing


def agree(decisions: Iterable[Plain], *, resamples: int = 1000, seed: int = 0) -> tuple[Agreement, ...]:
    """The agreement in every field that anybody gave a value, in the order of ``FIELDS``."""
    made = tuple(decisions)
    found = []
    for field, kind, level in FIELDS:
        given: dict[str, dict[str, Hashable]] = {}
        for told in made:
            if (kind is None or told["kind"] == kind) and field in told["values"]:
                value = _as_value(field, told["values"][field], level)
                if value is not None:
                    given.setdefault(told["entry"], {})[told["who"]] = value
        if given:
            paired = [values for values in given.values() if len(values) > 1]
            coders = tuple(sorted({who for values in paired for who in values}))
            units = [tuple(values.values()) for values in given.values()]
            found.append(Agreement(field, kind, level, coders, measure(units, level, resamples=resamples, seed=seed)))
    return tuple(found)


def measure(units: Iterable[Unit], level: Level = Level.NOMINAL, *, resamples: int = 1000, seed: int = 0) -> Measured:
    """Alpha over ``units``, each the values that its coders gave it, missing ones left out.

    Of ordinal and interval values, which must be numbers, the ordinal ones count by their order alone. Formula:
    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", alpha = 1 − D_o ÷ D_e over the values that can be
    paired. The interval resamples the units with replacement (percentiles of ``resamples`` draws of the generator with
    ``seed``); draws in which nothing varies are left out, and without half of them there is no interval.
    """
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        return Measured(0, 0, lack=Lack.NOBODY_TWICE)
    counts, scale = _tabulate(paired, level)
    total = int(counts.sum())
    weights = np.ones((1, len(paired)))
    alpha = _alphas(weights, counts, scale, level)[0]
    if np.isnan(alpha):
        return Measured(len(paired), total, lack=Lack.NO_VARIATION)
    drawn = _resample(counts, scale, level, resamples, seed)
    told = drawn[~np.isnan(drawn)]
    low, high = np.percentile(told, _WITHIN) if len(told) * 2 >= resamples > 0 else (None, None)
    return Measured(
        len(paired), total, float(alpha), None if low is None else float(low), None if high is None else float(high)
    )


def _as_value(field: str, value: Any, level: Level) -> Hashable:
    """The value as its level takes it; None where it is missing."""
    match level:
        case Level.NOMINAL:
            return _ABSENT if value is None else str(value)
        case Level.ORDINAL:
            return _ORDERS[field].index(value) if value in _ORDERS[field] else None
        case Level.INTERVAL:
            return date.fromisoformat(value).toordinal() if value else None


def _tabulate(units: Sequence[Unit], level: Level) -> tuple[Floats, Floats]:
    """How often each value stands in each unit, ``float64 [units, values]``, and the values as numbers (for nominal
    ones, numbers that tell them apart).
    """
    known: list[Any] = list(dict.fromkeys(value for unit in units for value in unit))
    if level is not Level.NOMINAL:
        known.sort()
    column = {value: number for number, value in enumerate(known)}
    counts = np.zeros((len(units), len(known)))
    for row, unit in enumerate(units):
        for value in unit:
            counts[row, column[value]] += 1
    scale = np.asarray(known if level is Level.INTERVAL else range(len(known)), dtype=np.float64)
    return counts, scale - scale.mean()  # sums of squares lose less around the mean


def _alphas(weights: Floats, counts: Floats, scale: Floats, level: Level) -> Floats:
    """Alpha for each row of ``weights`` (how often each unit counts); NaN where nothing varies.

    The difference of two ordinal values is that of their mid-ranks among all values, so ordinal alpha is interval alpha
    over mid-ranks; these move with the weights.
    """
    marginals = weights @ counts
    total = marginals.sum(axis=1)
    differing: Callable[[Floats, Floats], Floats] = _unlike if level is Level.NOMINAL else _apart
    if level is Level.ORDINAL:
        ranks = np.cumsum(marginals, axis=1) - marginals / 2
        observed = np.array([_observed(w, counts, r, differing) for w, r in zip(weights, ranks, strict=True)])
        expected = np.array([differing(m[None], r)[0] for m, r in zip(marginals, ranks, strict=True)])
    else:
        per_unit = differing(counts, scale) / (counts.sum(axis=1) - 1)
        observed, expected = weights @ per_unit, differing(marginals, scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(expected > 1e-12, 1 - (total - 1) * observed / expected, np.nan)
    return found


def _observed(weights: Floats, counts: Floats, scale: Floats, differing: Callable[[Floats, Floats], Floats]) -> Any:
    return weights @ (differing(counts, scale) / (counts.sum(axis=1) - 1))


def _unlike(counts: Floats, _scale: Floats) -> Floats:
    """Of each row, the ordered pairs of values that differ."""
    found: Floats = counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)
    return found


def _apart(counts: Floats, scale: Floats) -> Floats:
    """Of each row, the sum over ordered pairs of values of the square of how far they lie apart."""
    found: Floats = 2 * (counts.sum(axis=1) * (counts @ scale**2) - (counts @ scale) ** 2)
    return found


def _resample(counts: Floats, scale: Floats, level: Level, resamples: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    units = len(counts)
    step = max(1, _AT_ONCE // max(counts.shape))
    found = [
        _alphas(
            chance.multinomial(units, np.full(units, 1 / units), size=min(step, resamples - first)).astype(np.float64),
            counts, scale, level,
        )
        for first in range(0, resamples, step)
    ]  # fmt: skip
    return np.concatenate(found) if found else np.empty(0)
