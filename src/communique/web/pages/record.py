"""``/record``: the ledger of entries, filtered, sorted, searched, counted, and taken away in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from communique.export.formats import FORMATS, find_format
from communique.export.wording import KINDS
from communique.model.entry import Kind, Mode, Stance
from communique.model.fields import FIELDS, Shape
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.directory import load_actor, load_issue
from communique.store.facets import Facet
from communique.store.search import ORDERS, Query, search_entries
from communique.web.api.exports import send_export
from communique.web.correction import name_field
from communique.web.desk import AtDesk
from communique.web.errors import Refused
from communique.web.naming import actors_by_name, issues_by_label
from communique.web.pages.articles import read_day
from communique.web.wording import lay_out, link, noun, say_words

SIZE = 50
_NAMES = {
    "rank": "best first",
    "-day": "newest first",
    "day": "oldest first",
    "-score": "surest first",
    "score": "least sure first",
    "place": "by article",
}
_FACETS = (
    ("kind", "Kind"),
    ("actor", "Who"),
    ("issue", "Issue"),
    ("stance", "Stance"),
    ("status", "Review"),
    ("mode", "Mode"),
    ("outlet", "Outlet"),
    ("year", "Year"),
)
_MANY = ("kind", "stance", "status", "mode")
_SHOWN = 8  # values of a facet; the rest is behind "more"
ROLES = tuple(sorted({field.name for kind in Kind for field in FIELDS[kind] if field.shape is Shape.ACTORS}))

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: each parameter with its values, those that mean nothing left out and told."""

    values: Mapping[str, tuple[str, ...]]
    wrong: tuple[str, ...]
    page: int

    def one(self, name: str) -> str:
        """The value of a parameter, empty where it is not told."""
        return self.values.get(name, ("",))[0]

    def pairs(self, **changed: tuple[str, ...]) -> list[tuple[str, str]]:
        """The parameters of the address, some of them changed."""
        told = {**self.values, **changed}
        return [(name, value) for name, values in told.items() for value in values if value]


def read_asked(request: Request) -> Asked:
    """The parameters of the address that the ledger knows."""
    told: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name in _KNOWN and value.strip() and len(value) <= 500 and value.strip() not in told.get(name, ()):
            told.setdefault(name, []).append(" ".join(value.replace("\x00", "").split()))
    wrong = []
    for name, allowed in _ALLOWED.items():
        for value in told.get(name, []):
            if value not in allowed:
                wrong.append(f"“{value[:40]}” is no {name_field(name)}")
        told[name] = [value for value in told.get(name, []) if value in allowed]
    for name in ("since", "until"):
        if told.get(name) and read_day(told[name][0]) is None:
            wrong.append(f"“{told[name][0][:40]}” is no day; write it as 2025-02-26")
            told[name] = []
    for name in ("least", "most"):
        if told.get(name) and _read_score(told[name][0]) is None:
            wrong.append(f"“{told[name][0][:40]}” is no score; it goes from 0 to 1")
            told[name] = []
    page = told.pop("page", ["1"])[0]
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return Asked({name: tuple(values) for name, values in told.items() if values}, tuple(wrong), max(1, number))


_ALLOWED: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "stance": tuple(Stance),
    "mode": tuple(Mode),
    "status": tuple(ReviewStatus),
    "role": ROLES,
    "order": ORDERS,
}
_KNOWN = (
    "q", "kind", "actor", "who", "was", "role", "issue", "about", "stance", "mode", "outlet", "since", "until", "year",
    "status", "least", "most", "reprints", "order", "page",
)  # fmt: skip
TheAsked = Annotated[Asked, Depends(read_asked)]


@router.get("/record")
def show_record(desk: AtDesk, asked: TheAsked) -> HTMLResponse:
    """The ledger."""
    with desk.store.reading() as connection:
        asked = _resolve(connection, asked)
        query = make_query(asked)
        found = search_entries(connection, replace(query, limit=SIZE, offset=(asked.page - 1) * SIZE))
        actor = load_actor(connection, asked.one("actor")) if asked.one("actor") else None
        issue = load_issue(connection, asked.one("issue")) if asked.one("issue") else None
        empty = not found.total and not search_entries(connection, Query(unlisted=True, limit=1)).total
    names = {"actor": actor["name"] if actor else asked.one("actor"), "issue": issue["label"] if issue else ""}
    query_pairs = asked.pairs()
    return desk.render(
        "record.html.j2",
        asked=asked,
        found=found,
        empty=empty,
        names=names,
        searched=asked.one("q"),
        active=_active(asked, names),
        facets=[(name, label, _links(asked, name, found.facets.get(name, ()))) for name, label in _FACETS],
        orders=[(order, _NAMES[order]) for order in ORDERS if order != "rank" or asked.one("q")],
        order=query.order,
        roles=[(role, name_field(role)) for role in ROLES],
        statuses=[(status.value, say_words(status.value)) for status in ReviewStatus],
        downloads=[(f.title, f.kinds, link(f"/record/download/{f.name}", query_pairs)) for f in FORMATS],
        pages=lay_out(
            "/record", query_pairs, number=asked.page, size=SIZE, total=found.total, more=not found.exact
        ),
        shown=_SHOWN,
    )  # fmt: skip


