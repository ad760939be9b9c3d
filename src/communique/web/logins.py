"""Logging in and out: what the login page and the API's session share."""

from __future__ import annotations

from fastapi import Request, Response

from communique.store.accounts import (
    Session,
    close_session,
    open_session,
    sweep_sessions,
)
from communique.web.fittings import fittings_of
from communique.web.proving import prove
from communique.web.security import session_cookie
from communique.web.settings import Settings


def log_in(request: Request, name: str, password: str) -> tuple[str, Session]:
    """Checks name and password and opens a session under a new token; the one the request came with ends.

    Refused with 401 for an unknown name, a wrong password and an account that is shut out alike, in the same time;
    with 429 after too many tries.
    """
    fittings = fittings_of(request)
    prove(request, name, password)
    now, settings = fittings.now(), fittings.settings
    with fittings.store.writing() as connection:
        if before := request.cookies.get(session_cookie(settings)):
            close_session(connection, before)
        sweep_sessions(connection, at=now, idle=settings.idle, lasting=settings.lasting)
        return open_session(connection, name, at=now)


def log_out(request: Request) -> None:
    """Ends the session that the request came with."""
    fittings = fittings_of(request)
    if token := request.cookies.get(session_cookie(fittings.settings)):
        with fittings.store.writing() as connection:
            close_session(connection, token)


def give_cookie(response: Response, settings: Settings, token: str) -> None:
    """Lets the browser keep the session's token: out of scripts' reach, and not sent along from other sites."""
    response.set_cookie(
        session_cookie(settings),
        token,
        max_age=int(settings.lasting.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, settings: Settings) -> None:
    """Lets the browser forget the session's token."""
    response.delete_cookie(session_cookie(settings), path="/", secure=settings.https, httponly=True, samesite="lax")
