"""Entries: as they stand, as the reader proposed them, and what people decided about them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel

from communique.model.plain import Plain
from communique.store.continuing import log_by_id
from communique.store.entries import earlier_of, machine_of
from communique.web.api.answers import entry_tag, errors, make_router
from communique.web.api.shapes import (
    EarlierShape,
    EntryShape,
    Id,
    JudgementShape,
    ProposalShape,
    judgement_to_plain,
)
from communique.web.desk import AtDesk
from communique.web.gathering import find_entry

router = make_router("entries")
InPath = Annotated[Id, Path(examples=["s0a1b2c3d4e5f"])]


class MachineShape(BaseModel):
    """What the reader proposed; null for an entry that a person added."""

    proposal: ProposalShape | None


@router.get("/entries/{id}", response_model=EntryShape, responses=errors(404), summary="One entry")
def get_entry(desk: AtDesk, response: Response, id: InPath) -> Any:
    """An entry as it stands: the reader's proposal with the judgements that hold. Its ``ETag`` goes with a judgement
    as ``If-Match``, which then is refused where somebody was quicker.
    """
    with desk.store.reading() as connection:
        entry = find_entry(connection, id)
    response.headers["ETag"] = entry_tag(entry)
    return entry


@router.get("/entries/{id}/machine", response_model=MachineShape, responses=errors(404), summary="The proposal")
def get_machine(desk: AtDesk, id: InPath) -> Plain:
    """The entry as the reader proposed it, whatever people decided since."""
    with desk.store.reading() as connection:
        find_entry(connection, id)
        return {"proposal": machine_of(connection, id)}


@router.get(
    "/entries/{id}/earlier",
    response_model=list[EarlierShape],
    responses=errors(404),
    summary="What older readings proposed",
)
def get_earlier(desk: AtDesk, id: InPath) -> list[Plain]:
    """What older readings proposed in this place, the newest first."""
    with desk.store.reading() as connection:
        find_entry(connection, id)
        return list(earlier_of(connection, id))


@router.get(
    "/entries/{id}/judgements",
    response_model=list[JudgementShape],
    responses=errors(404),
    summary="What was decided about it",
)
def get_entry_judgements(desk: AtDesk, id: InPath) -> list[Plain]:
    """Every judgement about the entry, undone ones and undos too, in order; of a corrected article those about the
    version before that go on here.
    """
    with desk.store.reading() as connection:
        find_entry(connection, id)
        return [judgement_to_plain(judgement) for judgement in log_by_id(connection, id)]
