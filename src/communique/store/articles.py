"""Articles in the database: saving a record, its versions and near-copies, and finding articles again.

Saving is idempotent: the same reading of the same article changes nothing. Another text under the same URL is a new
version; the older one is kept, but no longer listed. A newer reader's proposals take the place of older ones, which are
kept as ``earlier``; no judgement is touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urldefrag

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.model.actor import ActorMention
from communique.model.article import Article, Block, Role, Run
from communique.model.entry import Record
from communique.model.plain import Plain, entry_to_plain
from communique.model.span import Span
from communique.store import near_copies, text_index
from communique.store.database import take_turn
from communique.store.directory import keep_cast
from communique.store.proposals import continue_version, link_reprints, refresh, save_proposals
from communique.store.schema import UNSTORABLE, article, as_stored, entry

Order = {
    "-published": (article.c.published.desc().nulls_last(), article.c.key.desc()),
    "published": (article.c.published.asc().nulls_last(), article.c.key),
    "-added": (article.c.added.desc(), article.c.key.desc()),
    "title": (sa.func.lower(article.c.title).asc().nulls_last(), article.c.key),
    "outlet": (sa.func.lower(article.c.outlet).asc().nulls_last(), article.c.published.desc(), article.c.key),
}
"""The orders in which articles are listed."""

_FIRST = article.alias("first")
_FACTS = ("title", "outlet", "author", "published", "place", "url", "path")


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a record did. ``lost`` are the ids of judged entries that the new reading no longer has."""

    article_id: str
    new: bool
    changed: bool
    version: int
    first: str | None  # the article it is a near-copy of
    entries: int
    lost: tuple[str, ...] = ()


def save_record(connection: Connection, record: Record, *, at: datetime | None = None) -> Saved:
    """Keeps the article and its entries; ``at`` is the moment it is said to be added (now when None)."""
    told = record.article
    plains = [entry_to_plain(one, told) for one in record.entries]
    doubts = [
        {"what": d.what, "start": d.span and d.span.start, "end": d.span and d.span.end, "why": d.why}
        for d in record.doubts
    ]
    return save_plain(connection, told, plains, record.reader, cast=record.actors, doubts=doubts, at=at)


def save_plain(
    connection: Connection,
    told: Article,
    entries: Sequence[Plain],
    reader: str,
    *,
    cast: Sequence[ActorMention] = (),
    doubts: Sequence[Plain] = (),
    at: datetime | None = None,
) -> Saved:
    """Keeps an article with entries that are plain data already, as ``reader`` ("communique 0.1.0") proposed them."""
    moment = at or datetime.now(UTC)
    plains = [as_stored(one) for one in entries]
    unsure = [as_stored(one) for one in doubts]
    take_turn(connection)
    row = _find_row(connection, told.id)
    if row is None:
        key, version, newest = _add_article(connection, told, reader, unsure, moment)
        facts_changed = False
    else:
        key = row["key"]
        facts_changed = _renew_facts(connection, row, told, reader, unsure, moment)
        version, newest = connection.execute(
            sa.select(article.c.version, article.c.newest).where(article.c.key == key)
        ).one()
    keep_cast(connection, cast)
    changed, lost = save_proposals(connection, key, told, plains, listed=newest, at=moment)
    before = _version_before(connection, told, key) if changed and newest else None
    if before is not None:
        continue_version(connection, before, key)
        connection.execute(article.update().where(article.c.first == before).values(first=key))
        link_reprints(connection, key)
    if row is None:
        _link_copies(connection, key, told, newest)
    elif changed:
        link_reprints(connection, row["first"] or key)
    first = _first_id(connection, key)
    return Saved(told.id, row is None, row is None or changed or facts_changed, version, first, len(plains), lost)


def load_article(connection: Connection, id: str) -> Article | None:
    """The article with this id as it was read; None when it is unknown."""
    row = _find_row(connection, id)
    if row is None:
        return None
    return Article(
        id=row["id"],
        text=row["text"],
        digest=row["digest"],
        blocks=tuple(Block(Span(start, end), Role(role)) for start, end, role in row["blocks"]),
        offsets=tuple(Run(*run) for run in row["offsets"]),
        **{name: row[name] for name in _FACTS},
    )


def find_articles(connection: Connection, prefix: str) -> tuple[str, ...]:
    """The ids of the articles whose id begins with ``prefix``, those added last first."""
    query = sa.select(article.c.id).where(article.c.id.startswith(prefix, autoescape=True))
    return tuple(connection.scalars(query.order_by(article.c.key.desc())))


def has_reading(connection: Connection, id: str, reader: str) -> bool:
    """True when the article is kept as this reader ("communique 0.1.0") read it."""
    query = sa.select(article.c.key).where(article.c.id == id, article.c.reader == reader)
    return connection.execute(query).first() is not None


