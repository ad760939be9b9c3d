"""``communique merge`` and ``communique split``: actors and issues that are one, or that are not."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import completion, output
from communique.cli.finding import find_actor, find_entry, find_issue
from communique.cli.listing import Form, FormOption, print_plains
from communique.cli.opening import DbOption, WhoOption, find_who, writing
from communique.errors import Unknown, UnknownActor, UnknownIssue
from communique.model.actor import ActorKind

if TYPE_CHECKING:
    from communique.model.judgement import Judgement
    from communique.store import Connection


class Things(StrEnum):
    """What is merged or split."""

    ACTORS = "actors"
    ISSUES = "issues"


WhatOption = Annotated[
    Things | None,
    typer.Option("--what", "-w", help="Actors or issues; needed only where both are called so.", show_default=False),
]


def merge(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Actors, or issues, that are another one: ids or names.",
            show_default=False,
            autocompletion=completion.actors_and_issues,
        ),
    ],
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="ID",
            help="The one that they are; its name stays.",
            show_default=False,
            autocompletion=completion.actors_and_issues,
        ),
    ],
    what: WhatOption = None,
    who: WhoOption = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Make several actors one, or several issues one. It is a judgement: logged under your name, and can be undone.

    **Examples**

    - `communique merge person:k-starmer --into person:keir-starmer`
    - `communique merge "Sir Keir" Starmer --into "Keir Starmer"`
    - `communique merge prisoner-swap --into exchange-of-prisoners --as ana`

    **Exit status**: 0 merged; 1 nothing is called so, or it cannot be merged; 2 the command was not understood;
    3 the store cannot be read or written.
    """
    name = find_who(who)
    with writing(db) as connection:
        from communique.store.database import take_turn
        from communique.store.judgements import merge_actors, merge_issues

        take_turn(connection)
        found, target = _find_all(connection, ids, into, what)
        make = merge_actors if target is Things.ACTORS else merge_issues
        made = make(connection, name, found[:-1], found[-1])
    _tell(made, format)


def split(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An actor or an issue: id or name.",
            show_default=False,
            autocompletion=completion.actors_and_issues,
        ),
    ],
    parts: Annotated[
        list[str] | None,
        typer.Option(
            "--part",
            "-p",
            metavar="ID",
            help="One that was merged into it and stands for itself again.",
            show_default=False,
        ),
    ] = None,
    entries: Annotated[
        list[str] | None,
        typer.Option(
            "--entry",
            "-e",
            metavar="ID",
            help="An entry that means another one, which --name tells.",
            show_default=False,
            autocompletion=completion.entries,
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Who or what those entries mean.", show_default=False)
    ] = None,
    kind: Annotated[
        ActorKind | None, typer.Option("--kind", "-k", help="What that actor is; else the same.", show_default=False)
    ] = None,
    what: WhatOption = None,
    who: WhoOption = None,
    format: FormOption = Form.TABLE,
    db: DbOption = None,
) -> None:
    """Part an actor or an issue again: what was merged into it leaves, or entries that mean somebody else.

    **Examples**

    - `communique split person:keir-starmer --part person:k-starmer`
    - `communique split "Ilse Brandt" --entry s5aa03 --entry s2780c --name "Anna Brandt"`

    **Exit status**: 0 parted; 1 nothing is called so, or it cannot be parted; 2 the command was not understood;
    3 the store cannot be read or written.
    """
    if not parts and not entries:
        raise typer.BadParameter("name what leaves: --part ID of what was merged, or --entry ID with --name.")
    if entries and not name:
        raise typer.BadParameter("tell who or what those entries mean.", param_hint="--name")
    judge = find_who(who)
    with writing(db) as connection:
        from communique.store.database import take_turn
        from communique.store.judgements import split_actor, split_issue

        take_turn(connection)
        (found,), target = _find_all(connection, [], id, what)
        leaving = [find_entry(connection, one)["id"] for one in entries or ()]
        told = list(parts or ())
        if target is Things.ACTORS:
            as_kind = kind and kind.value
            made = split_actor(connection, judge, found, parts=told, entries=leaving, name=name, kind=as_kind)
        else:
            made = split_issue(connection, judge, found, parts=told, entries=leaving, label=name)
    _tell(made, format)


def _find_all(connection: Connection, ids: Sequence[str], into: str, what: Things | None) -> tuple[list[str], Things]:
    """The ids of all, the last of them ``into``, and whether they are actors or issues."""
    found: dict[Things, list[str]] = {}
    errors: list[Unknown] = []
    for things, find in ((Things.ACTORS, find_actor), (Things.ISSUES, find_issue)):
        if what in (None, things):
            try:
                found[things] = [find(connection, one) for one in (*ids, into)]
            except (UnknownActor, UnknownIssue) as error:
                errors.append(error)
    if len(found) > 1:
        raise typer.BadParameter(f"both an actor and an issue are called {into}; tell which.", param_hint="--what")
    if not found:
        raise errors[0] if what else _neither(into, errors)
    things, all_ids = next(iter(found.items()))
    return all_ids, things


def _neither(into: str, errors: Sequence[Unknown]) -> Unknown:
    """The more telling of two errors: that of issues where the words have the form of the id of none but an issue."""
    return errors[0] if ":" in into else Unknown("; ".join(str(error) for error in errors))


def _tell(made: Judgement, form: Form) -> None:
    from communique.export.log import judgement_to_plain, word_judgement
    from communique.export.terminal import clean

    if form is Form.JSONL:
        print_plains([judgement_to_plain(made, False)], form, lambda _: "")
        return
    output.write_out(f"{clean(word_judgement(made))}\n")
    output.write_out(f"judgement {made.number}; `communique log --undo {made.number}` takes it back\n")
