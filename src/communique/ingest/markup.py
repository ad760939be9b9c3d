"""HTML source → its visible characters, each with its place in the source.

A page's source enters; a ``Stream`` leaves: the visible words in order, without any space, and for every piece of
them where it stands. Scripts, styles and comments are skipped by the rules of the HTML standard's tokenizer and
nothing is ever run. Every step is linear in the source, whatever it holds, and nesting costs nothing.

>>> read_markup("<p>Food &amp; <b>fuel</b></p><script>alert(1)</script>").solid
'Food&fuel'
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from communique.ingest.words import word_set
from communique.model.article import Run

_BLOCKS = word_set(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select "
    "summary table tbody td tfoot th thead title tr ul"
)
_RAW = word_set("script style xmp iframe noembed noframes title textarea plaintext")
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_PARAGRAPHS = _HEADINGS | word_set("p li blockquote br")
_HIDDEN = word_set("template svg math noscript select object video audio canvas")
_BESIDE = word_set("nav aside footer form figcaption button")
_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
_CLOSED_BY_NEXT = word_set("p li dd dt tr td th option")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG_STOP = re.compile(r"""[>"']""")
_PIECE = re.compile(r"\s+|&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};?)|[^\s&]+|&")
_GAP_NONE, _GAP_MADE = -1, -2
Find = Callable[[str, int], int]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag at ``[start, end)`` of the source; ``name`` in lower case."""

    name: str
    start: int
    end: int
    closes: bool


@dataclass(slots=True)
class Stream:
    """The visible words of a page without any space (``solid``), in pieces that stand together in the source.

    Piece ``i`` begins at ``at[i]`` of ``solid`` and at ``source[i]`` of the source; ``gap[i]`` is the place of a
    literal space before it, -1 where none is, -2 where space is due that the source does not hold as such.
    ``entity[i]`` is 1 where the piece is what one character reference stands for. ``depth`` is how deep tags nest,
    ``tags`` how many there are. ``paragraphs`` are ranges of ``solid`` inside a paragraph, or a heading (True),
    those in menus, asides, footers and forms left out.
    """

    solid: str = ""
    at: array[int] = field(default_factory=lambda: array("q"))
    source: array[int] = field(default_factory=lambda: array("q"))
    gap: array[int] = field(default_factory=lambda: array("q"))
    entity: bytearray = field(default_factory=bytearray)
    depth: int = 0
    tags: int = 0
    paragraphs: list[tuple[int, int, bool]] = field(default_factory=list)

    def words(self, start: int, end: int, offset: int) -> tuple[str, list[Run]]:
        """The text of ``solid[start:end]`` with its spaces, and the runs of it when it stands at ``offset``.

        A character that a reference stands for gets a run of its own, to the place of its ``&``.
        """
        parts: list[str] = []
        runs: list[Run] = []
        length = 0
        index = bisect_right(self.at, start) - 1
        place = start
        while place < end:
            stop = min(end, self.at[index + 1] if index + 1 < len(self.at) else len(self.solid))
            gap = self.gap[index] if place == self.at[index] and place > start else _GAP_NONE
            if gap != _GAP_NONE:
                parts.append(" ")
                if gap >= 0:
                    _extend(runs, offset + length, gap, 1)
                length += 1
            parts.append(self.solid[place:stop])
            if self.entity[index]:
                runs.extend(Run(offset + length + k, self.source[index], 1) for k in range(stop - place))
            else:
                _extend(runs, offset + length, self.source[index] + place - self.at[index], stop - place)
            length += stop - place
            place = stop
            index += 1
        return "".join(parts), runs


def _extend(runs: list[Run], text: int, source: int, length: int) -> None:
    if runs:
        last = runs[-1]
        # Not where the last run is one character that an entity stands for: the next then stands further on.
        if last.text + last.length == text and last.source + last.length == source:
            runs[-1] = Run(last.text, last.source, last.length + length)
            return
    runs.append(Run(text, source, length))


def read_markup(source: str) -> Stream:
    """The visible stream of ``source``."""
    stream, nesting = Stream(), _Nesting()
    solid: list[str] = []
    length, gap, place = 0, _GAP_MADE, 0
    opened: tuple[int, bool] | None = None  # where the paragraph began that is open, and whether it is a heading
    for tag in find_tags(source):
        if not nesting.hidden:
            length, gap = _add(stream, solid, source, place, tag.start, length, gap)
        place = tag.end
        if tag.name == "!":
            continue
        stream.tags += 1
        nesting.note(tag, source)
        stream.depth = max(stream.depth, nesting.depth)
        if tag.name in _BLOCKS:
            gap = _GAP_MADE
            if opened is not None and length > opened[0]:
                stream.paragraphs.append((opened[0], length, opened[1]))
            opened = (length, tag.name in _HEADINGS) if nesting.opens_paragraph(tag) else None
    if not nesting.hidden:
        length, gap = _add(stream, solid, source, place, len(source), length, gap)
    if opened is not None and length > opened[0]:
        stream.paragraphs.append((opened[0], length, opened[1]))
    stream.solid = "".join(solid)
    return stream


@dataclass(slots=True)
class _Nesting:
    """How many elements are open: of any kind, that hide what is in them, that stand beside the article."""

    depth: int = 0
    hidden: int = 0
    beside: int = 0

    def note(self, tag: Tag, source: str) -> None:
        step = -1 if tag.closes else 1
        if tag.name in _BESIDE:
            self.beside = max(0, self.beside + step)
        if tag.name in _HIDDEN and source[tag.end - 2 : tag.end] != "/>":
            self.hidden = max(0, self.hidden + step)
        if tag.name not in _VOID and tag.name not in _CLOSED_BY_NEXT:
            self.depth = max(0, self.depth + step)

    def opens_paragraph(self, tag: Tag) -> bool:
        """A line break goes on with a paragraph's text in a paragraph of its own."""
        return not tag.closes and not self.hidden and not self.beside and tag.name in _PARAGRAPHS


