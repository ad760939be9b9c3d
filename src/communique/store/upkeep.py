"""Keeping a database well: a backup while others go on writing, a check of everything, and what stands in it.

What enters is an open store. A backup of SQLite is a database file of its own, of PostgreSQL an archive for
``pg_restore``; either appears whole at its place or not at all, and nothing is ever overwritten.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.engine import URL

from communique.errors import StoreError
from communique.model.plain import Plain
from communique.store.database import HEAD, Store
from communique.store.schema import account, actor, alias, article, earlier, entry, issue, judgement
from communique.store.soundness import Problem, Tell, check

__all__ = ["Backup", "Problem", "Tell", "back_up", "check", "describe"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made. ``restore`` is the command, or the advice, that makes a store of it again."""

    path: Path
    size_bytes: int
    restore: str


def back_up(store: Store, target: Path, *, tell: Tell | None = None) -> Backup:
    """Copies the record, as it stands at one moment, to the new file ``target``.

    Raises StoreError when something is there already, when it cannot be written, or when ``pg_dump`` is missing or
    refuses. Others may read and write meanwhile.
    """
    target = Path(target).expanduser()
    if str(target).startswith(("postgresql:", "postgres:", "sqlite:")):
        raise StoreError(f"{target}: a backup is a file; name one that is not there yet")
    with _appearing(target) as fresh:
        if store.dialect == "sqlite":
            _copy_sqlite(store, fresh, tell)
        else:
            _dump_postgresql(store, fresh)
    if store.dialect == "sqlite":
        restore = f"open it with --db {target}, or copy it back"
    else:
        restore = f"createdb NAME && pg_restore --no-owner --dbname=NAME {target}"
    return Backup(target, target.stat().st_size, restore)


def describe(store: Store) -> Plain:
    """What stands in the database: where and what it is, its size in bytes, how much of everything, its newest days."""
    tables = (article, entry, judgement, actor, alias, issue, earlier, account)
    with store.reading() as connection:
        counts = {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables}
        listed = sa.select(sa.func.count()).select_from(entry).where(entry.c.listed)
        by_status = sa.select(entry.c.status, sa.func.count()).where(entry.c.listed).group_by(entry.c.status)
        added = connection.scalar(sa.select(sa.func.max(article.c.added)))
        judged = connection.scalar(sa.select(sa.func.max(judgement.c.at)))
        return {
            "where": store.where,
            "dialect": store.dialect,
            "server": ".".join(map(str, connection.dialect.server_version_info or ())),
            "schema": connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar(),
            "newest_schema": HEAD,
            "bytes": _size_bytes(connection),
            "counts": {
                "articles": counts["article"],
                "entries": counts["entry"],
                "listed": connection.scalar(listed) or 0,
                "judgements": counts["judgement"],
                "actors": counts["actor"],
                "issues": counts["issue"],
                "earlier": counts["earlier"],
                "accounts": counts["account"],
            },
            "statuses": dict(connection.execute(by_status).all()),
            "added": added.isoformat() if added else None,
            "judged": judged.isoformat() if judged else None,
        }


def _size_bytes(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0 for name in ("page_count", "page_size"))
    return int(pages) * int(size)


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A place beside ``target`` to write to; what stands there at the end of the block appears as ``target``."""
    if os.path.lexists(target):
        raise StoreError(f"{target}: something is there already; name a file that is not, nothing is overwritten")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}; name another place") from error
    fresh = folder / target.name
    try:
        yield fresh
        _sync(fresh)
        _place(fresh, target)
        _sync(target.parent)
    except FileExistsError as error:
        raise StoreError(f"{target}: something appeared there meanwhile; nothing is overwritten") from error
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}; name another place") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place(fresh: Path, target: Path) -> None:
    """Gives the file its name, unless something has that name: a hard link does both in one step."""
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        fresh.rename(target)


def _sync(path: Path) -> None:
    """Writes a file, or the names in a folder, through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_sqlite(store: Store, fresh: Path, tell: Tell | None) -> None:
    """SQLite's online backup in one step, so that writers cannot make it begin again; then a check of the copy."""
    say = tell or (lambda _what, _done, _total: None)
    say("backup", 0, 2)
    try:
        copy = sqlite3.connect(fresh)
        try:
            with store.reading() as connection:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)
                source.backup(copy)
            say("backup", 1, 2)
            said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            copy.close()
    except sqlite3.Error as error:
        raise StoreError(f"{fresh.parent.parent}: the copy cannot be written ({error}); make room there") from error
    if said != "ok":
        raise StoreError(f"{store.where}: damaged, and so would be its copy ({said}); `communique db check` says more")
    say("backup", 2, 2)


def _dump_postgresql(store: Store, fresh: Path) -> None:
    with store.reading() as connection:
        url = connection.engine.url
    command = [_find_pg_dump(), "--format=custom", "--no-owner", "--no-privileges", f"--file={fresh}"]
    shown = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [*command, f"--dbname={shown}"], env=_with_password(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split()).removeprefix("pg_dump: error: ")
        raise StoreError(f"{store.where}: pg_dump made no backup: {said or done.returncode}")


def _with_password(url: URL) -> dict[str, str]:
    """The environment for PostgreSQL's tools, which take a password there without showing it to other users."""
    return {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password is not None else {})}


def _find_pg_dump() -> str:
    """The newest ``pg_dump`` of Debian's, since an older one refuses a newer server; else the one on the path."""
    known = [path for path in Path("/usr/lib/postgresql").glob("*/bin/pg_dump") if path.parts[-3].isdigit()]
    found = str(max(known, key=lambda path: int(path.parts[-3]))) if known else shutil.which("pg_dump")
    if found is None:
        raise StoreError("a backup of PostgreSQL needs pg_dump: install PostgreSQL's client programs")
    return found
