"""Who "the two leaders", "both sides", "the ministers" are.

Enters: a Scene, a plural phrase read as a Noun. Leaves: those whom the text named together or told the noun of, else
the two it has spoken of most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model.actor import ActorKind
from communique.model.entry import Doubt
from communique.model.reading import MentionForm
from communique.resolve.likeness import HEADS, alike
from communique.resolve.nouns import Noun
from communique.resolve.offices import Finding
from communique.resolve.places import state_part
from communique.resolve.scene import Part, Scene

_PAIRS = frozenset(
    "leader man woman president minister official negotiator premier chancellor envoy politician candidate statesman "
    "principal diplomat colleague".split()
)
_BANDS = frozenset({"two", "pair", "couple", "duo", "trio"})
_SIDES = frozenset(
    "side country government nation state capital neighbour neighbor party power delegation team rival foe".split()
)
_BACK = 4  # sentences
_TOGETHER = 2  # sentences
_FAMILY = frozenset("sister brother cousin sibling twin spouse".split())
_MOST = 4  # persons whom a plural takes together


def find_several(scene: Scene, noun: Noun) -> Finding | None:
    """ "The two leaders", "both sides", "the pair": those whom the text has just named together, or the two whom it has
    spoken of most; "the ministers", "the neighbours" where there are only so few of them.
    """
    if noun.number is None:
        return _few(scene, noun)
    pool = _eligible(scene, noun)
    for sighting in reversed(scene.sightings[-12:]):
        if len(sighting.parts) == noun.number and all(any(p is q for q in pool) for p in sighting.parts):
            return Finding(sighting.parts, 0.75, "nominal.two", noun.phrase.last)
    if len(pool) < 2 or noun.number is None:
        return None
    if noun.lemma not in _SIDES and (named := _named_together(scene, noun, pool)) is not None:
        return Finding(named, 0.7, "nominal.two", noun.phrase.last)
    count = noun.number
    if len(pool) < count:
        return None
    now = scene.sentence_of[noun.phrase.first]
    ranked = sorted(pool, key=lambda p: (-_salience(scene, p, now), -p.seen[-1]))
    if len(ranked) > count and _salience(scene, ranked[count], now) > 0.8 * _salience(scene, ranked[count - 1], now):
        names = ", ".join(p.name for p in ranked[: count + 1])
        span = scene.span(noun.phrase.first, noun.phrase.last)
        scene.doubts.append(Doubt("who", span, f"“{span.of(scene.text)}” may be {count} of {names}"))
    return Finding(tuple(sorted(ranked[:count], key=lambda p: p.seen[0])), 0.5, "nominal.two", noun.phrase.last)


def _named_together(scene: Scene, noun: Noun, pool: Sequence[Part]) -> tuple[Part, ...] | None:
    """Those whom one of the last sentences names, where they are as many as the number says."""
    here = scene.sentence_of[noun.phrase.first]
    for sentence in range(here - 1, here - 1 - _TOGETHER, -1):
        names = [s for s in scene.sightings if scene.sentence_of[s.first] == sentence and s.form is MentionForm.NAME]
        met = dict.fromkeys(p for s in names for p in s.parts if any(p is q for q in pool))
        if len(met) == noun.number:
            return tuple(met)
        if met:
            return None
    return None


def _few(scene: Scene, noun: Noun) -> Finding | None:
    """The two to four persons, or the two states, that a plural without a number goes back to."""
    phrase = noun.phrase
    if noun.owners or noun.end > phrase.last or phrase.noun > phrase.core + 1 or phrase.inner:
        return None
    here = scene.sentence_of[phrase.first]
    if noun.lemma in _SIDES:
        near = [s for s in scene.sightings[-12:] if here - scene.sentence_of[s.first] <= _BACK and len(s.parts) == 2]
        pool = _sides(scene, noun)
        for sighting in reversed(near):
            if all(any(p is q for q in pool) for p in sighting.parts):
                return Finding(sighting.parts, 0.5, "nominal.few", phrase.last)
        return None
    kin = _eligible(scene, noun) if noun.lemma in _FAMILY else []
    like = kin or [p for p in alike(scene, replace(noun, plural=False)) if p.seen and p.kind is ActorKind.PERSON]
    met = [p for p in like if here - scene.sentence_of[p.seen[-1]] <= _BACK]
    if not 2 <= len(met) <= _MOST:
        return None
    return Finding(tuple(sorted(met, key=lambda p: p.seen[0])), 0.5, "nominal.few", phrase.last)


def _eligible(scene: Scene, noun: Noun) -> list[Part]:
    """Who may be one of several that the noun stands for."""
    persons = [p for p in scene.parts if p.kind == ActorKind.PERSON and p.seen]
    if noun.lemma in _BANDS:
        return persons if len(persons) > 1 else _sides(scene, noun)
    if noun.lemma in _SIDES:
        return _sides(scene, noun)
    if noun.lemma in _FAMILY:
        kin = [p for p in persons if any(p is not q and p.name.split()[-1] == q.name.split()[-1] for q in persons)]
        return kin or persons
    if noun.lemma not in _PAIRS:
        return []
    gender = {"man": "m", "woman": "f"}.get(noun.lemma)
    pool = [p for p in persons if p.gender in (None, gender or p.gender)]
    held = [p for p in pool if p.offices]
    ministers = [p for p in held if any(o.endswith(noun.lemma) for o in p.offices)]
    return next((some for some in (ministers, held) if gender is None and len(some) >= 2), pool)


def _sides(scene: Scene, noun: Noun) -> list[Part]:
    """The states (and bodies, for "sides") that may face each other; a leader who is spoken of stands for the state."""
    pool = [p for p in scene.parts if p.seen and p.kind == ActorKind.STATE]
    if noun.lemma in ("side", "party"):
        pool += [p for p in scene.parts if p.seen and p.kind == ActorKind.ORGANISATION and p.name[0].isupper()]
    for leader in scene.persons:
        if leader.state is not None and leader.seen and leader.offices & HEADS:
            state = state_part(scene, leader.state)
            if not any(state is p for p in pool):
                pool.append(state)
            state.seen = sorted({*state.seen, *leader.seen})
    return pool


def _salience(scene: Scene, part: Part, now: int) -> float:
    """How much the text has spoken of ``part``, lately above all; of a state, on the whole as well."""
    lately = sum(0.5 ** (now - scene.sentence_of[at]) for at in part.seen[-12:] if scene.sentence_of[at] <= now)
    return lately + (0.15 if part.kind is ActorKind.STATE else 0.03) * len(part.seen)
