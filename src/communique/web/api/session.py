"""Who is at the desk: log in, see who one is, log out."""

from __future__ import annotations

from fastapi import Request, Response
from pydantic import BaseModel, Field

from communique import __version__
from communique.model.plain import Plain
from communique.store.accounts import Role
from communique.web.api.answers import errors, make_router
from communique.web.api.shapes import NO_NUL, Taken
from communique.web.desk import AtDesk
from communique.web.errors import Refused
from communique.web.fittings import fittings_of
from communique.web.logins import give_cookie, log_in, log_out, take_cookie

router = make_router("session")


class SessionShape(BaseModel):
    """Who is logged in, and the token that every write brings as the header ``X-CSRF``."""

    name: str
    role: Role
    csrf: str
    team: bool = Field(description="False at a desk that is served for one person, where nobody logs in.")


class Login(Taken):
    """Name and password."""

    name: str = Field(max_length=200, pattern=NO_NUL, examples=["ilse"])
    password: str = Field(max_length=1000, examples=["four words of your own"])


class Health(BaseModel):
    """That the desk answers."""

    ok: bool
    version: str


@router.get("/session", response_model=SessionShape, responses=errors(), summary="Who is logged in")
def get_session(desk: AtDesk, response: Response) -> Plain:
    """Who is logged in, with the token that writes must bring."""
    response.headers["Cache-Control"] = "no-store"
    return {
        "name": desk.viewer.name, "role": desk.viewer.role, "csrf": desk.csrf, "team": desk.settings.team,
    }  # fmt: skip


@router.post(
    "/session",
    status_code=201,
    response_model=SessionShape,
    responses=errors(409, 429, writes=True),
    summary="Log in",
)
def post_session(request: Request, response: Response, login: Login) -> Plain:
    """Opens a session; its token is in the cookie. Needs no CSRF token, only a body of the type application/json."""
    settings = fittings_of(request).settings
    if not settings.team:
        raise Refused(409, "no_accounts", "This desk is served for one person; nobody logs in.")
    token, session = log_in(request, login.name, login.password)
    give_cookie(response, settings, token)
    response.headers["Cache-Control"] = "no-store"
    return {"name": session.account.name, "role": session.account.role, "csrf": session.csrf, "team": True}


@router.delete("/session", status_code=204, responses=errors(writes=True), summary="Log out")
def delete_session(desk: AtDesk, response: Response) -> None:
    """Ends the session."""
    log_out(desk.request)
    take_cookie(response, desk.settings)


@router.get("/health", response_model=Health, summary="That the desk answers")
def get_health() -> Plain:
    """Answers without looking at the record; for those who watch over the server."""
    return {"ok": True, "version": __version__}
