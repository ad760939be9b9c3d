"""Entries as Parquet: nested columns with types, written in row groups, so that a million entries need little memory.

What enters are entries as plain data; what leaves are bytes, and the same entries again from ``read_parquet``. One
table holds all kinds: a row has the fields of its kind, and null in those of the others. Offsets are int32, days
date32, scores float64, moments microseconds in UTC, and actors always a list. Decimals stay text, since 38 digits
would not hold all of them; ``binding`` is text ("true", "false", "unknown"). Half surrogates and NUL become U+FFFD.

>>> SCHEMA.field("said_on").type.field("earliest").type
DataType(date32[day])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from communique.export.unicode import storable_data
from communique.model.entry import Kind
from communique.model.fields import FIELDS, Field, Shape
from communique.model.plain import Plain

ROWS = 16_384
"""Entries in a row group: what a reader takes at once, and about what the writer holds."""

_CHUNK = 1_024  # entries that stand as Python objects at once

_TEXT, _PLACE, _DAY, _FLAG = pa.string(), pa.int32(), pa.date32(), pa.bool_()
_MOMENT = pa.timestamp("us", tz="UTC")


def _struct(**parts: pa.DataType) -> pa.DataType:
    return pa.struct(list(parts.items()))


_SPAN = _struct(start=_PLACE, end=_PLACE, text=_TEXT)
_ACTOR = _struct(id=_TEXT, name=_TEXT, kind=_TEXT, mention=_SPAN)

_TYPES: dict[Shape, pa.DataType] = {
    Shape.ACTORS: pa.list_(_ACTOR),
    Shape.SPAN: _SPAN,
    Shape.SPANS: pa.list_(_SPAN),
    Shape.WORDS: _struct(text=_TEXT, start=_PLACE, end=_PLACE),
    Shape.WHEN: _struct(text=_TEXT, start=_PLACE, end=_PLACE, value=_TEXT, earliest=_DAY, latest=_DAY),
    Shape.AMOUNT: _struct(value=_TEXT, unit=_TEXT, of=_TEXT, approximate=_FLAG, low=_TEXT, high=_TEXT),
    Shape.TEXT: _TEXT,
    Shape.DECIMAL: _TEXT,
    Shape.FLAG: _FLAG,
    Shape.CHOICE: _TEXT,
    Shape.ENTRY: _TEXT,
    Shape.ISSUE: _struct(id=_TEXT, label=_TEXT),
    Shape.INSTRUMENT: _struct(name=_TEXT, version=_TEXT),
}
_ARTICLE = _struct(id=_TEXT, title=_TEXT, outlet=_TEXT, author=_TEXT, published=_DAY, url=_TEXT, path=_TEXT)
_METHOD = _struct(name=_TEXT, version=_TEXT, score=pa.float64(), rules=pa.list_(_TEXT))
_REVIEW = _struct(status=_TEXT, by=_TEXT, at=_MOMENT, changed=pa.list_(_TEXT), present=_FLAG, listed=_FLAG, first=_TEXT)

_OWN: dict[str, Field] = {field.name: field for fields in FIELDS.values() for field in fields}

SCHEMA = pa.schema(
    [
        pa.field("id", _TEXT, nullable=False),
        pa.field("kind", _TEXT, nullable=False),
        pa.field("article", _ARTICLE, nullable=False),
        pa.field("evidence", _TYPES[Shape.SPANS], nullable=False),
        pa.field("method", _METHOD, nullable=False),
        *(pa.field(name, _TYPES[field.shape]) for name, field in _OWN.items() if name != "evidence"),
        pa.field("review", _REVIEW),
    ]
)
"""The table of all kinds."""


def write_parquet(entries: Iterable[Plain], out: BinaryIO, *, rows: int = ROWS) -> None:
    """Writes the entries in row groups of ``rows``; ValueError names an entry with a day or a number that is none."""
    todo = iter(entries)
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        while batches := list(_batches(islice(todo, rows))):
            writer.write_table(pa.Table.from_batches(batches, SCHEMA), row_group_size=rows)


def read_parquet(source: BinaryIO) -> Iterator[Plain]:
    """The entries of a file that ``write_parquet`` wrote, in their order."""
    for batch in pq.ParquetFile(source).iter_batches(batch_size=_CHUNK):
        for row in batch.to_pylist():
            yield _from_row(row)


def _batches(entries: Iterator[Plain]) -> Iterator[pa.RecordBatch]:
    while rows := [_to_row(entry) for entry in islice(entries, _CHUNK)]:
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def _to_row(entry: Plain) -> Plain:
    article, review = entry["article"], entry.get("review")
    try:
        own = {
            field.name: _INTO[field.shape](value)
            for field in FIELDS[Kind(entry["kind"])]
            if (value := entry.get(field.name)) is not None
        }
        row = {
            "id": entry["id"],
            "kind": entry["kind"],
            "article": article | {"published": _to_day(article["published"])},
            "method": entry["method"],
            **own,
            "review": review and review | {"at": _to_moment(review["at"])},
        }
    except (TypeError, ValueError) as error:
        raise ValueError(f"{entry['id']}: {error}") from None
    return {name: storable_data(value) for name, value in row.items()}


def _from_row(row: Plain) -> Plain:
    article, review = row["article"], row["review"]
    fields = {
        field.name: None if row[field.name] is None else _BACK[field.shape](row[field.name])
        for field in FIELDS[Kind(row["kind"])]
    }
    if isinstance(binding := fields.get("binding"), str):
        fields["binding"] = {"true": True, "false": False}.get(binding, binding)
    entry = {
        "id": row["id"],
        "kind": row["kind"],
        "article": article | {"published": _from_day(article["published"])},
        "evidence": fields.pop("evidence"),
        "method": row["method"],
        **fields,
    }
    if review is not None:
        entry["review"] = review | {"at": review["at"] and review["at"].isoformat()}
    return entry


def _to_day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def _from_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _to_moment(moment: str | None) -> datetime | None:
    if moment is None:
        return None
    told = datetime.fromisoformat(moment)
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _one_or_list(values: list[Plain]) -> Plain | list[Plain] | None:
    return values[0] if len(values) == 1 else values or None


def _same(value: Any) -> Any:
    return value


def _to_choice(value: str | bool) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _to_when(when: Plain) -> Plain:
    return when | {side: _to_day(when[side]) for side in ("earliest", "latest")}


def _from_when(when: Plain) -> Plain:
    return when | {side: _from_day(when[side]) for side in ("earliest", "latest")}


_INTO: dict[Shape, Callable[[Any], Any]] = {
    **dict.fromkeys(Shape, _same),
    Shape.ACTORS: _as_list,
    Shape.CHOICE: _to_choice,
    Shape.WHEN: _to_when,
}
_BACK: dict[Shape, Callable[[Any], Any]] = {
    **dict.fromkeys(Shape, _same),
    Shape.ACTORS: _one_or_list,
    Shape.WHEN: _from_when,
}
