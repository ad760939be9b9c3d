"""The accounts of a team's desk, for admins."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import Field, StrictBool

from communique.store.accounts import (
    Account,
    Role,
    create_account,
    find_account,
    list_accounts,
    set_active,
    set_password,
    set_role,
)
from communique.web.api.answers import errors, make_router
from communique.web.api.shapes import NO_NUL, AccountShape, Id, Taken
from communique.web.desk import AtAdmin, need_team

router = make_router("accounts")
Name = Annotated[Id, Path(examples=["ilse"])]


class NewAccount(Taken):
    """Somebody who may log in from now on."""

    name: str = Field(min_length=1, max_length=200, pattern=NO_NUL, examples=["ilse"])
    password: str = Field(max_length=1000, examples=["four words of your own"])
    role: Role = Role.REVIEWER


class AccountChange(Taken):
    """What is to be another; what is not named stays."""

    role: Role | None = None
    active: StrictBool | None = None
    password: str | None = Field(None, max_length=1000)


@router.get("/accounts", response_model=list[AccountShape], responses=errors(403), summary="Who may log in")
def get_accounts(desk: AtAdmin) -> list[Account]:
    """Every account, by name; nobody's password or its hash."""
    with desk.store.reading() as connection:
        return list(list_accounts(connection))


@router.post(
    "/accounts", status_code=201, response_model=AccountShape, responses=errors(409, writes=True), summary="Make one"
)
def post_account(desk: AtAdmin, told: NewAccount) -> Account:
    """Makes an account."""
    need_team(desk)
    with desk.store.writing() as connection:
        return create_account(connection, told.name, told.password, told.role, at=desk.now)


@router.get("/accounts/{name}", response_model=AccountShape, responses=errors(403, 404), summary="One account")
def get_account(desk: AtAdmin, name: Name) -> Account:
    """One account."""
    with desk.store.reading() as connection:
        return find_account(connection, name)


@router.patch(
    "/accounts/{name}", response_model=AccountShape, responses=errors(404, 409, writes=True), summary="Change one"
)
def patch_account(desk: AtAdmin, name: Name, told: AccountChange) -> Account:
    """Changes the role, shuts out or lets in, sets another password; the last two end all sessions of the account."""
    need_team(desk)
    with desk.store.writing() as connection:
        if told.role is not None:
            set_role(connection, name, told.role)
        if told.active is not None:
            set_active(connection, name, told.active)
        if told.password is not None:
            set_password(connection, name, told.password)
        return find_account(connection, name)
