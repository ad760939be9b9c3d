"""Extracted blocks → the places of a page's stream that they came from.

The words of blocks enter, in the order of the page, with the ``Stream`` of its source; for each block the ranges of
``solid`` that it consists of leave. Long blocks are placed first, since they are hardly ever found in a menu too;
short ones then go as near before the next long one as they can.
"""

from __future__ import annotations

from communique.ingest.markup import Stream

Ranges = list[tuple[int, int]]
_LONG = 60  # solid characters; a shorter block may well stand in a menu too
_REACH = 200_000  # solid characters that are searched ahead before the whole page is
_WHOLE_SEARCHES = 40  # of the whole page; bounds the time that a page of unfindable blocks can cost


def align(blocks: list[str], stream: Stream) -> list[Ranges]:
    """For each of ``blocks`` the ranges of ``stream.solid`` it stands at; no range where it is not found."""
    solid = stream.solid
    wanted = ["".join(block.split()) for block in blocks]
    found: list[Ranges] = [[] for _ in blocks]
    searches = _WHOLE_SEARCHES
    cursor = 0
    for index, words in enumerate(wanted):
        if len(words) < _LONG:
            continue
        at = solid.find(words, cursor, cursor + _REACH + len(words))
        if at < 0 and searches:
            searches -= 1
            at = solid.find(words, cursor)
        if at >= 0:
            found[index] = [(at, at + len(words))]
        else:
            found[index] = _piecewise(blocks[index].split(), solid, cursor)
        if found[index]:
            cursor = found[index][-1][1]
    _place_short(wanted, found, solid)
    return found


def _place_short(wanted: list[str], found: list[Ranges], solid: str) -> None:
    lower = [0] * len(wanted)  # where the last long block before ends
    for index in range(1, len(wanted)):
        lower[index] = found[index - 1][-1][1] if found[index - 1] else lower[index - 1]
    upper = -1
    for index in range(len(wanted) - 1, -1, -1):
        words = wanted[index]
        if found[index]:
            upper = found[index][0][0]
        elif words and len(words) < _LONG:
            if upper < 0:
                continue  # behind the last long block: placed forwards, below
            at = solid.rfind(words, max(lower[index], upper - _REACH), upper)
            if at >= 0:
                found[index], upper = [(at, at + len(words))], at
    cursor = 0
    for index, words in enumerate(wanted):
        if not found[index] and words and len(words) < _LONG:
            at = solid.find(words, cursor, cursor + _REACH)
            following = next((f[0][0] for f in found[index + 1 : index + 40] if f), len(solid))
            if at >= 0 and at + len(words) <= following:
                found[index] = [(at, at + len(words))]
        if found[index]:
            cursor = found[index][-1][1]


def _piecewise(words: list[str], solid: str, start: int) -> Ranges:
    """The longest halves of halves of ``words`` that are found, in order; what the extractor changed has no place."""
    ranges: Ranges = []
    limit = min(len(solid), start + _REACH)
    todo = [(0, len(words))]
    anchored = False
    while todo:
        first, last = todo.pop()
        sought = "".join(words[first:last])
        least = 1 if anchored else 30  # before the first anchor a short word could be anywhere
        at = solid.find(sought, start, limit) if len(sought) >= least else -1
        if at >= 0:
            ranges.append((at, at + len(sought)))
            start, anchored = at + len(sought), True
            limit = min(len(solid), start + sum(map(len, words[last:])) + 2_000)
        elif last - first > 1:
            middle = (first + last) // 2
            todo += [(middle, last), (first, middle)]
    return ranges
