"""``/entries/{id}``: one entry, why it is there, what people decided about it; and the decisions themselves."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from communique.errors import BadJudgement, CommuniqueError
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.judgement import ABOUT_ENTRIES, Judgement, JudgementKind, undone_numbers
from communique.model.plain import Plain
from communique.resources.descriptions import describe_rule
from communique.store.articles import load_article
from communique.store.continuing import log_by_id
from communique.store.database import take_turn
from communique.store.entries import earlier_of, entries_of, machine_of
from communique.store.judgements import judge, undo
from communique.web.correction import name_field
from communique.web.desk import AtDesk, AtReview, Desk
from communique.web.forms import AForm, go_back, tell_refusal
from communique.web.gathering import find_entry
from communique.web.reading import find_links
from communique.web.wording import in_context, say_value

router = APIRouter()


@router.get("/entries/{id}")
def show_entry(desk: AtDesk, id: str) -> HTMLResponse:
    """The page of one entry."""
    with desk.store.reading() as connection:
        entry = find_entry(connection, id)
        machine = machine_of(connection, id)
        earlier = earlier_of(connection, id)
        log = log_by_id(connection, id)
        article = load_article(connection, entry["article"]["id"])
        others = entries_of(connection, entry["article"]["id"])
    undone = undone_numbers(log)
    return desk.render(
        "entry.html.j2",
        here="/record",
        entry=entry,
        rows=_rows(entry, machine),
        by_hand=machine is None,
        paragraphs=_paragraphs(article, entry),
        log=[(each, each.number not in undone, _tell(each)) for each in reversed(log)],
        last=_last(log, undone),
        earlier=earlier,
        rules=[(rule, describe_rule(rule)) for rule in entry["method"]["rules"]],
        links=find_links(others).get(id, []),
    )


@router.get("/entries/{id}/passage")
def show_passage(desk: AtDesk, id: str) -> HTMLResponse:
    """An entry's words in context, for a script that opens them in place."""
    with desk.store.reading() as connection:
        entry = find_entry(connection, id)
        article = load_article(connection, entry["article"]["id"])
    return desk.render("_passage.html.j2", entry=entry, paragraphs=_paragraphs(article, entry))


@router.post("/entries/{id}/judge")
def decide(desk: AtReview, form: AForm, id: str) -> Response:
    """Accepts or rejects an entry, or takes the last decision about it back (``decision``: accept, reject, undo)."""
    try:
        made = _decide(desk, form.one("decision"), id, form.whole("number"), form.number("seconds"))
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        raise
    return JSONResponse({"id": id, "number": made.number}) if form.wants_json else go_back(form, f"/entries/{id}")


def _decide(desk: Desk, decision: str, id: str, number: int | None, seconds: float | None) -> Judgement:
    with desk.store.writing() as connection:
        take_turn(connection)
        if decision in ("accept", "reject"):
            return judge(connection, desk.viewer.name, JudgementKind(decision), id, seconds=seconds)
        if decision != "undo":
            raise BadJudgement("a decision here is accept, reject or undo")
        log = log_by_id(connection, id)
        last = number or _last(log, undone_numbers(log))
        if last is None:
            raise BadJudgement(f"there is nothing to undo about {id}")
        if last not in {each.number for each in log}:
            raise BadJudgement(f"judgement {last} is not about {id}")
        return undo(connection, desk.viewer.name, last)


def _paragraphs(article: Article | None, entry: Plain) -> list[list[tuple[str, bool]]]:
    assert article is not None, entry["id"]  # no entry is kept without its article
    return in_context(article, [(span["start"], span["end"]) for span in entry["evidence"]], 600)


def _rows(entry: Plain, machine: Plain | None) -> list[tuple[str, str, str, bool]]:
    """Each field that says something: its name, as it stands, as the machine has it, and whether they differ."""
    rows = []
    for field in FIELDS[Kind(entry["kind"])]:
        now = say_value(field, entry[field.name])
        was = say_value(field, machine[field.name]) if machine else ""
        differs = machine is not None and field.name in entry["review"]["changed"]
        if now or differs:
            rows.append((name_field(field.name), now, was, differs))
    return rows


def _last(log: Sequence[Judgement], undone: set[int]) -> int | None:
    """The number of the last decision about the entry that holds."""
    held = [each.number for each in log if each.kind in ABOUT_ENTRIES and each.number not in undone]
    return held[-1] if held else None


def _tell(each: Judgement) -> tuple[str, str, str]:
    """A judgement in words: what was done, and for a changed field the value before and after."""
    kind = each.kind.value.replace("_", " ")
    if each.kind in (JudgementKind.UNDO, JudgementKind.REDO):
        return f"{kind} of no. {each.undoes}", "", ""
    if each.field is None:
        return {"accept": "accepted", "reject": "rejected", "add": "added by hand"}.get(kind, kind), "", ""
    field = next((one for kind in Kind for one in FIELDS[kind] if one.name == each.field), None)
    before, after = (say_value(field, value) if field else str(value) for value in (each.before, each.after))
    return f"changed {name_field(each.field)}", before, after
