"""Every test that asks for ``store`` runs twice: over a fresh SQLite file and over a fresh PostgreSQL database."""

import shutil
import tempfile
from pathlib import Path

import pytest

from communique.store import Store
from tests import postgresql


@pytest.fixture(scope="session")
def pattern_file(tmp_path_factory):
    """An SQLite file with the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("pattern") / "record.db"
    Store.open(path).close()
    return path


@pytest.fixture
def quick_path():
    """A folder like ``tmp_path`` where nothing waits for a disk."""
    folder = tempfile.mkdtemp(prefix="cq-", dir=postgresql.quick_folder())
    yield Path(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, quick_path):
    """Where a fresh record with the schema stands: a path, or a URL. A test may fill it, but not change its schema."""
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("pattern_file"), quick_path / "record.db"))
        return
    cluster = postgresql.shared()
    url = cluster.fresh()
    yield url
    cluster.give_back(url)


@pytest.fixture
def store(store_url):
    """A fresh record, open."""
    with Store.open(store_url) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, quick_path):
    """Where nothing has been kept yet, not even a schema."""
    if request.param == "sqlite":
        yield str(quick_path / "record.db")
        return
    cluster = postgresql.shared()
    url = cluster.fresh(schema=False)
    yield url
    cluster.drop(url)
