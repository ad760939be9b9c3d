"""Decisions: made, taken back, done again, and the log of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import Body, Header, Path, Query, Response
from pydantic import AfterValidator, BaseModel, Field, Strict

from communique.errors import UnknownJudgement
from communique.export.unicode import storable_data
from communique.model.actor import ActorKind
from communique.model.entry import Kind, Stance, Verdict
from communique.model.judgement import ABOUT_ENTRIES, Judgement, JudgementKind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.database import take_turn
from communique.store.entries import load_entries
from communique.store.judgements import (
    add_entry,
    judge,
    merge_actors,
    merge_issues,
    redo,
    split_actor,
    split_issue,
    undo,
)
from communique.store.log import judgements, load_judgement
from communique.store.losing import lost_judgements
from communique.web.api.answers import check_tag, entry_tag, errors, make_router
from communique.web.api.shapes import (
    MOST,
    EntryShape,
    Id,
    JudgementShape,
    Number,
    Seconds,
    Shown,
    Taken,
    Text,
    judgement_to_plain,
)
from communique.web.desk import AtDesk, AtReview
from communique.web.gathering import find_entry

router = make_router("judgements")
_DEEPEST = 12  # of lists and objects in a value; the record's own go four deep


def _clean(value: Any) -> Any:
    """The value without characters that no text holds; refused where it is nested as no value of the record is."""
    layer, depth = [value], 0
    while layer := [part for one in layer for part in _parts(one)]:
        depth += 1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
    return storable_data(value)


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


Several = Annotated[list[Id], Field(min_length=1, max_length=MOST)]
Value = Annotated[Any, AfterValidator(_clean)]
"""A value of a field, without what no text holds (half surrogates, which JSON can write)."""
Some = Annotated[list[Id], Field(max_length=MOST)]


class Decision(Taken):
    """What all decisions may say."""

    seconds: Seconds | None = None


class Plainly(Decision):
    """Accept or reject an entry."""

    kind: Literal["accept", "reject"]
    subject: Id = Field(examples=["s0a1b2c3d4e5f"])


class Edit(Decision):
    """Give a field of an entry another value."""

    kind: Literal["edit"]
    subject: Id
    field: Text = Field(examples=["issue"])
    after: Value = Field(description="The value as the record prints it; of spans, start and end are enough.")


class Reassign(Decision):
    """Give a statement another speaker: an actor, a list of actors, or null."""

    kind: Literal["reassign"]
    subject: Id
    after: Value = Field(examples=[{"id": "person:ilse-brandt", "name": "Ilse Brandt", "kind": "person"}])


class SetStance(Decision):
    """Say where a statement stands toward its issue."""

    kind: Literal["set_stance"]
    subject: Id
    after: Stance


class SetVerdict(Decision):
    """Say what the challenge of a dispute amounts to."""

    kind: Literal["set_verdict"]
    subject: Id
    after: Verdict


class Add(Decision):
    """Add an entry by hand: its fields by name, evidence as start and end."""

    kind: Literal["add"]
    article: Id
    entry: Kind
    values: dict[Text, Value] = Field(max_length=40, examples=[{"evidence": [{"start": 10, "end": 40}]}])


class Merge(Decision):
    """Make several actors, or several issues, one with ``into``, whose name stays."""

    kind: Literal["merge_actors", "merge_issues"]
    ids: Several
    into: Id


class SplitActor(Decision):
    """Part an actor: ``parts`` were merged into it; in ``entries`` it is somebody else, called ``name``."""

    kind: Literal["split_actors"]
    subject: Id
    parts: Some = Field(default_factory=list)
    entries: Some = Field(default_factory=list)
    name: Text | None = None
    actor_kind: ActorKind | None = None


class SplitIssue(Decision):
    """Part an issue: ``parts`` were merged into it; ``entries`` are about another one, called ``label``."""

    kind: Literal["split_issues"]
    subject: Id
    parts: Some = Field(default_factory=list)
    entries: Some = Field(default_factory=list)
    label: Text | None = None


class Reversal(Decision):
    """Undo a judgement, or redo one that was undone; without a number one's own last."""

    kind: Literal["undo", "redo"]
    number: Annotated[Number, Strict()] | None = Field(None, description="To undo: a judgement. To redo: its undo.")


AnyDecision = Annotated[
    Plainly | Edit | Reassign | SetStance | SetVerdict | Add | Merge | SplitActor | SplitIssue | Reversal,
    Body(discriminator="kind"),
]


class Made(BaseModel):
    """A judgement that was kept, and the entry it is about as it now stands (null for actors and issues)."""

    judgement: JudgementShape
    entry: EntryShape | None


