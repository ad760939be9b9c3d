"""The filters of searches, exports and calendars, as one set of query parameters."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from communique.model.entry import Kind, Mode, Stance
from communique.model.fields import FIELDS, Shape
from communique.model.judgement import ReviewStatus
from communique.store.search import Query
from communique.web.api.shapes import NO_NUL, Day, Id, Taken, Text

Words = Annotated[str, StringConstraints(max_length=1000, pattern=NO_NUL)]
_ROLES = tuple(
    dict.fromkeys(field.name for fields in FIELDS.values() for field in fields if field.shape is Shape.ACTORS)
)
Role = Literal[_ROLES]  # type: ignore[valid-type]
_SEVERAL = 20


class Filters(Taken):
    """Which entries; several values of one parameter are alternatives, different parameters must all fit."""

    q: Words = Field("", description='Words; "an exact phrase", -not, this OR that, prefix*.')
    kind: list[Kind] = Field(default_factory=list, max_length=_SEVERAL)
    actor: Id | None = Field(None, description="The id of an actor, in any role.")
    role: Role | None = Field(None, description="The field in which the actor stands.")
    issue: Id | None = Field(None, description="The id of an issue; those below it in the codebook count too.")
    stance: list[Stance] = Field(default_factory=list, max_length=_SEVERAL)
    mode: list[Mode] = Field(default_factory=list, max_length=_SEVERAL)
    outlet: Text | None = None
    since: Day | None = Field(None, description="Said, due or held on this day or later; else published.")
    until: Day | None = None
    status: list[ReviewStatus] = Field(default_factory=list, max_length=_SEVERAL)
    least: float | None = Field(None, ge=0, le=1, description="The lowest score.")
    most: float | None = Field(None, ge=0, le=1, description="The highest score.")
    article: Id | None = None
    reprints: bool = Field(False, description="Also entries whose words first appeared in another article.")
    unlisted: bool = Field(False, description="Also those of older versions, and those no longer read.")

    def query(self, **more: Any) -> Query:
        """What the store is asked."""
        return Query(
            text=self.q, kinds=self.kind, actor=self.actor, role=self.role, issue=self.issue, stances=self.stance,
            modes=self.mode, outlet=self.outlet, since=self.since, until=self.until, statuses=self.status,
            least=self.least, most=self.most, article=self.article, reprints=self.reprints, unlisted=self.unlisted,
            **more,
        )  # fmt: skip
