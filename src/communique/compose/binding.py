"""Where the act of a commitment stands: one function a frame of ``commitments.yaml``; those of verbs are here.

Enters: a view and a hit of a rule. Leaves: a ``Draft``, or None where the words bind nobody to an act.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.compose.acting import acts
from communique.compose.clauses import (
    action_of,
    actors,
    clause_span,
    denied_action,
    gerund,
    infinitive,
    modal_at,
    modals,
    obj,
    objects,
    oblique,
    relative_gap,
    subject_actors,
    subject_of,
    supposed,
    that_clause,
)
from communique.compose.demands import addressed_frame, demand_frame, demanded_frame
from communique.compose.draft import (
    EVENT_VERBS,
    Draft,
    allowed,
    bound_status,
    doubted,
    generic,
    nobody,
    own,
    owned,
    party,
    same_side,
    setting,
)
from communique.compose.lists import act_lists, listed
from communique.compose.promises import (
    act_frame,
    bare_frame,
    denied_noun_frame,
    noun_frame,
    promise_frame,
    rejected_frame,
)
from communique.compose.view import View
from communique.model.actor import ActorKind, ActorMention
from communique.model.syntax import SUBJECTS, Tense
from communique.resources.rules import Hit

_ACCEPTING = frozenset(
    ["accept", "sign", "support", "pay", "withdraw", "allow", "permit", "recognise", "recognize", "grant", "lift"]
)
_GUESSES = frozenset({"likely", "probably", "inevitably", "surely", "doubtless", "undoubtedly", "almost"})
_UNSURE = frozenset({"may", "might", "could", "can", "should", "must"})
_SIDES = (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.PERSON)
_PERSONAL = frozenset({"commitment.hope", "commitment.pledge", "commitment.want", "commitment.consider"})
_ANNOUNCING = frozenset(["announce", "confirm", "declare", "notify"])


def _subject_bound(view: View, hit: Hit, verb: int | None) -> Draft | None:
    """An act whose doer is the trigger's subject."""
    if verb is None or (status := bound_status(view, hit)) is None:
        return None
    gap = relative_gap(view, verb)
    promised_not = view.tree.negated(verb) and hit.rule.id == "commitment.pledge"
    if view.tree.passive(verb):
        return None  # "seek to be removed": another is to act
    if (
        _under_gerund(view, hit.first)
        or not allowed(view, hit, verb, gap)
        or (not promised_not and view.tree.negated(verb) and hit.rule.gives["status"] != "refused")
    ):
        return None
    subject = subject_of(view, hit.first)
    by = actors(view, subject)
    if hit.rule.id == "commitment.commit":  # "the accord commits both states to withdraw"
        bound = obj(view, hit.first)
        by = (actors(view, bound) if bound is not None else ()) or by
    if not by or not party(by):
        return None
    if nobody(view, subject):
        return None
    if status in ("offered", "possible", "hoped") and generic(view, subject):
        return None  # "guests may be willing to wait"
    if subject is not None and view.words[subject].lemma in listed("papers") and hit.rule.id in _PERSONAL:
        return None  # "the bill seeks to raise the levy": its sponsors do
    status = str(hit.rule.options.get("own_status", status)) if status == "demanded" else status
    if hit.rule.options.get("own") and not own(view, hit.first, subject, by):
        return None
    told = hit.rule.id in ("commitment.pledge", "commitment.offer")
    evidence = setting(view, hit.first, verb, gap)
    return Draft(hit.rule.id, hit.first, verb, by, denied_action(view, verb, status, gap), status, evidence,
                 clause_span(view, verb), 0.8, promised=told)  # fmt: skip


def _under_gerund(view: View, i: int) -> bool:
    """True for "the state offering guarantees", which tells of no offer."""
    own = view.tree.child(i, *SUBJECTS) is not None or view.words[i].relation == "acl"
    return view.words[i].tag == "VBG" and own and not view.tree.auxiliaries(i)


def _infinitive(view: View, hit: Hit) -> Draft | None:
    if hit.rule.options.get("failing") and view.tree.tense(hit.first) not in (Tense.PAST, Tense.PRESENT):
        return None
    if (
        view.tree.passive(hit.first)
        and hit.rule.id not in ("commitment.ready", "commitment.commit")
        and not hit.rule.options.get("passive")
    ):
        return None
    verb, thing = infinitive(view, hit.first), view.tree.child(hit.first, "obj")
    between = thing is not None and verb is not None and hit.first < thing < verb
    if (
        between
        and not (hit.rule.id == "commitment.pledge" and actors(view, thing))
        and hit.rule.id != "commitment.commit"
    ):
        return None  # "offers points for others to follow"
    return _subject_bound(view, hit, verb)


def _gerund(view: View, hit: Hit) -> Draft | None:
    if view.words[hit.first].lemma == "open" and "to" not in {
        w.text.lower() for w in view.words[hit.first + 1 : hit.first + 2]
    }:
        return None
    return _subject_bound(view, hit, gerund(view, hit.last - 1))


