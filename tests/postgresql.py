"""A private PostgreSQL for the tests: a cluster of its own in a temporary folder, listening on a socket there.

What enters is nothing but Debian's binaries; what leaves are URLs of fresh databases. The server of the machine, if
it has one, is never touched. ``postgres`` refuses to run as root, so root runs it as the user ``postgres``; anybody
else as himself. A server ends with the process that started it, however that ends.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from communique.store import Store

_FOLDER = "/tmp"  # the path of a socket may hold 107 bytes, so not the long one of pytest
_MEMORY = "/dev/shm"  # where quick clusters live if there is room, since nobody asks what the disk has of them
_ROOM_BYTES = 2 << 30
_START_SECONDS = 30
_USER = "communique"
_PATTERN = "pattern"  # the database with the schema that fresh ones are copied from
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """One running server with databases of its own. Use it as a context manager, or stop it.

    A ``durable`` one writes through to the disk before it confirms, as a server in use does; the others are quicker.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self.binaries = find_binaries()
        self._settings = {} if durable else _QUICK
        self._folder = Path(tempfile.mkdtemp(prefix="cq-pg-", dir=_FOLDER if durable else quick_folder()))
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._has_pattern = False
        self._clean: list[str] = []
        try:
            if os.geteuid() == 0:
                owner = pwd.getpwnam("postgres")
                os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            self._make()
            self.start()
        except BaseException:
            self.stop()
            raise

    def url(self, database: str = "postgres") -> str:
        """The URL of a database of this cluster."""
        return f"postgresql://{_USER}@/{database}?host={self._folder}"

    def fresh(self, *, schema: bool = True) -> str:
        """The URL of a database that nobody has used: with the schema of this code, or wholly empty."""
        if schema and self._clean:
            return self._clean.pop()
        if schema and not self._has_pattern:
            self._run(f"CREATE DATABASE {_PATTERN}")
            Store.open(self.url(_PATTERN)).close()
            self._has_pattern = True
        return self._create(_PATTERN if schema else "template0")

    def copy(self, url: str) -> str:
        """The URL of a fresh copy of the database of ``url``, to which nobody may be connected."""
        return self._create(name_of(url))

    def give_back(self, url: str) -> None:
        """Empties the database of ``url``, which has our schema, for somebody else: quicker than dropping it."""
        with psycopg.connect(url) as connection:
            connection.execute("SET lock_timeout = '5s'; SET session_replication_role = replica")  # no triggers
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            empty = [f"DELETE FROM {name};" for (name,) in tables if name != "alembic_version"]
            numbers = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").fetchall()
            begin = [f"ALTER SEQUENCE {name} RESTART;" for (name,) in numbers]
            connection.execute("".join([*empty, *begin]).encode())
        self._clean.append(url)

    def drop(self, url: str) -> None:
        """Drops the database of ``url`` with whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        told = {"listen_addresses": "", "unix_socket_directories": str(self._folder), "max_connections": "80",
                "shared_buffers": "64MB", **self._settings}  # fmt: skip
        options = [word for name, value in told.items() for word in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_user("--pdeathsig=INT"), self.binaries / "postgres", "-D", self._data, *options],
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {(self._folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Ends the server and every process of it by SIGKILL, as a crash would."""
        assert self._process is not None
        own = self._process.pid
        with (Path("/proc") / str(own) / "task" / str(own) / "children").open() as children:
            everybody = [own, *map(int, children.read().split())]
        for number in everybody:
            os.kill(number, signal.SIGKILL)
        self._process.wait()
        while any(_runs(number) for number in everybody):
            time.sleep(0.01)

    def stop(self) -> None:
        """Stops the server, also with connections open, and removes its folder."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _make(self) -> None:
        options = ["--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(
            [*_as_user(), self.binaries / "initdb", "-D", self._data, *options],
            cwd=self._folder, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"PostgreSQL's initdb fails: {done.stderr or done.stdout}")

    def _create(self, template: str) -> str:
        name = f"fresh_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def _answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())


def quick_folder() -> str:
    """Where files that need not outlive anything are quickest."""
    try:
        return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM_BYTES and os.access(_MEMORY, os.W_OK) else _FOLDER
    except OSError:
        return _FOLDER


@functools.cache
def shared() -> Cluster:
    """The one quick cluster of this process, started when it is first asked for and stopped when the process ends."""
    cluster = Cluster()
    atexit.register(cluster.stop)
    return cluster


def find_binaries() -> Path:
    """The folder with ``postgres`` and ``initdb``, of the newest version that is installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    elsewhere = shutil.which("initdb")
    if not found and elsewhere is None:
        raise RuntimeError("the tests of the store need PostgreSQL's server: run `make postgresql`")
    return max(found, key=lambda folder: float(folder.parent.name)) if found else Path(str(elsewhere)).parent


def name_of(url: str) -> str:
    """The name of the database of ``url``."""
    return urlsplit(url).path[1:]


def environment(url: str) -> dict[str, str]:
    """What psql and pg_dump need in their environment to reach the database of ``url``."""
    parts = urlsplit(url)
    return {"PGHOST": parse_qs(parts.query)["host"][0], "PGUSER": _USER, "PGDATABASE": name_of(url)}


def _as_user(*options: str) -> list[str]:
    """The words that run what follows as somebody whom PostgreSQL accepts."""
    other = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *other, *options, "--"] if other or options else []


def _runs(number: int) -> bool:
    """True while the process is there and no zombie."""
    try:
        return (Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
