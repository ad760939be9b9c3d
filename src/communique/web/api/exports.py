"""The record in every format that it leaves in.

An export is written to a file without a name first and sent from there: a reader on a slow line holds no state of the
database, and what fails while writing is an error and not half a file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import chain
from threading import BoundedSemaphore
from typing import IO, Annotated, Any, BinaryIO, Literal, cast

from fastapi import Path, Query
from fastapi.responses import StreamingResponse

from communique.export.formats import FORMATS, Format, Options, find_format
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.articles import article_facts, load_article
from communique.store.search import Query as StoreQuery
from communique.store.walking import walk_found
from communique.web.api.answers import errors, make_router
from communique.web.api.filters import Filters
from communique.web.desk import AtDesk, Desk
from communique.web.errors import Refused

router = make_router("export")
Name = Literal["jsonl", "csv", "parquet", "annotations", "calendar", "claimreview"]
_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20
_writing = BoundedSemaphore(2)  # a whole record may take minutes
_BODIES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            (media := format.media_type.partition(";")[0]): {
                "schema": {"type": "object"} if media.endswith("+json") else {"type": "string", "format": "binary"}
            }
            for format in FORMATS
        },
    }
}


@router.get(
    "/export/{format}",
    response_class=StreamingResponse,
    responses={**errors(), **_BODIES},
    summary="The record as a file",
)
def get_export(
    desk: AtDesk, format: Annotated[Name, Path()], filters: Annotated[Filters, Query()]
) -> StreamingResponse:
    """All entries that fit, with every field, article by article, as a file of the format."""
    return send_export(desk, find_format(format), filters.query())


def send_export(desk: Desk, format: Format, query: StoreQuery) -> StreamingResponse:
    """The entries that ``query`` wants as a download in ``format``."""
    if not _writing.acquire(timeout=10):
        raise Refused(503, "busy", "Two exports are being written already.", headers={"Retry-After": "10"})
    out: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    try:
        with desk.store.reading() as connection:
            _, steps = walk_found(connection, query)
            options = Options(at=desk.now, base_url=desk.settings.base_url)
            format.write(chain.from_iterable(steps), _Articles(connection), cast(BinaryIO, out), options)
    except BaseException:
        out.close()
        raise
    finally:
        _writing.release()
    length = out.seek(0, 2)
    out.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="communique{format.suffix}"',
        "Content-Length": str(length),
    }
    return StreamingResponse(_chunks(out), media_type=format.media_type, headers=headers)


class _Articles:
    """Looks articles up for a writer; remembers the last one, since entries come article by article."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: Plain | None = None

    def __call__(self, id: str) -> Plain | None:
        if self._last is None or self._last["id"] != id:
            facts, article = article_facts(self._connection, id), load_article(self._connection, id)
            self._last = None if facts is None or article is None else {**facts, "text": article.text}
        return self._last


def _chunks(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while chunk := out.read(_CHUNK):
            yield chunk
