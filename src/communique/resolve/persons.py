"""Persons: every personal name of the article gathered under one actor, with office and state where they are told.

Enters: a Scene with names and phrases. Leaves: ``run.part`` set for each run that is a person. A surname alone is its
one holder's; where several could be meant, title and gender decide, then standing: an office, a name just before, no
mere kinship.
"""

from __future__ import annotations

import re

from communique.model.actor import ActorKind, folded
from communique.model.entry import Doubt
from communique.model.reading import NameKind
from communique.resolve.scene import Part, Phrase, Run, Scene
from communique.resolve.words import PARTICLES
from communique.resources.names import Sense
from communique.resources.world import Holder

_ROMAN = re.compile(r"^[IVX]+$")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III"})
_KIN = frozenset(
    "daughter son wife husband sister brother father mother widow niece nephew aunt uncle cousin predecessor".split()
)
_BESIDE = 4  # words before a name
_CLEAR = 0.7  # a lead that leaves no doubt
_STATES = (Sense.STATE, Sense.ADJECTIVE, Sense.SEAT, Sense.CAPITAL)


class _People:
    """Full names met so far, by what may be left of them later."""

    def __init__(self) -> None:
        self.full: list[tuple[list[str], Part]] = []
        self.by_last: dict[str, list[Part]] = {}
        self.by_first: dict[str, list[Part]] = {}
        self.single: dict[str, Part] = {}

    def add(self, tokens: list[str], part: Part) -> None:
        self.full.append((tokens, part))
        for tail in range(1, len(tokens)):
            if tail == len(tokens) - 1 or folded(tokens[tail]) in PARTICLES or len(tokens) - tail == 2:
                self._put(self.by_last, folded(" ".join(tokens[tail:])), part)
        if folded(tokens[-1]).startswith(("al-", "el-")):
            self._put(self.by_last, folded(tokens[-1])[3:], part)
        self._put(self.by_first, folded(tokens[0]), part)

    @staticmethod
    def _put(table: dict[str, list[Part]], key: str, part: Part) -> None:
        if not any(part is p for p in table.setdefault(key, [])):
            table[key].append(part)


def gather_persons(scene: Scene) -> None:
    """Gives every personal name its actor."""
    people = _People()
    runs = [r for r in scene.runs if r.kind == NameKind.PERSON]
    lead = {id(p.run): p for p in scene.phrases if p.run is not None}
    split = _without_epithets(scene, [(run, _tokens(run)) for run in runs])
    tails = {
        folded(" ".join(t[k:])) for _, t in split for k in range(1, len(t) - 1) if not re.fullmatch(r"[A-Z]\.?", t[k])
    }
    for run, tokens in split:
        if (
            len(tokens) > 1
            and folded(tokens[0]) not in PARTICLES
            and folded(" ".join(tokens)) not in tails
            and not _royal(scene, run)
        ):
            run.part = _full(scene, people, run, tokens)
    for run, tokens in split:
        phrase = lead.get(id(run))
        office, state = (None, None) if phrase is None else introduction(scene, phrase)
        if run.part is None:
            run.part = _short(scene, people, run, tokens, office, _honorific(scene, run))
        run.part.aliases[run.text] = None
        if office is not None:
            employ(scene, run.part, office, state)
        if (gender := _honorific(scene, run)) and run.part.gender is None:
            run.part.gender = gender
        run.part.seen.append(run.first)
    for run in runs:
        if run.part is not None:
            run.part.seen.clear()
            run.part.named.append(run.first)
    scene.persons += dict.fromkeys(run.part for run in runs if run.part is not None)


def _without_epithets(scene: Scene, split: list[tuple[Run, list[str]]]) -> list[tuple[Run, list[str]]]:
    """Names without a first word that is no given name where the article also has the name without it ("Crooked
    Hillary Clinton" beside "Hillary Clinton").
    """
    bare = {folded(" ".join(tokens)) for _, tokens in split}

    def kept(tokens: list[str]) -> list[str]:
        known = scene.lexicon.gender_of
        epithet = len(tokens) > 2 and known(tokens[0]) is None and known(tokens[1]) is not None
        return tokens[1:] if epithet and folded(" ".join(tokens[1:])) in bare else tokens

    return [(run, kept(tokens)) for run, tokens in split]


