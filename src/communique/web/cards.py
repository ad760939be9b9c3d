"""What one screen of the review shows: an entry in its passage, what is unsure, who decided what, and the form.

What enters are plain entries of the store; what leaves are ``Card``s for a template, which escapes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.export.wording import Wording, flat, say_actors, say_amount, say_when, word_entry
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape, field_of
from communique.model.judgement import Judgement, JudgementKind, undone_numbers
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import load_article
from communique.store.continuing import logs_by_id
from communique.store.entries import entries_of
from communique.store.log import judgements
from communique.store.projection import listed
from communique.store.queue import alike, progress
from communique.web.correction import Slot, lay_out, name_field, word_choice
from communique.web.passage import Passage, cut_passage
from communique.web.waiting import Wanted
from communique.web.wording import doers, noun

SETTING = {"speaker": JudgementKind.REASSIGN, "stance": JudgementKind.SET_STANCE, "verdict": JudgementKind.SET_VERDICT}
"""The judgements that set a field by their kind alone."""
_SHOWN_ALIKE = 50
_SURE, _FAIRLY = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Choice:
    """A stance or verdict that one key sets."""

    key: str
    field: str
    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about an entry, in words."""

    number: int
    who: str
    at: str
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One entry to decide about. ``say`` is what a screen reader hears of it."""

    entry: Plain
    wording: Wording
    passage: Passage
    say: str
    sure: str
    per_cent: int
    choices: tuple[Choice, ...]
    slots: tuple[Slot, ...]
    names: tuple[str, ...]  # of the article's actors, for the form
    alike: tuple[Plain, ...]
    decisions: tuple[Decision, ...]


def build_cards(connection: Connection, entries: Sequence[Plain], wanted: Wanted, who: str) -> list[Card]:
    """A card for each entry; where a second opinion is to be blind, what others decided is left out."""
    articles: dict[str, tuple[Article | None, tuple[Plain, ...]]] = {}
    logs = logs_by_id(connection, [entry["id"] for entry in entries])
    cards = []
    for entry in entries:
        id = entry["article"]["id"]
        if id not in articles:
            articles[id] = (load_article(connection, id), entries_of(connection, id))
        article, others = articles[id]
        if article is None:
            continue
        log = logs.get(entry["id"], ())
        shown = [judgement for judgement in log if judgement.who == who] if wanted.over == "blind" else log
        same = () if wanted.over else alike(connection, entry["id"])[:_SHOWN_ALIKE]
        cards.append(_build(entry, article, others, same, tell_log(shown)))
    return cards


def _build(
    entry: Plain, article: Article, others: Sequence[Plain], same: tuple[Plain, ...], decisions: tuple[Decision, ...]
) -> Card:
    wording = word_entry(entry)
    score = entry["method"]["score"]
    sure = "sure" if score >= _SURE else "fairly sure" if score >= _FAIRLY else "unsure"
    names = dict.fromkeys(
        actor["name"]
        for other in others
        for field in FIELDS[Kind(other["kind"])]
        if field.shape is Shape.ACTORS
        for actor in listed(other.get(field.name))
    )
    nameable = [(other["id"], _brief(other)) for other in others if other["kind"] in ("statement", "condition")]
    return Card(
        entry=entry,
        wording=wording,
        passage=cut_passage(article, entry),
        say=_say(entry, wording, len(same)),
        sure=sure,
        per_cent=round(score * 100),
        choices=_choices(entry),
        slots=lay_out(entry, [(id, words) for id, words in nameable if id != entry["id"]]),
        names=tuple(names),
        alike=same,
        decisions=decisions,
    )


def _choices(entry: Plain) -> tuple[Choice, ...]:
    name = {"statement": "stance", "dispute": "verdict"}.get(entry["kind"])
    field = field_of(Kind(entry["kind"]), name) if name else None
    return tuple(
        Choice(str(n), field.name, str(value), word_choice(value), entry[field.name] == value)
        for n, value in enumerate(field.choices if field else (), 1)
        if field is not None
    )


def _brief(entry: Plain) -> str:
    wording = word_entry(entry)
    words = f"{wording.who}: {wording.quote}" if wording.who else wording.quote
    return words if len(words) <= 90 else f"{words[:88]} …"


def _say(entry: Plain, wording: Wording, same: int) -> str:
    who = " and ".join(flat(actor["name"]) for actor in doers(entry)) or wording.who
    parts = [noun(entry["kind"]).capitalize(), f"{who}: {wording.what}" if who else wording.what]
    if wording.status:
        parts.append(wording.status)
    parts += [f"{label} {words}" for label, words in wording.notes if label in ("stance", "claimed by", "issue")]
    quote = wording.quote if len(wording.quote) <= 240 else f"{wording.quote[:238]} …"
    parts.append(f"“{quote}”")
    if same:
        parts.append(f"{same} alike")
    return ". ".join(parts) + "."


def tell_progress(connection: Connection, who: str) -> dict[str, Any]:
    """How far the review has come, in words; ``part`` of all that was or is to be decided, in [0, 1].

    ``mark`` is the number of the last judgement it knows of: answers may overtake each other on their way.
    """
    known = progress(connection, who)
    last = judgements(connection, limit=1)
    pace = known["median_seconds"]
    done = sum(one["decided"] for one in known["by"])
    return {
        "today": f"{known['today']:,} today",
        "decided": f"{known['decided']:,} decided",
        "left": f"{known['left']:,} left",
        "pace": f"{pace:g} s median" if pace is not None else "",
        "mark": last[0].number if last else 0,
        "part": round(done / max(1, done + known["left"]), 4),
    }


def tell_log(log: Iterable[Judgement]) -> tuple[Decision, ...]:
    """What people decided about an entry, newest first; undos and redos show as what no longer holds."""
    known = list(log)
    undone = undone_numbers(known)
    return tuple(
        Decision(
            judgement.number,
            judgement.who,
            judgement.at.isoformat(),
            say_judgement(judgement),
            judgement.number not in undone,
        )
        for judgement in reversed(known)
        if judgement.kind not in (JudgementKind.UNDO, JudgementKind.REDO)
    )


def say_judgement(judgement: Judgement) -> str:
    """A judgement in words, without who made it.

    >>> from datetime import datetime
    >>> set_stance = JudgementKind.SET_STANCE
    >>> say_judgement(Judgement(1, datetime(2025, 1, 1), "ana", set_stance, "s1", "stance", "unclear", "for"))
    'set stance: unclear → for'
    """
    match judgement.kind:
        case JudgementKind.ACCEPT:
            return "accepted"
        case JudgementKind.REJECT:
            return "rejected"
        case JudgementKind.ADD:
            return "added by hand"
        case JudgementKind.EDIT | JudgementKind.REASSIGN | JudgementKind.SET_STANCE | JudgementKind.SET_VERDICT:
            verb = {"edit": "changed", "reassign": "changed"}.get(judgement.kind.value, "set")
            before, after = say_value(judgement.before), say_value(judgement.after)
            return f"{verb} {name_field(judgement.field or '')}: {before} → {after}"
        case JudgementKind.MERGE_ACTORS | JudgementKind.MERGE_ISSUES:
            return f"merged {', '.join(judgement.after['ids'])} into {judgement.after['into']}"
        case JudgementKind.SPLIT_ACTORS | JudgementKind.SPLIT_ISSUES:
            return _say_split(judgement)
        case JudgementKind.UNDO:
            return f"undid no. {judgement.undoes}"
        case JudgementKind.REDO:
            return f"redid no. {judgement.undoes}"


def _say_split(judgement: Judgement) -> str:
    parts, other, edits = (judgement.after.get(name) for name in ("parts", "other", "edits"))
    words = [f"parted {', '.join(parts)}"] if parts else []
    if other:
        words.append(f"put “{other.get('name') or other.get('label')}” in its place in {len(edits)} fields")
    return ", ".join(words) or "split"


def say_value(value: Any) -> str:
    """The value of any field, short.

    >>> say_value({"id": "person:ana", "name": "Ana", "kind": "person", "mention": None}), say_value(None)
    ('Ana', '–')
    """
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _cut(value.replace("_", " ") if value.islower() and " " not in value else value)
    if isinstance(value, list):
        return _cut(say_actors(value)) if "name" in value[0] else _cut(" … ".join(one["text"] for one in value))
    if "earliest" in value:
        return say_when(value)
    if "approximate" in value:
        return say_amount(value)
    if "version" in value:
        return _cut(" ".join(filter(None, (value["name"], value["version"] and f"({value['version']})"))))
    return _cut(str(value.get("name") or value.get("label") or value.get("text") or "–"))


def _cut(text: str) -> str:
    words = flat(text)
    return words if len(words) <= 120 else f"{words[:118]} …"
