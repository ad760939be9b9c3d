"""What the modules of this room share while one article is resolved: its words, what was found in them, the cast so
far.

Nothing here outlives the article. Word ranges ``[first, last)`` are positions in ``Annotations.words``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.model.actor import Actor, ActorKind, slug
from communique.model.entry import Doubt
from communique.model.reading import Annotations, MentionForm, NameKind
from communique.model.span import Span
from communique.resources.identifiers import wikidata_of
from communique.resources.names import Alias, Lexicon, Sense
from communique.resources.world import World

_STATES = (Sense.STATE, Sense.ADJECTIVE, Sense.PEOPLE, Sense.CAPITAL, Sense.SEAT)


@dataclass(slots=True, eq=False)
class Part:
    """An actor in the making. ``state`` is a canonical name, ``gender`` "m", "f" or None, ``plural`` for groups."""

    kind: ActorKind
    name: str
    office: str | None = None
    state: str | None = None
    gender: str | None = None
    plural: bool = False
    code: str | None = None  # ISO 3166 alpha-3 of a state
    offices: set[str] = field(default_factory=set)  # as compared: "foreign minister"
    nouns: set[str] = field(default_factory=set)  # lemmas by which the article calls the actor: "general", "charity"
    traits: set[str] = field(
        default_factory=set
    )  # what else it tells: "former", "62-year-old", a land, a party, an owner
    forerunner: Part | None = None  # who held the office before, where the article tells it
    aliases: dict[str, None] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)  # first words of its mentions
    met: list[Sighting] = field(default_factory=list, repr=False)
    named: list[int] = field(default_factory=list)  # first words of a person's names, those to come as well

    @property
    def id(self) -> str:
        """Kind and name, or a state's ISO code, as the actor's id."""
        return f"{self.kind.value}:{self.code or slug(self.name)}"

    def actor(self) -> Actor:
        """The record of it."""
        others = tuple(a for a in self.aliases if a != self.name)
        item = wikidata_of(self.code) or (wikidata_of(self.name) if self.kind is ActorKind.ORGANISATION else None)
        return Actor(self.id, self.name, self.kind, self.office, self.state, others, self.code, item)


@dataclass(slots=True, eq=False)
class Run:
    """A proper name: words ``[first, last)``, what it is, the alias it matches; ``part`` once it is known."""

    first: int
    last: int
    kind: NameKind
    text: str
    alias: Alias | None = None
    score: float = 0.5
    part: Part | None = None


@dataclass(slots=True, eq=False)
class Phrase:
    """A base noun phrase. ``run`` is the name it ends in, ``owner`` the phrase or the pronoun's word before its ’s."""

    first: int
    last: int
    noun: int  # its last noun
    run: Run | None = None
    inner: tuple[Run, ...] = ()  # names before the last noun, after the owner
    owner: Phrase | int | None = None
    core: int = 0  # first word after owner
    outer: bool = True  # False for an owner
    sighting: Sighting | None = None


@dataclass(slots=True, eq=False)
class Sighting:
    """A mention in the making."""

    first: int
    last: int
    parts: tuple[Part, ...]
    form: MentionForm
    score: float
    rule: str
    head: int
    relation: str
    subject: bool  # of a clause, or the source of an attribution