def list_articles(
    connection: Connection,
    *,
    outlet: str | None = None,
    since: date | None = None,
    until: date | None = None,
    text: str = "",
    all_versions: bool = False,
    order: str = "-published",
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[Plain, ...], int]:
    """A page of articles with what is known of each, and how many there are in all.

    ``text`` is looked for in titles and outlets; the full text is searched by ``search_articles``.
    """
    wanted: list[sa.ColumnElement[bool]] = [sa.true()]
    if not all_versions:
        wanted.append(article.c.newest)
    if outlet is not None:
        wanted.append(article.c.outlet == outlet)
    if since is not None:
        wanted.append(article.c.published >= since)
    if until is not None:
        wanted.append(article.c.published <= until)
    if text:
        wanted.append(
            sa.or_(*(column.icontains(text, autoescape=True) for column in (article.c.title, article.c.outlet)))
        )
    total = connection.scalar(sa.select(sa.func.count()).select_from(article).where(*wanted)) or 0
    keys = connection.scalars(
        sa.select(article.c.key).where(*wanted).order_by(*Order[order]).limit(limit).offset(offset)
    ).all()
    return load_facts(connection, keys), total


def load_facts(connection: Connection, keys: Sequence[int]) -> tuple[Plain, ...]:
    """What is known of the articles with these keys, in their order."""
    columns = [column for column in article.c if column.name not in ("text", "blocks", "offsets", "doubts")]
    rows = connection.execute(
        sa.select(*columns, sa.func.length(article.c.text).label("characters"), _FIRST.c.id.label("first_id"))
        .outerjoin(_FIRST, _FIRST.c.key == article.c.first)
        .where(article.c.key.in_(keys))
    ).mappings()
    decided = sa.func.sum(sa.case((entry.c.status != "proposed", 1), else_=0))
    counts = {
        key: (count, int(done or 0))
        for key, count, done in connection.execute(
            sa.select(entry.c.article, sa.func.count(), decided)
            .where(entry.c.article.in_(keys), entry.c.present)
            .group_by(entry.c.article)
        )
    }
    facts = {row["key"]: _facts(row, *counts.get(row["key"], (0, 0))) for row in rows}
    return tuple(facts[key] for key in keys)


def article_facts(connection: Connection, id: str) -> Plain | None:
    """What is known of one article: as in a list, with its versions, its near-copies and the reader's doubts."""
    row = _find_row(connection, id)
    if row is None:
        return None
    plain = load_facts(connection, [row["key"]])[0]
    plain["doubts"] = row["doubts"]
    plain["versions"] = []
    if row["url"] is not None:
        same = sa.select(article.c.key).where(article.c.url == row["url"]).order_by(article.c.version)
        plain["versions"] = list(load_facts(connection, connection.scalars(same).all()))
    root = row["first"] or row["key"]
    copies = sa.select(article.c.key).where(
        sa.or_(article.c.first == root, article.c.key == root), article.c.key != row["key"]
    )
    plain["copies"] = list(load_facts(connection, connection.scalars(copies.order_by(article.c.published)).all()))
    return plain


