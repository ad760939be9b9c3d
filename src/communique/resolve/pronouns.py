"""Pronouns: whom "he", "it", "they", "I" stands for.

A third-person pronoun means the likeliest of the mentions around it (see ``antecedents``); a choice that is close is
made, and noted as a doubt. Inside quotation marks "I" and "we" are the speaker's.
"""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.entry import Doubt
from communique.model.reading import MentionForm
from communique.resolve.antecedents import rank
from communique.resolve.descriptions import describe, phrase_starts, reach
from communique.resolve.salience import GENDERS
from communique.resolve.scene import Part, Scene

FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_CLOSE = 0.6  # a probability below which a choice is a doubt
_SURE = 0.8  # above which a pronoun tells the gender of whom it means
_SOON = 2  # sentences
_EMPTY = frozenset("seem appear rain snow turn happen".split())


def find_antecedent(scene: Scene, i: int) -> tuple[tuple[Part, ...], float, str] | None:
    """Whom the third-person pronoun at word ``i`` means, how surely, by which rule; None for nobody."""
    kind = GENDERS[scene.lower[i]]
    if kind == "it" and _empty(scene, i):
        return None
    ranked = rank(scene, i)
    if not ranked:
        part = _somebody(scene, i) if kind in ("m", "f") else None
        return ((part,), 0.4, "pronoun.described") if part is not None else None
    chance, best = ranked[0]
    if len(ranked) > 1 and chance < _CLOSE:
        names = " or ".join(p.name for _, parts in ranked[:2] for p in parts)
        scene.doubts.append(Doubt("who", scene.words[i].span, f"“{scene.texts[i]}” may be {names}"))
    if kind in ("m", "f") and chance > _SURE and best[0].gender is None:
        best[0].gender = kind
    return best, 0.3 + 0.65 * chance, "pronoun.only" if len(ranked) == 1 else "pronoun.likeliest"


def _somebody(scene: Scene, i: int) -> Part | None:
    """The one of whom the last sentences told without a name: "A clerk, who asked for silence, …. She said"."""
    for phrase in reversed(scene.phrases):
        if phrase.first >= i or not phrase.outer or phrase.run is not None or phrase.sighting is not None:
            continue
        if scene.sentence_of[i] - scene.sentence_of[phrase.first] > _SOON:
            return None
        human = phrase.last + 1 < i and scene.lower[phrase.last + 1] == "who"
        subject = scene.relation(phrase.first, phrase.last).startswith("nsubj")
        if scene.words[phrase.noun].tag == "NN" and (human or (subject and scene.lower[phrase.first] in ("a", "an"))):
            name = describe(scene, phrase, reach(scene, phrase, phrase_starts(scene)), ())
            return Part(ActorKind.UNNAMED, name, gender=GENDERS[scene.lower[i]])
    return None


def _empty(scene: Scene, i: int) -> bool:
    """True for the "it" of weather, time and "it is clear that"."""
    word = scene.words[i]
    if word.relation == "expl":
        return True
    if scene.lower[i] != "it" or scene.source_of[i] is not None:
        return False
    after = [scene.lower[k] for k in range(i + 1, min(i + 9, len(scene.words)))]
    lemmas = [scene.words[k].lemma for k in range(i + 1, min(i + 4, len(scene.words)))]
    if any(lemma in _EMPTY for lemma in lemmas[:2]):
        return True
    being = "be" in lemmas[:3] or "’s" in after[:1] or "'s" in after[:1]
    return being and bool({"that", "to", "whether", "if", "who"} & set(after[1:6]))


def find_speakers(scene: Scene) -> None:
    """Gives "I", "we", "my" inside what somebody says to the speaker; a sourceless quotation goes on with
    the last one.
    """
    for i, word in enumerate(scene.lower):
        if word not in FIRST or (word == "us" and scene.texts[i] != "us"):
            continue
        attribution = scene.content_of[i]
        if attribution is None or not scene.words[i].quoted:
            continue
        parts, score = scene.speakers(attribution), 0.9
        if not parts and not scene.annotations.attributions[attribution].source:
            parts, score = _last_speaker(scene, attribution, i), 0.5
        scene.add(i, i + 1, parts, MentionForm.PRONOUN, score, "pronoun.speaker")


def _last_speaker(scene: Scene, attribution: int, i: int) -> tuple[Part, ...]:
    """Who spoke last before, in this block or the one before."""
    best: tuple[int, int] | None = None
    for n, found in enumerate(scene.annotations.attributions):
        if n == attribution or not found.source:
            continue
        at = scene.at(found.source[0])
        if (
            at
            and at.start < i
            and scene.block_of[scene.sentence_of[i]] - scene.block_of[scene.sentence_of[at.start]] <= 1
        ):
            best = max(best or (-1, -1), (at.start, n))
    return scene.speakers(best[1]) if best is not None else ()
