"""Nouns that are events of this world: with a time, participants or a place.

Enters: a stage and a hit of a rule. Leaves: an ``Occasion``, or None for a generic mention.
"""

from __future__ import annotations

import re

from communique.compose.calendar import dated_by_noun
from communique.compose.clauses import actors, oblique, trim
from communique.compose.lists import listed
from communique.compose.stage import (
    Occasion,
    Stage,
    clause_of,
    doers,
    merged,
    place_of,
    time_below,
    time_of,
)
from communique.compose.standing import noun_status
from communique.compose.view import View
from communique.model.actor import ActorKind, ActorMention
from communique.model.entry import Words
from communique.model.reading import NameKind
from communique.model.span import cover
from communique.model.syntax import SUBJECTS, Tense
from communique.model.when import When
from communique.resources.rules import Hit


def _noun_event(stage: Stage, hit: Hit, dated: bool) -> Occasion | None:
    view, tree, words, own_noun = stage.view, stage.view.tree, stage.view.words, hit.last - 1
    noun = _measured(view, own_noun)
    kind, governor = str(hit.rule.gives["type"]), words[noun].head
    if kind == "vote" and _share(view, noun):
        return None
    if words[own_noun].lemma == "conference" and any(
        words[c].lemma in ("press", "news") for c in tree.children[own_noun]
    ):
        return None
    if words[own_noun].lemma == "congress" and words[own_noun].text[:1].isupper():
        return None  # a chamber
    if words[noun].relation in ("compound", "amod") or (
        words[own_noun].tag == "NNS" and words[own_noun].lemma not in _PLURALS
    ):
        return None
    if any(words[c].lemma in ("no", "any", "every", "each") for c in tree.children[noun]):
        return None
    verb = governor if words[governor].tag[:2] == "VB" and governor != noun else None
    if verb is not None and words[verb].lemma in ("leave", "quit"):
        return None  # who left the talks left them; when they were held is not told
    role = words[noun].relation.split(":")[0]
    parties, when = merged(_parties(stage, hit, noun), _parties(stage, hit, own_noun)), time_below(stage, noun)
    place = place_of(stage, noun, own_noun) or (_named_after(stage, own_noun) if kind in _MET else None)
    when = when or time_below(stage, own_noun)
    supported = verb is not None and words[verb].lemma in listed("supports") and role in ("nsubj", "obj")
    wanted = verb is not None and (supported or words[verb].lemma in listed("wishes") | listed("arrangements"))
    own = when is not None
    if when is None and verb is not None and supported:
        when = time_of(stage, noun, clause_of(stage, verb))
        when = when if when is not None and _beside(view, verb, when) else None
    if own:
        when = dated_by_noun(view, noun, when)
    if place is None and supported and role == "nsubj":
        place = place_of(stage, verb)
    if dated and when is None and not (kind == "election" and supported and _called(view, noun, verb)):
        return None
    told = own or place is not None or words[noun].lemma in listed("measures") or _lasting(view, own_noun)
    if not dated and not _told(view, noun, told, when is not None, place is not None, len(parties)):
        return None
    if kind == "election" and words[governor].lemma in ("board", "commission", "committee", "supervisor", "bureau"):
        return None  # "the board of elections"
    bare = when is None and place is None and not supported and role not in ("nsubj", "obj")
    if kind == "talks" and bare and not _there(view, noun):
        return None  # "would be neutral during talks between …"
    if kind == "election":
        parties = tuple(p for p in parties if p.actor.kind is not ActorKind.UNNAMED)
    if kind == "vote" and not own:
        return None
    status = noun_status(stage, noun, verb, when)
    if status is None:
        return None
    active = verb is not None and not tree.negated(verb)  # who did not attend took no part
    host = doers(stage, verb) if verb is not None and active and role == "obj" and kind != "election" and wanted else ()
    if not host and not parties and verb is not None and kind in _MET and _there(view, noun):
        host = doers(stage, verb)
    span = trim(view, view.phrase(noun, _BEYOND))
    if when is not None and not span.contains(when.span):
        behind = verb is None or verb > noun or when.span.start > words[noun].span.end
        span = cover((span, when.span)) if behind else cover((span, when.span, words[verb or noun].span))
    everyone = merged(host, parties)
    if not everyone and when is None and place is None and not (kind == "election" and supported):
        return None
    if when is None and place is None and not any(a.actor.kind in _NAMED for a in everyone) and kind != "election":
        return None  # "on that trip with her relatives"
    return Occasion(hit.rule.id, kind, hit.first, hit.last, everyone, place, when, status, span, True, 0.65)


def _beside(view: View, verb: int, when: When) -> bool:
    """True for a time that no other verb parts from ``verb``."""
    at = view.tree.at(when.span)
    between = range(min(at[-1], verb) + 1, max(at[0], verb)) if at else range(0)
    own = {verb, *view.tree.auxiliaries(verb)}
    return not any(view.words[k].tag[:2] in ("VB", "MD") and k not in own for k in between)


