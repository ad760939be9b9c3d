"""Which person of the article a definite noun phrase describes: the table of what is told for and against one.

Enters: a Scene, the phrase read as a Noun. Leaves: the likeliest person, named or met before as an unnamed one, how
surely, by which rule. What speaks for a candidate is weighed by ``WEIGHTS``; a phrase needs some likeness beyond mere
nearness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from communique.model.actor import ActorKind
from communique.model.entry import Doubt
from communique.resolve.nouns import Noun
from communique.resolve.prominence import ask, salience, salience_alone
from communique.resolve.scene import Part, Scene
from communique.resolve.traits import age, words_told
from communique.resources.loader import load_yaml

HEADS = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "leader", "emir", "sultan", "supreme leader", "pope"}
)
LEADING = frozenset({"leader", "chief", "boss", "strongman", "ruler"})
_CIVIL = frozenset(  # no generals
    f"{lapsed}{kind} general"
    for lapsed in ("", "former ")
    for kind in ("secretary", "attorney", "director", "solicitor", "governor", "inspector", "surgeon", "consul")
)
_LESSER = ("vice ", "deputy ", "former ", "assistant ", "under", "prime ")

WEIGHTS = {
    # likeness: what the noun and its modifiers say, beside what is told
    "same office": 3.0,
    "head of the state": 2.6,
    "office by its last word": 2.0,
    "common office": 1.6,
    "lesser office": 0.6,
    "told noun": 2.2,
    "noun among what is told": 1.6,
    "of that kind": 1.2,
    "a man or a woman": 0.6,
    "one of the people": 1.6,
    "same state": 1.0,
    "told modifier": 0.9,
    "strange modifier": -0.8,
    "vague modifier": -0.2,
    "told age": 2.0,
    "former, as told": 0.6,
    "former, not told": -0.9,
    "no longer": -2.0,
    "told owner": 0.9,
    "strange owner": -0.9,
}
LEAST = 1.1  # likeness that identifies somebody
_COMMON = frozenset(
    "head chief leader member representative deputy director secretary adviser spokesman officer".split()
)
_CLOSE = 0.25  # a lead that leaves a doubt


@dataclass(frozen=True, slots=True)
class Likeness:
    """A candidate with what speaks for it: by what is told, and in all."""

    part: Part
    likeness: float
    total: float


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """A general noun → the nouns and offices that are of its kind."""
    return {k: frozenset(w.strip() for w in v.split(",")) for k, v in load_yaml("names.yaml")["kinds"].items()}


def find_likely(scene: Scene, noun: Noun) -> Likeness | None:
    """The person whom the phrase describes best, or takes up though nothing told it of anybody; a doubt is noted where
    another comes close.
    """
    ranked = sorted(_candidates(scene, noun), key=lambda c: -c.total)
    if noun.people:  # "the Norwegian" goes back, if it can
        ranked = [c for c in ranked if c.part.seen] or ranked
    if not ranked:
        return None
    best = ranked[0]
    if len(ranked) > 1 and best.total - ranked[1].total < _CLOSE:
        names = " or ".join(c.part.name for c in ranked[:2])
        span = scene.span(noun.phrase.first, noun.phrase.last)
        scene.doubts.append(Doubt("who", span, f"“{span.of(scene.text)}” may be {names}"))
    return best


def alike(scene: Scene, noun: Noun) -> list[Part]:
    """All of whom the noun was told, or something of its kind."""
    return [c.part for c in _candidates(scene, noun) if c.likeness >= LEAST]


def sureness(best: Likeness) -> float:
    """A mention's score from the weight of what speaks for it."""
    return round(min(0.9, 0.35 + 0.15 * best.total), 2)


def _candidates(scene: Scene, noun: Noun) -> Iterator[Likeness]:
    modifiers, hinted = _modifiers(scene, noun)
    asked = ask(scene, noun)
    for part in asked.pool:
        if any(part is p for p in (*asked.barred, *noun.owners)) or _contradicts(scene, part, noun, hinted):
            continue
        likeness = sum(WEIGHTS[f] for f in _features(scene, part, noun, modifiers, hinted))
        if likeness >= LEAST:
            yield Likeness(part, likeness, likeness + salience(asked, part))
        elif (taken_up := salience_alone(asked, part)) is not None:
            yield Likeness(part, 0.0, taken_up)


