"""The web desk: pages and a JSON API over one store. ``serve`` runs it, ``create_app`` makes it for another server."""

from communique.web.app import create_app
from communique.web.serving import running, serve
from communique.web.settings import Settings

__all__ = ["Settings", "create_app", "running", "serve"]
