"""Communiqué reads the coverage of a negotiation and keeps the record.

>>> import communique
>>> record = communique.read(
...     "“We will sign on Friday,” President Ana Duarte told reporters in Lisbon on Monday.", published="2024-03-05"
... )
>>> statement = next(entry for entry in record.entries if entry.kind == "statement")
>>> [speaker.actor.name for speaker in statement.speaker], str(statement.mode)
(['Ana Duarte'], 'direct')
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.article import Article
from communique.model.entry import (
    Commitment,
    Condition,
    Dispute,
    Entry,
    Event,
    Figure,
    Kind,
    Provision,
    Record,
    Statement,
)
from communique.model.span import Span
from communique.model.when import Amount, When

if TYPE_CHECKING:
    from communique.pipeline import Reader

__version__ = "0.1.0"
__all__ = [
    "Actor", "ActorKind", "ActorMention", "Amount", "Article", "Commitment", "Condition", "Dispute", "Entry", "Event",
    "Figure", "Kind", "Provision", "Record", "Span", "Statement", "When", "read", "read_file", "to_dict",
]  # fmt: skip


@cache
def _reader() -> Reader:
    from communique.pipeline import Reader  # loads the model, which `import communique` alone should not

    return Reader.load()


def read(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    url: str | None = None,
) -> Record:
    """The record of one article's plain text.

    ``published`` (a date or an ISO string) is the day against which "on Friday" is read; what is given wins over what
    the text says of itself. The first call loads the reader model (under a second). Raises ``errors.InputError`` for a
    text that is empty or too large, ValueError for a malformed date.
    """
    from communique.ingest import read_text

    day = date.fromisoformat(published) if isinstance(published, str) else published
    return _reader().read(read_text(text, published=day, title=title, outlet=outlet, author=author, url=url))


def read_file(path: str | Path, *, published: date | str | None = None) -> Record:
    """The record of one file, plain text or a saved HTML page; ``errors.InputError`` says what is wrong with it."""
    from communique.errors import UnreadableFile
    from communique.ingest import read_bytes

    day = date.fromisoformat(published) if isinstance(published, str) else published
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be opened ({error.strerror})") from error
    return _reader().read(read_bytes(data, where=str(path), path=str(path), published=day))


def to_dict(entry: Entry, record: Record) -> dict[str, Any]:
    """The entry as plain data, in the shape that ``communique read --format jsonl`` prints."""
    from communique.export.jsonl import entry_to_dict

    return entry_to_dict(entry, record)
