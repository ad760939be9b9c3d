"""Whom a pronoun goes back to: the mentions that it may mean, weighed by where they stand.

Enters: a Scene and the word of a pronoun, its earlier mentions known. Leaves: the actors that it may mean, likeliest
first, with probabilities. Grammar, gender and number exclude; what is left is a log-linear choice between mentions,
and an actor's probability is the sum over its mentions (see ``salience``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp

from communique.model.actor import ActorKind
from communique.model.reading import MentionForm, NameKind
from communique.resolve.salience import GENDERS, WEIGHTS, Asked, features_of, is_subordinate, role_of, speaks, told_in
from communique.resolve.scene import Part, Scene, Sighting

_WINDOW, _REACH = 80, 7  # mentions, sentences
_AHEAD = 2  # sentences, for a pronoun that comes before its name
_MANY = (ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.STATE)
_THINGS = (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.DOCUMENT, ActorKind.GROUP)
_NOBODY = frozenset({"nobody", "none", "neither", "everyone", "everybody", "anyone", "anybody"})
_ARGUMENTS = ("nsubj", "obj", "iobj")


def rank(scene: Scene, i: int) -> list[tuple[float, tuple[Part, ...]]]:
    """Whom the pronoun at word ``i`` may mean, with probabilities that add up to one, likeliest first."""
    asked = Asked(scene, i, GENDERS[scene.lower[i]])
    found = candidates(asked)
    if not found:
        return []
    weights = [exp(sum(WEIGHTS.get(name, 0.0) for name in names)) for _, names in found]
    total = sum(weights)
    mass: dict[tuple[int, ...], tuple[float, tuple[Part, ...]]] = {}
    for (sighting, _), weight in zip(found, weights, strict=True):
        key = tuple(id(p) for p in sighting.parts)
        mass[key] = (mass.get(key, (0.0, ()))[0] + weight / total, sighting.parts)
    return sorted(mass.values(), key=lambda m: -m[0])


def candidates(asked: Asked) -> list[tuple[Sighting, list[str]]]:
    """The mentions that the pronoun may go back to (or ahead to), each with its features: of each actor the last
    mention and the last as a subject.
    """
    scene = asked.scene
    exclude = _excluded(asked)
    row = _Row()
    for sighting in reversed(scene.sightings[-_WINDOW:]):
        if asked.sentence - scene.sentence_of[sighting.first] > _REACH:
            break
        row.meet(asked, sighting, exclude)
    for sighting in _ahead(asked, not row.found):
        row.meet(asked, sighting, exclude)
    return row.found


@dataclass(slots=True)
class _Row:
    """The mentions that may be meant, last met first, with their features."""

    found: list[tuple[Sighting, list[str]]] = field(default_factory=list)
    met: dict[tuple[int, ...], set[bool]] = field(default_factory=dict)  # by the ids of parts; as a subject or not
    turns: list[tuple[int, ...]] = field(default_factory=list)
    speakers: list[tuple[int, ...]] = field(default_factory=list)

    def meet(self, asked: Asked, sighting: Sighting, exclude: Sequence[Part]) -> None:
        """Takes ``sighting`` in where it may be meant and its actor has none of its standing yet."""
        scene = asked.scene
        if sighting.first == asked.i or scene.lower[sighting.first] in _NOBODY or not _agrees(asked.kind, sighting):
            return
        if _barred(asked, sighting) or any(p is e for p in sighting.parts for e in exclude):
            return
        key = tuple(id(p) for p in sighting.parts)
        acts = role_of(scene, sighting) == "subject" and told_in(scene, sighting.first) is None
        if acts in self.met.get(key, ()) or (not acts and key in self.met):
            return
        self.met.setdefault(key, set()).add(acts)
        order = list(self.met).index(key)
        turn, speaker = _place(self.turns, key, acts), _place(self.speakers, key, speaks(scene, sighting))
        self.found.append((sighting, list(features_of(asked, sighting, order, turn, speaker))))


def _place(row: list[tuple[int, ...]], key: tuple[int, ...], stands: bool) -> int | None:
    """The place of ``key`` in a row that it joins if it ``stands`` there; None when it does not."""
    if not stands:
        return None
    if key not in row:
        row.append(key)
    return row.index(key)


def _ahead(asked: Asked, alone: bool) -> Iterator[Sighting]:
    """Persons named behind the pronoun: the subject of the clause on which its own hangs ("When she landed, Lund
    said"), and where nobody before can be meant (``alone``) those of the next sentences; never in its own words.
    """
    scene, i = asked.scene, asked.i
    if asked.kind not in ("m", "f"):
        return
    for run in scene.runs:
        if run.first <= i or run.kind is not NameKind.PERSON or run.part is None:
            continue
        apart = scene.sentence_of[run.first] - asked.sentence
        if apart > _AHEAD:
            break
        head = scene.head(run.first, run.last)
        relation = scene.relation(run.first, run.last)
        subject = relation.startswith("nsubj") or scene.source_of[run.first] is not None
        found = Sighting(run.first, run.last, (run.part,), MentionForm.NAME, 0.5, "name.ahead", head, relation, subject)
        if asked.source is not None and scene.content_of[run.first] == asked.source:
            continue
        if subject and (alone or (apart == 0 and (asked.case == "owner" or is_subordinate(asked, found)))):
            yield found


def _excluded(asked: Asked) -> Sequence[Part]:
    """Who cannot be meant: the speaker of the quotation that the pronoun stands in, and whom the words that come
    from its own mouth name.
    """
    scene = asked.scene
    speaking = scene.speakers(asked.content) if asked.content is not None and scene.words[asked.i].quoted else ()
    if asked.source is None:
        return speaking
    own = [
        s
        for s in scene.sightings[-_WINDOW:]
        if scene.content_of[s.first] == asked.source and scene.words[s.first].quoted and s.form is MentionForm.NAME
    ]
    return (*speaking, *(p for s in own for p in s.parts))


def _agrees(kind: str, sighting: Sighting) -> bool:
    parts = sighting.parts
    if kind == "they":
        return len(parts) > 1 or parts[0].plural or parts[0].kind in _MANY
    if len(parts) > 1 or (parts[0].plural and parts[0].kind != ActorKind.GROUP):
        return False
    part = parts[0]
    if kind == "it":
        return part.kind in _THINGS
    return part.kind in (ActorKind.PERSON, ActorKind.UNNAMED) and part.gender in (None, kind)


def _barred(asked: Asked, sighting: Sighting) -> bool:
    """True where grammar forbids: who is quoted would say "I"; two arguments of one verb are two."""
    scene, i = asked.scene, asked.i
    own = asked.source is not None and scene.content_of[sighting.first] == asked.source
    if own and scene.words[sighting.first].quoted:
        return True
    if asked.source is not None and scene.source_of[sighting.first] == asked.source:
        return True  # "one of them", of whom "them" is not the source
    if asked.case == "owner" or asked.sentence != scene.sentence_of[sighting.first]:
        return False
    head = scene.head(sighting.first, sighting.last)
    mine = scene.words[i]
    same = scene.words[head].head == mine.head and mine.head not in (i, head)
    return same and scene.words[head].relation.startswith(_ARGUMENTS) and mine.relation.startswith((*_ARGUMENTS, "obl"))
