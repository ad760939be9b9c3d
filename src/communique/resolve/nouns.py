"""A noun phrase read: what it is called, how many, whose, of which land, in which office, since or until when.

Enters: a Scene and one of its phrases. Leaves: a Noun.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.actor import ActorKind
from communique.resolve.descriptions import reach
from communique.resolve.scene import Part, Phrase, Scene
from communique.resources.names import Alias, Sense

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "each", "either"})
_NUMBERS = {"two": 2, "both": 2, "each": 2, "either": 2, "three": 3, "four": 4, "five": 5}
_BANDS = {"two": 2, "pair": 2, "couple": 2, "duo": 2, "trio": 3}


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
    title: str | None  # an office, as compared
    lapsed: bool
    end: int
    people: bool = False  # one of a people: "the Norwegian", whose ``state`` it is


def read_noun(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> Noun:
    """The phrase with what its words, its owners and what hangs on it tell of its noun."""
    word = scene.words[phrase.noun]
    lower = scene.lower[phrase.noun]
    plural = word.tag in ("NNS", "NNPS") or lower == word.lemma + "s" or lower in ("people", "police", "critics")
    span = scene.lower[phrase.first : phrase.core + 3]
    definite = phrase.owner is not None or bool(
        set(scene.lower[phrase.first : max(phrase.core, phrase.first + 1)]) & _DEFINITE
    )
    definite = definite or _is_headline(scene, phrase)
    count = next((_NUMBERS[w] for w in span[: phrase.noun - phrase.first] if w in _NUMBERS), None)
    if count is None and definite:
        count = _BANDS.get(word.lemma)
    number = count if definite else None
    office = _title(scene, phrase)
    named = [r for r in phrase.inner if office is None or not office.startswith(scene.says(r.first, r.last).lower())]
    state = next((s for run in reversed(named) if _modifies(run.alias) and (s := scene.state(run))), None)
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
    return Noun(phrase, word.lemma, plural, definite, number, owners, state, office, lapsed, end)


def _is_headline(scene: Scene, phrase: Phrase) -> bool:
    """True for a noun without an article in a headline, where articles are dropped: "Envoy says ships may sail"."""
    sentence = scene.annotations.sentences[scene.sentence_of[phrase.first]]
    bare = scene.words[phrase.first].tag not in ("DT", "CD", "PRP$") and scene.words[phrase.noun].tag == "NN"
    return bare and sentence.block == 0 and scene.texts[sentence.last - 1] not in (".", "!", "?", "”", '"')


def _modifies(alias: Alias | None) -> bool:
    return alias is None or alias.sense in (Sense.STATE, Sense.ADJECTIVE, Sense.SEAT, Sense.CAPITAL)


def _title(scene: Scene, phrase: Phrase) -> str | None:
    """The office that the phrase ends in, as compared."""
    for at in range(max(phrase.core, phrase.noun - 4), phrase.noun + 1):
        hit = scene.title(at, phrase.last)
        if hit is not None and at + hit[1] == phrase.last:
            return scene.lexicon.office(hit[0])
    return None
