"""The machine's proposals for one article, kept beside what people judged of them.

What enters are the entries of a reading as plain data. An entry that is read again keeps its judgements; a proposal
that says something else than before takes its place, and the older one is kept as ``earlier``. An entry that is no
longer read stays in the database, not present. What the table holds for searching is written from ``projection``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain
from communique.store import text_index
from communique.store.continuing import link_versions, log_of
from communique.store.database import insert_ignoring
from communique.store.directory import actor_keys, issue_keys
from communique.store.projection import Standing, actors_of, day_of, normal_words, project, words_of
from communique.store.schema import article, earlier, entry, entry_actor, evidence

_HEAD = ("id", "kind", "article")  # what a proposal is kept without: the tables hold it


def save_proposals(
    connection: Connection, key: int, told: Article, plains: Sequence[Plain], *, listed: bool, at: datetime
) -> tuple[bool, tuple[str, ...]]:
    """Keeps the proposals for the article with this key; whether that changed anything, and the ids of the judged
    entries that this reading no longer has.
    """
    kept = {row["id"]: row for row in connection.execute(sa.select(entry).where(entry.c.article == key)).mappings()}
    fresh = [(position, plain) for position, plain in enumerate(plains) if plain["id"] not in kept]
    changed = bool(fresh)
    for position, plain in enumerate(plains):
        row = kept.get(plain["id"])
        if row is not None:
            changed |= _renew(connection, row, position, plain, listed, at)
    _insert(connection, key, told, fresh, listed)
    read = {plain["id"] for plain in plains}
    gone = [row for id, row in kept.items() if id not in read and row["present"] and row["machine"] is not None]
    if gone:
        changed = True
        keys = [row["key"] for row in gone]
        connection.execute(entry.update().where(entry.c.key.in_(keys)).values(present=False, listed=False))
    lost = tuple(row["id"] for row in gone if row["status"] != ReviewStatus.PROPOSED.value)
    return changed, lost


def write_standing(connection: Connection, row: RowMapping, standing: Standing) -> Plain:
    """Writes how an entry stands to its row and to what searches filter by; the entry's fields as they now are."""
    proposed = row["machine"] if row["machine"] is not None else standing.added or _added_once(row)
    body = proposed | standing.changed
    judged = body if standing.changed or row["machine"] is None else None
    present = standing.added is not None or (row["present"] and row["machine"] is not None)
    newest, published, outlet = connection.execute(
        sa.select(article.c.newest, article.c.published, article.c.outlet).where(article.c.key == row["article"])
    ).one()
    filters = _filters_of(connection, [(Kind(row["kind"]), body)], published)[0]
    connection.execute(
        entry.update()
        .where(entry.c.key == row["key"])
        .values(
            judged=judged,
            status=standing.status.value,
            decided_by=standing.by,
            decided_at=standing.at,
            present=present,
            listed=present and newest,
            outlet=outlet,
            **filters,
        )
    )
    _link(connection, [(row["key"], Kind(row["kind"]), body)])
    return body


def insert_by_hand(connection: Connection, key: int, id: str, kind: Kind, body: Plain, told: Plain) -> None:
    """Makes the row of an entry that a person adds to the article with this key; its standing is written after."""
    position = connection.scalar(sa.select(sa.func.max(entry.c.position)).where(entry.c.article == key))
    connection.execute(
        entry.insert().values(
            id=id, article=key, position=0 if position is None else position + 1, kind=kind.value, machine=None,
            judged=body, present=True, listed=told["newest"], status=ReviewStatus.ADDED.value, score=1.0,
        )
    )  # fmt: skip


def refresh(connection: Connection, key: int) -> None:
    """Writes anew what searches filter by for every entry of the article with this key, whose facts have changed."""
    for row in connection.execute(sa.select(entry).where(entry.c.article == key)).mappings().all():
        write_standing(connection, row, project(row["machine"], log_of(connection, row)))


def continue_version(connection: Connection, before: int, after: int) -> None:
    """Lets the judgements about the article ``before`` go on in its next version ``after``, where they have a place."""
    for row in link_versions(connection, before, after):
        write_standing(connection, row, project(row["machine"], log_of(connection, row)))


