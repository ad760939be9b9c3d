"""The sources of attributions: each gets a mention at its head, if only as a description of who speaks."""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.entry import Doubt
from communique.model.reading import MentionForm, NameKind
from communique.resolve.descriptions import describe_range, phrase_starts, reach
from communique.resolve.ones import find_one
from communique.resolve.places import find_actor
from communique.resolve.pronouns import FIRST
from communique.resolve.salience import GENDERS
from communique.resolve.scene import Part, Run, Scene, Sighting

_PEOPLE = frozenset("some those others many all several one someone anyone everyone few most".split())
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
_NOBODY = frozenset({*GENDERS, "this", "that", "these", "those", "there", "you", "your", "what", "here"})
_SOON = 6  # words after "of" in which the comma before a name must come
_LONGEST_ROLE = 14  # words of a description before the name it belongs to
_LIGHT = frozenset(
    "even only but also just by from to according as then while however for and so still both either "
    "neither not “ ‘ \" ' ( like including".split()
)


def closing_sources(scene: Scene) -> dict[int, list[range]]:
    """The words of every attribution’s first source, and every "both" that acts, by the last of them."""
    out: dict[int, list[range]] = {}
    for i, word in enumerate(scene.words):
        if (
            scene.lower[i] in ("both", "neither", "each")
            and word.relation.startswith("nsubj")
            and scene.source_of[i] is None
        ):
            out[i] = [range(i, i + 1)]
    for attribution in scene.annotations.attributions:
        for span in attribution.source[:1]:
            indices = scene.at(span)
            if indices:
                out.setdefault(indices[-1], []).append(indices)
    return out


def name_source(scene: Scene, indices: range) -> None:
    """Makes sure that a source has a mention at its head, if only as a description; all mentions before its end must
    be known.
    """
    first, last = _bare(scene, indices)
    if first >= last:
        return
    if _introduced(scene, first, last) is None and (fellow := find_one(scene, first, last)) is not None:
        scene.add(first, last, fellow[0], MentionForm.PRONOUN, 0.65, fellow[1])
    elif _named_further_on(scene, first, last) or not _covered(scene, first, last):
        _describe_source(scene, first, last)


def _bare(scene: Scene, indices: range) -> tuple[int, int]:
    """The source's words without what may stand before a noun phrase that is no part of it."""
    first, last = indices.start, indices.stop
    while first < last and (
        scene.lower[first] in _LIGHT
        or not scene.texts[first][0].isalnum()
        or (scene.words[first].tag.startswith("RB") and last - first > 1)
    ):
        first += 1
    return (first, last) if first < last else (indices.start, indices.stop)


def _covered(scene: Scene, first: int, last: int) -> bool:
    """True when some mention begins where the source does, up to articles, modifiers and an owner of it."""
    near = [s for s in scene.sightings if s.first < last and first < s.last]
    starts = {s.first for s in near}
    if any(s <= first for s in starts):
        longest = max(s.last for s in near if s.first <= first < s.last)
        return not _owned(scene, longest, last) and not _modifies(scene, near, first, longest, last)
    begin = min(starts, default=last)
    return begin < last and all(
        scene.words[i].tag.startswith(("DT", "JJ", "PDT", "RB", "IN", "VBG", "VBN", ","))
        and scene.lower[i] not in ("of",)
        for i in range(first, begin)
    )


def _named_further_on(scene: Scene, first: int, last: int) -> bool:
    """True when what stands first in the source only tells of whom it names next ("Republican hopeful Jane Doe")."""
    run = _introduced(scene, first, last)
    if run is None or run.first == first:
        return False
    return not any(
        s.first <= first and s.last >= run.last for s in scene.sightings if s.first < last and first < s.last
    )


def _modifies(scene: Scene, near: list[Sighting], first: int, end: int, last: int) -> bool:
    """True when the only mention is a name before the noun that is meant ("NATO" of "the NATO candidate")."""
    if end >= last or not scene.words[end].tag.startswith("NN") or scene.words[end].tag.startswith("NNP"):
        return False
    widest = max((s for s in near if s.first <= first < s.last), key=lambda s: s.last)
    return widest.form == MentionForm.NAME and widest.head < end and scene.words[end].relation != "appos"


def _owned(scene: Scene, end: int, last: int) -> bool:
    """True when the mention that ends at ``end`` only owns what follows ("Trump" of "Trump’s remark")."""
    return (
        end + 1 < last
        and scene.lower[end] in ("'s", "’s", "’", "'")
        and scene.words[end].tag in ("POS", "VBZ", "")
        and scene.words[end + 1].tag.startswith(("NN", "JJ"))
    )


