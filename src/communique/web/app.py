"""The application: one store and its settings in, an ASGI application out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from fastapi import FastAPI

from communique import __version__
from communique.store import Store
from communique.web import errors, static_files
from communique.web.fittings import furnish
from communique.web.security import Guard
from communique.web.settings import Settings

PAGES = (
    "login", "accounts", "home", "articles", "reader", "entry", "record", "review", "actors", "issues", "calendar",
    "log",
)  # fmt: skip
"""The modules of ``pages`` whose routes are served, in this order."""

API = (
    "session", "articles", "entries", "searching", "actors", "issues", "judgements", "reviewing", "calendar", "exports",
    "accounts", "description",
)  # fmt: skip
"""The modules of ``api`` whose routes are served, below ``/api/v1``."""


def create_app(store: Store, *, settings: Settings | None = None, now: Callable[[], datetime] | None = None) -> FastAPI:
    """The desk over ``store``. ``now`` is the clock; the system's where it is not given.

    The application does not close the store: who opened it does.
    """
    app = FastAPI(
        title="Communiqué",
        version=__version__,
        openapi_url=None,  # served by api.description, with the headers of everything else
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,
    )
    app.state.fittings = furnish(store, settings or Settings(), now)
    app.add_middleware(Guard, settings=app.state.fittings.settings)
    errors.install(app)
    app.include_router(static_files.router)
    for name in PAGES:
        app.include_router(import_module(f"communique.web.pages.{name}").router, include_in_schema=False)
    for name in API:
        app.include_router(import_module(f"communique.web.api.{name}").router, prefix="/api/v1")
    return app
