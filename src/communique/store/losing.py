"""Judgements that lost their place: what they are about is no longer read, or a correction took the words away."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.model.judgement import Judgement, holding
from communique.model.plain import Plain
from communique.store.continuing import log_of
from communique.store.entries import load_entries
from communique.store.projection import normal_words
from communique.store.schema import article, entry

_LIKE = 0.6  # ratio of common characters from which an entry of a corrected article is likely the one meant
_later = entry.alias("later")


def lost_judgements(connection: Connection) -> tuple[Plain, ...]:
    """Entries with judgements that hold and no place in the newest reading of the newest version of their article, each
    with those judgements and, as ``near``, the id of the likeliest entry of its kind there, or None.

    Within one text that is the entry that shares most of its words; in a corrected one, the entry of the likest words,
    as long as no judgement holds places of the older text.
    """
    unread = sa.and_(~entry.c.present, entry.c.machine.is_not(None))
    continued = sa.exists().where(_later.c.continues == entry.c.key)
    corrected = sa.and_(entry.c.present, ~article.c.newest, ~continued)
    rows = connection.execute(
        sa.select(entry, article.c.newest, article.c.url)
        .join(article, article.c.key == entry.c.article)
        .where(entry.c.status != "proposed", sa.or_(unread, corrected))
        .order_by(entry.c.decided_at.desc())
    ).mappings()
    kept = rows.all()
    plains = {plain["id"]: plain for plain in load_entries(connection, [row["id"] for row in kept])}
    out = []
    for row in kept:
        held = holding(log_of(connection, row))
        if held:
            plain = plains[row["id"]]
            near = (
                _find_within(connection, row, plain) if row["newest"] else _find_corrected(connection, row, plain, held)
            )
            out.append({**plain, "judgements": held, "near": near})
    return tuple(out)


def _find_within(connection: Connection, row: Any, plain: Plain) -> str | None:
    query = sa.select(entry.c.id).where(entry.c.article == row["article"], entry.c.kind == row["kind"], entry.c.present)
    present = load_entries(connection, connection.scalars(query).all())
    near = max(present, key=lambda one: _shared(one, plain), default=None)
    return near["id"] if near and _shared(near, plain) else None


def _find_corrected(connection: Connection, row: Any, plain: Plain, held: tuple[Judgement, ...]) -> str | None:
    if any(_has_places(one.after) for one in held):
        return None
    query = (
        sa.select(entry.c.id)
        .join(article, article.c.key == entry.c.article)
        .where(article.c.url == row["url"], article.c.newest, entry.c.kind == row["kind"], entry.c.present)
    )
    words = normal_words(plain)
    likest, near = _LIKE, None
    for one in load_entries(connection, connection.scalars(query).all()):
        ratio = SequenceMatcher(None, words, normal_words(one), autojunk=False).ratio()
        if ratio > likest:
            likest, near = ratio, one["id"]
    return near


def _has_places(value: Any) -> bool:
    """True where a plain value holds a place in a text."""
    if isinstance(value, dict):
        return type(value.get("start")) is int or any(_has_places(inner) for inner in value.values())
    return isinstance(value, list) and any(_has_places(inner) for inner in value)


def _shared(one: Plain, other: Plain) -> int:
    """The code points that the evidence of both covers."""
    return sum(
        max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))
        for a in one["evidence"]
        for b in other["evidence"]
    )
