"""schemathesis over the API's own description: what it promises holds, for requests that fit it and for others."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings

from communique.store import Store
from communique.store.database import insert_ignoring
from communique.store.schema import account, session
from communique.web import Settings, create_app
from communique.web.api.description import describe
from communique.web.fittings import furnish
from tests.contract.web.conftest import URL
from tests.unit.records import ARTICLE, RECORD

KNOWN = {
    "a0123456789abcdef": ARTICLE.id,
    "s0a1b2c3d4e5f": RECORD.entries[0].id,
    "ilse": "rea",
}
"""Ids of the description's examples, and what stands for them in the record."""
TOKEN = "what-the-cookie-holds"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
BOUNDED = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


APP = create_app(cast(Store, None))  # the routes alone; each test puts a record under them


def _with_known(value):
    if isinstance(value, dict):
        return {name: _with_known(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_known(one) for one in value]
    return KNOWN.get(value, value) if isinstance(value, str) else value


schema = schemathesis.openapi.from_dict(_with_known(copy.deepcopy(describe(APP))))
schema.app = APP
schema.config.checks.positive_data_acceptance.expected_statuses.append("412")  # an If-Match that does not


@schema.parametrize()
@BOUNDED
def test_a_desk_for_one_keeps_what_it_promises(case, store):
    APP.state.fittings = furnish(store, Settings(user="ana"))
    case.call_and_validate(base_url=URL, headers={"X-CSRF": APP.state.fittings.csrf})


TEAM = create_app(cast(Store, None), settings=Settings(team=True))
team_schema = schemathesis.openapi.from_dict(_with_known(copy.deepcopy(describe(TEAM))))
team_schema.app = TEAM
team_schema.config.checks.positive_data_acceptance.expected_statuses.append("412")


@team_schema.auth(refresh_interval=None)
class LoggedIn:
    """An admin's session; schemathesis takes it away again, and expects to be refused."""

    def get(self, case, context):
        return TOKEN

    def set(self, case, data, context):
        case.cookies = {**(case.cookies or {}), "communique": data}
        case.headers["X-CSRF"] = data


@team_schema.exclude(path="/api/v1/session", method=["POST", "DELETE"]).parametrize()
@BOUNDED
def test_the_desk_of_a_team_keeps_what_it_promises(case, store):
    TEAM.state.fittings = furnish(store, Settings(team=True), lambda: NOW)
    with store.writing() as connection:
        key = connection.scalar(sa.select(account.c.key).where(account.c.name == "ada"))
        known = {"token": sha256(TOKEN.encode()).hexdigest(), "account": key, "csrf": TOKEN}
        insert_ignoring(connection, session, [{**known, "created": NOW, "seen": NOW}])
    case.call_and_validate(base_url=URL)
