"""``communique explain``: why an entry stands on the record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output, screen
from communique.cli.place import find_store
from communique.cli.rules import describe_rule
from communique.cli.sources import Told, find_sources, load_reader, parse_day, read_sources
from communique.errors import CommuniqueError, StoreError, UnknownEntry

if TYPE_CHECKING:
    from communique.model.article import Article
    from communique.model.plain import Plain

    _Match = tuple[Plain, Article, tuple[Plain, ...]]

NOT_FOUND, UNREADABLE = 1, 3
_SHORTEST = 4  # characters of an id


def explain(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The id of an entry, or its first four characters and more.", show_default=False
        ),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…]", help="Read these instead of looking in the store.", show_default=False),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option("--db", envvar="COMMUNIQUE_DB", help="The store to look in.", show_default=False),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", "--published", metavar="YYYY-MM-DD", help="When the FILE was published.", show_default=False
        ),
    ] = None,
) -> None:
    """Tell why an entry is on the record: its words in context, the method and rules that found it, what it leans on.

    **Examples**

    - `communique explain c5e37b` looks among everything that was read
    - `communique explain c5e37b talks.txt` reads the file again, and needs no store

    **Exit status**: 0 explained; 1 no entry has the id, or several begin with it; 2 the command was not understood;
    3 the store or the file could not be read.
    """
    prefix = id.strip().lower()
    if len(prefix) < _SHORTEST or not prefix.isalnum():
        raise typer.BadParameter(f"{id!r} is no id; give its first {_SHORTEST} characters or more.", param_hint="ID")
    try:
        found = _find_in_files(prefix, files, Told(parse_day(day))) if files else _find_in_store(prefix, find_store(db))
        entry, article, others = _only(found, prefix)
    except UnknownEntry as error:
        screen.say(str(error))
        raise typer.Exit(NOT_FOUND) from error
    except CommuniqueError as error:
        screen.say(str(error))
        raise typer.Exit(UNREADABLE) from error
    from communique.export.tree import explain_entry

    tree = explain_entry(entry, article, others, describe_rule)
    width = min(screen.measure_width(), 120)
    output.write_out(screen.draw(tree, width=width, colour=screen.is_colourful()))


def _find_in_store(prefix: str, path: Path) -> list[_Match]:
    from communique.store import Store

    with Store.open(path, create=False) as store:
        matches = []
        for entry in store.find(prefix):
            article = store.article(entry["article"]["id"])
            if article is None:
                raise StoreError(f"{path}: damaged, an entry has lost its article; read the article again")
            matches.append((entry, article, store.entries(article.id)))
        return matches


def _find_in_files(prefix: str, files: list[str], told: Told) -> list[_Match]:
    from communique.model.plain import entry_to_plain

    errors: list[CommuniqueError] = []
    sources = find_sources(files, errors.append)
    matches: list[_Match] = []
    read = 0
    for _, record in read_sources(sources, told, load_reader().read, errors.append) if sources else ():
        if record is not None:
            read += 1
            plains = tuple(entry_to_plain(entry, record.article) for entry in record.entries)
            matches += [(plain, record.article, plains) for plain in plains if plain["id"].startswith(prefix)]
    for error in errors[: -1 if not read else None]:
        screen.say(str(error))
    if not read:
        raise errors[-1] if errors else UnknownEntry(f"no articles in {', '.join(files)}; name a text or HTML file")
    return matches


def _only(found: list[_Match], prefix: str) -> _Match:
    """The one match; UnknownEntry that lists them where there are several, or says what to do where there is none."""
    once = {match[0]["id"]: match for match in reversed(found)}
    if len(once) == 1:
        return next(iter(once.values()))
    if not once:
        raise UnknownEntry(
            f"no entry begins with {prefix}; `communique read FILE` prints the ids, or name the FILE here"
        )
    raise UnknownEntry(f"{len(once)} entries begin with {prefix}: {_list(once.values())}")


def _list(matches: Iterable[_Match]) -> str:
    named = [
        f"{entry['id']} ({entry['kind']}, {article.title or article.path or 'untitled'})"
        for entry, article, _ in matches
    ]
    shown = "; ".join(named[:6])
    return f"{shown}; and {len(named) - 6} more" if len(named) > 6 else shown
