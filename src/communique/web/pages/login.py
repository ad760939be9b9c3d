"""The door of a team's desk: log in, log out."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from communique.web.desk import AtDesk, find_viewer, render_page
from communique.web.errors import Refused
from communique.web.fittings import fittings_of
from communique.web.logins import give_cookie, log_in, log_out, take_cookie
from communique.web.security import read_token, safe_next, same_token

router = APIRouter()
_FORM_COOKIE = "communique-form"
_SECONDS = 3600


@router.get("/login")
def show_login(request: Request, next: str = "/") -> Response:
    """The form; who is logged in already goes on to where they wanted."""
    if find_viewer(request) is not None:
        return RedirectResponse(safe_next(next), 303)
    return _form(request, safe_next(next))


@router.post("/login")
def post_login(
    request: Request,
    token: Annotated[str, Depends(read_token)],
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Opens a session, or shows the form again with what was wrong."""
    settings = fittings_of(request).settings
    if not settings.team:
        return RedirectResponse("/", 303)
    if not same_token(token, request.cookies.get(_FORM_COOKIE, "")):
        raise Refused(403, "bad_csrf", "The form is out of date or came from elsewhere; load the page again.")
    try:
        session_token, _ = log_in(request, name, password)
    except Refused as refused:
        page = _form(request, safe_next(next), refused.status_code, name=name, wrong=refused.detail)
        page.headers.update(refused.headers or {})
        return page
    response = RedirectResponse(safe_next(next), 303, headers={"Cache-Control": "no-store"})
    give_cookie(response, settings, session_token)
    response.delete_cookie(_FORM_COOKIE, path="/login")
    return response


@router.post("/logout")
def post_logout(desk: AtDesk) -> Response:
    """Ends the session, in the database too."""
    log_out(desk.request)
    response = RedirectResponse("/login", 303, headers={"Cache-Control": "no-store", "Clear-Site-Data": '"cache"'})
    take_cookie(response, desk.settings)
    return response


def _form(request: Request, next: str, status: int = 200, *, name: str = "", wrong: str = "") -> HTMLResponse:
    """The page, with a token that stands in the form and in a cookie: nobody else's page can send both."""
    token = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(24)
    page = render_page(request, "login.html.j2", status, viewer=None, csrf=token, next=next, name=name, wrong=wrong)
    page.headers["Cache-Control"] = "no-store"
    page.set_cookie(
        _FORM_COOKIE, token, max_age=_SECONDS, path="/login", httponly=True, samesite="strict",
        secure=fittings_of(request).settings.https,
    )  # fmt: skip
    return page
