"""A desk over a small record: for one person (``desk``), and for a team with an account of each role (``team``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from communique.store import Store
from communique.store.accounts import Role, create_account
from communique.store.articles import save_record
from communique.web import Settings, create_app
from tests.unit.records import RECORD

URL = "http://127.0.0.1:8470"
PASSWORD = "a phrase for the tests only"
NAMES = {Role.READER: "rea", Role.REVIEWER: "reva", Role.ADMIN: "ada"}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2025, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Desk:
    """An application and those who visit it."""

    app: FastAPI
    store: Store
    clock: Clock

    def visitor(self, **headers: str) -> TestClient:
        """Somebody with an empty cookie jar who sends no token."""
        return TestClient(self.app, base_url=URL, headers=headers, follow_redirects=False)

    @property
    def alone(self) -> TestClient:
        """The one person of a desk that is served for one."""
        return self.visitor(**{"X-CSRF": self.app.state.fittings.csrf})

    def member(self, role: Role | str) -> TestClient:
        """Somebody of a team, logged in, who sends the token of their session."""
        visitor = self.visitor()
        answer = visitor.post("/api/v1/session", json={"name": NAMES[Role(role)], "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        visitor.headers["X-CSRF"] = answer.json()["csrf"]
        return visitor


@pytest.fixture(scope="session")
def pattern(tmp_path_factory) -> Path:
    """A record with one article, and accounts; to be copied."""
    path = tmp_path_factory.mktemp("pattern") / "record.db"
    with Store.open(path) as store, store.writing() as connection:
        save_record(connection, RECORD)
        for role, name in NAMES.items():
            create_account(connection, name, PASSWORD, role, at=datetime(2025, 2, 1, tzinfo=UTC))
    return path


@pytest.fixture
def store(pattern, tmp_path):
    with Store.open(shutil.copy(pattern, tmp_path / "record.db")) as store:
        yield store


@pytest.fixture
def make_desk(store) -> Callable[..., Desk]:
    def make(**settings: object) -> Desk:
        clock = Clock()
        return Desk(create_app(store, settings=Settings(user="ana", **settings), now=clock), store, clock)

    return make


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk()


@pytest.fixture
def team(make_desk) -> Desk:
    return make_desk(team=True)
