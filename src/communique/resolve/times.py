"""Time phrases → Whens: which days each phrase means, read against the day of publication.

Enters: annotations with their time phrases. Leaves: Whens, sorted, not overlapping. Direction comes from the clause a
phrase stands in (``directions``), words before it ("by", "since") open and close sides, and "from Monday to Wednesday"
becomes one When.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from communique.model.reading import Annotations, TimePhrase
from communique.model.span import Span
from communique.model.syntax import Tree
from communique.model.when import When
from communique.resolve.calendar import Period, day, moved
from communique.resolve.directions import Direction, direction_of, is_promising
from communique.resolve.time_kinds import period_of
from communique.resolve.time_setting import Slots, at_hour
from communique.resolve.times_told import TimesTold, Told

_UNDIRECTED = frozenset([
    "today", "year", "years", "decade", "century", "the", "anchored", "apart", "yearago", "running", "set",
    "weekday_set", "ref", "weekof", "weekday_of_week",
])  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:to|until|till|through|and|[-–—])\s*(?:(?:the|on|early|late)\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|until|till|through)\s*(?:(?:the|on)\s+)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|or)\s*(?:(?:the|on)\s+)?$", re.IGNORECASE)
_OPENING = frozenset({"from", "between"})
# The last words before a phrase, three to one, and what they do to the phrase's bounds.
_LEADS = {
    ("by",): "by", ("until",): "by", ("till",): "by", ("before",): "before", ("since",): "since", ("after",): "after",
    ("from",): "since", ("starting",): "since", ("beginning",): "since", ("later", "than"): "by",
    ("prior", "to"): "before", ("ahead", "of"): "before", ("earlier", "than"): "since", ("as", "of"): "since",
    ("within",): "within", ("in",): "in", ("inside",): "inside", ("through",): "by", ("following",): "after",
    ("as", "early", "as"): "since", ("as", "soon", "as"): "since", ("latest", "on"): "by",
    ("sooner", "than"): "since", ("not", "before"): "since", ("starting", "in"): "since", ("starting", "on"): "since",
    ("beginning", "in"): "since", ("beginning", "on"): "since", ("as", "from"): "since", ("effective", "from"): "since",
    ("latest", "by"): "by", ("up", "to"): "by", ("earliest", "on"): "since", ("on", "or", "before"): "by",
}  # fmt: skip
_WAITING = frozenset(["not", "n’t", "n't", "never", "due", "nothing", "nobody", "cannot"])  # "not due until March"
_GIVEN = frozenset(["have", "give", "with", "leave", "allow", "grant"])  # "has ten days to answer"
_EVER = frozenset(["time", "first", "highest", "lowest", "worst", "best", "biggest", "most", "largest", "least"])


def resolve_times(annotations: Annotations) -> tuple[When, ...]:
    """Every time phrase with its value and its inclusive bounds; ranges joined."""
    return tuple(_joined(_tell(annotations), annotations.article.text))


def resolve_typed(annotations: Annotations) -> tuple[tuple[When, str], ...]:
    """As ``resolve_times``, but one When a phrase, as TimeML counts them, each with its TIMEX3 type: DATE, TIME,
    DURATION or SET.
    """
    return tuple((when := _when(one), timex_type(when.value, one.kind)) for one in _tell(annotations))


def timex_type(value: str, kind: str) -> str:
    """The TIMEX3 type that a value and a kind of phrase amount to."""
    if kind in ("set", "weekday_set"):
        return "SET"
    if value.startswith("P") and not value.endswith("_REF"):
        return "DURATION"
    return "TIME" if "T" in value and not value.endswith("_REF") else "DATE"


def _tell(annotations: Annotations) -> Iterator[Told]:
    tree: Tree | None = None
    starts = [s.span.start for s in annotations.sentences]
    text, published = TimesTold(annotations.article.published), annotations.article.published
    previous: Told | None = None
    for phrase in sorted(annotations.times, key=lambda p: p.span):
        tree = tree or Tree(annotations.words, annotations.sentences)
        here = bisect_right(starts, phrase.span.start) - 1
        sentence = annotations.sentences[here] if here >= 0 else None
        slots = dict(phrase.slots)
        indices = tree.at(phrase.span)
        lead = _lead(tree, indices, sentence.first if sentence else 0, slots)
        if lead == "" and previous and _follows(previous, phrase, annotations.article.text):
            lead = "by"
        direction = _direction(tree, indices, slots)
        text.enter(here, sentence.block if sentence else -1)
        setting = text.setting(direction, lead)
        if published is None and direction is not Direction.UNKNOWN:
            setting = replace(setting, direction=Direction.UNKNOWN)
        beside = previous and _beside(previous, phrase, slots, annotations.article.text)
        if beside and published and beside < published:
            beside = None  # "on Friday and Thursday", looking back
        period = _weekday_beside(beside, slots) if beside else period_of(slots, setting)
        previous = Told(phrase, slots.get("kind", ""), period, lead)
        text.tell(previous)
        yield previous


def _direction(tree: Tree, indices: range, slots: Slots) -> Direction:
    kind = slots.get("kind", "")
    looks_about = kind == "relative" and (slots.get("unit") in ("WE", "W") and slots.get("rel", "0") == "0")
    if kind in _UNDIRECTED or not indices or (kind == "relative" and not looks_about):
        return Direction.UNKNOWN
    found = direction_of(tree, indices)
    return found if kind != "duration" else _ahead_in(tree, indices, found)


def _ahead_in(tree: Tree, indices: range, found: Direction) -> Direction:
    """The direction of a length: "for the first time in ten years" looks back, a promise looks ahead."""
    before = {tree.words[i].text.lower() for i in range(max(0, indices[0] - 3), indices[0] - 1)}
    head = tree.head_of(indices)
    governor = tree.words[tree.words[head].head].text.lower() if head is not None else ""
    if before & _EVER or governor in _EVER:
        return Direction.UNKNOWN
    return Direction.COMING if is_promising(tree, indices) else found


def _follows(previous: Told, phrase: TimePhrase, text: str) -> bool:
    """True for the second of "from Monday to Wednesday", "between May and July"."""
    between = text[previous.phrase.span.end : phrase.span.start]
    link = {"since": _TO, "between": _AND}.get(previous.lead)
    return link is not None and len(between) < 14 and link.match(between) is not None


def _beside(previous: Told, phrase: TimePhrase, slots: Slots, text: str) -> date | None:
    """The day of "Tuesday" in "next Tuesday and Wednesday", for the second weekday."""
    if slots.get("kind") != "weekday" or previous.kind != "weekday" or "rel" in slots or "anchor" in slots:
        return None
    between = text[previous.phrase.span.end : phrase.span.start]
    return previous.period.earliest if len(between) < 14 and _AND.match(between) else None


def _weekday_beside(before: date, slots: Slots) -> Period:
    gap = (int(slots["weekday"]) - before.isoweekday()) % 7
    return at_hour(day(moved(before, gap or 7)), slots)


def _lead(tree: Tree, indices: range, first: int, slots: Slots) -> str:
    if not indices:
        return ""
    words = tuple(tree.words[i].text.lower() for i in range(max(first, indices[0] - 4), indices[0]))
    found = next((lead for n in (3, 2, 1) if len(words) >= n and (lead := _LEADS.get(words[-n:]))), "")
    if words[-1:] in (("until",), ("till",)) and _WAITING.intersection(words[:-1]):
        return "wait"
    if slots.get("kind") == "duration" and words and tree.words[indices[0] - 1].lemma in _GIVEN:
        after = [tree.words[i] for i in range(indices[-1] + 1, min(indices[-1] + 3, len(tree.words)))]
        if len(after) == 2 and after[0].text.lower() == "to" and (after[1].tag == "VB" or after[1].lemma == "go"):
            return "given"
    return found or (words[-1] if words and words[-1] in _OPENING else "")


def _when(told: Told) -> When:
    period = told.period
    if told.kind not in ("duration", "running", "set", "weekday_set", "ref"):
        ended = told.lead == "before" and dict(told.phrase.slots).get("edge") == "end"  # "before the end of May"
        period = _sided(period, "by" if ended else told.lead)
    return When(told.phrase.span, period.value, period.earliest, period.latest)


def _sided(period: Period, lead: str) -> Period:
    """The period's bounds as a preposition opens and closes them."""
    first, last = period.earliest, period.latest
    match lead:
        case "by":
            return period._replace(earliest=None)
        case "before":
            return period._replace(earliest=None, latest=moved(first, -1) if first else None)
        case "since" | "between":
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
    joined = dict(b.phrase.slots).get("joint") in ("to", "through")  # "4 to 6 March"
    opened = bool(before) and before[-1].lower() in _OPENING and len(between) <= 12 and bool(_BETWEEN.match(between))
    if not (joined or opened):
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
