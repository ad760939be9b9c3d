"""The states of the world and their heads of state and government as of a day, from ``world.json``.

>>> world = load_world()
>>> world.holder(world.states["GBR"], "prime minister", "2019-03-06").name
'Theresa May'
>>> [h.name for h in world.named("Keir Starmer")]
['Keir Starmer']
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from communique.errors import ResourceError
from communique.resources.loader import folder

_ENDING = re.compile(r"sk(?:yy|iy|yi|ij|ii|i|y)$")


@cache
def folded(name: str) -> str:
    """``name`` in lower case without diacritics, apostrophes and full stops; Slavic endings in -sky alike.

    >>> folded("Zelenskiy"), folded("Zelenskyy"), folded("Erdoğan"), folded("al-Sharaa’")
    ('zelensky', 'zelensky', 'erdogan', 'al-sharaa')
    """
    name = name.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _ENDING.sub("sky", re.sub(r"[.'’`ʻ\"“”]", "", plain).casefold().strip())


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a land that bargains in its own name; ``iso3`` is ISO 3166 (a subdivision's code for a land).

    ``leader`` is "s" where the head of state leads, "g" where the head of government does.
    """

    iso3: str
    iso2: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    leader: str


@dataclass(frozen=True, slots=True)
class Holder:
    """One spell of an office; ``since`` and ``until`` are ISO days (or months, years), the latter exclusive."""

    state: State
    office: str  # "s": head of state, "g": head of government
    title: str  # lower-case
    name: str
    surname: str | None
    since: str
    until: str | None
    aliases: tuple[str, ...]

    def serves(self, day: str) -> bool:
        """True when the spell covers ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class World:
    """States by ISO code, spells of office by state, by folded name and by folded surname."""

    states: Mapping[str, State]
    holders: Mapping[str, tuple[Holder, ...]]
    by_name: Mapping[str, tuple[Holder, ...]] = field(repr=False)
    by_surname: Mapping[str, tuple[Holder, ...]] = field(repr=False)
    codes: Mapping[str, str] = field(repr=False)  # canonical names → ISO codes

    def holder(self, state: State, title: str, day: str | None) -> Holder | None:
        """Who held ``title`` ("president", "prime minister", "leader", "king") in ``state`` on ``day``;
        None when unknown.
        """
        if day is None:
            return None
        serving = [h for h in self.holders.get(state.iso3, ()) if h.serves(day)]
        if title == "leader":
            wanted = [h for h in serving if h.office == state.leader] or serving
        else:
            wanted = [h for h in serving if _is_titled(h, title)]
        return max(wanted, key=lambda h: h.since, default=None)

    def named(self, name: str) -> tuple[Holder, ...]:
        """Every spell of the person whose full name (or a known spelling of it) is ``name``."""
        return self.by_name.get(folded(name), ())

    def surnamed(self, surname: str, day: str | None) -> tuple[Holder, ...]:
        """Spells of people with ``surname``: those that cover ``day``, or all when no day is known."""
        found = self.by_surname.get(folded(surname), ())
        return found if day is None else tuple(h for h in found if h.serves(day))


def _is_titled(holder: Holder, title: str) -> bool:
    if title == holder.title:
        return True
    if title == "prime minister":
        return holder.office == "g" and holder.title in ("premier", "taoiseach", "chancellor", "minister of state")
    return re.search(rf"\b{re.escape(title)}\b", holder.title) is not None and "commission" not in holder.title


@cache
def load_world() -> World:
    """The world as the resource has it; ResourceError when the file is missing or malformed."""
    path = folder() / "world.json"
    try:
        raw = json.loads(path.read_bytes())
        states = {r["iso3"]: _state(r) for r in raw["states"]}
        spells = [_holder(row, states) for row in raw["holders"]]
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"cannot load the resource {path}: {error}") from error
    tables: tuple[dict[str, list[Holder]], ...] = ({}, {}, {})
    for holder in spells:
        tables[0].setdefault(holder.state.iso3, []).append(holder)
        for name in {folded(n) for n in (holder.name, *holder.aliases)}:
            tables[1].setdefault(name, []).append(holder)
        if holder.surname:
            tables[2].setdefault(folded(holder.surname), []).append(holder)
    by_state, by_name, by_surname = ({k: tuple(v) for k, v in table.items()} for table in tables)
    return World(states, by_state, by_name, by_surname, {s.name: s.iso3 for s in states.values()})


def _state(row: Mapping[str, Any]) -> State:
    names, adjectives, people, capitals = (tuple(row[key]) for key in ("names", "adjectives", "people", "capitals"))
    return State(row["iso3"], row["iso2"], row["name"], names, adjectives, people, capitals, row["leader"])


def _holder(row: list[str | None], states: Mapping[str, State]) -> Holder:
    iso, office, title, name, surname, since, until, aliases = row
    spellings = tuple(filter(None, (aliases or "").split("|")))
    return Holder(
        states[iso or ""], office or "", (title or "").lower(), name or "", surname, since or "", until, spellings
    )
