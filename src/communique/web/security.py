"""What stands between the network and the routes: the host asked for, where a request comes from, how much it brings,
and the headers that every answer carries. Also tokens, cookies, and how often somebody may try to log in.
"""

from __future__ import annotations

import logging
import secrets
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from threading import BoundedSemaphore
from unicodedata import normalize

import anyio
from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.web.errors import Refused, answer_error
from communique.web.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=31536000"
_PRIVATE = "private, no-cache"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_WINDOW_MINUTES = 15
_log = logging.getLogger("communique.web")


class Guard:
    """Middleware around everything: refuses what it must before a route runs, and signs every answer with the headers.

    An error that nobody handled is logged, and answered with 500 and no word about its cause.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] != "websocket":  # there are none here
                await self._app(scope, receive, send)
            return
        started, bare = False, scope["method"] == "HEAD"
        if bare:  # the routes know GET only; the answer to HEAD is the same without its body
            scope = {**scope, "method": "GET"}

        async def signed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._sign(MutableHeaders(scope=message))
            elif bare:
                message = {**message, "body": b""}
            await send(message)

        try:
            check_request(scope, self._settings)
            await self._app(scope, _limited(receive, self._settings), signed)
        except Exception as error:
            if not isinstance(error, Refused):
                _log.exception("%s %r failed", scope["method"], scope["path"])
            if started:
                raise
            answer = await run_in_threadpool(answer_error, Request(scope), error)
            await answer(scope, receive, signed)

    def _sign(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", _PRIVATE)
        if self._settings.https:
            headers.setdefault("Strict-Transport-Security", _HSTS)


def check_request(scope: Scope, settings: Settings) -> None:
    """Refuses a foreign Host (a name that was rebound to this machine), a write that another site sends, and a body
    that says it is too large.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    if host not in settings.hosts or len(headers.getlist("host")) > 1:
        raise Refused(421, "wrong_host", f"This desk answers under {settings.url} only.")
    if scope["method"] not in SAFE_METHODS:
        _check_origin(headers, settings)
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:  # no id, name or text holds one
        raise Refused(400, "bad_request", "The address holds a character that no text has.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 18:
        raise Refused(400, "bad_request", "The Content-Length is no number.")
    if int(length) > settings.body_bytes:
        raise _too_large(settings)


def _check_origin(headers: Headers, settings: Settings) -> None:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none") or (origin is not None and origin.lower() not in settings.origins):
        raise Refused(403, "cross_origin", "This came from another site.")


def _too_large(settings: Settings) -> Refused:
    return Refused(413, "too_large", f"A request may bring {settings.body_bytes} bytes at most.")


def _limited(receive: Receive, settings: Settings) -> Receive:
    """``receive`` that stops at too many bytes, announced or not, and at a body that does not come to its end."""
    total, ended = 0, False
    until = time.monotonic() + settings.body_seconds

    async def limited() -> Message:
        nonlocal total, ended
        if ended:  # what comes now is only the news that somebody went away
            return await receive()
        try:
            with anyio.fail_after(max(0.0, until - time.monotonic())):
                message = await receive()
        except TimeoutError as error:
            raise Refused(408, "too_slow", "The request's body did not come in time.") from error
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if total > settings.body_bytes:
                raise _too_large(settings)
        return message

    return limited


async def read_token(request: Request) -> str:
    """The CSRF token that a request brings: in the header ``X-CSRF``, else in the form field ``csrf``; else ""."""
    if request.method in SAFE_METHODS:
        return ""
    told = request.headers.get("x-csrf")
    if told is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        value = (await request.form()).get("csrf")
        told = value if isinstance(value, str) else None
    return told or ""


def read_credentials(request: Request) -> tuple[str, str] | None:
    """Name and password of HTTP Basic (RFC 7617); None where there are none that can be read."""
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = b64decode(told, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (name, password) if colon else None


def same_token(told: str, due: str) -> bool:
    """True for the same token, in a time that tells nothing."""
    return bool(due) and secrets.compare_digest(told.encode("utf-8", "replace"), due.encode())


def session_cookie(settings: Settings) -> str:
    """The name of the session's cookie; over TLS browsers hold it to this host, path / and Secure."""
    return "__Host-communique" if settings.https else "communique"


def safe_next(told: str | None) -> str:
    """Where to go after logging in: a path of this desk, and ``/`` for anything else.

    >>> safe_next("/record?kind=event"), safe_next("//evil.example"), safe_next("https://evil.example")
    ('/record?kind=event', '/', '/')
    """
    path = told or "/"
    plain = path.isprintable() and path.isascii() and "\\" not in path and len(path) <= 2000
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def address_of(request: Request) -> str:
    """Where a request comes from, as logins are counted: an address, or the /64 of an IPv6 one."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return f"{address.exploded[:19]}/64"
    return str(address)


@dataclass(slots=True)
class Doorkeeper:
    """Counts logins that fail, by name and by address, and lets few passwords be checked at a time."""

    per_name: int
    per_address: int
    _limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))
    _checks: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2))  # each takes 64 MiB
    _clock: Callable[[], float] = time.time

    def admit(self, name: str, address: str) -> None:
        """Counts one try. Refused with 429 and the seconds to wait where there were too many."""
        for count, kind, key in self._keys(name, address):
            limit = RateLimitItemPerMinute(count, _WINDOW_MINUTES)
            if not self._limiter.hit(limit, kind, key):
                wait = max(1, round(self._limiter.get_window_stats(limit, kind, key).reset_time - self._clock()))
                text = "Too many tries to log in; wait some minutes."
                raise Refused(429, "too_many_tries", text, headers={"Retry-After": str(wait)})

    def welcome(self, name: str) -> None:
        """Forgets the tries under the name of somebody who got in; those from the address still count."""
        _, (count, kind, key) = self._keys(name, "")
        self._limiter.clear(RateLimitItemPerMinute(count, _WINDOW_MINUTES), kind, key)

    def checking(self) -> AbstractContextManager[object]:
        """Around the check of a password."""
        return self._checks

    def _keys(self, name: str, address: str) -> tuple[tuple[int, str, str], ...]:
        return (
            (self.per_address, "address", address),
            (self.per_name, "name", normalize("NFKC", name).casefold()[:100]),
        )
