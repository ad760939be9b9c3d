"""Who holds an office, who is another's counterpart or predecessor.

Offices are told in the article ("Foreign Secretary Jane Doe") or, for heads of state and government, by the resource as
of the day of publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.model.actor import ActorKind
from communique.resolve.likeness import HEADS, LEADING, Likeness, find_likely, sureness
from communique.resolve.nouns import Noun
from communique.resolve.persons import appoint, employ
from communique.resolve.scene import Part, Phrase, Run, Scene
from communique.resources.loader import load_yaml
from communique.resources.world import Holder

_MANY = ("s", "sh", "ch", "ese", "men")  # demonyms of many: "the British", "the Swiss"
CERTAIN = 2.6  # likeness to somebody in the article above which no list of office-holders is asked


@dataclass(frozen=True, slots=True)
class Finding:
    """Who a phrase means, with how sure, by which rule, and where its description ends."""

    parts: tuple[Part, ...]
    score: float
    rule: str
    last: int


def find_holder(scene: Scene, noun: Noun) -> Finding | None:
    """Whom a definite singular noun means: the article's likest person, or the holder of the office on the day."""
    best = find_likely(scene, noun)
    by_pronoun = isinstance(noun.phrase.owner, int)  # "its president": whose, is less sure than who holds that office
    known = best is not None and (
        noun.state is None or by_pronoun or noun.state in (best.part.state, *best.part.traits)
    )
    if best is None or not known or best.likeness < CERTAIN:
        holder = _in_office(scene, noun)
        if holder is not None:
            return Finding((appoint(scene, holder),), 0.7 if noun.state else 0.5, "nominal.holder", noun.phrase.last)
    return None if best is None else _found(best, noun)


def _found(best: Likeness, noun: Noun) -> Finding:
    if noun.state is not None and best.part.state is None and not noun.lapsed:
        best.part.state = noun.state  # "the Spaniard" tells where she is from
    if best.part.kind is ActorKind.UNNAMED:
        return Finding((best.part,), 0.7, "nominal.again", noun.phrase.last)
    if best.likeness == 0.0:
        return Finding((best.part,), 0.45, "nominal.salient", noun.phrase.last)
    rule = "nominal.likely" if best.part.seen else "nominal.named-later"
    return Finding((best.part,), sureness(best), rule, noun.phrase.last)


def _in_office(scene: Scene, noun: Noun) -> Holder | None:
    """The holder whom the list has for the office on the day, of the state told, else of the one most spoken of."""
    title = "leader" if noun.state and noun.lemma in LEADING and noun.title in (None, noun.lemma) else noun.title
    if title is None or noun.lapsed or scene.day is None or (isinstance(noun.phrase.owner, int) and not noun.state):
        return None
    bodies = [o.name for o in noun.owners if o.kind is ActorKind.ORGANISATION]
    bodies += [r.alias.name for r in noun.phrase.inner if r.alias is not None and scene.state(r) is None]
    bodies += [r.alias.name for r in _after(scene, noun) if r.alias is not None and scene.state(r) is None]
    if bodies or (noun.owners and noun.state is None):
        return scene.world.chief(bodies[-1], title, scene.day) if bodies else None
    if noun.state is not None:
        return scene.world.holder_in(noun.state, title, scene.day)
    if title == "leader" or noun.phrase.noun + 1 < noun.end or noun.phrase.inner:
        return None
    for state in _by_weight(scene):
        if state not in scene.codes:
            return None  # a land of the article's own is its scene
        holder = scene.world.holder_in(state, title, scene.day)
        if holder is not None:
            return holder
    return scene.world.sole(title, scene.day)


def _after(scene: Scene, noun: Noun) -> list[Run]:
    return [r for i in range(noun.phrase.last, noun.end) if (r := scene.run_at.get(i)) is not None and r.first == i]


def _by_weight(scene: Scene) -> list[str]:
    """The states of the article, most spoken of first."""
    return [name for name, _ in sorted(scene.states_seen.items(), key=lambda item: -item[1])]


