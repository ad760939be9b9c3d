"""Institutions, governments, movements and documents by a common noun: "the ministry", "the bloc", "the rebels", "the
draft".

Enters: a Scene, a phrase read as a Noun. Leaves: the state, body or document that it means; None for other nouns, a
Finding without parts where the noun stands for nobody.
"""

from __future__ import annotations

import re

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.descriptions import describe
from communique.resolve.nouns import Noun
from communique.resolve.offices import Finding, focus
from communique.resolve.places import named_part, state_part
from communique.resolve.scene import Part, Phrase, Scene

_SIDES = frozenset({"side", "delegation", "team", "camp"})
_WHOLE = frozenset({"country", "nation", "homeland", "superpower"})
_LANDS = _WHOLE | frozenset("kingdom republic island neighbour neighbor state emirate".split())
_OTHERS = frozenset("other another third neighbouring neighboring friendly foreign".split())
_BACK = 2  # sentences
_ARMED = frozenset(
    "rebel guerrilla insurgent separatist militant fighter insurrectionist paramilitary islamist".split()
)
_FIGHTING = frozenset("front movement liberation resistance insurgent brigade brigades rebel guerrilla".split())
_LOOSE = frozenset(  # nouns that take up any body just named
    "group company firm corporation organisation organization charity movement party agency institute union bank "
    "lender operator watchdog militia faction front network carrier manufacturer retailer utility giant federation "
    "association".split()
)
_PARTIAL = frozenset(  # governments that are not the state's
    "local regional provincial municipal city district devolved interim former previous next".split()
)
_COPIES = frozenset({"copy", "version", "text"})
_SPEAKING = frozenset(
    "say state call provide make contain require promise stipulate read mention describe warn note argue "
    "conclude find show suggest claim propose "
    "demand urge declare specify set commit leave oblige allow bar ban guarantee list accuse allege "
    "recommend predict forecast estimate reveal express acknowledge".split()
)


def find_side(scene: Scene, noun: Noun) -> Finding | None:
    """ "The Norwegian side" is Norway."""
    if noun.lemma not in _SIDES or noun.state is None or noun.plural or not noun.definite:
        return None
    return Finding((state_part(scene, noun.state),), 0.7, "nominal.side", noun.phrase.last)


def find_ministers(scene: Scene, noun: Noun) -> Finding | None:
    """ "Ministers in London" are their state."""
    place = _place_after(scene, noun) if noun.plural and noun.lemma == "minister" else None
    return None if place is None else Finding((state_part(scene, place),), 0.7, "nominal.ministers", noun.end)


def find_land(scene: Scene, noun: Noun) -> Finding | None:
    """ "His country" is the owner's state, "the island nation" that speaks the state last spoken of; another country
    stands for nobody.
    """
    if noun.lemma not in _LANDS or noun.plural or noun.number is not None or noun.title is not None:
        return None
    last = noun.phrase.last
    state = next((o.state for o in noun.owners if o.state is not None), None)
    if state is not None:
        return Finding((state_part(scene, state),), 0.6, "nominal.country", last)
    speaks = scene.source_of[noun.phrase.noun] is not None
    here = scene.sentence_of[noun.phrase.first]
    if speaks and noun.definite and not _OTHERS & set(scene.lower[noun.phrase.core : noun.phrase.noun]):
        states = [p for p in scene.parts if p.kind is ActorKind.STATE and p.seen]
        near = [p for p in states if here - scene.sentence_of[p.seen[-1]] <= _BACK]
        if near:
            return Finding((max(near, key=lambda p: p.seen[-1]),), 0.5, "nominal.country", last)
    if noun.lemma not in _WHOLE:
        return None
    return find_body(scene, noun) if speaks else Finding((), 0.0, "nominal.nobody", last)


def find_government(scene: Scene, noun: Noun) -> Finding | None:
    """A government is its state; one called by a person's name is the state while that person serves."""
    phrase = noun.phrase
    ruling = noun.lemma in scene.lexicon.governments and not noun.plural
    if not ruling and scene.lower[phrase.noun] != "authorities":
        return None
    persons = [r.part for r in phrase.inner if r.kind == NameKind.PERSON and r.part is not None]
    persons += [p for p in noun.owners if p.kind == ActorKind.PERSON]
    if persons:
        leader = persons[-1]
        if leader.state is not None and leader.office is not None and not leader.office.startswith("former "):
            return Finding((state_part(scene, leader.state),), 0.7, "nominal.government", phrase.last)
        if noun.lemma == "administration" and phrase.inner:
            return Finding(
                (named_part(scene, ActorKind.ORGANISATION, describe(scene, phrase, phrase.last, noun.owners)),),
                0.7,
                "nominal.body",
                phrase.last,
            )
        return None
    state = noun.state or _place_after(scene, noun)
    if state is None and scene.lower[phrase.noun] == "authorities":
        return None  # whose, the article does not say: as often a town's as a state's
    if state is None and scene.lower[phrase.last : phrase.last + 1] == ["of"]:
        run = scene.run_at.get(phrase.last + 1)
        state = run.text if run is not None and run.kind == NameKind.PLACE else None
        if state is None:
            return None
    if state is None and noun.definite and not phrase.inner and phrase.noun - phrase.core <= 1:
        recent = next((s for s in reversed(scene.sightings[-20:]) if s.rule == "nominal.government"), None)
        state = recent.parts[0].name if recent is not None else focus(scene)
    if state is None:
        return None
    if any(scene.lower[i] in _PARTIAL for i in range(phrase.core, phrase.noun)):
        return None
    if not noun.definite and noun.state is None:
        return None
    return Finding((state_part(scene, state),), 0.8, "nominal.government", phrase.last)


