"""``communique show``: an article with its entries, or one entry with all that was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import completion, output, screen
from communique.cli.finding import find_article_or_entry
from communique.cli.listing import Form, FormOption
from communique.cli.opening import DbOption, reading
from communique.errors import StoreError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from communique.model.plain import Plain
    from communique.store import Connection


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE",
            help="An article or an entry: its id, the first four characters of it and more, or the file that was read.",
            show_default=False,
            autocompletion=completion.articles_and_entries,
        ),
    ],
    text: Annotated[bool, typer.Option("--text", "-t", help="Of an article only its text.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also entries that the newest reading no longer has.")] = False,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Show an article of the store with its entries, or one entry with the machine's proposal and every judgement.

    **Examples**

    - `communique show examples/river-treaty.txt`
    - `communique show a967a` the same by the beginning of its id
    - `communique show c7315` an entry: how it stands, who decided what
    - `communique show a967a --text | wc -w`

    **Exit status**: 0 shown; 1 nothing in the store is meant, or several things; 2 the command was not understood;
    3 the store cannot be read.
    """
    with reading(db) as connection:
        article, entry = find_article_or_entry(connection, what)
        if article is not None:
            _show_article(connection, article, text, every, format)
        elif entry is not None:
            if text:
                raise typer.BadParameter("an entry has no text of its own; name its article.", param_hint="--text")
            _show_entry(connection, entry, format)


def _show_article(connection: Connection, id: str, text: bool, every: bool, form: Form) -> None:
    from communique.store.articles import article_facts, load_article
    from communique.store.entries import entries_of

    facts = article_facts(connection, id)
    if facts is None:
        raise StoreError("the store is damaged: an article has lost its facts; restore a backup")
    if text:
        article = load_article(connection, id)
        told = "" if article is None else article.text
        if form is Form.JSONL:
            _print_line({**facts, "text": told})
        else:
            from communique.export.terminal import clean

            safe = "\n".join(clean(line) for line in told.splitlines()) if screen.is_terminal() else told
            output.write_out(safe if safe.endswith("\n") else f"{safe}\n")
        return
    entries = entries_of(connection, id, all=every)
    if form is Form.JSONL:
        _print_line({**facts, "entries": list(entries)})
        return
    from rich.console import Group

    from communique.export.shelf import article_head
    from communique.export.table import render_entries

    width = screen.measure_width()
    _draw(Group(article_head(facts), *render_entries(entries, width), _foot(facts, len(entries))), width)


def _foot(facts: Plain, shown: int) -> RenderableType:
    from rich.text import Text

    from communique.export.shelf import count

    decided = f" · {facts['decided']} decided" if facts["decided"] else ""
    more = " · communique show ID tells more of one" if shown else ""
    return Text(f"{count(shown, 'entry', 'entries')}{decided}{more}", "dim")


def _show_entry(connection: Connection, entry: Plain, form: Form) -> None:
    from communique.store.articles import load_article
    from communique.store.continuing import log_by_id
    from communique.store.entries import earlier_of, entries_of, machine_of
    from communique.store.log import undoing

    id = entry["id"]
    log = log_by_id(connection, id)
    undone = undoing(connection, [judgement.number for judgement in log])
    machine, earlier = machine_of(connection, id), earlier_of(connection, id)
    if form is Form.JSONL:
        from communique.export.log import judgement_to_plain

        judged = [judgement_to_plain(judgement, judgement.number in undone) for judgement in log]
        _print_line({**entry, "machine": machine, "earlier": list(earlier), "judgements": judged})
        return
    article = load_article(connection, entry["article"]["id"])
    if article is None:
        raise StoreError("the store is damaged: an entry has lost its article; restore a backup")
    from communique.export.ledger import add_review
    from communique.export.tree import explain_entry
    from communique.resources.descriptions import describe_rule

    tree = explain_entry(entry, article, entries_of(connection, article.id), describe_rule)
    add_review(tree, entry, log, undone, machine, earlier)
    _draw(tree, min(screen.measure_width(), 120))


def _draw(thing: RenderableType, width: int) -> None:
    output.write_out(screen.draw(thing, width=width, colour=screen.is_colourful()))


def _print_line(plain: Plain) -> None:
    from communique.export.jsonl import plain_to_line

    output.write_out(f"{plain_to_line(plain)}\n")
