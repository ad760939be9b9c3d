"""Who and what a person means by a name: actors and issues of the store, looked up for forms.

What enters is a connection and what somebody typed; what leaves are plain actors and issues, or None.
"""

from __future__ import annotations

from communique.model.plain import Plain
from communique.store import Connection
from communique.store.directory import list_actors, list_issues
from communique.web.correction import FindActor, FindIssue

_TRIED = 50  # names that hold the words, among which the one that is meant is looked for


def actors_by_name(connection: Connection) -> FindActor:
    """A look-up of actors by their name or an alias of theirs, the one with the most entries first."""

    def find(name: str, kind: str | None) -> Plain | None:
        wanted = name.casefold()
        found, _ = list_actors(connection, text=name, kind=kind, limit=_TRIED)
        named = [actor for actor in found if actor["name"].casefold() == wanted]
        named += [actor for actor in found if wanted in (alias.casefold() for alias in actor["aliases"])]
        return named[0] if named else None

    return find


def issues_by_label(connection: Connection) -> FindIssue:
    """A look-up of issues by their label."""

    def find(label: str) -> Plain | None:
        found, _ = list_issues(connection, text=label, limit=_TRIED)
        same = next((issue for issue in found if issue["label"].casefold() == label.casefold()), None)
        return {"id": same["id"], "label": same["label"]} if same else None

    return find
