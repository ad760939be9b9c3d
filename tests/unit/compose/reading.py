"""What tests with the real reader share: a text read, resolved and looked at."""

from __future__ import annotations

from datetime import date
from functools import cache

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.compose.statements import find_statements
from communique.compose.view import View, look_at
from communique.ingest.reader import read_text
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder


@cache
def _encoder() -> Encoder:
    return Encoder(reader_folder())


@cache
def read(text: str) -> View:
    """The view of ``text``, published on 26 February 2025, without statements."""
    return look_at(resolve(annotate(read_text(text, published=date(2025, 2, 26)), _encoder())), "test")


@cache
def read_with_statements(text: str) -> View:
    """The view of ``text`` with its statements."""
    view = read(text)
    return view.with_statements(find_statements(view))
