"""The log: who decided what and when, undone and redone here; judgements that lost their place; agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from communique.analyse.agreement import Agreement, agree
from communique.errors import BadJudgement
from communique.export.wording import word_entry
from communique.model.judgement import ABOUT_ENTRIES, FIELD_OF, Judgement, JudgementKind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import article_facts
from communique.store.database import take_turn
from communique.store.directory import load_actors, load_issues
from communique.store.entries import load_entries
from communique.store.judgements import judge, redo, undo
from communique.store.log import judgements, load_judgement, undoing
from communique.store.losing import lost_judgements
from communique.store.queue import decisions, progress
from communique.web.cards import say_judgement, tell_log
from communique.web.correction import name_field
from communique.web.desk import AtDesk, AtReview
from communique.web.errors import Refused
from communique.web.forms import AForm, go_back
from communique.web.wording import in_path, link, noun

router = APIRouter()

_PAGE = 60
_RESAMPLES = 300
_ACTORS = (JudgementKind.MERGE_ACTORS, JudgementKind.SPLIT_ACTORS)


@dataclass(frozen=True, slots=True)
class Line:
    """A judgement with what it is about, in words, and where that is."""

    judgement: Judgement
    words: str
    about: str
    kind: str
    address: str
    holds: bool


@router.get("/log")
def show_log(
    desk: AtDesk,
    who: str = "",
    subject: str = "",
    article: str = "",
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> HTMLResponse:
    """The judgements, newest first."""
    with desk.store.reading() as connection:
        found = judgements(
            connection,
            who=who or None,
            subject=subject or None,
            article_id=article or None,
            before_number=before,
            limit=_PAGE + 1,
        )
        lines = _tell(connection, found[:_PAGE])
        known = progress(connection, desk.viewer.name)
        titled = article_facts(connection, article) if article else None
    query = [("who", who), ("subject", subject), ("article", article)]
    older = link("/log", [*query, ("before", str(found[_PAGE - 1].number))]) if len(found) > _PAGE else ""
    return desk.render(
        "log.html.j2",
        lines=lines,
        reviewers=[(one["who"], f"{one['who']} ({one['decided']:,})") for one in known["by"]],
        who=who,
        subject=subject,
        article=article,
        article_title=(titled["title"] or "Untitled") if titled else article,
        older=older,
        newest=link("/log", query) if before else "",
        here_and_now=link("/log", [*query, ("before", str(before) if before else "")]),
    )


@router.get("/log/lost")
def show_lost(desk: AtDesk, moved: int | None = None) -> HTMLResponse:
    """Judgements whose entry the newest reading no longer has, each with the place it likeliest went to."""
    with desk.store.reading() as connection:
        lost = lost_judgements(connection)[:200]
        near = {entry["id"]: entry for entry in load_entries(connection, [one["near"] for one in lost if one["near"]])}
    rows = [(one, tell_log(one["judgements"]), near.get(one["near"] or "")) for one in lost]
    return desk.render("log_lost.html.j2", rows=rows, moved=moved)


@router.get("/log/agreement")
def show_agreement(desk: AtDesk) -> HTMLResponse:
    """How far the reviewers agree, field by field."""
    with desk.store.reading() as connection:
        made = decisions(connection)
        known = progress(connection, desk.viewer.name)
    found = agree(made, resamples=_RESAMPLES)
    return desk.render(
        "log_agreement.html.j2",
        rows=[(one, _of(one), name_field(one.field)) for one in found],
        reviewers=known["by"],
        twice=_count_twice(made),
    )


@router.post("/log/undo")
def undo_one(desk: AtReview, form: AForm) -> Response:
    """Takes back the judgement that is named by number, whoever made it."""
    with desk.store.writing() as connection:
        undo(connection, desk.viewer.name, _number(form.whole("number")))
    return go_back(form, "/log")


@router.post("/log/redo")
def redo_one(desk: AtReview, form: AForm) -> Response:
    """Takes back the undo that is named by number."""
    with desk.store.writing() as connection:
        redo(connection, desk.viewer.name, _number(form.whole("number")))
    return go_back(form, "/log")


@router.post("/log/move")
def move_lost(desk: AtReview, form: AForm) -> Response:
    """Makes the judgements of a lost entry anew at another one, and takes them back where they were."""
    lost, to = form.one("lost"), form.one("to")
    with desk.store.writing() as connection:
        take_turn(connection)
        known = {one["id"]: one for one in lost_judgements(connection)}
        if lost not in known:
            raise BadJudgement(f"{lost[:40]} has no lost judgements; load the page again")
        made = _move(connection, desk.viewer.name, known[lost]["judgements"], to)
    return go_back(form, link("/log/lost", [("moved", str(made))]))


@router.post("/log/drop")
def drop_lost(desk: AtReview, form: AForm) -> Response:
    """Takes back the judgements of a lost entry."""
    lost = form.one("lost")
    with desk.store.writing() as connection:
        take_turn(connection)
        known = {one["id"]: one for one in lost_judgements(connection)}
        if lost not in known:
            raise BadJudgement(f"{lost[:40]} has no lost judgements; load the page again")
        _take_back(connection, desk.viewer.name, known[lost]["judgements"])
    return go_back(form, "/log/lost")


def _move(connection: Connection, who: str, log: Iterable[Judgement], to: str) -> int:
    """How many judgements were made at ``to``."""
    kept = [one for one in log if one.kind in ABOUT_ENTRIES and one.kind is not JudgementKind.ADD]
    for one in kept:
        field = one.field if one.kind not in FIELD_OF else None
        judge(connection, who, one.kind, to, field=field, after=one.after)
    _take_back(connection, who, kept)
    return len(kept)


def _take_back(connection: Connection, who: str, log: Iterable[Judgement]) -> None:
    for one in sorted(log, key=lambda one: -one.number):
        undo(connection, who, one.number)


def _tell(connection: Connection, found: Sequence[Judgement]) -> list[Line]:
    """Each judgement with what it is about: for an undo, what that was about."""
    undone = undoing(connection, [one.number for one in found])
    entries = {one["id"]: one for one in load_entries(connection, list({judgement.subject for judgement in found}))}
    subjects = list({one.subject for one in found} - entries.keys())
    actors = {one["id"]: one["name"] for one in load_actors(connection, subjects)}
    issues = {one["id"]: one["label"] for one in load_issues(connection, subjects)}
    lines = []
    for one in found:
        entry = entries.get(one.subject)
        if entry is not None:
            about, kind, address = _brief(entry), entry["kind"], f"/entries/{one.subject}"
        elif one.kind in _ACTORS or one.subject in actors:
            about, kind, address = actors.get(one.subject, one.subject), "actor", f"/actors/{in_path(one.subject)}"
        else:
            about, kind, address = issues.get(one.subject, one.subject), "issue", f"/issues/{in_path(one.subject)}"
        lines.append(Line(one, _words(connection, one), about, kind, address, one.number not in undone))
    return lines


def _words(connection: Connection, one: Judgement) -> str:
    if one.undoes is None:
        return say_judgement(one)
    taken = load_judgement(connection, one.undoes)
    what = taken.kind.value.replace("_", " ") if taken else "judgement"
    return f"{say_judgement(one)}, {what} by {taken.who if taken else 'nobody'}"


def _brief(entry: Plain) -> str:
    wording = word_entry(entry)
    words = " ".join(filter(None, (f"{wording.who}:" if wording.who else "", wording.quote)))
    return words if len(words) <= 140 else f"{words[:138]} …"


def _of(one: Agreement) -> str:
    return noun(one.kind.value, 2) if one.kind else "all kinds"


def _count_twice(made: Iterable[Plain]) -> int:
    """How many entries two or more people decided about."""
    who: dict[str, set[str]] = {}
    for one in made:
        who.setdefault(one["entry"], set()).add(one["who"])
    return sum(len(names) > 1 for names in who.values())


def _number(told: int | None) -> int:
    if told is None:
        raise Refused(422, "not_valid", "Name the judgement by its number.")
    return told
