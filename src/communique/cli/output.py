"""Where a command's output goes: standard output, a file, or a folder of pages.

A file is written beside its place and moved there when it is whole, so a run that fails leaves what was there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli.sources import Source, is_own_page

if TYPE_CHECKING:
    from communique.model.entry import Record

Write = Callable[[str], None]

PAGES = (".html", ".htm")
PIPE_CLOSED = 141
"""Exit status when the reader of a pipe goes away: 128 and the number of SIGPIPE, as the shell says it."""


@contextmanager
def open_output(out: Path | None) -> Iterator[Write]:
    """A callable that writes text in UTF-8 to ``out``, or to standard output where it is None."""
    if out is None:
        yield write_out
        return
    if out.exists() and not out.is_file():  # a pipe or a device: nothing to move there
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            yield lambda text: _discard(stream.write(text))
        return
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n", errors="replace") as stream:
            yield lambda text: _discard(stream.write(text))
        partial.replace(out.resolve() if out.is_symlink() else out)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_pages(found: Sequence[tuple[Source, Record]], out: Path | None) -> Iterator[Path]:
    """Writes the dossiers and gives their paths.

    With ``out`` a folder: a page for every article. With ``out`` a file: one page for all. Without: one page in the
    working folder, named after its article, or ``communique.html`` for several; a page that is not ours is never
    overwritten there.
    """
    from communique.export.dossier import write_dossier

    records = [record for _, record in found]
    if out is None:
        stem = found[0][0].stem if len(found) == 1 else "communique"
        out = _free_place(stem)
    if not is_folder(out):
        _save(out, write_dossier(records))
        yield out
        return
    out.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for source, record in found:
        name, number = source.stem, 2
        while name.casefold() in taken:
            name, number = f"{source.stem}-{number}", number + 1
        taken.add(name.casefold())
        _save(out / f"{name}.html", write_dossier([record]))
        yield out / f"{name}.html"


def is_folder(out: Path) -> bool:
    """True where ``out`` means a folder of pages: it is one, or nothing yet and without the suffix of a page."""
    return out.is_dir() or (not out.exists() and out.suffix.lower() not in PAGES)


def _save(path: Path, text: str) -> None:
    with open_output(path) as write:
        write(text)


def _free_place(stem: str) -> Path:
    """``stem.html`` in the working folder; with ``.record`` and numbers where a page stands that we did not write."""
    names = [f"{stem}.html", f"{stem}.record.html", *(f"{stem}.record-{number}.html" for number in range(2, 1000))]
    return next((Path(name) for name in names if _may_write(Path(name))), Path(names[-1]))


def _may_write(path: Path) -> bool:
    return not path.exists() or is_own_page(path)


def write_out(text: str) -> None:
    """The text to standard output, in UTF-8 whatever the locale says."""
    buffer = getattr(sys.stdout, "buffer", None)
    try:
        if buffer is None:
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has seen enough
        raise typer.Exit(PIPE_CLOSED) from None


def _discard(_: int) -> None:
    return
