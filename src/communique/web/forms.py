"""What a form sends, for routes that are plain functions: strings by name, files by name, and the way back.

@router.post("/actors/merge")
def merge(desk: AtReview, form: AForm) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import UploadFile

from communique.errors import BadAccount, BadCodebook, BadJudgement, CommuniqueError, Unknown
from communique.web.security import safe_next


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each with every value it has, in order; ``files`` are the bytes of what was sent up."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, bytes]
    wants_json: bool

    def one(self, name: str, default: str = "") -> str:
        """The last value of a field, without white space around it."""
        return self.fields.get(name, (default,))[-1].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that is not empty, each once."""
        return tuple(dict.fromkeys(filter(None, (value.strip() for value in self.fields.get(name, ())))))

    def number(self, name: str) -> float | None:
        """A field as a number; None where it is empty or no number."""
        try:
            return float(self.one(name))
        except ValueError:
            return None

    def whole(self, name: str) -> int | None:
        """A field as a whole number; None where it is empty or none."""
        return read_whole(self.one(name))


def read_whole(told: str) -> int | None:
    """A whole number below 10^15, which any database holds; None for what is none.

    >>> read_whole("12"), read_whole("-1"), read_whole("9" * 16)
    (12, None, None)
    """
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 16 else None


async def read_form(request: Request) -> Form:
    """The form of a request. Reading it twice is free: Starlette keeps it."""
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
        else:
            fields.setdefault(name, []).append(value)
    told = {name: tuple(values) for name, values in fields.items()}
    return Form(told, files, wants_json(request))


AForm = Annotated[Form, Depends(read_form)]


def wants_json(request: Request) -> bool:
    """True where a script asks: what goes wrong is told as ``{"message"}`` then, not as a page."""
    return "application/json" in request.headers.get("accept", "")


def go_back(form: Form, otherwise: str) -> Response:
    """To the page that the form names as ``back``, else to ``otherwise``."""
    return RedirectResponse(safe_next(form.one("back") or otherwise), 303)


def tell_refusal(error: CommuniqueError) -> JSONResponse:
    """What a script is told about a decision that cannot stand; raises what is no matter of the decision."""
    match error:
        case Unknown():
            return JSONResponse({"message": str(error)}, 404)
        case BadJudgement() | BadCodebook() | BadAccount():
            return JSONResponse({"message": str(error)}, 409)
        case _:
            raise error
