"""The full-text index over articles and entries: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

What enters are texts; what is kept are their terms (``terms``), and of an entry its marks too (``marks``), to be looked
up by ``candidates``. Triggers renew an entry's marks whenever its row changes; who changes its words or its
actors calls ``put_entries`` after. A migration that rebuilds the table ``entry`` has to make the triggers again.

On SQLite the number of an indexed entry is its day and its key in one (``ROW_NUMBER``), so that FTS5, which walks its
lists in the order of these numbers, gives the newest entries first without sorting and a range of days without looking.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.model.entry import Kind
from communique.store.marks import EVERY, marks_sql
from communique.store.projection import words_of
from communique.store.schema import article, entry
from communique.store.terms import list_terms

KEY_BITS = 40
"""Of an entry's number in FTS5 the lower bits are its key; above stands its day, 1 for 0001-01-01 or none."""

ROW_NUMBER = (
    "((CAST(julianday(coalesce({row}.day, '0001-01-01')) - 1721424.5 AS INTEGER) << " + str(KEY_BITS) + ") | {row}.key)"
)

PLACE = "(({row}.article << 20) | {row}.position)"
"""A number by which entries stand article by article in the order of the text."""

_SHOWN = ("kind", "status", "listed", "score", "day", "mode", "stance", "issue", "outlet", "first", "position")

# No texts of articles are kept in their index, since an article's text never changes and is kept in its table. Entries'
# terms are kept: without them FTS5 (before SQLite 3.43) could not take back what it indexed. The column sizes, which
# only its own ranking asks for, are not. ``prefix`` lists the beginnings of three letters, which are the costly ones.
_CREATE_SQLITE = (
    "CREATE VIRTUAL TABLE article_text USING fts5(title, text, content='', tokenize=\"ascii tokenchars '_'\")",
    "CREATE VIRTUAL TABLE entry_text USING fts5("
    "terms, marks, score UNINDEXED, place UNINDEXED, tokenize=\"ascii tokenchars '_'\", prefix='3', columnsize=0)",
    "CREATE TRIGGER entry_text_renewed AFTER UPDATE OF {columns} ON entry WHEN {changed} BEGIN "
    "UPDATE entry_text SET rowid = {new}, marks = {marks}, score = NEW.score, place = {place} "
    "WHERE rowid = {old}; END",
)
_CREATE_POSTGRESQL = (
    "CREATE TABLE article_text (key bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX ix_article_text_vector ON article_text USING gin (vector) WITH (gin_pending_list_limit = 1024)",
    "CREATE TABLE entry_text (key bigint PRIMARY KEY, day date NOT NULL, score double precision NOT NULL, "
    "place bigint NOT NULL, terms text NOT NULL, marks text NOT NULL, vector tsvector NOT NULL)",
    "CREATE INDEX ix_entry_text_vector ON entry_text USING gin (vector) WITH (gin_pending_list_limit = 1024)",
    "CREATE INDEX ix_entry_text_day ON entry_text (day)",
    "ALTER TABLE entry_text ALTER COLUMN day SET STATISTICS 500",  # candidates lays its windows by them
    "CREATE FUNCTION renew_entry_text() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE told text := {marks}; BEGIN "
    "UPDATE entry_text SET day = coalesce(NEW.day, date '0001-01-01'), score = NEW.score, place = {place}, "
    "marks = told, vector = ts_delete(vector, string_to_array(marks, ' ')) "
    "|| array_to_tsvector(string_to_array(told, ' ')) WHERE key = NEW.key; RETURN NULL; END $$",
    "CREATE TRIGGER entry_text_renewed AFTER UPDATE OF {columns} ON entry FOR EACH ROW WHEN ({changed}) "
    "EXECUTE FUNCTION renew_entry_text()",
)

_PUT_SQLITE = f"""
INSERT INTO entry_text (rowid, terms, marks, score, place)
SELECT {ROW_NUMBER.format(row="entry")} AS number, told.value ->> 1, {marks_sql("sqlite", "entry")}, entry.score,
       {PLACE.format(row="entry")}
FROM json_each(?) AS told JOIN entry ON entry.key = told.value ->> 0 ORDER BY number
"""
_TAKE_SQLITE = f"""
DELETE FROM entry_text WHERE rowid IN
(SELECT {ROW_NUMBER.format(row="entry")} FROM json_each(?) AS told JOIN entry ON entry.key = told.value)
"""
_PUT_POSTGRESQL = f"""
INSERT INTO entry_text (key, day, score, place, terms, marks, vector)
SELECT key, day, score, place, terms, marks, vector || array_to_tsvector(string_to_array(marks, ' ')) FROM (
  SELECT entry.key, coalesce(entry.day, date '0001-01-01') AS day, entry.score,
         {PLACE.format(row="entry")} AS place, told.terms,
         {marks_sql("postgresql", "entry")} AS marks, CAST(told.vector AS tsvector) AS vector
  FROM unnest(CAST(%s AS bigint[]), CAST(%s AS text[]), CAST(%s AS text[])) AS told (key, terms, vector)
  JOIN entry ON entry.key = told.key
) AS fresh
ON CONFLICT (key) DO UPDATE SET day = excluded.day, score = excluded.score, place = excluded.place,
  terms = excluded.terms, marks = excluded.marks, vector = excluded.vector
"""