def _measured(view: View, noun: int) -> int:
    """The noun that measures an event out ("a second round of talks", "two days of talks"), else the event's own."""
    head = view.words[noun].head
    of = any(view.words[c].text.lower() == "of" for c in view.tree.children[noun])
    outer = head < noun and of and view.words[noun].relation == "nmod"
    return head if outer and view.words[head].lemma in listed("measures") | listed("edges") else noun


def _share(view: View, noun: int) -> bool:
    """True for "the popular vote", "19 per cent of the vote": a share, no decision."""
    words, tree = view.words, view.tree
    of = any(words[c].text.lower() == "of" for c in tree.children[noun])
    kinds = {words[c].lemma for c in tree.children[noun]} & listed("shares")
    counted = any(words[k].text in ("%", "percent", "cent") for k in range(max(0, noun - 6), noun))
    return bool(kinds) or (of and counted)


def _lasting(view: View, noun: int) -> bool:
    """True for "a two-day meeting", "an eleven-hour summit"."""
    return any(
        re.search(r"-(?:day|week|hour|minute|month)", view.text[view.words[c].span.start : view.words[noun].span.end])
        for c in view.tree.children[noun]
        if c < noun and view.words[c].relation in ("amod", "compound", "nummod")
    )


def _there(view: View, noun: int) -> bool:
    """True for "said at a meeting", "in a second round of talks": who speaks takes part."""
    cases = {view.words[c].text.lower() for c in view.tree.children[noun] if view.words[c].relation == "case"}
    return bool(cases & {"at", "during", "in", "after"}) and view.words[noun].relation == "obl"


def _named_after(stage: Stage, noun: int) -> Words | None:
    """The place before the noun ("the Zurich meeting")."""
    for c in stage.view.tree.children[noun]:
        if c < noun and stage.view.words[c].relation == "compound" and stage.kind(c) is NameKind.PLACE:
            return stage.view.quote(stage.names[c][1])
    return None


def _called(view: View, noun: int, verb: int | None) -> bool:
    """True for an election to be held or called, without a day ("new elections must be held within 90 days")."""
    if verb is None or view.words[verb].lemma not in ("hold", "call", "face", "schedule"):
        return False
    coming = view.tree.tense(verb) in (Tense.FUTURE, Tense.MODAL)
    return coming and any(view.words[c].lemma in ("new", "snap", "early", "fresh") for c in view.tree.children[noun])


def _parties(stage: Stage, hit: Hit, noun: int) -> tuple[ActorMention, ...]:
    """Possessor, "between", "with", "by"; of a meeting "of"; a name before the noun ("US talks")."""
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    cases = ["between", "with", "by", "among"] + (["of"] if hit.rule.gives["type"] in ("meeting", "summit") else [])
    named = [c for c in tree.children[noun] if words[c].relation in ("compound", "amod") and c < noun]
    owner = tree.child(noun, "nmod:poss")
    if owner is not None and hit.rule.gives["type"] == "election" and words[owner].tag == "PRP$":
        owner = None
    groups = [actors(view, owner)]
    groups += [actors(view, oblique(view, noun, case)) for case in cases]
    groups += [actors(view, c) for c in named if words[c].tag in ("NNP", "NNPS", "JJ") and words[c].text[:1].isupper()]
    days = [w.span for w in view.resolved.whens]
    return tuple(a for a in merged(*groups) if a.span is None or not any(d.contains(a.span) for d in days))


def _told(view: View, noun: int, own: bool, timed: bool, placed: bool, parties: int) -> bool:
    """True when enough is told: a time or place of its own, two parties, or one fact and a word that points to it."""
    if own or placed or parties > 1:
        return True
    pointed = view.words[noun].tag != "NNS" or view.tree.child(noun, "det", "nmod:poss") is not None
    return (timed and pointed) or (parties == 1 and _pointed(view, noun))


def _pointed(view: View, noun: int) -> bool:
    """True when the noun is one of a kind here: "the", "his", "a" behind a verb of holding or wishing."""
    tree, words = view.tree, view.words
    if tree.child(noun, "nmod:poss") is not None or oblique(view, noun, "between", "with") is not None:
        return words[noun].tag != "NNS" or oblique(view, noun, "between", "with") is not None
    return False


_PLURALS = frozenset({"talk", "negotiation", "airstrike", "strike", "election", "discussion"})
_MET = frozenset({"meeting", "summit", "talks"})
_NAMED = (ActorKind.PERSON, ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.GROUP)
_BEYOND = ("acl:relcl", "advcl", "parataxis", "cc", "conj", "case", "appos", "cop", *SUBJECTS)


def nominal(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time, participants or a place."""
    return _noun_event(stage, hit, dated=False)


def dated_noun(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time."""
    return _noun_event(stage, hit, dated=True)
