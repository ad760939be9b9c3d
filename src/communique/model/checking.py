"""Values that a person gives a field, brought into the record's shape or refused.

What enters is a field, a value as plain data and the article's text; what leaves is the value as the contract prints
it, the words of every span filled in. ValueError says what is wrong, in words for the person who gave it.

>>> from communique.model.entry import Kind
>>> from communique.model.fields import field_of
>>> check_value(field_of(Kind.STATEMENT, "cue"), {"start": 3, "end": 7}, "He said no.")
{'start': 3, 'end': 7, 'text': 'said'}
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from communique.model.actor import ActorKind, make_id, slug
from communique.model.fields import Field, Shape
from communique.model.plain import Plain, decimal_to_text

_LONGEST = 4000  # code points of a text that a person types
_ENTRY_ID = re.compile(r"[a-z][0-9a-f]{12}")
_ACTOR_ID = re.compile(r"[a-z]+:\S{1,300}|article")


def check_value(field: Field, value: Any, text: str) -> Any:
    """``value`` as ``field`` holds it; ValueError where it cannot."""
    if value is None or value == [] or (value == "" and field.shape is not Shape.CHOICE):
        if field.required:
            raise ValueError(f"{field.name} may not be empty")
        return None
    if field.shape is Shape.CHOICE:
        if isinstance(value, (str, bool)) and value in field.choices:
            return value
        raise ValueError(f"{field.name} is one of {', '.join(str(choice).lower() for choice in field.choices)}")
    return _CHECKS[field.shape](field.name, value, text)


def _span(name: str, value: Any, text: str) -> Plain:
    start, end = _ends(name, value, text)
    return {"start": start, "end": end, "text": text[start:end]}


def _ends(name: str, value: Any, text: str) -> tuple[int, int]:
    known = _object(name, value)
    start, end = known.get("start"), known.get("end")
    if type(start) is not int or type(end) is not int:
        raise ValueError(f"{name} needs start and end as whole numbers")
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{name} {start}–{end} does not lie in the article, which has {len(text)} characters")
    return start, end


def _spans(name: str, value: Any, text: str) -> list[Plain]:
    spans = sorted((_span(name, one, text) for one in _list(value)), key=lambda span: int(span["start"]))
    for one, other in pairwise(spans):
        if other["start"] < one["end"]:
            raise ValueError(f"the spans of {name} overlap")
    return spans


def _words(name: str, value: Any, text: str) -> Plain:
    start, end = _ends(name, value, text)
    told = value.get("text")
    return {"text": text[start:end] if told is None else _text(name, told, text), "start": start, "end": end}


def _actors(name: str, value: Any, text: str) -> Plain | list[Plain]:
    actors = [_actor(name, one, text) for one in _list(value)]
    if len({actor["id"] for actor in actors}) < len(actors):
        raise ValueError(f"{name} names an actor twice")
    return actors[0] if len(actors) == 1 else actors


def _actor(name: str, value: Any, text: str) -> Plain:
    known = _object(name, value)
    called = _text(f"the name in {name}", known.get("name"), text)
    kind = known.get("kind") or ActorKind.PERSON.value
    if not isinstance(kind, str) or kind not in set(ActorKind):
        raise ValueError(f"the kind in {name} is one of {', '.join(ActorKind)}")
    id = known.get("id") or make_id(ActorKind(kind), called)
    if not isinstance(id, str) or not _ACTOR_ID.fullmatch(id):
        raise ValueError(f"{name} has an actor with a malformed id")
    mention = known.get("mention")
    return {"id": id, "name": called, "kind": kind, "mention": None if mention is None else _span(name, mention, text)}


def _when(name: str, value: Any, text: str) -> Plain:
    known = _object(name, {"value": value} if isinstance(value, str) else value)
    told = _text(f"the value of {name}", known.get("value"), text)
    first, last = (_day(f"the {side} day of {name}", known.get(side)) for side in ("earliest", "latest"))
    if first is None and last is None and re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        first = last = _day(name, told)
    if first and last and first > last:
        raise ValueError(f"{name} ends before it begins")
    words: Plain = {"text": told, "start": None, "end": None}  # a person may know the day from elsewhere
    if known.get("start") is not None:
        span = _span(name, known, text)
        words = {"text": span["text"], "start": span["start"], "end": span["end"]}
    return {**words, "value": told, "earliest": first, "latest": last}


def _day(name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise ValueError(f"{name} is no day; write it as 2025-02-26") from None


def _amount(name: str, value: Any, text: str) -> Plain:
    known = _object(name, value)
    unit, of = (None if known.get(key) in (None, "") else _text(name, known[key], text) for key in ("unit", "of"))
    low, high = (None if known.get(k) in (None, "") else _decimal(name, known[k], text) for k in ("low", "high"))
    return {
        "value": _decimal(name, known.get("value"), text),
        "unit": unit,
        "of": of,
        "approximate": bool(known.get("approximate", False)),
        "low": low,
        "high": high,
    }


def _decimal(name: str, value: Any, _text: str) -> str:
    try:
        number = Decimal(str(value).strip().replace(",", "")) if value is not None else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 60:
        raise ValueError(f"{name} needs a number, such as 2.5")
    return decimal_to_text(number)


def _text(name: str, value: Any, _text: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} may not be empty")
    if len(value) > _LONGEST:
        raise ValueError(f"{name} is longer than {_LONGEST} characters")
    return " ".join(value.split())


def _flag(name: str, value: Any, _text: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} is true or false")
    return value


def _entry(name: str, value: Any, _text: str) -> str:
    if not isinstance(value, str) or not _ENTRY_ID.fullmatch(value):
        raise ValueError(f"{name} is the id of an entry")
    return value


def _issue(name: str, value: Any, text: str) -> Plain:
    known = _object(name, {"label": value} if isinstance(value, str) else value)
    label = _text(f"the label of {name}", known.get("label"), text)
    id = known.get("id") or slug(label)
    if not isinstance(id, str) or len(id) > 300:
        raise ValueError(f"{name} has a malformed id")
    return {"id": id, "label": label}


def _instrument(name: str, value: Any, text: str) -> Plain:
    known = _object(name, {"name": value} if isinstance(value, str) else value)
    version = known.get("version")
    return {
        "name": _text(f"the name of {name}", known.get("name"), text),
        "version": None if version in (None, "") else _text(f"the version of {name}", version, text),
    }


def _object(name: str, value: Any) -> Plain:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is an object, not {type(value).__name__}")
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


_CHECKS: dict[Shape, Callable[[str, Any, str], Any]] = {
    Shape.ACTORS: _actors,
    Shape.SPAN: _span,
    Shape.SPANS: _spans,
    Shape.WORDS: _words,
    Shape.WHEN: _when,
    Shape.AMOUNT: _amount,
    Shape.TEXT: _text,
    Shape.DECIMAL: _decimal,
    Shape.FLAG: _flag,
    Shape.ENTRY: _entry,
    Shape.ISSUE: _issue,
    Shape.INSTRUMENT: _instrument,
}
