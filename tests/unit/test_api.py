"""The Python API: the same verbs as the commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import communique
from communique.errors import EmptyArticle, UnreadableFile

pytestmark = pytest.mark.reader
TEXT = "President Ana Duarte said on Monday that Lorn would sign the treaty by 2027."


def test_a_date_may_be_a_string_or_a_day() -> None:
    one = communique.read(TEXT, published="2025-02-26")
    two = communique.read(TEXT, published=date(2025, 2, 26))
    assert one.article.published == date(2025, 2, 26)
    assert one == two


def test_what_is_given_wins_over_what_the_text_says() -> None:
    text = "date 2020-01-02 Analysis by Some Body, Wire\n\n" + TEXT
    record = communique.read(text, published="2025-02-26", title="A title", outlet="Gazette")
    assert (record.article.published, record.article.title, record.article.outlet) == (
        date(2025, 2, 26), "A title", "Gazette",
    )  # fmt: skip


def test_a_file_is_read_like_its_text(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    from_file, from_text = communique.read_file(path), communique.read(TEXT)
    assert [e.id for e in from_file.entries] == [e.id for e in from_text.entries]


def test_errors_are_ours() -> None:
    with pytest.raises(EmptyArticle):
        communique.read("  ")
    with pytest.raises(UnreadableFile, match="nowhere"):
        communique.read_file("nowhere.txt")
    with pytest.raises(ValueError, match="isoformat"):
        communique.read(TEXT, published="yesterday")
