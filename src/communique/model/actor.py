"""Actors, and actors as they stand in an entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from communique.model.span import Span


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
