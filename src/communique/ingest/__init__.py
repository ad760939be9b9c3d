"""Bytes → Article: plain text and HTML, with roles for every block and the way back to the original."""

from communique.ingest.encoding import LIMIT
from communique.ingest.files import find_files
from communique.ingest.reader import read_bytes, read_text

__all__ = ["LIMIT", "find_files", "read_bytes", "read_text"]
