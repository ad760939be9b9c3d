"""What to review next, how far the review has come, and how far reviewers agree."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from communique.analyse.agreement import Lack, Level, agree
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store.queue import Order, alike, decisions, next_entries, progress
from communique.web.api.answers import errors, make_router
from communique.web.api.entries import InPath
from communique.web.api.shapes import MOST, EntryShape, Id
from communique.web.desk import AtDesk

router = make_router("review")


class Reviewer(BaseModel):
    """How many entries somebody decided."""

    who: str
    decided: int


class Progress(BaseModel):
    """How far the review has come; seconds are those of one decision."""

    decided: int
    left: int
    today: int
    median_seconds: float | None
    by: list[Reviewer] = Field(description="The busiest first.")


@router.get("/review/next", response_model=list[EntryShape], responses=errors(404), summary="What to review next")
def get_next(
    desk: AtDesk,
    order: Order = Order.UNCERTAINTY,
    kind: Annotated[Kind | None, Query()] = None,
    actor: Annotated[Id | None, Query()] = None,
    issue: Annotated[Id | None, Query()] = None,
    article: Annotated[Id | None, Query()] = None,
    second: Annotated[bool, Query(description="What others decided and you did not, as it was proposed.")] = False,
    without: Annotated[tuple[Id, ...], Query(max_length=MOST, description="Ids to leave out.")] = (),
    after: Annotated[Id | None, Query(description="The entry behind which to go on.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Any:
    """Undecided entries in the order in which to look at them; ``why`` is the number they are ordered by."""
    with desk.store.reading() as connection:
        return next_entries(
            connection, desk.viewer.name, order=order, kind=kind, actor=actor, issue=issue, article=article,
            second=second, without=without, limit=limit, after=after,
        )  # fmt: skip


@router.get("/review/progress", response_model=Progress, responses=errors(), summary="How far it has come")
def get_progress(desk: AtDesk) -> Plain:
    """How many entries you decided and how many are left, and the median of your seconds for a decision."""
    with desk.store.reading() as connection:
        return progress(connection, desk.viewer.name, today=desk.now.date())


@router.get(
    "/entries/{id}/alike", response_model=list[EntryShape], responses=errors(404), summary="Identical proposals"
)
def get_alike(desk: AtDesk, id: InPath) -> Any:
    """Undecided proposals that say the same as an entry, to be decided together with it."""
    with desk.store.reading() as connection:
        return alike(connection, id)


class AgreementShape(BaseModel):
    """Krippendorff's alpha of one field, and the interval that holds it in 95 % of resamples; null where ``lack`` says
    why.
    """

    field: str
    kind: Kind | None
    level: Level
    coders: list[str]
    units: int = Field(description="Entries that two or more decided.")
    values: int
    alpha: float | None
    low: float | None
    high: float | None
    lack: Lack | None


@router.get("/agreement", response_model=list[AgreementShape], responses=errors(404), summary="How far people agree")
def get_agreement(desk: AtDesk, article: Annotated[Id | None, Query()] = None) -> list[Plain]:
    """How far reviewers agree beyond chance, field by field, over the record or one article."""
    with desk.store.reading() as connection:
        made = decisions(connection, article=article)
    return [
        {
            "field": one.field, "kind": one.kind, "level": one.level, "coders": list(one.coders),
            **{name: getattr(one.measured, name) for name in ("units", "values", "alpha", "low", "high", "lack")},
        }
        for one in agree(made)
    ]  # fmt: skip
