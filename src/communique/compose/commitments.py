"""View and conditions → commitments: somebody is, or is asked to be, bound to do something.

A rule of ``commitments.yaml`` finds the trigger; its frame (module ``binding``) finds the act, who is bound, who asks.
Here drafts become entries: one an act, with its amount, times, recipient, condition and statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from communique.compose.binding import FRAMES
from communique.compose.clauses import actors, finite, modals, trim
from communique.compose.draft import Draft
from communique.compose.view import READ_ROLES, View
from communique.model.actor import ActorKind, ActorMention
from communique.model.entry import Commitment, CommitmentStatus, Condition, Sense
from communique.model.span import Span
from communique.model.when import Amount, When
from communique.resources.rules import Matcher, load_rules

_UNTIL = frozenset(["by", "before", "until", "till", "within"])
_FROM = frozenset(["after", "from", "since", "starting", "beginning", "following"])
_TIMES = ("year", "month", "week", "day", "hour", "minute", "time", "decade")
_AT = frozenset(["in", "on", "at", "this", "next", "during", "over"])


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("commitments"))


def find_commitments(view: View, conditions: tuple[Condition, ...]) -> tuple[Commitment, ...]:
    """The commitments of the article in the order of the text; ``conditions`` are those they may hang on."""
    out: list[Commitment] = []
    for sentence in view.sentences:
        if view.article.blocks[sentence.block].role not in READ_ROLES:
            continue
        drafts: list[Draft] = []
        for hit in _matcher().find(view.words, sentence.first, sentence.last):
            for frame in hit.rule.options["frames"]:
                draft = FRAMES[frame](view, hit)
                if draft is not None:
                    drafts.append(draft)
                    break
        out += [_entry(view, draft, conditions) for draft in _parted(view, _outermost(view, drafts))]
    return tuple(out)


def _outermost(view: View, drafts: Iterable[Draft]) -> list[Draft]:
    """One draft an act: of two that share an act or stand one in the other's act, the outer one."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.trigger, -d.score)):
        inner = any(
            draft.verb == other.verb or draft.trigger == other.verb or draft.trigger == other.trigger
            or (draft.evidence == other.evidence) or _controlled(view, draft.trigger, other)
            for other in kept
        )  # fmt: skip
        if not inner:
            kept.append(draft)
    return kept


def _parted(view: View, drafts: list[Draft]) -> list[Draft]:
    """The drafts, each cut before another that stands at its end ("…, with the hope of a further rise")."""
    out = []
    for draft in drafts:
        span = draft.evidence
        for other in drafts:
            verb = view.words[draft.verb].span.end
            if other is not draft and span.contains(other.evidence) and other.evidence.start > verb:
                span = Span(span.start, other.evidence.start)
        indices = list(view.tree.at(span))
        while (
            span != draft.evidence and len(indices) > 1 and view.words[indices[-1]].tag in ("IN", "DT", "CC", ",", "TO")
        ):
            indices.pop()
        if span != draft.evidence and indices:
            span = trim(view, Span(span.start, view.words[indices[-1]].span.end))
        out.append(replace(draft, evidence=span))
    return out


def _controlled(view: View, trigger: int, other: Draft) -> bool:
    """True when ``trigger`` stands, without a clause of its own between, inside the act of ``other``."""
    if not trigger > other.trigger or (view.words[trigger].tag[:2] == "NN" and view.words[trigger].relation == "obl"):
        return False
    for k in (trigger, *view.tree.ancestors(trigger)):
        if k == other.verb:
            return True
        if (
            view.words[k].relation not in ("xcomp", "ccomp", "aux", "obj", "obl", "nmod", "advcl", "acl", "conj")
            or k <= other.trigger
        ):
            return False
        if view.words[k].relation == "conj" and finite(view, k) and not finite(view, view.words[k].head):
            return False  # "asked them to wait and will pay"
        if view.tree.subject(k) is not None and view.words[k].relation in ("advcl", "conj"):
            return False
    return False


