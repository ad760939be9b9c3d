"""Accounts of a team's desk and their sessions.

Passwords are kept as Argon2id hashes. A session is known by a random token that only the cookie holds; the table keeps
its SHA-256, so that who reads the database cannot log in with what stands there. "Now" is an argument throughout.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from communique.errors import BadAccount, UnknownAccount
from communique.store.database import take_turn
from communique.store.schema import account, session

LEAST_PASSWORD = 10
MOST_PASSWORD = 200
MOST_NAME = 60
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a session is kept; more often would make a write of every page."""


class Role(StrEnum):
    """What an account may do; each may what those before it may."""

    READER = "reader"  # read everything
    REVIEWER = "reviewer"  # judge
    ADMIN = "admin"  # keep the accounts

    def covers(self, other: Role) -> bool:
        """True when this role may all that ``other`` may.

        >>> Role.ADMIN.covers(Role.REVIEWER), Role.READER.covers(Role.REVIEWER)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in. ``active`` is false for one whom an admin shut out."""

    name: str
    role: Role
    active: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds. ``csrf`` is what its forms must carry."""

    account: Account
    csrf: str
    seen: datetime


def create_account(connection: Connection, name: str, password: str, role: Role, *, at: datetime) -> Account:
    """Makes an account. BadAccount where the name is taken or unfit, or the password too short."""
    name = _check_name(name)
    row = {"name": name, "password": hash_password(password), "role": role.value, "created": at, "active": True}
    take_turn(connection)
    if any(known.name.casefold() == name.casefold() for known in list_accounts(connection)):
        raise BadAccount(f"{name}: this name is taken; choose another")
    try:
        connection.execute(sa.insert(account), row)
    except IntegrityError as error:  # somebody else made it this moment
        raise BadAccount(f"{name}: this name is taken; choose another") from error
    return Account(name, role, True, at)


def list_accounts(connection: Connection) -> tuple[Account, ...]:
    """All accounts, by name."""
    rows = connection.execute(sa.select(account).order_by(account.c.name)).mappings()
    return tuple(_account(row) for row in rows)


def find_account(connection: Connection, name: str) -> Account:
    """The account of this name; UnknownAccount where there is none."""
    return _account(_row(connection, name))


def set_password(connection: Connection, name: str, password: str) -> None:
    """Gives an account another password and ends all its sessions."""
    key = _row(connection, name)["key"]
    connection.execute(sa.update(account).where(account.c.key == key).values(password=hash_password(password)))
    connection.execute(sa.delete(session).where(session.c.account == key))


def set_role(connection: Connection, name: str, role: Role) -> Account:
    """Gives an account another role. BadAccount for the last admin, who would lock everybody out."""
    take_turn(connection)
    row = _row(connection, name)
    if role is not Role.ADMIN:
        _keep_an_admin(connection, row)
    connection.execute(sa.update(account).where(account.c.key == row["key"]).values(role=role.value))
    return find_account(connection, name)


def set_active(connection: Connection, name: str, active: bool) -> Account:
    """Shuts an account out, ending all its sessions, or lets it in again. BadAccount for the last admin."""
    take_turn(connection)
    row = _row(connection, name)
    if not active:
        _keep_an_admin(connection, row)
        connection.execute(sa.delete(session).where(session.c.account == row["key"]))
    connection.execute(sa.update(account).where(account.c.key == row["key"]).values(active=active))
    return find_account(connection, name)


def read_hash(connection: Connection, name: str) -> str | None:
    """The hash that a login is checked against; None for an unknown account and for one that is shut out."""
    query = sa.select(account.c.password).where(account.c.name == _composed(name), account.c.active)
    found: str | None = connection.execute(query).scalar()
    return found


def check_password(hashed: str | None, password: str) -> bool:
    """True when the password is the one of ``hashed``. For None it takes as long as for a wrong password.

    Takes about 50 ms and 64 MiB on purpose; call it outside any transaction.
    """
    try:
        return _hasher().verify(hashed or _nobody(), _composed(password)[:MOST_PASSWORD]) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """The Argon2id hash of a password. BadAccount where it is too short or too long."""
    normal = _composed(password)
    if not LEAST_PASSWORD <= len(normal) <= MOST_PASSWORD:
        raise BadAccount(f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters; take a longer phrase")
    if len(set(normal)) < 4:
        raise BadAccount("this password repeats too few characters; take another")
    return _hasher().hash(normal)


def open_session(connection: Connection, name: str, *, at: datetime) -> tuple[str, Session]:
    """A new session of an account, with the token that its cookie holds; UnknownAccount for who may not log in."""
    row = _row(connection, name)
    if not row["active"]:
        raise UnknownAccount(f"{name}: this account is shut out")
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    values = {"token": _digest(token), "account": row["key"], "csrf": csrf, "created": at, "seen": at}
    connection.execute(sa.insert(session), values)
    return token, Session(_account(row), csrf, at)


def find_session(
    connection: Connection, token: str, *, at: datetime, idle: timedelta, lasting: timedelta
) -> Session | None:
    """The session of a token; None where there is none, or it ended: unused for ``idle``, older than ``lasting``."""
    query = (
        sa.select(account, session.c.csrf, session.c.seen)
        .join_from(session, account)
        .where(
            session.c.token == _digest(token),
            session.c.seen > at - idle - SEEN_EVERY,
            session.c.created > at - lasting,
            account.c.active,
        )
    )
    row = connection.execute(query).mappings().first()
    return Session(_account(row), row["csrf"], row["seen"]) if row else None


def touch_session(connection: Connection, token: str, *, at: datetime) -> None:
    """Keeps that a session was used now."""
    connection.execute(sa.update(session).where(session.c.token == _digest(token)).values(seen=at))


def close_session(connection: Connection, token: str) -> None:
    """Ends a session; nothing where there is none."""
    connection.execute(sa.delete(session).where(session.c.token == _digest(token)))


def sweep_sessions(connection: Connection, *, at: datetime, idle: timedelta, lasting: timedelta) -> int:
    """Forgets sessions that ended; how many."""
    over = sa.or_(session.c.seen <= at - idle - SEEN_EVERY, session.c.created <= at - lasting)
    return connection.execute(sa.delete(session).where(over)).rowcount


def _row(connection: Connection, name: str) -> RowMapping:
    query = sa.select(account).where(account.c.name == _composed(name))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownAccount(f"{name}: no account has this name")
    return row


def _account(row: RowMapping) -> Account:
    return Account(row["name"], Role(row["role"]), row["active"], row["created"])


def _keep_an_admin(connection: Connection, row: RowMapping) -> None:
    others = sa.select(sa.func.count()).where(
        account.c.role == Role.ADMIN.value, account.c.active, account.c.key != row["key"]
    )
    if row["role"] == Role.ADMIN.value and row["active"] and not connection.execute(others).scalar():
        raise BadAccount(f"{row['name']}: the only admin; make another one first")


def _check_name(name: str) -> str:
    name = _composed(name)
    fit = 0 < len(name) <= MOST_NAME and name == name.strip() and all(c.isalnum() or c in " ._@+-'’" for c in name)
    if not fit:
        raise BadAccount(f"a name has up to {MOST_NAME} letters, digits, spaces and . _ @ + - '")
    return name


def _composed(text: str) -> str:
    """The text with every letter and its accents as one, as any keyboard may send it; nothing that no text holds."""
    return unicodedata.normalize("NFC", text).replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))
