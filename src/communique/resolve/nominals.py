"""Common nouns that stand for somebody: "the US president", "his Ukrainian counterpart", "a senior official", "the draft".

Enters: one phrase of a Scene whose earlier mentions are known. Leaves: the parts it means, and by which rule; nobody
where the noun is no actor. What is only described stays a description.
"""

# ruff: noqa: SIM905  (sets of words read best as words)

from __future__ import annotations

from dataclasses import dataclass

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.descriptions import describe, reach
from communique.resolve.persons import employ
from communique.resolve.places import find_actor, named_part, state_part
from communique.resolve.scene import Part, Phrase, Scene
from communique.resources.names import Alias, Sense

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_PAIRS = frozenset(
    {
        "leader",
        "man",
        "woman",
        "president",
        "minister",
        "official",
        "negotiator",
        "premier",
        "chancellor",
        "envoy",
        "politician",
        "candidate",
        "statesman",
        "principal",
    }
)
_SIDES = frozenset(
    {"side", "country", "government", "nation", "state", "capital", "neighbour", "neighbor", "party", "power"}
)
_HEADS = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "leader", "emir", "sultan", "supreme leader", "pope"}
)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_AGENTS = ("worker", "maker", "holder", "owner", "keeper", "fighter", "seeker", "ologist", "goer", "dweller", "member")
_ROLES = frozenset({"counterpart", "colleague", "opposite number"})
_COPIES = frozenset({"copy", "version", "text"})
_SPEAKING = frozenset(
    "say state call provide make contain require promise stipulate read mention describe warn note argue conclude find show suggest claim propose "
    "demand urge declare specify set commit leave oblige allow bar ban guarantee list accuse allege recommend predict forecast estimate reveal express acknowledge".split()
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Who a phrase means, with how sure, by which rule, and where its description ends."""

    parts: tuple[Part, ...]
    score: float
    rule: str
    last: int


@dataclass(frozen=True, slots=True)
class _Noun:
    """A phrase with what is known of its noun."""

    phrase: Phrase
    lemma: str
    plural: bool
    definite: bool
    number: int | None
    owners: tuple[Part, ...]
    state: str | None
    title: str | None
    lapsed: bool
    end: int


def find_nominal(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> Finding | None:
    """Who the phrase means; None for no actor."""
    noun = _noun(scene, phrase, starts, owners)
    lexicon, lemma = scene.lexicon, noun.lemma
    found: Finding | None = None
    if noun.plural and noun.number is not None:
        found = _several(scene, noun)
    if found is None and not noun.plural and lemma in _ROLES and noun.owners:
        found = _counterpart(scene, noun)
    if found is None and not noun.plural and noun.title is not None and (noun.definite or noun.state):
        found = _office(scene, noun)
    if found is None and (lemma in lexicon.governments or scene.lower[phrase.noun] == "authorities"):
        found = _government(scene, noun)
    if found is None and noun.plural and lemma == "minister" and (place := _place_after(scene, noun)) is not None:
        found = Finding((state_part(scene, place),), 0.7, "nominal.ministers", noun.end)
    if (
        found is None
        and not noun.plural
        and lemma in lexicon.documents
        and not (lemma in lexicon.bodies and not _speaks(scene, phrase))
    ):
        return _document(scene, noun)
    if found is None and lemma in lexicon.bodies and not noun.plural:
        found = _body(scene, noun)
    if found is None and (
        lemma in lexicon.unnamed
        or lemma in lexicon.groups
        or scene.lower[phrase.noun] in lexicon.unnamed
        or noun.title is not None
    ):
        found = _described(scene, noun)
    if found is None and noun.plural and (lemma in lexicon.bodies or lemma.endswith(_AGENTS)):
        found = _described(scene, noun)
    return found


def _noun(scene: Scene, phrase: Phrase, starts: dict[int, Phrase], owners: tuple[Part, ...]) -> _Noun:
    word = scene.words[phrase.noun]
    plural = word.tag in ("NNS", "NNPS") or scene.lower[phrase.noun] in ("people", "police", "critics")
    span = scene.lower[phrase.first : phrase.core + 3]
    definite = phrase.owner is not None or bool(
        set(scene.lower[phrase.first : max(phrase.core, phrase.first + 1)]) & _DEFINITE
    )
    count = next((_NUMBERS[w] for w in span[: phrase.noun - phrase.first] if w in _NUMBERS), None)
    number = count if definite else None
    state = next((s for run in reversed(phrase.inner) if _modifies(run.alias) and (s := scene.state(run))), None)
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
    return _Noun(phrase, word.lemma, plural, definite, number, owners, state, _title(scene, phrase), lapsed, end)


def _modifies(alias: Alias | None) -> bool:
    return alias is None or alias.sense in (Sense.STATE, Sense.ADJECTIVE, Sense.SEAT, Sense.CAPITAL)


def _title(scene: Scene, phrase: Phrase) -> str | None:
    """The office that the phrase ends in, as compared."""
    for at in range(max(phrase.core, phrase.noun - 4), phrase.noun + 1):
        hit = scene.title(at, phrase.last)
        if hit is not None and at + hit[1] == phrase.last:
            return scene.lexicon.office(hit[0])
    return None


def _office(scene: Scene, noun: _Noun) -> Finding | None:
    """The holder of an office: told in the article, else the resource's for the day of publication."""
    title = ("former " if noun.lapsed else "") + (noun.title or "")
    fit = [p for p in scene.persons if _held(p, title, noun.state)]
    if noun.state is not None and (named := [p for p in fit if p.state == noun.state]):
        fit = named
    earlier = [p for p in fit if p.seen and p.seen[-1] <= noun.phrase.first]
    awaited = [p for p in fit if id(p) in scene.awaited]
    if not earlier and noun.definite and len(awaited) == 1:
        return Finding((awaited[0],), 0.7, "nominal.awaited", noun.phrase.last)
    if not earlier and not (noun.title in _HEADS and noun.state is not None):
        main = lately(scene, noun.phrase.first) if fit or not noun.state else None
        fit = [main] if main is not None and main.office is None and noun.definite and not noun.phrase.inner else []
        if fit and noun.title not in _HEADS:
            return Finding((fit[0],), 0.5, "nominal.salient", noun.phrase.last)
        fit = []
    if fit:
        best = max(earlier, key=lambda p: p.seen[-1]) if earlier else fit[0]
        return Finding((best,), 0.9 if len(fit) == 1 else 0.6, "nominal.office", noun.phrase.last)
    if noun.lapsed or noun.title not in _HEADS or isinstance(noun.phrase.owner, int):
        return None
    state = noun.state or (_focus(scene) if not noun.owners else None)
    if state is None or (noun.state is None and title == "leader"):
        return None
    known = next((s for s in scene.world.states.values() if s.name == state), None)
    holder = scene.world.holder(known, noun.title, scene.day) if known is not None else None
    if holder is None or known is None:
        return None
    part = next((p for p in scene.persons if p.name == holder.name), None)
    if part is None:
        part = Part(ActorKind.PERSON, holder.name, gender=scene.lexicon.gender_of(holder.name.split()[0]))
        employ(scene, part, holder.title, known.name)
        scene.persons.append(part)
        part.offices |= {noun.title, "leader"} if holder.office == known.leader else {noun.title}
    return Finding((part,), 0.7, "nominal.holder", noun.phrase.last)


def lately(scene: Scene, i: int) -> Part | None:
    """The one person whom the last sentences before word ``i`` had for a subject or a speaker; None where there are several."""
    found: list[Part] = []
    for sighting in reversed(scene.sightings[-24:]):
        if scene.sentence_of[i] - scene.sentence_of[sighting.first] > 2:
            break
        if (
            sighting.subject
            and len(sighting.parts) == 1
            and sighting.parts[0].kind == ActorKind.PERSON
            and sighting.parts[0] not in found
        ):
            found.append(sighting.parts[0])
    return found[0] if len(found) == 1 else None


def _held(part: Part, title: str, state: str | None) -> bool:
    """True when ``part`` may be called by ``title``: "the minister" may be any minister, "the leader" any head."""
    if state is not None and part.state not in (state, None):
        return False
    if title in part.offices:
        return True
    if title == "leader":
        return bool(part.offices & _HEADS) and part.state is not None
    return " " not in title and any(
        o.split()[-1] == title and not o.startswith(("vice ", "former ", "deputy ")) for o in part.offices
    )


def _focus(scene: Scene) -> str | None:
    """The state that the article speaks of most, where one stands out."""
    known = {s.name for s in scene.world.states.values()}
    ranked = sorted(((n, c) for n, c in scene.states_seen.items() if n in known), key=lambda item: -item[1])
    if not ranked:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1] else None


