"""Where a speaker stands: by the cue, else by the strong words of what was said.

Enters: the view and a report with its mode. Leaves: a ``Stance`` and the ids of the rules that tell it. Where nothing
speaks clearly the stance stays ``unclear``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from communique.compose.cues import Report
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.entry import Issue, Stance
from communique.model.syntax import SUBJECTS, Tense
from communique.resources.rules import Matcher, load_rules

_OWN = frozenset({"we", "i"})
_WISHING = frozenset({"want", "support", "back", "welcome", "agree", "accept", "sign", "endorse"})
_GRANTED = frozenset({"possible", "acceptable", "ready", "willing", "open", "prepared", "conceivable"})
_ASKING = frozenset(
    {"demand", "want", "urge", "ask", "call", "propose", "seek", "insist", "appeal", "press", "request"}
)
_ENDING = frozenset(
    {"scrap", "drop", "lift", "end", "abandon", "withdraw", "cancel", "repeal", "stop", "abolish", "halt", "close",
     "remove", "shelve", "suspend", "revoke", "rescind", "ban"}
)  # fmt: skip


@cache
def _matcher(where: str) -> Matcher:
    return Matcher([r for r in load_rules("stances") if r.gives["where"] == where])


def find_stance(
    view: View, report: Report, speaker: Sequence[ActorMention], issue: Issue | None = None
) -> tuple[Stance, str]:
    """The stance and the id of the rule that told it ("" for unclear): cue against, condition, cue for, words."""
    by_cue = _by_cue(view, report)
    if by_cue is not None and by_cue[0] is Stance.AGAINST:
        return by_cue
    conditional = _first(view, report, "content") or _if_then(view, report) or _not_without(view, report)
    if conditional:
        return Stance.CONDITIONAL, conditional
    if by_cue is not None:
        return _of_what_is_asked(view, report, issue) or by_cue
    return _words_of_their_own(view, report, speaker) or _own_action(view, report, speaker)


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
        top = view.tree.head_of(at)
        marks = [
            i
            for i in at
            if view.words[i].lemma == "if"
            and view.words[i].relation == "mark"
            and view.words[i - 1].lemma not in ("even", "as", "what")
            and view.words[i].head != top  # "asked if"
        ]
        if not marks or top is None:
            continue
        if view.tree.tense(top) in (Tense.FUTURE, Tense.MODAL, Tense.PLANNED) or view.words[top].lemma in _GRANTED:
            return "stance.if-then"
    return ""


def _not_without(view: View, report: Report) -> str:
    """The rule's id for "will not … without": the main clause is denied but for what follows "without"."""
    for content in report.content:
        at = view.tree.at(content)
        top = view.tree.head_of(at)
        without = [i for i in at if view.words[i].lemma == "without" and i + 1 in at]
        if top is None or not without or not view.tree.negated(top):
            continue
        if view.tree.tense(top) in (Tense.FUTURE, Tense.MODAL) and without[0] > top:
            return "stance.not-without"
    return ""


def _of_what_is_asked(view: View, report: Report, issue: Issue | None) -> tuple[Stance, str] | None:
    """Against, where what is asked for is that something not be, or that the issue itself be ended."""
    if report.cue is None or report.head is None or view.words[report.head].lemma not in _ASKING:
        return None
    at = view.tree.at(report.content[0])
    if not at:
        return None
    words = view.words
    clauses = [i for i in at if words[i].tag.startswith("VB") and words[i].relation in ("ccomp", "xcomp", "acl")]
    for top in clauses[:1] or [view.tree.head_of(at) or at[0]]:
        subject = view.tree.child(top, *SUBJECTS)
        none = subject is not None and any(words[c].lemma == "no" for c in view.tree.children[subject])
        if none or (words[top].tag.startswith("VB") and view.tree.negated(top)):
            return Stance.AGAINST, "stance.asked-not"
        objects = [i for c in view.tree.children[top] if words[c].relation == "obj" for i in view.tree.subtree(c)]
        if words[top].lemma in _ENDING and issue is not None:
            named = set(re.findall(r"[a-z]+", issue.id))
            if any(words[i].lemma in named for i in objects):
                return Stance.AGAINST, "stance.asked-to-end"
    return None


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


def _theirs(view: View, verb: int, speaker: Sequence[ActorMention]) -> bool:
    """True when the subject of ``verb`` is "I", "we", the speaker, or the speaker's state."""
    subject = view.tree.subject(verb)
    if subject is None:
        return False
    if view.words[subject].lemma in _OWN:
        return True
    ids, states = {m.actor.id for m in speaker}, {m.actor.state for m in speaker} - {None}
    return any(m.actor.id in ids or m.actor.name in states for m in view.actors_of(view.words[subject].span))


def _words_of_their_own(view: View, report: Report, speaker: Sequence[ActorMention]) -> tuple[Stance, str] | None:
    """The stance of strong words in the content; None when both sides speak or none."""
    found: dict[Stance, str] = {}
    for content in report.content:
        at = view.tree.at(content)
        for hit in _matcher("words").find(view.words, at[0], at[-1] + 1) if at else ():
            stance = Stance(hit.rule.gives["stance"])
            if view.words[hit.first].lemma in _WISHING and not _theirs(view, hit.first, speaker):
                continue  # what others want tells nothing of the speaker
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