def _tokens(run: Run) -> list[str]:
    parts = re.sub(r"\s*-\s*", "-", run.text).split()
    while len(parts) > 1 and parts[-1] in _SUFFIXES and not (_ROMAN.match(parts[-1]) and len(parts) == 2):
        parts.pop()
    return [p.title() if p.isupper() and len(p) > 2 and not _ROMAN.match(p) else p for p in parts]


def _full(scene: Scene, people: _People, run: Run, tokens: list[str]) -> Part:
    """The actor of a full name: one already met whose surname and given name agree, else a new one."""
    for other, part in people.full:
        if folded(other[-1]) == folded(tokens[-1]) and _same_given(other[:-1], tokens[:-1]):
            if part.name == " ".join(other) != " ".join(_plain(other)) == " ".join(tokens):
                part.name = " ".join(tokens)  # the article itself drops the initial
            return part
    part = Part(ActorKind.PERSON, " ".join(tokens))
    part.gender = scene.lexicon.gender_of(tokens[0]) or scene.lexicon.gender_of(tokens[0].split("-")[0])
    spells = scene.world.named(" ".join(tokens)) or scene.world.named(" ".join(_plain(tokens)))
    _hold(scene, part, spells)
    people.add(tokens, part)
    return part


def _plain(tokens: list[str]) -> list[str]:
    """A name without middle initials, unless they tell namesakes apart (two of them, as in George H.W. Bush)."""
    if len(tokens) == 3 and re.fullmatch(r"[A-Z]\.", tokens[1]) and tokens[2] != "Bush":
        return [tokens[0], tokens[2]]
    return tokens


def _same_given(a: list[str], b: list[str]) -> bool:
    if not a or not b:
        return False
    x, y = folded(a[0]), folded(b[0])
    if x != y and not (min(len(x), len(y)) == 1 and x[0] == y[0]):
        return False
    middle = [folded(m)[:1] for m in a[1:]], [folded(m)[:1] for m in b[1:]]
    return not middle[0] or not middle[1] or middle[0][0] == middle[1][0]


def _hold(scene: Scene, part: Part, spells: tuple[Holder, ...]) -> None:
    """Lets a known office-holder have the usual name, the office of the day, and offices once held."""
    if not spells:
        return
    usual = spells[0].name
    if usual == " ".join(_plain(part.name.split())) != part.name:
        part.aliases[usual] = None  # the article's name has an initial more
    else:
        part.name = usual
    part.gender = part.gender or scene.lexicon.gender_of(part.name.split()[0])
    if scene.day is None:
        return
    serving = [h for h in spells if h.serves(scene.day)]
    for spell in sorted(serving, key=lambda h: (h.state.name in scene.states_seen, h.since), reverse=True):
        _install(scene, part, spell)
    for spell in spells:
        if spell.until is not None and spell.until <= scene.day:
            also = () if spell.state.iso3 else ("chief", "head")
            part.offices.update(f"former {title}" for title in (scene.lexicon.office(spell.title), *also))
            part.traits |= {"former", spell.state.name}


def _install(scene: Scene, part: Part, spell: Holder) -> None:
    """Lets ``part`` have an office that is held on the day."""
    employ(scene, part, spell.title, spell.state.name if spell.state.iso3 else None)
    part.traits.add(spell.state.name)
    if not spell.state.iso3:
        part.offices |= {"chief", "head"}
    elif spell.office == spell.state.leader:
        part.offices.add("leader")


def appoint(scene: Scene, spell: Holder) -> Part:
    """The person of the article who holds the office of ``spell``, or else a new one."""
    part = next((p for p in scene.persons if spell.name in (p.name, *p.aliases)), None)
    if part is None:
        part = Part(ActorKind.PERSON, spell.name, gender=scene.lexicon.gender_of(spell.name.split()[0]))
        _install(scene, part, spell)
        scene.persons.append(part)
    return part


