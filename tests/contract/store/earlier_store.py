"""The file that 0.1.0 kept while it was in development, written as it wrote it: what migrations take over."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Self

from communique.model.entry import Record
from communique.model.plain import Plain, entry_to_plain

_SCHEMA = """
CREATE TABLE article (
    id TEXT PRIMARY KEY, run INTEGER NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL,
    title TEXT, outlet TEXT, author TEXT, published TEXT, place TEXT, url TEXT, path TEXT
) STRICT;
CREATE TABLE entry (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT;
CREATE INDEX entry_by_id ON entry (id);
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
"""
_LONE = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


class EarlierStore:
    """One such file, open; made when it is not there."""

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self._connection = sqlite3.connect(path)
        if is_new:
            self._connection.executescript(_SCHEMA)

    def save(self, record: Record) -> None:
        """Keeps the article and its entries, as the last that was saved."""
        article = record.article
        blocks = json.dumps([[block.span.start, block.span.end, block.role.value] for block in article.blocks])
        published = article.published.isoformat() if article.published else None
        facts = (article.title, article.outlet, article.author, published, article.place, article.url, article.path)
        with self._connection:
            (run,) = self._connection.execute("SELECT coalesce(max(run), 0) + 1 FROM article").fetchone()
            row = (article.id, run, article.digest, article.text.translate(_LONE), blocks)
            stored = [None if fact is None else fact.translate(_LONE) for fact in facts]
            self._connection.execute(f"INSERT INTO article VALUES ({', '.join('?' * 12)})", (*row, *stored))
            self._connection.executemany(
                "INSERT INTO entry (article, position, id, kind, body) VALUES (?, ?, ?, ?, ?)",
                [
                    (article.id, position, entry.id, entry.kind.value, json.dumps(entry_to_plain(entry, article)))
                    for position, entry in enumerate(record.entries)
                ],
            )

    def entries(self, article: str) -> list[Plain]:
        """The entries of an article, in order."""
        query = "SELECT body FROM entry WHERE article = ? ORDER BY position"
        return [json.loads(body) for (body,) in self._connection.execute(query, (article,))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
