"""Where a question's words stand in a text: the best part of it, with what was hit apart from what was not.

A snippet is a row of pairs (text, hit); joined, the texts are the part, with "…" where it was cut. No markup is made:
whoever shows a snippet escapes each text and marks the hits in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.store.question import Question, Wanted
from communique.store.terms import find_terms

Snippet = tuple[tuple[str, bool], ...]

_LENGTH = 280  # characters
_BEFORE = 60  # of them before the first hit
_LOOKED_AT = 60_000  # characters of a text; hits beyond are not looked for


def cut_snippet(text: str, question: Question) -> Snippet:
    """The part of ``text`` that has most of what the question wants, or its beginning where it has nothing of it.

    >>> from communique.store.question import read_question
    >>> cut_snippet("Both sides guaranteed the border.", read_question("guarantees"))
    (('Both sides ', False), ('guaranteed', True), (' the border.', False))
    """
    hits = find_hits(text[:_LOOKED_AT], question)
    first, last = _choose_part(text, hits)
    pieces: list[tuple[str, bool]] = [("…", False)] if first else []
    at = first
    for start, end in hits:
        if start < at or end > last:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces += [(text[at:last], False), ("…" if last < len(text) else "", False)]
    return tuple(_join(pieces))


def find_hits(text: str, question: Question) -> list[tuple[int, int]]:
    """The spans of ``text`` that the question wants, in order, none over another; a phrase only as a whole."""
    words = list(find_terms(text))
    wanted = [one for group in question.all for one in group]
    starts: dict[str, list[Wanted]] = {}
    beginnings: list[Wanted] = []
    for one in wanted:
        if one.prefix and len(one.terms) == 1:
            beginnings.append(one)
        else:
            starts.setdefault(one.terms[0], []).append(one)
    hits: list[tuple[int, int]] = []
    for at, (start, end, term) in enumerate(words):
        for one in starts.get(term, ()):
            if _stands(one, words[at : at + len(one.terms)]):
                end = max(end, words[at + len(one.terms) - 1][1])
                break
        else:
            if not any(term.startswith(one.terms[0]) for one in beginnings):
                continue
        if hits and start < hits[-1][1]:
            hits[-1] = (hits[-1][0], max(end, hits[-1][1]))
        else:
            hits.append((start, end))
    return hits


def _stands(one: Wanted, words: Sequence[tuple[int, int, str]]) -> bool:
    terms = [term for _, _, term in words]
    if len(terms) < len(one.terms):
        return False
    if one.prefix:
        return terms[:-1] == list(one.terms[:-1]) and terms[-1].startswith(one.terms[-1])
    return terms == list(one.terms)


def _choose_part(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part that has the most different hits, from the beginning of a word to the end of one."""
    if len(text) <= _LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for at, (start, _) in enumerate(hits):
        inside = {text[s:e].casefold() for s, e in hits[at : at + 40] if e <= start + _LENGTH - _BEFORE}
        if len(inside) > most:
            best, most = start, len(inside)
    first = max(0, min(best - _BEFORE, len(text) - _LENGTH))
    last = min(len(text), first + _LENGTH)
    if first:
        space = text.find(" ", first, max(first, best)) + 1
        first = space or first
    if last < len(text):
        space = text.rfind(" ", max((end for _, end in hits if end <= last), default=first), last)
        last = space if space > first else last
    return first, last


def _join(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for text, hit in pieces:
        if joined and joined[-1][1] == hit:
            joined[-1] = (joined[-1][0] + text, hit)
        elif text:
            joined.append((text, hit))
    return joined
