"""Whether what a database holds fits together: the file itself, texts and spans, judgements and what follows from them.

What enters is an open store; what leaves are problems, none where all is well. Everything that the tables keep for
speed (how an entry stands, what searches filter by, the full-text index, who is merged into whom) is made anew from
what it follows from, and compared. Nothing is written; the check sees one state while others go on writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from communique.errors import StoreError
from communique.model.entry import Kind
from communique.model.judgement import ABOUT_ENTRIES, JudgementKind
from communique.model.plain import Plain
from communique.store.continuing import log_of
from communique.store.database import Store
from communique.store.marks import marks_sql
from communique.store.merging import merged_into
from communique.store.projection import Standing, actors_of, day_of, project, words_of
from communique.store.schema import actor, article, entry, entry_actor, evidence, issue, judgement
from communique.store.terms import list_terms
from communique.store.text_index import ROW_NUMBER

Tell = Callable[[str, int, int], None]
"""Called with what is being checked, how much of it is done, and how much there is."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not fit: ``what`` is one of ``database``, ``article``, ``evidence``, ``standing``, ``index``,
    ``judgement``; ``where`` the id of the article, entry, actor, issue or judgement, or the name of a table.
    """

    what: str
    where: str
    why: str


def check(store: Store, *, tell: Tell | None = None) -> tuple[Problem, ...]:
    """Everything that does not fit together in the record; empty where it is sound."""
    say = tell or (lambda _what, _done, _total: None)
    found: list[Problem] = []
    with store.reading() as connection:
        found += _check_file(connection, say)
        if any(problem.what == "database" for problem in found):
            return tuple(found)  # what a damaged file says of the rest means nothing
        found += _check_articles(connection, say)
        found += _check_entries(connection, say)
        found += _check_judgements(connection, say)
        found += _count_index(connection)
    found += _check_search(store)
    return tuple(found)


def _check_file(connection: Connection, say: Tell) -> Iterator[Problem]:
    """What SQLite finds wrong with its own file; PostgreSQL has checksums and tools of its own."""
    if connection.dialect.name != "sqlite":
        return
    say("database", 0, 1)
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem("database", "file", said)
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem("database", table, f"row {row} names a row of {other} that is not there")
    say("database", 1, 1)


def _check_articles(connection: Connection, say: Tell) -> Iterator[Problem]:
    total = connection.scalar(sa.select(sa.func.count()).select_from(article)) or 0
    done = 0
    for rows in _batches(connection, sa.select(article), article.c.key):
        for row in rows:
            outside = [block for block in row["blocks"] if not 0 <= block[0] <= block[1] <= len(row["text"])]
            if outside:
                yield Problem("article", row["id"], f"has a block at {outside[0][0]}, outside its text")
        done += len(rows)
        say("articles", done, total)
    newest = sa.func.sum(sa.case((article.c.newest, 1), else_=0))
    query = sa.select(article.c.url).where(article.c.url.is_not(None)).group_by(article.c.url)
    for url in connection.scalars(query.having(newest != 1)):
        yield Problem("article", url, "does not have exactly one newest version")
    root = article.alias("root")
    query = sa.select(article.c.id).join(root, root.c.key == article.c.first).where(root.c.first.is_not(None))
    for id in connection.scalars(query):
        yield Problem("article", id, "is linked to a near-copy and not to its first appearance")


def _check_entries(connection: Connection, say: Tell) -> Iterator[Problem]:
    judged = set(connection.scalars(sa.select(judgement.c.subject).distinct()))
    issues = {id: key for key, id in connection.execute(sa.select(issue.c.key, issue.c.id))}
    total = connection.scalar(sa.select(sa.func.count()).select_from(entry)) or 0
    query = sa.select(
        entry, article.c.id.label("article_id"), article.c.newest, article.c.published, article.c.outlet.label("of")
    ).join(article, article.c.key == entry.c.article)
    texts: dict[int, str] = {}
    done = 0
    for rows in _batches(connection, query, entry.c.key):
        needed = {row["article"] for row in rows}
        texts = {key: text for key, text in texts.items() if key in needed}
        wanted = sa.select(article.c.key, article.c.text).where(article.c.key.in_(needed - texts.keys()))
        texts |= dict(connection.execute(wanted).all())
        hung = _hung(connection, [row["key"] for row in rows])
        for row in rows:
            body = row["judged"] or row["machine"]
            if body is None:
                yield Problem("standing", row["id"], "has neither a proposal nor values of its own")
                continue
            yield from _check_words(row, body, texts[row["article"]])
            yield from _check_standing(connection, row, judged)
            yield from _check_filters(row, body, issues, hung[row["key"]])
        done += len(rows)
        say("entries", done, total)


def _check_words(row: RowMapping, body: Plain, text: str) -> Iterator[Problem]:
    """Every span lies in the text, and what it says stands there."""
    for name, span in _spans(body):
        start, end = span["start"], span["end"]
        if not 0 <= start <= end <= len(text):
            yield Problem("evidence", row["id"], f"{name} at {start}–{end} lies outside the article")
        elif span["text"] != text[start:end]:
            yield Problem("evidence", row["id"], f"{name} at {start}–{end} does not say what the article says there")


def _spans(body: Plain) -> Iterator[tuple[str, Plain]]:
    """The spans of an entry that repeat the article's words; paraphrases are left out."""
    for name in ("evidence", "content"):
        yield from ((name, span) for span in body.get(name) or ())
    if body.get("cue"):
        yield "cue", body["cue"]
    for name, value in body.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and one.get("mention"):
                yield name, one["mention"]


