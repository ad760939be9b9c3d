"""The record as JSON lines: one entry a line, in the order of the text, in UTF-8.

What enters is a Record, or entries as plain data; what leaves are lines without their line ends, and the entries again
from ``lines_to_plains``. Key order is fixed, so equal records print equal bytes. Whatever keys an entry has are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from communique.model.article import Article
from communique.model.entry import Entry, Kind, Record
from communique.model.plain import Plain, entry_to_plain

# Characters that some readers take for a line end, and half surrogates, which UTF-8 cannot hold.
_UNSAFE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def entry_to_dict(entry: Entry, record: Record | Article) -> Plain:
    """The entry as the record's contract prints it; ``record`` tells the article it stands in."""
    article = record.article if isinstance(record, Record) else record
    return entry_to_plain(entry, article)


def record_to_lines(record: Record) -> Iterator[str]:
    """One line of JSON for every entry, in the order they stand in the record."""
    for entry in record.entries:
        yield plain_to_line(entry_to_plain(entry, record.article))


def plain_to_line(plain: Plain) -> str:
    """Plain data on one line; it never holds a line end of any kind, and always encodes to UTF-8.

    >>> plain_to_line({"title": "Línea\u2028roja"})
    '{"title": "Línea\\\\u2028roja"}'
    """
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def write_jsonl(entries: Iterable[Plain], out: BinaryIO) -> None:
    """Writes a line for each entry."""
    for entry in entries:
        out.write(f"{plain_to_line(entry)}\n".encode())


def lines_to_plains(lines: Iterable[str | bytes]) -> Iterator[Plain]:
    """The entries of lines of JSON, empty lines left out; ValueError names the line that holds none."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
            raise ValueError(f"line {number}: no JSON: {error}") from None
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or entry.get("kind") not in list(Kind):
            raise ValueError(f"line {number}: no entry: needs an id and one of the kinds {', '.join(Kind)}")
        yield entry
