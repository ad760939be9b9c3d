"""Whether somebody is who they say: a name and its password, with few tries."""

from __future__ import annotations

from fastapi import Request

from communique.store.accounts import check_password, read_hash
from communique.web.errors import Refused
from communique.web.fittings import fittings_of
from communique.web.security import address_of

WRONG = "The name or the password is wrong."


def prove(request: Request, name: str, password: str) -> None:
    """Refused where ``password`` is not that of the account ``name``; every call counts as a try."""
    fittings = fittings_of(request)
    address = address_of(request)
    fittings.doorkeeper.admit(name, address)
    with fittings.store.reading() as connection:
        hashed = read_hash(connection, name)
    with fittings.doorkeeper.checking():
        right = check_password(hashed, password)
    if not right:
        raise Refused(401, "wrong_login", WRONG)
    fittings.doorkeeper.welcome(name)