def _clause(view: View, hit: Hit) -> Draft | None:
    """An act in a that-clause with a subject of its own; of an announcement only what one's own side will do."""
    verb = that_clause(view, hit.first)
    if verb is None or (status := bound_status(view, hit)) is None:
        return None
    options, subject = hit.rule.options, subject_of(view, verb)
    if (
        view.tree.tense(verb) not in (Tense.FUTURE, Tense.MODAL)
        or not _willing(view, verb)
        or not allowed(view, hit, verb)
    ):
        return None
    by = subject_actors(view, verb)
    denied = view.tree.negated(verb) and not any(
        view.words[c].lemma == "not" and c > verb
        for c in view.tree.children[verb]  # "do so not because …"
    )
    if denied and options.get("announcing"):
        status = "refused"
    if options.get("announcing"):
        speaker = actors(view, subject_of(view, hit.first))
        if view.words[verb].lemma in EVENT_VERBS or view.words[hit.first].quoted != view.words[verb].quoted:
            return None
        own = same_side(speaker, by) or (subject is not None and owned(view, subject, speaker))
        if not own and not (view.words[hit.first].lemma in _ANNOUNCING and by):
            return None
    if not options.get("announcing") and (not by or view.tree.passive(verb)):
        by = actors(view, subject_of(view, hit.first))
    if not by or not party(by):
        return None
    evidence = clause_span(view, verb)
    return Draft(
        hit.rule.id,
        hit.first,
        verb,
        by,
        denied_action(view, verb, status),
        status,
        evidence,
        evidence,
        0.75,
        promised=True,
    )


def _willing(view: View, verb: int) -> bool:
    modal = modals(view, verb)
    if "have" in modal:
        return False  # "said he would have vetoed it"
    return bool(modal & {"will", "would", "shall", "be"}) and not modal & _UNSURE


def _modal(view: View, hit: Hit) -> Draft | None:
    """An act behind "will", "may", "could"."""
    tree, words, aux = view.tree, view.words, hit.first
    if modal_at(view, aux) not in hit.rule.options["modals"]:
        return None
    if any(words[k].lemma in _GUESSES for k in range(aux + 1, min(aux + 3, len(words)))):
        return None
    verb = words[aux].head if words[aux].relation.startswith("aux") else -1
    if not aux < verb < aux + 8:
        verb = next((k for k in range(aux + 1, min(aux + 4, len(words))) if words[k].tag == "VB"), -1)
    if (
        verb < 0
        or supposed(view, verb)
        or doubted(view, verb)
        or (words[verb].relation in ("acl:relcl", "advcl") and hit.rule.options.get("strict"))
    ):
        return None
    negated = tree.negated(verb) or any(
        words[k].text.lower() in ("n't", "n’t", "not", "never") for k in range(aux, verb)
    )
    status = hit.rule.options.get("negated") if negated else str(hit.rule.gives["status"])
    gap = relative_gap(view, verb)
    lists, lemma = act_lists(), words[verb].lemma
    if (
        status is None
        or lemma in EVENT_VERBS
        or (lemma in lists.idle and lemma not in lists.light)
        or not acts(view, verb, gap)
    ):
        return None
    if words[verb].relation in ("acl", "acl:relcl") and gap is None:
        return None
    gapped = words[verb].relation in ("ccomp", "xcomp") and tree.child(verb, *SUBJECTS) is None
    if gapped and words[words[verb].head].relation.startswith("acl"):
        return None  # "a fund which she says will repay us": the fund will
    subject = subject_of(view, verb)
    by = actors(view, subject) if not tree.passive(verb) else subject_actors(view, verb)
    if subject is None or not by or not party(by) or nobody(view, subject):
        return None
    if hit.rule.options.get("refusing") and (lemma not in _ACCEPTING or oblique(view, verb, "as") is not None):
        return None  # "cannot accept this as a reason"
    if hit.rule.options.get("reported") and not _told_later(view, verb, by):
        return None
    if hit.rule.options.get("strict"):
        if all(a.actor.kind is ActorKind.PERSON for a in by) and view.statement_at(words[verb].span) is None:
            return None  # "he could introduce a bill": the writer muses
        if lemma in lists.light or not any(words[o].lemma in lists.objects | lists.nouns for o in objects(view, verb)):
            return None
    elif not own(view, verb, subject, by):
        return None
    evidence = setting(view, verb, verb, gap)
    return Draft(hit.rule.id, verb, verb, by, action_of(view, verb, gap), status, evidence, evidence, 0.7)


def _told_later(view: View, verb: int, by: tuple[ActorMention, ...]) -> bool:
    """True for reported "would", a promise in its day: "the port would reopen in May, he said", no supposition."""
    statement = view.statement_at(view.words[verb].span)
    governor = view.words[verb].head
    told = view.words[verb].relation == "ccomp" and view.words[governor].lemma in listed("sayings")
    if view.words[verb].quoted or view.words[verb].relation not in ("ccomp", "root", "conj", "parataxis"):
        return False
    if any(view.words[c].lemma == "have" for c in view.tree.auxiliaries(verb)):
        return False
    if statement is None:  # "Norway would do so by 2029, provided that …"
        return _priced(view, verb) and any(a.actor.kind in _SIDES for a in by)
    return told or view.words[verb].relation != "ccomp"


def _priced(view: View, verb: int) -> bool:
    words, tree = view.words, view.tree
    marks = {words[g].text.lower() for c in tree.children[verb] for g in (c, *tree.children[c]) if g > verb}
    return bool(marks & {"provided", "providing", "condition", "only", "exchange"})


FRAMES: dict[str, Callable[[View, Hit], Draft | None]] = {
    "infinitive": _infinitive,
    "gerund": _gerund,
    "clause": _clause,
    "addressed": addressed_frame,
    "demand": demand_frame,
    "act": act_frame,
    "demanded": demanded_frame,
    "promise": promise_frame,
    "noun": noun_frame,
    "bare": bare_frame,
    "modal": _modal,
    "rejected": rejected_frame,
    "denied_noun": denied_noun_frame,
}
