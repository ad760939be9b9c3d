"""What makes an earlier mention likely to be whom a pronoun means: features, and the table of their weights.

Enters: a pronoun (``Asked``) and a mention that grammar allows. Leaves: the names of the mention's features. A name
says what the pronoun does ("source": it is whom something is attributed to) and what holds of the mention; "sentence+2"
is given to all that stand two sentences back or more. The weights were fitted by ``python -m training.pronouns``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from communique.model.actor import ActorKind
from communique.model.reading import MentionForm
from communique.resolve.scene import Scene, Sighting

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
_OWNING = frozenset({"his", "her", "hers", "its", "their", "theirs"})
_LIGHT = frozenset({"according", "to", "by", "like", "from"})
_SAYING = frozenset(
    "say add tell warn argue insist write ask reply believe think concede announce promise hope claim deny admit "
    "explain note continue recall want fear expect doubt predict suggest complain joke urge demand conclude "
    "acknowledge confide respond remark observe declare maintain propose answer".split()
)

WEIGHTS: dict[str, float] = {
    "ahead:here": -0.07,
    "ahead:subordinate": 2.50,
    "it:document": -0.00,
    "it:organisation": 0.69,
    "it:plural": -0.66,
    "it:state": -0.03,
    "name-within": -0.58,
    "object>object:back": -0.07,
    "object>object:here": 0.73,
    "object>oblique:back": 0.01,
    "object>oblique:here": 0.11,
    "object>other:back": -0.47,
    "object>other:here": -0.22,
    "object>owner:back": 0.25,
    "object>owner:here": 0.29,
    "object>subject:back": -0.16,
    "object>subject:here": -0.47,
    "other/centre": 0.70,
    "other/form:pronoun:other": -1.52,
    "other/form:pronoun:same": 1.59,
    "other/named:known": 0.76,
    "other/named:open": -0.15,
    "other/order+1": -0.76,
    "other/order+2": -0.55,
    "other/order+3": -0.42,
    "other/paragraph+1": 0.16,
    "other/paragraph+2": 0.47,
    "other/sentence+1": -1.46,
    "other/sentence+2": -0.58,
    "other/sentence+3": -0.28,
    "other/sentence+4": -0.18,
    "other/speaker+0": -0.75,
    "other/speaker+1": 0.31,
    "other/speaker+2": -0.07,
    "other/speaks-here": 0.43,
    "other/topic": 0.82,
    "other/turn+0": 0.22,
    "other/turn+1": -0.43,
    "other/turn+2": 0.06,
    "other/unnamed:known": 0.35,
    "other/unnamed:open": -0.59,
    "other/unnamed:speaks-last": -0.36,
    "other/voice:narrator": -0.11,
    "owner>object:back": -0.13,
    "owner>object:here": -0.05,
    "owner>oblique:back": -0.18,
    "owner>oblique:here": -0.08,
    "owner>other:back": -0.45,
    "owner>other:here": -0.58,
    "owner>owner:back": 0.69,
    "owner>owner:here": 0.62,
    "owner>subject:back": 0.24,
    "owner>subject:here": 0.33,
    "source/centre": 1.07,
    "source/form:pronoun:other": -0.58,
    "source/form:pronoun:same": -1.63,
    "source/named:known": 1.56,
    "source/named:open": -0.60,
    "source/order+1": -0.52,
    "source/order+2": 0.66,
    "source/order+3": -0.91,
    "source/paragraph+1": -0.59,
    "source/paragraph+2": -0.18,
    "source/sentence+1": -0.42,
    "source/sentence+2": -1.24,
    "source/sentence+3": -0.71,
    "source/sentence+4": -0.34,
    "source/speaker+0": -0.26,
    "source/speaker+1": -0.57,
    "source/speaker+2": -0.18,
    "source/speaks-here": 0.37,
    "source/topic": 0.10,
    "source/turn+0": -0.19,
    "source/turn+1": -0.01,
    "source/turn+2": -0.84,
    "source/unnamed:known": 0.30,
    "source/unnamed:open": -0.47,
    "source/unnamed:speaks-last": -0.78,
    "source/voice:narrator": 0.19,
    "source>object:back": -0.55,
    "source>object:here": -0.52,
    "source>oblique:back": -0.33,
    "source>oblique:here": -0.23,
    "source>other:back": -0.01,
    "source>other:here": 0.00,
    "source>owner:back": -0.69,
    "source>owner:here": 1.38,
    "source>subject:back": 0.67,
    "source>subject:here": 0.42,
    "speaks:of-this": -0.26,
    "subject>object:back": 0.53,
    "subject>object:here": 0.06,
    "subject>oblique:back": -0.28,
    "subject>oblique:here": 0.22,
    "subject>other:back": -1.37,
    "subject>other:here": 0.39,
    "subject>owner:back": -0.09,
    "subject>owner:here": 0.07,
    "subject>subject:back": 0.52,
    "subject>subject:here": 0.17,
    "they:organisation": -0.28,
    "they:plural": 0.44,
    "they:several": -0.57,
    "they:state": 0.41,
    "voice:other-side-of-marks": -1.16,
    "voice:own-content": -0.82,
    "voice:same-content": 0.48,
}


@dataclass(frozen=True)
class Asked:
    """A pronoun at word ``i``: what it agrees with ("m", "f", "it", "they") and where it stands."""

    scene: Scene
    i: int
    kind: str

    @cached_property
    def sentence(self) -> int:
        """The pronoun's sentence."""
        return self.scene.sentence_of[self.i]

    @cached_property
    def block(self) -> int:
        """Its paragraph."""
        return self.scene.block_of[self.sentence]

    @cached_property
    def source(self) -> int | None:
        """The attribution whose source it is."""
        return self.scene.source_of[self.i]

    @cached_property
    def says(self) -> bool:
        """True when it is whom something is attributed to."""
        word = self.scene.words[self.i]
        governor = self.scene.words[word.head]
        return self.source is not None or (
            word.relation.startswith("nsubj") and governor.lemma in _SAYING and not governor.quoted
        )

    @cached_property
    def content(self) -> int | None:
        """The attribution in whose content it stands."""
        return self.scene.content_of[self.i]

    @cached_property
    def case(self) -> str:
        """ "source" of what is said, "subject", "owner" or "object"."""
        word = self.scene.words[self.i]
        if self.says and word.tag == "PRP":
            return "source"
        if word.relation.startswith("nsubj"):
            return "subject"
        return "owner" if word.tag == "PRP$" or self.scene.lower[self.i] in _OWNING else "object"

    @cached_property
    def centre(self) -> Sighting | None:
        """The last subject before it that nobody’s words contain."""
        scene = self.scene
        return next(
            (s for s in reversed(scene.sightings)
             if s.last <= self.i and told_in(scene, s.first) is None and role_of(scene, s) == "subject"),
            None,
        )  # fmt: skip

    @cached_property
    def topic(self) -> Sighting | None:
        """The first subject of its paragraph."""
        scene, first = self.scene, None
        for sighting in reversed(scene.sightings):
            if scene.block_of[scene.sentence_of[sighting.first]] != self.block:
                break
            if sighting.first < self.i and role_of(scene, sighting) == "subject":
                first = sighting
        return first