def list_outlets(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Every outlet with the number of its articles, the largest first."""
    count = sa.func.count().label("count")
    query = sa.select(article.c.outlet, count).where(article.c.newest, article.c.outlet.is_not(None))
    rows = connection.execute(query.group_by(article.c.outlet).order_by(count.desc(), article.c.outlet))
    return tuple((outlet, n) for outlet, n in rows)


def _find_row(connection: Connection, id: str) -> RowMapping | None:
    return connection.execute(sa.select(article).where(article.c.id == id)).mappings().first()


def _add_article(
    connection: Connection, told: Article, reader: str, doubts: list[Plain], at: datetime
) -> tuple[int, int, bool]:
    """Inserts the article; its key, its version, and whether no later version is kept."""
    facts = _stored_facts(told)
    version, newest = _place_version(connection, facts["url"], told.published)
    result = connection.execute(
        article.insert().values(
            id=told.id,
            digest=told.digest,
            text=told.text,
            blocks=[[block.span.start, block.span.end, block.role.value] for block in told.blocks],
            offsets=[[run.text, run.source, run.length] for run in told.offsets],
            added=at,
            read=at,
            reader=reader,
            doubts=doubts,
            version=version,
            newest=newest,
            **facts,
        )
    )
    key: int = result.inserted_primary_key[0]  # type: ignore[index]
    text_index.put_article(connection, key, (told.title or "").translate(UNSTORABLE), told.text.translate(UNSTORABLE))
    return key, version, newest


def _place_version(connection: Connection, url: str | None, published: date | None) -> tuple[int, bool]:
    """The number of a new version under ``url``, and whether it is the newest; the one before it gives way."""
    if url is None:
        return 1, True
    rows = connection.execute(sa.select(article).where(article.c.url == url)).mappings().all()
    newest = next((row for row in rows if row["newest"]), None)
    if newest is None:
        return 1, True
    version = max(row["version"] for row in rows) + 1
    if published and newest["published"] and published < newest["published"]:
        return version, False
    connection.execute(article.update().where(article.c.key == newest["key"]).values(newest=False))
    connection.execute(entry.update().where(entry.c.article == newest["key"]).values(listed=False))
    return version, True


def _version_before(connection: Connection, told: Article, key: int) -> int | None:
    """The key of the version that this newest one took the place of: of all others the one published last."""
    url = _stored_facts(told)["url"]
    if url is None:
        return None
    others = sa.select(article.c.key).where(article.c.url == url, article.c.key != key)
    return connection.scalar(
        others.order_by(article.c.published.desc().nulls_last(), article.c.version.desc()).limit(1)
    )


def _renew_facts(
    connection: Connection, row: RowMapping, told: Article, reader: str, doubts: list[Plain], at: datetime
) -> bool:
    """Takes over what is newly told of an article (nothing told takes nothing away); true when that changed it.

    The same bytes under another name or address are the same article, and what was told first stays.
    """
    facts = {name: value for name, value in _stored_facts(told).items() if value is not None and value != row[name]}
    if row["url"] is not None and "url" in facts:
        facts = {}
    facts.pop("path", None)
    changed = bool(facts)
    if reader != row["reader"] or doubts != row["doubts"]:
        facts |= {"reader": reader, "doubts": doubts}
        changed = True
    if "url" in facts:  # told for the first time: the article takes its place among the versions under it
        facts["version"], facts["newest"] = _place_version(connection, facts["url"], told.published or row["published"])
    if changed:
        connection.execute(article.update().where(article.c.key == row["key"]).values(read=at, **facts))
    if facts.keys() & {"outlet", "published", "newest"}:
        refresh(connection, row["key"])
    return changed


def _stored_facts(told: Article) -> dict[str, Any]:
    facts = {name: getattr(told, name) for name in _FACTS}
    cleaned = {name: value.translate(UNSTORABLE) if isinstance(value, str) else value for name, value in facts.items()}
    if cleaned["url"]:
        cleaned["url"] = urldefrag(cleaned["url"]).url or None
    return cleaned


def _link_copies(connection: Connection, key: int, told: Article, newest: bool) -> None:
    """Links the article and all that are alike to the first appearance of their text, in whatever order they came.

    Articles that are alike by way of a third one are one group; its first is the one published first (of one day, the
    one added first). Only the newest version of an article is looked at, and is never a copy of an older one.
    """
    hashes = near_copies.hash_shingles(told.text)
    near_copies.keep_shingles(connection, key, hashes)
    if not newest:
        return
    alike = near_copies.find_alike(connection, key, hashes, told.published, _stored_facts(told)["url"])
    if not alike:
        return
    rows = connection.execute(sa.select(article).where(article.c.key.in_([key, *alike]))).mappings().all()
    query = sa.select(article).where(article.c.key.in_({row["first"] or row["key"] for row in rows}))
    roots = connection.execute(query).mappings().all()
    first = min(roots, key=lambda row: (row["published"] is None, row["published"] or date.min, row["key"]))
    no_version = sa.or_(article.c.url.is_(None), article.c.url != first["url"]) if first["url"] else sa.true()
    best = max(alike.values())
    for root in roots:
        if root["key"] != first["key"]:
            moved = article.update().where(no_version)
            connection.execute(moved.where(article.c.first == root["key"]).values(first=first["key"]))
            shared = alike.get(root["key"], best)
            connection.execute(moved.where(article.c.key == root["key"]).values(first=first["key"], shared=shared))
    link_reprints(connection, first["key"])


def _first_id(connection: Connection, key: int) -> str | None:
    query = sa.select(_FIRST.c.id).join(article, article.c.first == _FIRST.c.key).where(article.c.key == key)
    return connection.scalar(query)


def _facts(row: RowMapping, entries: int, decided: int) -> Plain:
    published = row["published"]
    return {
        "id": row["id"],
        "title": row["title"],
        "outlet": row["outlet"],
        "author": row["author"],
        "published": published.isoformat() if published else None,
        "url": row["url"],
        "path": row["path"],
        "place": row["place"],
        "version": row["version"],
        "newest": row["newest"],
        "first": row["first_id"],
        "shared": row["shared"],
        "added": row["added"].isoformat(),
        "reader": row["reader"],
        "characters": row["characters"],
        "entries": entries,
        "decided": decided,
    }
