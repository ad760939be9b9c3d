"""A reader that needs no model, and a home of its own for every test."""

from dataclasses import replace
from pathlib import Path

import pytest

from communique import __version__
from communique.model.article import Article
from communique.model.entry import Record
from tests.unit.records import RECORD


class FakeReader:
    """Gives the one entry that any text supports: an event on its first block; stumbles over the word "stumble"."""

    def read(self, article: Article) -> Record:
        if "stumble" in article.text:
            raise IndexError("list index out of range")
        event = replace(
            RECORD.entries[0],
            article=article.id,
            evidence=(article.blocks[0].span,),
            method=replace(RECORD.entries[0].method, version=f"communique {__version__}"),
            participants=(),
            place=None,
            when=None,
        )
        return Record(article, (event,), reader=event.method.version)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder; the working folder is beside it."""
    for name in ("COMMUNIQUE_DB", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    data = tmp_path / "data"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(data))
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return data


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    """The fake in place of the reader, in the commands that read."""
    fake = FakeReader()
    for name in ("read", "explain", "add"):
        monkeypatch.setattr(f"communique.cli.{name}.load_reader", lambda: fake)
    return fake


@pytest.fixture
def article() -> Path:
    """A short article in the working folder."""
    path = Path("talks.txt")
    path.write_text("The envoys met in Marenholm on Tuesday.\n\nNothing was signed.\n", encoding="utf-8")
    return path


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A store with the record of the Ledda talks, which COMMUNIQUE_DB names."""
    from communique.store import Store
    from communique.store.articles import save_record

    path = tmp_path / "kept.db"
    with Store.open(path) as store, store.writing() as connection:
        save_record(connection, RECORD)
    monkeypatch.setenv("COMMUNIQUE_DB", str(path))
    return path
