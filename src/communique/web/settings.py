"""How the desk is served: where, to whom, under which name, and within which limits.

>>> Settings(port=8000).origins == {"http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"}
True
>>> Settings(host="0.0.0.0")
Traceback (most recent call last):
communique.errors.SettingsError: 0.0.0.0: others can reach this address, so people must log in: add --team
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from communique.errors import SettingsError

DEFAULT_PORT = 8470
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def find_user() -> str:
    """The name of the user this process runs as; ``me`` where the system has none."""
    try:
        return getpass.getuser() or "me"
    except (KeyError, OSError, ImportError):
        return "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Alone (the default): loopback only, no login, everything is done as ``user``. ``team``: accounts and sessions.

    ``base_url`` is the address people type ("https://desk.example.org"); a team server on all addresses needs it.
    ``proxies`` are addresses of reverse proxies whose ``X-Forwarded-For`` is believed. Raises SettingsError, which
    says what to change.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    team: bool = False
    base_url: str | None = None
    proxies: tuple[str, ...] = ()
    user: str = field(default_factory=find_user)
    body_bytes: int = 1 << 20  # of one request
    body_seconds: float = 20.0  # in which a request's body must have come whole
    idle: timedelta = timedelta(hours=12)  # after which an unused session ends
    lasting: timedelta = timedelta(days=14)  # after which every session ends
    logins_per_name: int = 10  # failed ones, in 15 minutes
    logins_per_address: int = 40

    def __post_init__(self) -> None:
        if not 0 < self.port < 65536:
            raise SettingsError(f"{self.port}: no port; take a number from 1 to 65535")
        if not self.team and not is_loopback(self.host):
            raise SettingsError(f"{self.host}: others can reach this address, so people must log in: add --team")
        if self.base_url is not None:
            _check_url(self.base_url)
        elif self.host in ("0.0.0.0", "::", ""):
            raise SettingsError(
                f"{self.host or 'all addresses'}: also say under which address people reach the desk, "
                "for example --base-url https://desk.example.org"
            )

    @property
    def origins(self) -> frozenset[str]:
        """The origins (scheme, host, port) under which the desk answers; any other is refused."""
        if self.base_url is not None:
            parts = urlsplit(self.base_url)
            return frozenset({_origin(parts.scheme, _host(parts.hostname or ""), parts.port)})
        names = (*_LOOPBACK, _host(self.host)) if is_loopback(self.host) else (_host(self.host),)
        return frozenset(_origin("http", name, self.port) for name in names)

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header of a request may say."""
        return frozenset(origin.partition("://")[2] for origin in self.origins)

    @property
    def https(self) -> bool:
        """True where people reach the desk over TLS; cookies are ``Secure`` then."""
        return self.base_url is not None and self.base_url.startswith("https://")

    @property
    def url(self) -> str:
        """The address to open."""
        return self.base_url or _origin("http", _host(self.host), self.port)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.168.1.7")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    try:
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    if not whole or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise SettingsError(f"{url}: no address of a desk; write https://desk.example.org, without a path")


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name.lower()


def _origin(scheme: str, host: str, port: int | None) -> str:
    usual = port in (None, 443 if scheme == "https" else 80)
    return f"{scheme}://{host}" if usual else f"{scheme}://{host}:{port}"
