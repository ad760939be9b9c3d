"""The log of judgements as it stands in the database: appended to, read, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.model.judgement import Judgement, JudgementKind
from communique.store.schema import article, as_stored, entry, judgement

_MOST = 500  # ids in one query


def append(
    connection: Connection,
    who: str,
    kind: JudgementKind,
    subject: str,
    *,
    field: str | None = None,
    before: Any = None,
    after: Any = None,
    seconds: float | None = None,
    undoes: int | None = None,
    at: datetime | None = None,
) -> Judgement:
    """Writes a judgement to the log; what it changes is for the caller to apply."""
    moment = at or datetime.now(UTC)
    before, after = as_stored(before), as_stored(after)
    values = {
        "at": moment, "who": who, "kind": kind.value, "subject": subject, "field": field,
        "before": before, "after": after, "seconds": seconds, "undoes": undoes,
    }  # fmt: skip
    number: int = connection.execute(judgement.insert().values(**values)).inserted_primary_key[0]  # type: ignore[index]
    return Judgement(number, moment, who, kind, subject, field, before, after, seconds, undoes)


def load_log(connection: Connection, subject: str) -> tuple[Judgement, ...]:
    """Every judgement about a subject, in order."""
    query = sa.select(judgement).where(judgement.c.subject == subject).order_by(judgement.c.number)
    return tuple(from_row(row) for row in connection.execute(query).mappings())


def load_logs(connection: Connection, subjects: Sequence[str]) -> dict[str, tuple[Judgement, ...]]:
    """Every judgement about each subject that has any, in order."""
    logs: dict[str, list[Judgement]] = {}
    for first in range(0, len(subjects), _MOST):
        query = sa.select(judgement).where(judgement.c.subject.in_(subjects[first : first + _MOST]))
        for row in connection.execute(query.order_by(judgement.c.number)).mappings():
            logs.setdefault(row["subject"], []).append(from_row(row))
    return {subject: tuple(log) for subject, log in logs.items()}


def load_kinds(connection: Connection, kinds: Sequence[JudgementKind]) -> tuple[Judgement, ...]:
    """Every judgement of these kinds, and every undo and redo, in order."""
    wanted = [kind.value for kind in (*kinds, JudgementKind.UNDO, JudgementKind.REDO)]
    query = sa.select(judgement).where(judgement.c.kind.in_(wanted)).order_by(judgement.c.number)
    return tuple(from_row(row) for row in connection.execute(query).mappings())


def load_judgement(connection: Connection, number: int) -> Judgement | None:
    """The judgement with this number."""
    row = connection.execute(sa.select(judgement).where(judgement.c.number == number)).mappings().first()
    return None if row is None else from_row(row)


def judgements(
    connection: Connection,
    *,
    subject: str | None = None,
    who: str | None = None,
    article_id: str | None = None,
    before_number: int | None = None,
    limit: int = 100,
) -> tuple[Judgement, ...]:
    """The judgements of the log, newest first: about one subject, by one person, about the entries of one article."""
    query = sa.select(judgement).order_by(judgement.c.number.desc()).limit(limit)
    if subject is not None:
        query = query.where(judgement.c.subject == subject)
    if who is not None:
        query = query.where(judgement.c.who == who)
    if article_id is not None:
        of_article = sa.select(entry.c.id).join(article, article.c.key == entry.c.article)
        query = query.where(judgement.c.subject.in_(of_article.where(article.c.id == article_id)))
    if before_number is not None:
        query = query.where(judgement.c.number < before_number)
    return tuple(from_row(row) for row in connection.execute(query).mappings())


def undoing(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Which of the judgements with these numbers do not hold."""
    undone: set[int] = set()
    waiting = list(numbers)
    chain: dict[int, list[int]] = {}
    while waiting:  # those that undo them, those that undo these, and so on
        rows = connection.execute(
            sa.select(judgement.c.number, judgement.c.undoes).where(judgement.c.undoes.in_(waiting))
        ).all()
        for number, undoes in rows:
            chain.setdefault(undoes, []).append(number)
        waiting = [number for number, _ in rows]

    def holds(number: int) -> bool:
        return not any(holds(later) for later in chain.get(number, ()))

    undone.update(number for number in numbers if not holds(number))
    return undone


def walk(connection: Connection) -> Iterator[Judgement]:
    """The whole log, in order."""
    for row in connection.execute(sa.select(judgement).order_by(judgement.c.number)).mappings():
        yield from_row(row)


def from_row(row: RowMapping) -> Judgement:
    """The judgement that a row of the table holds."""
    return Judgement(**{**row, "kind": JudgementKind(row["kind"])})
