"""The desk's own style and scripts, read from the package once and addressed by what they hold.

One fingerprint over all of them stands in the path (``/static/3f9c…/page.css``), so that a browser may keep them for
ever, and a script that imports its neighbour by a relative path gets the neighbour of the same state.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, HTTPException, Request, Response

_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files by name ("page.css", "icons/add.svg"), and the fingerprint of their state."""

    files: dict[str, bytes]
    fingerprint: str

    def url(self, name: str) -> str:
        """The address of a file; KeyError where there is none, so that a wrong name fails in every test."""
        if name not in self.files:
            raise KeyError(f"no static file {name}")
        return f"/static/{self.fingerprint}/{name}"


def read_static() -> StaticFiles:
    """The package's static files."""
    found = dict(sorted(_walk(files("communique.web").joinpath("static"), "")))
    digest = hashlib.sha256()
    for name, content in found.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return StaticFiles(found, digest.hexdigest()[:16])


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    if not folder.is_dir():
        return []
    found: list[tuple[str, bytes]] = []
    for item in folder.iterdir():
        if item.name.startswith((".", "_")):
            continue
        if item.is_dir():
            found += _walk(item, f"{prefix}{item.name}/")
        else:
            found.append((f"{prefix}{item.name}", item.read_bytes()))
    return found


@router.get("/static/{fingerprint}/{name:path}")
def send_static(request: Request, fingerprint: str, name: str) -> Response:
    """A file of this state; an older page's fingerprint gets the file as it is now, not to be kept."""
    static: StaticFiles = request.app.state.fittings.static
    content = static.files.get(name)  # a look-up by name: no path leads anywhere else
    if content is None:
        raise HTTPException(404, "There is no such file.")
    suffix = name[name.rfind(".") :]
    media = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    keep = _FOR_EVER if fingerprint == static.fingerprint else "no-cache"
    return Response(content, media_type=media, headers={"Cache-Control": keep})