def employ(scene: Scene, part: Part, office: str, state: str | None) -> None:
    """Notes an office, if the actor has none yet, and the state it belongs to; lapsed offices never displace."""
    part.offices.add(scene.lexicon.office(_key(scene, office)))
    if part.office is None or (part.office.startswith("former ") and not office.startswith("former ")):
        part.office = office
    if state is None and part.state is None:
        state = next(
            (
                h.state.name
                for h in scene.world.named(part.name)
                if h.state.iso3 and office.removeprefix("former ") == h.title
            ),
            None,
        )
    if state is not None and part.state is None:
        part.state = state
    last = office.split()[-1]
    if part.gender is None:
        part.gender = "f" if last in scene.lexicon.feminine else "m" if last in scene.lexicon.masculine else None


def _key(scene: Scene, office: str) -> str:
    """The title at the end of an office's words: "prime minister" of "deputy British prime minister"."""
    words = office.split()
    for at in range(len(words)):
        hit = scene.lexicon.title(words, at, len(words))
        if hit is not None and at + hit[1] == len(words):
            return ("former " if words[0] in scene.lexicon.lapsed else "") + hit[0]
    return office


def introduction(scene: Scene, phrase: Phrase) -> tuple[str | None, str | None]:
    """Office and state that the words before a name in its phrase tell ("British Prime Minister",
    "Britain’s envoy").
    """
    run = phrase.run
    stop = run.first if run is not None else phrase.last
    state = None
    if isinstance(phrase.owner, Phrase) and phrase.owner.run is not None:
        state = scene.state(phrase.owner.run)
    for inner in phrase.inner:
        if inner.alias is None or inner.alias.sense in _STATES:
            state = scene.state(inner) or state
    at, office, begin = phrase.core, None, phrase.core
    lapsed = False
    while at < stop:
        lapsed = lapsed or scene.lower[at] in scene.lexicon.lapsed
        hit = (
            None
            if at in scene.run_at and scene.run_at[at].kind != NameKind.PERSON and scene.run_at[at].alias
            else scene.title(at, stop)
        )
        if hit is not None:
            office, at = _worded(scene, begin, at, hit), at + hit[1]
        else:
            if at in scene.run_at:
                begin = scene.run_at[at].last if scene.state(scene.run_at[at]) else begin
            at += 1
    if office is None or office in scene.lexicon.honorifics:
        return None, state
    return ("former " + office if lapsed else office), state


def _worded(scene: Scene, begin: int, at: int, hit: tuple[str, int]) -> str:
    """An office in its words: the nouns and adjectives before a bare title belong to it ("foreign policy chief")."""
    lapsed = scene.lexicon.lapsed
    before = [
        scene.texts[i]
        for i in range(max(begin, at - 3), at)
        if scene.words[i].tag.startswith("NN") and scene.lower[i] not in lapsed
    ]
    if hit[1] > 1 or not before or hit[0] in ("president", "king", "queen", "pope"):
        return hit[0]
    return " ".join([*(w if w.isupper() else w.lower() for w in before), hit[0]])


def _honorific(scene: Scene, run: Run) -> str | None:
    before = scene.lower[run.first - 1] if run.first else ""
    return "f" if before in scene.lexicon.feminine else "m" if before in scene.lexicon.masculine else None


def _royal(scene: Scene, run: Run) -> bool:
    before = scene.lower[run.first - 1] if run.first else ""
    return before in scene.lexicon.royal and (
        _ROMAN.match(run.text.split()[-1]) is not None or run.last - run.first == 1
    )


