"""Issues: the codebook and what else is talked about, merging, the codebook as YAML, and the page of each issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from communique.analyse.bonds import list_disputes, list_instruments, list_pledges
from communique.analyse.happenings import Happening, list_calendar
from communique.analyse.said import stances_on
from communique.errors import BadCodebook, BadJudgement, UnknownIssue
from communique.export.codebook import codebook_to_yaml, parse_codebook
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.directory import list_issues, load_issue, load_issues, read_codebook, write_codebook
from communique.store.entries import entries_of
from communique.store.judgements import merge_issues, split_issue
from communique.web.desk import AtDesk, AtReview
from communique.web.forms import AForm, go_back
from communique.web.gathering import MOST_STATEMENTS, STANDING, Gathered, by_id, gather, merge
from communique.web.series import chart_lines
from communique.web.wording import in_path, lay_out, link

router = APIRouter()

_PAGE = 50
_ARTICLES = 40
_OTHERS = (
    ("events", Kind.EVENT),
    ("pledges", Kind.COMMITMENT),
    ("conditions", Kind.CONDITION),
    ("disputes", Kind.DISPUTE),
    ("provisions", Kind.PROVISION),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a codebook would make of an issue: ``before`` is None where it is new, and equal where it stays."""

    before: Plain | None
    after: Plain

    @property
    def what(self) -> str:
        """ "new", "changed" or "same"."""
        return "new" if self.before is None else "same" if self.before == self.after else "changed"


@router.get("/issues")
def show_issues(desk: AtDesk, text: str = "", page: int = 1, imported: int | None = None) -> HTMLResponse:
    """The codebook as a tree, and the issues beside it that the reader found."""
    first = max(0, min(page, 100_000) - 1) * _PAGE
    with desk.store.reading() as connection:
        codes = read_codebook(connection)
        counted = {one["id"]: one for one in load_issues(connection, [code["id"] for code in codes])}
        found, total = list_issues(connection, text=text, coded=False, limit=_PAGE, offset=first)
    wanted = text.strip().casefold()
    shown = [code for code in codes if not wanted or wanted in _words_of(code)]
    return desk.render(
        "issues.html.j2",
        tree=_as_tree(shown, counted),
        coded=len(codes),
        issues=found,
        total=total,
        text=text,
        imported=imported,
        pages=lay_out("/issues", [("text", text)], number=page, size=_PAGE, total=total),
        here_and_now=link("/issues", [("text", text), ("page", str(page) if page > 1 else "")]),
    )


@router.get("/issues/-/suggest")
def suggest(desk: AtDesk, text: str = "") -> JSONResponse:
    """The issues whose labels hold what was typed so far: ``{value, label, id}``."""
    if not text.strip():
        return JSONResponse([])
    with desk.store.reading() as connection:
        found, _ = list_issues(connection, text=text, limit=8)
    return JSONResponse(
        [
            {"value": issue["label"], "label": f"{issue['counts']['entries']:,} entries", "id": issue["id"]}
            for issue in found
        ]
    )


@router.get("/issues/-/codebook.yaml")
def download_codebook(desk: AtDesk) -> Response:
    """The codebook as YAML."""
    with desk.store.reading() as connection:
        text = codebook_to_yaml(read_codebook(connection))
    headers = {"Content-Disposition": 'attachment; filename="codebook.yaml"'}
    return Response(text, media_type="application/yaml", headers=headers)


@router.get("/issues/-/codebook")
def show_codebook(desk: AtReview) -> HTMLResponse:
    """The codebook as YAML, to be changed."""
    with desk.store.reading() as connection:
        text = codebook_to_yaml(read_codebook(connection))
    return desk.render("issues_codebook.html.j2", text=text, changes=None, problem=None, kept=0)


@router.post("/issues/-/codebook")
def preview_codebook(desk: AtReview, form: AForm) -> HTMLResponse:
    """What a codebook would change, before it does."""
    sent = form.files.get("file") or form.fields.get("codebook", ("",))[-1].encode("utf-8", "replace")
    text = sent.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        items = parse_codebook(sent)
    except BadCodebook as error:
        return desk.render("issues_codebook.html.j2", 422, text=text, changes=None, problem=str(error), kept=0)
    with desk.store.reading() as connection:
        codes = {code["id"]: code for code in read_codebook(connection)}
    changes = [Change(codes.get(item["id"]), item) for item in items]
    kept = len(codes.keys() - {item["id"] for item in items})
    return desk.render("issues_codebook.html.j2", text=text, changes=changes, problem=None, kept=kept)


@router.post("/issues/-/codebook/save")
def save_codebook(desk: AtReview, form: AForm) -> Response:
    """Takes a codebook over. What is wrong with it is told beside it, with nothing saved."""
    text = form.fields.get("codebook", ("",))[-1].replace("\r\n", "\n")
    try:
        items = parse_codebook(text.encode("utf-8", "replace"))
        with desk.store.writing() as connection:
            changed = write_codebook(connection, items)
    except (BadCodebook, BadJudgement) as error:
        return desk.render("issues_codebook.html.j2", 422, text=text, changes=None, problem=str(error), kept=0)
    return RedirectResponse(link("/issues", [("imported", str(changed))]), 303)


