"""The one place where stages are composed: an article in, its record out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from communique import __version__
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.compose.read import compose
from communique.model.actor import ActorKind, ActorMention
from communique.model.article import Article
from communique.model.entry import Entry, Record
from communique.model.reading import Casting, MentionForm, Resolved
from communique.model.when import When
from communique.resolve.read import resolve
from communique.resolve.times import resolve_typed
from communique.resources.loader import reader_folder

_READER = f"communique {__version__}"
_NAMED = (ActorKind.PERSON, ActorKind.STATE, ActorKind.ORGANISATION)
_SURE_NAME = 0.8  # under which a name only modifies another noun, or was guessed


class Reader:
    """Reads articles with one loaded model; safe to use from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @classmethod
    def load(cls, folder: Path | None = None, threads: int = 1) -> Reader:
        """The reader with the model of ``folder`` (the package's own when None); ResourceError when it is missing."""
        return cls(Encoder(folder or reader_folder(), threads))

    def read(self, article: Article) -> Record:
        """The record of ``article``; a doubtful sentence becomes a doubt and never hides the rest."""
        return self.record(self.resolve(article))

    def resolve(self, article: Article) -> Resolved:
        """Words, names, times and mentions of ``article``, resolved; what a record is composed from."""
        return resolve(annotate(article, self._encoder))

    def times(self, article: Article) -> tuple[Article, tuple[tuple[When, str], ...]]:
        """The article with its time expressions one by one, each with its TIMEX3 type."""
        return article, resolve_typed(annotate(article, self._encoder))

    def cast(self, article: Article) -> Casting:
        """The article as resolved, with its record."""
        resolved = self.resolve(article)
        return Casting(resolved, self.record(resolved))

    def record(self, resolved: Resolved) -> Record:
        """The record that ``resolved`` supports."""
        entries = compose(resolved, _READER)
        doubts = (*resolved.annotations.doubts, *resolved.doubts)
        return Record(resolved.annotations.article, entries, _cast(resolved, entries), doubts, _READER)


def _cast(resolved: Resolved, entries: Sequence[Entry]) -> tuple[ActorMention, ...]:
    """Who acts, speaks or is addressed in an entry, and the persons, states and bodies that the article calls by name;
    each with the first words that stand for it alone.
    """
    first: dict[str, ActorMention] = {}
    named: set[str] = set()
    for mention in resolved.mentions:
        if len(mention.actors) == 1:
            first.setdefault(mention.actors[0].id, ActorMention(mention.actors[0], mention.span))
        if mention.form is MentionForm.NAME and mention.score >= _SURE_NAME:
            named.update(actor.id for actor in mention.actors if actor.kind in _NAMED)
    met = {mention.actor.id for entry in entries for mention in _actors(entry)}
    told = [actor for actor in resolved.actors if actor.id in met | named]
    return tuple(first.get(actor.id, ActorMention(actor)) for actor in told)


def _actors(entry: Entry) -> Iterator[ActorMention]:
    """Every actor that a field of ``entry`` holds."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        if isinstance(value, ActorMention):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, ActorMention))
