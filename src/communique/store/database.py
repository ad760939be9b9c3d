"""Articles and their entries in one SQLite file.

What enters are Records; what leaves are Articles, and entries as the plain data of the record's contract. Saving an
article a second time replaces its entries, so a rerun leaves the file as it was. The file is in WAL mode: one
process may write while others read. ``PRAGMA user_version`` holds the version of the schema.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from communique.errors import StoreError
from communique.model.article import Article, Block, Role
from communique.model.entry import Record
from communique.model.plain import Plain, entry_to_plain
from communique.model.span import Span

VERSION = 1
"""The schema this code writes and reads."""

_SCHEMA = """
CREATE TABLE article (
    id TEXT PRIMARY KEY,
    run INTEGER NOT NULL,              -- counts savings: the latest one has the highest
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL,              -- JSON: [[start, end, role], …]
    title TEXT, outlet TEXT, author TEXT, published TEXT, place TEXT, url TEXT, path TEXT
) STRICT;
CREATE TABLE entry (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,         -- in the order of the text
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,                -- JSON: the entry as the contract prints it
    PRIMARY KEY (article, position)
) STRICT;
CREATE INDEX entry_by_id ON entry (id);
"""

_COLUMNS = "digest, text, blocks, title, outlet, author, published, place, url, path"
_SAVE_ARTICLE = f"""
INSERT INTO article (id, {_COLUMNS}, run)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(run), 0) + 1 FROM article))
ON CONFLICT (id) DO UPDATE
SET ({_COLUMNS}, run) = ({", ".join(f"excluded.{column}" for column in (*_COLUMNS.split(", "), "run"))})
"""
_SAVE_ENTRY = "INSERT INTO entry (article, position, id, kind, body) VALUES (?, ?, ?, ?, ?)"

# SQLite keeps UTF-8, which has no place for half surrogates.
_LONE = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


class Store:
    """One database file, open. Use it as a context manager, or close it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Store:
        """The store at ``path``, made with its folder when it is not there and ``create`` is true.

        Raises StoreError when it cannot be opened, is no database of ours, or was written by a newer Communiqué.
        """
        path = Path(path)
        with _advised(path):
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            elif not path.is_file():
                raise StoreError(f"{path}: there is no store here yet; `communique read FILE` makes one")
            connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
        try:
            with _advised(path):
                _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def close(self) -> None:
        """Close the file; nothing is lost, every save was committed."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def save(self, record: Record) -> None:
        """Keep the article and its entries, in place of what was kept for it before; all of it or nothing."""
        article = record.article
        rows = [
            (article.id, position, entry.id, entry.kind.value, json.dumps(entry_to_plain(entry, article)))
            for position, entry in enumerate(record.entries)
        ]
        with _advised(self.path), self._transaction():
            self._connection.execute("DELETE FROM entry WHERE article = ?", (article.id,))
            self._connection.execute(_SAVE_ARTICLE, _article_row(article))
            self._connection.executemany(_SAVE_ENTRY, rows)

    def find(self, prefix: str) -> tuple[Plain, ...]:
        """Every entry whose id begins with ``prefix``, those of the article saved last first."""
        return self._entries(
            """SELECT body FROM entry JOIN article ON article.id = entry.article
               WHERE substr(entry.id, 1, ?) = ? ORDER BY run DESC, position""",
            (len(prefix), prefix),
        )

    def entries(self, article: str) -> tuple[Plain, ...]:
        """The entries of the article with this id, in the order of the text; none when it is unknown."""
        return self._entries("SELECT body FROM entry WHERE article = ? ORDER BY position", (article,))

    def article(self, id: str) -> Article | None:
        """The article with this id as it was read, without the map back to its original."""
        with _advised(self.path):
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM article WHERE id = ?", (id,)).fetchone()
        if row is None:
            return None
        digest, text, blocks, title, outlet, author, published, place, url, path = row
        return Article(
            id=id,
            text=text,
            digest=digest,
            blocks=tuple(Block(Span(start, end), Role(role)) for start, end, role in json.loads(blocks)),
            title=title,
            outlet=outlet,
            author=author,
            published=date.fromisoformat(published) if published else None,
            place=place,
            url=url,
            path=path,
        )

    def _entries(self, query: str, arguments: tuple[object, ...]) -> tuple[Plain, ...]:
        with _advised(self.path):
            return tuple(json.loads(body) for (body,) in self._connection.execute(query, arguments))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    if _is_current(connection, path):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not _is_current(connection, path):  # another process may have made it meanwhile
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _is_current(connection: sqlite3.Connection, path: Path) -> bool:
    """False for a fresh file; StoreError for one that is not ours or is newer than we are."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(
            f"{path}: written by a newer Communiqué (schema {version}, this one knows {VERSION}); "
            "update Communiqué, or name another file with --db"
        )
    if version == VERSION:
        return True
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{path}: a database, but none of Communiqué's; name another file with --db")
    return False


def _article_row(article: Article) -> tuple[object, ...]:
    blocks = json.dumps([[block.span.start, block.span.end, block.role.value] for block in article.blocks])
    texts = (article.title, article.outlet, article.author)
    published = article.published.isoformat() if article.published else None
    rest = (article.place, article.url, article.path)
    return (
        article.id,
        article.digest,
        article.text.translate(_LONE),
        blocks,
        *(_storable(text) for text in texts),
        published,
        *(_storable(text) for text in rest),
    )


def _storable(text: str | None) -> str | None:
    return None if text is None else text.translate(_LONE)


@contextmanager
def _advised(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system raise into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {_advice(str(error))}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: damaged, or not a database ({error}); name another file with --db") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"{path}: {why}; name another place with --db or COMMUNIQUE_DB") from error


def _advice(message: str) -> str:
    known = {
        "readonly": "it may not be written; change its permissions, or name another file with --db",
        "full": "the disk is full; make room, or name another place with --db",
        "locked": "another program is writing to it; try again when that one is done",
        "unable to open": "it cannot be opened; check the folder's permissions, or name another file with --db",
    }
    return next((f"{advice} ({message})" for word, advice in known.items() if word in message), message)
