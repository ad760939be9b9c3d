"""An entry as one flat row, whatever its kind: the columns of a spreadsheet, and the way back.

What enters is an entry as plain data; what leaves is text by column, None where there is nothing. The columns are made
from ``model.fields``: a field that is one value has a column of its own name, one that is an object has a column for
each part (``deadline_earliest``), and one that may hold several has their parts joined in one cell. A row has the
columns of all kinds, so most of its cells are empty; the kind tells which fields it really has.

Several values in a cell are joined by ``|``. Inside one, ``\\`` is written ``\\\\``, ``|`` is written ``\\|`` and an
empty text ``\\e``, so that nothing between two bars means "not told".

>>> join(["Norway", None, "a|b", ""])
'Norway||a\\\\|b|\\\\e'
>>> split(join(["Norway", None, "a|b", ""]))
['Norway', None, 'a|b', '']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.model.entry import Kind
from communique.model.fields import FIELDS, Field, Shape
from communique.model.plain import Plain

Row = Mapping[str, str | None]

# The parts of each shape in the order of the columns, and in the order the contract prints them. A shape that is not
# here is one value in one cell.
_PARTS: dict[Shape, tuple[str, ...]] = {
    Shape.ACTORS: ("id", "name", "kind", "text", "start", "end"),
    Shape.SPAN: ("text", "start", "end"),
    Shape.SPANS: ("text", "start", "end"),
    Shape.WORDS: ("text", "start", "end"),
    Shape.WHEN: ("text", "start", "end", "value", "earliest", "latest"),
    Shape.AMOUNT: ("value", "unit", "of", "approximate", "low", "high"),
    Shape.ISSUE: ("id", "label"),
    Shape.INSTRUMENT: ("name", "version"),
}
_SPAN = ("start", "end", "text")  # as the contract prints a span
_ARTICLE = ("id", "title", "outlet", "author", "published", "url", "path")
_METHOD = ("name", "version", "score", "rules")
_REVIEW = ("status", "by", "at", "changed", "present", "listed", "first")
_NUMBERS = {"start", "end"}
_FLAGS = {"approximate", "present", "listed"}
_LISTS = {"rules", "changed"}

_ESCAPED = re.compile(r"[\\|]")
_PIECE = re.compile(r"\\(.?)|(\|)|([^\\|]+)", re.DOTALL)


def _own_fields() -> tuple[Field, ...]:
    """Each field that some kind has, once, in the order of the kinds."""
    every = {field.name: field for fields in FIELDS.values() for field in fields}
    return tuple(every.values())


def _columns_of(name: str, parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in parts)


def _field_columns(field: Field) -> tuple[str, ...]:
    return _columns_of(field.name, _PARTS[field.shape]) if field.shape in _PARTS else (field.name,)


COLUMNS: tuple[str, ...] = (
    "id",
    "kind",
    *_columns_of("article", _ARTICLE),
    *_columns_of("evidence", _PARTS[Shape.SPANS]),
    *_columns_of("method", _METHOD),
    *(column for field in _own_fields() if field.name != "evidence" for column in _field_columns(field)),
    *_columns_of("review", _REVIEW),
)
"""Every column, in order: what all entries have, the fields of the kinds, what people decided."""

DECIMALS = frozenset(
    column
    for field in _own_fields()
    for column in (
        [field.name] if field.shape is Shape.DECIMAL
        else [f"{field.name}_{part}" for part in ("value", "low", "high")] if field.shape is Shape.AMOUNT
        else []
    )
)  # fmt: skip
"""The columns that hold the digits of a decimal."""


def flatten(entry: Plain) -> dict[str, str | None]:
    """The cells of an entry by column; a column that is not there is empty."""
    cells: dict[str, str | None] = {"id": entry["id"], "kind": entry["kind"]}
    cells |= _flatten_object("article", entry["article"], _ARTICLE)
    cells |= _flatten_object("method", entry["method"], _METHOD)
    for field in FIELDS[Kind(entry["kind"])]:
        cells |= _flatten_field(field, entry.get(field.name))
    return cells | _flatten_object("review", entry.get("review"), _REVIEW)


def unflatten(row: Row) -> Plain:
    """The entry of a row, in the order of the contract; ValueError where the row is none."""
    kind, id = row.get("kind"), row.get("id")
    if not id or kind not in set(Kind):
        raise ValueError(f"needs an id and one of the kinds {', '.join(Kind)}")
    fields = {field.name: _unflatten_field(field, row) for field in FIELDS[Kind(kind)]}
    evidence = fields.pop("evidence")
    if not evidence:
        raise ValueError(f"{id} has no evidence")
    entry: Plain = {
        "id": id,
        "kind": kind,
        "article": {part: _read(part, row.get(f"article_{part}")) for part in _ARTICLE},
        "evidence": evidence,
        "method": _unflatten_object("method", row, _METHOD) | {"score": float(row.get("method_score") or 0)},
        **fields,
    }
    if row.get("review_status") is not None:
        entry["review"] = _unflatten_object("review", row, _REVIEW)
    return entry


def join(items: Sequence[str | None]) -> str | None:
    """Several values in one cell; None where there are none, or only one that is not told."""
    return "|".join(_escape(item) for item in items) or None


def split(cell: str | None) -> list[str | None]:
    """The values of a cell; ValueError where an escape is none of ours."""
    if cell is None:
        return []
    items: list[str | None] = [None]
    for escaped, bar, words in _PIECE.findall(cell):
        if bar:
            items.append(None)
        elif escaped == "e":
            items[-1] = items[-1] or ""
        elif words or escaped in ("\\", "|"):
            items[-1] = (items[-1] or "") + (words or escaped)
        else:
            raise ValueError(f"\\{escaped} stands for nothing")
    return items


def _escape(item: str | None) -> str:
    if item is None:
        return ""
    return _ESCAPED.sub(lambda match: f"\\{match.group()}", item) or "\\e"


def _flatten_field(field: Field, value: Any) -> dict[str, str | None]:
    if value is None:
        return {}
    parts = _PARTS.get(field.shape)
    if parts is None:
        return {field.name: _write(value)}
    if field.shape is Shape.ACTORS:
        actors = value if isinstance(value, list) else [value]
        named = [actor | (actor["mention"] or dict.fromkeys(_SPAN)) for actor in actors]
        return _flatten_several(field.name, named, parts)
    if field.shape is Shape.SPANS:
        return _flatten_several(field.name, value, parts)
    return _flatten_object(field.name, value, parts)


def _flatten_several(name: str, values: Sequence[Plain], parts: Iterable[str]) -> dict[str, str | None]:
    return {f"{name}_{part}": join([_write(value[part]) for value in values]) for part in parts}


def _flatten_object(name: str, value: Plain | None, parts: Iterable[str]) -> dict[str, str | None]:
    return {f"{name}_{part}": _write(value.get(part)) for part in parts} if value else {}


def _unflatten_field(field: Field, row: Row) -> Any:
    parts = _PARTS.get(field.shape)
    if parts is None:
        return _read_single(field, row.get(field.name))
    if field.shape is Shape.ACTORS:
        actors = [
            {
                **{part: one[part] for part in ("id", "name", "kind")},
                "mention": None if one["start"] is None else {part: one[part] for part in _SPAN},
            }
            for one in _unflatten_several(field.name, row, parts)
        ]
        return actors[0] if len(actors) == 1 else actors or None
    if field.shape is Shape.SPANS:
        return [{part: one[part] for part in _SPAN} for one in _unflatten_several(field.name, row, parts)] or None
    if all(row.get(column) is None for column in _field_columns(field)):
        return None
    return _unflatten_object(field.name, row, _SPAN if field.shape is Shape.SPAN else parts)


def _unflatten_several(name: str, row: Row, parts: Sequence[str]) -> list[Plain]:
    columns = {part: split(row.get(f"{name}_{part}")) for part in parts}
    count = max(map(len, columns.values()))
    for part, items in columns.items():
        if not items:
            items.extend([None] * count)
        if len(items) != count:
            raise ValueError(f"{name}_{part} has {len(items)} values where others of {name} have {count}")
    return [{part: _read(part, columns[part][i]) for part in parts} for i in range(count)]


def _unflatten_object(name: str, row: Row, parts: Iterable[str]) -> Plain:
    return {part: _read(part, row.get(f"{name}_{part}")) for part in parts}


def _write(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return join(value)
    return repr(value)


def _read(part: str, cell: str | None) -> Any:
    if part in _LISTS:
        return split(cell)
    if cell is None:
        return None
    if part in _NUMBERS:
        return int(cell)
    return _flag(cell) if part in _FLAGS else cell


def _read_single(field: Field, cell: str | None) -> Any:
    if cell is None:
        return None
    if field.shape is Shape.FLAG:
        return _flag(cell)
    return next((choice for choice in field.choices if _write(choice) == cell), cell)


def _flag(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):  # a spreadsheet writes TRUE
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell.lower() == "true"