def link_reprints(connection: Connection, root: int) -> None:
    """Links every entry of the near-copies of the article ``root`` to the entry of the same kind in it that rests on
    the same words, so that statements can be counted and not their reprints.
    """
    copies = sa.select(article.c.key).where(article.c.first == root)
    rows = connection.execute(
        sa.select(entry.c.key, entry.c.article, entry.c.kind, entry.c.machine, entry.c.judged, entry.c.first).where(
            sa.or_(entry.c.article == root, entry.c.article.in_(copies)), entry.c.present
        )
    ).mappings()
    firsts: dict[tuple[str, str], int] = {}
    others: list[tuple[RowMapping, str | None]] = []
    for row in rows:
        words = normal_words(row["judged"] or row["machine"])
        if row["article"] == root:
            firsts.setdefault((row["kind"], words), row["key"])
            others.append((row, None))
        else:
            others.append((row, words))
    for row, copied in others:
        first = None if copied is None else firsts.get((row["kind"], copied))
        if first != row["first"]:
            connection.execute(entry.update().where(entry.c.key == row["key"]).values(first=first))


def _renew(
    connection: Connection,
    row: RowMapping,
    position: int,
    plain: Plain,
    listed: bool,
    at: datetime,
) -> bool:
    """Takes a proposal that was read before; true when it says something else, or was gone."""
    machine = _without_head(plain)
    if machine == row["machine"] and row["present"]:
        if position != row["position"]:
            connection.execute(entry.update().where(entry.c.key == row["key"]).values(position=position))
        return False
    if row["machine"] is not None and machine != row["machine"]:
        connection.execute(earlier.insert().values(entry=row["key"], machine=row["machine"], until=at))
    values = {"machine": machine, "position": position, "present": True, "listed": listed}
    connection.execute(entry.update().where(entry.c.key == row["key"]).values(**values))
    renewed = connection.execute(sa.select(entry).where(entry.c.key == row["key"])).mappings().one()
    write_standing(connection, renewed, project(machine, log_of(connection, renewed)))
    return True


def _insert(connection: Connection, key: int, told: Article, fresh: Sequence[tuple[int, Plain]], listed: bool) -> None:
    if not fresh:
        return
    bodies = [(Kind(plain["kind"]), _without_head(plain)) for _, plain in fresh]
    filters = _filters_of(connection, bodies, told.published)
    outlet = connection.scalar(sa.select(article.c.outlet).where(article.c.key == key))
    rows = [
        {
            "id": plain["id"], "article": key, "position": position, "kind": kind.value, "machine": body,
            "present": True, "listed": listed, "status": ReviewStatus.PROPOSED.value, "outlet": outlet, **values,
        }
        for (position, plain), (kind, body), values in zip(fresh, bodies, filters, strict=True)
    ]  # fmt: skip
    connection.execute(entry.insert(), rows)
    ids = [plain["id"] for _, plain in fresh]
    rows_of = connection.execute(sa.select(entry.c.id, entry.c.key).where(entry.c.id.in_(ids)))
    keys: dict[str, int] = {id: key for id, key in rows_of}  # noqa: C416
    _link(connection, [(keys[id], kind, body) for id, (kind, body) in zip(ids, bodies, strict=True)], fresh=True)


def _link(connection: Connection, entries: Sequence[tuple[int, Kind, Plain]], *, fresh: bool = False) -> None:
    """Writes what hangs on entries: their evidence, their actors, the words they are found by."""
    if not fresh:
        keys = [key for key, _, _ in entries]
        connection.execute(evidence.delete().where(evidence.c.entry.in_(keys)))
        connection.execute(entry_actor.delete().where(entry_actor.c.entry.in_(keys)))
    spans = [
        {"entry": key, "start": span["start"], "end": span["end"]}
        for key, _, body in entries
        for span in body["evidence"]
    ]
    insert_ignoring(connection, evidence, spans)
    named = [(key, role, actor) for key, kind, body in entries for role, actor in actors_of(kind, body)]
    known = actor_keys(connection, [actor for _, _, actor in named])
    links = [{"entry": key, "role": role, "actor": known[actor["id"]]} for key, role, actor in named]
    insert_ignoring(connection, entry_actor, links)
    text_index.put_entries(connection, [(key, words_of(kind, body)) for key, kind, body in entries])


def _filters_of(
    connection: Connection, bodies: Sequence[tuple[Kind, Plain]], published: date | None
) -> list[dict[str, Any]]:
    """What searches filter by, for each entry."""
    issues = issue_keys(connection, [body["issue"] for _, body in bodies if body.get("issue")])
    return [
        {
            "score": body["method"]["score"],
            "day": day_of(kind, body, published),
            "mode": body.get("mode"),
            "stance": body.get("stance"),
            "issue": issues[body["issue"]["id"]] if body.get("issue") else None,
        }
        for kind, body in bodies
    ]


def _without_head(plain: Plain) -> Plain:
    return {name: value for name, value in plain.items() if name not in _HEAD}


def _added_once(row: RowMapping) -> Plain:
    """The fields of an entry by hand whose addition is undone, as they last stood."""
    body: Plain = row["judged"]
    return body
