"""Which actors and issues are one: the fold of the merges and splits that hold.

What a thing is merged into is read off the log each time, so that undoing a merge in the middle gives what there would
be without it; the tables keep the result for searching.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Table

from communique.errors import BadJudgement, UnknownActor, UnknownIssue
from communique.model.judgement import Judgement, JudgementKind, holding
from communique.store.directory import load_rows, set_roots
from communique.store.log import load_kinds
from communique.store.schema import actor, issue

MERGES = {
    JudgementKind.MERGE_ACTORS: actor,
    JudgementKind.SPLIT_ACTORS: actor,
    JudgementKind.MERGE_ISSUES: issue,
    JudgementKind.SPLIT_ISSUES: issue,
}
"""The judgements that merge or split, with the table of what they are about."""


def merged_into(connection: Connection, table: Table) -> dict[str, str]:
    """Which actor (or issue) stands for each that is merged, by id, as the log says."""
    return _fold(load_kinds(connection, [kind for kind, of in MERGES.items() if of is table]))


def apply_merges(connection: Connection, table: Table) -> None:
    """Writes which actors (or issues) are one, as the log now says."""
    set_roots(connection, table, merged_into(connection, table))


def _fold(log: Sequence[Judgement]) -> dict[str, str]:
    """Which thing stands for each that is merged, after the merges and splits that hold."""
    parents: dict[str, str] = {}

    def above(id: str) -> list[str]:
        chain = [id]
        while chain[-1] in parents:
            chain.append(parents[chain[-1]])
        return chain

    for made in holding(log):
        if made.kind in (JudgementKind.MERGE_ACTORS, JudgementKind.MERGE_ISSUES):
            into = made.after["into"]
            for id in made.after["ids"]:
                if id in above(into):  # it was merged the other way about: now it gives way
                    parents.pop(into)
                parents[id] = into
        elif made.kind in MERGES:
            for id in made.after["parts"]:
                parents.pop(id, None)
    return {id: above(id)[-1] for id in parents}


def check_parts(connection: Connection, table: Table, row: RowMapping, parts: Sequence[str]) -> list[str]:
    """``parts``, each once; BadJudgement where one of them is not merged into the thing of ``row``."""
    rows = load_things(connection, table, parts)
    for id in parts:
        if rows[id]["root"] != row["key"]:
            raise BadJudgement(f"{id} is not merged into {row['id']}")
    return list(dict.fromkeys(parts))


def load_things(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, RowMapping]:
    """The rows of actors or issues by id; UnknownActor or UnknownIssue where nothing has one of them."""
    rows = load_rows(connection, table, ids)
    missing = [id for id in ids if id not in rows]
    if missing:
        error = UnknownActor if table is actor else UnknownIssue
        raise error(f"no {table.name} has the id {missing[0]}")
    return rows


def members_of(connection: Connection, table: Table, root: int) -> set[str]:
    """The ids of a thing and of all that is merged into it."""
    return set(connection.scalars(sa.select(table.c.id).where(sa.or_(table.c.key == root, table.c.root == root))))
