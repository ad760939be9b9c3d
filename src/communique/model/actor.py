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
    where the article or the dated resource of offices tells them.
    """

    id: str
    name: str
    kind: ActorKind
    office: str | None = None
    state: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor, and the words of the text that stand for it; ``span`` is None for "the article" itself."""

    actor: Actor
    span: Span | None = None