class Scene:
    """One article on the table. ``day`` is the ISO day of publication or None."""

    def __init__(self, annotations: Annotations, lexicon: Lexicon, world: World) -> None:
        self.annotations = annotations
        self.text = annotations.article.text
        self.words = annotations.words
        self.texts = [w.text for w in annotations.words]
        self.lower = [t.lower() for t in self.texts]
        self.lexicon, self.world = lexicon, world
        published = annotations.article.published
        self.codes = world.codes
        self.day = published.isoformat() if published else None
        self.sentence_of = [n for n, s in enumerate(annotations.sentences) for _ in range(s.first, s.last)]
        self.block_of = [s.block for s in annotations.sentences]
        self.starts = [w.span.start for w in annotations.words]
        self.title_at: dict[int, tuple[str, int]] = {}  # where offices begin: their name, their length in words
        self.titled: set[int] = set()  # words of offices of more than one word
        self.runs: list[Run] = []
        self.run_at: dict[int, Run] = {}
        self.phrases: list[Phrase] = []
        self.parts: list[Part] = []
        self._kept: set[int] = set()
        self.sightings: list[Sighting] = []
        self.doubts: list[Doubt] = []
        self.top: list[Sighting] = []  # outer mentions in order, for conjunctions
        self.awaited: set[int] = (
            set()
        )  # ids of persons whom an apposition names as someone known ("the director, Jane Doe")
        self.states_near: set[str] = set()  # states whose places or bodies are named
        self.bodies: set[str] = set()  # canonical names of the known organisations in the article
        self.persons: list[Part] = []
        self.states_seen: dict[str, int] = {}  # canonical name → how often
        self.times = {i for t in annotations.times for i in self.at(t.span)}
        self.content_of: list[int | None] = [None] * len(self.words)
        self.source_of: list[int | None] = [None] * len(self.words)
        self.last_word_of: dict[int, int] = {}  # the last word of an attribution's content
        self._read_titles()
        self._read_attributions()

    def _read_titles(self) -> None:
        titles, short = self.lexicon.titles, self.lexicon.abbreviations
        for i, word in enumerate(self.lower):
            if word in titles or self.texts[i] in short:
                hit = self.lexicon.title(self.texts, i, len(self.texts))
                if hit is not None:
                    self.title_at[i] = hit
                    if hit[1] > 1:
                        self.titled.update(range(i, i + hit[1]))

    def title(self, first: int, last: int) -> tuple[str, int] | None:
        """The office that begins at word ``first`` and ends by ``last``, and how many words it has."""
        hit = self.title_at.get(first)
        if hit is not None and first + hit[1] > last:
            hit = self.lexicon.title(self.texts, first, last)
        return hit

    def _read_attributions(self) -> None:
        size: dict[int, int] = {}
        for n, found in enumerate(self.annotations.attributions):
            size[n] = sum(len(s) for s in found.content)
            for span in found.source:
                for i in self.at(span):
                    self.source_of[i] = n
            for span in found.content:
                for i in self.at(span):
                    self.last_word_of[n] = i
                    inner = self.content_of[i]
                    if inner is None or size[n] < size[inner]:
                        self.content_of[i] = n

    def at(self, span: Span) -> range:
        """The words that overlap ``span``."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.words[first].span.end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def span(self, first: int, last: int) -> Span:
        """The span of words ``[first, last)``."""
        return Span(self.words[first].span.start, self.words[last - 1].span.end)

    def says(self, first: int, last: int) -> str:
        """The words ``[first, last)`` verbatim, blanks and apostrophes made plain."""
        return plain(self.span(first, last).of(self.text)) if last > first else ""

    def state(self, run: Run) -> str | None:
        """The canonical name of the state that a name is, or is an adjective of; None for other names."""
        if run.alias is not None and run.alias.sense in _STATES:
            return run.alias.name
        return None

    def head(self, first: int, last: int) -> int:
        """The governor among words ``[first, last)``: the first word whose own governor lies outside."""
        words = self.words
        for i in range(first, last):
            governor = words[i].head
            if governor == i or not first <= governor < last:
                return i
        return last - 1

    def relation(self, first: int, last: int) -> str:
        """How the range hangs on the rest of its sentence; conjuncts count as what they are joined to."""
        return self._relation(self.head(first, last))

    def _relation(self, i: int) -> str:
        for _ in range(8):
            if self.words[i].relation != "conj" or self.words[i].head == i:
                break
            i = self.words[i].head
        return self.words[i].relation

    def add(
        self, first: int, last: int, parts: Iterable[Part], form: MentionForm, score: float, rule: str
    ) -> Sighting | None:
        """Notes a mention; None when nobody is meant."""
        who = tuple(dict.fromkeys(parts))
        if not who:
            return None
        for part in who:
            part.seen.append(first)
            self.keep(part)
        head = self.head(first, last)
        relation = self._relation(head)
        subject = relation.startswith("nsubj") or self.source_of[first] is not None
        sighting = Sighting(first, last, who, form, score, rule, head, relation, subject)
        self.sightings.append(sighting)
        for part in who:
            part.met.append(sighting)
        return sighting

    def keep(self, part: Part) -> Part:
        """Puts ``part`` into the cast so far, once."""
        if id(part) not in self._kept:
            self._kept.add(id(part))
            self.parts.append(part)
        return part

    def speakers(self, attribution: int | None) -> tuple[Part, ...]:
        """Who speaks in an attribution as far as is known now: resolved mentions in its source, else names there."""
        if attribution is None:
            return ()
        spans = self.annotations.attributions[attribution].source
        return tuple(p for span in spans for p in self._in(self.at(span)))[:3]

    def _in(self, indices: range) -> Sequence[Part]:
        for sighting in reversed(self.sightings):
            if sighting.last <= indices.start:
                break
            if sighting.first in indices and sighting.first - indices.start <= 1:
                return sighting.parts
        run = next((self.run_at[i] for i in indices if i in self.run_at and self.run_at[i].part), None)
        return (run.part,) if run is not None and run.part is not None else ()


def plain(text: str) -> str:
    """``text`` with single blanks and straight apostrophes."""
    return " ".join(text.replace("’", "'").split())
