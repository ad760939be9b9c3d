"""Who holds an office, who is another's counterpart, who "the two leaders" are.

Offices are told in the article ("Foreign Secretary Jane Doe") or, for heads of state and government, by the resource as
of the day of publication.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.persons import employ
from communique.resolve.places import state_part
from communique.resolve.scene import Part, Phrase, Scene

_PAIRS = frozenset(
    {
        "leader",
        "man",
        "woman",
        "president",
        "minister",
        "official",
        "negotiator",
        "premier",
        "chancellor",
        "envoy",
        "politician",
        "candidate",
        "statesman",
        "principal",
    }
)
_SIDES = frozenset(
    {"side", "country", "government", "nation", "state", "capital", "neighbour", "neighbor", "party", "power"}
)
_SOON = 3  # sentences
_BESIDE = 5  # words
HEADS = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "leader", "emir", "sultan", "supreme leader", "pope"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Who a phrase means, with how sure, by which rule, and where its description ends."""

    parts: tuple[Part, ...]
    score: float
    rule: str
    last: int


@dataclass(frozen=True, slots=True)
class Noun:
    """A phrase with what is known of its noun."""

    phrase: Phrase
    lemma: str
    plural: bool
    definite: bool
    number: int | None
    owners: tuple[Part, ...]
    state: str | None
    title: str | None
    lapsed: bool
    end: int


def find_holder(scene: Scene, noun: Noun) -> Finding | None:
    """The holder of an office: told in the article, else the resource's for the day of publication."""
    title = ("former " if noun.lapsed else "") + (noun.title or "")
    fit = [p for p in scene.persons if _held(p, title, noun.state)]
    if noun.state is not None and (named := [p for p in fit if p.state == noun.state]):
        fit = named
    for run in noun.phrase.inner:
        if run.kind == NameKind.PLACE and scene.state(run) is None:
            fit = [p for p in fit if _hails_from(scene, p, run.text)]  # "the Vermont senator" is no other's
            if not fit:
                return None
    earlier = [p for p in fit if p.seen and p.seen[-1] <= noun.phrase.first]
    awaited = [p for p in fit if id(p) in scene.awaited]
    if not earlier and noun.definite and len(awaited) == 1:
        return Finding((awaited[0],), 0.7, "nominal.awaited", noun.phrase.last)
    if not earlier and noun.definite and (soon := _named_soon(scene, noun, fit)) is not None:
        return Finding((soon,), 0.6, "nominal.named-later", noun.phrase.last)
    if not earlier and not (noun.title in HEADS and noun.state is not None):
        main = lately(scene, noun.phrase.first) if fit or not noun.state else None
        fit = [main] if main is not None and main.office is None and noun.definite and not noun.phrase.inner else []
        if fit and noun.title not in HEADS:
            return Finding((fit[0],), 0.5, "nominal.salient", noun.phrase.last)
        fit = []
    if fit:
        best = max(earlier, key=lambda p: p.seen[-1]) if earlier else fit[0]
        return Finding((best,), 0.9 if len(fit) == 1 else 0.6, "nominal.office", noun.phrase.last)
    if noun.lapsed or noun.title not in HEADS or isinstance(noun.phrase.owner, int):
        return None
    state = noun.state or (focus(scene) if not noun.owners else None)
    if state is None or (noun.state is None and title == "leader"):
        return None
    known = next((s for s in scene.world.states.values() if s.name == state), None)
    holder = scene.world.holder(known, noun.title, scene.day) if known is not None else None
    if holder is None or known is None:
        return None
    part = next((p for p in scene.persons if p.name == holder.name), None)
    if part is None:
        part = Part(ActorKind.PERSON, holder.name, gender=scene.lexicon.gender_of(holder.name.split()[0]))
        employ(scene, part, holder.title, known.name)
        scene.persons.append(part)
        part.offices |= {noun.title, "leader"} if holder.office == known.leader else {noun.title}
    return Finding((part,), 0.7, "nominal.holder", noun.phrase.last)


def _hails_from(scene: Scene, part: Part, place: str) -> bool:
    """True when the text sets ``place`` beside a name of ``part`` ("Senator Jane Doe of Vermont")."""
    return any(
        place in scene.says(max(0, r.first - _BESIDE), min(len(scene.words), r.last + _BESIDE))
        for r in scene.runs
        if r.part is part
    )


