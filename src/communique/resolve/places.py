"""States, capitals, seats and organisations: whom such a name stands for where it stands, if anybody.

A capital or a seat is its government when it speaks, intends, acts, owns a demand or stands across the table; after
"in", "at", "visited" it is a place and nobody. A state is an actor unless it is plainly where something happens; a mere
city is none unless it speaks.
"""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.resolve.scene import Part, Phrase, Run, Scene
from communique.resources.names import Sense

_WHERE = frozenset(
    "in at into across through throughout near inside outside within around toward towards onto off over".split()
)
_FACING = frozenset("with between by against for than and".split())
_MOTION = frozenset(
    "go travel fly visit return come trip journey drive sail head arrive leave move flight deploy send "
    "rush ship flee way tour back drop "
    "export ticket march bring take carry deliver haul transport extradite deport exile pilgrimage "
    "visitor mission walk".split()
)
_FROM = frozenset(
    "demand ask want seek extract pledge guarantee word statement letter assurance concession need "
    "promise get win secure ultimatum offer response answer".split()
)
_WILLED = frozenset(  # what only a government can own
    "demand position refusal offer claim aggression policy decision response proposal stance plan insistence intention "
    "view word promise pledge threat".split()
)
_BEING = frozenset({"be", "lie", "sit", "stand", "see", "host"})
_VISITED = frozenset("visit leave reach enter tour quit".split())
_CALLS = frozenset("say tell announce refuse agree reject vow pledge want demand warn".split())  # what a mere city does


def find_actor(scene: Scene, run: Run) -> Part | None:
    """The actor that a name of a state, body or region stands for wherever it acts; made on first sight."""
    if run.part is not None:
        return run.part
    alias = run.alias
    if alias is not None and alias.sense in (Sense.STATE, Sense.CAPITAL, Sense.SEAT, Sense.ADJECTIVE, Sense.PEOPLE):
        bloc = scene.lexicon.blocs.get(run.text) if "European Union" in scene.bodies else None
        run.part = named_part(scene, ActorKind.ORGANISATION, bloc) if bloc else state_part(scene, alias.name)
    elif alias is not None and alias.sense in (Sense.REGION, Sense.FOLLOWERS, Sense.FOLLOWER):
        run.part = named_part(scene, ActorKind.GROUP, alias.name)
    elif alias is not None and alias.sense == Sense.PROVINCE:
        run.part = named_part(scene, ActorKind.STATE, alias.name)
        run.part.state = scene.world.states[alias.iso3].name
    elif alias is not None and alias.sense != Sense.CITY:
        run.part = named_part(scene, ActorKind.ORGANISATION, alias.name)
        if alias.iso3 in scene.world.states:
            run.part.state = scene.world.states[alias.iso3].name
    else:
        run.part = _body(scene, run) or named_part(scene, _kind(scene, run), _trimmed(run.text))
    run.part.aliases[run.text] = None
    return run.part


def _body(scene: Scene, run: Run) -> Part | None:
    """A body under the name of its state's: "Foreign Ministry" after "Russian" or "Russia’s", and bare where one such
    was named before; None for a name that needs no state.
    """
    if run.kind != NameKind.ORGANISATION or scene.lower[run.last - 1] not in scene.lexicon.bodies:
        return None
    text = _trimmed(run.text)
    gap = 1 if run.first and scene.lower[run.first - 1] in ("'s", "’s") else 0
    owner = scene.run_at.get(run.first - 1 - gap)
    state = scene.state(owner) if owner is not None and owner.last == run.first - gap else None
    if owner is not None and state is not None:
        part = named_part(scene, ActorKind.ORGANISATION, scene.says(owner.first, run.last).replace("’", "'"))
        part.state = state
        return part
    same = (p for p in reversed(scene.parts) if p.kind == ActorKind.ORGANISATION and p.name.endswith(f" {text}"))
    return next(same, None)


def _trimmed(text: str) -> str:
    return text.removeprefix("The ").removeprefix("the ")


def _kind(scene: Scene, run: Run) -> ActorKind:
    if run.kind == NameKind.OTHER and scene.lower[run.last - 1] in scene.lexicon.documents:
        return ActorKind.DOCUMENT
    if run.kind == NameKind.GROUP:
        return ActorKind.GROUP
    return ActorKind.ORGANISATION


