"""What all requests of an application share: the store, the settings, static files, templates, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe

import jinja2
from fastapi import Request

from communique.store import Store
from communique.web.security import Doorkeeper
from communique.web.settings import Settings
from communique.web.static_files import StaticFiles, read_static
from communique.web.wording import FILTERS


@dataclass(frozen=True, slots=True)
class Fittings:
    """What all requests share; ``csrf`` is the token of a desk without sessions."""

    store: Store
    settings: Settings
    static: StaticFiles
    templates: jinja2.Environment
    doorkeeper: Doorkeeper
    csrf: str
    now: Callable[[], datetime]


def fittings_of(request: Request) -> Fittings:
    """What this application shares among its requests."""
    found: Fittings = request.app.state.fittings
    return found


def open_templates(static: StaticFiles) -> jinja2.Environment:
    """The environment of all pages: escaping always on, an undefined name an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("communique.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    environment.globals["static"] = static.url
    return environment


def furnish(store: Store, settings: Settings, now: Callable[[], datetime] | None = None) -> Fittings:
    """Everything an application needs beside its routes."""
    static = read_static()
    clock = now or (lambda: datetime.now(UTC))
    doorkeeper = Doorkeeper(settings.logins_per_name, settings.logins_per_address)
    return Fittings(store, settings, static, open_templates(static), doorkeeper, token_urlsafe(32), clock)
