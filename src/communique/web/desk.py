"""What a route works with: the store, who is there, the token that forms must carry, and a way to render a page.

    @router.get("/record")
    def show_record(desk: AtDesk) -> HTMLResponse:      # anybody who may read
        with desk.store.reading() as connection:
            ...
        return desk.render("record.html.j2", entries=entries)

    @router.post("/entries/{id}/accept")
    def accept(desk: AtReview, id: str) -> Response: ...  # reviewers and admins; the CSRF token is already checked

Templates know ``viewer`` (``.name``, ``.role``, ``.may_review``, ``.may_manage``; None where nobody is logged in: the
login page and some error pages), ``csrf`` (for ``<input type="hidden" name="csrf">``, "" where nobody is), ``path``
(of this page), ``team`` (true where people log in, so that a log-out form, POST ``/logout``, makes sense) and
``static("page.css")``. Undefined names are errors, everything is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from communique.errors import StoreError
from communique.store import Store
from communique.store.accounts import SEEN_EVERY, Role, find_account, find_session, touch_session
from communique.web.errors import Refused, is_feed
from communique.web.feeds import find_bearer
from communique.web.fittings import fittings_of
from communique.web.proving import prove
from communique.web.security import SAFE_METHODS, read_credentials, read_token, same_token, session_cookie
from communique.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is at the desk."""

    name: str
    role: Role

    @property
    def may_review(self) -> bool:
        """True for who may judge."""
        return self.role.covers(Role.REVIEWER)

    @property
    def may_manage(self) -> bool:
        """True for who may keep the accounts."""
        return self.role.covers(Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request at the desk, by somebody who may be there."""

    request: Request
    store: Store
    viewer: Viewer
    csrf: str
    now: datetime

    @property
    def settings(self) -> Settings:
        """How the desk is served."""
        return fittings_of(self.request).settings

    def render(self, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """The page of a template (``record.html.j2``), with what it needs beside the names all templates know."""
        return render_page(self.request, template, status, viewer=self.viewer, csrf=self.csrf, **context)


def render_page(
    request: Request, template: str, status: int = 200, *, viewer: Viewer | None, csrf: str, **context: Any
) -> HTMLResponse:
    """A page, for routes where perhaps nobody is logged in."""
    fittings = fittings_of(request)
    page = fittings.templates.get_template(template)
    about = {"viewer": viewer, "csrf": csrf, "path": request.url.path, "team": fittings.settings.team}
    return HTMLResponse(page.render(**about | context).encode("utf-8", "replace"), status)


def find_viewer(request: Request) -> tuple[Viewer, str] | None:
    """Who sends this request and the CSRF token that is due; None where nobody is logged in."""
    fittings = fittings_of(request)
    settings = fittings.settings
    if not settings.team:
        return Viewer(settings.user, Role.ADMIN), fittings.csrf
    token = request.cookies.get(session_cookie(settings))
    if not token:
        return _find_subscriber(request)
    now = fittings.now()
    with fittings.store.reading() as connection:
        found = find_session(connection, token, at=now, idle=settings.idle, lasting=settings.lasting)
    if found is None:
        return None
    if now - found.seen > SEEN_EVERY:
        _touch(fittings.store, token, now)
    return Viewer(found.account.name, found.account.role), found.csrf


def _find_subscriber(request: Request) -> tuple[Viewer, str] | None:
    """Who reads a feed with the token of an account in its address, or with name and password (HTTP Basic, over TLS
    please): calendars cannot fill in a form.
    """
    if not is_feed(request):
        return None
    given = read_credentials(request)
    if given is None:
        with fittings_of(request).store.reading() as connection:
            bearer = find_bearer(connection, request)
        return (Viewer(bearer, Role.READER), "") if bearer else None
    prove(request, *given)
    fittings = fittings_of(request)
    with fittings.store.reading() as connection:
        account = find_account(connection, given[0])
    return Viewer(account.name, account.role), ""


def _touch(store: Store, token: str, now: datetime) -> None:
    try:
        with store.writing() as connection:
            touch_session(connection, token, at=now)
    except StoreError:
        pass  # a busy database must not keep somebody from reading; the next request tries again


def open_desk(request: Request, token: Annotated[str, Depends(read_token)]) -> Desk:
    """The desk, for anybody who may read; what is not a GET must carry the CSRF token of its session."""
    known = find_viewer(request)
    if known is None:
        raise Refused(401, "not_logged_in", "Log in first.")
    viewer, csrf = known
    if request.method not in SAFE_METHODS and not same_token(token, csrf):
        raise Refused(403, "bad_csrf", "The form is out of date or came from elsewhere; load the page again.")
    return Desk(request, fittings_of(request).store, viewer, csrf, fittings_of(request).now())


AtDesk = Annotated[Desk, Depends(open_desk)]


def open_review(desk: AtDesk) -> Desk:
    """The desk, for who may judge."""
    if not desk.viewer.may_review:
        raise Refused(403, "not_allowed", "Only reviewers and admins may do this.")
    return desk


def open_admin(desk: AtDesk) -> Desk:
    """The desk, for who may keep the accounts."""
    if not desk.viewer.may_manage:
        raise Refused(403, "not_allowed", "Only admins may do this.")
    return desk


def need_team(desk: Desk) -> None:
    """Refuses what makes sense only where people log in."""
    if not desk.settings.team:
        raise Refused(409, "no_accounts", "This desk is served for one person; accounts need communique serve --team.")


AtReview = Annotated[Desk, Depends(open_review)]
AtAdmin = Annotated[Desk, Depends(open_admin)]
