"""Entries as they stand: the machine's proposal with the judgements that hold, under the names people agreed on.

What leaves are plain entries in the shape of the record's contract with one key more, ``review``: the status, who
decided last and when, the fields a person changed, whether the newest reading has the entry and whether it is listed,
and, of a reprint, the entry where its words first appeared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Select

from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape
from communique.model.plain import Plain
from communique.store.projection import actors_of
from communique.store.schema import actor, article, earlier, entry, issue

_MOST = 500  # entries in one query
_FIRST = entry.alias("first")
_FACTS = (article.c.title, article.c.outlet, article.c.author, article.c.published, article.c.url, article.c.path)

_SELECT = (
    sa.select(
        entry.c.key, entry.c.id, entry.c.kind, entry.c.machine, entry.c.judged, entry.c.present, entry.c.listed,
        entry.c.status, entry.c.decided_by, entry.c.decided_at, entry.c.issue,
        article.c.id.label("article_id"), *_FACTS, _FIRST.c.id.label("first_id"),
    )
    .join(article, article.c.key == entry.c.article)
    .outerjoin(_FIRST, _FIRST.c.key == entry.c.first)
)  # fmt: skip
_ROOTS = (  # what is merged, beside what stands for it
    (actor, actor.alias("root"), "name"),
    (issue, issue.alias("root"), "label"),
)


def load_entries(connection: Connection, ids: Sequence[str]) -> tuple[Plain, ...]:
    """The entries with these ids, in this order; those that nothing has are left out."""
    found: dict[str, Plain] = {}
    for first in range(0, len(ids), _MOST):
        query = _SELECT.where(entry.c.id.in_(ids[first : first + _MOST]))
        found |= {plain["id"]: plain for plain in _load(connection, query)}
    return tuple(found[id] for id in ids if id in found)


def load_keys(connection: Connection, keys: Sequence[int]) -> tuple[Plain, ...]:
    """The entries with these keys, in this order."""
    found: dict[int, Plain] = {}
    for first in range(0, len(keys), _MOST):
        rows = connection.execute(_SELECT.where(entry.c.key.in_(keys[first : first + _MOST]))).mappings().all()
        found |= dict(zip((row["key"] for row in rows), _plains(connection, rows), strict=True))
    return tuple(found[key] for key in keys if key in found)


def entries_of(connection: Connection, article_id: str, *, all: bool = False) -> tuple[Plain, ...]:
    """The entries of an article in the order of the text; with ``all`` also those that are no longer read."""
    query = _SELECT.where(article.c.id == article_id)
    if not all:
        query = query.where(entry.c.present)
    found = _load(connection, query.order_by(entry.c.position, entry.c.key))
    return tuple(sorted(found, key=lambda plain: plain["evidence"][0]["start"]))


def find_entries(connection: Connection, prefix: str, *, limit: int = 100) -> tuple[Plain, ...]:
    """Every entry whose id begins with ``prefix``, those of the articles added last first."""
    query = _SELECT.where(entry.c.id.startswith(prefix, autoescape=True))
    return _load(connection, query.order_by(entry.c.article.desc(), entry.c.position).limit(limit))


def machine_of(connection: Connection, id: str) -> Plain | None:
    """The machine's proposal as the reader made it; None for an entry by hand or one that nothing has."""
    rows = connection.execute(_SELECT.where(entry.c.id == id)).mappings().all()
    if not rows or rows[0]["machine"] is None:
        return None
    return _with_head(rows[0], rows[0]["machine"])


def earlier_of(connection: Connection, id: str) -> tuple[Plain, ...]:
    """What older readings proposed in this place, the newest first; ``until`` tells when each gave way."""
    query = (
        sa.select(earlier.c.machine, earlier.c.until)
        .join(entry, entry.c.key == earlier.c.entry)
        .where(entry.c.id == id)
        .order_by(earlier.c.key.desc())
    )
    return tuple({**machine, "until": until.isoformat()} for machine, until in connection.execute(query))


def walk_entries(connection: Connection, *, listed: bool = True) -> Iterator[Plain]:
    """Every entry, article by article in the order they were added; with ``listed`` only those that are."""
    last = 0
    while True:
        query = sa.select(entry.c.key).where(entry.c.key > last).order_by(entry.c.key).limit(_MOST)
        keys = connection.scalars(query.where(entry.c.listed) if listed else query).all()
        if not keys:
            return
        yield from load_keys(connection, keys)
        last = keys[-1]


def _load(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[Plain, ...]:
    return _plains(connection, connection.execute(query).mappings().all())


def _plains(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Plain, ...]:
    plains = tuple(_with_head(row, row["judged"] or row["machine"]) | {"review": _review(row)} for row in rows)
    _rename(connection, plains)
    return plains


def _with_head(row: RowMapping, body: Plain) -> Plain:
    published = row["published"]
    told = {
        "id": row["article_id"],
        "title": row["title"],
        "outlet": row["outlet"],
        "author": row["author"],
        "published": published.isoformat() if published else None,
        "url": row["url"],
        "path": row["path"],
    }
    return {"id": row["id"], "kind": row["kind"], "article": told, **body}


def _review(row: RowMapping) -> Plain:
    machine, judged = row["machine"], row["judged"]
    changed = [] if machine is None or judged is None else [name for name in machine if machine[name] != judged[name]]
    return {
        "status": row["status"],
        "by": row["decided_by"],
        "at": row["decided_at"].isoformat() if row["decided_at"] else None,
        "changed": changed,
        "present": row["present"],
        "listed": row["listed"],
        "first": row["first_id"],
    }


def _rename(connection: Connection, plains: Iterable[Plain]) -> None:
    """Gives actors and issues that were merged the id and name of what they were merged into."""
    named = [found for plain in plains for _, found in actors_of(Kind(plain["kind"]), plain)]
    issues = [plain["issue"] for plain in plains if plain["issue"]]
    for (table, root, name), things in zip(_ROOTS, (named, issues), strict=True):
        ids = sorted({thing["id"] for thing in things})
        merged: dict[str, RowMapping] = {}
        for first in range(0, len(ids), _MOST):
            query = sa.select(table.c.id.label("merged"), root).join(root, root.c.key == table.c.root)
            rows = connection.execute(query.where(table.c.id.in_(ids[first : first + _MOST]))).mappings()
            merged |= {row["merged"]: row for row in rows}
        for thing in things if merged else ():
            into = merged.get(thing["id"])
            if into is not None:
                thing["id"], thing[name] = into["id"], into[name]
                if table is actor:
                    thing["kind"] = into["kind"]
    for plain in plains:
        _name_once(plain)


def _name_once(plain: Plain) -> None:
    """Leaves one of several actors in a field that were merged into one."""
    for field in FIELDS[Kind(plain["kind"])]:
        value = plain[field.name]
        if field.shape is Shape.ACTORS and isinstance(value, list):
            once = list({one["id"]: one for one in reversed(value)}.values())[::-1]
            plain[field.name] = once[0] if len(once) == 1 else once
