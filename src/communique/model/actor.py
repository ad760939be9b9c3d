"""Actors, and actors as they stand in an entry."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from communique.model.span import Span

_ENDING = re.compile(r"sk(?:yy|iy|yi|ij|ii|i|y)$")


class ActorKind(StrEnum):
    """The closed set of what an actor can be."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or a document that speaks), under one canonical name within an article.

    ``id`` is stable for a canonical name and kind ("person:keir-starmer"). ``office`` and ``state`` are names
    where the article or the dated resource of offices tells them. ``iso3166`` is a state's code (alpha-3, or that of
    a subdivision or of a state that is no more), ``wikidata`` the item of a state or of an organisation ("Q145").
    """

    id: str
    name: str
    kind: ActorKind
    office: str | None = None
    state: str | None = None
    aliases: tuple[str, ...] = ()
    iso3166: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor, and the words of the text that stand for it; ``span`` is None for "the article" itself."""

    actor: Actor
    span: Span | None = None


def folded(name: str) -> str:
    """``name`` in lower case without diacritics, apostrophes and full stops; Slavic endings in -sky alike.

    >>> folded("Zelenskiy"), folded("Zelenskyy"), folded("Erdoğan"), folded("al-Sharaa’")
    ('zelensky', 'zelensky', 'erdogan', 'al-sharaa')
    """
    name = name.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _ENDING.sub("sky", re.sub(r"[.'’`ʻ\"“”]", "", plain).casefold().strip())


def slug(name: str) -> str:
    """``name`` in lower-case ASCII words joined by hyphens, cut to 200 characters.

    Where nothing is left, as of a name in another script, its letters themselves; "x" where it has none.

    >>> slug("Recep Tayyip Erdoğan"), slug("Petri's ministry"), slug("Путин")
    ('recep-tayyip-erdogan', 'petris-ministry', 'путин')
    """
    plain = folded(name)
    return re.sub(r"[^a-z0-9]+", "-", plain)[:200].strip("-") or re.sub(r"[\W_]+", "-", plain)[:200].strip("-") or "x"


def make_id(kind: ActorKind, name: str) -> str:
    """The id of an actor that is known by its name alone.

    >>> make_id(ActorKind.PERSON, "Ana Duarte")
    'person:ana-duarte'
    """
    return f"{kind.value}:{slug(name)}"
