"""How an event stands: held, scheduled, expected, possible, cancelled, refused.

Enters: a stage and a predicate or noun. Leaves: the status, or None where the words deny the event or tell a habit.
"""

from __future__ import annotations

import re

from communique.compose.clauses import modals, supposed
from communique.compose.lists import listed
from communique.compose.stage import Stage
from communique.compose.view import View
from communique.model.entry import EventStatus
from communique.model.syntax import SUBJECTS, Tense
from communique.model.when import When

_GOVERNORS = (
    ("refusals", EventStatus.REFUSED),
    ("cancellations", EventStatus.CANCELLED),
    ("wishes", EventStatus.POSSIBLE),
    ("arrangements", EventStatus.SCHEDULED),
    ("expectations", EventStatus.EXPECTED),
)
_HEDGES = frozenset(["perhaps", "possibly", "maybe", "potential", "possible", "proposed"])
_LOOKING_BACK = frozenset(["of", "after", "since", "from", "during", "at"])
_HARDLY = frozenset(
    ["barely", "hardly", "rarely", "scarcely", "seldom", "never", "almost", "nearly", "often", "usually"]
)
_SOUGHT = frozenset(["eye", "seek", "want", "propose", "consider", "offer", "suggest", "demand", "request"])


def status_of(stage: Stage, i: int, when: When | None) -> EventStatus | None:
    """Whether the event of predicate ``i`` took place, will, may, or will not; None where it is denied or a habit."""
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    if supposed(view, i):
        return None
    if any(words[c].lemma in ("perhaps", "possibly", "maybe") for c in tree.children[i]):
        return EventStatus.POSSIBLE
    if any(words[c].lemma in _HARDLY for c in tree.children[i]):
        return None  # "barely visited the north"
    if any(words[c].tag == "NNS" and _for_long(view, c) for c in tree.children[i]):
        return None  # "for decades it has sent observers"
    chain = [i]
    while (
        words[chain[-1]].relation in ("xcomp", "advcl", "acl", "ccomp")
        and len(chain) < 5
        and words[chain[-1]].head != chain[-1]
    ):
        infinite = words[chain[-1]].tag in ("VB", "VBG", "VBN") and not any(
            words[c].tag in ("MD", "VBD", "VBZ", "VBP") for c in tree.auxiliaries(chain[-1])
        )
        if not infinite or (tree.child(chain[-1], *SUBJECTS) is not None and words[chain[-1]].tag == "VBN"):
            break
        chain.append(words[chain[-1]].head)
    top = chain[-1]
    if words[top].relation == "ccomp" and words[words[top].head].lemma in ("deny", "dispute", "doubt", "discredit"):
        return None
    if words[i].tag == "VB" and any(words[k].lemma in listed("sayings") for k in chain[1:]):
        return None  # "it is his task, he said, to address the house"
    for k in chain[1:]:
        if (found := _governed(words[k].lemma)) is not None:
            if tree.negated(k):
                return (
                    EventStatus.REFUSED
                    if found in (EventStatus.POSSIBLE, EventStatus.SCHEDULED)
                    and words[k].lemma in ("ready", "willing", "plan", "intend", "want", "agree", "prepared")
                    else None
                )
            return found
    return _by_tense(stage, chain[-1] if len(chain) > 1 else i, when)


def _governed(lemma: str) -> EventStatus | None:
    return next((status for key, status in _GOVERNORS if lemma in listed(key)), None)