def _place_after(scene: Scene, noun: Noun) -> str | None:
    """The state whose capital or name follows: "ministers in London", "the government of France"."""
    at = noun.phrase.last
    if (
        at + 1 < len(scene.words)
        and scene.lower[at] in ("in", "of")
        and (run := scene.run_at.get(at + 1)) is not None
        and run.first == at + 1
    ):
        return scene.state(run)
    return None


def find_body(scene: Scene, noun: Noun) -> Finding | None:
    """An institution: one named before whose name has this noun or that is one, one described so before, else a new
    one.
    """
    phrase, lemma = noun.phrase, noun.lemma
    if noun.plural or (lemma not in scene.lexicon.bodies and lemma not in _LANDS):
        return None
    if phrase.first in scene.run_at and scene.run_at[phrase.first].last == phrase.last:
        return None
    name = describe(scene, phrase, noun.end, noun.owners)
    if noun.definite and (known := _known_body(scene, noun, {w.lower() for w in name.split()} - {lemma})) is not None:
        return known
    part = named_part(scene, ActorKind.ORGANISATION, name)
    part.state = part.state or noun.state
    return Finding((part,), 0.7 if noun.definite else 0.5, "nominal.described", noun.end)


def _known_body(scene: Scene, noun: Noun, modifiers: set[str]) -> Finding | None:
    """The body of the article that a definite noun takes up, by its name, by what it is told or known to be, at last by
    standing there alone.
    """
    lemma, last = noun.lemma, noun.phrase.last
    bodies = [p for p in scene.parts if p.kind in (ActorKind.ORGANISATION, ActorKind.DOCUMENT) and p.seen]
    bodies = sorted(bodies, key=lambda p: -p.seen[-1])
    named = [p for p in bodies if _bears(p, lemma, modifiers, noun)]
    if named:
        return Finding((named[0],), 0.8, "nominal.body", last)
    called = scene.lexicon.nicknames.get(lemma, ())
    told = [p for p in bodies if (p.name in called or lemma in p.nouns) and not (noun.owners or noun.state)]
    if told:
        return Finding((told[0],), 0.7, "nominal.nickname", last)
    absent = next((name for name in called if name in scene.bodies), None)
    if absent is not None and not noun.owners:
        return Finding((named_part(scene, ActorKind.ORGANISATION, absent),), 0.6, "nominal.nickname", last)
    if lemma not in _LOOSE or noun.owners or noun.state or noun.end > last or scene.source_of[noun.phrase.noun] is None:
        return None
    here = scene.sentence_of[noun.phrase.first]
    near = [p for p in bodies if p.name[:1].isupper() and here - scene.sentence_of[p.seen[-1]] <= _BACK and not p.nouns]
    return Finding((near[0],), 0.45, "nominal.salient", last) if near else None


def find_movement(scene: Scene, noun: Noun) -> Finding | None:
    """The movement of the article that "the rebels" are: told so, known for it, or so called."""
    if not noun.plural or not noun.definite or noun.lemma not in _ARMED:
        return None
    bodies = [p for p in scene.parts if p.kind is ActorKind.ORGANISATION and p.seen and p.name[:1].isupper()]
    known = scene.lexicon.nicknames["rebels"]
    told = [p for p in bodies if noun.lemma in p.traits | p.nouns or p.name in known]
    fit = told or [p for p in bodies if _FIGHTING & set(p.name.lower().split())]
    if not fit or noun.owners or noun.end > noun.phrase.last:
        return None
    best = max(fit, key=lambda p: p.seen[-1])
    return Finding((best,), 0.6 if len(fit) == 1 else 0.45, "nominal.armed", noun.phrase.last)


def _bears(part: Part, lemma: str, modifiers: set[str], noun: Noun) -> bool:
    """True when the body's name has the noun and contradicts no modifier."""
    names = [a.lower() for a in (part.name, *part.aliases)]
    heads = {w for a in names for w in re.split(r" (?:of|on|for|in|at|from|by|with) ", a)[0].split()[-1:]}
    words = {w for a in names for w in a.replace("'s", " ").split()}
    return lemma in heads and modifiers <= words and (noun.state is None or part.state in (None, noun.state))


def find_document(scene: Scene, noun: Noun) -> Finding | None:
    """A document, where it speaks; "a copy of the draft" is the draft; a bare "the text" is the last one named."""
    phrase, lexicon = noun.phrase, scene.lexicon
    if noun.plural or noun.lemma not in lexicon.documents:
        return None
    if not _speaks(scene, phrase):
        return None if noun.lemma in lexicon.bodies else Finding((), 0.0, "nominal.nobody", phrase.last)
    name = describe(scene, phrase, noun.end, noun.owners)
    for copy in sorted(_COPIES):
        name = name.removeprefix(f"{copy} of ").removeprefix("the ")
    name = name.replace("draft copy of", "draft of").replace("draft version of", "draft of")
    words = [w for w in name.lower().split() if w not in ("the", "of", "a", "an")]
    known = [p for p in scene.parts if p.kind == ActorKind.DOCUMENT and p.seen]
    if noun.definite:
        keys = {noun.lemma, *words[:1]}
        for part in reversed(known):
            if keys & set(part.name.lower().split()) or (
                len(words) == 1 and noun.lemma in ("text", "document", "draft", "copy", "paper")
            ):
                return Finding((part,), 0.7, "nominal.document", phrase.last)
    part = named_part(scene, ActorKind.DOCUMENT, name)
    return Finding((part,), 0.7, "nominal.document", noun.end)


def _speaks(scene: Scene, phrase: Phrase) -> bool:
    if scene.source_of[phrase.noun] is not None:
        return True
    governor = scene.words[scene.head(phrase.first, phrase.last)].head
    return scene.relation(phrase.first, phrase.last) == "nsubj" and scene.words[governor].lemma in _SPEAKING