def create(connection: Connection) -> None:
    """Makes the index of a fresh database."""
    dialect = connection.dialect.name
    differs = "{0}.{1} IS NOT {2}.{1}" if dialect == "sqlite" else "{0}.{1} IS DISTINCT FROM {2}.{1}"
    for statement in _CREATE_SQLITE if dialect == "sqlite" else _CREATE_POSTGRESQL:
        connection.exec_driver_sql(
            statement.format(
                columns=", ".join(_SHOWN),
                changed=" OR ".join(differs.format("OLD", column, "NEW") for column in _SHOWN),
                marks=marks_sql(dialect, "NEW"),
                place=PLACE.format(row="NEW"),
                old=ROW_NUMBER.format(row="OLD"),
                new=ROW_NUMBER.format(row="NEW"),
            )
            if "{" in statement
            else statement
        )


def put_article(connection: Connection, key: int, title: str, text: str) -> None:
    """Indexes an article that was not indexed before."""
    put_articles(connection, [(key, title, text)])


def put_articles(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Indexes articles that were not indexed before, by key with title and text; quickest in the order of the keys."""
    if not rows:
        return
    told = [(key, [EVERY, *list_terms(title)], list_terms(text)) for key, title, text in rows]
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO article_text (rowid, title, text) VALUES (?, ?, ?)",
            [(key, " ".join(title), " ".join(text)) for key, title, text in told],
        )
        return
    connection.execute(
        sa.text(
            "INSERT INTO article_text (key, vector) SELECT key, "
            "setweight(CAST(title AS tsvector), 'A') || CAST(text AS tsvector) "
            "FROM unnest(CAST(:keys AS bigint[]), CAST(:titles AS text[]), CAST(:texts AS text[])) "
            "AS told (key, title, text)"
        ),
        {
            "keys": [key for key, _, _ in told],
            "titles": [write_vector(title) for _, title, _ in told],
            "texts": [write_vector(text) for _, _, text in told],
        },
    )


def put_entries(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Indexes entries by key with the words they are found by, in place of what was indexed for them before.

    Their rows, and those of their actors, are in the tables already. Thousands at a time are quickest.
    """
    if not rows:
        return
    told = [(key, list_terms(words)) for key, words in rows]
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_TAKE_SQLITE, (json.dumps([key for key, _ in told]),))
        joined = json.dumps([(key, _join(terms)) for key, terms in told], ensure_ascii=False)
        connection.exec_driver_sql(_PUT_SQLITE, (joined,))
        return
    keys = [key for key, _ in told]
    texts, vectors = ([write(terms) for _, terms in told] for write in (_join, write_vector))
    connection.exec_driver_sql(_PUT_POSTGRESQL, (keys, texts, vectors))


def rebuild(connection: Connection) -> int:
    """Makes the index anew from what the tables hold; how many entries it has then.

    For a migration after which texts are analysed or marked in another way.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION renew_entry_text CASCADE")
    else:
        connection.exec_driver_sql("DROP TRIGGER entry_text_renewed")
    for name in ("article_text", "entry_text"):
        connection.exec_driver_sql(f"DROP TABLE {name}")
    create(connection)
    texts = sa.select(article.c.key, article.c.title, article.c.text)
    for keys in _parts(connection, sa.select(article.c.key).order_by(article.c.key), 500):
        rows = connection.execute(texts.where(article.c.key.in_(keys)).order_by(article.c.key))
        put_articles(connection, [(key, title or "", text) for key, title, text in rows])
    count = 0
    bodies = sa.select(entry.c.key, entry.c.kind, entry.c.machine, entry.c.judged)
    for keys in _parts(connection, sa.select(entry.c.key).order_by(entry.c.day, entry.c.key), 5_000):
        rows = connection.execute(bodies.where(entry.c.key.in_(keys)))
        put_entries(connection, [(row.key, words_of(Kind(row.kind), row.judged or row.machine)) for row in rows])
        count += len(keys)
    return count


def _parts(connection: Connection, query: sa.Select[Any], size: int) -> Iterator[list[int]]:
    keys = list(connection.scalars(query))
    for first in range(0, len(keys), size):
        yield keys[first : first + size]


def _join(terms: Iterable[str]) -> str:
    """The terms with a space on either side of each, so that each can be looked for as a whole."""
    return f" {' '.join(terms)} "


def write_vector(terms: Iterable[str]) -> str:
    """Terms in their order as the text of a ``tsvector``.

    >>> write_vector(["grain", "for", "grain"])
    "'grain':1,3 'for':2"
    """
    places: dict[str, list[str]] = {}
    for place, term in enumerate(terms, 1):
        places.setdefault(term, []).append(str(place))
    return " ".join(f"'{term}':{','.join(at[:255])}" for term, at in places.items())
