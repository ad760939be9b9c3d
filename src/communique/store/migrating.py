"""Brings the schema of a database up to date, by Alembic's migrations in ``migrations/``.

What enters is a database that is empty, or as an older Communiqué left it; what leaves is one at the newest migration.
All of it happens in one transaction, so that an end in the middle leaves what was there. The file that 0.1.0 kept
while it was in development (two tables, entries as the contract prints them) is read and kept anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect

from communique.model.article import Article, Block, Role
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.plain import Plain
from communique.model.span import Span
from communique.store.articles import save_plain
from communique.store.database import take_turn

_ASIDE = {"article": "article_before", "entry": "entry_before"}
_TAKEN_OVER = 2  # in ``PRAGMA user_version``, so that the older code says that it is too old


def bring_up(engine: Engine) -> None:
    """Runs every migration that the database has not seen, and takes over what stood in it before the first."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")  # cannot be set inside a transaction; the file keeps it
        finally:
            raw.close()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        take_turn(connection)
        is_old = _set_aside(connection)
        command.upgrade(configure(connection), "head")
        if is_old:
            _take_over(connection)


def configure(connection: Connection) -> Config:
    """What Alembic needs to know to run our migrations on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def _set_aside(connection: Connection) -> bool:
    """Renames the tables of the file that 0.1.0 kept; false where there are none."""
    if connection.dialect.name != "sqlite" or set(inspect(connection).get_table_names()) != _ASIDE.keys():
        return False
    connection.exec_driver_sql("DROP INDEX IF EXISTS entry_by_id")
    for table, aside in _ASIDE.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {aside}")
    return True


def _take_over(connection: Connection) -> None:
    """Keeps every article that was set aside with its entries, in the order in which they were saved."""
    for told, entries in _articles(connection):
        reader = entries[0]["method"]["version"] if entries else "communique 0.1.0"
        save_plain(connection, told, entries, reader)
    for aside in ("entry_before", "article_before"):
        connection.exec_driver_sql(f"DROP TABLE {aside}")
    connection.exec_driver_sql(f"PRAGMA user_version = {_TAKEN_OVER}")


def _articles(connection: Connection) -> Iterator[tuple[Article, list[Plain]]]:
    ids = connection.exec_driver_sql("SELECT id FROM article_before ORDER BY run").scalars().all()
    for id in ids:
        row = connection.exec_driver_sql("SELECT * FROM article_before WHERE id = ?", (id,)).mappings().one()
        told = Article(
            id=id,
            text=row["text"],
            digest=row["digest"],
            blocks=tuple(Block(Span(start, end), Role(role)) for start, end, role in json.loads(row["blocks"])),
            title=row["title"],
            outlet=row["outlet"],
            author=row["author"],
            published=date.fromisoformat(row["published"]) if row["published"] else None,
            place=row["place"],
            url=row["url"],
            path=row["path"],
        )
        bodies = connection.exec_driver_sql("SELECT body FROM entry_before WHERE article = ? ORDER BY position", (id,))
        yield told, [_completed(json.loads(body)) for body in bodies.scalars()]


def _completed(plain: Plain) -> Plain:
    """The entry with the fields that its kind has been given since, empty."""
    return plain | {field.name: None for field in FIELDS[Kind(plain["kind"])] if field.name not in plain}
