"""Actors and issues of the whole record: who they are, under which names, and which a person merged into one.

An actor or an issue is never deleted. One that was merged points to what it was merged into (its root); entries keep
what they were read with, and everything that counts or lists goes by the root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Table

from communique.errors import BadJudgement
from communique.model.actor import ActorMention
from communique.model.plain import Plain
from communique.store.database import insert_ignoring, take_turn
from communique.store.schema import actor, alias, entry, entry_actor, issue

_KNOWN = ("office", "state", "iso3166", "wikidata")
_MOST = 500  # ids in one query
_COUNTED = 20_000  # namings that are looked at one by one for the counts of a page

# What counts is told inside the sums, and the joins are outer ones: with conditions on entries in WHERE, SQLite with
# statistics begins with all entries of the record.
_counts = sa.and_(entry.c.listed, entry.c.first.is_(None))
_said = sa.and_(_counts, entry.c.kind == "statement")


def keep_cast(connection: Connection, cast: Sequence[ActorMention]) -> None:
    """Keeps the actors of an article with what it tells of them; what is known already stays."""
    told = {mention.actor.id: mention.actor for mention in cast if mention.actor.id != "article"}
    rows = [
        {"id": one.id, "name": one.name, "kind": one.kind.value, **{name: getattr(one, name) for name in _KNOWN}}
        for one in told.values()
    ]
    insert_ignoring(connection, actor, rows)
    kept = _rows(connection, actor, list(told))
    for one in told.values():
        row = kept[one.id]
        news = {name: getattr(one, name) for name in _KNOWN if row[name] is None and getattr(one, name) is not None}
        if news:
            connection.execute(actor.update().where(actor.c.key == row["key"]).values(**news))
    names = [(kept[one.id]["key"], name) for one in told.values() for name in one.aliases if name != one.name]
    insert_ignoring(connection, alias, [{"actor": key, "name": name} for key, name in dict.fromkeys(names)])


def actor_keys(connection: Connection, actors: Iterable[Plain]) -> dict[str, int]:
    """The keys of actors given as plain data, by id; those that are new are kept."""
    told = {one["id"]: one for one in actors}
    rows = [{"id": one["id"], "name": one["name"], "kind": one["kind"]} for one in told.values()]
    insert_ignoring(connection, actor, rows)
    return {id: row["key"] for id, row in _rows(connection, actor, list(told)).items()}


def issue_keys(connection: Connection, issues: Iterable[Plain]) -> dict[str, int]:
    """The keys of issues given as plain data, by id; those that are new are kept."""
    told = {one["id"]: one for one in issues}
    rows = [{"id": one["id"], "label": one["label"], "phrases": [], "coded": False} for one in told.values()]
    insert_ignoring(connection, issue, rows)
    return {id: row["key"] for id, row in _rows(connection, issue, list(told)).items()}


def list_actors(
    connection: Connection,
    *,
    text: str = "",
    kind: str | None = None,
    order: str = "entries",
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[Plain, ...], int]:
    """A page of the actors that stand for themselves, and how many there are; ``text`` is looked for in their names
    and aliases, and in those of the actors merged into them.
    """
    wanted: list[sa.ColumnElement[bool]] = [actor.c.root.is_(None)]
    if kind is not None:
        wanted.append(actor.c.kind == kind)
    if text.strip():
        named = sa.select(sa.func.coalesce(actor.c.root, actor.c.key)).where(
            actor.c.name.icontains(text.strip(), autoescape=True)
        )
        called = (
            sa.select(sa.func.coalesce(actor.c.root, actor.c.key))
            .join(alias, alias.c.actor == actor.c.key)
            .where(alias.c.name.icontains(text.strip(), autoescape=True))
        )
        wanted.append(actor.c.key.in_(sa.union(named, called)))
    total = connection.scalar(sa.select(sa.func.count()).select_from(actor).where(*wanted)) or 0
    by = sa.func.lower(actor.c.name) if order == "name" else _rank(connection, actor, entry_actor.c.actor).desc()
    query = sa.select(actor.c.id).where(*wanted).order_by(by, actor.c.name, actor.c.key)
    ids = connection.scalars(query.limit(limit).offset(offset)).all()
    return load_actors(connection, ids), total


def load_actors(connection: Connection, ids: Sequence[str]) -> tuple[Plain, ...]:
    """The actors with these ids, in this order, each with its aliases, what is merged into it, and its counts."""
    rows = _rows(connection, actor, ids)
    keys = [row["key"] for row in rows.values()]
    merged = _grouped(connection, actor, keys)
    members = {
        row["key"]: [row["key"], *(other["key"] for other in merged.get(row["key"], ()))] for row in rows.values()
    }
    names: dict[int, list[str]] = {}
    everyone = [key for group in members.values() for key in group]
    for key, name in connection.execute(
        sa.select(alias.c.actor, alias.c.name).where(alias.c.actor.in_(everyone)).order_by(alias.c.name)
    ):
        names.setdefault(key, []).append(name)
    roots = {row["key"]: row for row in _by_key(connection, actor, [r["root"] for r in rows.values() if r["root"]])}
    counts = _count(connection, keys, actor, entry_actor.c.actor, _count_actors)
    return tuple(
        {
            **{name: rows[id][name] for name in ("id", "name", "kind", *_KNOWN)},
            "aliases": sorted({name for key in members[rows[id]["key"]] for name in names.get(key, ())}),
            "merged": [_named(row, "name") for row in merged.get(rows[id]["key"], ())],
            "into": roots[rows[id]["root"]]["id"] if rows[id]["root"] else None,
            "counts": counts[rows[id]["key"]],
        }
        for id in ids
        if id in rows
    )


def load_actor(connection: Connection, id: str) -> Plain | None:
    """One actor; None when nobody has the id."""
    return next(iter(load_actors(connection, [id])), None)


def list_issues(
    connection: Connection,
    *,
    text: str = "",
    coded: bool | None = None,
    order: str = "entries",
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[Plain, ...], int]:
    """A page of the issues that stand for themselves, and how many there are."""
    wanted: list[sa.ColumnElement[bool]] = [issue.c.root.is_(None)]
    if coded is not None:
        wanted.append(issue.c.coded == coded)
    if text.strip():
        wanted.append(issue.c.label.icontains(text.strip(), autoescape=True))
    total = connection.scalar(sa.select(sa.func.count()).select_from(issue).where(*wanted)) or 0
    by = sa.func.lower(issue.c.label) if order == "label" else _rank(connection, issue, entry.c.issue).desc()
    query = sa.select(issue.c.id).where(*wanted).order_by(by, issue.c.label, issue.c.key)
    ids = connection.scalars(query.limit(limit).offset(offset)).all()
    return load_issues(connection, ids), total


def load_issues(connection: Connection, ids: Sequence[str]) -> tuple[Plain, ...]:
    """The issues with these ids, in this order, each with its place in the codebook and its counts."""
    rows = _rows(connection, issue, ids)
    keys = [row["key"] for row in rows.values()]
    merged = _grouped(connection, issue, keys)
    above = [row[name] for row in rows.values() for name in ("parent", "root") if row[name]]
    others = {row["key"]: row for row in _by_key(connection, issue, above)}
    below: dict[int, list[Plain]] = {}
    children = sa.select(issue).where(issue.c.parent.in_(keys)).order_by(issue.c.label)
    for row in connection.execute(children).mappings():
        below.setdefault(row["parent"], []).append(_named(row, "label"))
    counts = _count(connection, keys, issue, entry.c.issue, _count_issues)
    return tuple(
        {
            "id": id,
            "label": rows[id]["label"],
            "parent": _named(others[rows[id]["parent"]], "label") if rows[id]["parent"] else None,
            "children": below.get(rows[id]["key"], []),
            "phrases": rows[id]["phrases"],
            "coded": rows[id]["coded"],
            "merged": [_named(row, "label") for row in merged.get(rows[id]["key"], ())],
            "into": others[rows[id]["root"]]["id"] if rows[id]["root"] else None,
            "counts": counts[rows[id]["key"]],
        }
        for id in ids
        if id in rows
    )


def load_issue(connection: Connection, id: str) -> Plain | None:
    """One issue; None when nothing has the id."""
    return next(iter(load_issues(connection, [id])), None)


def read_codebook(connection: Connection) -> list[Plain]:
    """The issues of the codebook as ``{id, label, phrases, parent}``, parents before their children."""
    query = sa.select(issue).where(issue.c.coded).order_by(issue.c.label)
    rows = {row["key"]: row for row in connection.execute(query).mappings()}
    ordered: list[RowMapping] = []

    def add(parent: int | None) -> None:
        for row in rows.values():
            if row["parent"] == parent or (parent is None and row["parent"] not in rows and row["parent"] is not None):
                ordered.append(row)
                add(row["key"])

    add(None)
    return [
        {
            "id": row["id"],
            "label": row["label"],
            "phrases": row["phrases"],
            "parent": rows[row["parent"]]["id"] if row["parent"] in rows else None,
        }
        for row in ordered
    ]


def write_codebook(connection: Connection, items: Sequence[Plain]) -> int:
    """Takes the issues of a codebook over, by id; how many were new or changed. Those that it does not name stay.

    Raises BadJudgement for an issue without id or label, a parent that nothing has, or a circle of parents.
    """
    take_turn(connection)
    told = {item["id"]: item for item in items}
    _check_codebook(connection, told, len(items))
    insert_ignoring(
        connection,
        issue,
        [{"id": id, "label": item["label"], "phrases": [], "coded": False} for id, item in told.items()],
    )
    wanted = [*told, *(item["parent"] for item in told.values() if item.get("parent"))]
    rows = _rows(connection, issue, list(dict.fromkeys(wanted)))
    changed = 0
    for id, item in told.items():
        values = {
            "label": item["label"],
            "phrases": list(item.get("phrases") or ()),
            "parent": rows[item["parent"]]["key"] if item.get("parent") else None,
            "coded": True,
        }
        if any(rows[id][name] != value for name, value in values.items()):
            connection.execute(issue.update().where(issue.c.key == rows[id]["key"]).values(**values))
            changed += 1
    return changed


def set_roots(connection: Connection, table: Table, roots: dict[str, str]) -> None:
    """Makes exactly the things of ``roots`` (id → id of its root) merged, and all others stand for themselves."""
    merged = {
        row["id"]: row for row in connection.execute(sa.select(table).where(table.c.root.is_not(None))).mappings()
    }
    rows = _rows(connection, table, sorted({*roots, *roots.values()}))
    for id in merged.keys() - roots.keys():
        connection.execute(table.update().where(table.c.key == merged[id]["key"]).values(root=None))
    for id, root in roots.items():
        if id in rows and root in rows and rows[id]["root"] != rows[root]["key"]:
            connection.execute(table.update().where(table.c.key == rows[id]["key"]).values(root=rows[root]["key"]))


def load_rows(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, RowMapping]:
    """The rows of actors or issues by id; those that nothing has are left out."""
    return _rows(connection, table, ids)


def _check_codebook(connection: Connection, told: dict[str, Plain], count: int) -> None:
    if len(told) < count:
        raise BadJudgement("the codebook has an id twice")
    for id, item in told.items():
        if not isinstance(id, str) or not id.strip() or not isinstance(item.get("label"), str) or not item["label"]:
            raise BadJudgement(f"issue {id!r} of the codebook needs an id and a label")
    outside = [item["parent"] for item in told.values() if item.get("parent") and item["parent"] not in told]
    unknown = set(outside) - _rows(connection, issue, outside).keys()
    if unknown:
        raise BadJudgement(f"the codebook names parents that nothing has: {', '.join(sorted(unknown))}")
    parents = {item["id"]: item["parent"] for item in read_codebook(connection)}
    parents |= {id: item.get("parent") for id, item in told.items()}
    for id in told:
        seen = {id}
        above = parents.get(id)
        while above is not None:
            if above in seen:
                raise BadJudgement(f"issue {id!r} of the codebook is its own ancestor")
            seen.add(above)
            above = parents.get(above)


def _rank(connection: Connection, table: Table, named: sa.Column[Any]) -> sa.ColumnElement[int]:
    """What the directory is ordered by: the entries that count; in a record of more than ``_COUNTED`` the namings."""
    if (connection.scalar(sa.select(sa.func.count()).select_from(entry)) or 0) > _COUNTED:
        return _times_of(table, named)
    other = table.alias()
    entries = sa.select(sa.func.count(sa.distinct(entry.c.key))).where(_counts)
    if table is actor:
        entries = entries.where(entry_actor.c.entry == entry.c.key)
    mine = sa.or_(other.c.key == table.c.key, other.c.root == table.c.key)
    return entries.where(named == other.c.key, mine).correlate(table).scalar_subquery()


def _times_of(table: Table, named: sa.Column[Any]) -> sa.ColumnElement[int]:
    """How often an actor or issue, or what is merged into it, stands in ``named``, read off the index on that alone:
    reprints and older versions count too.
    """
    other = table.alias()
    own = sa.select(sa.func.count()).where(named == table.c.key).scalar_subquery()
    merged = sa.select(sa.func.count()).join_from(other, named.table, named == other.c.key)
    return own + merged.where(other.c.root == table.c.key).scalar_subquery()


def _count(
    connection: Connection,
    keys: Sequence[int],
    table: Table,
    named: sa.Column[Any],
    exactly: Callable[[Connection, Sequence[int]], dict[int, Plain]],
) -> dict[int, Plain]:
    """The counts of each actor or issue. To look at every entry of those named most would take seconds in a record of
    a million, so beyond ``_COUNTED`` there is an upper bound of the entries, ``exact`` is false, and what the index
    cannot tell is None.
    """
    times = _times_of(table, named).label("times")
    rows = connection.execute(sa.select(table.c.key, times).where(table.c.key.in_(keys)).order_by(times)).all()
    room, few = _COUNTED, 0
    while few < len(rows) and rows[few].times <= room:
        room -= rows[few].times
        few += 1
    none = {"entries": 0, "statements": 0, "articles": 0, "exact": True}
    bound = {"statements": None, "articles": None, "exact": False}
    counts = exactly(connection, [row.key for row in rows[:few]]) | {
        row.key: {"entries": row.times, **bound} for row in rows[few:]
    }
    return dict.fromkeys(keys, none) | counts


def _count_actors(connection: Connection, keys: Sequence[int]) -> dict[int, Plain]:
    joined = actor.outerjoin(entry_actor, entry_actor.c.actor == actor.c.key)
    spoken = sa.and_(_said, entry_actor.c.role == "speaker")
    return _counted(connection, actor, joined.outerjoin(entry, entry.c.key == entry_actor.c.entry), spoken, keys)


def _count_issues(connection: Connection, keys: Sequence[int]) -> dict[int, Plain]:
    return _counted(connection, issue, issue.outerjoin(entry, entry.c.issue == issue.c.key), _said, keys)


def _counted(
    connection: Connection, table: Table, joined: sa.FromClause, said: sa.ColumnElement[bool], keys: Sequence[int]
) -> dict[int, Plain]:
    root = sa.func.coalesce(table.c.root, table.c.key).label("root")
    sums = [
        sa.func.count(sa.distinct(sa.case((which, what))))
        for which, what in ((_counts, entry.c.key), (said, entry.c.key), (_counts, entry.c.article))
    ]
    query = sa.select(root, *sums).select_from(joined).where(sa.or_(table.c.key.in_(keys), table.c.root.in_(keys)))
    names = ("entries", "statements", "articles")
    rows = connection.execute(query.group_by(root))
    return {key: dict(zip(names, counts, strict=True)) | {"exact": True} for key, *counts in rows}


def _rows(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for first in range(0, len(ids), _MOST):
        query = sa.select(table).where(table.c.id.in_(ids[first : first + _MOST]))
        found |= {row["id"]: row for row in connection.execute(query).mappings()}
    return found


def _by_key(connection: Connection, table: Table, keys: Sequence[int]) -> Sequence[RowMapping]:
    return connection.execute(sa.select(table).where(table.c.key.in_(keys))).mappings().all()


def _grouped(connection: Connection, table: Table, roots: Sequence[int]) -> dict[int, list[RowMapping]]:
    """What is merged into each of the things with these keys."""
    found: dict[int, list[RowMapping]] = {}
    for row in connection.execute(sa.select(table).where(table.c.root.in_(roots)).order_by(table.c.id)).mappings():
        found.setdefault(row["root"], []).append(row)
    return found


def _named(row: RowMapping, name: str) -> Plain:
    kind = {"kind": row["kind"]} if "kind" in row else {}
    return {"id": row["id"], name: row[name], **kind}
