"""Words that pick somebody out of those just told of: "both", "one of them", "the other", "said one, a broker".

Enters: a Scene and the words of a source. Leaves: whom they mean, and by which rule; None for other words.
"""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.descriptions import describe_range
from communique.resolve.scene import Part, Scene, Sighting

_BOTH = frozenset(
    {"both", "both of them", "the two", "the two of them", "the pair", "the duo", "each", "each of them", "neither",
     "neither of them"}
)  # fmt: skip
_FIRST = frozenset({"the one", "the first", "the former"})
_SECOND = frozenset({"the second", "the latter"})
_OTHER = frozenset({"the other", "the other one"})
_SOME = frozenset({"one", "another", "a second", "a third", "some", "others", "two", "several", "many"})
_AGENTS = ("er", "or", "ist", "ian", "man", "mate", "ate", "ant", "ee", "comrade", "people")
_NEAR, _BEFORE = 5, 2  # sentences back to a pair, to a group
_NAMES = (ActorKind.PERSON, ActorKind.STATE)
Found = tuple[tuple[Part, ...], str]


def find_one(scene: Scene, first: int, last: int) -> Found | None:
    """Whom the source ``[first, last)`` picks out of others."""
    text = scene.says(first, last).lower()
    if text in _BOTH and (pair := last_pair(scene, first)):
        return pair, "pronoun.both"
    if text in _FIRST | _SECOND | _OTHER and (pair := last_pair(scene, first)):
        return (_of_pair(scene, text, pair, first),), "pronoun.of-two"
    lead = text.split(",")[0].removesuffix(" of them").strip()
    if lead not in _SOME or (lead != text and not text.startswith((lead + ",", lead + " of them"))):
        return None
    return _of_group(scene, lead, first, last)


def last_pair(scene: Scene, i: int) -> tuple[Part, ...]:
    """The two last told of together before word ``i``, else the two persons (or states) who acted last, else those
    named last, else the two persons named next.
    """
    acted: list[Part] = []
    named: list[Part] = []
    for sighting in reversed(scene.sightings):
        if sighting.first >= i:
            continue
        if scene.sentence_of[i] - scene.sentence_of[sighting.first] > _NEAR:
            break
        if len(sighting.parts) == 2:
            return sighting.parts
        for row in (acted, named) if sighting.subject else (named,):
            _join(row, sighting.parts[0])
    row = next((row for row in (acted, named) if len(row) > 1), [])
    return tuple(reversed(row[:2])) or _next_pair(scene, i)


def _join(row: list[Part], part: Part) -> None:
    """Puts a person, or a state behind a state, at the end of a row, once."""
    if part.kind in _NAMES and (not row or part.kind is row[0].kind) and not any(part is p for p in row):
        row.append(part)


def _next_pair(scene: Scene, i: int) -> tuple[Part, ...]:
    """The first two persons named behind word ``i``, where the article begins with a pronoun."""
    row: list[Part] = []
    for run in scene.runs:
        if run.first > i and run.kind is NameKind.PERSON and run.part is not None:
            _join(row, run.part)
    return tuple(row[:2]) if len(row) > 1 else ()


def _of_pair(scene: Scene, text: str, pair: tuple[Part, ...], i: int) -> Part:
    if text in _OTHER:
        last = _last_speaker(scene, i)
        return next((p for p in pair if last is not None and not any(p is q for q in last.parts)), pair[1])
    return pair[0] if text in _FIRST else pair[1]


def _last_speaker(scene: Scene, i: int) -> Sighting | None:
    return next((s for s in reversed(scene.sightings) if s.first < i and scene.source_of[s.first] is not None), None)


def _of_group(scene: Scene, lead: str, first: int, last: int) -> Found | None:
    """Somebody of the group told of last: by what stands beside ("one, a broker"), else as one of the group."""
    at = next((i for i in range(first, min(first + 3, len(scene.words))) if scene.texts[i] == ","), None)
    if at is not None and at + 1 < len(scene.words) and scene.lower[at + 1] in ("a", "an", "the"):
        stop = scene.annotations.sentences[scene.sentence_of[first]].last
        run = next((scene.run_at[i] for i in range(at + 1, min(stop, last)) if i in scene.run_at), None)
        name = describe_range(scene, at + 1, min(stop, at + 9))
        if name and (run is None or run.part is None):
            return (Part(ActorKind.UNNAMED, name.rstrip(".")),), "pronoun.of-group"
    group = _last_group(scene, first)
    if group is None:
        return None
    many = lead not in ("one", "another", "a second", "a third")
    return (Part(ActorKind.UNNAMED, f"{lead} of the {group}", plural=many),), "pronoun.of-group"


def _last_group(scene: Scene, i: int) -> str | None:
    """What those many people are called who were told of last before word ``i``."""
    for phrase in reversed(scene.phrases):
        if phrase.first >= i or not phrase.outer:
            continue
        if scene.sentence_of[i] - scene.sentence_of[phrase.first] > _BEFORE:
            return None
        if phrase.run is None and scene.words[phrase.noun].tag in ("NNS", "NNPS") and _human(scene, phrase.noun):
            told = phrase.sighting
            if told is not None and len(told.parts) == 1:
                return told.parts[0].name
            return describe_range(scene, phrase.first, phrase.last)
    return None


def _human(scene: Scene, noun: int) -> bool:
    lemma = scene.words[noun].lemma
    return lemma in scene.lexicon.unnamed or lemma in scene.lexicon.groups or lemma.endswith(_AGENTS)
