"""``communique explain``: why an entry stands on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import output, screen
from communique.cli.finding import SHORTEST, find_entry, list_entries
from communique.cli.opening import DbOption, reading, telling
from communique.cli.sources import Told, find_sources, load_reader, parse_day, read_sources
from communique.errors import CommuniqueError, StoreError, UnknownEntry

if TYPE_CHECKING:
    from communique.model.article import Article
    from communique.model.plain import Plain

    _Match = tuple[Plain, Article, tuple[Plain, ...]]


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
    db: DbOption = None,
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
    if len(prefix) < SHORTEST or not prefix.isalnum():
        raise typer.BadParameter(f"{id!r} is no id; give its first {SHORTEST} characters or more.", param_hint="ID")
    with telling():
        if files:
            entry, article, others = _only(_find_in_files(prefix, files, Told(parse_day(day))), prefix)
        else:
            entry, article, others = _find_in_store(prefix, db)
    from communique.export.tree import explain_entry
    from communique.resources.descriptions import describe_rule

    tree = explain_entry(entry, article, others, describe_rule)
    width = min(screen.measure_width(), 120)
    output.write_out(screen.draw(tree, width=width, colour=screen.is_colourful()))


def _find_in_store(prefix: str, db: str | None) -> _Match:
    from communique.store.articles import load_article
    from communique.store.entries import entries_of

    with reading(db) as connection:
        entry = find_entry(connection, prefix)
        article = load_article(connection, entry["article"]["id"])
        if article is None:
            raise StoreError("the store is damaged: an entry has lost its article; restore a backup")
        return entry, article, entries_of(connection, article.id)


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
        raise UnknownEntry(f"no entry begins with {prefix}; `communique read FILE` prints the ids")
    raise UnknownEntry(
        f"{len(once)} entries begin with {prefix}: {list_entries([match[0] for match in once.values()])}"
    )
