"""One database, open: an SQLite file or a PostgreSQL database by URL, its schema as this code knows it.

What enters is a path or a URL; what leaves are connections, for reading or for writing. A ``writing`` block is one
transaction: all of it is kept when the block ends, nothing when it raises. The functions of this room take such a
connection and never commit. SQLite runs in WAL mode with full synchronisation, so one process may write while others
read, and what was committed outlives a killed process; a second writer waits for the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError

from communique.errors import StoreError

HEAD = "0001"
"""The migration that this code's schema stands at."""

_WAIT_SECONDS = 30


class Store:
    """One database, open. Use it as a context manager, or close it; safe to share between threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where  # a path, or a URL without its password

    @classmethod
    def open(cls, where: Path | str, *, create: bool = True, migrate: bool = True) -> Store:
        """The store at ``where``: a path, or ``postgresql://user@host/name``.

        A missing file is made, with its folder, where ``create`` is true; an older schema is brought up to date where
        ``migrate`` is. Raises StoreError when it cannot be opened, is no database of ours, is older (with ``migrate``
        false) or was written by a newer Communiqué.
        """
        engine, shown = _connect(where, create)
        store = cls(engine, shown)
        try:
            with _advised(shown):
                _prepare(engine, shown, migrate)
        except BaseException:
            engine.dispose()
            raise
        return store

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the record until the block ends."""
        with _advised(self.where), self._engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends, and not at all when it raises."""
        with (
            _advised(self.where),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close every connection; nothing is lost, every finished block was committed."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def is_url(where: Path | str) -> bool:
    """True for a PostgreSQL URL, false for what must be a path.

    >>> is_url("postgresql://desk@db/talks"), is_url("talks.db")
    (True, False)
    """
    return str(where).startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def take_turn(connection: Connection) -> None:
    """Waits until nobody else is deciding what the record says, and keeps the others waiting until the block ends.

    What a save or a judgement writes follows from what it read. SQLite has one writer at a time anyway; PostgreSQL is
    told so here. Call it before reading.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(20250226)"))


def insert_ignoring(connection: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Inserts ``rows`` (all with the same columns), leaving out those whose key is there already."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def _insert(connection: Connection, table: sa.Table) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite

    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def _connect(where: Path | str, create: bool) -> tuple[Engine, str]:
    if is_url(where):
        return _connect_postgresql(str(where))
    if "://" in str(where):
        raise StoreError(f"{where}: no database of a kind we know; give a path, or postgresql://user@host/name")
    path = Path(where).expanduser()
    with _advised(str(path)):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)  # it holds what people decided, and hashes of passwords
        elif not path.is_file():
            raise StoreError(f"{path}: there is no store here yet; `communique add FILE` makes one")
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT_SECONDS}, pool_size=8
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine, str(path)


def _connect_postgresql(url: str) -> tuple[Engine, str]:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs its driver: pip install 'communique[postgresql]', or name a file with --db"
        ) from error
    try:
        told = sa.make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(told, pool_size=8, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError("the URL of the database cannot be read; write postgresql://user@host:5432/name") from error
    return engine, told.set(drivername="postgresql").render_as_string(hide_password=True)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see _begin_sqlite
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -65536", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(engine: Engine, where: str, migrate: bool) -> None:
    """Makes the schema of a fresh database, or brings an older one up to date."""
    at = _find_revision(engine, where)
    if at == HEAD:
        return
    if at is not None and not migrate:
        raise StoreError(
            f"{where}: its schema is older ({at}, this Communiqué has {HEAD}); run `communique db migrate`"
        )
    from communique.store.migrating import bring_up

    bring_up(engine)


def _find_revision(engine: Engine, where: str) -> str | None:
    """The migration the database stands at; None for a fresh one; StoreError for one that is not ours or is newer."""
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if "alembic_version" in tables and "judgement" in tables:
            at: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if at is not None and at > HEAD:
                raise StoreError(
                    f"{where}: written by a newer Communiqué (schema {at}, this one knows {HEAD}); "
                    "update Communiqué, or name another file with --db"
                )
            return at
        if not tables:
            return None
        if tables == {"article", "entry"} and connection.dialect.name == "sqlite":
            version = connection.exec_driver_sql("PRAGMA user_version").scalar()
            if version == 1:
                return "0000"  # what 0.1.0 kept while it was in development is taken over
        raise StoreError(f"{where}: a database, but none of Communiqué's; name another with --db")


@contextmanager
def _advised(where: str) -> Iterator[None]:
    """Turns what the database and the file system raise into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{where}: {_advise(error)}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{where}: {_advise(error)}") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"{where}: {why}; name another place with --db or COMMUNIQUE_DB") from error


_ADVICE = {
    "readonly": "it may not be written; change its permissions, or name another file with --db",
    "disk is full": "the disk is full; make room, or name another place with --db",
    "disk i/o error": "the disk is full or failing; make room, or name another place with --db",
    "locked": "another program is writing to it; try again when that one is done",
    "unable to open": "it cannot be opened; check the folder's permissions, or name another file with --db",
    "not a database": "damaged, or not a database; name another file with --db",
    "malformed": "damaged; restore a backup, or name another file with --db",
    "connection refused": "no PostgreSQL answers there; start it, or check host and port",
    "password authentication failed": "PostgreSQL refuses the password; check the URL",
    "does not exist": "PostgreSQL knows no such database or user; make it with createdb, or check the URL",
    "no space left": "the disk of the database is full; make room there",
}


def _advise(error: Exception) -> str:
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    said = " ".join(cause.split())
    lower = said.lower()
    advice = next((advice for word, advice in _ADVICE.items() if word in lower), None)
    if advice is None and isinstance(error, DatabaseError) and "column" in lower:
        advice = "damaged, or not a database of ours; name another with --db"
    return f"{advice} ({said})" if advice else said
