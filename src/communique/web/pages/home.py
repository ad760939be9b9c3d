"""``/``: what is in the store, what is new, what is coming, what people decided last."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from communique.export.wording import KINDS
from communique.model.judgement import Judgement, JudgementKind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import list_articles
from communique.store.directory import load_actors, load_issues
from communique.store.entries import load_entries
from communique.store.log import judgements
from communique.store.search import Found, Query, search_entries
from communique.web.desk import AtDesk
from communique.web.wording import in_path

router = APIRouter()
_DONE = {
    JudgementKind.ACCEPT: "accepted",
    JudgementKind.REJECT: "rejected",
    JudgementKind.EDIT: "changed",
    JudgementKind.REASSIGN: "named another speaker for",
    JudgementKind.SET_STANCE: "set the stance of",
    JudgementKind.SET_VERDICT: "set the verdict of",
    JudgementKind.ADD: "added",
    JudgementKind.MERGE_ACTORS: "merged actors into",
    JudgementKind.SPLIT_ACTORS: "split",
    JudgementKind.MERGE_ISSUES: "merged issues into",
    JudgementKind.SPLIT_ISSUES: "split",
    JudgementKind.UNDO: "undid a decision about",
    JudgementKind.REDO: "redid a decision about",
}
_NEWEST, _COMING, _LAST = 6, 8, 8


@router.get("/")
def show_home(desk: AtDesk) -> HTMLResponse:
    """The page; where nothing is there yet, how to begin."""
    today = desk.now.date()
    with desk.store.reading() as connection:
        articles, total = list_articles(connection, order="-added", limit=_NEWEST)
        found = search_entries(connection, Query(limit=1))
        coming = search_entries(
            connection,
            Query(kinds=("event",), since=today, until=today + timedelta(days=3650), order="day", limit=_COMING),
        )
        log = _tell_log(connection)
    return desk.render(
        "home.html.j2",
        where=desk.store.where if not desk.settings.team else "",
        total=total,
        articles=articles,
        found=found,
        counts=_counts(found, "kind"),
        kinds=[(kind.value, one, many) for kind, one, many in KINDS],
        decided=found.total - _counts(found, "status").get("proposed", 0),
        coming=[hit.entry for hit in coming.hits],
        log=log,
    )


def _counts(found: Found, facet: str) -> dict[str, int]:
    return {one.value: one.count for one in found.facets.get(facet, ())}


def _tell_log(connection: Connection) -> list[tuple[Judgement, str, Plain | None, tuple[str, str] | None]]:
    """The last judgements: each with what was done, and the entry, or the address and name of what it is about."""
    made = judgements(connection, limit=_LAST)
    subjects = [each.subject for each in made]
    entries = {entry["id"]: entry for entry in load_entries(connection, subjects)}
    named = {
        actor["id"]: (f"/actors/{in_path(actor['id'])}", actor["name"]) for actor in load_actors(connection, subjects)
    }
    named |= {
        issue["id"]: (f"/issues/{in_path(issue['id'])}", issue["label"]) for issue in load_issues(connection, subjects)
    }
    return [(each, _DONE[each.kind], entries.get(each.subject), named.get(each.subject)) for each in made]