def _by_tense(stage: Stage, i: int, when: When | None) -> EventStatus | None:
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    tense, negated = tree.tense(i), tree.negated(i)
    modal = modals(view, i)
    if negated:
        return EventStatus.REFUSED if tense is Tense.FUTURE or modal & {"will", "would"} else None
    if "would" in modal:  # reported, what was to come; else only supposed
        reported = words[i].relation == "ccomp" and tree.tense(words[i].head) is Tense.PAST and not words[i].quoted
        return (EventStatus.SCHEDULED if when else EventStatus.EXPECTED) if reported else None
    match tense:
        case Tense.FUTURE:
            return EventStatus.POSSIBLE if _hanging(view, i) else EventStatus.SCHEDULED
        case Tense.MODAL:
            return EventStatus.POSSIBLE
        case Tense.PAST:
            return EventStatus.HELD
        case Tense.PRESENT:
            if ahead(view, when):
                return EventStatus.SCHEDULED
            return EventStatus.HELD if words[i].tag in ("VBG", "VBN") and modal else None
        case Tense.PLANNED:
            return EventStatus.POSSIBLE
        case _:
            if words[i].tag in ("VBG", "VBN") and when is not None:
                return EventStatus.SCHEDULED if ahead(view, when) else EventStatus.HELD
            return None


def _for_long(view: View, i: int) -> bool:
    long = view.words[i].lemma in ("year", "decade", "century", "generation", "month")
    return long and any(view.words[c].text.lower() in ("for", "over") for c in view.tree.children[i])


def _hanging(view: View, i: int) -> bool:
    """True where the event hangs on something ("will strike on Monday unless …")."""
    words, tree = view.words, view.tree
    return any(
        words[g].relation == "mark" and words[g].text.lower() in ("if", "unless")
        for c in tree.children[i]
        for g in tree.children[c]
    )


def ahead(view: View, when: When | None) -> bool:
    today = view.article.published
    return when is not None and (
        when.value == "FUTURE_REF"
        or (today is not None and when.earliest is not None and when.earliest > today)
        or (today is not None and when.earliest is None and _day_of(when) > today.isoformat())  # "ahead of Tuesday"
    )


def _day_of(when: When) -> str:
    """The ISO day of ``when``; empty where its value is none."""
    return when.value if re.fullmatch(r"\d{4}-\d\d-\d\d", when.value) else ""


def behind(view: View, when: When | None) -> bool:
    today = view.article.published
    return when is not None and (
        when.value == "PAST_REF" or (today is not None and when.latest is not None and when.latest <= today)
    )


def noun_status(stage: Stage, noun: int, verb: int | None, when: When | None) -> EventStatus | None:
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    below = {words[c].lemma for c in tree.subtree(noun, ("acl:relcl", "advcl"))}
    if words[noun].relation.split(":")[0] not in ("obj", "nsubj", "root"):
        verb = None  # "postponed it until after the elections" tells nothing of these
    lemmas = [words[k].lemma for k in ([verb] if verb is not None else [])] + [
        words[c].lemma for c in tree.children[noun] if words[c].relation in ("amod", "acl")
    ]
    if verb is not None and supposed(view, verb) and when is None:
        return EventStatus.POSSIBLE
    for lemma in lemmas:
        if lemma in listed("cancellations") or lemma == "cancelled":
            return EventStatus.CANCELLED
        if lemma in ("planned", "scheduled", "upcoming", "forthcoming", "coming"):
            return EventStatus.SCHEDULED
        if lemma == "expected":
            return EventStatus.EXPECTED
        if lemma in listed("refusals"):
            return EventStatus.REFUSED
    if below & _HEDGES or any(lemma in _SOUGHT for lemma in lemmas[:1]):
        return EventStatus.POSSIBLE
    if (
        verb is not None
        and any(words[c].text.lower() == "off" for c in tree.children[verb])
        and words[verb].lemma == "call"
    ):
        return EventStatus.CANCELLED
    if ahead(view, when):
        return EventStatus.SCHEDULED
    if behind(view, when):
        return EventStatus.HELD
    if verb is None:
        top = tree.clause(noun)
        tense = tree.tense(top)
        cases = {words[c].text.lower() for c in tree.children[noun] if words[c].relation == "case"}
        if tense is Tense.PRESENT and cases & _LOOKING_BACK:
            return EventStatus.HELD  # "a note of the Lima meeting says"
        return EventStatus.HELD if tense is Tense.PAST else EventStatus.EXPECTED if tense is Tense.FUTURE else None
    return status_of(stage, verb, when)