def find_fellow(scene: Scene, phrase: Phrase) -> Finding | None:
    """Whom "the Norwegian", "the Republican" means: one person of that land or party."""
    run = phrase.run
    assert run is not None
    last = scene.words[run.last - 1]
    if last.text.endswith(_MANY):
        return None
    state = scene.state(run)
    lemma = last.text.lower()
    noun = Noun(phrase, lemma, False, True, None, (), state, None, False, phrase.last, people=state is not None)
    best = find_likely(scene, noun)
    return None if best is None else _found(best, noun)


def focus(scene: Scene) -> str | None:
    """The state that the article speaks of most, where one stands out; a land of its own counts by its mentions."""
    counts = dict(scene.states_seen)
    for part in scene.parts:
        if part.kind is ActorKind.STATE and part.name not in scene.codes:
            counts[part.name] = len(part.seen)
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1] else None


def find_counterpart(scene: Scene, noun: Noun) -> Finding | None:
    """The person who holds the owner's office elsewhere: in the state told, else the one other who holds it."""
    owner = noun.owners[0]
    offices = {o for told in owner.offices if not told.startswith("former ") for o in peers(told)}
    others = [p for p in scene.persons if p is not owner]
    if noun.state is None and (pair := _paired(scene, owner)) is not None:
        return Finding((pair,), 0.6, "nominal.counterpart", noun.phrase.last)
    if noun.state is None and noun.lemma not in ("counterpart", "number"):
        return None  # "his host" may be anybody
    there = [p for p in others if p.state == noun.state or (noun.state is None and p.state != owner.state)]
    chosen = [p for p in there if p.offices & offices] or (there if len(there) == 1 and noun.state is not None else [])
    if chosen:
        met = [p for p in chosen if p.seen] or chosen
        best = max(met, key=lambda p: p.seen[-1] if p.seen else -1)
        return Finding((best,), 0.7, "nominal.counterpart", noun.phrase.last)
    if noun.state is None or scene.day is None:
        return None
    holders = (scene.world.holder_in(noun.state, office, scene.day) for office in sorted(offices))
    holder = next((h for h in holders if h is not None), None)
    return None if holder is None else Finding((appoint(scene, holder),), 0.6, "nominal.counterpart", noun.phrase.last)


def _paired(scene: Scene, owner: Part) -> Part | None:
    """The other of two who were just named together."""
    for sighting in reversed(scene.sightings[-12:]):
        if len(sighting.parts) == 2 and any(p is owner for p in sighting.parts):
            return next((p for p in sighting.parts if p is not owner and p.kind is ActorKind.PERSON), None)
    return None


def find_forerunner(scene: Scene, noun: Noun) -> Finding | None:
    """ "His predecessor", "her successor": told ("Cable, who replaced Farron"), else as the list has it."""
    owner, back = noun.owners[0], noun.lemma == "predecessor"
    told = owner.forerunner if back else next((p for p in scene.persons if p.forerunner is owner), None)
    if told is not None:
        return Finding((told,), 0.8, "nominal.predecessor", noun.phrase.last)
    for spell in scene.world.named(owner.name) if scene.day is not None else ():
        rest = [h for h in scene.world.holders.get(spell.state.iso3 or spell.state.name, ()) if h.title == spell.title]
        if back and spell.serves(scene.day or ""):
            before = [h for h in rest if h.since < spell.since and h.name != owner.name]
            if before:
                return Finding(
                    (appoint(scene, max(before, key=lambda h: h.since)),), 0.6, "nominal.predecessor", noun.phrase.last
                )
        after = [h for h in rest if not back and h.since > spell.since and h.serves(scene.day or "")]
        if after and after[0].name != owner.name:
            return Finding((appoint(scene, after[0]),), 0.6, "nominal.predecessor", noun.phrase.last)
    return None


def match(scene: Scene, part: Part, other: Part) -> None:
    """Lets the counterpart of ``other`` have that one's office ("his Vostranan counterpart, Inga Moll,")."""
    if other.office is not None and not other.office.startswith("former ") and part.office is None:
        employ(scene, part, other.office, None)


@cache
def peers(office: str) -> frozenset[str]:
    """The offices whose holders call each other counterparts: "foreign minister" and "secretary of state"."""
    if office in HEADS:
        return HEADS
    rows = (frozenset(w.strip() for w in row.split(",")) for row in load_yaml("names.yaml")["peers"])
    return next((row for row in rows if office in row), frozenset({office}))
