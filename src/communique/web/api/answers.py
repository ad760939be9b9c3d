"""How the API answers: pages with links, entity tags and conditional requests, and which errors a route may give."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.routing import APIRoute

from communique.model.plain import Plain
from communique.web.api.shapes import MOST, ErrorAnswer
from communique.web.errors import Refused

Limit = Annotated[int, Query(ge=1, le=MOST, description="Things on this page.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Things before this page.")]

_TELLS = {
    400: "The request cannot be read.",
    401: "Nobody is logged in, or name or password are wrong.",
    403: "The role does not allow it, or the CSRF token is missing or wrong.",
    404: "Nothing has this id.",
    409: "It does not go with the record as it stands.",
    412: "The entry was changed meanwhile; fetch it again.",
    413: "The body is too large.",
    415: "The body is of another type than the route takes.",
    422: "A value does not fit; the details say which.",
    429: "Too many tries; ``Retry-After`` says how long to wait.",
    503: "The database cannot be reached.",
}
_READS = (400, 401, 422, 503)
_WRITES = (400, 401, 403, 413, 422, 503)


def errors(*statuses: int, writes: bool = False) -> dict[int | str, dict[str, Any]]:
    """The errors a route may answer with, for its description: those of every route, and ``statuses``."""
    every = sorted({*statuses, *(_WRITES if writes else _READS)})
    return {status: {"model": ErrorAnswer, "description": _TELLS[status]} for status in every}


class Answered(APIRoute):
    """A route whose answers carry an entity tag, and which says 304 where the asker has it already."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the tag around it."""
        handle = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await handle(request)
            body = getattr(response, "body", None)
            if request.method != "GET" or response.status_code != 200 or not isinstance(body, bytes):
                return response
            if "etag" not in response.headers:
                response.headers["ETag"] = make_tag(body)
            if not _matches(request.headers.get("if-none-match"), response.headers["etag"]):
                return response
            kept = ("etag", "cache-control", "link")
            return Response(None, 304, {name: response.headers[name] for name in kept if name in response.headers})

        return tagged


def make_router(tag: str) -> APIRouter:
    """A router whose routes answer as the API does."""
    return APIRouter(route_class=Answered, tags=[tag])


def make_tag(content: bytes) -> str:
    """The strong entity tag of some content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def entry_tag(entry: Plain) -> str:
    """The entity tag of an entry as it stands."""
    return make_tag(json.dumps(entry, sort_keys=True, ensure_ascii=True, default=str).encode())


def check_tag(told: str | None, entry: Plain) -> None:
    """Refuses, with 412, a write that was decided on another state of the entry than the one it has."""
    if told is not None and not _matches(told, entry_tag(entry)):
        raise Refused(412, "changed_meanwhile", "Somebody changed this entry meanwhile; look at it again.")


def page(
    request: Request, response: Response, items: Sequence[Plain], total: int, *, limit: int, offset: int, **more: Any
) -> Plain:
    """A page of things, with ``Link`` headers (RFC 8288) to the first, the previous, the next and the last."""
    last = max(0, (total - 1) // limit * limit)
    places = {"first": 0, "last": last}
    if offset:
        places["prev"] = max(0, offset - limit)
    if offset + limit < total:
        places["next"] = offset + limit
    told = parse_qsl(request.url.query, keep_blank_values=True)
    query = [(name, value) for name, value in told if name not in ("limit", "offset")]
    response.headers["Link"] = ", ".join(
        f'<{request.url.path}?{urlencode([*query, ("limit", limit), ("offset", place)])}>; rel="{relation}"'
        for relation, place in places.items()
    )
    return {"items": list(items), "total": total, "limit": limit, "offset": offset, **more}


def _matches(told: str | None, tag: str) -> bool:
    if told is None:
        return False
    return told.strip() == "*" or tag in re.findall(r'"[^"]*"', told)