@router.get("/issues/-/merge")
def preview_merge(desk: AtReview, into: str = "", name: str = "", back: str = "/issues") -> Response:
    """What would become of the issues that were chosen (``id``, several times) if they were one."""
    ids = list(dict.fromkeys(filter(None, desk.request.query_params.getlist("id"))))
    with desk.store.reading() as connection:
        if name.strip():
            found, _ = list_issues(connection, text=name, limit=20)
            ids += [one["id"] for one in found if one["label"].casefold() == name.strip().casefold()]
        issues = load_issues(connection, list(dict.fromkeys(ids))[:50])
    known = {issue["id"] for issue in issues}
    likeliest = max(issues, key=lambda one: (one["coded"], one["counts"]["entries"]), default={"id": ""})["id"]
    return desk.render(
        "issues_merge.html.j2", issues=issues, into=into if into in known else likeliest, back=back, name=name
    )


@router.post("/issues/-/merge")
def merge_chosen(desk: AtReview, form: AForm) -> Response:
    """Makes the chosen issues one."""
    into = form.one("into")
    with desk.store.writing() as connection:
        made = merge_issues(connection, desk.viewer.name, form.all("id"), into)
    return RedirectResponse(link(f"/issues/{in_path(into)}", [("did", str(made.number))]), 303)


@router.post("/issues/-/split")
def split(desk: AtReview, form: AForm) -> Response:
    """Parts what was merged into an issue, or gives some entries another one."""
    id = form.one("id")
    with desk.store.writing() as connection:
        made = split_issue(
            connection,
            desk.viewer.name,
            id,
            parts=form.all("part"),
            entries=form.all("entry"),
            label=form.one("label") or None,
        )
    return go_back(form, link(f"/issues/{in_path(id)}", [("did", str(made.number))]))


@router.get("/issues/{id:path}")
def show_issue(desk: AtDesk, id: str, did: int | None = None) -> Response:
    """Who stands where on an issue, what is due, held, promised, disputed and laid down."""
    with desk.store.reading() as connection:
        issue = load_issue(connection, id)
        if issue is None:
            raise UnknownIssue(f"no issue has the id {id[:200]}")
        if issue["into"] is not None:
            return RedirectResponse(f"/issues/{in_path(issue['into'])}", 303)
        parts = _gather(connection, id)
    today = desk.now.date()
    entries = by_id(parts.values())
    below = {entry["issue"]["id"] for entry in parts["statements"].entries}
    calendar = list_calendar((*parts["events"].entries, *parts["pledges"].entries), date.min, date.max)
    return desk.render(
        "issue.html.j2",
        issue=issue,
        parts=parts,
        entries=entries,
        chart=chart_lines(stances_on(parts["statements"].entries, below), most=16),
        past=[one for one in calendar if not _coming(one, today)],
        coming=[one for one in calendar if _coming(one, today)],
        pledges=list_pledges(parts["pledges"].entries, today),
        disputes=list_disputes(parts["disputes"].entries),
        instruments=list_instruments(parts["provisions"].entries),
        splittable=list(entries.values())[:200],
        did=did,
    )


def _coming(one: Happening, today: date) -> bool:
    return not one.days.before(today) and (one.days.last is not None or (one.days.day or today) >= today)


def _gather(connection: Connection, id: str) -> dict[str, Gathered]:
    """The entries about an issue, and those without one that are stated in what somebody says about it."""
    statements = gather(connection, Kind.STATEMENT, limit=MOST_STATEMENTS, issue=id)
    inside = _stated_in(connection, statements.entries)
    parts = {"statements": statements}
    for name, kind in _OTHERS:
        told = [entry for entry in inside if entry["kind"] == kind]
        parts[name] = merge(gather(connection, kind, issue=id), Gathered(tuple(told), len(told)))
    return parts


def _stated_in(connection: Connection, statements: Sequence[Plain]) -> list[Plain]:
    """Entries of other kinds that name no issue and stand in one of the statements, in the newest articles of these."""
    ids = {entry["id"] for entry in statements}
    articles = list(dict.fromkeys(entry["article"]["id"] for entry in statements))[:_ARTICLES]
    return [
        entry
        for article in articles
        for entry in entries_of(connection, article)
        if not entry["issue"] and entry.get("statement") in ids and entry["review"]["status"] in STANDING
    ]


def _words_of(code: Plain) -> str:
    return " ".join([code["label"], *code["phrases"]]).casefold()


def _as_tree(codes: Sequence[Plain], counted: dict[str, Plain]) -> list[tuple[Plain, int]]:
    """The codebook in its order, each issue with its counts and how deep it stands."""
    depth: dict[str, int] = {}
    rows = []
    for code in codes:
        parent = code["parent"]
        depth[code["id"]] = depth[parent] + 1 if parent in depth else 0
        rows.append(({**code, "counts": counted[code["id"]]["counts"]}, min(depth[code["id"]], 6)))
    return rows
