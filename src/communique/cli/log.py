"""``communique log``: what was decided, by whom; and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import completion, output
from communique.cli.finding import find_actor, find_article, find_entry, find_issue
from communique.cli.listing import Form, FormOption, LimitOption, print_plains
from communique.cli.opening import DbOption, WhoOption, find_who, reading, writing
from communique.errors import Unknown

if TYPE_CHECKING:
    from communique.store import Connection


def log(
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="ID",
            help="About this entry, actor or issue.",
            show_default=False,
            autocompletion=completion.entries,
        ),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(
            "--article",
            metavar="ID|FILE",
            help="About the entries of this article.",
            show_default=False,
            autocompletion=completion.articles,
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="By this person.", show_default=False)] = None,
    before: Annotated[
        int | None, typer.Option("--before", metavar="NO", help="Those before this number.", show_default=False)
    ] = None,
    limit: LimitOption = 50,
    lost: Annotated[
        bool, typer.Option("--lost", help="Instead: judged entries that the newest reading no longer has.")
    ] = False,
    undo: Annotated[
        int | None,
        typer.Option("--undo", metavar="NO", help="Take back the judgement with this number.", show_default=False),
    ] = None,
    redo: Annotated[
        int | None,
        typer.Option("--redo", metavar="NO", help="Take back the undo with this number.", show_default=False),
    ] = None,
    who: WhoOption = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """List the judgements of the store, newest first, or take one back. Nothing is ever deleted from the log.

    **Examples**

    - `communique log --by ana`
    - `communique log --about c7315`
    - `communique log --undo 17` and, thinking better of it, `communique log --redo 18`
    - `communique log --lost` after an update of the reader
    - `communique log --format jsonl --limit 100000 > judgements.jsonl`

    **Exit status**: 0 listed or taken back; 1 nothing has that number or id, or it is taken back already; 2 the command
    was not understood; 3 the store cannot be read or written.
    """
    if sum((lost, undo is not None, redo is not None)) > 1:
        raise typer.BadParameter("--lost, --undo and --redo go one at a time.")
    if undo is not None or redo is not None:
        _reverse(undo, redo, find_who(who), format, db)
    elif lost:
        _list_lost(format, db)
    else:
        _list(about, article, by, before, limit, format, db)


def _list(
    about: str | None, article: str | None, by: str | None, before: int | None, limit: int, form: Form, db: str | None
) -> None:
    from communique.export.log import judgement_to_plain, log_table
    from communique.store.log import judgements, undoing

    with reading(db) as connection:
        subject = _find_subject(connection, about) if about else None
        of = find_article(connection, article) if article else None
        rows = judgements(connection, subject=subject, who=by, article_id=of, before_number=before, limit=limit)
        undone = undoing(connection, [row.number for row in rows])
    plains = (judgement_to_plain(row, row.number in undone) for row in rows)
    print_plains(plains, form, lambda width: log_table(rows, undone, width))


def _list_lost(form: Form, db: str | None) -> None:
    from communique.export.log import judgement_to_plain, lost_list
    from communique.store.losing import lost_judgements

    with reading(db) as connection:
        rows = lost_judgements(connection)
    plains = ({**row, "judgements": [judgement_to_plain(one, False) for one in row["judgements"]]} for row in rows)
    print_plains(plains, form, lambda _: lost_list(rows))


def _reverse(undo: int | None, redo: int | None, who: str, form: Form, db: str | None) -> None:
    from communique.export.log import judgement_to_plain, word_judgement
    from communique.export.terminal import clean

    with writing(db) as connection:
        from communique.store.judgements import redo as do_again
        from communique.store.judgements import undo as take_back

        made = take_back(connection, who, undo) if undo is not None else do_again(connection, who, redo)
    if form is Form.JSONL:
        print_plains([judgement_to_plain(made, False)], form, lambda _: "")
        return
    output.write_out(f"{clean(word_judgement(made))}\n")
    if undo is not None:
        output.write_out(f"judgement {made.number}; `communique log --redo {made.number}` takes it back\n")


def _find_subject(connection: Connection, told: str) -> str:
    """The id of the entry, else of the actor, else of the issue that is called so."""
    finders: list[Callable[[Connection, str], Any]] = [find_entry, find_actor, find_issue]
    for find in finders:
        try:
            found = find(connection, told)
        except Unknown:
            continue
        subject: str = found["id"] if isinstance(found, dict) else found
        return subject
    raise Unknown(f"no entry, actor or issue is called {told}; `communique search` prints the ids of entries")
