"""Encounters that no verb of meeting tells: handshakes, awaited visitors, agreements reached on a day, a talk of two
people set for a day and a seat of government.

Enters: a stage and a hit of a rule of ``events.yaml``. Leaves: an ``Occasion``, or None.
"""

from __future__ import annotations

from communique.compose.clauses import actors, modals, obj, objects, oblique, subject_of
from communique.compose.lists import listed
from communique.compose.stage import Occasion, Stage, clause_of, doers, merged, place_of, time_of
from communique.compose.standing import ahead
from communique.compose.verbs import verbal
from communique.compose.view import View
from communique.model.actor import ActorKind, ActorMention
from communique.model.entry import EventStatus
from communique.model.when import When
from communique.resources.rules import Hit

_PEOPLE = (ActorKind.PERSON, ActorKind.GROUP, ActorKind.UNNAMED)
_PARTIES = (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.PERSON, ActorKind.UNNAMED)
_DAY = 10  # letters of an ISO day


def handshake_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "The envoys shook hands at the border", "shook hands with the king"."""
    view, i = stage.view, hit.first
    who = merged(doers(stage, i), *(actors(view, oblique(view, k, "with")) for k in (i, hit.last - 1)))
    if len(who) < 2 and not _plural(view, subject_of(view, i)):
        return None
    if any(
        view.words[c].lemma in ("voter", "supporter", "people", "everybody", "everyone") for c in view.tree.subtree(i)
    ):
        return None
    return verbal(stage, hit, who, place_of(stage, i, hit.last - 1), 0.7)


def visitor_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "A delegation is expected on 5 May", "the premier is due in Ankara on Monday"."""
    view, tree, words, i = stage.view, stage.view.tree, stage.view.words, hit.first
    subject = subject_of(view, i)
    if subject is None or tree.child(i, "xcomp", "ccomp", "csubj", "obj") is not None or tree.negated(i):
        return None
    if any(words[c].text.lower() in ("by", "as", "to", "for") and c > i for c in tree.subtree(i)):
        return None
    who = actors(view, subject)
    people = any(a.actor.kind is ActorKind.PERSON for a in who) or words[subject].lemma in listed("visitors")
    span = clause_of(stage, i)
    when = time_of(stage, i, span)
    if not who or not people or not ahead(view, when):
        return None
    status = EventStatus.SCHEDULED if words[i].lemma == "due" else EventStatus.EXPECTED
    place = place_of(stage, i)
    return Occasion(hit.rule.id, "visit", i, hit.last, who, place, when, status, span, False, 0.7)


def gather_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "The ministers will review the plan in Porto on 27 March": several people, one place, one day."""
    view, words, i = stage.view, stage.view.words, hit.first
    subject = subject_of(view, i)
    who = doers(stage, i)
    if subject is None or view.tree.passive(i) or not who:
        return None
    many = len([a for a in who if a.actor.kind in _PARTIES]) > 1 or _plural(view, subject)
    body = words[subject].lemma in listed("gatherings")
    when, place = time_of(stage, i, clause_of(stage, i)), place_of(stage, i, *objects(view, i))
    if not (many or body) or when is None or (place is None and not hit.rule.options.get("gathering")):
        return None
    return verbal(stage, hit, who, place, 0.7)


def conclude_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Egypt and Israel reached an accord on Friday": talks ended that day."""
    view, words, i = stage.view, stage.view.words, hit.first
    thing = obj(view, i)
    if words[i].lemma != "agree" and (thing is None or words[thing].lemma not in listed("accords")):
        return None
    if view.tree.passive(i) or view.tree.negated(i) or modals(view, i):
        return None
    subject = subject_of(view, i)
    fellows = (actors(view, oblique(view, k, "with")) for k in (i, thing) if k is not None)
    who = tuple(a for a in merged(doers(stage, i), *fellows) if a.actor.kind in _PARTIES)
    when = time_of(stage, i, clause_of(stage, i))
    if not _day(when) or ahead(view, when) or not who or (len(who) < 2 and not _plural(view, subject)):
        return None
    found = verbal(stage, hit, who, place_of(stage, i), 0.65)
    return found if found is not None and found.status is EventStatus.HELD else None


def principals_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "The premier is expected to put that to him in Washington next month": two people, a place, a time."""
    view, tree, words, i = stage.view, stage.view.tree, stage.view.words, hit.first
    who = tuple(a for a in doers(stage, i) if a.actor.kind is ActorKind.PERSON)
    others: list[tuple[ActorMention, ...]] = []
    for c in tree.children[i]:
        case = next((words[g].text.lower() for g in tree.children[c] if words[g].relation == "case"), "")
        if words[c].relation in ("obj", "iobj") or (words[c].relation == "obl" and case in ("to", "with", "before")):
            others.append(tuple(a for a in actors(view, c) if a.actor.kind is ActorKind.PERSON))
    below = [c for c in tree.children[i] if words[c].relation == "obl"]
    when, place = time_of(stage, i, clause_of(stage, i)), place_of(stage, i, *objects(view, i), *below)
    everyone = merged(who, *others)
    if tree.passive(i) or not who or len(everyone) < 2 or when is None or place is None:
        return None
    return verbal(stage, hit, everyone, place, 0.6)


def _plural(view: View, i: int | None) -> bool:
    """True for a plural of people who negotiate ("the ministers", "envoys of both states")."""
    return i is not None and view.words[i].tag in ("NNS", "NNPS") and view.words[i].lemma in listed("negotiators")


def _day(when: When | None) -> bool:
    return when is not None and len(when.value.split("T")[0]) >= _DAY and when.value[:1] != "P"
