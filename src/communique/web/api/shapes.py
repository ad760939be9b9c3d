"""The shapes of what the API takes and gives, as Pydantic models: what the OpenAPI schema is made of.

The models of the seven kinds are made from ``model.fields``, so that they say what the record's contract says.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints, create_model

from communique.model.actor import ActorKind
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape
from communique.model.fields import Field as RecordField
from communique.model.judgement import Judgement, JudgementKind, ReviewStatus
from communique.model.plain import Plain
from communique.store.accounts import Role

Thing = TypeVar("Thing")
NO_NUL = r"^[^\x00]*$"
MOST = 200
"""Things on one page."""


def _check_day(told: Any) -> Any:
    """Only ``2025-03-01`` is a day; Pydantic by itself takes seconds since 1970 too."""
    if isinstance(told, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        raise ValueError("write a day as 2025-03-01")
    return told


Text = Annotated[str, StringConstraints(max_length=400, pattern=NO_NUL)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=NO_NUL)]
Day = Annotated[date, BeforeValidator(_check_day), Field(examples=["2025-03-01"])]
Number = Annotated[int, Field(ge=1, le=2**53)]
Seconds = Annotated[float, Strict(), Field(ge=0, lt=86_400, description="How long the decision took.")]


class Shown(BaseModel):
    """A model of what the API gives; what the record adds in later versions passes through."""

    model_config = ConfigDict(extra="allow")


class Taken(BaseModel):
    """A model of what the API takes; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """What went wrong: a code for programs, a sentence for people, and where a request did not fit."""

    code: str = Field(examples=["unknown_entry"])
    message: str = Field(examples=["no entry has the id s0a1b2c3d4e5f"])
    details: list[dict[str, Any]] = Field(examples=[[]])


class ErrorAnswer(BaseModel):
    """The one shape of every error."""

    error: Problem


class SpanShape(Shown):
    """A stretch of the article: code points, half-open, and its words."""

    start: int
    end: int
    text: str


class WordsShape(Shown):
    """Words or a paraphrase, and where they stand."""

    text: str
    start: int | None
    end: int | None


class WhenShape(Shown):
    """A time expression: TIMEX3 value and the days that bound it."""

    text: str
    start: int | None
    end: int | None
    value: str = Field(examples=["2025-02-27"])
    earliest: date | None
    latest: date | None


class AmountShape(Shown):
    """A figure; decimals as strings."""

    value: str = Field(examples=["2.5"])
    unit: str | None
    of: str | None
    approximate: bool
    low: str | None
    high: str | None


class ActorShape(Shown):
    """An actor where it stands in an entry, with the words that stand for it."""

    id: str = Field(examples=["person:ilse-brandt"])
    name: str
    kind: ActorKind
    mention: SpanShape | None


class IssueShape(Shown):
    """What the parties are talking about."""

    id: str
    label: str


class InstrumentShape(Shown):
    """A draft, treaty or plan."""

    name: str
    version: str | None


class ArticleShape(Shown):
    """The article that an entry stands in."""

    id: str
    title: str | None
    outlet: str | None
    author: str | None
    published: date | None
    url: str | None
    path: str | None


class MethodShape(Shown):
    """What found an entry; score in [0, 1]."""

    name: str
    version: str
    score: float
    rules: list[str]


class ReviewShape(Shown):
    """Where an entry stands with the people who review it."""

    status: ReviewStatus
    by: str | None
    at: datetime | None
    changed: list[str] = Field(description="The fields that a person changed.")
    present: bool = Field(description="The newest reading has it, or a person added it.")
    listed: bool = Field(description="Present, in the newest version of its article.")
    first: str | None = Field(description="Of a reprint: the entry where its words first appeared.")


_TYPES: dict[Shape, Any] = {
    Shape.ACTORS: ActorShape | list[ActorShape],
    Shape.SPAN: SpanShape,
    Shape.SPANS: list[SpanShape],
    Shape.WORDS: WordsShape,
    Shape.WHEN: WhenShape,
    Shape.AMOUNT: AmountShape,
    Shape.TEXT: str,
    Shape.DECIMAL: str,
    Shape.FLAG: bool,
    Shape.ENTRY: str,
    Shape.ISSUE: IssueShape,
    Shape.INSTRUMENT: InstrumentShape,
}


