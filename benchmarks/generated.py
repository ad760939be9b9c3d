"""Records of negotiations that never were, as many as wanted, and their way into a store for benchmarks.

What enters is a seed and a number of entries; what leaves are articles whose entries have the shape of the record's
contract, always the same for the same seed. Words follow Zipf's law over our own lists and made-up names, so that a
search meets words as rare and as common as news has them; the sentences mean nothing. ``fill`` writes them straight
into the tables, past the reader and the search for near-copies, as a restored archive would be.

>>> world = make_world(seed=1, actors=20, issues=5, outlets=3)
>>> told = next(write_articles(world, entries=100, seed=1))
>>> entry = told.entries[0]
>>> span = entry["evidence"][0]
>>> told.text[span["start"] : span["end"]] == span["text"], entry["article"]["id"] == told.id
(True, True)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import numpy as np
import sqlalchemy as sa

from benchmarks.generated_words import BODIES, COMMON, CUES, FIRST_NAMES, HEADS, PAPERS, TAILS
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store import Connection, Store
from communique.store.projection import actors_of, day_of, words_of
from communique.store.schema import actor, article, entry, entry_actor, evidence, issue, judgement
from communique.store.text_index import put_articles, put_entries

FIRST_DAY = date(2021, 1, 1)
DAYS = 5 * 365
READER = "communique generated"

_KINDS = ("statement", "commitment", "condition", "dispute", "event", "provision", "amount")
_SHARES = (0.52, 0.10, 0.05, 0.05, 0.12, 0.06, 0.10)
_STANCES, _STANCE_SHARES = ("unclear", "for", "against", "conditional"), (0.6, 0.18, 0.14, 0.08)
_COPIES = 0.04  # of the articles are reprints of one of the last
_BATCH = 250  # articles in one transaction


@dataclass(frozen=True, slots=True)
class World:
    """Who and what the articles are about; the first of each are named most often. ``words`` likewise."""

    actors: tuple[Plain, ...]  # {id, name, kind}
    issues: tuple[Plain, ...]  # {id, label}
    outlets: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One article with its entries as plain data. ``first`` is how many articles ago it first appeared, 0 for new."""

    id: str
    text: str
    title: str
    outlet: str
    published: date
    entries: tuple[Plain, ...]
    first: int = 0


def make_world(
    *, seed: int = 0, actors: int = 2_000, issues: int = 300, outlets: int = 60, words: int = 30_000
) -> World:
    """A world of so many actors, issues, outlets and words."""
    random = Random(seed)
    made = dict.fromkeys(COMMON)
    while len(made) < words:
        made.setdefault("".join(random.choice(HEADS) for _ in range(random.randint(1, 3))) + random.choice(TAILS))
    places = [word.capitalize() for word in list(made)[len(COMMON) :]]
    people: dict[str, Plain] = {}
    while len(people) < actors:
        place = random.choice(places)
        kind = random.choices(("person", "state", "organisation", "group"), (0.7, 0.12, 0.12, 0.06))[0]
        name = {
            "person": f"{random.choice(FIRST_NAMES)} {place}",
            "state": place,
            "organisation": f"{place} {random.choice(BODIES)}",
            "group": f"{place} militia",
        }[kind]
        id = f"{kind}:{name.lower().replace(' ', '-')}"
        people.setdefault(id, {"id": id, "name": name, "kind": kind})
    matters: dict[str, Plain] = {}
    while len(matters) < issues:
        label = " ".join(random.sample(COMMON[40:], 2))
        id = "issue:" + label.replace(" ", "-")
        matters.setdefault(id, {"id": id, "label": label})
    papers = dict.fromkeys(f"{random.choice(places)} {random.choice(PAPERS)}" for _ in range(outlets * 3))
    return World(tuple(people.values()), tuple(matters.values()), tuple(islice(papers, outlets)), tuple(made))