def _check_standing(connection: Connection, row: RowMapping, judged: set[str]) -> Iterator[Problem]:
    """The row says of status and values what the log of judgements says."""
    log = log_of(connection, row) if row["id"] in judged or row["continues"] is not None else ()
    standing = project(row["machine"], log)
    for name, value in _expected(row, standing).items():
        if row[name] != value:
            yield Problem("standing", row["id"], f"{name} is not what its judgements say")


def _expected(row: RowMapping, standing: Standing) -> Plain:
    proposed = row["machine"] if row["machine"] is not None else standing.added or row["judged"]
    by_hand = row["machine"] is None
    present = standing.added is not None if by_hand else row["present"]
    return {
        "status": standing.status.value,
        "decided_by": standing.by,
        "decided_at": standing.at,
        "judged": proposed | standing.changed if standing.changed or by_hand else None,
        "present": present,
        "listed": present and row["newest"],
    }


def _hung(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[set[Any], set[Any], str | None]]:
    """What hangs on the entries with these keys: spans of evidence, actors in their roles, indexed terms (None where
    the index does not have the entry with the marks that it should have).
    """
    spans = sa.select(evidence.c.entry, evidence.c.start, evidence.c.end).where(evidence.c.entry.in_(keys))
    named = sa.select(entry_actor.c.entry, entry_actor.c.role, actor.c.id).join(
        actor, actor.c.key == entry_actor.c.actor
    )
    dialect = connection.dialect.name
    place = (
        f"entry_text.rowid = {ROW_NUMBER.format(row='entry')}" if dialect == "sqlite" else "entry_text.key = entry.key"
    )
    indexed = sa.text(
        f"SELECT entry.key, entry_text.terms, entry_text.marks, {marks_sql(dialect, 'entry')} FROM entry "
        f"LEFT JOIN entry_text ON {place} WHERE entry.key BETWEEN {min(keys)} AND {max(keys)}"
    )
    found: dict[int, tuple[set[Any], set[Any], str | None]] = {}
    terms = {
        key: terms if terms is not None and sorted(marks.split()) == sorted(told.split()) else None
        for key, terms, marks, told in connection.execute(indexed)
    }
    for key in keys:
        found[key] = (set(), set(), terms.get(key))
    for key, start, end in connection.execute(spans):
        found[key][0].add((start, end))
    for key, role, id in connection.execute(named.where(entry_actor.c.entry.in_(keys))):
        found[key][1].add((role, id))
    return found


