"""What a person typed into the search box, as what must, may and must not stand in a text.

The syntax: words (all must stand), ``"an exact phrase"``, ``-not``, ``this OR that``, ``prefix*``. Nothing else means
anything, and nothing is an error: what has neither letter nor digit is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.store.terms import complete, find_term, find_terms, fold

_MOST = 32
"""Words and phrases of one question that are heeded, and terms of one phrase."""

_LEAST_PREFIX = 3
"""Letters that a prefix must have; a shorter one is taken for a whole word, since half the index begins with it."""

_PIECE = re.compile(r'-?"[^"]*"?|[^\s"]+')
_QUOTES = str.maketrans("“”„«»", '"""""')

# Function words that nearly every text has: outside a phrase they tell nothing, and their lists are the longest.
_EMPTY = frozenset(
    "a an and are as at be been by for from had has have he her his in is it its of on or our she that the their them "
    "they this to was we were which will with would you".split()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms that stand side by side in this order; with ``prefix`` the last one is the beginning of a term."""

    terms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Of every group in ``all`` one must stand, and nothing of ``none``."""

    all: tuple[tuple[Wanted, ...], ...] = ()
    none: tuple[Wanted, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all or self.none)


def read_question(text: str) -> Question:
    """The question that ``text`` asks.

    >>> read_question('border "safe passage" -mines')  # doctest: +NORMALIZE_WHITESPACE
    Question(all=((Wanted(terms=('border',), prefix=False),), (Wanted(terms=('safe', 'passag'), prefix=False),)),
             none=(Wanted(terms=('mine',), prefix=False),))
    >>> read_question("grain OR cereal*").all[0][1]
    Wanted(terms=('cereal',), prefix=True)
    >>> bool(read_question("-- (*) OR ''"))
    False
    """
    groups: list[tuple[Wanted, ...]] = []
    light: list[tuple[Wanted, ...]] = []
    none: list[Wanted] = []
    joins = False
    for piece in _PIECE.findall(text.translate(_QUOTES)):
        if piece == "OR":
            joins = bool(groups)
            continue
        refused = len(piece) > 1 and piece.startswith("-")
        wanted = _read_piece(piece[1:] if refused else piece)
        if not wanted:
            continue
        if refused:
            none += wanted
        elif joins:
            groups[-1] += wanted
        elif piece.casefold() in _EMPTY:
            light.append(wanted)
        else:
            groups.append(wanted)
        joins = False
    return Question(tuple((groups or light)[:_MOST]), tuple(none[:_MOST]))


def write_fts5(question: Question) -> str:
    """The question for FTS5; its terms hold letters, digits and underscores only, so quoting them is safe."""

    def one(wanted: Wanted) -> str:
        return f'"{" ".join(wanted.terms)}"' + ("*" if wanted.prefix else "")

    asked = " AND ".join(f"({' OR '.join(map(one, group))})" for group in question.all)
    return f"({asked}) NOT ({' OR '.join(map(one, question.none))})" if question.none else asked


def write_tsquery(question: Question) -> str:
    """The question for PostgreSQL, to be cast to ``tsquery``."""

    def one(wanted: Wanted) -> str:
        quoted = " <-> ".join(f"'{term}'" for term in wanted.terms) + (":*" if wanted.prefix else "")
        return f"({quoted})" if len(wanted.terms) > 1 else quoted

    asked = [f"({' | '.join(map(one, group))})" for group in question.all]
    asked += [f"!{one(wanted)}" for wanted in question.none]
    return " & ".join(asked)


def marked(marks: Iterable[str]) -> tuple[Wanted, ...]:
    """Marks of the index as what a question wants."""
    return tuple(Wanted((mark,)) for mark in marks)


def _read_piece(piece: str) -> tuple[Wanted, ...]:
    """What one word or phrase wants: alternatives, or nothing."""
    if piece.endswith("*") and not piece.startswith('"'):
        *before, last = [piece[start:end] for start, end, _ in find_terms(piece)] or [""]
        prefix = fold(last)
        terms = tuple(find_term(word) for word in before)
        if len(prefix) >= _LEAST_PREFIX:
            longer = Wanted((*terms, prefix)[-_MOST:], prefix=True)
            return longer, *(Wanted((*terms, stem)[-_MOST:]) for stem in complete(prefix))
    terms = tuple(term for _, _, term in find_terms(piece))[:_MOST]
    return (Wanted(terms),) if terms else ()
