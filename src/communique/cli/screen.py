"""What goes to the screen or into a pipe: width, colour, messages, progress."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Each = TypeVar("Each")

_MANY = 3  # articles; more than that and the wait deserves a bar


def is_terminal() -> bool:
    """True when standard output is a terminal."""
    return sys.stdout.isatty()


def is_colourful(stream: TextIO | None = None) -> bool:
    """True for a terminal (standard output unless told) that is not dumb, or with FORCE_COLOR; never with NO_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def measure_width() -> int:
    """The columns of the terminal, even where standard output is a pipe; 100 where there is none."""
    if os.environ.get("COLUMNS", "").isdecimal() and int(os.environ["COLUMNS"]):
        return int(os.environ["COLUMNS"])
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            if stream is not None:
                return os.get_terminal_size(stream.fileno()).columns or 100
        except (OSError, ValueError):
            continue
    return shutil.get_terminal_size((100, 40)).columns


def draw(thing: RenderableType, *, width: int, colour: bool) -> str:
    """What rich would print, as text; with escape sequences only where ``colour`` is true."""
    console = _console(io.StringIO(), width=width, colour=colour)
    with console.capture() as captured:
        console.print(thing)
    lines = captured.get().splitlines()
    return "".join(f"{line if colour else line.rstrip()}\n" for line in lines)


def say(message: str) -> None:
    """A line on standard error, cleaned of what a terminal would act on."""
    from communique.export.terminal import clean

    print(clean(message), file=sys.stderr, flush=True)


def say_undated(names: Sequence[str]) -> None:
    """Says once which articles have no date, and what to do about it; nothing where all have one."""
    if names:
        which = f"{names[0]} has" if len(names) == 1 else f"{len(names)} articles have"
        say(f"{which} no date: days such as “on Thursday” stay open; tell when it was published with --date YYYY-MM-DD")


def is_watched(count: int) -> bool:
    """True when so many articles are read that a progress bar is shown, and somebody sees it."""
    return count > _MANY and sys.stderr.isatty()


@contextmanager
def track(things: Iterable[Each], count: int, doing: str = "reading") -> Iterator[Iterable[Each]]:
    """The things as they come, with a progress bar on standard error where somebody watches a longer run."""
    if not is_watched(count):
        yield things
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    console = _console(sys.stderr, width=measure_width(), colour=is_colourful(sys.stderr))
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress.track(things, total=count)


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None] | None]:
    """A callable that shows what is being done, how much of it is done and how much there is, on standard error; None
    where nobody watches.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    console = _console(sys.stderr, width=measure_width(), colour=is_colourful(sys.stderr))
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=total)


def _console(file: TextIO, *, width: int, colour: bool) -> Console:
    from rich.console import Console

    return Console(
        file=file,
        width=width,
        force_terminal=colour or file is sys.stderr,
        no_color=not colour,
        color_system="auto" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
