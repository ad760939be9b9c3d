"""Every route of an application, with who may use it as its dependencies say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from communique.web.desk import open_admin, open_desk, open_review

ORDER = (open_desk, open_review, open_admin)


@dataclass(frozen=True)
class Found:
    """A route; ``needs`` is the strictest of our dependencies it has, None where it has none."""

    method: str
    path: str
    needs: object
    queries: frozenset[str]  # names of its query parameters
    texts: frozenset[str]  # those of them that take any text
    forms: frozenset[str]  # names of its form fields

    def address(self, **known: str) -> str:
        """The path with something in the place of its parameters."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: known.get(found[1], "1"), self.path)


def walk(app: FastAPI) -> Iterator[Found]:
    for context in iter_route_contexts(app.routes):
        route = getattr(context, "original_route", context)
        found = {inner.call for inner in _all(context.dependant)}
        needs = next((one for one in reversed(ORDER) if one in found), None)
        queries = frozenset(name for inner in _all(context.dependant) for name in _names(inner.query_params))
        texts = frozenset(name for inner in _all(context.dependant) for name in _names(inner.query_params, {str}))
        forms = frozenset(name for inner in _all(context.dependant) for name in _names(inner.body_params))
        for method in sorted(context.methods or route.methods):
            yield Found(method, context.path, needs, queries, texts, forms)


def _all(dependant) -> Iterator:
    yield dependant
    for inner in dependant.dependencies:
        yield from _all(inner)


def _names(fields, types=None) -> Iterator[str]:
    """The names of parameters (that may be of one of ``types``); of a model that holds several, theirs."""
    for field in fields:
        told = field.field_info.annotation
        known = (
            {name: one.annotation for name, one in told.model_fields.items()} if hasattr(told, "model_fields") else {}
        )
        for name, annotation in (known or {field.alias: told}).items():
            if types is None or types & _types(annotation):
                yield name


def _types(annotation) -> set:
    inner = get_args(annotation)
    return set().union(*(_types(one) for one in inner)) if inner else {annotation}
