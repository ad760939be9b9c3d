"""Time phrases → Whens: which days each phrase means, read against the day of publication.

Enters: annotations with their time phrases. Leaves: Whens, sorted, not overlapping. Direction comes from the clause a
phrase stands in (``directions``), words before it ("by", "since") open and close sides, and "from Monday to Wednesday"
becomes one When.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.model.reading import Annotations, TimePhrase
from communique.model.span import Span
from communique.model.syntax import Tree
from communique.model.when import When
from communique.resolve.calendar import Period, moved
from communique.resolve.directions import Direction, direction_of
from communique.resolve.time_kinds import Setting, period_of

_UNDIRECTED = frozenset([
    "today", "tonight", "year", "years", "decade", "century", "relative", "anchored", "apart", "running", "set",
    "weekday_set", "ref", "weekof", "part", "weekday_of_week",
])  # fmt: skip
_TELLING = frozenset([
    "day", "days", "weekday", "month", "months", "year", "quarter", "half", "season", "relative", "today", "tonight",
    "anchored", "apart", "weekof", "monthday",
])  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:to|until|till|through|and|[-–—])\s*(?:(?:the|on|early|late)\s+)?$", re.IGNORECASE)
_OPENING = frozenset({"from", "between"})
# The last word before a phrase, or the two words "than"/"of"/"to" ends, and what it does to the phrase's bounds.
_LEADS = {
    ("by",): "by", ("until",): "by", ("till",): "by", ("before",): "before", ("since",): "since", ("after",): "after",
    ("from",): "since", ("starting",): "since", ("beginning",): "since", ("later", "than"): "by",
    ("prior", "to"): "before", ("ahead", "of"): "before", ("earlier", "than"): "since", ("as", "of"): "since",
    ("within",): "within", ("in",): "in", ("inside",): "inside", ("through",): "by", ("following",): "after",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A phrase, what it means by itself, and what the words before it do to its bounds."""

    phrase: TimePhrase
    kind: str
    period: Period
    lead: str


def resolve_times(annotations: Annotations) -> tuple[When, ...]:
    """Every time phrase with its value and its inclusive bounds; ranges joined."""
    told = list(_tell(annotations))
    return tuple(_joined(told, annotations.article.text))


def resolve_each(annotations: Annotations) -> tuple[When, ...]:
    """As ``resolve_times``, but one When a phrase, as TimeML counts them: no ranges are joined."""
    return tuple(_when(one) for one in _tell(annotations))


def _tell(annotations: Annotations) -> Iterator[Told]:
    tree: Tree | None = None
    starts = [s.span.start for s in annotations.sentences]
    anchor: Period | None = None
    block = -1
    for phrase in sorted(annotations.times, key=lambda p: p.span):
        if tree is None:
            tree = Tree(annotations.words, annotations.sentences)
        here = bisect_right(starts, phrase.span.start) - 1
        if here >= 0 and annotations.sentences[here].block != block:
            block, anchor = annotations.sentences[here].block, None
        slots = dict(phrase.slots)
        kind = slots.get("kind", "")
        indices = tree.at(phrase.span)
        lead = _lead(tree, indices, annotations.sentences[here].first if here >= 0 else 0)
        direction = Direction.UNKNOWN if kind in _UNDIRECTED or not indices else direction_of(tree, indices)
        period = period_of(slots, Setting(annotations.article.published, direction, anchor, lead))
        if kind in _TELLING and period.earliest and period.latest:
            anchor = period
        yield Told(phrase, kind, period, lead)


def _lead(tree: Tree, indices: range, first: int) -> str:
    if not indices:
        return ""
    words = tuple(tree.words[i].text.lower() for i in range(max(first, indices[0] - 2), indices[0]))
    return _LEADS.get(words) or _LEADS.get(words[-1:]) or (words[-1] if words and words[-1] in _OPENING else "")


def _when(told: Told) -> When:
    period = told.period
    if told.kind not in ("duration", "running", "set", "weekday_set", "ref"):
        period = _sided(period, told.lead)
    return When(told.phrase.span, period.value, period.earliest, period.latest)


def _sided(period: Period, lead: str) -> Period:
    """The period's bounds as a preposition opens and closes them."""
    first, last = period.earliest, period.latest
    match lead:
        case "by":
            return period._replace(earliest=None)
        case "before":
            return period._replace(earliest=None, latest=moved(first, -1) if first else None)
        case "since":
            return period._replace(latest=None)
        case "after":
            return period._replace(earliest=moved(last, 1) if last else None, latest=None)
        case _:
            return period


def _joined(told: Iterable[Told], text: str) -> Iterator[When]:
    """Whens, with "from A to B" and "between A and B" as one."""
    waiting: Told | None = None
    for one in told:
        if waiting is not None:
            whole = _range(waiting, one, text)
            if whole is not None:
                yield whole
                waiting = None
                continue
            yield _when(waiting)
        waiting = one
    if waiting is not None:
        yield _when(waiting)


def _range(a: Told, b: Told, text: str) -> When | None:
    if a.kind in ("duration", "set", "ref", "apart") or b.kind in ("duration", "set", "ref", "apart"):
        return None
    before = text[max(0, a.phrase.span.start - 9) : a.phrase.span.start].split()
    between = text[a.phrase.span.end : b.phrase.span.start]
    if not before or before[-1].lower() not in _OPENING or len(between) > 12 or not _BETWEEN.match(between):
        return None
    first, last = a.period, b.period
    if first.earliest is None or last.latest is None:
        return None
    if last.latest < first.earliest and b.kind == "weekday":
        last = Period(moved(last.latest, 7).isoformat(), last.earliest, moved(last.latest, 7))
    if last.latest is None or last.latest < first.earliest:
        return None
    span = Span(a.phrase.span.start, b.phrase.span.end)
    return When(span, f"{first.value}/{last.value}", first.earliest, last.latest)