def _named_soon(scene: Scene, noun: Noun, fit: list[Part]) -> Part | None:
    """The one holder of the office whom the next sentences name ("…, its president said. President Ana Lund was")."""
    if noun.lapsed or noun.title is None or len(fit) != 1:
        return None
    now = scene.sentence_of[noun.phrase.first]
    ahead = [r for r in scene.runs if r.part is fit[0] and 0 <= scene.sentence_of[r.first] - now <= _SOON]
    titled = any(r.first and scene.title(r.first - 1, r.first) is not None for r in ahead)
    return fit[0] if titled else None


def lately(scene: Scene, i: int) -> Part | None:
    """The one person whom the last sentences before word ``i`` had for a subject or a speaker; None where
    there are several.
    """
    found: list[Part] = []
    for sighting in reversed(scene.sightings[-24:]):
        if scene.sentence_of[i] - scene.sentence_of[sighting.first] > 2:
            break
        if (
            sighting.subject
            and len(sighting.parts) == 1
            and sighting.parts[0].kind == ActorKind.PERSON
            and sighting.parts[0] not in found
        ):
            found.append(sighting.parts[0])
    return found[0] if len(found) == 1 else None


def _held(part: Part, title: str, state: str | None) -> bool:
    """True when ``part`` may be called by ``title``: "the minister" may be any minister, "the leader" any head."""
    if state is not None and part.state not in (state, None):
        return False
    if title in part.offices:
        return True
    if title == "leader":
        return bool(part.offices & HEADS) and part.state is not None
    return " " not in title and any(
        o.split()[-1] == title and not o.startswith(("vice ", "former ", "deputy ")) for o in part.offices
    )


def focus(scene: Scene) -> str | None:
    """The state that the article speaks of most, where one stands out."""
    known = {s.name for s in scene.world.states.values()}
    ranked = sorted(((n, c) for n, c in scene.states_seen.items() if n in known), key=lambda item: -item[1])
    if not ranked:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1] else None


def find_counterpart(scene: Scene, noun: Noun) -> Finding | None:
    """The person who holds the owner's office elsewhere."""
    owner = noun.owners[0]
    if noun.state is None:
        return None
    fit = [p for p in scene.persons if p is not owner and p.state == noun.state]
    same = [p for p in fit if p.offices & owner.offices]
    heads = [p for p in fit if p.offices & HEADS and owner.offices & HEADS]
    chosen = same or heads or (fit if len(fit) == 1 else [])
    if chosen:
        return Finding((chosen[0],), 0.7, "nominal.counterpart", noun.phrase.last)
    known = next((s for s in scene.world.states.values() if s.name == noun.state), None)
    for office in sorted(owner.offices & HEADS) if known is not None else ():
        holder = scene.world.holder(known, office, scene.day) if known is not None else None
        if holder is not None and known is not None:
            part = Part(ActorKind.PERSON, holder.name, gender=scene.lexicon.gender_of(holder.name.split()[0]))
            employ(scene, part, holder.title, known.name)
            scene.persons.append(part)
            return Finding((part,), 0.6, "nominal.counterpart", noun.phrase.last)
    return None


def find_several(scene: Scene, noun: Noun) -> Finding | None:
    """ "The two leaders", "both sides", "the three governments": those whom the text has just named together, or the
    two whom it has spoken of most.
    """
    if noun.lemma in _PAIRS:
        gender = {"man": "m", "woman": "f"}.get(noun.lemma)
        pool = [
            p for p in scene.parts if p.kind == ActorKind.PERSON and p.seen and p.gender in (None, gender or p.gender)
        ]
        if noun.lemma != "man" and len(heads := [p for p in pool if p.offices]) >= 2:
            pool = heads
    elif noun.lemma in _SIDES:
        pool = _sides(scene, noun)
    else:
        return None
    for sighting in reversed(scene.sightings[-12:]):
        if len(sighting.parts) == noun.number and all(any(p is q for q in pool) for p in sighting.parts):
            return Finding(sighting.parts, 0.7, "nominal.two", noun.phrase.last)
    if len(pool) < 2 or noun.number != 2:
        return None
    now = scene.sentence_of[noun.phrase.first]
    ranked = sorted(pool, key=lambda p: (-_salience(scene, p, now), -p.seen[-1]))
    if len(ranked) > 2 and _salience(scene, ranked[2], now) > 0.8 * _salience(scene, ranked[1], now):
        return None
    return Finding(tuple(sorted(ranked[:2], key=lambda p: p.seen[0])), 0.5, "nominal.two", noun.phrase.last)


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
    return sum(
        0.6 ** (now - scene.sentence_of[at]) for at in part.seen[-12:] if scene.sentence_of[at] <= now
    ) + 0.1 * len(part.seen)
