"""On which day something was said: told in the reporting clause, or carried over from the occasion it belongs to.

Enters: the view, a report, its reporting clause, its speaker and the statements before. Leaves: a ``When``, None where
nothing tells. Carrying over looks back from the report to the nearest time that the article itself tells, in the same
paragraph or the one before; it counts only where the same speaker is said there to speak, meet or act, so that a time
of anybody else ends the search.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from communique.compose.cues import Report
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.entry import Mode, Statement
from communique.model.span import Span
from communique.model.syntax import Tense
from communique.model.when import When
from communique.resources.loader import load_yaml

_SETTING = ("as", "while", "when", "after", "before")  # "… she said as she flew to Oslo on Monday"


@cache
def _lemmas(key: str) -> frozenset[str]:
    return frozenset(load_yaml("scenes.yaml")[key])


def find_day(view: View, report: Report, around: range) -> When | None:
    """The time in the reporting clause, unless it belongs to the source's description or a clause of its own."""
    if report.head is None or report.cue is None or not around:
        return None
    head = report.head
    near = {head, view.tree.clause(head), view.words[head].head}
    for when in view.resolved.whens:
        at = view.tree.at(when.span)
        if not at or at[0] not in around or at[-1] not in around or when.value.startswith(("P", "XXXX")):
            continue
        if _sent(view, report, at):
            return when
        if any(s.overlaps(when.span) for s in report.source):
            continue
        if report.cue.contains(when.span):
            return when
        top = view.tree.head_of(at)
        clause = view.tree.clause(top if top is not None else at[0])
        if clause in near or view.words[clause].lemma in ("speak", "talk", "address") or _beside(view, report, at):
            return when
        if _meanwhile(view, head, clause):
            return when
    return None


def _beside(view: View, report: Report, at: range) -> bool:
    """True when the time stands right behind the cue ("said Wednesday", "told reporters on Friday")."""
    if report.cue is None:
        return False
    return 0 <= at[0] - view.tree.at(report.cue)[-1] - 1 <= 2


def _meanwhile(view: View, head: int, clause: int) -> bool:
    """True for a clause of what the speaker did at the time: "as she flew to Oslo on Monday"."""
    words, tree = view.words, view.tree
    if words[clause].relation != "advcl" or words[clause].head != head:
        return False
    marked = any(
        words[c].lemma in _SETTING[:3] for c in tree.children[clause] if words[c].relation in ("mark", "advmod")
    )
    return marked and tree.tense(clause) is Tense.PAST


def _sent(view: View, report: Report, at: range) -> bool:
    """True for the day of a source that is a text: "a letter sent on Monday", "a statement issued on Friday"."""
    heads = [view.tree.head_of(view.tree.at(s)) for s in report.source]
    texts = {h for h in heads if h is not None and view.words[h].lemma in _lemmas("venues")}
    above = list(view.tree.ancestors(at[0]))
    return bool(texts & set(above)) and any(view.words[a].lemma in _lemmas("sent") for a in above)


def carried_day(
    view: View, report: Report, mode: Mode, speaker: Sequence[ActorMention], before: Sequence[Statement]
) -> When | None:
    """The day of the occasion that the report goes on with; None where the text does not show that it does."""
    head = report.head
    ids = {m.actor.id for m in speaker}
    if not ids or (head is not None and not _past(view, head, mode)):
        return None
    start = min(s.start for s in (*report.source, *((report.cue,) if report.cue else ()), report.content[0]))
    block = _block(view, report.content[0])
    if head is not None and (own := _conjoined(view, head, ids)) is not None:
        return own
    told = [i for s in before for c in s.content for i in view.tree.at(c)]
    return _scene_day(view, start, block, ids, set(told), before, freely=mode is not Mode.INDIRECT)


def _past(view: View, head: int, mode: Mode) -> bool:
    """True for a cue in the simple past: what somebody says, has said or will say belongs to no told occasion."""
    words, tree = view.words, view.tree
    if words[head].tag.startswith("NN") or any(words[c].lemma == "have" for c in tree.auxiliaries(head)):
        return False
    if mode is Mode.INDIRECT and words[head].lemma not in _lemmas("speaks"):
        return False
    return tree.tense(head) is Tense.PAST


def _conjoined(view: View, head: int, ids: set[str]) -> When | None:
    """The time of the verb that the cue is conjoined to: "met on Monday and promised to pay"."""
    words, tree = view.words, view.tree
    if words[head].relation != "conj" or tree.child(head, "nsubj") is not None:
        return None
    first = words[head].head
    subject = tree.subject(first)
    if subject is None or tree.tense(first) is not Tense.PAST or not words[first].tag.startswith("VB"):
        return None
    if not ids & {m.actor.id for m in view.actors_of(view.phrase(subject))}:
        return None
    for when in view.whens_in(view.sentence_span(head)):
        at = tree.at(when.span)
        top = tree.head_of(at)
        if top is not None and _is_day(view, when) and top < head and tree.clause(top) == first:
            return when
    return None


def _scene_day(
    view: View, start: int, block: int, ids: set[str], told: Collection[int], before: Sequence[Statement], freely: bool
) -> When | None:
    """The nearest time told before ``start``, where it is one of the speaker's own speaking or acting."""
    for when in reversed(view.resolved.whens):
        at = view.tree.at(when.span)
        if when.span.end > start or not at or at[0] in told or view.words[at[0]].quoted:
            continue
        apart = block - view.sentence_at(at[0]).block
        if apart < 0 or apart > (1 if freely else 0):
            return None
        if not _is_day(view, when):
            continue
        owner = next((s for s in before if s.said_on is not None and s.said_on.span == when.span), None)
        if owner is not None:
            return when if {m.actor.id for m in owner.speaker} == ids else None
        return when if _occasion(view, at, ids) else None
    return None


def _occasion(view: View, at: range, ids: set[str]) -> bool:
    """True when the clause of a time tells what one of ``ids`` said or did, as past."""
    tree, words = view.tree, view.words
    top = tree.head_of(at)
    verb = tree.clause(top if top is not None else at[0])
    if tree.tense(verb) is not Tense.PAST or tree.negated(verb):
        return False
    if words[verb].lemma not in _lemmas("speaks") and words[verb].lemma not in _lemmas("occasions"):
        return False
    subject = tree.subject(verb)
    if subject is None:
        return False
    return bool(ids & {m.actor.id for m in view.actors_of(view.phrase(subject))})


def _is_day(view: View, when: When) -> bool:
    """True for a time of a single day that is not to come."""
    if when.earliest is None or when.earliest != when.latest or when.value.startswith("P"):
        return False
    today = view.article.published
    return today is None or when.earliest <= today


def _block(view: View, span: Span) -> int:
    at = view.tree.at(span)
    return view.sentence_at(at[0]).block if at else -1
