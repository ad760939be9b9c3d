"""What can be told of a pattern over words before it is tried: how its matches begin, and what they cannot be without.

Enters: a pattern's atoms (see ``codes``). Leaves: sets of characters of the alphabet, by which most tries are spared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Characters = Callable[[str], frozenset[str]]  # of an atom; empty for one that any word fits
_LIMIT = 64  # a set of more characters than this is met too often to spare anything


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom, or alternatives each of which is a sequence of pieces; ``looks`` for what takes no word in."""

    atom: str = ""
    branches: tuple[tuple[Piece, ...], ...] = ()
    optional: bool = False
    looks: bool = False


def parse(atoms: Sequence[str], parts: Callable[[str], Sequence[str] | None]) -> Piece:
    """The pattern as a tree, names of captures left out; ``parts`` gives the atoms of a part by its name."""
    return Piece(branches=_branches(iter(_Reader(atoms)), parts))


class _Reader:
    """Iterates over atoms and can tell the next."""

    def __init__(self, atoms: Sequence[str]) -> None:
        self._atoms, self._at = atoms, 0

    def __iter__(self) -> _Reader:
        return self

    def __next__(self) -> str:
        if self._at >= len(self._atoms):
            raise StopIteration
        self._at += 1
        return self._atoms[self._at - 1]

    def take(self, marks: str) -> str:
        """The next atom where it is a quantifier out of ``marks``, else nothing."""
        if self._at < len(self._atoms) and self._atoms[self._at][0] in marks and len(self._atoms[self._at]) != 2:
            return next(self)
        return ""


def _branches(reader: Iterator[str], parts: Callable[[str], Sequence[str] | None]) -> tuple[tuple[Piece, ...], ...]:
    assert isinstance(reader, _Reader)
    out: list[tuple[Piece, ...]] = []
    here: list[Piece] = []
    for atom in reader:
        if atom == ")":
            break
        if atom == "|":
            out.append(tuple(here))
            here = []
            continue
        branches: tuple[tuple[Piece, ...], ...] = ()
        if atom.startswith("("):
            branches = _branches(reader, parts)
        elif (inner := parts(atom)) is not None:
            branches = _branches(_Reader(inner), parts)
        quantifier = reader.take("?*+{")
        optional = quantifier in ("?", "*") or quantifier.startswith("{0")
        here.append(Piece("" if branches else atom, branches, optional, looks=atom.startswith("(?")))
    return (*out, tuple(here))


def openings(piece: Piece, characters: Characters) -> frozenset[str] | None:
    """The characters with which a match can begin; None where it may be any, or where the match may be empty."""
    found, empty = _first(piece, characters)
    return None if empty or found is None else found


def _first(piece: Piece, characters: Characters) -> tuple[frozenset[str] | None, bool]:
    if piece.looks:
        return frozenset(), True
    if not piece.branches:
        return characters(piece.atom) or None, piece.optional
    every: frozenset[str] | None = frozenset()
    any_empty = False
    for branch in piece.branches:
        begun, empty = _first_of(branch, characters)
        every = None if every is None or begun is None else every | begun
        any_empty = any_empty or empty
    return every, any_empty or piece.optional


def _first_of(branch: Sequence[Piece], characters: Characters) -> tuple[frozenset[str] | None, bool]:
    begun: frozenset[str] = frozenset()
    for piece in branch:
        found, empty = _first(piece, characters)
        if found is None:
            return None, empty
        begun |= found
        if not empty:
            return begun, False
    return begun, True


def needs(piece: Piece, characters: Characters, common: frozenset[str]) -> frozenset[str]:
    """A set of characters one of which stands in every match, as small as can be; empty where none is worth a look.

    ``common`` are characters that stand everywhere: a set that holds one of them spares nothing.
    """
    if piece.optional or piece.looks:
        return frozenset()
    if not piece.branches:
        found = characters(piece.atom)
        return frozenset() if len(found) > _LIMIT or found & common else found
    every: frozenset[str] = frozenset()
    for branch in piece.branches:
        best = min((n for p in branch if (n := needs(p, characters, common))), key=len, default=None)
        if best is None:
            return frozenset()
        every |= best
    return every if len(every) <= _LIMIT else frozenset()
