"""What the shell offers while somebody types: ids and names out of the store, where it answers at once.

Completion never complains: without a store, or with one that does not answer, it offers nothing. Shells that show a
description beside a value show the name or title there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from communique.model.fields import FIELDS, Shape

if TYPE_CHECKING:
    from communique.model.plain import Plain
    from communique.store import Connection

_MOST = 40
Offer = list[tuple[str, str]]


def roles(incomplete: str) -> list[str]:
    """The fields that hold actors."""
    names = {field.name for every in FIELDS.values() for field in every if field.shape is Shape.ACTORS}
    return sorted(name for name in names if name.startswith(incomplete))


def actors(incomplete: str) -> Offer:
    """Ids of actors that begin so, or whose names hold the words."""

    def look(connection: Connection) -> Iterable[tuple[str, str]]:
        from communique.store.directory import list_actors

        words = incomplete.rpartition(":")[2].replace("-", " ")
        rows, _ = list_actors(connection, text=words, limit=_MOST)
        return ((row["id"], row["name"]) for row in rows)

    return _offer(look)


def issues(incomplete: str) -> Offer:
    """Ids of issues whose labels hold the words."""

    def look(connection: Connection) -> Iterable[tuple[str, str]]:
        from communique.store.directory import list_issues

        words = incomplete.rpartition(":")[2].replace("-", " ")
        rows, _ = list_issues(connection, text=words, limit=_MOST)
        return ((row["id"], row["label"]) for row in rows)

    return _offer(look)


def actors_and_issues(incomplete: str) -> Offer:
    """Ids of both."""
    return actors(incomplete) + issues(incomplete)


def articles(incomplete: str) -> Offer:
    """Ids of articles that begin so, newest first where nothing is typed; the shell adds the files itself."""

    def look(connection: Connection) -> Iterable[tuple[str, str]]:
        from communique.store.articles import list_articles

        rows, _ = list_articles(connection, limit=_MOST * 5)
        return ((row["id"], _titled(row)) for row in rows if row["id"].startswith(incomplete))

    return _offer(look)


def entries(incomplete: str) -> Offer:
    """Ids of entries that begin so, from the first two characters on."""

    def look(connection: Connection) -> Iterable[tuple[str, str]]:
        from communique.store.entries import find_entries

        if len(incomplete) < 2:
            return ()
        found = find_entries(connection, incomplete.lower(), limit=_MOST)
        return ((entry["id"], f"{entry['kind']} of {_titled(entry['article'])}") for entry in found)

    return _offer(look)


def articles_and_entries(incomplete: str) -> Offer:
    """Ids of both."""
    return articles(incomplete) + entries(incomplete)


def outlets(incomplete: str) -> list[str]:
    """The outlets of the store that begin so, in any case."""

    def look(connection: Connection) -> Iterable[tuple[str, str]]:
        from communique.store.articles import list_outlets

        return ((name, "") for name, _ in list_outlets(connection) if name.casefold().startswith(folded))

    folded = incomplete.casefold()
    return [name for name, _ in _offer(look)]


def _titled(row: Plain) -> str:
    return " ".join((row["title"] or row["path"] or "untitled").split())


def _offer(look: Callable[[Connection], Iterable[tuple[str, str]]]) -> Offer:
    """What ``look`` finds in the store of COMMUNIQUE_DB or the default one; nothing where anything fails."""
    from communique.cli.place import find_store
    from communique.store import Store

    try:
        where = find_store(os.environ.get("COMMUNIQUE_DB"))
        with Store.open(where, create=False, migrate=False) as store, store.reading() as connection:
            return list(look(connection))[:_MOST]
    except Exception:  # completion runs while somebody types: silence is the only right answer
        return []