def _type(field: RecordField) -> Any:
    known = Literal[field.choices] if field.shape is Shape.CHOICE else _TYPES[field.shape]
    return known if field.required else known | None


def _model(kind: Kind, suffix: str, **more: Any) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "id": (str, ...),
        "kind": (Literal[kind.value], ...),
        "article": (ArticleShape, ...),
        "method": (MethodShape, ...),
        **{field.name: (_type(field), ...) for field in FIELDS[kind]},
        **more,
    }
    doc = f"An entry of the kind {kind.value}."
    return create_model(f"{kind.value.capitalize()}{suffix}", __base__=Shown, __doc__=doc, **fields)


@cache
def _union(suffix: str, review: bool) -> Any:
    more: dict[str, Any] = {"review": (ReviewShape, ...)} if review else {}
    models: list[Any] = [_model(kind, suffix, **more) for kind in Kind]
    return Annotated[reduce(or_, models), Field(discriminator="kind")]


EntryShape = _union("", True)
"""An entry as it stands now, of any kind."""
ProposalShape = _union("Proposal", False)
"""An entry as the reader proposed it, of any kind."""


class EarlierShape(Shown):
    """What an older reading proposed in the place of an entry, until a newer one said something else."""

    until: datetime


class Page(BaseModel, Generic[Thing]):
    """Some of many things; ``Link`` in the headers leads to the pages around."""

    items: list[Thing]
    total: int = Field(ge=0)
    limit: int = Field(ge=1)
    offset: int = Field(ge=0)


class ArticleFacts(ArticleShape):
    """What is known of an article; counts are of the entries that the newest reading has."""

    version: int
    newest: bool
    first: str | None = Field(description="Of a near-copy: the article it first appeared as.")
    shared: float | None = Field(description="Of a near-copy: the part of the smaller text that both have.")
    added: datetime
    reader: str
    entries: int
    decided: int


class DoubtShape(Shown):
    """A place where the reader was unsure."""

    what: str
    start: int | None
    end: int | None
    why: str


class ArticleWhole(ArticleFacts):
    """An article with its versions, its near-copies and the reader's doubts."""

    versions: list[ArticleFacts]
    copies: list[ArticleFacts]
    doubts: list[DoubtShape]


class JudgementShape(BaseModel):
    """One decision of the log."""

    number: int
    at: datetime
    who: str
    kind: JudgementKind
    subject: str
    field: str | None
    before: Any
    after: Any
    seconds: float | None
    undoes: int | None


def judgement_to_plain(judgement: Judgement) -> Plain:
    """A judgement as the API prints it."""
    names = JudgementShape.model_fields
    return {name: getattr(judgement, name) for name in names}


class Counts(Shown):
    """How often an actor or an issue stands in the record, reprints left out.

    Where ``exact`` is false they are upper bounds with reprints and older versions, and null where nobody counted.
    """

    entries: int
    statements: int | None
    articles: int | None
    exact: bool


class NamedActor(Shown):
    """An actor by id and name."""

    id: str
    name: str
    kind: ActorKind


class ActorWhole(NamedActor):
    """An actor of the whole record."""

    office: str | None
    state: str | None
    iso3166: str | None
    wikidata: str | None
    aliases: list[str]
    merged: list[NamedActor] = Field(description="The actors that a person merged into this one.")
    into: str | None = Field(description="The actor that a person merged this one into.")
    counts: Counts


class IssueWhole(IssueShape):
    """An issue of the whole record, with its place in the codebook."""

    parent: IssueShape | None
    children: list[IssueShape]
    phrases: list[str]
    coded: bool
    merged: list[IssueShape]
    into: str | None
    counts: Counts


class AccountShape(BaseModel):
    """Somebody who may log in."""

    name: str
    role: Role
    active: bool
    created: datetime
