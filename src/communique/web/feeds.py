"""The secret by which a calendar program reads a feed in an account's name: calendars cannot log in.

It stands in the feed's address as ``for`` and ``token``. The token is an HMAC of the account's password hash, so it
needs no table, nobody can make one without the database, it opens nothing but feeds, and it ends with the account or
with a new password.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from fastapi import Request

from communique.store import Connection
from communique.store.accounts import MOST_NAME, read_hash

_PURPOSE = b"communique calendar feed 1\0"


def make_token(connection: Connection, name: str) -> str | None:
    """The token of an account; None for one that is unknown or shut out."""
    hashed = read_hash(connection, name)
    if hashed is None:
        return None
    digest = hmac.new(hashed.encode(), _PURPOSE + name.encode("utf-8", "replace"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def find_bearer(connection: Connection, request: Request) -> str | None:
    """The name of the account whose token the address carries; None where it carries none that holds."""
    name, token = (request.query_params.get(part, "") for part in ("for", "token"))
    if not name or len(name) > MOST_NAME or "\0" in name:
        return None
    due = make_token(connection, name)
    held = due is not None and hmac.compare_digest(due.encode(), token.encode("utf-8", "replace"))
    return name if held else None
