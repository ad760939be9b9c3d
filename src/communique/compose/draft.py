"""A commitment before it is an entry, and the questions every frame asks: who acts, on whose side, does it bind.

Enters: a view and a hit of a rule. Leaves: a ``Draft``, statuses, evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.compose.acting import acts
from communique.compose.clauses import (
    FIRST_PERSON,
    actors,
    clause_span,
    modals,
    noun_span,
    objects,
    subject_of,
    supposed,
    trim,
)
from communique.compose.lists import act_lists, listed
from communique.compose.view import View
from communique.model.actor import ActorKind, ActorMention
from communique.model.span import Span, cover
from communique.model.syntax import Tense
from communique.resources.rules import Hit

_PARTIES = (ActorKind.PERSON, ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.UNNAMED)
_ALWAYS = frozenset({"always", "never", "ever", "often", "usually", "typically", "generally", "sometimes", "long"})
_LEAST = 3  # letters of a lemma that can be an act at all
EVENT_VERBS = frozenset({"meet", "sign", "visit", "attend", "travel", "vote"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A commitment before it is an entry. ``act`` is the act without its setting; ``noun``: it is a noun."""

    rule: str
    trigger: int
    verb: int
    by: tuple[ActorMention, ...]
    action: str
    status: str
    evidence: Span
    act: Span
    score: float
    demanded_by: tuple[ActorMention, ...] = ()
    noun: bool = False
    promised: bool = False


def bound_status(view: View, hit: Hit) -> str | None:
    """The rule's status as the trigger's negation and mood leave it; None where nothing is said to bind."""
    tree, i = view.tree, hit.first
    status = str(hit.rule.gives["status"])
    if supposed(view, i) or doubted(view, i) or (status == "hoped" and _habitual(view, i)):
        return None
    governor = view.words[i].head
    negated = tree.negated(i) or (view.words[i].relation == "xcomp" and tree.negated(governor))
    if negated:
        return hit.rule.options.get("negated")
    if status == "offered" and (modal := modals(view, i) & {"can", "could", "may", "might"}):
        return None if "can" in modal or hit.rule.id == "commitment.ready" else "possible"
    if status == "demanded" and modals(view, i) & {"would", "could", "might", "may", "should", "must", "ought"}:
        return None
    if status in ("made", "kept", "broken", "withdrawn") and view.words[i].tag.startswith("VB"):
        tense = tree.tense(i)
        modal = modals(view, i)
        if modal & {"may", "might", "could", "can"}:
            return "possible" if status == "made" else None
        if modal & {"should", "must", "would", "ought"} and status != "made":
            return None
        below = view.words[i].relation.split(":")[0] in ("csubj", "nsubj", "obl", "obj", "acl", "ccomp")
        if status != "made" and below and view.words[i].tag == "VBG" and not tree.auxiliaries(i):
            return None  # "meeting those requirements is costly"
        if status != "made" and ((tense is not Tense.PAST and view.words[i].tag != "VBG") or tense is Tense.PLANNED):
            return None
        if status == "made" and modal & {"would", "should", "must"}:
            return None
        if tense in (Tense.PLANNED, Tense.FUTURE) and status == "made":
            return "possible"
    return status


def doubted(view: View, i: int) -> bool:
    """True below a denied word or a guess: "little evidence that she kept …", "it would signal that they will …"."""
    tree, words = view.tree, view.words
    governor = words[i].head
    if words[i].relation not in ("ccomp", "acl", "acl:relcl") or governor == i:
        return False
    little = any(words[c].lemma in ("no", "little") for c in tree.children[governor])
    refused = tree.negated(governor) and words[governor].lemma in listed("sayings") | listed("opinions")
    supposing = {words[c].text.lower() for c in tree.auxiliaries(governor)} & {"would", "could", "might", "may"}
    unsaid = words[governor].lemma in listed("opinions") or bool(supposing)
    return little or refused or (unsaid and words[i].relation == "ccomp")


def _habitual(view: View, i: int) -> bool:
    """True for a wish of long standing ("has always wanted"), which binds to nothing now."""
    if view.words[i].lemma == "seek" and view.tree.tense(i) is Tense.PAST:
        return True  # "sought to ease their worries": an attempt
    auxiliaries = {view.words[c].lemma for c in view.tree.auxiliaries(i)}
    adverbs = {view.words[c].text.lower() for c in view.tree.children[i]}
    return bool(adverbs & _ALWAYS) or (view.words[i].lemma == "want" and "have" in auxiliaries)


def generic(view: View, i: int | None) -> bool:
    """True for a bare plural ("customers") that names nobody in particular."""
    if i is None or view.words[i].tag != "NNS":
        return False
    return not any(
        view.words[c].relation
        in ("det", "nmod:poss", "nummod", "amod", "compound", "nmod", "acl", "acl:relcl", "appos")
        for c in view.tree.children[i]
    )


def nobody(view: View, i: int | None) -> bool:
    """True for "no other passenger", and for kin, whose promises are private ("his mother refused to pay")."""
    if i is None:
        return False
    private = view.words[i].lemma in listed("kin") - {"family", "people", "friend"}
    return private or any(view.words[c].lemma in ("no", "many", "most", "few") for c in view.tree.children[i])