def features_of(asked: Asked, sighting: Sighting, order: int, turn: int | None, speaker: int | None) -> Iterator[str]:
    """What speaks for a mention: ``order`` is its actor’s place among those that may be meant, last met first;
    ``turn`` and ``speaker`` the same among those who acted and those who spoke.
    """
    scene, i, part = asked.scene, asked.i, sighting.parts[0]
    role, says = role_of(scene, sighting), "source" if asked.says else "other"
    if sighting.first > i:
        near = scene.sentence_of[sighting.first] == asked.sentence
        yield "ahead:next" if not near else "ahead:subordinate" if is_subordinate(asked, sighting) else "ahead:here"
        yield f"{says}/named:{'known' if part.gender == asked.kind else 'open'}"
        return
    told = told_in(scene, sighting.first)
    speech = scene.source_of[sighting.first] if speaks(scene, sighting) else None
    apart = _apart(asked, sighting, speech)
    blocks = asked.block - scene.block_of[scene.sentence_of[sighting.first]]
    for name, far, most in (("sentence", apart, 4), ("paragraph", blocks, 2), ("order", order, 3)):
        yield from (f"{says}/{name}+{step}" for step in range(1, min(far, most) + 1))
    for name, place in (("turn", turn), ("speaker", speaker)):
        if place is not None:
            yield from (f"{says}/{name}+{step}" for step in range(min(place, 2) + 1))
    yield f"{asked.case}>{role}:{'here' if apart == 0 else 'back'}"
    for name, salient in (("centre", asked.centre), ("topic", asked.topic)):
        if salient is not None and any(p is q for p in salient.parts for q in sighting.parts):
            yield f"{says}/{name}"
    if told is None:
        yield f"{says}/voice:narrator"
    elif asked.source is not None and told == asked.source:
        yield "voice:own-content"
    elif told == asked.content:
        yield "voice:same-content"
    if scene.words[sighting.first].quoted != scene.words[i].quoted:
        yield "voice:other-side-of-marks"
    if speech is not None and scene.sentence_of[sighting.first] == asked.sentence:
        yield f"{says}/speaks-here"
    if speech is not None and speech == asked.content and not scene.words[i].quoted:
        yield "speaks:of-this"
    if sighting.form is MentionForm.PRONOUN:
        yield f"{says}/form:pronoun:{'same' if GENDERS.get(scene.lower[sighting.first]) == asked.kind else 'other'}"
    if sighting.rule == "name.within":
        yield "name-within"
    if asked.kind in ("m", "f"):
        if part.kind is not ActorKind.UNNAMED:
            yield f"{says}/named:{'known' if part.gender == asked.kind else 'open'}"
        elif speaker == 0 and blocks == 0:
            yield f"{says}/unnamed:speaks-last"
        else:
            yield f"{says}/unnamed:{'known' if part.gender == asked.kind else 'open'}"
    else:
        several = "several" if len(sighting.parts) > 1 else "plural" if part.plural else part.kind.value
        yield f"{asked.kind}:{several}"


