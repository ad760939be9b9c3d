"""The calendar of events and deadlines, by month, and the feed that calendar programs subscribe to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from communique.analyse.happenings import Happening, list_calendar
from communique.export.formats import Options, find_format, no_articles
from communique.model.entry import Kind
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.directory import load_actor, load_issue
from communique.store.search import Query
from communique.store.walking import walk_found
from communique.web.desk import AtDesk, Desk
from communique.web.feeds import make_token
from communique.web.gathering import Gathered, by_id, gather
from communique.web.months import AROUND, Month, lay_weeks, span_of, within
from communique.web.wording import link

router = APIRouter()

_KINDS = {"events": (Kind.EVENT,), "deadlines": (Kind.COMMITMENT,)}
_BOTH = (Kind.EVENT, Kind.COMMITMENT)
_MOST = 1000  # entries of one month and the time before it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the calendar shows: of which kinds, of whom, about what."""

    kinds: tuple[Kind, ...]
    actor: str | None
    issue: str | None

    def gather(
        self, connection: Connection, limit: int, *, order: str = "-day", since: date | None, until: date | None
    ) -> Gathered:
        """The entries between two days."""
        return gather(
            connection,
            *self.kinds,
            limit=limit,
            order=order,
            since=since,
            until=until,
            actor=self.actor,
            issue=self.issue,
        )


@router.get("/calendar")
def show_calendar(desk: AtDesk, month: str = "", what: str = "", actor: str = "", issue: str = "") -> HTMLResponse:
    """A month of events and deadlines: this one, or where nothing is due the next one with something, else the last."""
    today = desk.now.date()
    wanted = Wanted(_KINDS.get(what, _BOTH), actor or None, issue or None)
    with desk.store.reading() as connection:
        before = _nearest(connection, wanted, until=today)
        shown = Month.read(month) or _nearest(connection, wanted, since=today) or before or Month.of(today)
        found = wanted.gather(connection, _MOST, since=shown.first - AROUND, until=shown.last)
        earlier = _nearest(connection, wanted, until=shown.first - timedelta(days=1))
        later = _nearest(connection, wanted, since=shown.last + timedelta(days=1))
        names = {
            "actor": _name(load_actor(connection, actor), "name", actor),
            "issue": _name(load_issue(connection, issue), "label", issue),
        }
        feed = _feed_address(connection, desk, what, actor, issue)
    happenings = list_calendar(found.entries, shown.first - AROUND, shown.last)
    dated, vague = within(happenings, shown)
    query = [("what", what if what in _KINDS else ""), ("actor", actor), ("issue", issue)]

    def to_month(other: Month | None) -> str:
        return link("/calendar", [("month", str(other)), *query]) if other else ""

    return desk.render(
        "calendar.html.j2",
        month=shown,
        weeks=lay_weeks(shown, dated),
        dated=dated,
        vague=vague,
        entries=by_id([found]),
        cut=found.cut,
        today=today,
        what=what if what in _KINDS else "",
        chosen={"actor": actor, "issue": issue},
        names=names,
        links={
            "previous": to_month(shown.previous),
            "next": to_month(shown.next),
            "earlier": to_month(earlier),
            "later": to_month(later),
            "today": to_month(Month.of(today)),
        },
        without={name: link("/calendar", [(known, v) for known, v in query if known != name]) for name, _ in query},
        span_of=span_of,
        feed=feed,
    )


@router.get("/calendar.ics")
def send_feed(desk: AtDesk, what: str = "", actor: str = "", issue: str = "") -> Response:
    """The calendar as iCalendar. In a team for who is logged in, or carries ``for`` and ``token``."""
    query = Query(kinds=[k.value for k in _KINDS.get(what, _BOTH)], actor=actor or None, issue=issue or None)
    options = Options(at=desk.now.replace(minute=0, second=0, microsecond=0), base_url=_base(desk))
    with desk.store.reading() as connection:
        _, steps = walk_found(connection, query, without=(ReviewStatus.REJECTED.value,))
        body = _write(chain.from_iterable(steps), options)
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Content-Disposition": 'inline; filename="communique.ics"'}
    if desk.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _write(entries: chain[Plain], options: Options) -> bytes:
    from io import BytesIO

    out = BytesIO()
    find_format("calendar").write(entries, no_articles, out, options)
    return out.getvalue()


def _base(desk: Desk) -> str:
    return (desk.settings.base_url or str(desk.request.base_url)).rstrip("/")


def _feed_address(connection: Connection, desk: Desk, what: str, actor: str, issue: str) -> str:
    token = make_token(connection, desk.viewer.name) if desk.settings.team else None
    who = [("for", desk.viewer.name), ("token", token)] if token else []
    told = [("what", what if what in _KINDS else ""), ("actor", actor), ("issue", issue)]
    return _base(desk) + link("/calendar.ics", [*told, *who])


def _nearest(
    connection: Connection, wanted: Wanted, *, since: date | None = None, until: date | None = None
) -> Month | None:
    """The nearest month on one side of a day with something in it."""
    found = wanted.gather(connection, 100, order="day" if since else "-day", since=since, until=until)
    spans = _spans(list_calendar(found.entries, date.min, date.max))
    if since is not None:
        days = [max(first, since) for first, last in spans if last >= since]
        return Month.of(min(days)) if days else None
    days = [first for first, _ in spans if until is None or first <= until]
    return Month.of(max(days)) if days else None


def _spans(happenings: tuple[Happening, ...]) -> list[tuple[date, date]]:
    return [span for one in happenings if (span := span_of(one)) is not None]


def _name(known: Plain | None, key: str, otherwise: str) -> str:
    return str(known[key]) if known else otherwise