def _add(stream: Stream, solid: list[str], source: str, start: int, end: int, length: int, gap: int) -> tuple[int, int]:
    """Appends the words of ``source[start:end]``; the new length of ``solid``, and the gap before what comes next."""
    for match in _PIECE.finditer(source, start, end):
        piece = match[0]
        if piece.isspace():
            if gap == _GAP_NONE:
                spaced = piece.find(" ")
                gap = match.start() + spaced if spaced >= 0 else _GAP_MADE
            continue
        referenced = piece[0] == "&" and len(piece) > 1
        if referenced:
            decoded = unescape(piece)
            referenced = decoded != piece
            piece = decoded
            if not piece or piece.isspace():
                gap = _GAP_MADE if piece and gap == _GAP_NONE else gap
                continue
            # Prefix matching: "&notit;" is "¬" and the letters "it;"; the rest keeps the place of the reference.
            piece = "".join(piece.split())
        stream.at.append(length)
        stream.source.append(match.start())
        stream.gap.append(gap)
        stream.entity.append(1 if referenced else 0)
        solid.append(piece)
        length += len(piece)
        gap = _GAP_NONE
    return length, gap


def find_tags(source: str) -> Iterator[Tag]:
    """The tags of ``source`` in order; comments, declarations and the insides of scripts come as tags named ``!``."""
    place, missing = 0, set[str]()

    def find(what: str, start: int) -> int:
        # What was not found once is not looked for again: that would make a page of "<!--" quadratic.
        if what in missing:
            return -1
        at = source.find(what, start)
        if at < 0:
            missing.add(what)
        return at

    while opening := _OPENING.search(source, place):
        start = opening.start()
        match = _TAG.match(source, start)
        if match is None:
            end = _end_of_declaration(source, start, find)
            if end < 0:
                place = start + 1
                continue
            yield Tag("!", start, end, True)
            place = end
            continue
        name, closes = match[1].lower(), source[start + 1] == "/"
        end = _end_of_tag(source, match.end(), find)
        yield Tag(name, start, end, closes)
        place = end
        if name in _RAW and not closes:
            place = _end_of_raw(source, name, end, missing)
            yield Tag("!", end, place, True)


def _end_of_declaration(source: str, start: int, find: Find) -> int:
    if source.startswith("<!--", start):
        if source.startswith((">", "->"), start + 4):
            return source.index(">", start) + 1
        at = find("-->", start + 4)
        return len(source) if at < 0 else at + 3
    if source.startswith(("<!", "<?", "</"), start):
        at = find(">", start + 2)
        return len(source) if at < 0 else at + 1
    return -1


def _end_of_tag(source: str, place: int, find: Find) -> int:
    """Behind the ``>`` that ends the tag; quotes count only where they open an attribute's value."""
    while stop := _TAG_STOP.search(source, place):
        if stop[0] == ">":
            return stop.end()
        place = stop.end()
        if source[max(0, stop.start() - 8) : stop.start()].rstrip().endswith("="):
            at = find(stop[0], place)
            if at < 0:
                return len(source)
            place = at + 1
    return len(source)


def _end_of_raw(source: str, name: str, start: int, missing: set[str]) -> int:
    """Where the end tag of a script, style or title begins; all that stands before it is no markup."""
    key = f"</{name}"
    if key not in missing:
        if match := re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, start):
            return match.start()
        missing.add(key)
    return len(source)
