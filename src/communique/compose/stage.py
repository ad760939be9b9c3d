"""Where events are looked for: the view with its names by word, and who, when, where around a predicate or a noun.

Enters: a view. Leaves: a ``Stage``; times, places, participants and the minimal clause of a trigger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.compose.clauses import actors, oblique, subject_of, trim
from communique.compose.lists import act_lists
from communique.compose.view import View
from communique.model.actor import ActorKind, ActorMention
from communique.model.entry import EventStatus, Words
from communique.model.reading import NameKind
from communique.model.span import Span, cover
from communique.model.syntax import SUBJECTS
from communique.model.when import When

_PLACING = frozenset(["in", "at", "to", "near", "inside", "outside", "aboard", "into"])
_LEFT_OUT = ("advcl", "ccomp", "parataxis", "punct", "acl:relcl", "conj", "discourse")
_BETWEEN = re.compile(r" (?:in |on |of |for |, )?(?:the )?")
_HOUSES = frozenset(["House", "Nations", "Palace", "Kremlin", "Council", "Tower", "Hall", "Office", "Pentagon"])


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event before it is an entry."""

    rule: str
    type: str
    trigger: int
    last: int
    participants: tuple[ActorMention, ...]
    place: Words | None
    when: When | None
    status: EventStatus
    evidence: Span
    nominal: bool
    score: float


@dataclass(frozen=True, slots=True)
class Stage:
    """The view and, by word, the kind of the name it stands in."""

    view: View
    names: dict[int, tuple[NameKind, Span]]

    def kind(self, i: int | None) -> NameKind | None:
        """The kind of the name in which word ``i`` stands."""
        return self.names[i][0] if i is not None and i in self.names else None


def set_stage(view: View) -> Stage:
    """The stage of an article."""
    names = {}
    for name in view.resolved.annotations.names:
        for i in view.tree.at(name.span):
            names[i] = (name.kind, name.span)
    return Stage(view, names)