def _counterpart(scene: Scene, noun: _Noun) -> Finding | None:
    """The person who holds the owner's office elsewhere."""
    owner = noun.owners[0]
    if noun.state is None:
        return None
    fit = [p for p in scene.persons if p is not owner and p.state == noun.state]
    same = [p for p in fit if p.offices & owner.offices]
    heads = [p for p in fit if p.offices & _HEADS and owner.offices & _HEADS]
    chosen = same or heads or (fit if len(fit) == 1 else [])
    if chosen:
        return Finding((chosen[0],), 0.7, "nominal.counterpart", noun.phrase.last)
    known = next((s for s in scene.world.states.values() if s.name == noun.state), None)
    for office in sorted(owner.offices & _HEADS) if known is not None else ():
        holder = scene.world.holder(known, office, scene.day) if known is not None else None
        if holder is not None and known is not None:
            part = Part(ActorKind.PERSON, holder.name, gender=scene.lexicon.gender_of(holder.name.split()[0]))
            employ(scene, part, holder.title, known.name)
            scene.persons.append(part)
            return Finding((part,), 0.6, "nominal.counterpart", noun.phrase.last)
    return None


def _several(scene: Scene, noun: _Noun) -> Finding | None:
    """ "The two leaders", "both sides", "the three governments": those whom the text has just named together, or the two
    whom it has spoken of most.
    """
    if noun.lemma in _PAIRS:
        gender = {"man": "m", "woman": "f"}.get(noun.lemma)
        pool = [
            p for p in scene.parts if p.kind == ActorKind.PERSON and p.seen and p.gender in (None, gender or p.gender)
        ]
        if noun.lemma != "man" and len(heads := [p for p in pool if p.offices]) >= 2:
            pool = heads
    elif noun.lemma in _SIDES:
        pool = _sides(scene, noun)
    else:
        return None
    for sighting in reversed(scene.sightings[-12:]):
        if len(sighting.parts) == noun.number and all(any(p is q for q in pool) for p in sighting.parts):
            return Finding(sighting.parts, 0.7, "nominal.two", noun.phrase.last)
    if len(pool) < 2 or noun.number != 2:
        return None
    now = scene.sentence_of[noun.phrase.first]
    ranked = sorted(pool, key=lambda p: (-_salience(scene, p, now), -p.seen[-1]))
    if len(ranked) > 2 and _salience(scene, ranked[2], now) > 0.8 * _salience(scene, ranked[1], now):
        return None
    return Finding(tuple(sorted(ranked[:2], key=lambda p: p.seen[0])), 0.5, "nominal.two", noun.phrase.last)


