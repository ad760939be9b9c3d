"""What the stages hand on: the article's words with their syntax, and what was found and resolved in them.

Word indices are positions in ``Annotations.words``; ranges of them are half-open like spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from communique.model.actor import Actor
from communique.model.article import Article
from communique.model.entry import Doubt, Record
from communique.model.span import Span
from communique.model.when import Amount, When


@dataclass(frozen=True, slots=True)
class Word:
    """One word or punctuation mark with its syntax.

    ``tag`` is the Penn Treebank tag (VBD, NNP, MD …), ``head`` the index of its governor in ``Annotations.words``
    (its own index for the root of a sentence), ``relation`` the Universal Dependencies relation ("nsubj",
    "nsubj:pass", "obj", "obl", "ccomp", "xcomp", "advcl", "acl:relcl", "mark", "aux", "conj" …), ``lemma`` lower-case.
    """

    span: Span
    text: str
    lemma: str
    tag: str
    head: int
    relation: str
    quoted: bool  # stands inside quotation marks


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its words ``[first, last)``, the index of its block."""

    span: Span
    first: int
    last: int
    block: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as spans; ``source`` and ``cue`` may be empty, ``content`` never is."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    rules: tuple[str, ...] = ()


class NameKind(StrEnum):
    """What a named thing is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"  # states included
    EVENT = "event"
    OTHER = "other"  # works, awards, languages, products
    DOCUMENT = "document"  # treaties, agreements, laws; the encoder calls them other
    GROUP = "group"  # nationalities, peoples, faiths, members of parties, as nouns and as adjectives


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text, without the titles before it ("Keir Starmer")."""

    span: Span
    kind: NameKind
    score: float


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time expression as found, before it is resolved: its words, the rule that found it, what the rule captured."""

    span: Span
    rule: str
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything found in one article, before anybody is resolved."""

    article: Article
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    names: tuple[Name, ...]
    times: tuple[TimePhrase, ...]
    amounts: tuple[Amount, ...]
    doubts: tuple[Doubt, ...] = ()


class MentionForm(StrEnum):
    """How a mention refers."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for one or more actors ("he", "the US president", "Britain and France")."""

    span: Span
    actors: tuple[Actor, ...]  # several for a conjoined or plural mention
    form: MentionForm
    head: int  # index of the mention's head word
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Annotations with the cast, every mention of it, and every time resolved against the publication date.

    ``mentions`` are sorted by span; they may nest. ``whens`` are sorted by span and do not overlap. ``names`` are the
    proper names after the gazetteer and the rest of the article had their say, sorted, without overlap.
    """

    annotations: Annotations
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    whens: tuple[When, ...]
    doubts: tuple[Doubt, ...] = ()
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Casting:
    """An article as resolved, beside the record that was composed from it: who is in it, and who said how much."""

    resolved: Resolved
    record: Record
