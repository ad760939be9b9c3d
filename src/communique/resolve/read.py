"""Annotations → Resolved: the one place where this room's modules meet."""

from __future__ import annotations

from communique.model.actor import Actor
from communique.model.reading import Annotations, Mention, Resolved
from communique.resolve.names import find_names, named_things
from communique.resolve.persons import gather_persons
from communique.resolve.phrases import find_phrases
from communique.resolve.pronouns import find_speakers
from communique.resolve.scene import Part, Scene, Sighting
from communique.resolve.times import resolve_times
from communique.resolve.walk import walk
from communique.resources.names import load_lexicon
from communique.resources.world import load_world


def resolve(annotations: Annotations) -> Resolved:
    """Who every mention is and which days the times mean; nothing in the article's text can make it fail."""
    scene = Scene(annotations, load_lexicon(), load_world())
    find_names(scene)
    find_phrases(scene)
    gather_persons(scene)
    walk(scene)
    find_speakers(scene)
    actors, by_part = _cast(scene)
    mentions = _mentions(scene, by_part)
    doubts = (*annotations.doubts, *scene.doubts)
    return Resolved(annotations, actors, mentions, resolve_times(annotations), doubts, named_things(scene))


def _cast(scene: Scene) -> tuple[tuple[Actor, ...], dict[int, Actor]]:
    """The actors in order of first mention, and the actor of every part; parts of one id are one actor."""
    first: dict[int, int] = {}
    order: list[Part] = []
    for sighting in sorted(scene.sightings, key=lambda s: s.first):
        for part in sighting.parts:
            if id(part) not in first:
                first[id(part)] = sighting.first
                order.append(part)
    merged: dict[str, Part] = {}
    ids = {id(part): part.id for part in order}
    for part in order:
        known = merged.setdefault(ids[id(part)], part)
        known.aliases.update(part.aliases)
        known.office, known.state = known.office or part.office, known.state or part.state
    actors = {name: part.actor() for name, part in merged.items()}
    return tuple(actors.values()), {key: actors[name] for key, name in ids.items()}


def _mentions(scene: Scene, by_part: dict[int, Actor]) -> tuple[Mention, ...]:
    """The sightings as mentions, sorted by span, one a span: the surest, or the one of most actors."""
    best: dict[tuple[int, int], Sighting] = {}
    for sighting in scene.sightings:
        place = (sighting.first, sighting.last)
        known = best.get(place)
        if known is None or (len(sighting.parts), sighting.score) > (len(known.parts), known.score):
            best[place] = sighting
    out = []
    for place, s in sorted(best.items()):
        actors = tuple(dict.fromkeys(by_part[id(p)] for p in s.parts))
        out.append(Mention(scene.span(*place), actors, s.form, s.head, round(s.score, 3), s.rule))
    return tuple(out)