def merged(*groups: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    out: dict[str, ActorMention] = {}
    for group in groups:
        for mention in group:
            if mention.actor.kind is not ActorKind.DOCUMENT and len(mention.actor.name) > 1:
                out.setdefault(mention.actor.id, mention)
    return tuple(out.values())


def top_of(view: View, i: int) -> int:
    """The predicate whose subject predicate ``i`` borrows: through infinitives and participles up to a finite verb."""
    words, tree = view.words, view.tree
    for _ in range(6):
        word = words[i]
        if tree.child(i, *SUBJECTS) is not None or word.head == i:
            return i
        if word.relation not in ("xcomp", "advcl", "acl", "ccomp") or words[word.head].tag[:2] not in ("VB", "JJ"):
            return i
        if i - word.head > 14 or word.head > i:
            return i
        i = word.head
    return i


def clause_of(stage: Stage, i: int) -> Span:
    """The minimal clause of predicate ``i``: subject, governing verbs, objects and adverbials, no clauses below."""
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    top = top_of(view, i)
    keep = set(tree.subtree(i, _LEFT_OUT))
    for k in (i, *tree.ancestors(i)):
        keep.add(k)
        keep.update(tree.auxiliaries(k))
        if k == top:
            break
    if (subject := tree.child(top, *SUBJECTS)) is not None:
        keep.update(tree.subtree(subject, ("acl:relcl", "advcl", "parataxis", "punct")))
    if top != i:
        for c in tree.children[top]:
            if c < i and words[c].relation in ("obj", "obl", "advmod", "iobj", "obl:tmod", "obl:unmarked"):
                keep.update(tree.subtree(c, ("acl:relcl", "parataxis")))
    first = view.sentence_at(i).first
    kept = sorted(k for k in keep if (k >= first and words[k].relation not in ("mark", "cc")) or words[k].tag == "TO")
    while len(kept) > 1 and kept[0] < i and words[kept[0]].relation in ("punct", "mark", "cc"):
        kept.pop(0)
    return trim(view, tree.span(kept))


def time_of(stage: Stage, i: int, span: Span) -> When | None:
    """The time of the clause nearest to the trigger, that behind it first."""
    view = stage.view
    at = view.words[i].span
    found = [w for w in view.whens_in(span) if not w.value.startswith(("P", "T")) or w.earliest]
    found = [w for w in found if not _since(view, w)]
    found = [w for w in found if not _elsewhere(view, i, w)] or found
    return min(
        found,
        key=lambda w: w.span.start - at.end if w.span.start >= at.end else 3 * (at.start - w.span.end) + 5,
        default=None,
    )


def _since(view: View, when: When) -> bool:
    """True for "since 2012", which dates what lasts."""
    at = view.tree.at(when.span)
    return bool(at) and "since" in (view.words[at[0]].text.lower(), view.words[max(0, at[0] - 1)].text.lower())


def _elsewhere(view: View, i: int, when: When) -> bool:
    """True for the time of a clause below predicate ``i`` ("voted to pay victims beaten in the 1970s")."""
    at = view.tree.at(when.span)
    top = view.tree.head_of(at) if at else None
    for k in [top, *view.tree.ancestors(top)] if top is not None else []:
        if k == i:
            return False
        if k > i and view.words[k].relation in ("acl", "acl:relcl", "advcl"):
            return True
    return False


def time_below(stage: Stage, i: int) -> When | None:
    """The first time in the phrase of noun ``i``."""
    span = stage.view.phrase(i, ("acl:relcl", "advcl", "parataxis", "punct", "conj", "appos", "cop", *SUBJECTS))
    for when in stage.view.resolved.whens:  # "the election in May", however the tree has it
        if not when.value.startswith("P") and _BETWEEN.fullmatch(
            stage.view.text[stage.view.words[i].span.end : max(when.span.start, 0)][:16]
        ):
            return when
    return next((w for w in stage.view.whens_in(span) if attached(stage.view, i, w)), None)


def attached(view: View, i: int, when: When) -> bool:
    """True for a time that no verb parts from noun ``i``, and that is no length of time."""
    at = view.tree.at(when.span)
    between = range(min(at[0], i), max(at[-1], i)) if at else range(0)
    parted = any(view.words[k].tag[:2] in ("VB", "MD") for k in between)
    return not parted and (not when.value.startswith(("P", "T")) or when.earliest is not None)


def place_of(stage: Stage, *heads: int | None) -> Words | None:
    """The place among the in/at/to-phrases of ``heads``."""
    tree, words = stage.view.tree, stage.view.words
    for head in heads:
        if head is None:
            continue
        for c in tree.children[head]:
            if words[c].relation.split(":")[0] not in ("obl", "nmod") or words[c].relation == "nmod:poss":
                continue
            case = {words[g].text.lower() for g in tree.children[c] if words[g].relation == "case"}
            if case & _PLACING and _is_place(stage, c):
                return place_words(stage, c)
    return None


def _is_place(stage: Stage, i: int) -> bool:
    view = stage.view
    kind = stage.kind(i)
    if kind is NameKind.PLACE:
        return True
    if kind in (NameKind.PERSON, NameKind.EVENT):
        return False
    lemma = view.words[i].lemma
    named = any(stage.kind(c) is NameKind.PLACE and view.words[c].relation == "compound" for c in view.tree.children[i])
    if named and view.words[i].tag.startswith("NNP"):
        return True
    return lemma in act_lists().venues or (kind is not None and view.words[i].text in _HOUSES)


def place_words(stage: Stage, i: int) -> Words:
    view = stage.view
    span = view.phrase(
        i,
        (
            "case",
            "acl:relcl",
            "acl",
            "advcl",
            "parataxis",
            "punct",
            "cc",
            "conj",
            "obl",
            "nmod:unmarked",
            "obl:unmarked",
            "appos",
        ),
    )
    if i in stage.names:
        span = cover((stage.names[i][1], view.words[i].span))
    return view.quote(trim(view, span))


def quantified(view: View, i: int | None) -> bool:
    """True for "every nominee", "any and every group", "no king": nobody in particular."""
    if i is not None and view.words[i].lemma in ("everybody", "everyone", "anybody", "anyone", "nobody"):
        return True
    return i is not None and any(
        view.words[c].lemma in ("every", "any", "each", "no", "many", "most", "few")
        for c in view.tree.subtree(i, ("acl:relcl", "nmod", "acl", "advcl", "appos"))
        if c < i
    )


def doers(stage: Stage, i: int) -> tuple[ActorMention, ...]:
    """Who does what predicate ``i`` tells: its subject, or the agent of a passive."""
    view = stage.view
    if view.tree.passive(i):
        return actors(view, oblique(view, i, "by"))
    return actors(view, subject_of(view, i))