def _modifiers(scene: Scene, noun: Noun) -> tuple[set[str], str | None]:
    """The telling words beside the noun, lands apart, and the age among them."""
    phrase = noun.phrase
    words = words_told(scene, phrase.core, phrase.noun) | words_told(scene, phrase.last, noun.end)
    for run in {id(r): r for i in range(phrase.core, noun.end) if (r := scene.run_at.get(i))}.values():
        if run.alias is not None and run.last <= phrase.noun:
            words -= words_told(scene, run.first, run.last)
            if scene.state(run) is None:
                words.add(run.alias.name)
    words -= {"former", noun.lemma}
    if noun.title is not None:
        words -= set(noun.title.split())
    told = next((a for i in range(phrase.core, noun.end) if (a := age(scene, i)) is not None), None)
    return words - {told or ""}, told


def _features(scene: Scene, part: Part, noun: Noun, modifiers: set[str], hinted: str | None) -> Iterator[str]:
    words = modifiers | set((noun.title or "").split()[:-1])
    called = _called(part, noun, plain=not words)
    if called == "same office":
        words = modifiers
    if called is not None:
        yield called
    if hinted is not None and hinted in part.traits:
        yield "told age"
    elif called is None:
        return
    if noun.state is not None and noun.state in (part.state, *part.traits):
        yield "same state"
    nouns = {scene.words[i].lemma for i in range(noun.phrase.core, noun.end) if scene.words[i].tag.startswith("N")}
    for word in sorted(words)[:4]:
        if word in part.traits or word in part.nouns:
            yield "told modifier"
        else:
            weighty = word in nouns or word[0].isupper() or word not in modifiers
            yield "strange modifier" if weighty else "vague modifier"
    if noun.lapsed:
        gone = "former" in part.traits or any(o.startswith("former ") for o in part.offices)
        yield "former, as told" if gone else "former, not told"
    elif called in ("office by its last word", "same office") and not _serves(part, noun.title or ""):
        yield "no longer"
    people = [o for o in noun.owners if o.kind is not ActorKind.STATE]
    if people:
        told = any(_owner_words(o) & (part.traits | {part.state}) for o in people)
        yield "told owner" if told else "strange owner"


def _owner_words(owner: Part) -> set[str]:
    """By what words a trait may tell of ``owner``: the name, its last word, that word's singular."""
    last = owner.name.lower().split()[-1]
    return {owner.name, last, last.removesuffix("s")}


def _called(part: Part, noun: Noun, plain: bool) -> str | None:
    """The strongest way in which the noun may name the part; None for none. ``plain``: no telling word beside it."""
    title, lemma = noun.title, noun.lemma
    office = ("former " if noun.lapsed else "") + title if title is not None else None
    if office is not None and office in part.offices:
        return "common office" if office in _COMMON else "same office"
    if title is not None and not noun.lapsed and f"former {title}" in part.offices:
        return "same office"
    leading = lemma in LEADING and title in (None, lemma) and (noun.state is not None or plain)
    if leading and part.state is not None and part.offices & HEADS:
        return "head of the state"
    if title is not None and " " not in title:
        ends = [o for o in part.offices if o.split()[-1] == title and o not in _CIVIL]
        if noun.lapsed and any(o.startswith("former ") for o in ends):
            return "office by its last word"
        if any(not o.startswith(_LESSER) for o in ends):
            return "office by its last word"
        if ends:
            return "lesser office"
    if noun.people:
        return "one of the people" if noun.state in (part.state, *part.traits) else None
    if lemma in part.nouns:
        return "told noun"
    if lemma in part.traits and title is None:
        return "noun among what is told"
    kind = _kinds().get(lemma, frozenset())
    if kind & part.nouns or any(k in part.offices or k == o.split()[-1] for k in kind for o in part.offices):
        return "of that kind"
    if lemma in ("man", "woman") and part.gender == ("m" if lemma == "man" else "f"):
        return "a man or a woman"
    return None


def _serves(part: Part, title: str) -> bool:
    return any(not o.startswith("former ") and (o == title or o.split()[-1] == title) for o in part.offices)


def _contradicts(scene: Scene, part: Part, noun: Noun, hinted: str | None) -> bool:
    """True where state, gender or age forbid."""
    lexicon = scene.lexicon
    word = scene.lower[noun.phrase.noun]
    gender = "f" if word in lexicon.feminine else "m" if word in lexicon.masculine else None
    if gender is not None and part.gender not in (None, gender):
        return True
    alien = noun.state is not None and noun.state not in (part.state, *part.traits)
    if alien and (part.state is not None or part.kind is ActorKind.UNNAMED):
        return True
    return hinted is not None and any(t.endswith("-year-old") for t in part.traits) and hinted not in part.traits