def _describe_source(scene: Scene, first: int, last: int) -> None:
    lower = scene.lower[first]
    if lower in _RELATIVES:
        parts = _antecedent(scene, first)
        if parts:
            scene.add(first, first + 1, parts, MentionForm.PRONOUN, 0.7, "pronoun.relative")
        return
    if lower in FIRST:
        return
    if lower in _NOBODY and last - first == 1:
        if not any(d.span == scene.words[first].span for d in scene.doubts):
            why = f"“{scene.texts[first]}” stands for nobody known"
            scene.doubts.append(Doubt("who", scene.words[first].span, why))
        return  # whom a pronoun leaves open, no description can tell
    run = scene.run_at.get(first)
    if (person := _introduced(scene, first, last)) is not None:
        joint = [s for s in scene.sightings if s.first == person.first and s.last <= last and len(s.parts) > 1]
        alone = tuple(p for p in (person.part,) if p is not None)
        end, parts = (joint[-1].last, joint[-1].parts) if joint else (person.last, alone)
        scene.add(first, end, parts, MentionForm.NOMINAL, 0.6, "source.apposed")
        return
    if run is not None and run.part is None and run.last >= last - 1:
        part = find_actor(scene, run)
    else:
        name = describe_range(scene, first, last)
        if not name:
            return
        noun = next(
            (scene.words[i] for i in range(first, last) if scene.words[i].tag.startswith("NN")), scene.words[first]
        )
        plural = noun.tag in ("NNS", "NNPS")
        document = noun.lemma in scene.lexicon.documents and not plural
        kind = ActorKind.DOCUMENT if document else ActorKind.UNNAMED
        part = next((p for p in scene.parts if p.kind == kind and p.name == name), None) or Part(
            kind, name, plural=plural
        )
    if part is not None:
        form = MentionForm.PRONOUN if scene.words[first].tag.startswith("PRP") else MentionForm.NOMINAL
        scene.add(first, last, (part,), form, 0.4, "source.described")


def _introduced(scene: Scene, first: int, last: int) -> Run | None:
    """The person whom the source describes before naming: "the assailant, John Doe,", "40-year-old Jane Doe"."""
    found: Run | None = None
    for i in range(first, min(last, first + _LONGEST_ROLE)):
        run = scene.run_at.get(i)
        if run is not None and run.first == i and run.kind == NameKind.PERSON and run.part is not None:
            owner = run.last < last and scene.lower[run.last] in ("'s", "’s", "’", "'")
            role = run.last < last and scene.words[run.last].tag.startswith(("NN", "JJ"))
            if not owner and not role:
                found = run
                break
        elif scene.lower[i] == "of":
            if not any(scene.texts[k] == "," for k in range(i, min(last, i + _SOON))):
                break
        elif scene.words[i].tag.startswith(("IN", "VB", "MD", "W", "CC", "TO", "PRP")):
            break
    if found is None or (found.first > first and scene.words[first].tag in ("NNS", "NNPS")):
        return None
    return found


def _antecedent(scene: Scene, i: int) -> tuple[Part, ...]:
    """Whom a relative pronoun takes up: the phrase that its clause hangs on, else the one before it;
    described if need be.
    """
    if i and scene.lower[i - 1] in _PEOPLE:
        return (
            Part(ActorKind.UNNAMED, scene.lower[i - 1], plural=scene.lower[i - 1] not in ("one", "someone", "anyone")),
        )
    verb = scene.words[i].head
    noun = scene.words[verb].head if scene.words[verb].relation.startswith("acl") else -1
    here = scene.sentence_of[i]
    phrases = [
        p
        for p in scene.phrases
        if p.outer and p.last <= i and scene.sentence_of[p.first] == here and p.noun not in scene.times
    ]
    if not phrases:
        return ()
    phrase = next((p for p in phrases if p.first <= noun < p.last), None)
    if phrase is None:
        phrase = phrases[-1]
        while (
            len(phrases) > 1
            and scene.lower[phrase.first - 1] in ("of", "in", "at", "for")
            and phrases[-2].last == phrase.first - 1
        ):
            phrases.pop()
            phrase = phrases[-1]
    if phrase.sighting is not None:
        return phrase.sighting.parts
    if phrase.run is not None and (part := phrase.run.part or find_actor(scene, phrase.run)) is not None:
        return (part,)
    plural = scene.words[phrase.noun].tag in ("NNS", "NNPS")
    name = describe_range(scene, phrase.first, reach(scene, phrase, phrase_starts(scene)))
    known = next((p for p in scene.parts if p.kind == ActorKind.UNNAMED and p.name == name), None)
    return (known or Part(ActorKind.UNNAMED, name, plural=plural),)
