"""Common nouns that stand for somebody: "the US president", "his Ukrainian counterpart", "a senior official", "the
draft".

Enters: one phrase of a Scene whose earlier mentions are known. Leaves: the parts it means, and by which rule; nobody
where the noun is no actor. What is only described stays a description.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.model.actor import ActorKind
from communique.resolve.bodies import (
    find_body,
    find_document,
    find_government,
    find_land,
    find_ministers,
    find_movement,
    find_side,
)
from communique.resolve.descriptions import describe
from communique.resolve.nouns import Noun, read_noun
from communique.resolve.offices import Finding, find_counterpart, find_forerunner, find_holder
from communique.resolve.scene import Part, Phrase, Scene
from communique.resolve.several import find_several
from communique.resolve.traits import age, words_told

_AGENTS = ("worker", "maker", "holder", "owner", "keeper", "fighter", "seeker", "ologist", "goer", "dweller", "member")
_DOERS = ("ist", "ian", "man", "woman", "crat")
ROLES = frozenset("counterpart colleague number host guest visitor partner homologue".split())


def find_nominal(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> Finding | None:
    """Who the phrase means, by the first reading that knows; None for no actor."""
    noun = read_noun(scene, phrase, starts, owners)
    found = next((f for read in _READINGS if (f := read(scene, noun)) is not None), None)
    if found is None or not found.parts:
        return None
    if found.rule == "nominal.described" and not noun.plural and not noun.definite:
        return found if _takes_part(scene, phrase) else None  # "became a lawyer" brings nobody in
    return found


def _together(scene: Scene, noun: Noun) -> Finding | None:
    """ "The two leaders", "both sides", "the ministers"."""
    plain = noun.plural and noun.definite and noun.phrase.owner is None
    return find_several(scene, noun) if noun.number is not None or plain else None


def _relation(scene: Scene, noun: Noun) -> Finding | None:
    """ "His counterpart", "her predecessor"."""
    if noun.plural or not noun.owners:
        return None
    if noun.lemma in ("predecessor", "successor"):
        return find_forerunner(scene, noun)
    return find_counterpart(scene, noun) if noun.lemma in ROLES else None


def _person(scene: Scene, noun: Noun) -> Finding | None:
    """One human being who is told of elsewhere, or who holds the office."""
    told = not noun.plural and _is_told(scene, noun) and _human(scene, noun)
    return find_holder(scene, noun) if told else None


def _is_told(scene: Scene, noun: Noun) -> bool:
    """True for a definite phrase, or one without an article that a land's name makes so ("French premier said")."""
    return noun.definite or (noun.state is not None and scene.words[noun.phrase.first].tag not in ("DT", "CD"))


def _human(scene: Scene, noun: Noun) -> bool:
    """True for a noun that may stand for one human being."""
    lemma, lexicon, phrase = noun.lemma, scene.lexicon, noun.phrase
    if noun.title is not None or lemma in lexicon.unnamed or noun.lapsed:
        return True
    if any(lemma in p.nouns for p in scene.persons) or any(age(scene, i) for i in range(phrase.core, phrase.noun)):
        return True
    known = lemma in lexicon.bodies or lemma in lexicon.documents or lemma in lexicon.groups
    return not known and lemma.endswith(_DOERS) and scene.source_of[phrase.noun] is not None


def _takes_part(scene: Scene, phrase: Phrase) -> bool:
    """True when the phrase does, says or owns something, or stands with those who do."""
    if scene.source_of[phrase.noun] is not None or not phrase.outer:
        return True
    before = scene.lower[phrase.first - 1] if phrase.first else ""
    return scene.relation(phrase.first, phrase.last).startswith(("nsubj", "iobj")) or before in (
        "by",
        "with",
        "between",
        "told",
        "and",
    )


def _described(scene: Scene, noun: Noun) -> Finding | None:
    """Somebody who is not named: a group where many act together, else "unnamed" with the description."""
    phrase, lexicon = noun.phrase, scene.lexicon
    human = {noun.lemma, scene.lower[phrase.noun]} & lexicon.unnamed or noun.title is not None
    many = noun.plural and (noun.lemma in lexicon.bodies or noun.lemma.endswith(_AGENTS))
    if not human and not many and noun.lemma not in lexicon.groups:
        return None
    name = describe(scene, phrase, noun.end, noun.owners)
    if noun.definite and noun.phrase.owner is None:
        same = _again(scene, noun)
        if same is not None:
            return Finding((same,), 0.7, "nominal.again", phrase.last)
    group = (
        noun.plural
        and (noun.lemma in scene.lexicon.groups or noun.lemma in scene.lexicon.bodies or noun.lemma.endswith(_AGENTS))
        and noun.lemma not in ("official", "critic", "expert", "analyst", "diplomat", "people")
    )
    collective = not noun.plural and noun.lemma in scene.lexicon.groups and noun.lemma not in scene.lexicon.unnamed
    kind = ActorKind.GROUP if group or collective else ActorKind.UNNAMED
    part = Part(kind, name, plural=noun.plural or collective)
    part.state = noun.state
    word = scene.lower[phrase.noun]
    part.gender = "f" if word in scene.lexicon.feminine else "m" if word in scene.lexicon.masculine else None
    if noun.title is not None:
        part.offices.add(noun.title)
    part.nouns.add(noun.lemma)
    part.traits |= words_told(scene, phrase.core, noun.end)
    known = next((p for p in scene.parts if p.kind == kind and p.name == name), None)
    return Finding((known or part,), 0.6, "nominal.described", noun.end)


def _again(scene: Scene, noun: Noun) -> Part | None:
    """The unnamed actor met before to whom "the official", "the farmers" goes back."""
    modifiers = {scene.lower[i] for i in range(noun.phrase.core, noun.phrase.noun)} - {"the", "two", "three"}
    for part in sorted(scene.parts, key=lambda p: -p.seen[-1] if p.seen else 0):
        if part.kind not in (ActorKind.UNNAMED, ActorKind.GROUP) or not part.seen or part.plural != noun.plural:
            continue
        words = part.name.lower().split()
        if scene.lower[noun.phrase.noun] in words[:5] and modifiers <= set(words):
            return part
    return None


_READINGS: tuple[Callable[[Scene, Noun], Finding | None], ...] = (
    find_land,
    _together,
    find_side,
    _relation,
    _person,
    find_movement,
    find_government,
    find_ministers,
    find_document,
    find_body,
    _described,
)
