"""Where a desk may be served, and that it is: settings that do not go together are refused with what to do."""

from __future__ import annotations

import socket
from urllib.request import urlopen

import pytest

from communique.errors import SettingsError
from communique.store import Store
from communique.web import Settings, running, serve


@pytest.mark.parametrize(
    ("settings", "advice"),
    [
        ({"host": "0.0.0.0"}, "--team"),
        ({"host": "192.168.1.7"}, "--team"),
        ({"host": "desk.example.org"}, "--team"),
        ({"host": "0.0.0.0", "team": True}, "--base-url"),
        ({"host": "::", "team": True}, "--base-url"),
        ({"port": 0}, "65535"),
        ({"base_url": "desk.example.org"}, "https://"),
        ({"base_url": "https://desk.example.org/record"}, "without a path"),
        ({"base_url": "javascript:alert(1)"}, "https://"),
        ({"base_url": "https://desk.example.org:x"}, "https://"),
    ],
)
def test_settings_that_do_not_go_together_say_what_to_do(settings, advice):
    with pytest.raises(SettingsError, match=advice):
        Settings(**settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_one_person_is_served_on_this_machine(host):
    assert not Settings(host=host).https


def test_a_team_is_known_by_its_address():
    settings = Settings(host="0.0.0.0", team=True, base_url="https://Desk.example.org")
    assert settings.hosts == {"desk.example.org"}
    assert settings.origins == {"https://desk.example.org"}
    assert Settings(host="10.0.0.2", team=True, port=80).hosts == {"10.0.0.2"}


def test_a_desk_behind_its_proxy_answers_under_its_name(make_desk):
    desk = make_desk(host="127.0.0.1", team=True, base_url="https://desk.example.org")
    visitor = desk.visitor()
    assert visitor.get("/api/v1/health").status_code == 421
    assert visitor.get("/api/v1/health", headers={"Host": "desk.example.org"}).status_code == 200


def test_a_team_without_an_admin_is_not_served(tmp_path):
    with Store.open(tmp_path / "record.db") as store, pytest.raises(SettingsError, match="admin"):
        serve(store, Settings(team=True))


def test_a_port_that_is_taken_is_an_error_that_names_it(store):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"{port}.*--port"):
            serve(store, Settings(port=port))


def test_a_running_desk_answers_and_ends(store):
    with running(store) as url, urlopen(f"{url}/api/v1/health") as answer:
        assert answer.status == 200
        assert "server" not in {name.lower() for name in answer.headers}
    with pytest.raises(OSError):
        urlopen(f"{url}/api/v1/health", timeout=2)


def test_a_desk_for_one_listens_to_this_machine_only(store):
    with running(store) as url:
        port = int(url.rpartition(":")[2])
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
        for address in others:
            if not address.startswith("127."):
                with pytest.raises(OSError):
                    socket.create_connection((address, port), 1)
