"""What names and nouns mean, from ``names.yaml``, ``cities.yaml``, ``given_names.yaml`` and the world: one index of
aliases, sets of nouns and titles, and the gender of given names.

>>> lexicon = load_lexicon()
>>> lexicon.match(["the", "Kremlin", "said"], 1)
(Alias(sense=<Sense.SEAT: 'seat'>, name='Russia', iso3='RUS'), 1)
>>> lexicon.office("chairwoman"), lexicon.gender_of("Keir")
('chairman', 'm')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from communique.model.actor import folded
from communique.resources.loader import load_yaml
from communique.resources.world import State, load_world

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|(?:St|No)\.(?=\s)|['](?:s)\b|\w+|[^\w\s]")


class Sense(StrEnum):
    """What an alias stands for."""

    STATE = "state"
    CAPITAL = "capital"
    SEAT = "seat"
    ADJECTIVE = "adjective"
    PEOPLE = "people"
    ORGANISATION = "organisation"
    PRESS = "press"
    REGION = "region"
    PROVINCE = "province"
    CITY = "city"
    FOLLOWERS = "followers"
    FOLLOWER = "follower"


@dataclass(frozen=True, slots=True)
class Alias:
    """One meaning of a name: its sense, the canonical name, the state it belongs to (ISO alpha-3, or "")."""

    sense: Sense
    name: str
    iso3: str = ""


_SETS = (
    "offices", "royal", "lapsed", "feminine", "masculine", "unnamed", "groups", "bodies", "governments", "relations",
    "documents", "endings", "ungoverned",
)  # fmt: skip
_Rest = tuple[tuple[str, ...], Alias]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Aliases by their first word, longest first; titles by their words; sets of lower-case lemmas; genders."""

    aliases: Mapping[str, tuple[_Rest, ...]] = field(repr=False)
    titles: Mapping[str, tuple[tuple[str, ...], ...]] = field(repr=False)
    offices: frozenset[str]
    abbreviations: Mapping[str, str]
    same_office: Mapping[str, str]
    honorifics: frozenset[str]
    royal: frozenset[str]
    lapsed: frozenset[str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    unnamed: frozenset[str]
    groups: frozenset[str]
    bodies: frozenset[str]
    governments: frozenset[str]
    relations: frozenset[str]
    documents: frozenset[str]
    endings: frozenset[str]
    ungoverned: frozenset[str]
    nicknames: Mapping[str, tuple[str, ...]]
    blocs: Mapping[str, str]
    genders: Mapping[str, str] = field(repr=False)

    def match(self, words: Sequence[str], at: int) -> tuple[Alias, int] | None:
        """The longest alias that begins at word ``at``, and how many words it has; words in capitals match too."""
        word = words[at]
        known = self.aliases.get(word)
        if known is None and len(word) > 3 and word.isupper():
            known, words = self.aliases.get(word.title()), [w.title() if w.isupper() else w for w in words[at : at + 8]]
            at = 0
        for rest, alias in known or ():
            size = len(rest)
            if size == 0 or rest == tuple(w.replace("’", "'") for w in words[at + 1 : at + 1 + size]):
                return alias, size + 1
        return None

    def title(self, words: Sequence[str], at: int, last: int) -> tuple[str, int] | None:
        """The longest office that begins at word ``at`` and ends by ``last``, and how many words it has."""
        short = self.abbreviations.get(words[at])
        if short is not None:
            return short, 1
        for phrase in self.titles.get(words[at].lower(), ()):
            size = len(phrase)
            if at + size <= last and all(words[at + k].lower() == phrase[k] for k in range(1, size)):
                return " ".join(phrase).replace(" - ", "-"), size
        return None

    def office(self, title: str) -> str:
        """The name under which an office is compared: variants and genders alike."""
        title = self.same_office.get(title, title)
        return title.replace("defense", "defence").replace("labor ", "labour ")

    def gender_of(self, given: str) -> str | None:
        """ "m" or "f" where the given name decides it, else None."""
        return self.genders.get(folded(given))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the package's resources."""
    raw = load_yaml("names.yaml")
    sets = {key: frozenset(_split(value)) for key, value in raw.items() if isinstance(value, str)}
    offices = sets["offices"]
    titles: dict[str, list[tuple[str, ...]]] = {}
    for office in offices:
        words = tuple(re.findall(r"[\w.]+|-", office))
        for phrase in {words, tuple("".join(words).split("-")) if "-" in words and " " not in office else words}:
            titles.setdefault(phrase[0], []).append(phrase)
    given = load_yaml("given_names.yaml")
    # folded as one text, which is eight times as fast as name by name
    genders = {name: gender for key, gender in (("male", "m"), ("female", "f")) for name in folded(given[key]).split()}
    return Lexicon(
        aliases=_aliases(raw),
        titles={k: tuple(sorted(v, key=len, reverse=True)) for k, v in titles.items()},
        abbreviations=raw["abbreviations"],
        same_office=raw["same_office"],
        nicknames={noun: tuple(_split(names)) for noun, names in raw["nicknames"].items()},
        blocs=raw["capital_of_bloc"],
        genders=genders,
        honorifics=frozenset(h.lower() for h in sets["honorifics"]),
        **{key: sets[key] for key in _SETS},
    )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _aliases(raw: Mapping[str, object]) -> dict[str, tuple[_Rest, ...]]:
    table: dict[str, dict[tuple[str, ...], Alias]] = {}

    def add(name: str, alias: Alias) -> None:
        tokens = [name] if name.isalpha() else _TOKEN.findall(name.replace("’", "'"))
        if tokens:
            table.setdefault(tokens[0], {}).setdefault(tuple(tokens[1:]), alias)

    organisations, seats, regions = (raw[k] for k in ("organisations", "seats", "regions"))
    assert isinstance(organisations, dict) and isinstance(seats, dict) and isinstance(regions, dict)
    for name, value in organisations.items():
        others, _, iso = value.partition(";")
        for each in (name, *_split(others)):
            add(each, Alias(Sense.ORGANISATION, name, iso.strip()))
    for name in _split(str(raw["press"])):
        canonical = {"AP": "Associated Press", "AFP": "Agence France-Presse", "Tass": "TASS", "RIA": "RIA Novosti"}.get(
            name, name
        )
        add(name, Alias(Sense.PRESS, canonical.removeprefix("The ")))
    states = load_world().states
    for name, iso in seats.items():
        add(name, Alias(Sense.SEAT, states[iso].name, iso))
    for name, others in regions.items():
        for each in (name, *_split(others)):
            add(each, Alias(Sense.REGION, name))
    for iso, places in dict(raw["provinces"]).items():  # type: ignore[call-overload]
        for each in _split(places):
            add(each, Alias(Sense.PROVINCE, each, iso))
    for name in _split(str(raw["peoples"])):
        add(name, Alias(Sense.FOLLOWERS, name))
        if name.endswith("s"):
            add("Tory" if name == "Tories" else name[:-1], Alias(Sense.FOLLOWER, name))
    for state in states.values():
        for each, alias in _of_state(state):
            add(each, alias)
    for iso, places in load_yaml("cities.yaml").items():  # last: a name that means more than a place keeps its meaning
        for each in _split(places):
            add(each, Alias(Sense.CITY, each, iso))
    return {
        k: tuple(sorted(v.items(), key=lambda r: -len(r[0])) if len(v) > 1 else v.items()) for k, v in table.items()
    }


def _of_state(state: State) -> Iterable[tuple[str, Alias]]:
    if state.iso3 == "EUE":
        return
    senses = (
        (Sense.STATE, state.names),
        (Sense.ADJECTIVE, state.adjectives),
        (Sense.PEOPLE, state.people),
        (Sense.CAPITAL, state.capitals),
    )
    for sense, names in senses:
        for name in names:
            yield name, Alias(sense, state.name, state.iso3)
    for name in _fellows(state):
        yield name, Alias(Sense.PEOPLE, state.name, state.iso3)


def _fellows(state: State) -> set[str]:
    """One of a people, where the adjective does not serve for it ("Swede", "Dutchman", "Irishwoman")."""
    single = {p.removesuffix("s") for p in state.people if p.endswith("s")}
    single |= {a + sex for a in state.adjectives if a.endswith(("sh", "ch")) for sex in ("man", "woman")}
    return single - set(state.adjectives) - set(state.names)
