"""Annotations → Resolved: the one place where this room's modules meet."""

from __future__ import annotations

from communique.model.actor import Actor
from communique.model.reading import Annotations, Mention, Resolved
from communique.model.span import Span
from communique.resolve.names import find_names
from communique.resolve.persons import gather_persons
from communique.resolve.phrases import find_phrases
from communique.resolve.pronouns import find_speakers
from communique.resolve.scene import Part, Scene
from communique.resolve.times import resolve_times
from communique.resolve.walk import name_sources, walk
from communique.resources.names import load_lexicon
from communique.resources.world import load_world


def resolve(annotations: Annotations) -> Resolved:
    """Who every mention is and which days the times mean; nothing in the article's text can make it fail."""
    scene = Scene(annotations, load_lexicon(), load_world())
    find_names(scene)
    find_phrases(scene)
    gather_persons(scene)
    walk(scene)
    name_sources(scene)
    find_speakers(scene)
    actors, by_part = _cast(scene)
    mentions = _mentions(scene, by_part)
    doubts = (*annotations.doubts, *scene.doubts)
    return Resolved(annotations, actors, mentions, resolve_times(annotations), doubts)


def _cast(scene: Scene) -> tuple[tuple[Actor, ...], dict[int, Actor]]:
    """The actors in order of first mention, and the actor of every part; parts of one id are one actor."""
    first: dict[int, int] = {}
    order: list[Part] = []
    for sighting in sorted(scene.sightings, key=lambda s: s.first):
        for part in sighting.parts:
            if id(part) not in first:
                first[id(part)] = sighting.first
                order.append(part)
    actors: dict[str, Actor] = {}
    by_part: dict[int, Actor] = {}
    merged: dict[str, Part] = {}
    for part in order:
        made = part.actor()
        known = merged.setdefault(made.id, part)
        known.aliases.update(part.aliases)
        known.office, known.state = known.office or part.office, known.state or part.state
    for part in order:
        actor_id = part.actor().id
        actors.setdefault(actor_id, merged[actor_id].actor())
        by_part[id(part)] = actors[actor_id]
    return tuple(actors.values()), by_part


def _mentions(scene: Scene, by_part: dict[int, Actor]) -> tuple[Mention, ...]:
    """The sightings as mentions, sorted by span, one a span: the surest, or the one of most actors."""
    best: dict[Span, Mention] = {}
    for sighting in scene.sightings:
        span = scene.span(sighting.first, sighting.last)
        actors = tuple(dict.fromkeys(by_part[id(p)] for p in sighting.parts))
        head = scene.head(sighting.first, sighting.last)
        mention = Mention(span, actors, sighting.form, head, round(sighting.score, 3), sighting.rule)
        known = best.get(span)
        if known is None or (len(actors), mention.score) > (len(known.actors), known.score):
            best[span] = mention
    return tuple(best[span] for span in sorted(best))