def _sides(scene: Scene, noun: _Noun) -> list[Part]:
    """The states (and bodies, for "sides") that may face each other; a leader who is spoken of stands for the state."""
    pool = [p for p in scene.parts if p.seen and p.kind == ActorKind.STATE]
    if noun.lemma in ("side", "party"):
        pool += [p for p in scene.parts if p.seen and p.kind == ActorKind.ORGANISATION and p.name[0].isupper()]
    for leader in scene.persons:
        if leader.state is not None and leader.seen and leader.offices & _HEADS:
            state = state_part(scene, leader.state)
            if not any(state is p for p in pool):
                pool.append(state)
            state.seen = sorted({*state.seen, *leader.seen})
    return pool


def _salience(scene: Scene, part: Part, now: int) -> float:
    return sum(
        0.6 ** (now - scene.sentence_of[at]) for at in part.seen[-12:] if scene.sentence_of[at] <= now
    ) + 0.1 * len(part.seen)


def _government(scene: Scene, noun: _Noun) -> Finding | None:
    """A government is its state; one called by a person's name is the state while that person serves."""
    phrase = noun.phrase
    persons = [r.part for r in phrase.inner if r.kind == NameKind.PERSON and r.part is not None]
    persons += [p for p in noun.owners if p.kind == ActorKind.PERSON]
    if persons:
        leader = persons[-1]
        if leader.state is not None and leader.office is not None and not leader.office.startswith("former "):
            return Finding((state_part(scene, leader.state),), 0.7, "nominal.government", phrase.last)
        if noun.lemma == "administration" and phrase.inner:
            return Finding(
                (named_part(scene, ActorKind.ORGANISATION, describe(scene, phrase, phrase.last, noun.owners)),),
                0.7,
                "nominal.body",
                phrase.last,
            )
        return None
    state = noun.state or _place_after(scene, noun)
    if state is None and scene.lower[phrase.last : phrase.last + 1] == ["of"]:
        run = scene.run_at.get(phrase.last + 1)
        state = run.text if run is not None and run.kind == NameKind.PLACE else None
        if state is None:
            return None
    if state is None and noun.definite and not phrase.inner and phrase.noun - phrase.core <= 1:
        recent = next((s for s in reversed(scene.sightings[-20:]) if s.rule == "nominal.government"), None)
        state = recent.parts[0].name if recent is not None else _focus(scene)
    if state is None:
        return None
    if any(
        scene.lower[i]
        in (
            "local",
            "regional",
            "provincial",
            "municipal",
            "city",
            "district",
            "devolved",
            "interim",
            "former",
            "previous",
            "next",
        )
        for i in range(phrase.core, phrase.noun)
    ):
        return None
    if not noun.definite and noun.state is None:
        return None
    return Finding((state_part(scene, state),), 0.8, "nominal.government", phrase.last)


