"""The description of the API: OpenAPI 3.1 as JSON, and as a page that needs no script and no other host."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from communique import __version__
from communique.web.desk import find_viewer, render_page
from communique.web.security import session_cookie

router = APIRouter(include_in_schema=False)
_ABOUT = (
    "What Communiqué keeps of a negotiation: articles, entries, actors, issues, and the judgements of people. "
    "Writes bring the CSRF token of `GET /api/v1/session` as the header `X-CSRF`. Every error has the shape "
    '`{"error": {"code", "message", "details"}}`. Offsets are code points.'
)
_OPEN = {("/api/v1/session", "post"), ("/api/v1/health", "get")}
"""What needs no session."""


@router.get("/openapi.json")
def get_description(request: Request) -> JSONResponse:
    """The description, made once."""
    return JSONResponse(describe(request.app), headers={"Cache-Control": "no-cache"})


@router.get("/docs")
def show_description(request: Request) -> HTMLResponse:
    """The description as a page."""
    viewer, csrf = find_viewer(request) or (None, "")
    described = describe(request.app)
    sections: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            sections.setdefault(operation["tags"][0], []).append({"path": path, "method": method.upper(), **operation})
    return render_page(
        request, "description.html.j2", viewer=viewer, csrf=csrf, sections=sections,
        about=described["info"]["description"], models=sorted(described["components"]["schemas"].items()),
    )  # fmt: skip


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of an application."""
    if app.openapi_schema is None:
        app.openapi_schema = _describe(app)
    return app.openapi_schema


def _describe(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title="Communiqué", version=__version__, description=_ABOUT, routes=app.routes)
    settings = app.state.fittings.settings
    schemes: dict[str, Any] = {"csrf": _TOKEN}
    if settings.team:
        schemes["session"] = {"type": "apiKey", "in": "cookie", "name": session_cookie(settings)}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _mend_errors(operation)
            if (path, method) in _OPEN:
                continue
            needs: dict[str, list[str]] = {name: [] for name in schemes if name != "csrf" or method != "get"}
            if needs:
                operation["security"] = [needs]
    described["components"]["securitySchemes"] = schemes
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own shape, which no answer has
        described["components"]["schemas"].pop(name, None)
    return described


_TOKEN = {"type": "apiKey", "in": "header", "name": "X-CSRF", "description": "The ``csrf`` of GET /api/v1/session."}


def _mend_errors(operation: dict[str, Any]) -> None:
    """Errors come as JSON whatever the route gives otherwise."""
    for status, answer in operation["responses"].items():
        if status >= "400" and "schema" not in answer.get("content", {}).get("application/json", {}):
            answer["content"] = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
