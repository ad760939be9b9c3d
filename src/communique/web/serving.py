"""Runs the desk: on one machine for one person, or for a team."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from communique.errors import SettingsError
from communique.store import Store
from communique.store.accounts import Role, list_accounts
from communique.web.app import create_app
from communique.web.settings import Settings

__all__ = ["Settings", "check_accounts", "running", "serve"]


def serve(store: Store, settings: Settings) -> None:
    """Serves until it is stopped. SettingsError where the port is taken, or a team has no admin yet."""
    check_accounts(store, settings)
    with _listen(settings) as listening:
        _server(store, settings).run(sockets=[listening])


def check_accounts(store: Store, settings: Settings) -> None:
    """SettingsError where people must log in and nobody could."""
    if not settings.team:
        return
    with store.reading() as connection:
        if not any(account.role is Role.ADMIN and account.active for account in list_accounts(connection)):
            raise SettingsError(
                "nobody could log in yet; make an admin first: communique accounts add NAME --role admin"
            )


@contextmanager
def running(store: Store, settings: Settings | None = None) -> Iterator[str]:
    """A desk in a thread of its own, on a free port of this machine, while the block lasts; gives its address."""
    told = settings or Settings()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        here = replace(told, host="127.0.0.1", port=port, base_url=None)
        server = _server(store, here)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield here.url
        finally:
            server.should_exit = True
            thread.join(10)


def _server(store: Store, settings: Settings) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(store, settings=settings),
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        server_header=False,
        log_level="warning",
        limit_concurrency=1000,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )
    return uvicorn.Server(config)


def _listen(settings: Settings) -> socket.socket:
    host = settings.host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, settings.port), family=family, backlog=512)
    except OSError as error:
        why = error.strerror or str(error)
        raise SettingsError(f"{host}:{settings.port}: {why}; choose another port with --port") from error
