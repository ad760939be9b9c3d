"""Entries as CSV (RFC 4180): a header, then one row an entry, in UTF-8.

What enters are entries as plain data; what leaves are bytes, and the same entries again from ``read_csv``. The columns
are those of ``flat``. What the text of an article could do to a spreadsheet is taken from it:

- A cell that a spreadsheet would take for a formula (``=``, ``+``, ``-``, ``@``, also full-width or behind white
  space), or that begins with a tab or a line end, gets an apostrophe in front. So does one that begins with an
  apostrophe, and the apostrophe alone is an empty text, so that the way back is to drop one. The digits of a decimal
  stay as they are.
- Half surrogates, which UTF-8 cannot hold, and NUL, which ends a text in many programs, become U+FFFD, as in the store.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from communique.export.flat import COLUMNS, DECIMALS, flatten, unflatten
from communique.export.unicode import storable
from communique.model.plain import Plain

_LONGEST = 1 << 26  # code points of a cell that is read
_ACTIVE = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]|[\t\r\n']|\Z")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def write_csv(entries: Iterable[Plain], out: BinaryIO, *, bom: bool = False) -> None:
    """Writes a header and a row for each entry; ``bom`` puts the mark in front by which Excel knows UTF-8."""
    if bom:
        out.write(codecs.BOM_UTF8)
    rows = csv.writer(codecs.getwriter("utf-8")(out), lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for entry in entries:
        cells = flatten(entry)
        rows.writerow([_guard(cells.get(column), column) for column in COLUMNS])


def read_csv(source: BinaryIO) -> Iterator[Plain]:
    """The entries of a file that ``write_csv`` wrote, perhaps with columns moved, left out or added since.

    ValueError names the row that is no entry. Lets the csv module read cells as long as an article can be.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    try:
        rows = csv.reader(text, strict=True)
        header = next(rows, [])
        for number, cells in enumerate(rows, start=2):
            if cells:
                yield _read_row(header, cells, number)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"no CSV in UTF-8: {error}") from None
    finally:
        text.detach()


def _read_row(header: list[str], cells: list[str], number: int) -> Plain:
    row = {column: _unguard(cell) for column, cell in zip(header, cells, strict=False)}
    try:
        return unflatten(row)
    except ValueError as error:
        raise ValueError(f"row {number}: {error}") from None


def _guard(cell: str | None, column: str) -> str:
    if cell is None:
        return ""
    text = storable(cell)
    if column in DECIMALS and _DECIMAL.fullmatch(text):
        return text
    return f"'{text}" if _ACTIVE.match(text) else text


def _unguard(cell: str) -> str | None:
    return cell.removeprefix("'") if cell else None
