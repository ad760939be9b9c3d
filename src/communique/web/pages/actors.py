"""Actors: the directory, merging and splitting, and the page of each."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from communique.analyse.bonds import list_disputes, list_pledges
from communique.analyse.happenings import lay_timeline
from communique.analyse.said import statements_of
from communique.errors import UnknownActor
from communique.model.actor import ActorKind
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.directory import list_actors, load_actor, load_actors
from communique.store.judgements import merge_actors, split_actor
from communique.web.desk import AtDesk, AtReview
from communique.web.forms import AForm, go_back
from communique.web.gathering import MOST_STATEMENTS, Gathered, by_id, gather, merge
from communique.web.series import chart_lines
from communique.web.wording import in_path, lay_out, link

router = APIRouter()

_PAGE = 50
_ORDERS = (("entries", "most entries first"), ("name", "by name"))


@router.get("/actors")
def show_directory(desk: AtDesk, text: str = "", kind: str = "", order: str = "entries", page: int = 1) -> HTMLResponse:
    """Everybody in the record who stands for themselves, searched and filtered."""
    known = kind if kind in set(ActorKind) else ""
    order = order if order in dict(_ORDERS) else "entries"
    first = max(0, min(page, 100_000) - 1) * _PAGE
    with desk.store.reading() as connection:
        found, total = list_actors(connection, text=text, kind=known or None, order=order, limit=_PAGE, offset=first)
    query = (("text", text), ("kind", known), ("order", "" if order == "entries" else order))
    return desk.render(
        "actors.html.j2",
        actors=found,
        total=total,
        text=text,
        kind=known,
        order=order,
        orders=_ORDERS,
        kinds=[(one.value, one.value) for one in ActorKind],
        pages=lay_out("/actors", query, number=page, size=_PAGE, total=total),
        here_and_now=link("/actors", (*query, ("page", str(page) if page > 1 else ""))),
    )


@router.get("/actors/suggest")
def suggest(desk: AtDesk, text: str = "") -> JSONResponse:
    """The actors whose names hold what was typed so far, for the forms: ``{value, label, id}``."""
    if not text.strip():
        return JSONResponse([])
    with desk.store.reading() as connection:
        found, _ = list_actors(connection, text=text, limit=8)
    names = [actor["name"].casefold() for actor in found]
    return JSONResponse([_suggestion(actor, names.count(actor["name"].casefold()) > 1) for actor in found])


def _suggestion(actor: Plain, shared: bool) -> dict[str, str]:
    value = f"{actor['name']} ({actor['kind']})" if shared else actor["name"]
    about = ", ".join(filter(None, (actor["kind"], actor["office"], f"{actor['counts']['entries']:,} entries")))
    return {"value": value, "label": about, "id": actor["id"]}


@router.get("/actors/merge")
def preview_merge(desk: AtReview, into: str = "", name: str = "", back: str = "/actors") -> Response:
    """What would become of the actors that were chosen (``id``, several times) if they were one."""
    ids = list(dict.fromkeys(filter(None, desk.request.query_params.getlist("id"))))
    with desk.store.reading() as connection:
        if name.strip():
            ids += [id for id in _ids_named(connection, name) if id not in ids]
        actors = load_actors(connection, ids[:50])
    into = into if into in {actor["id"] for actor in actors} else _likeliest(actors)
    return desk.render("actors_merge.html.j2", actors=actors, into=into, back=back, name=name)


@router.post("/actors/merge")
def merge_chosen(desk: AtReview, form: AForm) -> Response:
    """Makes the chosen actors one."""
    into = form.one("into")
    with desk.store.writing() as connection:
        made = merge_actors(connection, desk.viewer.name, form.all("id"), into, seconds=form.number("seconds"))
    return RedirectResponse(link(f"/actors/{in_path(into)}", [("did", str(made.number))]), 303)


@router.post("/actors/split")
def split(desk: AtReview, form: AForm) -> Response:
    """Parts what was merged into an actor, or puts somebody else in its place in some entries."""
    id = form.one("id")
    with desk.store.writing() as connection:
        made = split_actor(
            connection,
            desk.viewer.name,
            id,
            parts=form.all("part"),
            entries=form.all("entry"),
            name=form.one("name") or None,
            kind=form.one("kind") if form.one("kind") in set(ActorKind) else None,
        )
    return go_back(form, link(f"/actors/{in_path(id)}", [("did", str(made.number))]))


@router.get("/actors/{id:path}")
def show_actor(desk: AtDesk, id: str, did: int | None = None) -> Response:
    """What an actor said and when, promised, attended and quarrelled about."""
    with desk.store.reading() as connection:
        actor = load_actor(connection, id)
        if actor is None:
            raise UnknownActor(f"no actor has the id {id[:200]}")
        if actor["into"] is not None:
            return RedirectResponse(f"/actors/{in_path(actor['into'])}", 303)
        parts = _gather(connection, id)
    entries = by_id(parts.values())
    return desk.render(
        "actor.html.j2",
        actor=actor,
        parts=parts,
        entries=entries,
        chart=chart_lines(statements_of(parts["statements"].entries, id), most=8),
        timeline=lay_timeline(parts["events"].entries, desk.now.date()),
        pledges=list_pledges(parts["pledges"].entries, desk.now.date()),
        demands=list_pledges(parts["demands"].entries, desk.now.date()),
        disputes=list_disputes(parts["disputes"].entries),
        splittable=[entry for part in parts.values() for entry in part.entries[:40]],
        kinds=[(one.value, one.value) for one in ActorKind],
        links=_outside(actor),
        did=did,
    )


def _gather(connection: Connection, id: str) -> dict[str, Gathered]:
    return {
        "statements": gather(connection, Kind.STATEMENT, limit=MOST_STATEMENTS, role="speaker", actor=id),
        "pledges": gather(connection, Kind.COMMITMENT, role="by", actor=id),
        "demands": gather(connection, Kind.COMMITMENT, role="demanded_by", actor=id),
        "conditions": gather(connection, Kind.CONDITION, role="held_by", actor=id),
        "events": gather(connection, Kind.EVENT, role="participants", actor=id),
        "disputes": merge(
            gather(connection, Kind.DISPUTE, role="claimant", actor=id),
            gather(connection, Kind.DISPUTE, role="challenger", actor=id),
        ),
    }


def _likeliest(actors: Sequence[Plain]) -> str:
    """Under which name several actors would stand: that of the one most entries name."""
    return max(actors, key=lambda one: (one["counts"]["entries"], len(one["name"])), default={"id": ""})["id"]


def _ids_named(connection: Connection, name: str) -> list[str]:
    """The actors that a typed name means: "Georgia (state)" or "Georgia"."""
    told, _, kind = name.strip().rstrip(")").rpartition(" (")
    asked, of = (told, kind) if told and kind in set(ActorKind) else (name.strip(), None)
    found, _ = list_actors(connection, text=asked, kind=of, limit=20)
    return [one["id"] for one in found if asked.casefold() in (one["name"].casefold(), one["id"])]


def _outside(actor: Plain) -> list[tuple[str, str]]:
    """Where others know the actor: (words, address)."""
    found = []
    if actor["wikidata"]:
        found.append((f"Wikidata {actor['wikidata']}", f"https://www.wikidata.org/wiki/{in_path(actor['wikidata'])}"))
    if actor["iso3166"]:
        found.append((f"ISO 3166 {actor['iso3166']}", ""))
    return found
