"""The people of the load test, driven by locust: ``python -m benchmarks.load_users PLAN.json``, as ``benchmarks.load``
starts it.

What enters is a plan (``url``, ``seconds``, ``pause``, ``seed``; ``readers`` and ``reviewers``, each with name and
password; ``reading`` and ``reviewing``, how many people there are; ``known``, what there is to look at); what leaves,
on standard output, is one JSON object: how long each route took and how often it failed, and every judgement that was
answered with success. Locust patches the standard library when it is imported, so it is imported only when this runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import Request, urlopen

Plain = dict[str, Any]
_KINDS = ("statement", "commitment", "condition", "dispute", "event", "provision", "amount")
_UNDO_EVERY = 8  # decisions, about


class Visitor:
    """One person with a browser: a client of locust's, a session, and what there is to look at (``known``: ids of
    ``articles``, ``entries``, ``actors`` and ``issues``, and ``words`` to search for).
    """

    def __init__(
        self, client: Any, account: Plain, known: dict[str, list[str]], chance: Random, answered: list[Plain]
    ) -> None:
        self.client = client
        self.known = known
        self.account = account
        self.cookie = ""
        self.chance = chance
        self.answered = answered
        self.csrf = ""
        self.tags: dict[str, str] = {}

    def arrive(self) -> None:
        """Logs in, or sits down at a browser where somebody is logged in."""
        if "cookie" in self.account:
            self.cookie, self.csrf = self.account["cookie"], self.account["csrf"]
        else:
            answer = self.client.post("/api/v1/session", json=self.account)
            self.cookie, self.csrf = answer.headers["Set-Cookie"].split(";")[0], answer.json()["csrf"]

    def get(self, path: str, name: str, **headers: str) -> Any:
        """The answer to a request; ``name`` is the route it counts under."""
        return self.client.get(path, name=f"GET {name}", headers={**headers, "Cookie": self.cookie})

    def post(self, path: str, **told: Any) -> Any:
        """The answer to a form that a script sends, or to plain data; both bring the token of the session."""
        headers = {"Accept": "application/json", "X-CSRF": self.csrf, "Cookie": self.cookie}
        return self.client.post(path, name=f"POST {path}", headers=headers, **told)

    def read(self) -> None:
        """Looks at one thing, as readers do: mostly articles and the record, sometimes by the API."""
        shares = [share for share, _ in _VISITS]
        _, visit = self.chance.choices(_VISITS, shares)[0]
        visit(self)

    def review_by_page(self) -> None:
        """Takes the next cards and decides about the first, as the page's script does; sometimes takes it back."""
        answer = self.get("/review/cards", "/review/cards")
        cards = answer.json()["cards"] if answer.status_code == 200 else ()
        if not cards:
            return
        id = self.chance.choice(cards[:3])["id"]
        decision = self.chance.choice(("accept", "accept", "reject"))
        told = {"csrf": self.csrf, "id": id, "decision": decision, "seconds": "2.5"}
        answer = self.post("/review/decide", data=told)
        if answer.status_code != 200:
            return
        numbers = answer.json()["numbers"]
        self._keep(numbers, decision, id)
        if self.chance.randrange(_UNDO_EVERY) == 0:
            taken = {"csrf": self.csrf, "number": str(numbers[-1])}
            if self.post("/review/undo", data=taken).status_code == 200:
                self.answered.append({"who": self.account["name"], "kind": "undo", "undoes": numbers[-1]})

    def review_by_api(self) -> None:
        """The same by the API, with a stance set now and then."""
        order = self.chance.choice(("uncertainty", "impact", "text"))
        answer = self.get(f"/api/v1/review/next?limit=3&order={order}", f"/api/v1/review/next?order={order}")
        due = answer.json() if answer.status_code == 200 else ()
        if not due:
            return
        entry = self.chance.choice(due)
        told: Plain = {"kind": self.chance.choice(("accept", "reject")), "subject": entry["id"], "seconds": 3.5}
        if entry["kind"] == "statement" and self.chance.randrange(3) == 0:
            told = {**told, "kind": "set_stance", "after": self.chance.choice(("for", "against", "conditional"))}
        number = self._judge(told)
        if number is not None:
            self._keep([number], told["kind"], entry["id"])
            if self.chance.randrange(_UNDO_EVERY) == 0 and self._judge({"kind": "undo", "number": number}):
                self.answered.append({"who": self.account["name"], "kind": "undo", "undoes": number})
        self.get("/api/v1/review/progress", "/api/v1/review/progress")

    def _judge(self, told: Plain) -> int | None:
        answer = self.post("/api/v1/judgements", json=told)
        return int(answer.json()["judgement"]["number"]) if answer.status_code == 201 else None

    def _keep(self, numbers: list[int], kind: str, subject: str) -> None:
        for number in numbers:
            self.answered.append({"who": self.account["name"], "number": number, "kind": kind, "subject": subject})


