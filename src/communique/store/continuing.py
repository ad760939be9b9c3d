"""Judgements that go on to the next version of an article, where the words they are about stand there too.

A corrected article is a new article with new entries. An entry of it *continues* one of the version before when both
are of one kind and rest on the same words; its log then begins with the log of that one, the spans in it moved to where
the words now stand. Nothing is copied: the older judgements stay what they are, and taking one back counts in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.model.entry import Kind, entry_id
from communique.model.judgement import Judgement, ReviewStatus
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store.log import load_log, load_logs
from communique.store.projection import normal_words
from communique.store.schema import article, entry


@dataclass(frozen=True, slots=True)
class Move:
    """From a place in one text to a place ``step`` code points further on in another."""

    before: str
    after: str
    step: int

    def fits(self, value: Any) -> bool:
        """True when every span in a plain value, save those of mentions, has the same words in both places."""
        if isinstance(value, list):
            return all(self.fits(inner) for inner in value)
        if not isinstance(value, dict):
            return True
        if type(value.get("start")) is int and type(value.get("end")) is int:
            start, end = value["start"], value["end"]
            return start + self.step >= 0 and self.before[start:end] == self.after[start + self.step : end + self.step]
        return all(self.fits(inner) for name, inner in value.items() if name != "mention")

    def apply(self, value: Any) -> Any:
        """The value with its spans moved; a mention that is not there is dropped."""
        if isinstance(value, list):
            return [self.apply(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        moved = {
            name: None if name == "mention" and not self.fits(inner) else self.apply(inner)
            for name, inner in value.items()
        }
        if type(value.get("start")) is int and type(value.get("end")) is int:
            moved |= {"start": value["start"] + self.step, "end": value["end"] + self.step}
        return moved


def log_of(connection: Connection, row: RowMapping) -> tuple[Judgement, ...]:
    """Every judgement that counts for an entry, in order: its own, and those of the entries it continues."""
    log = load_log(connection, row["id"])
    if row["continues"] is None:
        return log
    before = connection.execute(sa.select(entry).where(entry.c.key == row["continues"])).mappings().one()
    inherited = log_of(connection, before)
    if not inherited:
        return log
    move = Move(_text(connection, before["article"]), _text(connection, row["article"]), _start(row) - _start(before))
    moved = [replace(one, after=move.apply(one.after)) for one in inherited if move.fits(one.after)]
    return tuple(sorted((*moved, *log), key=lambda one: one.number))


def log_by_id(connection: Connection, id: str) -> tuple[Judgement, ...]:
    """Every judgement that counts for the entry with this id, those it inherits among them."""
    return logs_by_id(connection, [id]).get(id, ())


def logs_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Judgement, ...]]:
    """Every judgement that counts for each of these entries that has any."""
    logs = load_logs(connection, ids)
    query = sa.select(entry).where(entry.c.id.in_(ids), entry.c.continues.is_not(None))
    for row in connection.execute(query).mappings():
        logs[row["id"]] = log_of(connection, row)
    return {id: log for id, log in logs.items() if log}


def continued_by(connection: Connection, key: int) -> tuple[RowMapping, ...]:
    """The entries that continue the one with this key."""
    return tuple(connection.execute(sa.select(entry).where(entry.c.continues == key)).mappings())


def link_versions(connection: Connection, before: int, after: int) -> tuple[RowMapping, ...]:
    """Lets the entries of the article ``after`` continue those of ``before``, entries by hand among them; those that
    now have judgements.
    """
    older, newer = _rows(connection, before), _rows(connection, after)
    place = _unique(newer)
    found = []
    for words, row in _unique(older).items():
        other = place.get(words)
        key = other["key"] if other else _carry_by_hand(connection, row, after)
        if key is None:
            continue
        connection.execute(entry.update().where(entry.c.key == key).values(continues=row["key"]))
        if row["status"] != ReviewStatus.PROPOSED.value or row["decided_by"] is not None:
            found.append(key)
    return tuple(connection.execute(sa.select(entry).where(entry.c.key.in_(found))).mappings())


def _rows(connection: Connection, key: int) -> list[RowMapping]:
    query = sa.select(entry).where(entry.c.article == key, entry.c.present).order_by(entry.c.position)
    return list(connection.execute(query).mappings())


def _unique(rows: list[RowMapping]) -> dict[tuple[str, str], RowMapping]:
    """The rows by kind and words; those whose words stand twice are left out, since nobody can tell them apart."""
    counts = Counter((row["kind"], normal_words(_body(row))) for row in rows)
    keyed = {(row["kind"], normal_words(_body(row))): row for row in rows}
    return {words: row for words, row in keyed.items() if counts[words] == 1}


def _carry_by_hand(connection: Connection, row: RowMapping, after: int) -> int | None:
    """Makes an entry by hand stand in the next version where its words do, once; its key."""
    if row["machine"] is not None:
        return None
    text, body = _text(connection, after), row["judged"]
    words = body["evidence"][0]["text"]
    if text.count(words) != 1:
        return None
    move = Move(_text(connection, row["article"]), text, text.index(words) - _start(row))
    if not move.fits(body):
        return None
    moved = move.apply(body)
    told = connection.execute(sa.select(article.c.id, article.c.newest).where(article.c.key == after)).one()
    id = entry_id(Kind(row["kind"]), told.id, [Span(one["start"], one["end"]) for one in moved["evidence"]])
    if connection.execute(sa.select(entry.c.key).where(entry.c.id == id)).first():
        return None
    columns = {name: row[name] for name in ("kind", "position", "status", "score", "day", "mode", "stance", "outlet")}
    made = entry.insert().values(id=id, article=after, judged=moved, present=True, listed=told.newest, **columns)
    key: int = connection.execute(made).inserted_primary_key[0]  # type: ignore[index]
    return key


def _text(connection: Connection, key: int) -> str:
    return connection.scalar(sa.select(article.c.text).where(article.c.key == key)) or ""


def _start(row: RowMapping) -> int:
    start: int = (row["machine"] or row["judged"])["evidence"][0]["start"]
    return start


def _body(row: RowMapping) -> Plain:
    body: Plain = row["machine"] or row["judged"]
    return body
