"""Arguments of a command line → the files to read.

Files, folders and glob patterns enter; paths leave, each once, in the order of the arguments and, within a folder
or pattern, of their names.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.errors import UnreadableFile

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm")


def find_files(arguments: Sequence[str]) -> Iterator[Path]:
    """The files that ``arguments`` name: a file whatever its suffix, of a folder (and those in it) the ``SUFFIXES``.

    In folders, hidden files and folders and READMEs are passed over; links to folders are not followed.
    UnreadableFile for an argument that names nothing.
    """
    seen: set[str] = set()
    for argument in arguments:
        for path in _expanded(argument):
            place = os.path.realpath(path)
            if place not in seen:
                seen.add(place)
                yield path


def _expanded(argument: str) -> Iterator[Path]:
    try:
        known = os.path.lexists(argument)
    except ValueError as error:  # a NUL in the name
        raise UnreadableFile(repr(argument), "no file can have this name.") from error
    # What exists is meant, even where its name looks like a pattern.
    # Path.glob refuses absolute patterns.
    names = [argument] if known else sorted(glob.glob(argument, recursive=True))  # noqa: PTH207
    if not names:
        raise UnreadableFile(argument, "no such file or folder, and no file matches it; check the path.")
    for name in names:
        if Path(name).is_dir():
            yield from _inside(name)
        else:
            yield Path(name)


def _inside(folder: str) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableFile(str(error.filename), f"the folder cannot be opened ({error.strerror}).")

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.lower().startswith((".", "readme.")):
                yield Path(parent, name)
