"""The states of the world and who held their offices as of a day, from ``world.json`` and ``holders.yaml``.

>>> world = load_world()
>>> world.holder(world.states["GBR"], "prime minister", "2019-03-06").name
'Theresa May'
>>> {h.name for h in world.named("Starmer Keir")}, {h.name for h in world.named("Keir Starmer")}
(set(), {'Keir Starmer'})
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from communique.errors import ResourceError
from communique.model.actor import folded
from communique.resources.loader import folder, load_yaml

_HEADING = frozenset(  # titles that longer ones contain: "president" of "state affairs commission president"
    "president, prime minister, premier, chancellor, king, queen, emperor, emir, amir, sultan, pope, prince, chairman, "
    "supreme leader, captain regent".split(", ")
)
_SPELL = re.compile(r"^(\D+?) (\d[\d-]+(?: \d[\d-]+)?)$")


@cache
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
    """One spell of an office; ``since`` and ``until`` are ISO days (or months, years), the latter exclusive.

    The head of an organisation has it for a ``state`` without ISO codes.
    """

    state: State
    office: str  # "s": head of state, "g": head of government, "m": another
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
            wanted = [h for h in serving if h.office == state.leader] or [h for h in serving if h.office != "m"]
        else:
            wanted = [h for h in serving if _is_titled(h, title)]
        return max(wanted, key=lambda h: h.since, default=None)

    def holder_in(self, name: str, title: str, day: str) -> Holder | None:
        """Who held ``title`` on ``day`` in the state called ``name``; None when unknown."""
        state = self.states.get(self.codes.get(name, ""))
        return None if state is None else self.holder(state, title, day)

    def chief(self, body: str, title: str, day: str) -> Holder | None:
        """Who held ``title`` ("secretary general", "head", "chief") on ``day`` at the organisation called ``body``."""
        serving = [h for h in self.holders.get(body, ()) if h.serves(day)]
        return next((h for h in serving if title in ("chief", "head", "leader") or plain_title(h.title) == title), None)

    def sole(self, title: str, day: str) -> Holder | None:
        """The one head of state in the world who held an office of exactly this title on ``day`` ("pope")."""
        heads = [h for spells in self.holders.values() for h in spells if h.office == "s" and h.title == title]
        serving = [h for h in heads if h.serves(day)]
        return serving[0] if len({h.name for h in serving}) == 1 else None

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
    if holder.office == "m" or title not in _HEADING:
        return plain_title(title) == plain_title(holder.title)
    return re.search(rf"\b{re.escape(title)}\b", holder.title) is not None and "commission" not in holder.title


def plain_title(title: str) -> str:
    """A title as compared: without hyphens, spelt the British way.

    >>> plain_title("secretary-general"), plain_title("Secretary of Defense")
    ('secretary general', 'secretary of defence')
    """
    return title.lower().replace("-", " ").replace("defense", "defence")


@cache
def load_world() -> World:
    """The world as the resource has it; ResourceError when the file is missing or malformed."""
    path = folder() / "world.json"
    try:
        raw = json.loads(path.read_bytes())
        states = {r["iso3"]: _state(r) for r in raw["states"]}
        spells = [_holder(row, states) for row in raw["holders"]]
        spells = _merged(list(_listed(load_yaml("holders.yaml"), states)), spells)
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"cannot load the resource {path}: {error}") from error
    tables: tuple[dict[str, list[Holder]], ...] = ({}, {}, {})
    for holder in spells:
        tables[0].setdefault(holder.state.iso3 or holder.state.name, []).append(holder)
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


def _listed(raw: Mapping[str, Mapping[str, str]], states: Mapping[str, State]) -> Iterator[Holder]:
    """The spells of ``holders.yaml``."""
    for place, offices in raw.items():
        state = states.get(place) or State("", "", place, (), (), (), (), "m")
        for key, listed in offices.items():
            office, title = key.split(" ", 1)
            for entry in listed.split(";"):
                name, days = _SPELL.findall(entry.strip())[0]
                since, _, until = days.partition(" ")
                given, star, surname = name.rpartition("*")
                family = surname if star and given else surname.split()[0 if star else -1]
                yield Holder(
                    state, office, title, given + surname, None if title == "king" else family, since, until or None, ()
                )


def _merged(listed: Sequence[Holder], rest: Sequence[Holder]) -> list[Holder]:
    """Both lists; a spell that begins in the same month in both is one, under the name that ``listed`` has."""
    same = {(h.state.iso3, h.office, h.since[:7]): h for h in rest if h.office != "m"}
    merged: set[int] = set()
    out = []
    for holder in listed:
        other = same.get((holder.state.iso3, holder.office, holder.since[:7]))
        if other is not None:
            merged.add(id(other))
            holder = replace(holder, aliases=(other.name, *other.aliases))
        out.append(holder)
    return out + [h for h in rest if id(h) not in merged]
