"""The one place where stages are composed: an article in, its record out."""

from __future__ import annotations

from pathlib import Path

from communique import __version__
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.compose.read import compose
from communique.model.actor import ActorMention
from communique.model.article import Article
from communique.model.entry import Record
from communique.model.reading import Resolved
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder


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
        return Record(article, entries, _cast(resolved), (*annotations.doubts, *resolved.doubts))


def _cast(resolved: Resolved) -> tuple[ActorMention, ...]:
    """Every actor with the first words that stand for it alone."""
    first: dict[str, ActorMention] = {}
    for mention in resolved.mentions:
        if len(mention.actors) == 1:
            first.setdefault(mention.actors[0].id, ActorMention(mention.actors[0], mention.span))
    return tuple(first.get(actor.id, ActorMention(actor)) for actor in resolved.actors)
