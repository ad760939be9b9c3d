"""Common nouns that stand for somebody: "the US president", "his Ukrainian counterpart", "a senior official", "the
draft".

Enters: one phrase of a Scene whose earlier mentions are known. Leaves: the parts it means, and by which rule; nobody
where the noun is no actor. What is only described stays a description.
"""

from __future__ import annotations

import re

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.descriptions import describe, reach
from communique.resolve.offices import Finding, Noun, find_counterpart, find_holder, find_several, focus
from communique.resolve.places import named_part, state_part
from communique.resolve.scene import Part, Phrase, Scene
from communique.resources.names import Alias, Sense

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_LANDS = frozenset({"country", "nation", "homeland", "superpower"})
_AGENTS = ("worker", "maker", "holder", "owner", "keeper", "fighter", "seeker", "ologist", "goer", "dweller", "member")
_ROLES = frozenset({"counterpart", "colleague", "opposite number"})
_COPIES = frozenset({"copy", "version", "text"})
_SPEAKING = frozenset(
    "say state call provide make contain require promise stipulate read mention describe warn note argue "
    "conclude find show suggest claim propose "
    "demand urge declare specify set commit leave oblige allow bar ban guarantee list accuse allege "
    "recommend predict forecast estimate reveal express acknowledge".split()
)