def _entry(view: View, draft: Draft, conditions: tuple[Condition, ...]) -> Commitment:
    statement = view.statement_at(draft.evidence)
    if statement is None:
        statement = view.statement_at(view.words[draft.verb].span)
    reach = Span(draft.act.start, max(draft.act.end, draft.evidence.end))
    deadline, start = _times(view, reach)
    by = draft.by
    condition = _condition(view, draft, conditions)
    status = CommitmentStatus(draft.status)
    if condition is not None and condition.sense is Sense.ONLY_IF and "would" in modals(view, draft.verb):
        status = CommitmentStatus.OFFERED if status is CommitmentStatus.MADE else status  # no promise, a bargain
    return Commitment(
        article=view.article.id,
        evidence=(draft.evidence,),
        method=view.method(draft.score, draft.rule),
        asserted_by=statement.speaker if statement else (),
        by=by,
        to=_recipients(view, draft, by),
        action=draft.action,
        amount=_amount(view, draft, reach),
        deadline=deadline,
        start=start,
        condition=condition.id if condition else None,
        status=status,
        demanded_by=draft.demanded_by,
        statement=statement.id if statement else None,
    )


def _times(view: View, reach: Span) -> tuple[When | None, When | None]:
    """Deadline and start among the times of ``reach``, by the word before each; a plain coming day is a deadline."""
    deadline: When | None = None
    start: When | None = None
    today = view.article.published
    for when in view.whens_in(reach):
        at = view.tree.at(when.span)
        inside = view.words[at[0]].text.lower() if at else ""
        before = {view.words[k].text.lower() for k in range(max(0, at[0] - 2), at[0])} if at else set()
        if inside in _UNTIL or before & _UNTIL or "deadline" in before:
            deadline = deadline or when
        elif inside in _FROM or before & _FROM:
            start = start or when
        elif (inside in _AT or before & _AT) and _coming(when, today):
            deadline = deadline or when
    return deadline, start


def _coming(when: When, today: date | None) -> bool:
    return today is not None and when.earliest is not None and when.earliest >= today


def _amount(view: View, draft: Draft, reach: Span) -> Amount | None:
    """The amount that the act moves: the first in its words that is no length of time, "to 5%" before "from 3%"."""
    found = [a for a in view.amounts_in(reach) if not (a.unit or "").startswith(_TIMES)]

    def rank(amount: Amount) -> tuple[int, int]:
        at = view.tree.at(amount.span)
        before = view.words[at[0] - 1].text.lower() if at and at[0] else ""
        return ({"from": 3, "beyond": 2}.get(before, 0), amount.span.start)

    return min(found, key=rank) if found else None


def _recipients(view: View, draft: Draft, by: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """To whom the act goes: indirect object, "to X", "with X"; whom a promise was made to."""
    tree, words = view.tree, view.words
    own = {a.actor.id for a in by} | {a.actor.id for a in draft.demanded_by}
    for head in (draft.verb, *(c for c in tree.children[draft.verb] if words[c].relation == "obj"), draft.trigger):
        for c in tree.children[head]:
            relation = words[c].relation
            case = next((words[g].text.lower() for g in tree.children[c] if words[g].relation == "case"), "")
            told = head == draft.trigger and relation in ("obj", "iobj") and draft.promised
            if relation == "iobj" or told or (relation in ("obl", "nmod") and case == "to" and c > head):
                found = tuple(
                    a for a in actors(view, c) if a.actor.id not in own and a.actor.kind is not ActorKind.DOCUMENT
                )
                if found:
                    return found
    return ()


def _condition(view: View, draft: Draft, conditions: tuple[Condition, ...]) -> Condition | None:
    """The condition whose outcome the act is."""
    verb = view.words[draft.verb].span
    for condition in conditions:
        if condition.outcome.span.contains(verb) and not condition.requires.span.overlaps(verb):
            return condition
    return None
