"""Decisions of people: made, taken back, done again. Each is appended to the log, and its effect written at once.

The machine's proposals are never touched. What an entry, an actor or an issue is after its judgements is always the
fold of its log (``projection``, ``merging``), so undo and redo are judgements like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.errors import (
    BadJudgement,
    UnknownArticle,
    UnknownEntry,
    UnknownJudgement,
)
from communique.model.actor import ActorKind, make_id, slug
from communique.model.checking import check_value
from communique.model.entry import Kind, entry_id
from communique.model.fields import FIELDS, Shape, field_of
from communique.model.judgement import ABOUT_ENTRIES, FIELD_OF, Judgement, JudgementKind
from communique.model.plain import Plain, the_article
from communique.model.span import Span
from communique.store.continuing import continued_by, log_of
from communique.store.database import take_turn
from communique.store.directory import actor_keys, issue_keys
from communique.store.log import append, load_judgement, undoing
from communique.store.merging import MERGES, apply_merges, check_parts, load_things, members_of
from communique.store.projection import listed, project
from communique.store.proposals import insert_by_hand, write_standing
from communique.store.schema import actor, article, entry, issue, judgement

_BY_HAND = {"name": "by hand", "version": "1", "score": 1.0, "rules": []}


def judge(
    connection: Connection,
    who: str,
    kind: JudgementKind,
    subject: str,
    *,
    field: str | None = None,
    after: Any = None,
    seconds: float | None = None,
    at: datetime | None = None,
) -> Judgement:
    """Decides about the entry ``subject``: accept or reject it, or give one of its fields another value.

    Raises UnknownEntry, and BadJudgement where the value cannot stand in the field.
    """
    if kind not in ABOUT_ENTRIES or kind is JudgementKind.ADD:
        raise BadJudgement(f"{kind.value} is no decision about an entry that is there")
    take_turn(connection)
    row = _entry(connection, subject)
    name = FIELD_OF.get(kind) or (field if kind is JudgementKind.EDIT else None)
    before = None
    if name is not None:
        after = _checked(connection, Kind(row["kind"]), name, after, row["article"])
        before = (row["judged"] or row["machine"]).get(name)
    elif kind is JudgementKind.EDIT:
        raise BadJudgement("an edit needs the field that it is about")
    else:
        before, after = row["status"], None
    name_of, took = _named(who), _checked_seconds(seconds)
    made = append(connection, name_of, kind, subject, field=name, before=before, after=after, seconds=took, at=at)
    _apply_to_entry(connection, row)
    return made


def add_entry(
    connection: Connection,
    who: str,
    article_id: str,
    kind: Kind,
    values: Plain,
    *,
    seconds: float | None = None,
    at: datetime | None = None,
) -> Judgement:
    """Adds an entry by hand; ``values`` are its fields by name, of spans only start and end need be told.

    Raises UnknownArticle, and BadJudgement for a field that is missing, unknown or cannot hold its value, or where the
    article has an entry of this kind in this place.
    """
    take_turn(connection)
    found = connection.execute(sa.select(article).where(article.c.id == article_id)).mappings().first()
    if found is None:
        raise UnknownArticle(f"no article has the id {article_id}")
    unknown = values.keys() - {field.name for field in FIELDS[kind]}
    if unknown:
        raise BadJudgement(f"a {kind.value} has no field {', '.join(sorted(unknown))}")
    given = dict(values)
    if kind is Kind.STATEMENT:
        given.setdefault("content", given.get("evidence"))
        given = {"mode": "indirect", "stance": "unclear", **given}
    if kind is Kind.AMOUNT:
        given.setdefault("approximate", False)
    body = {
        field.name: _checked(connection, kind, field.name, given.get(field.name), found["key"])
        for field in FIELDS[kind]
    }
    body = {"evidence": body.pop("evidence"), "method": _BY_HAND, **body}
    body["asserted_by"] = body["asserted_by"] or the_article()
    id = entry_id(kind, article_id, [Span(span["start"], span["end"]) for span in body["evidence"]])
    there = connection.execute(sa.select(entry.c.present).where(entry.c.id == id)).first()
    if there is None:
        insert_by_hand(connection, found["key"], id, kind, body, {"newest": found["newest"]})
    elif there.present:
        raise BadJudgement(f"there is a {kind.value} in this place already, {id}; change that one")
    made = append(connection, _named(who), JudgementKind.ADD, id, after=body, seconds=_checked_seconds(seconds), at=at)
    _apply_to_entry(connection, _entry(connection, id))
    return made


def merge_actors(
    connection: Connection, who: str, ids: Sequence[str], into: str, *, seconds: float | None = None
) -> Judgement:
    """Makes the actors ``ids`` one with the actor ``into``, whose name stays; raises UnknownActor, BadJudgement."""
    return _merge(connection, who, JudgementKind.MERGE_ACTORS, ids, into, seconds)


def merge_issues(
    connection: Connection, who: str, ids: Sequence[str], into: str, *, seconds: float | None = None
) -> Judgement:
    """Makes the issues ``ids`` one with the issue ``into``, whose label stays; raises UnknownIssue, BadJudgement."""
    return _merge(connection, who, JudgementKind.MERGE_ISSUES, ids, into, seconds)


def split_actor(
    connection: Connection,
    who: str,
    id: str,
    *,
    parts: Sequence[str] = (),
    entries: Sequence[str] = (),
    name: str | None = None,
    kind: str | None = None,
    seconds: float | None = None,
) -> Judgement:
    """Parts an actor: ``parts`` were merged into it and stand for themselves again; in ``entries`` it is somebody
    else, called ``name``. Raises UnknownActor, UnknownEntry, BadJudgement.
    """
    take_turn(connection)
    row = load_things(connection, actor, [id])[id]
    edits = []
    other: Plain | None = None
    if entries:
        if not name or not name.strip():
            raise BadJudgement("tell by name who stands in those entries")
        if kind is not None and kind not in set(ActorKind):
            raise BadJudgement(f"an actor is one of {', '.join(ActorKind)}")
        as_kind = ActorKind(kind or row["kind"])
        other = {"id": make_id(as_kind, name), "name": " ".join(name.split()), "kind": as_kind.value}
        if other["id"] == id:
            raise BadJudgement(f"the other one needs another name than {row['name']}")
        actor_keys(connection, [other])
        members = members_of(connection, actor, row["key"])
        for one in entries:
            edits += _replace_actor(connection, who, one, members, other)
    after = {"parts": check_parts(connection, actor, row, parts), "other": other, "edits": edits}
    if not after["parts"] and not edits:
        raise BadJudgement("name what leaves: actors that were merged into it, or entries")
    return _split(connection, who, JudgementKind.SPLIT_ACTORS, id, after, seconds)


def split_issue(
    connection: Connection,
    who: str,
    id: str,
    *,
    parts: Sequence[str] = (),
    entries: Sequence[str] = (),
    label: str | None = None,
    seconds: float | None = None,
) -> Judgement:
    """Parts an issue: ``parts`` were merged into it and stand for themselves again; ``entries`` are about another one,
    called ``label``. Raises UnknownIssue, UnknownEntry, BadJudgement.
    """
    take_turn(connection)
    row = load_things(connection, issue, [id])[id]
    edits = []
    other: Plain | None = None
    if entries:
        if not label or not label.strip():
            raise BadJudgement("tell by a label what those entries are about")
        other = {"id": slug(label), "label": " ".join(label.split())}
        issue_keys(connection, [other])
        for one in entries:
            edits.append(judge(connection, who, JudgementKind.EDIT, one, field="issue", after=other).number)
    after = {"parts": check_parts(connection, issue, row, parts), "other": other, "edits": edits}
    if not after["parts"] and not edits:
        raise BadJudgement("name what leaves: issues that were merged into it, or entries")
    return _split(connection, who, JudgementKind.SPLIT_ISSUES, id, after, seconds)


def undo(connection: Connection, who: str, number: int | None = None, *, at: datetime | None = None) -> Judgement:
    """Takes back the judgement ``number``, or, without one, the last of this person that holds.

    Raises UnknownJudgement, and BadJudgement where it is undone already or there is nothing to undo.
    """
    take_turn(connection)
    if number is None:
        number = _last(connection, who, (JudgementKind.UNDO, JudgementKind.REDO), wanted=False)
    return _reverse(connection, who, JudgementKind.UNDO, number, at)


def redo(connection: Connection, who: str, number: int | None = None, *, at: datetime | None = None) -> Judgement:
    """Takes back the undo ``number``, or, without one, the last undo of this person that holds; raises as undo does."""
    take_turn(connection)
    if number is None:
        number = _last(connection, who, (JudgementKind.UNDO,), wanted=True)
    return _reverse(connection, who, JudgementKind.REDO, number, at)


def _entry(connection: Connection, id: str) -> RowMapping:
    row = connection.execute(sa.select(entry).where(entry.c.id == id)).mappings().first()
    if row is None:
        raise UnknownEntry(f"no entry has the id {id}")
    return row


def _apply_to_entry(connection: Connection, row: RowMapping) -> None:
    """Writes how an entry stands, and those that continue it in later versions of its article."""
    write_standing(connection, row, project(row["machine"], log_of(connection, row)))
    for later in continued_by(connection, row["key"]):
        _apply_to_entry(connection, later)


def _checked(connection: Connection, kind: Kind, name: str, value: Any, article_key: int) -> Any:
    field = field_of(kind, name)
    if field is None:
        raise BadJudgement(f"a {kind.value} has no field {name}")
    text = connection.scalar(sa.select(article.c.text).where(article.c.key == article_key)) or ""
    try:
        return check_value(field, value, text)
    except ValueError as error:
        raise BadJudgement(str(error)) from error


def _checked_seconds(seconds: float | None) -> float | None:
    return None if seconds is None or not 0 <= seconds < 86_400 else round(seconds, 2)


def _named(who: str) -> str:
    name = " ".join(who.split())
    if not name or len(name) > 200:
        raise BadJudgement("a judgement needs the name of who makes it")
    return name


def _merge(
    connection: Connection, who: str, kind: JudgementKind, ids: Sequence[str], into: str, seconds: float | None
) -> Judgement:
    take_turn(connection)
    table = MERGES[kind]
    others = [id for id in dict.fromkeys(ids) if id != into]
    if not others:
        raise BadJudgement("name at least one to merge into another")
    rows = load_things(connection, table, [*others, into])
    roots = {row["key"]: row["id"] for row in rows.values()}
    before = {id: roots.get(rows[id]["root"]) if rows[id]["root"] else None for id in others}
    made = append(
        connection, _named(who), kind, into, before=before, after={"ids": others, "into": into},
        seconds=_checked_seconds(seconds),
    )  # fmt: skip
    apply_merges(connection, table)
    return made


def _split(
    connection: Connection, who: str, kind: JudgementKind, id: str, after: Plain, seconds: float | None
) -> Judgement:
    made = append(connection, _named(who), kind, id, after=after, seconds=_checked_seconds(seconds))
    apply_merges(connection, MERGES[kind])
    return made


def _replace_actor(connection: Connection, who: str, id: str, members: set[str], other: Plain) -> list[int]:
    """Puts ``other`` in the place of an actor wherever it stands in an entry; the numbers of the edits."""
    row = _entry(connection, id)
    body = row["judged"] or row["machine"]
    edits = []
    for field in FIELDS[Kind(row["kind"])]:
        if field.shape is Shape.ACTORS and any(one["id"] in members for one in listed(body.get(field.name))):
            value = [
                {**other, "mention": one["mention"]} if one["id"] in members else one
                for one in listed(body[field.name])
            ]
            made = judge(connection, who, JudgementKind.EDIT, id, field=field.name, after=value)
            edits.append(made.number)
    if not edits:
        raise BadJudgement(f"the entry {id} does not name that actor")
    return edits


def _reverse(connection: Connection, who: str, kind: JudgementKind, number: int, at: datetime | None) -> Judgement:
    """Appends an undo or redo of the judgement ``number``, and writes what follows from it."""
    made = load_judgement(connection, number)
    if made is None:
        raise UnknownJudgement(f"no judgement has the number {number}")
    is_undo = made.kind is JudgementKind.UNDO
    if kind is JudgementKind.REDO and not is_undo:
        raise BadJudgement(f"judgement {number} is no undo; only what was undone can be done again")
    if kind is JudgementKind.UNDO and made.kind in (JudgementKind.UNDO, JudgementKind.REDO):
        raise BadJudgement(
            f"judgement {number} is {made.kind.value} itself; {'redo' if is_undo else 'undo'} what it was about"
        )
    if number in undoing(connection, [number]):
        raise BadJudgement(f"judgement {number} does not hold any more")
    reversal = append(connection, _named(who), kind, made.subject, field=made.field, undoes=number, at=at)
    _follow(connection, who, kind, made, at)
    return reversal


def _follow(connection: Connection, who: str, kind: JudgementKind, made: Judgement, at: datetime | None) -> None:
    """Writes what an undo or redo of ``made`` changes."""
    original = made
    while original.undoes is not None:
        found = load_judgement(connection, original.undoes)
        assert found is not None, original
        original = found
    table = MERGES.get(original.kind)
    if table is None:
        _apply_to_entry(connection, _entry(connection, original.subject))
        return
    for number in (original.after or {}).get("edits", ()):
        _reverse_edit(connection, who, kind, number, at)
    apply_merges(connection, table)


def _reverse_edit(connection: Connection, who: str, kind: JudgementKind, number: int, at: datetime | None) -> None:
    """Undoes or redoes one of the edits that a split made, unless somebody has done so meanwhile."""
    holds = number not in undoing(connection, [number])
    if kind is JudgementKind.UNDO and holds:
        _reverse(connection, who, kind, number, at)
    elif kind is JudgementKind.REDO and not holds:
        _reverse(connection, who, kind, _undo_of(connection, number), at)


def _undo_of(connection: Connection, number: int) -> int:
    """The undo that holds of a judgement that does not."""
    numbers = connection.scalars(sa.select(judgement.c.number).where(judgement.c.undoes == number)).all()
    held: set[int] = set(numbers) - undoing(connection, numbers)
    return max(held)


def _last(connection: Connection, who: str, kinds: Sequence[JudgementKind], *, wanted: bool) -> int:
    """The number of the last judgement of a person that holds, of these kinds or (``wanted`` false) of others."""
    of_kind = judgement.c.kind.in_([kind.value for kind in kinds])
    query = (
        sa.select(judgement.c.number)
        .where(judgement.c.who == _named(who), of_kind if wanted else ~of_kind)
        .order_by(judgement.c.number.desc())
    )
    for numbers in connection.scalars(query).partitions(50):
        undone = undoing(connection, numbers)
        held: list[int] = [number for number in numbers if number not in undone]
        if held:
            return held[0]
    raise BadJudgement(f"{who} has nothing to {'do again' if wanted else 'undo'}")