def _place_after(scene: Scene, noun: _Noun) -> str | None:
    """The state whose capital or name follows: "ministers in London", "the government of France"."""
    at = noun.phrase.last
    if (
        at + 1 < len(scene.words)
        and scene.lower[at] in ("in", "of")
        and (run := scene.run_at.get(at + 1)) is not None
        and run.first == at + 1
    ):
        return scene.state(run)
    return None


def _body(scene: Scene, noun: _Noun) -> Finding | None:
    """An institution: one named before whose name has this noun, one described so before, else a new one."""
    phrase, lemma = noun.phrase, noun.lemma
    nickname = scene.lexicon.nicknames.get(lemma)
    name = describe(scene, phrase, noun.end, noun.owners)
    if phrase.first in scene.run_at and scene.run_at[phrase.first].last == phrase.last:
        return None
    modifiers = {w.lower() for w in name.split()} - {lemma}
    if noun.definite:
        best = None
        for part in scene.parts:
            if (
                part.kind in (ActorKind.ORGANISATION, ActorKind.DOCUMENT)
                and part.seen
                and _bears(part, lemma, modifiers, noun)
            ):
                best = part if best is None or part.seen[-1] > best.seen[-1] else best
        if best is not None:
            return Finding((best,), 0.8, "nominal.body", phrase.last)
        if nickname is not None and nickname in scene.bodies:
            return Finding((named_part(scene, ActorKind.ORGANISATION, nickname),), 0.7, "nominal.nickname", phrase.last)
    part = named_part(scene, ActorKind.ORGANISATION, name)
    part.state = part.state or noun.state
    return Finding((part,), 0.7 if noun.definite else 0.5, "nominal.described", noun.end)