def _read_record(visitor: Visitor) -> None:
    chance = visitor.chance
    asked = [f"q={chance.choice(visitor.known['words'])}"] if chance.random() < 0.6 else []
    asked += [f"kind={chance.choice(_KINDS)}"] if chance.random() < 0.5 else []
    visitor.get(f"/record?{'&'.join(asked)}", "/record")


def _search(visitor: Visitor) -> None:
    visitor.get(f"/api/v1/search?q={visitor.chance.choice(visitor.known['words'])}&limit=20", "/api/v1/search?q=")


def _read_entry_twice(visitor: Visitor) -> None:
    id = visitor.chance.choice(visitor.known["entries"])
    tag = {"If-None-Match": visitor.tags[id]} if id in visitor.tags else {}
    answer = visitor.get(f"/api/v1/entries/{id}", "/api/v1/entries/{id}", **tag)
    visitor.tags[id] = answer.headers.get("ETag", "")


def _choose(path: str, of: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.get(path.format(id=visitor.chance.choice(visitor.known[of])), path) and None


def _open(path: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.get(path, path) and None


_VISITS: tuple[tuple[int, Callable[[Visitor], None]], ...] = (
    (6, _open("/")),
    (6, _open("/articles")),
    (24, _choose("/articles/{id}", "articles")),
    (16, _read_record),
    (8, _choose("/entries/{id}", "entries")),
    (4, _open("/actors")),
    (8, _choose("/actors/{id}", "actors")),
    (3, _open("/issues")),
    (5, _choose("/issues/{id}", "issues")),
    (3, _open("/calendar")),
    (2, _open("/log")),
    (8, _search),
    (4, _read_entry_twice),
    (3, _open("/api/v1/articles")),
)
"""What readers do, and how often each in a hundred."""


def drive(plan: Plain) -> Plain:
    """Lets everybody work until the time is over, each finishing what is begun; what came of it."""
    import gevent
    from locust import FastHttpUser, between
    from locust.env import Environment

    answered: list[Plain] = []
    seeds = Random(plan["seed"])
    pause = between(plan["pause"] / 2, plan["pause"] * 3 / 2)

    def people(name: str, count: int, accounts: list[Plain], ways: Sequence[Callable[[Visitor], None]]) -> Any:
        """A class of locust's: ``count`` users, each with an account and one of the ``ways`` in turn."""
        accounts_in_turn, ways_in_turn = cycle(accounts), cycle(ways)

        def on_start(self: Any) -> None:
            self.way = next(ways_in_turn)
            self.visitor = Visitor(self.client, next(accounts_in_turn), plan["known"], Random(seeds.random()), answered)
            self.visitor.arrive()

        def act(self: Any) -> None:
            self.way(self.visitor)

        what = {"fixed_count": count, "wait_time": pause, "on_start": on_start, "tasks": [act]}
        return type(name, (FastHttpUser,), what)

    seated = [{**account, **_log_in(plan["url"], account)} for account in plan["readers"]]
    readers = people("Reader", plan["reading"], seated, [Visitor.read])
    ways = [Visitor.review_by_page, Visitor.review_by_api]
    reviewers = people("Reviewer", plan["reviewing"], plan["reviewers"], ways)
    world = Environment(user_classes=[readers, reviewers], host=plan["url"], stop_timeout=30)
    runner = world.create_local_runner()
    runner.start(plan["reading"] + plan["reviewing"], spawn_rate=10)
    gevent.sleep(plan["seconds"])
    runner.quit()
    runner.greenlet.join()
    return {
        "routes": [_route(found) for found in world.stats.entries.values()],
        "total": _route(world.stats.total),
        "errors": [f"{error.occurrences} × {error.name}: {error.error}"[:300] for error in world.stats.errors.values()],
        "exceptions": [f"{told['count']} × {told['msg']}"[:600] for told in runner.exceptions.values()],
        "answered": answered,
    }


def _log_in(url: str, account: Plain) -> Plain:
    """A session for several readers: one address may log in some 40 times in a quarter of an hour and no more."""
    body = json.dumps(account).encode()
    request = Request(f"{url}/api/v1/session", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        return {"cookie": answer.headers["Set-Cookie"].split(";")[0], "csrf": json.load(answer)["csrf"]}


def _route(found: Any) -> Plain:
    name = found.name if found.name.startswith(found.method) else f"{found.method} {found.name}"
    return {
        "route": name,
        "requests": found.num_requests,
        "failures": found.num_failures,
        "p50_ms": found.get_response_time_percentile(0.5),
        "p95_ms": found.get_response_time_percentile(0.95),
        "max_ms": round(found.max_response_time or 0, 1),
        "requests_per_s": round(found.total_rps, 2),
    }


if __name__ == "__main__":
    json.dump(drive(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), sys.stdout)
