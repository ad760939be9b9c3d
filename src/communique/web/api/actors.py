"""Actors of the whole record. They are merged and split by judgements."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response

from communique.errors import UnknownActor
from communique.model.actor import ActorKind
from communique.model.plain import Plain
from communique.store.directory import list_actors, load_actor
from communique.web.api.answers import Limit, Offset, errors, make_router, page
from communique.web.api.shapes import ActorWhole, Id, Page, Text
from communique.web.desk import AtDesk

router = make_router("actors")


@router.get("/actors", response_model=Page[ActorWhole], responses=errors(), summary="List actors")
def get_actors(
    desk: AtDesk,
    request: Request,
    response: Response,
    text: Annotated[Text, Query(description="Part of a name or an alias.")] = "",
    kind: Annotated[ActorKind | None, Query()] = None,
    order: Literal["entries", "name"] = "entries",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Plain:
    """Actors that stand for themselves, those named most first."""
    with desk.store.reading() as connection:
        items, total = list_actors(connection, text=text, kind=kind, order=order, limit=limit, offset=offset)
    return page(request, response, items, total, limit=limit, offset=offset)


@router.get("/actors/{id:path}", response_model=ActorWhole, responses=errors(404), summary="One actor")
def get_actor(desk: AtDesk, id: Annotated[Id, Path(examples=["person:ilse-brandt"])]) -> Plain:
    """An actor with its names, what is merged into it, and how often it stands in the record."""
    with desk.store.reading() as connection:
        actor = load_actor(connection, id)
    if actor is None:
        raise UnknownActor(f"no actor has the id {id}")
    return actor