def _check_filters(
    row: RowMapping, body: Plain, issues: dict[str, int], hung: tuple[set[Any], set[Any], str | None]
) -> Iterator[Problem]:
    """What searches go by follows from the entry as it stands."""
    kind = Kind(row["kind"])
    expected = {
        "score": body["method"]["score"],
        "day": day_of(kind, body, row["published"]),
        "mode": body.get("mode"),
        "stance": body.get("stance"),
        "issue": issues.get(body["issue"]["id"]) if body.get("issue") else None,
        "outlet": row["of"],
    }
    for name, value in expected.items():
        if row[name] != value:
            yield Problem("index", row["id"], f"is filed under another {name} than it has")
    spans, actors, terms = hung
    if spans != {(span["start"], span["end"]) for span in body["evidence"]}:
        yield Problem("index", row["id"], "is filed under other evidence than it has")
    if actors != {(role, one["id"]) for role, one in actors_of(kind, body)}:
        yield Problem("index", row["id"], "is filed under other actors than it names")
    if terms is None or terms.split() != list_terms(words_of(kind, body)):
        yield Problem("index", row["id"], "is not found by its words")


def _check_judgements(connection: Connection, say: Tell) -> Iterator[Problem]:
    """Every judgement is about something that is there, and the merges that hold are those that the tables show."""
    say("judgements", 0, 1)
    about = [kind.value for kind in ABOUT_ENTRIES]
    query = sa.select(judgement.c.number, judgement.c.subject).where(
        judgement.c.kind.in_(about), ~sa.exists().where(entry.c.id == judgement.c.subject)
    )
    for number, subject in connection.execute(query):
        yield Problem("judgement", str(number), f"is about the entry {subject}, which is not there")
    for table, kinds in (
        (actor, (JudgementKind.MERGE_ACTORS, JudgementKind.SPLIT_ACTORS)),
        (issue, (JudgementKind.MERGE_ISSUES, JudgementKind.SPLIT_ISSUES)),
    ):
        query = sa.select(judgement.c.number, judgement.c.subject).where(
            judgement.c.kind.in_([kind.value for kind in kinds]), ~sa.exists().where(table.c.id == judgement.c.subject)
        )
        for number, subject in connection.execute(query):
            yield Problem("judgement", str(number), f"is about the {table.name} {subject}, which is not there")
        root = table.alias("root")
        joined = sa.select(table.c.id, root.c.id).join(root, root.c.key == table.c.root)
        shown = dict(connection.execute(joined).all())
        told = merged_into(connection, table)
        for id in sorted(shown.keys() | told.keys()):
            if shown.get(id) != told.get(id):
                yield Problem("standing", id, "is not merged into what the judgements say")
    say("judgements", 1, 1)


def _count_index(connection: Connection) -> Iterator[Problem]:
    """The index has no more and no fewer than there is; of articles it keeps no text that could be compared."""
    sizes = "article_text_docsize" if connection.dialect.name == "sqlite" else "article_text"
    for table, index in ((article, sizes), (entry, "entry_text")):
        there = connection.scalar(sa.select(sa.func.count()).select_from(table))
        indexed = connection.exec_driver_sql(f"SELECT count(*) FROM {index}").scalar()
        if there != indexed:
            yield Problem("index", table.name, f"has {there} rows, of which the full-text index knows {indexed}")


def _check_search(store: Store) -> Iterator[Problem]:
    """The lists of words on SQLite fit what they were made from; FTS5 wants a writer's turn to say so."""
    if store.dialect != "sqlite":
        return
    for table in ("article_text", "entry_text"):
        try:
            with store.writing() as connection:
                connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        except StoreError as error:
            if "damaged" in str(error):  # and not one that may not be written, which cannot be asked
                yield Problem("index", table, "its lists do not fit what is indexed")


def _batches(connection: Connection, query: sa.Select[Any], key: sa.Column[Any]) -> Iterator[Sequence[RowMapping]]:
    """The rows of ``query`` in the order of ``key``, some hundred at a time."""
    last = 0
    while rows := connection.execute(query.where(key > last).order_by(key).limit(_BATCH)).mappings().all():
        yield rows
        last = rows[-1]["key"]
