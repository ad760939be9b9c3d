"""Names of entries and articles outside the program: URNs of our own, addresses of the desk and of the web.

Whatever leaves is ASCII without white space, quotes or angle brackets, whatever an id or an address holds.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from communique.export.unicode import storable

_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%!$&'()*+,;=:@/-._~"


def urn(*parts: str) -> str:
    """The name of one of our things.

    >>> urn("entry", "s0123456789ab")
    'urn:communique:entry:s0123456789ab'
    """
    return ":".join(("urn:communique", *(quote(storable(part), safe="-._~") or "_" for part in parts)))


def entry_page(base_url: str | None, id: str) -> str | None:
    """The page of an entry at the desk whose address is ``base_url``; None where no desk is told.

    >>> entry_page("https://desk.example/", "s0123456789ab")
    'https://desk.example/entries/s0123456789ab'
    """
    known = web_address(base_url)
    return known and f"{known.rstrip('/')}/entries/{quote(storable(id), safe='')}"


def web_address(url: str | None) -> str | None:
    """The address with everything in it escaped that no address may hold; None unless it is of the web.

    >>> web_address("https://tidewater.example/a b?q=<é>"), web_address("javascript:alert(1)")
    ('https://tidewater.example/a%20b?q=%3C%C3%A9%3E', None)
    """
    try:
        parts = urlsplit(storable(url or "").strip())
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path, query, fragment = (quote(_BROKEN.sub("%25", part), safe=f"{_SAFE}?") for part in parts[2:])
    return urlunsplit((parts.scheme, quote(host, safe=":@[]%-._~"), path.replace("?", "%3F"), query, fragment))