def allowed(view: View, hit: Hit, verb: int, gap: int | None = None) -> bool:
    """True when ``verb`` is an act that the rule takes."""
    lists, lemma = act_lists(), view.words[verb].lemma
    if hit.rule.options.get("not_events") and lemma in EVENT_VERBS:
        return False  # a refused meeting or signing is an event
    bare = lemma == "do" and not objects(view, verb) and view.words[min(verb + 1, len(view.words) - 1)].lemma != "so"
    if (len(lemma) < _LEAST and lemma != "do") or bare:
        return False  # "as they urged them to do"
    if hit.rule.options.get("failing") and lemma in lists.light - {"meet", "provide", "keep", "make"}:
        return False
    if hit.rule.options.get("any") and lemma not in ("call", "take", "make"):
        verbal = view.words[verb].tag.startswith("VB") or lemma in lists.acts
        return (lemma not in lists.idle or acts(view, verb, gap)) and verbal
    return acts(view, verb, gap)


def setting(view: View, trigger: int, verb: int, gap: int | None) -> Span:
    """The evidence: from the trigger's subject, or the noun a relative clause leaves out, to the end of the act."""
    words, tree = view.words, view.tree
    parts = [words[trigger].span, clause_span(view, verb)]
    subject = subject_of(view, trigger)
    first = view.sentence_at(trigger).first
    near = subject is not None and (trigger - subject <= 12 or words[trigger].relation != "conj")
    if subject is not None and near and first <= subject < trigger:
        parts.append(tree.span(tree.subtree(subject, ("acl:relcl", "acl", "parataxis", "punct", "advcl", "case"))))
    if gap is not None:
        parts.append(noun_span(view, gap))
    return trim(view, cover(parts))


def party(by: tuple[ActorMention, ...]) -> bool:
    return any(a.actor.kind in _PARTIES for a in by)


def same_side(speaker: tuple[ActorMention, ...], by: tuple[ActorMention, ...]) -> bool:
    """True when who acts is who speaks, or the state or organisation for which the speaker speaks."""
    ids = {a.actor.id for a in speaker}
    sides = {s for a in speaker for s in (a.actor.state, a.actor.name) if s}
    return any(a.actor.id in ids or a.actor.name in sides or (a.actor.state or "-") in sides for a in by)


def _threatened(view: View, i: int) -> bool:
    """True for an act announced with its day or its price: "will strike from Monday", "will stay away unless …"."""
    if not acts(view, i) or view.tree.passive(i):
        return False
    priced = any(
        view.words[g].relation == "mark" and view.words[g].text.lower() in ("unless", "if", "until")
        for c in view.tree.children[i]
        for g in view.tree.children[c]
    )
    return priced or bool(view.whens_in(clause_span(view, i)))


def owned(view: View, subject: int, speaker: tuple[ActorMention, ...]) -> bool:
    """True for "his government", "our forces": the subject belongs to the speaker."""
    owner = view.tree.child(subject, "nmod:poss")
    if owner is None:
        return words_of_a_side(view, subject)
    return view.words[owner].lemma in ("our", "my", "we", "i") or same_side(speaker, actors(view, owner))


def words_of_a_side(view: View, subject: int) -> bool:
    """True for "the government", "the company": in somebody's statement, most often their own."""
    return view.words[subject].lemma in listed("sides") and view.tree.child(subject, "nmod", "compound") is None


def own(view: View, i: int, subject: int | None, by: tuple[ActorMention, ...]) -> bool:
    """True when the clause at ``i`` tells what its speaker (or, outside a statement, a party) will do."""
    statement = view.statement_at(view.words[i].span)
    if subject is None:
        return False
    if view.words[subject].text.lower() in FIRST_PERSON:
        return True
    if statement is not None and any(a.actor.kind is ActorKind.DOCUMENT for a in statement.speaker):
        return True
    if statement is None or not statement.speaker:
        hard = any(view.words[o].lemma in act_lists().objects for o in objects(view, i))
        if statement is None and hard and view.words[i].lemma in act_lists().acts:
            return True
        sides = any(a.actor.kind is not ActorKind.PERSON for a in by)
        if statement is None and sides and _threatened(view, i) and not generic(view, subject):
            return True
        return statement is None and any(a.actor.kind in (ActorKind.STATE, ActorKind.ORGANISATION) for a in by)
    return (
        same_side(statement.speaker, by)
        or owned(view, subject, statement.speaker)
        or _spoken_for(view, statement.speaker, by)
    )


def _spoken_for(view: View, speaker: tuple[ActorMention, ...], by: tuple[ActorMention, ...]) -> bool:
    """True when the speaker is named as that of who acts ("the dockers will strike, their union said")."""
    ids = {a.actor.id for a in by}
    for one in speaker:
        head = view.tree.head_of(view.tree.at(one.span)) if one.span is not None else None
        owner = view.tree.child(head, "nmod:poss") if head is not None else None
        if owner is not None and ids & {a.actor.id for a in actors(view, owner)}:
            return True
    return False


def nearest_subject(view: View, i: int) -> int | None:
    """The subject of the nearest predicate above ``i``."""
    for k in view.tree.ancestors(i):
        if view.words[k].tag[:2] in ("VB", "JJ") and (subject := subject_of(view, k)) is not None:
            return subject
    return None