def _apart(asked: Asked, sighting: Sighting, speech: int | None) -> int:
    """Sentences between; a speaker stays in mind as long as the words go on."""
    scene = asked.scene
    last = scene.last_word_of.get(speech, sighting.first) if speech is not None else sighting.first
    return max(0, min(asked.sentence - scene.sentence_of[at] for at in (sighting.first, last)))


def role_of(scene: Scene, sighting: Sighting) -> str:
    """How the mention stands in its clause; whom a source names speaks, whom it only owns or is part of does not."""
    relation, last = sighting.relation, sighting.last
    if relation == "nmod:poss" or (last < len(scene.words) and scene.words[last].tag == "POS"):
        return "owner"
    if relation.startswith("nsubj") or speaks(scene, sighting) or _opens(scene, sighting):
        return "subject"
    if relation in ("obj", "iobj"):
        return "object"
    return "oblique" if relation.startswith("obl") else "other"


def _opens(scene: Scene, sighting: Sighting) -> bool:
    """True for a mention that opens its sentence before a finite verb, whatever the tree says."""
    first, last = sighting.first, sighting.last
    begins = first == scene.annotations.sentences[scene.sentence_of[first]].first
    return begins and last < len(scene.words) and scene.words[last].tag in ("VBD", "VBZ", "VBP", "MD")


def told_in(scene: Scene, i: int) -> int | None:
    """The attribution in whose content word ``i`` stands, unless neither quoted nor in the sentence of the cue."""
    n = scene.content_of[i]
    if n is None or scene.words[i].quoted:
        return n
    found = scene.annotations.attributions[n]
    near = {scene.sentence_of[k] for span in (*found.cue, *found.source) for k in scene.at(span)}
    return n if not near or scene.sentence_of[i] in near else None


def speaks(scene: Scene, sighting: Sighting) -> bool:
    """True for the mention that a source is about, not one further on ("Lund’s aides", "a man of Lund’s party")."""
    source = scene.source_of[sighting.first]
    if source is None or sighting.relation == "nmod:poss":
        return False
    before = sighting.first
    while before and scene.source_of[before - 1] == source:
        before -= 1
        if scene.words[before].tag.startswith(("IN", "TO", "W", "VB", "POS")) and scene.lower[before] not in _LIGHT:
            return False
    return True


def is_subordinate(asked: Asked, sighting: Sighting) -> bool:
    """True when the pronoun's clause hangs on that of the name behind it ("When she landed, Lund said")."""
    words = asked.scene.words
    verb, main = words[asked.i].head, words[sighting.head].head
    for _ in range(6):
        if words[verb].relation == "advcl" or words[verb].relation.startswith("obl"):
            return words[verb].head == main or verb == main or words[verb].head == words[main].head
        if words[verb].head == verb:
            return False
        verb = words[verb].head
    return False
