"""What goes wrong, said in one way: as JSON below ``/api/``, as a page elsewhere.

The JSON is ``{"error": {"code": "unknown_entry", "message": "…", "details": […]}}``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from communique.errors import (
    BadAccount,
    BadCodebook,
    BadJudgement,
    CommuniqueError,
    InputError,
    StoreError,
    Unknown,
)

API = "/api/"
_FEEDS = ("/calendar.ics", "/api/v1/calendar.ics")
_log = logging.getLogger("communique.web")
_CODES = {
    400: "bad_request",
    401: "not_logged_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    409: "conflict",
    412: "changed_meanwhile",
    413: "too_large",
    415: "wrong_type",
    422: "not_valid",
    429: "too_many_tries",
    500: "failed",
    503: "store_failed",
}
_TITLES = {
    401: "Not logged in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible",
    409: "Not possible",
    412: "Changed meanwhile",
    413: "Too large",
    422: "Not understood",
    429: "Too many tries",
    500: "Something failed",
    503: "The record cannot be reached",
}


class Refused(HTTPException):
    """A request that is not let through: the status, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, message, dict(headers) if headers else None)
        self.code = code


def install(app: FastAPI) -> None:
    """Makes the application answer every error in our shape."""
    for kind in (HTTPException, RequestValidationError, CommuniqueError):
        app.add_exception_handler(kind, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    return await run_in_threadpool(answer_error, request, error)


def answer_error(request: Request, error: Exception) -> Response:
    """The answer to a request that failed with ``error``; may read the store, so call it in a thread."""
    status, code, message, details, headers = _tell(error)
    if status == 405:
        headers = {**headers, "Allow": ", ".join(_methods_at(request))}
    if status == 401:
        way = 'Basic realm="communique", charset="UTF-8"' if is_feed(request) else 'Cookie realm="communique"'
        headers = {**headers, "WWW-Authenticate": way}
    if request.url.path.startswith(API):
        body = {"error": {"code": code, "message": message, "details": details}}
        return JSONResponse(body, status, headers)
    if is_feed(request):
        return PlainTextResponse(message, status, headers)
    if status == 401:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        back = f"?next={quote(asked, safe='/')}" if request.method in ("GET", "HEAD") and asked != "/" else ""
        return RedirectResponse(f"/login{back}", 303)
    return _page(request, status, message, details, headers)


def _methods_at(request: Request) -> list[str]:
    """What an address does, over all the routes that it fits."""
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path and compile_path(route.path)[0].match(request.url.path):
            found |= route.methods or set()
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def is_feed(request: Request) -> bool:
    """True for what calendars read by themselves."""
    return request.method == "GET" and request.url.path in _FEEDS


def _tell(error: Exception) -> tuple[int, str, str, list[dict[str, Any]], dict[str, str]]:
    match error:
        case Refused():
            return error.status_code, error.code, error.detail, [], dict(error.headers or {})
        case HTTPException():
            status = error.status_code
            message = error.detail if status in (400, 413) or error.detail.endswith(".") else _plain(status)
            return status, _CODES.get(status, "error"), message, [], dict(error.headers or {})
        case RequestValidationError():
            return 422, "not_valid", "The request does not fit; see the details.", _details(error), {}
        case Unknown():
            return 404, _snake(error), _sentence(error), [], {}
        case BadJudgement() | BadAccount():
            return 409, _snake(error), _sentence(error), [], {}
        case BadCodebook() | InputError():
            return 422, _snake(error), _sentence(error), [], {}
        case StoreError():
            _log.error("store: %s", error)
            text = "The record cannot be read or written just now; the server's log says why."
            return 503, "store_failed", text, [], {"Retry-After": "5"}
        case _:
            return 500, "failed", "Something failed here; the server's log says what.", [], {}


def _plain(status: int) -> str:
    return {
        404: "There is nothing here.",
        405: "This address does not do that.",
        415: "This kind of content is not taken here.",
    }.get(status, "This request cannot be answered.")


def _details(error: RequestValidationError) -> list[dict[str, Any]]:
    """Where a request does not fit and why, without what was sent."""
    return [
        {"where": [part if isinstance(part, int) else str(part) for part in found["loc"]], "why": str(found["msg"])}
        for found in error.errors()[:20]
    ]


def _snake(error: Exception) -> str:
    name = type(error).__name__
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _sentence(error: Exception) -> str:
    return str(error)[:500].encode("utf-8", "replace").decode()


def _page(
    request: Request, status: int, message: str, details: list[dict[str, Any]], headers: dict[str, str]
) -> Response:
    from communique.web.desk import find_viewer, render_page

    title = _TITLES.get(status, "Not possible")
    try:
        known = find_viewer(request) if status not in (413, 421, 503, 500) else None
        viewer, csrf = known or (None, "")
        page: Response = render_page(
            request, "error.html.j2", status, viewer=viewer, csrf=csrf, title=title, message=message, details=details
        )
    except (jinja2.TemplateError, CommuniqueError, AttributeError, KeyError):
        _log.exception("the error page failed")
        head = f"<!doctype html><html lang=en><title>{escape(title)}</title>"
        plain = f"{head}<h1>{escape(title)}</h1><p>{escape(message)}"
        page = HTMLResponse(plain.encode("utf-8", "replace"), status)
    page.headers.update(headers)
    return page
