"""The accounts of a team: an admin's page, and everybody's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from communique.errors import BadAccount
from communique.store.accounts import (
    LEAST_PASSWORD,
    Role,
    create_account,
    list_accounts,
    open_session,
    set_active,
    set_password,
    set_role,
)
from communique.web.desk import AtAdmin, AtDesk, Desk, need_team
from communique.web.errors import Refused
from communique.web.logins import give_cookie
from communique.web.proving import prove

router = APIRouter()
Password = Annotated[str, Form(max_length=1000)]


@router.get("/accounts")
def show_accounts(desk: AtAdmin) -> HTMLResponse:
    """Everybody who may log in."""
    return _accounts(desk)


@router.post("/accounts")
def post_account(
    desk: AtAdmin, name: Annotated[str, Form(max_length=200)], password: Password, role: Annotated[Role, Form()]
) -> Response:
    """Makes an account."""
    need_team(desk)
    try:
        with desk.store.writing() as connection:
            create_account(connection, name, password, role, at=desk.now)
    except BadAccount as error:
        return _accounts(desk, 409, wrong=str(error), filled=(name, role))
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{name}")
def post_change(
    desk: AtAdmin,
    name: str,
    role: Annotated[Role | None, Form()] = None,
    active: Annotated[bool | None, Form()] = None,
    password: Password = "",
) -> Response:
    """Changes what the form names: the role, whether the account may log in, the password."""
    need_team(desk)
    try:
        with desk.store.writing() as connection:
            if role is not None:
                set_role(connection, name, role)
            if active is not None:
                set_active(connection, name, active)
            if password:
                set_password(connection, name, password)
    except BadAccount as error:
        return _accounts(desk, 409, wrong=str(error))
    return RedirectResponse("/accounts", 303)


@router.get("/account")
def show_account(desk: AtDesk, changed: bool = False) -> HTMLResponse:
    """One's own account: the role, and another password."""
    return _account(desk, done="The password is changed; other sessions have ended." if changed else "")


@router.post("/account")
def post_password(desk: AtDesk, old: Password, password: Password) -> Response:
    """Changes one's own password, which ends one's other sessions."""
    need_team(desk)
    try:
        prove(desk.request, desk.viewer.name, old)
        with desk.store.writing() as connection:
            set_password(connection, desk.viewer.name, password)
            token, _ = open_session(connection, desk.viewer.name, at=desk.now)
    except BadAccount as error:
        return _account(desk, 409, wrong=str(error))
    except Refused as refused:
        status = 403 if refused.status_code == 401 else refused.status_code
        return _account(desk, status, wrong="The old password is wrong." if status == 403 else refused.detail)
    response = RedirectResponse("/account?changed=true", 303)
    give_cookie(response, desk.settings, token)
    return response


def _accounts(desk: Desk, status: int = 200, *, wrong: str = "", filled: tuple[str, str] = ("", "")) -> HTMLResponse:
    with desk.store.reading() as connection:
        accounts = list_accounts(connection)
    return _unkept(
        desk.render(
            "accounts.html.j2", status, accounts=accounts, roles=list(Role), wrong=wrong, filled=filled,
            least=LEAST_PASSWORD,
        )
    )  # fmt: skip


def _account(desk: Desk, status: int = 200, *, wrong: str = "", done: str = "") -> HTMLResponse:
    return _unkept(desk.render("account.html.j2", status, wrong=wrong, done=done, least=LEAST_PASSWORD))


def _unkept(page: HTMLResponse) -> HTMLResponse:
    page.headers["Cache-Control"] = "no-store"
    return page
