"""Arguments → files."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UnreadableFile
from communique.ingest import find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "page.HTML", "image.png", "deep/c.htm", "deep/er/d.text", ".git/e.txt", "odd[1].txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(folder: Path, *arguments: str) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_files(arguments)]


def test_a_folder_gives_its_texts_and_pages_in_order(folder: Path) -> None:
    expected = ["a.md", "b.txt", "odd[1].txt", "page.HTML", "deep/c.htm", "deep/er/d.text"]
    assert names(folder, str(folder)) == expected


def test_nothing_comes_twice(folder: Path) -> None:
    assert names(folder, str(folder / "b.txt"), str(folder / "*.txt"), f"{folder}/./b.txt") == ["b.txt", "odd[1].txt"]


def test_a_named_file_needs_no_known_suffix(folder: Path) -> None:
    assert names(folder, str(folder / "image.png")) == ["image.png"]


def test_a_name_that_looks_like_a_pattern_is_a_name_first(folder: Path) -> None:
    assert names(folder, str(folder / "odd[1].txt")) == ["odd[1].txt"]


def test_patterns_reach_into_folders(folder: Path) -> None:
    assert names(folder, str(folder / "**" / "*.htm")) == ["deep/c.htm"]


@pytest.mark.parametrize("argument", ["missing.txt", "no*such", "a\x00b"])
def test_an_argument_that_names_nothing_is_an_error(folder: Path, argument: str) -> None:
    with pytest.raises(UnreadableFile):
        list(find_files([str(folder / argument)]))
