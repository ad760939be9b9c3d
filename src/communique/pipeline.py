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
from communique.model.reading import MentionForm, Resolved
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder

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
        annotations = annotate(article, self._encoder)
        resolved = resolve(annotations)
        entries = compose(resolved, f"communique {__version__}")
        return Record(article, entries, _cast(resolved, entries), (*annotations.doubts, *resolved.doubts))


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