def find_nominal(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> Finding | None:
    """Who the phrase means; None for no actor."""
    noun = _noun(scene, phrase, starts, owners)
    lexicon, lemma = scene.lexicon, noun.lemma
    found: Finding | None = None
    if lemma in _LANDS and not noun.plural:
        return _land(scene, noun)
    if noun.plural and noun.number is not None:
        found = find_several(scene, noun)
    if found is None and not noun.plural and lemma in _ROLES and noun.owners:
        found = find_counterpart(scene, noun)
    if found is None and not noun.plural and noun.title is not None and (noun.definite or noun.state):
        found = find_holder(scene, noun)
    if found is None and (lemma in lexicon.governments or scene.lower[phrase.noun] == "authorities"):
        found = _government(scene, noun)
    if found is None and noun.plural and lemma == "minister" and (place := _place_after(scene, noun)) is not None:
        found = Finding((state_part(scene, place),), 0.7, "nominal.ministers", noun.end)
    if (
        found is None
        and not noun.plural
        and lemma in lexicon.documents
        and not (lemma in lexicon.bodies and not _speaks(scene, phrase))
    ):
        return _document(scene, noun)
    if found is None and lemma in lexicon.bodies and not noun.plural:
        found = _body(scene, noun)
    if found is None and (
        lemma in lexicon.unnamed
        or lemma in lexicon.groups
        or scene.lower[phrase.noun] in lexicon.unnamed
        or noun.title is not None
    ):
        found = _described(scene, noun)
    if found is None and noun.plural and (lemma in lexicon.bodies or lemma.endswith(_AGENTS)):
        found = _described(scene, noun)
    if found is not None and found.rule == "nominal.described" and not noun.plural and not noun.definite:
        return found if _takes_part(scene, phrase) else None  # "became a lawyer" brings nobody in
    return found


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


def _land(scene: Scene, noun: Noun) -> Finding | None:
    """ "His country" is the owner's state; any other country stands for nobody unless it speaks."""
    state = next((o.state for o in noun.owners if o.state is not None), None)
    if state is not None:
        return Finding((state_part(scene, state),), 0.6, "nominal.country", noun.phrase.last)
    return _body(scene, noun) if scene.source_of[noun.phrase.noun] is not None else None


def _noun(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> Noun:
    word = scene.words[phrase.noun]
    plural = word.tag in ("NNS", "NNPS") or scene.lower[phrase.noun] in ("people", "police", "critics")
    span = scene.lower[phrase.first : phrase.core + 3]
    definite = phrase.owner is not None or bool(
        set(scene.lower[phrase.first : max(phrase.core, phrase.first + 1)]) & _DEFINITE
    )
    count = next((_NUMBERS[w] for w in span[: phrase.noun - phrase.first] if w in _NUMBERS), None)
    number = count if definite else None
    state = next((s for run in reversed(phrase.inner) if _modifies(run.alias) and (s := scene.state(run))), None)
    if state is None and isinstance(phrase.owner, Phrase) and phrase.owner.run is not None:
        state = scene.state(phrase.owner.run)
    if state is None and owners and owners[0].kind == ActorKind.STATE:
        state = owners[0].name
    end = reach(scene, phrase, starts)
    if state is None and phrase.last + 1 < len(scene.words) and scene.lower[phrase.last] == "of":
        after = starts.get(phrase.last + 1)
        if after is not None and after.run is not None and after.noun == after.run.last - 1:
            state = scene.state(after.run)
    lapsed = any(scene.lower[i] in scene.lexicon.lapsed for i in range(phrase.core, phrase.noun))
    return Noun(phrase, word.lemma, plural, definite, number, owners, state, _title(scene, phrase), lapsed, end)


def _modifies(alias: Alias | None) -> bool:
    return alias is None or alias.sense in (Sense.STATE, Sense.ADJECTIVE, Sense.SEAT, Sense.CAPITAL)


def _title(scene: Scene, phrase: Phrase) -> str | None:
    """The office that the phrase ends in, as compared."""
    for at in range(max(phrase.core, phrase.noun - 4), phrase.noun + 1):
        hit = scene.title(at, phrase.last)
        if hit is not None and at + hit[1] == phrase.last:
            return scene.lexicon.office(hit[0])
    return None


def _government(scene: Scene, noun: Noun) -> Finding | None:
    """A government is its state; one called by a person's name is the state while that person serves."""
    phrase = noun.phrase
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
    if any(
        scene.lower[i]
        in (
            "local",
            "regional",
            "provincial",
            "municipal",
            "city",
            "district",
            "devolved",
            "interim",
            "former",
            "previous",
            "next",
        )
        for i in range(phrase.core, phrase.noun)
    ):
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


def _body(scene: Scene, noun: Noun) -> Finding | None:
    """An institution: one named before whose name has this noun, one described so before, else a new one."""
    phrase, lemma = noun.phrase, noun.lemma
    nickname = scene.lexicon.nicknames.get(lemma)
    name = describe(scene, phrase, noun.end, noun.owners)
    if phrase.first in scene.run_at and scene.run_at[phrase.first].last == phrase.last:
        return None
    modifiers = {w.lower() for w in name.split()} - {lemma}
    if noun.definite:
        best = None
        for part in scene.parts:
            if (
                part.kind in (ActorKind.ORGANISATION, ActorKind.DOCUMENT)
                and part.seen
                and _bears(part, lemma, modifiers, noun)
            ):
                best = part if best is None or part.seen[-1] > best.seen[-1] else best
        if best is not None:
            return Finding((best,), 0.8, "nominal.body", phrase.last)
        if nickname is not None and nickname in scene.bodies:
            return Finding((named_part(scene, ActorKind.ORGANISATION, nickname),), 0.7, "nominal.nickname", phrase.last)
    part = named_part(scene, ActorKind.ORGANISATION, name)
    part.state = part.state or noun.state
    return Finding((part,), 0.7 if noun.definite else 0.5, "nominal.described", noun.end)


def _bears(part: Part, lemma: str, modifiers: set[str], noun: Noun) -> bool:
    """True when the body's name has the noun and contradicts no modifier."""
    names = [a.lower() for a in (part.name, *part.aliases)]
    heads = {w for a in names for w in re.split(r" (?:of|on|for|in|at|from|by|with) ", a)[0].split()[-1:]}
    words = {w for a in names for w in a.replace("'s", " ").split()}
    return lemma in heads and modifiers <= words and (noun.state is None or part.state in (None, noun.state))


def _document(scene: Scene, noun: Noun) -> Finding | None:
    """A document, where it speaks; "a copy of the draft" is the draft; a bare "the text" is the last one named."""
    phrase = noun.phrase
    if not _speaks(scene, phrase):
        return None
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


def _described(scene: Scene, noun: Noun) -> Finding | None:
    """Somebody who is not named: a group where many act together, else "unnamed" with the description."""
    phrase = noun.phrase
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