class LostEntry(Shown):
    """An entry that was judged and that the newest reading no longer has; the rest is the entry as it stood."""

    id: str
    kind: Kind
    judgements: list[JudgementShape]
    near: str | None = Field(description="The present entry that shares most of its words.")


@router.get("/judgements", response_model=list[JudgementShape], responses=errors(), summary="The log")
def get_judgements(
    desk: AtDesk,
    subject: Annotated[Id | None, Query(description="About this entry, actor or issue.")] = None,
    who: Annotated[Text | None, Query(description="By this person.")] = None,
    article: Annotated[Id | None, Query(description="About the entries of this article.")] = None,
    before: Annotated[Number | None, Query(description="Older than the judgement with this number.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[Plain]:
    """The log of judgements, newest first; older ones with ``before`` the last number of this answer."""
    with desk.store.reading() as connection:
        found = judgements(
            connection, subject=subject, who=who, article_id=article, before_number=before, limit=limit
        )  # fmt: skip
    return [judgement_to_plain(judgement) for judgement in found]


@router.get("/judgements/lost", response_model=list[LostEntry], responses=errors(), summary="Judged and gone")
def get_lost(desk: AtDesk) -> list[Plain]:
    """Entries with judgements that hold and no place in the newest reading of their article."""
    with desk.store.reading() as connection:
        lost = lost_judgements(connection)
    return [{**one, "judgements": [judgement_to_plain(judgement) for judgement in one["judgements"]]} for one in lost]


@router.get("/judgements/{number}", response_model=JudgementShape, responses=errors(404), summary="One judgement")
def get_judgement(desk: AtDesk, number: Annotated[Number, Path()]) -> Plain:
    """A judgement by its number, whether it still holds or not."""
    with desk.store.reading() as connection:
        found = load_judgement(connection, number)
    if found is None:
        raise UnknownJudgement(f"no judgement has the number {number}")
    return judgement_to_plain(found)


@router.post(
    "/judgements",
    status_code=201,
    response_model=Made,
    responses=errors(404, 409, 412, writes=True),
    summary="Decide",
)
def post_judgement(
    desk: AtReview,
    response: Response,
    decision: AnyDecision,
    if_match: Annotated[str | None, Header(max_length=400, description="The entry's ETag that one decided on.")] = None,
) -> Plain:
    """Makes a judgement. With ``If-Match`` it is refused (412) where the entry is no longer as one saw it."""
    with desk.store.writing() as connection:
        take_turn(connection)
        if if_match is not None and (about := getattr(decision, "subject", None)) is not None:
            found = load_entries(connection, [about])
            if found:
                check_tag(if_match, found[0])
        made = _decide(connection, desk.viewer.name, decision)
        entry = find_entry(connection, made.subject) if _about_entry(connection, made) else None
    response.headers["Location"] = f"/api/v1/judgements/{made.number}"
    if entry is not None:
        response.headers["ETag"] = entry_tag(entry)
    return {"judgement": judgement_to_plain(made), "entry": entry}


def _decide(connection: Connection, who: str, decision: Decision) -> Judgement:
    seconds = decision.seconds
    match decision:
        case Plainly():
            return judge(connection, who, JudgementKind(decision.kind), decision.subject, seconds=seconds)
        case Edit():
            return judge(
                connection, who, JudgementKind.EDIT, decision.subject, field=decision.field, after=decision.after,
                seconds=seconds,
            )  # fmt: skip
        case Reassign() | SetStance() | SetVerdict():
            kind = JudgementKind(decision.kind)
            return judge(connection, who, kind, decision.subject, after=decision.after, seconds=seconds)
        case Add():
            return add_entry(connection, who, decision.article, decision.entry, decision.values, seconds=seconds)
        case Merge():
            merge = merge_actors if decision.kind == "merge_actors" else merge_issues
            return merge(connection, who, decision.ids, decision.into, seconds=seconds)
        case SplitActor():
            return split_actor(
                connection, who, decision.subject, parts=decision.parts, entries=decision.entries, name=decision.name,
                kind=decision.actor_kind, seconds=seconds,
            )  # fmt: skip
        case SplitIssue():
            return split_issue(
                connection, who, decision.subject, parts=decision.parts, entries=decision.entries,
                label=decision.label, seconds=seconds,
            )  # fmt: skip
        case Reversal():
            reverse = undo if decision.kind == "undo" else redo
            return reverse(connection, who, decision.number)
        case _:
            raise AssertionError(decision)


def _about_entry(connection: Connection, made: Judgement) -> bool:
    """True where the judgement, or the one it takes back, is about an entry."""
    first = made
    while first.undoes is not None:
        found = load_judgement(connection, first.undoes)
        if found is None:
            return False
        first = found
    return first.kind in ABOUT_ENTRIES
