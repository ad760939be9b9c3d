"""The filters of ``search``, ``export`` and ``review``: their options, written once, and the query they make.

``with_filters`` puts them into the signature of a command, where Typer looks for options.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from communique.cli import completion, finding
from communique.cli.sources import parse_day
from communique.model.entry import Kind, Mode, Stance
from communique.model.judgement import ReviewStatus

if TYPE_CHECKING:
    from communique.store import Connection
    from communique.store.search import Query

_PANEL = "Filters"


def _option(
    *names: str, help: str, metavar: str | None = None, complete: Callable[[str], list[str]] | None = None
) -> Any:
    return typer.Option(
        *names, help=help, metavar=metavar, show_default=False, rich_help_panel=_PANEL, autocompletion=complete
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must have to be listed. An option given several times means any of its values."""

    kinds: Annotated[list[Kind] | None, _option("--kind", "-k", help="Of this kind; may be repeated.")] = None
    actor: Annotated[
        str | None,
        _option("--actor", "-a", metavar="NAME|ID", help="Names this actor, in any role.", complete=completion.actors),
    ] = None
    role: Annotated[
        str | None,
        _option(
            "--role",
            metavar="FIELD",
            help="The field that --actor stands in: speaker, by, to, participants, claimant …",
            complete=completion.roles,
        ),
    ] = None
    issue: Annotated[
        str | None,
        _option(
            "--issue", "-i", metavar="LABEL|ID", help="On this issue, or one below it.", complete=completion.issues
        ),
    ] = None
    stances: Annotated[list[Stance] | None, _option("--stance", help="Statements with this stance.")] = None
    modes: Annotated[list[Mode] | None, _option("--mode", help="Statements quoted in this mode.")] = None
    outlet: Annotated[
        str | None, _option("--outlet", metavar="NAME", help="Published by.", complete=completion.outlets)
    ] = None
    since: Annotated[str | None, _option("--since", metavar="YYYY-MM-DD", help="Said, due or held since then.")] = None
    until: Annotated[str | None, _option("--until", metavar="YYYY-MM-DD", help="Said, due or held until then.")] = None
    statuses: Annotated[list[ReviewStatus] | None, _option("--status", help="Where it stands with the reviewers.")] = (
        None
    )
    least: Annotated[float | None, _option("--least", metavar="SCORE", help="With a score from this on.")] = None
    most: Annotated[float | None, _option("--most", metavar="SCORE", help="With a score up to this.")] = None
    article: Annotated[
        str | None, _option("--article", metavar="ID|FILE", help="Of this article.", complete=completion.articles)
    ] = None
    reprints: Annotated[
        bool, _option("--reprints/--no-reprints", help="Also what only repeats an earlier article.")
    ] = False
    unlisted: Annotated[bool, _option("--unlisted/--listed", help="Also from older versions and readings.")] = False

    def query(self, connection: Connection, text: str = "", **more: Any) -> Query:
        """The query these filters make; names and short ids are looked up, and unknown ones told."""
        from communique.store.search import Query

        if self.role is not None and self.actor is None:
            raise typer.BadParameter("a role needs an actor; add --actor NAME.", param_hint="--role")
        for name in ("least", "most"):
            score = getattr(self, name)
            if score is not None and not 0 <= score <= 1:
                raise typer.BadParameter("a score lies between 0 and 1.", param_hint=f"--{name}")
        return Query(
            text=text,
            kinds=tuple(self.kinds or ()),
            actor=finding.find_actor(connection, self.actor) if self.actor else None,
            role=self.role,
            issue=finding.find_issue(connection, self.issue) if self.issue else None,
            stances=tuple(self.stances or ()),
            modes=tuple(self.modes or ()),
            outlet=self.outlet,
            since=parse_day(self.since, "--since"),
            until=parse_day(self.until, "--until"),
            statuses=tuple(self.statuses or ()),
            least=self.least,
            most=self.most,
            article=finding.find_article(connection, self.article) if self.article else None,
            reprints=self.reprints,
            unlisted=self.unlisted,
            **more,
        )


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each of the Filters in place of its parameter ``filters``."""
    hints = get_type_hints(Filters, include_extras=True)
    signature = inspect.signature(command, eval_str=True)
    own = [p.replace(kind=p.KEYWORD_ONLY) for p in signature.parameters.values() if p.name != "filters"]
    shared = [
        inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
        for f in fields(Filters)
    ]

    def run(**told: Any) -> None:
        filters = Filters(**{f.name: told.pop(f.name) for f in fields(Filters)})
        command(**told, filters=filters)

    functools.update_wrapper(run, command)
    del run.__wrapped__  # type: ignore[attr-defined]  # or the signature of the command itself would be read
    run.__signature__ = signature.replace(parameters=[*own, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*own, *shared)}
    return run
