"""Where a speaker stands: by the cue, else by the strong words of what was said.

Enters: the view and a report with its mode. Leaves: a ``Stance`` and the ids of the rules that tell it. Where nothing
speaks clearly the stance stays ``unclear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from communique.compose.cues import Report
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.entry import Stance
from communique.model.syntax import Tense
from communique.resources.rules import Matcher, load_rules

_OWN = frozenset({"we", "i"})


@cache
def _matcher(where: str) -> Matcher:
    return Matcher([r for r in load_rules("stances") if r.gives["where"] == where])


def find_stance(view: View, report: Report, speaker: Sequence[ActorMention]) -> tuple[Stance, str]:
    """The stance and the id of the rule that told it ("" for unclear): cue against, condition, cue for, words."""
    by_cue = _by_cue(view, report)
    if by_cue is not None and by_cue[0] is Stance.AGAINST:
        return by_cue
    conditional = _first(view, report, "content") or _if_then(view, report)
    if conditional:
        return Stance.CONDITIONAL, conditional
    if by_cue is not None:
        return by_cue
    return _words_of_their_own(view, report) or _own_action(view, report, speaker)


def _by_cue(view: View, report: Report) -> tuple[Stance, str] | None:
    if report.cue is None or report.head is None:
        return None
    at = view.tree.at(report.cue)
    last = min(at[-1] + 2, view.sentence_at(report.head).last)
    for hit in _matcher("cue").find(view.words, at[0], last):
        if hit.first in at:
            stance = Stance(hit.rule.gives["stance"])
            negated = view.tree.negated(hit.first) and view.words[hit.first].tag.startswith("VB")
            return (_turned(stance) if negated else stance), hit.rule.id
    return None


def _if_then(view: View, report: Report) -> str:
    """The rule's id when the content's main clause, in the future, hangs on an "if"."""
    for content in report.content:
        at = view.tree.at(content)
        marks = [i for i in at if view.words[i].lemma == "if" and view.words[i].relation == "mark"]
        top = view.tree.head_of(at)
        if marks and top is not None and view.tree.tense(top) in (Tense.FUTURE, Tense.MODAL, Tense.PLANNED):
            return "stance.if-then"
    return ""


def _turned(stance: Stance) -> Stance:
    return {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}.get(stance, stance)


def _first(view: View, report: Report, where: str) -> str:
    for content in report.content:
        at = view.tree.at(content)
        if at:
            hit = next(_matcher(where).find(view.words, at[0], at[-1] + 1), None)
            if hit is not None:
                return hit.rule.id
    return ""


def _words_of_their_own(view: View, report: Report) -> tuple[Stance, str] | None:
    """The stance of strong words in the content; None when both sides speak or none."""
    found: dict[Stance, str] = {}
    for content in report.content:
        at = view.tree.at(content)
        for hit in _matcher("words").find(view.words, at[0], at[-1] + 1) if at else ():
            stance = Stance(hit.rule.gives["stance"])
            if stance is Stance.FOR and view.tree.negated(hit.first):
                stance = Stance.AGAINST
            found.setdefault(stance, hit.rule.id)
    return next(iter(found.items())) if len(found) == 1 else None


def _own_action(view: View, report: Report, speaker: Sequence[ActorMention]) -> tuple[Stance, str]:
    """For what the speaker will do, against what the speaker will not: the main clause is about the speaker."""
    at = view.tree.at(report.content[0])
    head = view.tree.head_of(at)
    if head is None:
        return Stance.UNCLEAR, ""
    subject = view.tree.subject(head)
    if subject is None or subject not in at:
        return Stance.UNCLEAR, ""
    themselves = view.words[subject].lemma in _OWN and view.words[subject].quoted
    ids = {m.actor.id for m in speaker}
    states = {m.actor.state for m in speaker} - {None}
    mention = view.actors_of(view.words[subject].span)
    same = any(m.actor.id in ids or m.actor.name in states for m in mention)
    if not (themselves or same) or view.tree.tense(head) not in (Tense.FUTURE, Tense.PLANNED, Tense.MODAL):
        return Stance.UNCLEAR, ""
    if view.tree.negated(head):
        return Stance.AGAINST, "stance.own-action"
    return (Stance.FOR, "stance.own-action") if view.tree.tense(head) is not Tense.MODAL else (Stance.UNCLEAR, "")
