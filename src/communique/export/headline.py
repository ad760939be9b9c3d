"""An entry in one line, for places that have room for one: a calendar, a body of an annotation.

What enters is an entry as plain data; what leaves is text on one line, in the words of ``wording``.
"""

from __future__ import annotations

from communique.export.unicode import storable
from communique.export.wording import flat, word_entry
from communique.model.entry import Kind
from communique.model.plain import Plain

LONGEST = 300
"""Code points of a headline; what is longer is cut at a word."""

_QUOTED = {Kind.STATEMENT.value, Kind.PROVISION.value}


def say_entry(entry: Plain) -> str:
    """Who, what, how it stands, and when."""
    wording = word_entry(entry)
    if entry["kind"] == Kind.EVENT:
        place = flat(entry["place"]["text"]) if entry["place"] else ""
        said = f"{wording.what.capitalize()}{f': {wording.who}' if wording.who else ''}{f', {place}' if place else ''}"
    else:
        said = wording.quote if entry["kind"] in _QUOTED else wording.what
        said = f"{wording.who}: {said}" if wording.who else said
    return shorten(storable(f"{said} ({wording.status})" if wording.status else said))


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text, cut at a word where it is longer.

    >>> shorten("a treaty of peace", 11)
    'a treaty …'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return f"{head.rsplit(' ', 1)[0].rstrip() if ' ' in head else head} …"[: longest + 1]