def _short(scene: Scene, people: _People, run: Run, tokens: list[str], office: str | None, gender: str | None) -> Part:
    """The actor of a surname, a given name or a royal's name alone."""
    name = " ".join(tokens)
    before = scene.lower[run.first - 1] if run.first else ""
    if before in scene.lexicon.royal:
        return _monarch(scene, people, name, before)
    key = folded(name)
    candidates = people.by_last.get(key) or people.by_first.get(key) or []
    if (holder := _holder(scene, people, name, office, candidates)) is not None:
        return holder
    if gender is not None:
        candidates = [p for p in candidates if p.gender in (None, gender)]
    if len(candidates) > 1:
        candidates = _narrow(scene, candidates, office, gender)
    if len(candidates) == 1:
        return candidates[0]
    if len(candidates) > 1:
        ranked = sorted(candidates, key=lambda p: -_standing(scene, p, run))
        if _standing(scene, ranked[0], run) - _standing(scene, ranked[1], run) < _CLEAR:
            names = ", ".join(p.name for p in candidates)
            scene.doubts.append(Doubt("who", scene.span(run.first, run.last), f"{name} may be any of {names}"))
        return ranked[0]
    if key not in people.single:
        people.single[key] = _unintroduced(scene, name, office)
    return people.single[key]


def _holder(scene: Scene, people: _People, name: str, office: str | None, met: list[Part]) -> Part | None:
    """The office-holder of the day that title and surname mean where the article names only a namesake in full
    ("President Obama" beside "Michelle Obama"); None where a full name fits or nobody is known.
    """
    if office is None or not met or scene.day is None:
        return None
    spells = [h for h in scene.world.surnamed(name, scene.day) if h.title == office and h.serves(scene.day)]
    if len({h.name for h in spells}) != 1 or any(p.name == spells[0].name or office in p.offices for p in met):
        return None
    part = Part(ActorKind.PERSON, name)
    _hold(scene, part, tuple(spells))
    people.add(part.name.split(), part)
    return part


def _narrow(scene: Scene, parts: list[Part], office: str | None, gender: str | None) -> list[Part]:
    """Those of several namesakes that title and gender allow."""
    if office is not None:
        fit = [p for p in parts if scene.lexicon.office(_key(scene, office)) in p.offices]
        parts = fit or parts
    if gender is not None:
        parts = [p for p in parts if p.gender in (None, gender)] or parts
    return parts


def _standing(scene: Scene, part: Part, run: Run) -> float:
    """How far a bare surname is rather this namesake's: who holds an office, was named first, or just now, and is not
    only somebody's daughter.
    """
    own = [r for r in scene.runs if r.part is part]
    near = [
        r for r in own if 0 <= scene.sentence_of[run.first] - scene.sentence_of[r.first] <= 1 and r.first < run.first
    ]
    kin = any(w in _KIN for r in own for w in scene.lower[max(0, r.first - _BESIDE) : r.first])
    first = min((r.first for r in own), default=len(scene.words))
    return bool(part.offices) + 0.8 * bool(near) - kin - first / len(scene.words)


def _monarch(scene: Scene, people: _People, name: str, title: str) -> Part:
    """A king, queen, pope or prince by a single name: the reigning one where the name fits, else with the title."""
    key = f"{title} {folded(name)}"
    first = folded(name.split()[0])
    for known, part in people.single.items():
        if known.startswith(f"{title} {first}"):
            return part
    spells = [h for hs in scene.world.holders.values() for h in hs
              if h.surname is None and folded(h.name).split()[0] == first and (scene.day is None or h.serves(scene.day))
              and re.search(rf"\b{title}\b", h.title)]  # fmt: skip
    part = Part(
        ActorKind.PERSON, name if _ROMAN.match(name.split()[-1]) or len(name.split()) > 1 else f"{title.title()} {name}"
    )
    if len({h.state.name for h in spells}) == 1 and title != "prince":
        part.name = spells[0].name if title != "pope" else f"Pope {spells[0].name}"
        employ(scene, part, title, spells[0].state.name)
    elif title in scene.lexicon.offices:
        employ(scene, part, title, None)
    people.single[key] = part
    return part


def _unintroduced(scene: Scene, name: str, office: str | None) -> Part:
    """A surname that the article never introduces: an office-holder of the day whose state or office it
    names, or itself.
    """
    part = Part(ActorKind.PERSON, name)
    spells = scene.world.surnamed(name, scene.day)
    fit = [
        h
        for h in spells
        if h.state.name in scene.states_seen
        or h.state.name in scene.states_near
        or (office is not None and office in h.title)
    ]
    if len({h.name for h in fit}) == 1:
        _hold(scene, part, tuple(fit))
    return part
