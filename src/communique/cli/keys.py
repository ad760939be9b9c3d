"""Single keys from a terminal, or characters from a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

CTRL_C, CTRL_D, ESCAPE = "\x03", "\x04", "\x1b"


class Keys(Protocol):
    """Where a command gets its keys from. Both give an empty string where the input has ended."""

    def key(self) -> str:
        """The next key."""

    def line(self, prompt: str) -> str:
        """A line, without its end."""


@contextmanager
def open_keys() -> Iterator[Keys]:
    """The keys of the terminal, one by one as they are pressed and without an echo, until the block ends; of a pipe,
    its characters without white space.
    """
    if not sys.stdin.isatty():
        yield _PipeKeys()
    elif sys.platform == "win32":
        yield _WindowsKeys()
    else:
        with _without_lines():
            yield _TerminalKeys()


class _PipeKeys:
    def __init__(self) -> None:
        self._within = False  # a key was read, and nothing of its line since

    def key(self) -> str:
        while (character := sys.stdin.read(1)) and character.isspace():
            pass
        self._within = True
        return character

    def line(self, prompt: str) -> str:
        line = sys.stdin.readline()
        if self._within and line in ("\n", "\r\n"):  # the end of the line that the key stands in
            line = sys.stdin.readline()
        self._within = False
        return line.rstrip("\r\n")


class _TerminalKeys:
    def key(self) -> str:
        """One key. An arrow or function key, which sends several characters, is ESCAPE: its last character must not
        count as a key of its own.
        """
        read = self._read()
        if read == b"\x1b":
            if self._waits() and self._read() in (b"[", b"O"):
                while self._waits() and not b"@" <= self._read() <= b"~":
                    pass
        else:
            while read[:1] >= b"\xc0" and len(read) < 4 and self._waits():  # the rest of a character in UTF-8
                read += self._read()
        return _tell(read.decode("utf-8", "replace"))

    def line(self, prompt: str) -> str:
        with _with_lines():
            return _ask(prompt)

    def _read(self) -> bytes:
        return os.read(sys.stdin.fileno(), 1)

    def _waits(self) -> bool:
        """True when another character is there at once: a person's next key takes longer."""
        import select

        return bool(select.select([sys.stdin.fileno()], [], [], 0.02)[0])


class _WindowsKeys:
    def key(self) -> str:
        import msvcrt

        character: str = msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
        if character in ("\x00", "\xe0"):  # the first half of an arrow or function key
            msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
            return ESCAPE
        return _tell(character)

    def line(self, prompt: str) -> str:
        return _ask(prompt)


def _tell(character: str) -> str:
    if character == CTRL_C:
        raise KeyboardInterrupt
    return "" if character == CTRL_D else character


def _ask(prompt: str) -> str:
    with suppress(ImportError):
        import readline  # noqa: F401  (editing with the arrow keys)
    try:
        return input(prompt)
    except EOFError:
        return ""


@contextmanager
def _without_lines() -> Iterator[None]:
    """The terminal gives single keys, until the block ends; what was typed ahead is kept."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


@contextmanager
def _with_lines() -> Iterator[None]:
    """The terminal gives lines and shows what is typed, until the block ends."""
    import termios

    before = termios.tcgetattr(sys.stdin)
    lines = termios.tcgetattr(sys.stdin)
    lines[3] |= termios.ICANON | termios.ECHO
    try:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, lines)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
