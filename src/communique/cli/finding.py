"""What somebody means by a short id, a name or a file: the one article, entry, actor or issue of the store.

Each raises the ``Unknown`` error of its kind, which says what to do, where nothing or several things are meant.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import Unknown, UnknownActor, UnknownArticle, UnknownEntry, UnknownIssue, UnreadableFile

if TYPE_CHECKING:
    from communique.model.plain import Plain
    from communique.store import Connection

SHORTEST = 4  # characters of an id
_SHOWN = 6  # of several
_LOOKED_AT = 100  # actors or issues whose names hold the words


def find_entry(connection: Connection, told: str) -> Plain:
    """The entry whose id begins so, as it stands."""
    from communique.store.entries import find_entries

    prefix = _prefix(told)
    found = find_entries(connection, prefix) if prefix else ()
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownEntry(f"{len(found)} entries begin with {told}: {list_entries(found)}")
    raise UnknownEntry(f"no entry begins with {told}; `communique search` and `communique read FILE` print the ids")


def find_article(connection: Connection, told: str) -> str:
    """The id of the article whose id begins so, or that was read from the file."""
    from communique.store.articles import find_articles

    if _is_file(told):
        (found,) = find_articles(connection, article_id(Path(told))) or (None,)
        if found is None:
            raise UnknownArticle(f"{told}: not in the store as it is now; `communique add {told}` reads it into it")
        return found
    prefix = _prefix(told)
    ids = find_articles(connection, prefix) if prefix else ()
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise UnknownArticle(f"{len(ids)} articles begin with {told}: {_several(ids)}")
    raise UnknownArticle(f"no article begins with {told}, and no file is called so; `communique list` prints the ids")


def find_article_or_entry(connection: Connection, told: str) -> tuple[str | None, Plain | None]:
    """The id of an article, or an entry, whichever is meant; the other is None."""
    from communique.store.articles import find_articles
    from communique.store.entries import find_entries

    if _is_file(told):
        return find_article(connection, told), None
    prefix = _prefix(told)
    articles = find_articles(connection, prefix) if prefix else ()
    entries = find_entries(connection, prefix) if prefix else ()
    if len(articles) + len(entries) == 1:
        return (articles[0], None) if articles else (None, entries[0])
    if articles or entries:
        raise Unknown(
            f"{len(articles) + len(entries)} ids begin with {told}: {_several([*articles, *_described(entries)])}"
        )
    raise Unknown(
        f"no article or entry begins with {told}, and no file is called so; `communique list` and "
        "`communique search` print the ids"
    )


def find_actor(connection: Connection, told: str) -> str:
    """The id of the one actor with this id or name."""
    rows = match_actors(connection, told)
    if len(rows) == 1:
        return _id(rows[0])
    if rows:
        raise UnknownActor(f"“{told}” may be {_several([row['id'] for row in rows])}; give the id")
    raise UnknownActor(f"the store knows no actor called “{told}”; `communique actors --search WORDS` looks for names")


def find_issue(connection: Connection, told: str) -> str:
    """The id of the one issue with this id or label."""
    rows = match_issues(connection, told)
    if len(rows) == 1:
        return _id(rows[0])
    if rows:
        raise UnknownIssue(f"“{told}” may be {_several([row['id'] for row in rows])}; give the id")
    raise UnknownIssue(f"the store knows no issue called “{told}”; `communique issues --search WORDS` looks for labels")


def match_actors(connection: Connection, told: str) -> tuple[Plain, ...]:
    """The actor with this id; else those called so; else those with these whole words in a name ("Starmer")."""
    from communique.store.directory import list_actors, load_actor

    found = load_actor(connection, told)
    if found is not None:
        return (found,)
    rows, _ = list_actors(connection, text=told, limit=_LOOKED_AT)
    return _match(rows, told, lambda row: [row["name"], *row["aliases"], *(one["name"] for one in row["merged"])])


def match_issues(connection: Connection, told: str) -> tuple[Plain, ...]:
    """The issue with this id; else those labelled so; else those with these whole words in a label."""
    from communique.store.directory import list_issues, load_issue

    found = load_issue(connection, told)
    if found is not None:
        return (found,)
    rows, _ = list_issues(connection, text=told, limit=_LOOKED_AT)
    return _match(rows, told, lambda row: [row["label"], *(one["label"] for one in row["merged"])])


def article_id(path: Path) -> str:
    """The id of the article in the file as it is now; UnreadableFile where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return f"a{hashlib.file_digest(stream, 'sha256').hexdigest()[:16]}"
    except OSError as error:
        why = f"{error.strerror or error}; check that it is there and may be read"
        raise UnreadableFile(str(path), why) from error


def _prefix(told: str) -> str | None:
    """The beginning of an id in small letters; None where it is too short or can be none."""
    prefix = told.strip().lower()
    return prefix if len(prefix) >= SHORTEST and prefix.isascii() and prefix.isalnum() else None


def _is_file(told: str) -> bool:
    try:
        return Path(told).is_file()
    except (OSError, ValueError):
        return False


def _match(rows: Sequence[Plain], told: str, names: Callable[[Plain], list[str]]) -> tuple[Plain, ...]:
    """The rows with exactly this main name; else with exactly this name; else with its words in a name."""
    wanted = " ".join(told.casefold().split())
    called = [[" ".join(name.casefold().split()) for name in names(row)] for row in rows]
    inside = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    tests: list[Callable[[list[str]], bool]] = [
        lambda known: known[0] == wanted,
        lambda known: wanted in known,
        lambda known: any(inside.search(name) for name in known),
    ]
    for test in tests:
        found = tuple(row for row, known in zip(rows, called, strict=True) if test(known))
        if found:
            return found
    return ()


def list_entries(entries: Sequence[Plain]) -> str:
    """Some of several entries, by id and what tells them apart."""
    return _several(_described(entries))


def _described(entries: Sequence[Plain]) -> list[str]:
    """Ids with what tells entries apart."""
    articles = [entry["article"] for entry in entries]
    named = [article["title"] or article["path"] or "untitled" for article in articles]
    return [f"{entry['id']} ({entry['kind']}, {name})" for entry, name in zip(entries, named, strict=True)]


def _several(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:_SHOWN])
    return f"{shown} and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else shown


def _id(row: Plain) -> str:
    id: str = row["id"]
    return id
