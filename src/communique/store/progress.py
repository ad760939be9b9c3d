"""How far the review has come, and what each reviewer decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from communique.errors import UnknownArticle
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Field, Shape
from communique.model.judgement import ABOUT_ENTRIES, FIELD_OF, JudgementKind, undone_numbers
from communique.model.plain import Plain
from communique.store.log import load_kinds
from communique.store.projection import listed
from communique.store.schema import actor, entry, issue, judgement, undecided
from communique.store.schema import article as articles

LONGEST_SECONDS = 300
"""A decision that took longer was interrupted, and says nothing of how long decisions take."""


def progress(connection: Connection, who: str, *, today: date | None = None) -> Plain:
    """``decided``: entries that ``who`` decided; ``left``: undecided ones, reprints left out; ``today``: decided by
    ``who`` on ``today`` (UTC; now when None); ``median_seconds`` of a decision by ``who``, or None; ``by``: how many
    entries each reviewer decided, the busiest first. Only judgements that hold count, and an entry counts once.
    """
    holding = _holding(connection)
    count = sa.func.count(judgement.c.subject.distinct())
    rows = connection.execute(sa.select(judgement.c.who, count).where(*holding).group_by(judgement.c.who))
    by = sorted(((name, decided) for name, decided in rows), key=lambda known: (-known[1], known[0]))
    day = today or datetime.now(UTC).date()
    midnight = datetime.combine(day, time(), UTC)
    of_today = (judgement.c.who == who, judgement.c.at >= midnight, judgement.c.at < midnight + timedelta(days=1))
    seconds = connection.scalars(
        sa.select(judgement.c.seconds).where(
            *holding, judgement.c.who == who, judgement.c.seconds > 0, judgement.c.seconds <= LONGEST_SECONDS
        )
    ).all()
    return {
        "decided": dict(by).get(who, 0),
        "left": connection.scalar(sa.select(sa.func.count()).select_from(entry).where(undecided)) or 0,
        "today": connection.scalar(sa.select(count).where(*holding, *of_today)) or 0,
        "median_seconds": round(median(seconds), 1) if seconds else None,
        "by": [{"who": name, "decided": decided} for name, decided in by],
    }


def decisions(connection: Connection, *, article: str | None = None) -> tuple[Plain, ...]:
    """What each reviewer made of each entry (of one article), in the order of the log: ``{"entry", "kind", "article",
    "who", "values"}``.

    ``values`` holds ``accepted`` (true or false) and, of an accepted entry, every field as this reviewer left it: the
    machine's value or the reviewer's own, whatever others decided. Values are plain and can be compared: actors as
    sorted ids under what they were merged into, issues by id, times by their first day, amounts and texts as written.
    Raises UnknownArticle.
    """
    wanted: list[ColumnElement[bool]] = []
    if article is not None:
        key = connection.scalar(sa.select(articles.c.key).where(articles.c.id == article))
        if key is None:
            raise UnknownArticle(f"no article has the id {article!r}")
        wanted.append(entry.c.article == key)
    query = (
        sa.select(
            judgement.c.who, judgement.c.kind, judgement.c.field, judgement.c.after,
            entry.c.id, entry.c.kind.label("of"), entry.c.machine, entry.c.judged, articles.c.id.label("within"),
        )
        .join(entry, entry.c.id == judgement.c.subject)
        .join(articles, articles.c.key == entry.c.article)
        .where(*_holding(connection), *wanted)
        .order_by(judgement.c.number)
    )  # fmt: skip
    made: dict[tuple[str, str], Plain] = {}
    for row in connection.execute(query).mappings():
        told = made.setdefault((row["id"], row["who"]), _proposed(row))
        kind = JudgementKind(row["kind"])
        told["accepted"] = kind is not JudgementKind.REJECT
        field = FIELD_OF.get(kind) or row["field"]
        if kind is JudgementKind.ADD:
            told["body"] = row["after"]
        elif field is not None:
            told["body"] = {**told["body"], field: row["after"]}
    roots = {**_roots(connection, actor), **_roots(connection, issue)}
    return tuple(
        {
            "entry": id, "kind": told["kind"], "article": told["article"], "who": who,
            "values": dict(_values(told, roots)),
        }
        for (id, who), told in made.items()
    )  # fmt: skip


def _holding(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the judgements about entries that hold."""
    undone = sorted(undone_numbers(load_kinds(connection, ())))
    return (
        judgement.c.kind.in_([kind.value for kind in ABOUT_ENTRIES]),
        judgement.c.number.not_in(sa.bindparam("undone", undone, expanding=True, literal_execute=True)),
    )


def _proposed(row: sa.RowMapping) -> Plain:
    return {
        "kind": row["of"], "article": row["within"], "accepted": None, "body": row["machine"] or row["judged"] or {},
    }  # fmt: skip


def _values(told: Plain, roots: dict[str, str]) -> Iterator[tuple[str, Any]]:
    yield "accepted", told["accepted"]
    if told["accepted"]:
        for field in FIELDS[Kind(told["kind"])]:
            yield field.name, _comparable(field, told["body"].get(field.name), roots)


def _comparable(field: Field, value: Any, roots: dict[str, str]) -> Any:
    if value is None:
        return None
    match field.shape:
        case Shape.ACTORS:
            return " ".join(sorted(roots.get(one["id"], one["id"]) for one in listed(value)))
        case Shape.ISSUE:
            return roots.get(value["id"], value["id"])
        case Shape.WHEN:
            return value["earliest"] or value["latest"]
        case Shape.SPAN | Shape.WORDS:
            return _places([value])
        case Shape.SPANS:
            return _places(value)
        case Shape.AMOUNT:
            return f"{value['value']} {value['unit'] or ''}".strip()
        case Shape.INSTRUMENT:
            return " ".join(part for part in (value["name"], value["version"]) if part)
        case _:
            return value


def _places(spans: Iterable[Plain]) -> str:
    return " ".join(f"{span['start']}-{span['end']}" for span in spans)


def _roots(connection: Connection, table: sa.Table) -> dict[str, str]:
    root = table.alias("root")
    query = sa.select(table.c.id, root.c.id).join(root, root.c.key == table.c.root)
    return {row[0]: row[1] for row in connection.execute(query)}
