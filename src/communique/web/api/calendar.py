"""Events and deadlines by day, as JSON and as a feed for calendars."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from communique.analyse.happenings import Happening, list_calendar
from communique.export.formats import find_format
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store.search import Query as StoreQuery
from communique.store.walking import walk_found
from communique.web.api.answers import errors, make_router
from communique.web.api.exports import send_export
from communique.web.api.shapes import Day, Id
from communique.web.desk import AtDesk
from communique.web.months import AROUND

router = make_router("calendar")
KINDS = (Kind.EVENT, Kind.COMMITMENT)
OfActor = Annotated[Id | None, Query(description="Only where this actor stands in any role.")]
OfIssue = Annotated[Id | None, Query(description="Only about this issue and those below it.")]


class NamedShape(BaseModel):
    """An actor or an issue."""

    id: str
    name: str


class HappeningShape(BaseModel):
    """An event or a deadline, brought together from all entries that tell of it. Days are inclusive."""

    entries: list[str]
    kind: Kind
    what: str
    first: date | None
    last: date | None
    status: str
    called_off: bool
    actors: list[NamedShape]
    place: str | None
    issue: NamedShape | None
    words: str
    told: date | None


@router.get("/calendar", response_model=list[HappeningShape], responses=errors(), summary="Events and deadlines")
def get_calendar(
    desk: AtDesk,
    since: Annotated[Day, Query()],
    until: Annotated[Day, Query()],
    actor: OfActor = None,
    issue: OfIssue = None,
) -> list[Plain]:
    """What happens or is due between two days, in order; rejected entries are left out."""
    if until < since:
        return []
    first, last = max(date.min + AROUND, since) - AROUND, min(date.max - AROUND, until) + AROUND
    query = StoreQuery(kinds=KINDS, actor=actor, issue=issue, since=first, until=last)
    with desk.store.reading() as connection:
        _, steps = walk_found(connection, query, without=("rejected",))
        found = list_calendar(chain.from_iterable(steps), since, until)
    return [_plain(one) for one in found]


@router.get(
    "/calendar.ics",
    response_class=StreamingResponse,
    responses={**errors(), 200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
    summary="The calendar as a feed",
)
def get_feed(desk: AtDesk, actor: OfActor = None, issue: OfIssue = None) -> StreamingResponse:
    """Events and deadlines as iCalendar (RFC 5545)."""
    return send_export(desk, find_format("calendar"), StoreQuery(kinds=KINDS, actor=actor, issue=issue))


def _plain(one: Happening) -> dict[str, Any]:
    return {
        "entries": list(one.entries),
        "kind": one.kind,
        "what": one.what,
        "first": one.days.first,
        "last": one.days.last,
        "status": one.status,
        "called_off": one.is_off,
        "actors": [{"id": actor.id, "name": actor.name} for actor in one.actors],
        "place": one.place,
        "issue": {"id": one.issue.id, "name": one.issue.name} if one.issue else None,
        "words": one.words,
        "told": one.told,
    }
