"""Issues of the whole record, and the codebook that people keep of them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

from communique.errors import UnknownIssue
from communique.export.codebook import LONGEST, MOST_ISSUES, codebook_to_yaml, parse_codebook
from communique.model.plain import Plain
from communique.store.directory import list_issues, load_issue, read_codebook, write_codebook
from communique.web.api.answers import Limit, Offset, errors, make_router, page
from communique.web.api.shapes import NO_NUL, Id, IssueWhole, Page, Text
from communique.web.desk import AtDesk, AtReview
from communique.web.errors import Refused

router = make_router("issues")
YAML = "application/yaml"
_EXAMPLE: JsonValue = {
    "id": "pilotage",
    "label": "Pilotage in the strait",
    "phrases": ["pilots", "pilotage"],
    "parent": None,
}


CodeText = Annotated[str, StringConstraints(max_length=LONGEST, pattern=NO_NUL)]


class CodedIssue(BaseModel):
    """An issue of the codebook; ``phrases`` are words by which it is known, ``parent`` the id of the one above."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    id: CodeText | None = None
    label: Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    phrases: list[CodeText] | None = None
    parent: CodeText | None = None


class Written(BaseModel):
    """How many issues of a codebook were new or changed."""

    changed: int


@router.get("/issues", response_model=Page[IssueWhole], responses=errors(), summary="List issues")
def get_issues(
    desk: AtDesk,
    request: Request,
    response: Response,
    text: Annotated[Text, Query(description="Part of a label.")] = "",
    coded: Annotated[bool | None, Query(description="Only those that the codebook has, or has not.")] = None,
    order: Literal["entries", "label"] = "entries",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Plain:
    """Issues that stand for themselves, those with most entries first."""
    with desk.store.reading() as connection:
        items, total = list_issues(connection, text=text, coded=coded, order=order, limit=limit, offset=offset)
    return page(request, response, items, total, limit=limit, offset=offset)


@router.get("/issues/{id:path}", response_model=IssueWhole, responses=errors(404), summary="One issue")
def get_issue(desk: AtDesk, id: Annotated[Id, Path(examples=["pilotage"])]) -> Plain:
    """An issue with its place in the codebook, what is merged into it, and how often it stands in the record."""
    with desk.store.reading() as connection:
        issue = load_issue(connection, id)
    if issue is None:
        raise UnknownIssue(f"no issue has the id {id}")
    return issue


_LIST = {"type": "array", "items": CodedIssue.model_json_schema(), "maxItems": MOST_ISSUES}
_FILE = {**_LIST, "type": ["array", "null"]}  # an empty file is an empty codebook


class YamlAnswer(Response):
    """YAML (RFC 9512)."""

    media_type = YAML


@router.get(
    "/codebook",
    response_class=YamlAnswer,
    responses={**errors(), 200: {"content": {YAML: {"schema": _LIST}}}},
    summary="The codebook",
)
def get_codebook(desk: AtDesk) -> Response:
    """The issues that people keep: id, label, phrases and parent of each, parents first."""
    with desk.store.reading() as connection:
        items = read_codebook(connection)
    return YamlAnswer(codebook_to_yaml(items), headers={"Content-Disposition": 'attachment; filename="codebook.yaml"'})


async def _read_body(request: Request) -> bytes:
    return await request.body()


@router.put(
    "/codebook",
    response_model=Written,
    responses=errors(409, 415, writes=True),
    openapi_extra={"requestBody": {"required": True, "content": {YAML: {"schema": _FILE}}}},
    summary="Write the codebook",
)
def put_codebook(
    desk: AtReview,
    request: Request,
    body: Annotated[bytes, Depends(_read_body)],
) -> Plain:
    """Takes the issues of a codebook over by their ids; those that it does not name stay."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in (YAML, "text/yaml"):
        raise Refused(415, "wrong_type", "A codebook comes as application/yaml.")
    items = parse_codebook(body)
    with desk.store.writing() as connection:
        return {"changed": write_codebook(connection, items)}