def write_articles(world: World, *, entries: int, seed: int = 0) -> Iterator[Told]:
    """Articles with ``entries`` entries in all (the last one may have some more), in the order of their days."""
    writer = _Writer(world, seed)
    written = 0
    lately: list[Told] = []
    while written < entries:
        published = FIRST_DAY + timedelta(DAYS * written // entries)
        if lately and writer.random.random() < _COPIES:
            ago = writer.random.randint(1, len(lately))
            told = _reprint(lately[-ago], ago, writer.random.choice(world.outlets), published, len(lately) + written)
        else:
            told = writer.write(written, published)
        lately = [*lately[-19:], told]
        written += len(told.entries)
        yield told


def fill(store: Store, *, entries: int, seed: int = 0, decided: float = 0.1, world: World | None = None) -> int:
    """Writes generated articles into an empty store; how many entries it has then.

    ``decided`` is the share of entries that two reviewers accepted or rejected, with their judgements in the log.
    Raises ValueError for a store that has articles already.
    """
    world = world or make_world(seed=seed)
    with store.writing() as connection:
        if connection.scalar(sa.select(article.c.key).limit(1)) is not None:
            raise ValueError(f"{store.where} has articles already")
        connection.execute(actor.insert(), [{"key": key, **one} for key, one in enumerate(world.actors, 1)])
        rows = [{"key": key, **one, "phrases": [], "coded": False} for key, one in enumerate(world.issues, 1)]
        connection.execute(issue.insert(), rows)
    loader = _Loader(world, Random(seed), decided)
    articles = write_articles(world, entries=entries, seed=seed)
    while batch := list(islice(articles, _BATCH)):
        with store.writing() as connection:
            loader.load(connection, batch)
    with store.writing() as connection:
        _settle(connection)
    return loader.entries


class _Writer:
    """Makes articles up."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self._numbers = np.random.default_rng(seed)
        self._weights = {
            n: np.cumsum(1 / np.arange(1, n + 1)) for n in map(len, (world.words, world.actors, world.issues))
        }
        self._pools: dict[int, Iterator[int]] = {}

    def write(self, number: int, published: date) -> Told:
        """One article of its own."""
        random = self.random
        id = "a" + hashlib.sha256(f"{number}|{published}".encode()).hexdigest()[:16]
        title = self._words(random.randint(5, 9)).capitalize()
        outlet = self.world.outlets[int(len(self.world.outlets) * random.random() ** 2)]
        head = {
            "id": id, "title": title, "outlet": outlet, "author": None, "published": published.isoformat(),
            "url": f"https://news.example/{id}", "path": None,
        }  # fmt: skip
        text = title + "\n\n"
        entries = []
        for _ in range(max(4, min(60, int(random.gauss(20, 8))))):
            kind = random.choices(_KINDS, _SHARES)[0]
            sentence, plain = self._sentence(kind, len(text), published)
            plain_id = hashlib.sha256(f"{kind}|{id}|{len(text)}".encode()).hexdigest()[:12]
            entries.append({"id": kind[0] + plain_id, "kind": kind, "article": head, **plain})
            text += sentence + random.choice((" ", " ", "\n\n"))
            if random.random() < 0.3:
                text += self._words(random.randint(8, 24)).capitalize() + ". "
        return Told(id, text.rstrip(), title, outlet, published, tuple(entries))

    def _sentence(self, kind: str, at: int, published: date) -> tuple[str, Plain]:
        """A sentence that will stand at ``at``, and the fields of the entry that rests on it."""
        random = self.random
        who, other = self._actor(), self._actor()
        words = self._words(random.randint(9, 28))
        cue = random.choice(CUES)
        sentence = f"{who['name']} {cue} {words}."
        said = {"start": at, "end": at + len(sentence), "text": sentence}
        begins = len(who["name"]) + 1
        content = {"start": at + begins + len(cue) + 1, "end": at + len(sentence) - 1, "text": words}
        named = {**who, "mention": {"start": at, "end": at + begins - 1, "text": who["name"]}}
        about = {**other, "mention": None}
        issue = self.world.issues[self._pick(len(self.world.issues))] if random.random() < 0.6 else None
        common = {
            "evidence": [said],
            "method": {
                "name": kind,
                "version": READER,
                "score": round(random.betavariate(5, 2), 4),
                "rules": [f"{kind}.1"],
            },
            "issue": issue and dict(issue),
            "asserted_by": {"id": "article", "name": "the article", "kind": "document", "mention": None},
        }
        told = {"text": words, "start": content["start"], "end": content["end"]}
        own: Plain
        match Kind(kind):
            case Kind.STATEMENT:
                own = {
                    "speaker": named, "cue": {"start": at + begins, "end": at + begins + len(cue), "text": cue},
                    "content": [content], "mode": random.choice(("direct", "indirect", "indirect", "mixed")),
                    "addressee": None, "venue": None, "relayed_by": None,
                    "said_on": self._when(content, published, -3, 0),
                    "about": about if random.random() < 0.5 else None,
                    "stance": random.choices(_STANCES, _STANCE_SHARES)[0], "inside": None,
                }  # fmt: skip
            case Kind.COMMITMENT:
                own = {
                    "by": named, "to": about, "action": words, "amount": None,
                    "deadline": self._when(content, published, 10, 400), "start": None, "condition": None,
                    "status": random.choice(("made", "offered", "demanded", "refused", "possible")),
                    "demanded_by": None, "statement": None,
                }  # fmt: skip
            case Kind.CONDITION:
                own = {
                    "held_by": named, "outcome": told, "requires": told,
                    "sense": random.choice(("only_if", "if", "unless", "without")), "statement": None,
                }  # fmt: skip
            case Kind.DISPUTE:
                own = {
                    "claim": told, "claimant": about, "challenger": named,
                    "verdict": random.choice(("false", "denied", "contradicted", "questioned")), "statement": None,
                }  # fmt: skip
            case Kind.EVENT:
                own = {
                    "type": random.choice(("meeting", "visit", "call", "talks", "vote", "signing")),
                    "participants": [named, about], "place": None, "when": self._when(content, published, -20, 60),
                    "status": random.choice(("held", "scheduled", "expected", "possible")), "statement": None,
                }  # fmt: skip
            case Kind.PROVISION:
                own = {
                    "instrument": {"name": f"{words.split()[0]} protocol", "version": None}, "text": told,
                    "binding": random.choice((True, False, "unknown")), "statement": None,
                }  # fmt: skip
            case Kind.AMOUNT:
                own = {
                    "value": str(random.randint(1, 5000)), "unit": random.choice(("USD", "EUR", "soldiers", "t")),
                    "of": words.split()[0], "approximate": random.random() < 0.3, "low": None, "high": None,
                    "claimed_by": named, "when": None, "statement": None,
                }  # fmt: skip
        return sentence, {**common, **own}

    def _when(self, place: Plain, published: date, least: int, most: int) -> Plain | None:
        if self.random.random() < 0.5:
            return None
        day = (published + timedelta(self.random.randint(least, most))).isoformat()
        first = place["text"].split()[0]
        end = place["start"] + len(first)
        return {"text": first, "start": place["start"], "end": end, "value": day, "earliest": day, "latest": day}

    def _actor(self) -> Plain:
        return self.world.actors[self._pick(len(self.world.actors))]

    def _words(self, count: int) -> str:
        words = self.world.words
        return " ".join([words[self._pick(len(words))] for _ in range(count)])

    def _pick(self, among: int) -> int:
        """A number under ``among``, by Zipf's law."""
        number = next(self._pools.get(among, iter(())), None)
        if number is None:
            weights = self._weights[among]
            drawn = np.searchsorted(weights, self._numbers.random(50_000) * weights[-1])
            self._pools[among] = iter(drawn.tolist())
            number = next(self._pools[among])
        return number


def _reprint(told: Told, ago: int, outlet: str, published: date, number: int) -> Told:
    id = "a" + hashlib.sha256(f"{number}|{told.id}|{outlet}".encode()).hexdigest()[:16]
    head = {**told.entries[0]["article"], "id": id, "outlet": outlet, "published": published.isoformat()}
    head["url"] = f"https://news.example/{id}"
    entries = tuple(
        {**plain, "article": head, "id": plain["id"][0] + hashlib.sha256((id + plain["id"]).encode()).hexdigest()[:12]}
        for plain in told.entries
    )
    return Told(id, told.text, told.title, outlet, published, entries, ago + told.first)


class _Loader:
    """Writes articles into the tables, with keys of its own."""

    def __init__(self, world: World, random: Random, decided: float) -> None:
        self.entries = 0
        self._articles: list[int] = []  # the key of the first entry of each
        self._actors = {one["id"]: key for key, one in enumerate(world.actors, 1)}
        self._issues = {one["id"]: key for key, one in enumerate(world.issues, 1)}
        self._random, self._decided = random, decided

    def load(self, connection: Connection, batch: Sequence[Told]) -> None:
        """Writes ``batch`` in the connection's transaction."""
        rows: dict[sa.Table, list[dict[str, Any]]] = {
            table: [] for table in (article, entry, evidence, entry_actor, judgement)
        }
        texts: list[tuple[int, str, str]] = []
        words: list[tuple[int, str]] = []
        for told in batch:
            key = len(self._articles) + 1
            first = key - told.first if told.first else None
            rows[article].append(_article_row(told, key, first))
            texts.append((key, told.title, told.text))
            first_entry = None if first is None else self._articles[first - 1]
            self._articles.append(self.entries + 1)
            for position, plain in enumerate(told.entries):
                self.entries += 1
                copied = None if first_entry is None else first_entry + position
                self._add_entry(rows, key, position, plain, told, copied)
                words.append((self.entries, words_of(Kind(plain["kind"]), plain)))
        for table, values in rows.items():
            if values:
                connection.execute(table.insert(), values)
        put_articles(connection, texts)
        put_entries(connection, words)

    def _add_entry(
        self, rows: dict[sa.Table, list[dict[str, Any]]], article_key: int, position: int, plain: Plain, told: Told,
        first: int | None,
    ) -> None:  # fmt: skip
        key, kind = self.entries, Kind(plain["kind"])
        body = {name: value for name, value in plain.items() if name not in ("id", "kind", "article")}
        status, who, at = "proposed", None, None
        if first is None and self._random.random() < self._decided:
            status, who = self._random.choice(("accepted", "accepted", "rejected")), self._random.choice(("ana", "ben"))
            at = datetime.combine(told.published, datetime.min.time(), UTC)
            rows[judgement].append(
                {"at": at, "who": who, "kind": status.removesuffix("ed"), "subject": plain["id"], "field": None,
                 "before": None, "after": None, "seconds": round(self._random.uniform(1, 20), 1), "undoes": None}
            )  # fmt: skip
        rows[entry].append(
            {
                "key": key, "id": plain["id"], "article": article_key, "position": position, "kind": kind.value,
                "machine": body, "judged": None, "present": True, "listed": True, "status": status, "decided_by": who,
                "decided_at": at, "score": body["method"]["score"], "day": day_of(kind, body, told.published),
                "mode": body.get("mode"), "stance": body.get("stance"), "outlet": told.outlet, "first": first,
                "issue": self._issues[body["issue"]["id"]] if body["issue"] else None,
            }
        )  # fmt: skip
        rows[evidence] += [{"entry": key, "start": s["start"], "end": s["end"]} for s in body["evidence"]]
        named = dict.fromkeys((role, self._actors[one["id"]]) for role, one in actors_of(kind, body))
        rows[entry_actor] += [{"entry": key, "role": role, "actor": who} for role, who in named]


def _article_row(told: Told, key: int, first: int | None) -> dict[str, Any]:
    added = datetime.combine(told.published, datetime.min.time(), UTC)
    return {
        "key": key, "id": told.id, "digest": hashlib.sha256(told.text.encode()).hexdigest(), "text": told.text,
        "blocks": [[0, len(told.text), "paragraph"]], "offsets": [[0, 0, len(told.text)]], "title": told.title,
        "outlet": told.outlet, "author": None, "published": told.published, "place": None,
        "url": f"https://news.example/{told.id}", "path": None, "added": added, "read": added, "reader": READER,
        "doubts": [], "version": 1, "newest": True, "first": first, "shared": 1.0 if first else None,
    }  # fmt: skip


def _settle(connection: Connection) -> None:
    """What PostgreSQL does by itself in time: statistics for its planner; and the next keys. SQLite is left as a store
    in use is, without statistics.
    """
    if connection.dialect.name == "sqlite":
        return
    for table in (article, actor, issue, entry):
        name = table.name
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'key'), (SELECT max(key) FROM {name}))"
        )
    connection.exec_driver_sql("ANALYZE")
