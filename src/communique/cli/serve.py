"""``communique serve``: the web desk."""

from __future__ import annotations

import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import screen
from communique.cli.opening import UNREADABLE, DbOption, WhoOption, find_who, open_store
from communique.errors import SettingsError

if TYPE_CHECKING:
    from communique.web.settings import Settings

DEFAULT_PORT = 8470


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=1, max=65535, help="On which port.")
    ] = DEFAULT_PORT,
    team: Annotated[
        bool, typer.Option("--team", help="For several people: everybody logs in with an account.")
    ] = False,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            show_default=False,
            help="The address that people type, behind a proxy or with TLS.",
        ),
    ] = None,
    proxies: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy", metavar="ADDRESS", show_default=False, help="A reverse proxy whose X-Forwarded-For is believed."
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the desk in your browser.")] = True,
    who: WhoOption = None,
    db: DbOption = None,
) -> None:
    """Serve the web desk: read, search, review. Alone on this machine, or with `--team` for several people.

    Alone it listens on this machine only, and what you decide is kept under your login name, or under `--as`. A team
    needs accounts: make the first with `communique accounts add NAME --role admin`. Ctrl-C ends it.

    **Examples**

    - `communique serve`
    - `communique serve --port 9000 --no-open --db talks.db`
    - `communique serve --team --host 0.0.0.0 --base-url https://desk.example.org --proxy 10.0.0.1 --db postgresql://desk@db/talks`

    **Exit status**: 0 ended by Ctrl-C; 2 the command was not understood; 3 it cannot listen there, the store cannot be
    read, or a team has no admin yet.
    """
    with open_store(db, create=True) as store:
        from communique.web import serving
        from communique.web.settings import Settings, find_user

        try:
            settings = Settings(
                host=host,
                port=port,
                team=team,
                base_url=base_url,
                proxies=tuple(proxies or ()),
                user=find_user() if who is None else find_who(who),
            )
            serving.check_accounts(store, settings)
            screen.say(f"the desk is at {settings.url} (Ctrl-C ends it); the record is {store.where}")
            if open_browser:
                _open_soon(settings)
            serving.serve(store, settings)
        except SettingsError as error:
            screen.say(str(error))
            raise typer.Exit(UNREADABLE) from error
        except KeyboardInterrupt:
            screen.say("ended")


def _open_soon(settings: Settings) -> None:
    """Opens the browser when the desk has had a moment to come up; nothing where there is none."""
    timer = threading.Timer(1.0, webbrowser.open, [settings.url])
    timer.daemon = True
    timer.start()
