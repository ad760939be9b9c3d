"""``/articles/{id}``: an article with its entries beside it, and the ways to add and to correct them in place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from communique.errors import BadJudgement, CommuniqueError, UnknownArticle
from communique.export.dossier.view import safe_url
from communique.export.wording import KINDS, flat, word_entry
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Shape, day_field
from communique.model.judgement import JudgementKind
from communique.model.plain import Plain, article_to_plain
from communique.store import Connection
from communique.store.articles import article_facts, load_article
from communique.store.database import take_turn
from communique.store.directory import list_actors, list_issues
from communique.store.entries import entries_of
from communique.store.judgements import add_entry, judge
from communique.web.correction import find_words, lay_out, read_changes
from communique.web.desk import AtDesk, AtReview, Desk
from communique.web.forms import AForm, Form, go_back, tell_refusal
from communique.web.naming import actors_by_name, issues_by_label
from communique.web.reading import blank, count_kinds, find_links, lay_out_text, spans_of
from communique.web.wording import DOER

router = APIRouter()
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_EXACT = (Shape.SPAN, Shape.SPANS, Shape.WORDS)
_OFFERED = 12  # names


@router.get("/articles/{id}")
def show_article(desk: AtDesk, id: str) -> HTMLResponse:
    """The reader."""
    with desk.store.reading() as connection:
        article, facts = _load(connection, id)
        entries = entries_of(connection, id)
    return desk.render(
        "reader.html.j2",
        here="/articles",
        article=facts,
        url=safe_url(facts["url"]),
        paragraphs=lay_out_text(article, entries),
        entries=entries,
        links=find_links(entries),
        spans={entry["id"]: spans_of(entry) for entry in entries},
        counts=count_kinds(entries),
        rejected=sum(entry["review"]["status"] == "rejected" for entry in entries),
        kinds=[(kind.value, one, many) for kind, one, many in KINDS],
        doubts=[(doubt["what"], _words_of(article, doubt), doubt["why"]) for doubt in facts["doubts"]],
    )


@router.get("/articles/{id}/add")
def show_form(
    desk: AtReview,
    id: str,
    kind: Kind = Kind.STATEMENT,
    at: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 (FastAPI copies it)
    fragment: bool = False,
) -> HTMLResponse:
    """The form for an entry by hand; the form alone for a script that shows it beside the text."""
    with desk.store.reading() as connection:
        article, facts = _load(connection, id)
        entries = entries_of(connection, id)
    spans = [span for span in map(_read_span, at) if span and span[0] < span[1] <= len(article.text)]
    return _form(desk, article, facts, entries, kind, spans, fragment=fragment)


@router.post("/articles/{id}/add")
def add(desk: AtReview, form: AForm, id: str) -> Response:
    """Adds an entry by hand, and goes to it."""
    with desk.store.reading() as connection:
        article, facts = _load(connection, id)
        entries = entries_of(connection, id)
    kind = Kind(form.one("kind")) if form.one("kind") in set(Kind) else Kind.STATEMENT
    spans: list[tuple[int, int]] = []
    try:
        spans = _read_evidence(form, article.text)
        with desk.store.writing() as connection:
            take_turn(connection)
            values = _read_values(connection, form, article, kind, spans)
            seconds = form.number("seconds")
            made = add_entry(connection, desk.viewer.name, id, kind, values, seconds=seconds)
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        if not isinstance(error, BadJudgement):
            raise
        return _form(desk, article, facts, entries, kind, spans, wrong=str(error), given=form.fields)
    if form.wants_json:
        return JSONResponse({"id": made.subject, "number": made.number}, 201)
    return RedirectResponse(f"/articles/{id}#e-{made.subject}", 303)


@router.post("/entries/{id}/spans")
def move_spans(desk: AtReview, form: AForm, id: str) -> Response:
    """Gives a field of an entry other words of the text: ``field`` and ``spans`` ("12-30 41-50", code points)."""
    try:
        told = form.one("spans").split()
        spans = [span for span in map(_read_span, told) if span]
        if len(spans) < len(told):
            raise BadJudgement("the words are told as 12-30: from which character to which")
        after: object = [{"start": start, "end": end} for start, end in spans]
        field = form.one("field")
        if field == "cue":
            after = {"start": spans[0][0], "end": spans[0][1]} if len(spans) == 1 else None
        seconds = form.number("seconds")
        with desk.store.writing() as connection:
            made = judge(
                connection, desk.viewer.name, JudgementKind.EDIT, id, field=field, after=after, seconds=seconds
            )
    except CommuniqueError as error:
        if form.wants_json:
            return tell_refusal(error)
        raise
    return JSONResponse({"id": id, "number": made.number}) if form.wants_json else go_back(form, f"/entries/{id}")


@router.get("/names/{of}")
def offer_names(desk: AtDesk, of: str, q: Annotated[str, Query(max_length=200)] = "") -> JSONResponse:
    """Names of actors, or labels of issues, that hold ``q``: what a field offers to complete."""
    with desk.store.reading() as connection:
        if of == "issues":
            found, _ = list_issues(connection, text=q, limit=_OFFERED)
            return JSONResponse({"names": [{"name": flat(issue["label"])} for issue in found]})
        found, _ = list_actors(connection, text=q, limit=_OFFERED)
    return JSONResponse({"names": [{"name": flat(actor["name"]), "kind": actor["kind"]} for actor in found]})


def _load(connection: Connection, id: str) -> tuple[Article, Plain]:
    article, facts = load_article(connection, id), article_facts(connection, id)
    if article is None or facts is None:
        raise UnknownArticle(f"no article has the id {id}")
    return article, facts


def _words_of(article: Article, doubt: Plain) -> str:
    start, end = doubt["start"], doubt["end"]
    return "" if start is None or end is None else flat(article.text[start:end])


def _form(
    desk: Desk,
    article: Article,
    facts: Plain,
    entries: Sequence[Plain],
    kind: Kind,
    spans: Sequence[tuple[int, int]],
    *,
    fragment: bool = False,
    wrong: str = "",
    given: Mapping[str, Sequence[str]] | None = None,
) -> HTMLResponse:
    others = [(entry["id"], _name_entry(entry)) for entry in entries if entry["kind"] in ("statement", "condition")]
    entry = blank(kind, article_to_plain(article), spans, article.text)
    return desk.render(
        "_entry_form.html.j2" if fragment else "add_entry.html.j2",
        409 if wrong else 200,
        here="/articles",
        article=facts,
        kind=kind.value,
        kinds=[(each.value, one) for each, one, _ in KINDS],
        fragment=fragment,
        first=_first_fields(kind),
        slots=[slot for slot in lay_out(entry, others) if slot.name not in ("evidence", "asserted_by")],
        evidence=[(f"{start}-{end}", flat(article.text[start:end])) for start, end in spans],
        wrong=wrong,
        given=given or {},
    )


def _first_fields(kind: Kind) -> list[str]:
    """The fields that the form shows at once; the others stand behind "more fields"."""
    doer, day = DOER[kind], day_field(kind)
    told = [field.name for field in FIELDS[kind] if field.required or field.shape is Shape.CHOICE]
    return [*told, *filter(None, (doer, day)), "cue", "issue", "unit"]


def _name_entry(entry: Plain) -> str:
    wording = word_entry(entry)
    words = f"{entry['kind']}: {wording.who} {wording.what} {wording.quote if entry['kind'] == 'statement' else ''}"
    return flat(words)[:90]


def _read_span(told: str) -> tuple[int, int] | None:
    match = _SPAN.fullmatch(told.strip())
    return (int(match[1]), int(match[2])) if match else None


def _read_evidence(form: Form, text: str) -> list[tuple[int, int]]:
    """The places of ``at`` ("12-30"), else where the words of ``quote`` stand."""
    spans = [span for span in map(_read_span, form.all("at")) if span]
    if not spans and form.one("quote"):
        found = find_words(text, form.one("quote"), 0)
        if found is None:
            raise BadJudgement("these words do not stand in the article; copy them from there")
        spans = [found]
    if not spans:
        raise BadJudgement("an entry rests on words of the article: select them, or copy them here")
    if any(not start < end <= len(text) for start, end in spans):
        raise BadJudgement("the words do not lie in the article; select them again")
    return spans


def _read_values(
    connection: Connection, form: Form, article: Article, kind: Kind, spans: Sequence[tuple[int, int]]
) -> Plain:
    """The fields of the form in the record's shape; what was taken from the text stands exactly where it was taken."""
    entry = blank(kind, article_to_plain(article), spans, article.text)
    told = {name: values for name, values in form.fields.items() if name != "evidence"}
    values = read_changes(entry, told, article.text, actors_by_name(connection), issues_by_label(connection))
    for field in FIELDS[kind]:
        if field.name in values and field.shape in _EXACT:
            values[field.name] = _placed(values[field.name], form.one(f"{field.name}@"), article.text)
    return {name: value for name, value in values.items() if value is not None} | {
        "evidence": [{"start": start, "end": end} for start, end in spans]
    }


def _placed(value: object, told: str, text: str) -> object:
    """``value`` at the place ``told`` ("12-30") where the same words stand there, else as it is."""
    place = _read_span(told)
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if place is None or not isinstance(one, dict) or not place[0] < place[1] <= len(text):
        return value
    if flat(text[place[0] : place[1]]) != flat(text[one["start"] : one["end"]]):
        return value
    exact = {**one, "start": place[0], "end": place[1]}
    if "text" in exact:
        exact["text"] = flat(text[place[0] : place[1]])
    return [exact] if isinstance(value, list) else exact