@router.get("/record/download/{format}")
def download(desk: AtDesk, asked: TheAsked, format: str) -> StreamingResponse:
    """What the ledger shows, all pages of it, as a file."""
    try:
        known = find_format(format)
    except ValueError as error:
        raise Refused(404, "unknown_format", str(error).capitalize() + ".") from error

    with desk.store.reading() as connection:
        query = make_query(_resolve(connection, asked))
    return send_export(desk, known, query)


def make_query(asked: Asked) -> Query:
    """The search that the address asks for."""
    since, until = read_day(asked.one("since")), read_day(asked.one("until"))
    year = asked.one("year")
    if year.isascii() and year.isdecimal() and len(year) == 4 and year != "0000":
        since = max(since or date.min, date(int(year), 1, 1))
        until = min(until or date.max, date(int(year), 12, 31))
    default = "rank" if asked.one("q") else "-day"
    return Query(
        text=asked.one("q"),
        kinds=asked.values.get("kind", ()),
        actor=asked.one("actor") or None,
        role=asked.one("role") or None if asked.one("actor") else None,
        issue=asked.one("issue") or None,
        stances=asked.values.get("stance", ()),
        modes=asked.values.get("mode", ()),
        outlet=asked.one("outlet") or None,
        since=since,
        until=until,
        statuses=asked.values.get("status", ()),
        least=_read_score(asked.one("least")),
        most=_read_score(asked.one("most")),
        reprints=bool(asked.one("reprints")),
        order=asked.one("order") or default,
    )


def _resolve(connection: Connection, asked: Asked) -> Asked:
    """Names that a person typed (``who``, ``about``) as the ids of the actor and the issue that are meant."""
    values, wrong = dict(asked.values), list(asked.wrong)
    before = values.pop("was", ())  # what the form was filled in with: of two actors with one name, that one
    for typed, name, what in (("who", "actor", "actor"), ("about", "issue", "issue")):
        words = values.pop(typed, ("",))[0]
        if not words:
            continue
        known = load_actor(connection, before[0]) if name == "actor" and before else None
        if known is not None and known["name"] == words:
            found: Plain | None = known
        elif name == "actor":
            found = actors_by_name(connection)(words, None)
        else:
            found = issues_by_label(connection)(words)
        if found is None:
            wrong.append(f"no {what} is called “{words[:60]}”")
        else:
            values[name] = (found["id"],)
    return Asked(values, tuple(wrong), asked.page)


def _read_score(told: str) -> float | None:
    try:
        score = float(told)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _links(asked: Asked, name: str, facets: tuple[Facet, ...]) -> list[tuple[str, str, int, str, bool]]:
    """Each value of a facet: itself, its label, its count, where a click leads, and whether it is chosen."""
    chosen = asked.values.get(name, ())
    told = []
    for facet in facets:
        on = facet.value in chosen
        if on:
            values = tuple(value for value in chosen if value != facet.value)
        else:
            values = (*chosen, facet.value) if name in _MANY else (facet.value,)
        label = noun(facet.value, facet.count) if name == "kind" else say_words(facet.label)
        told.append((facet.value, label, facet.count, link("/record", asked.pairs(**{name: values})), on))
    return told


def _active(asked: Asked, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What narrows the ledger: the filter, its value in words, and the address without it."""
    plurals = {kind.value: many for kind, _, many in KINDS}
    told = []
    for name, values in asked.values.items():
        if name == "order" or (name == "role" and not asked.one("actor")):
            continue
        for value in values:
            words = names.get(name) or plurals.get(value) or say_words(value)
            if name in ("q", "outlet"):
                words = value
            if name == "reprints":
                words = "with reprints"
            rest = tuple(other for other in values if other != value)
            label = {"q": "words", "actor": "who", "least": "score from", "most": "score to", "reprints": ""}
            told.append((label.get(name, name_field(name)), words, link("/record", asked.pairs(**{name: rest}))))
    return told