def _bears(part: Part, lemma: str, modifiers: set[str], noun: _Noun) -> bool:
    """True when the body's name has the noun and contradicts no modifier."""
    words = {w for a in (part.name, *part.aliases) for w in a.lower().replace("'s", " ").split()}
    return lemma in words and modifiers <= words and (noun.state is None or part.state in (None, noun.state))


def _document(scene: Scene, noun: _Noun) -> Finding | None:
    """A document, where it speaks; "a copy of the draft" is the draft; a bare "the text" is the last one named."""
    phrase = noun.phrase
    if not _speaks(scene, phrase):
        return None
    name = describe(scene, phrase, noun.end, noun.owners)
    for copy in sorted(_COPIES):
        name = name.removeprefix(f"{copy} of ").removeprefix("the ")
    name = name.replace("draft copy of", "draft of").replace("draft version of", "draft of")
    words = [w for w in name.lower().split() if w not in ("the", "of", "a", "an")]
    known = [p for p in scene.parts if p.kind == ActorKind.DOCUMENT and p.seen]
    if noun.definite:
        keys = {noun.lemma, *words[:1]}
        for part in reversed(known):
            if keys & set(part.name.lower().split()) or (
                len(words) == 1 and noun.lemma in ("text", "document", "draft", "copy", "paper")
            ):
                return Finding((part,), 0.7, "nominal.document", phrase.last)
    part = named_part(scene, ActorKind.DOCUMENT, name)
    return Finding((part,), 0.7, "nominal.document", noun.end)


def _speaks(scene: Scene, phrase: Phrase) -> bool:
    if scene.source_of[phrase.noun] is not None:
        return True
    governor = scene.words[scene.head(phrase.first, phrase.last)].head
    return scene.relation(phrase.first, phrase.last) == "nsubj" and scene.words[governor].lemma in _SPEAKING


def _described(scene: Scene, noun: _Noun) -> Finding | None:
    """Somebody who is not named: a group where many act together, else "unnamed" with the description."""
    phrase = noun.phrase
    name = describe(scene, phrase, noun.end, noun.owners)
    if noun.definite and noun.phrase.owner is None:
        same = _again(scene, noun)
        if same is not None:
            return Finding((same,), 0.7, "nominal.again", phrase.last)
    group = (
        noun.plural
        and (noun.lemma in scene.lexicon.groups or noun.lemma in scene.lexicon.bodies or noun.lemma.endswith(_AGENTS))
        and noun.lemma not in ("official", "critic", "expert", "analyst", "diplomat", "people")
    )
    collective = not noun.plural and noun.lemma in scene.lexicon.groups and noun.lemma not in scene.lexicon.unnamed
    kind = ActorKind.GROUP if group or collective else ActorKind.UNNAMED
    part = Part(kind, name, plural=noun.plural or collective)
    part.state = noun.state
    word = scene.lower[phrase.noun]
    part.gender = "f" if word in scene.lexicon.feminine else "m" if word in scene.lexicon.masculine else None
    if noun.title is not None:
        part.offices.add(noun.title)
    known = next((p for p in scene.parts if p.kind == kind and p.name == name), None)
    return Finding((known or part,), 0.6, "nominal.described", noun.end)


def _again(scene: Scene, noun: _Noun) -> Part | None:
    """The unnamed actor met before to whom "the official", "the farmers" goes back."""
    modifiers = {scene.lower[i] for i in range(noun.phrase.core, noun.phrase.noun)} - {"the", "two", "three"}
    for part in sorted(scene.parts, key=lambda p: -p.seen[-1] if p.seen else 0):
        if part.kind not in (ActorKind.UNNAMED, ActorKind.GROUP) or not part.seen or part.plural != noun.plural:
            continue
        words = part.name.lower().split()
        if scene.lower[noun.phrase.noun] in words[:5] and modifiers <= set(words):
            return part
    return None


__all__ = ["Finding", "find_actor", "find_nominal"]
