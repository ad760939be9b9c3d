"""The review queue: one entry a screen with its sentence in context; one key decides and shows the next.

Every decision is a form that posts, so the page works without script; ``review.js`` fetches the next entries ahead and
sends the decisions behind the reviewer's back. Routes answer JSON where a script asks (``Accept: application/json``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from communique.errors import BadJudgement, CommuniqueError
from communique.export.wording import KINDS
from communique.model.judgement import Judgement, JudgementKind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import article_facts, load_article
from communique.store.database import take_turn
from communique.store.directory import load_actor, load_issue
from communique.store.entries import load_entries, machine_of
from communique.store.judgements import judge, undo
from communique.store.log import load_judgement
from communique.store.queue import alike
from communique.web.cards import SETTING, Card, build_cards, tell_progress
from communique.web.correction import read_changes
from communique.web.desk import AtDesk, AtReview, Desk
from communique.web.errors import Refused
from communique.web.forms import AForm, Form, go_back, read_whole, tell_refusal
from communique.web.gathering import find_entry
from communique.web.naming import actors_by_name, issues_by_label
from communique.web.waiting import ORDERS, OVER, Wanted, list_waiting, read_wanted

router = APIRouter()

Asked = Annotated[Wanted, Depends(read_wanted)]
_AHEAD = 8  # entries fetched at a time
_MOST_ALIKE = 200  # entries that one key may accept
_SAID = {"accept": "Accepted", "reject": "Rejected", "alike": "Accepted"}
_SIMPLE = {"accept": JudgementKind.ACCEPT, "reject": JudgementKind.REJECT}
_SET = {"stance": JudgementKind.SET_STANCE, "verdict": JudgementKind.SET_VERDICT}


@router.get("/review")
def show_queue(
    desk: AtDesk,
    wanted: Asked,
    after: str | None = None,
    entry: str | None = None,
    did: str = "",
) -> HTMLResponse:
    """The entry that is due, or the one that is asked for."""
    with desk.store.reading() as connection:
        if entry is not None:
            due: tuple[Plain, ...] = (find_entry(connection, entry),)
        else:
            due = list_waiting(connection, desk.viewer.name, wanted, after=after, limit=1)
        cards = build_cards(connection, due, wanted, desk.viewer.name)
        names = _name_filters(connection, wanted)
        progress = tell_progress(connection, desk.viewer.name)
    return desk.render(
        "review.html.j2",
        card=cards[0] if cards else None,
        cursor=due[-1]["id"] if due and entry is None else (after or "") if due else "",
        wanted=wanted,
        names=names,
        progress=progress,
        orders=ORDERS,
        over=OVER,
        kinds=[(kind.value, many) for kind, _, many in KINDS],
        did=_numbers(did),
    )


@router.get("/review/cards")
def fetch_cards(desk: AtDesk, wanted: Asked, after: str | None = None) -> JSONResponse:
    """The entries that come next, or those that are named (``id``), each as the markup of its card, for the script."""
    ids = desk.request.query_params.getlist("id")[:_MOST_ALIKE]
    with desk.store.reading() as connection:
        if ids:
            due = load_entries(connection, ids)
        else:
            due = list_waiting(connection, desk.viewer.name, wanted, after=after or None, limit=_AHEAD)
        cards = build_cards(connection, due, wanted, desk.viewer.name)
        progress = tell_progress(connection, desk.viewer.name)
    told = [_card_data(desk, card, wanted) for card in cards]
    cursor = due[-1]["id"] if len(due) == _AHEAD and not ids else None
    return JSONResponse({"cards": told, "cursor": cursor, "progress": progress})


@router.post("/review/decide")
def decide(desk: AtReview, form: AForm) -> Response:
    """One decision about an entry: accept, reject, with all that are alike, or another stance or verdict."""
    decision, id = form.one("decision"), form.one("id")
    if decision == "skip":
        return _advance(form, [], id)
    who, seconds = desk.viewer.name, form.number("seconds")
    try:
        with desk.store.writing() as connection:
            if decision in _SIMPLE:
                made = [judge(connection, who, _SIMPLE[decision], id, seconds=seconds)]
            elif decision == "alike":
                made = _accept_alike(connection, who, id, form.all("also"), seconds)
            else:
                field, _, value = decision.partition(":")
                if field not in _SET:
                    raise BadJudgement(f"{decision[:40]!r} is no decision; accept, reject, skip, or set a value")
                made = [judge(connection, who, _SET[field], id, after=value, seconds=seconds)]
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        raise
    return _answer(desk, form, made, _SAID.get(decision) or decision.partition(":")[2].replace("_", " ").capitalize())


@router.post("/review/fix")
def fix(desk: AtReview, form: AForm) -> Response:
    """The fields of an entry as a person corrects them; without any change the entry is accepted as it is."""
    who, seconds, id = desk.viewer.name, form.number("seconds"), form.one("id")
    try:
        with desk.store.writing() as connection:
            made = _correct(connection, who, id, form, seconds)
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        raise
    fields = [judgement.field for judgement in made if judgement.field]
    said = f"Corrected: {', '.join(field.replace('_', ' ') for field in fields)}" if fields else "Accepted"
    return _answer(desk, form, made, said)


@router.post("/review/undo")
def undo_decisions(desk: AtReview, form: AForm, wanted: Asked) -> Response:
    """Takes back the judgements that are named by number, or the last one of who asks; its entry comes back."""
    told = _read_numbers(form.all("number"))
    who = desk.viewer.name
    try:
        with desk.store.writing() as connection:
            made = [undo(connection, who, number) for number in sorted(told, reverse=True)] or [undo(connection, who)]
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        raise
    with desk.store.reading() as connection:
        taken = load_judgement(connection, made[-1].undoes or 0)
        entries = load_entries(connection, [made[-1].subject])
        cards = build_cards(connection, entries, wanted, who)
        progress = tell_progress(connection, who)
    if not form.wants_json:
        return RedirectResponse(f"/review?entry={made[-1].subject}" if entries else "/log", 303)
    what = taken.kind.value.replace("_", " ") if taken else "decision"
    said = "Undone." if entries else f"Undone: {what}, see the log."
    card = _card_data(desk, cards[0], wanted) if cards else None
    return JSONResponse({"said": said, "card": card, "progress": progress})


def _accept_alike(
    connection: Connection, who: str, id: str, others: Sequence[str], seconds: float | None
) -> list[Judgement]:
    """Accepts an entry and those of ``others`` that still say the same; the time was spent on the first."""
    if len(others) >= _MOST_ALIKE:
        raise BadJudgement(f"at most {_MOST_ALIKE} entries are accepted at once")
    take_turn(connection)
    same = {entry["id"] for entry in alike(connection, id)}
    ids = [one for one in others if one in same and one != id]
    made = [judge(connection, who, JudgementKind.ACCEPT, id, seconds=seconds)]
    return made + [judge(connection, who, JudgementKind.ACCEPT, one) for one in ids]


def _correct(connection: Connection, who: str, id: str, form: Form, seconds: float | None) -> list[Judgement]:
    take_turn(connection)
    found = find_entry(connection, id)
    blind = machine_of(connection, id) if form.one("over") == "blind" else None
    entry = blind or found  # what the form was filled with
    article = load_article(connection, entry["article"]["id"])
    text = article.text if article else ""
    changes = read_changes(entry, form.fields, text, actors_by_name(connection), issues_by_label(connection))
    if not changes:
        return [judge(connection, who, JudgementKind.ACCEPT, id, seconds=seconds)]
    made: list[Judgement] = []
    for name, value in changes.items():
        kind = SETTING.get(name, JudgementKind.EDIT)
        field = name if kind is JudgementKind.EDIT else None
        took = None if made else seconds  # one decision, however many fields
        made.append(judge(connection, who, kind, id, field=field, after=value, seconds=took))
    return made


def _answer(desk: Desk, form: Form, made: Sequence[Judgement], said: str) -> Response:
    numbers = [judgement.number for judgement in made]
    if not form.wants_json:
        return _advance(form, numbers, None)
    with desk.store.reading() as connection:
        progress = tell_progress(connection, desk.viewer.name)
    return JSONResponse({"numbers": numbers, "said": f"{said}.", "progress": progress})


def _advance(form: Form, numbers: Sequence[int], skipped: str | None) -> Response:
    """Without script: to the queue again, behind what was skipped, telling what was done."""
    back = form.one("back") or "/review"
    more = [f"did={'.'.join(map(str, numbers))}"] if numbers else []
    more += [f"after={skipped}"] if skipped else []
    mark = "&" if "?" in back else "?"
    form = Form({**form.fields, "back": (f"{back}{mark}{'&'.join(more)}" if more else back,)}, {}, False)
    return go_back(form, "/review")


def _card_data(desk: Desk, card: Card, wanted: Wanted) -> dict[str, Any]:
    page = desk.render("_review_card.html.j2", card=card, wanted=wanted, back=wanted.address)
    return {"id": card.entry["id"], "say": card.say, "html": bytes(page.body).decode()}


def _name_filters(connection: Connection, wanted: Wanted) -> dict[str, str]:
    """What the filters by id are called, for the page."""
    actor = load_actor(connection, wanted.actor) if wanted.actor else None
    issue = load_issue(connection, wanted.issue) if wanted.issue else None
    article = article_facts(connection, wanted.article) if wanted.article else None
    return {
        "actor": actor["name"] if actor else wanted.actor or "",
        "issue": issue["label"] if issue else wanted.issue or "",
        "article": (article["title"] or "Untitled") if article else wanted.article or "",
    }


def _numbers(told: str) -> list[int]:
    return [number for part in told.split(".")[:_MOST_ALIKE] if (number := read_whole(part)) is not None]


def _read_numbers(told: Sequence[str]) -> list[int]:
    """The numbers that a form names; refused where one of them is none."""
    numbers = [read_whole(each) for each in told]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        raise Refused(422, "not_valid", "Name the judgements by their numbers.")
    return known