def state_part(scene: Scene, name: str) -> Part:
    """The state called ``name``."""
    part = named_part(scene, ActorKind.STATE, name)
    part.state = name
    part.code = scene.codes.get(name)
    return part


def named_part(scene: Scene, kind: ActorKind, name: str) -> Part:
    """The part of that kind and name; names of bodies match by their initials too ("World Trade Union" – "WTU")."""
    for part in scene.parts:
        if part.name == name and (part.kind == kind or part.kind != ActorKind.PERSON):
            return part
    if kind == ActorKind.ORGANISATION and name.isupper() and 2 < len(name) < 8:
        for part in scene.parts:
            if part.kind == kind and initials(part.name) == name:
                return part
    part = Part(kind, name, plural=kind == ActorKind.GROUP)
    return scene.keep(part)


def initials(name: str) -> str:
    """The capitals that a body's name shortens to.

    >>> initials("Organisation for the Prohibition of Chemical Weapons")
    'OPCW'
    """
    return "".join(w[0] for w in name.replace("-", " ").split() if w[0].isupper())


def acts(scene: Scene, phrase: Phrase, run: Run) -> bool:
    """True when the name stands for somebody here rather than for a place."""
    sense = run.alias.sense if run.alias is not None else None
    if scene.source_of[run.first] is not None and scene.lower[phrase.first - 1 if phrase.first else 0] not in _WHERE:
        return True
    if sense in (Sense.ORGANISATION, Sense.PRESS, Sense.PEOPLE, Sense.FOLLOWERS) or (
        sense is None and run.kind == NameKind.ORGANISATION
    ):
        return True
    if sense == Sense.CITY and phrase.outer and not speaks(scene, phrase):
        return False
    before = _before(scene, phrase)
    if before in _WHERE or (before == "on" and sense != Sense.STATE):
        return False
    governor = _governor(scene, phrase)
    if before in ("to", "from"):
        lemma = scene.words[governor].lemma
        if before == "from" and lemma not in _FROM:
            return False
        return lemma not in _MOTION and sense in (Sense.STATE, Sense.SEAT)
    if scene.words[governor].lemma in _VISITED and scene.relation(phrase.first, phrase.last) in ("obj", "dobj"):
        return False
    if sense in (Sense.STATE, Sense.REGION):
        return True
    return _stands_for_government(scene, phrase, before, governor)


def _before(scene: Scene, phrase: Phrase) -> str:
    """The word before a phrase; of a list, the word before the list."""
    at = phrase.first - 1
    for _ in range(6):
        if (
            at > 0
            and scene.lower[at] in ("and", "or", ",")
            and at - 1 in scene.run_at
            and scene.annotations.sentences[scene.sentence_of[phrase.first]].first <= at
        ):
            at = scene.run_at[at - 1].first - 1
            if at >= 0 and scene.lower[at] == "the":
                at -= 1
        else:
            break
    return scene.lower[at] if at >= 0 and scene.sentence_of[at] == scene.sentence_of[phrase.first] else ""


def _governor(scene: Scene, phrase: Phrase) -> int:
    return scene.words[scene.head(phrase.first, phrase.last)].head


def speaks(scene: Scene, phrase: Phrase) -> bool:
    """True when a name that is no actor by itself speaks here."""
    return (
        scene.source_of[phrase.first] is not None
        or scene.source_of[phrase.noun] is not None
        or (
            scene.relation(phrase.first, phrase.last) == "nsubj"
            and scene.words[_governor(scene, phrase)].lemma in _CALLS
        )
    )


def _stands_for_government(scene: Scene, phrase: Phrase, before: str, governor: int) -> bool:
    relation = scene.relation(phrase.first, phrase.last)
    after = scene.words[phrase.last].tag if phrase.last < len(scene.words) else ""
    lemma = scene.words[governor].lemma
    if not phrase.outer:
        following = scene.words[phrase.last + 1 : phrase.last + 5]
        return any(w.lemma in _WILLED for w in following)
    if relation.startswith("nsubj") and relation != "nsubj:pass":
        return lemma not in _BEING and scene.words[governor].tag.startswith("VB")
    if before in _FACING and before != "and":
        return scene.words[governor].lemma not in _MOTION
    return (
        relation in ("dep", "root")
        and after in ("VBD", "VBZ", "MD")
        and scene.words[min(phrase.last, len(scene.words) - 1)].lemma not in _BEING
    )
