"""What a person types for a field of an entry, as the value of the record; ``judge`` checks every value again.

A choice is typed as it is listed; actors by name or id, several with semicolons between; a time as a day, a month, a
year or two days with ``..`` between; an amount as a number and its unit; words and spans as they stand in the article.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any, assert_never

from communique.cli.finding import match_actors, match_issues
from communique.errors import BadJudgement
from communique.model.actor import ActorKind
from communique.model.entry import Kind
from communique.model.fields import Field, Shape, field_of

if TYPE_CHECKING:
    from communique.model.plain import Plain
    from communique.store import Connection

_KIND_BEHIND = re.compile(rf"^(.*\S)\s+\(({'|'.join(ActorKind)})\)$")
_TIME = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_YES, _NO = ("yes", "true"), ("no", "false")


def parse_value(connection: Connection, entry: Plain, name: str, told: str, text: str) -> Any:
    """The value of the field ``name``; BadJudgement or an Unknown error says what cannot be understood."""
    field = field_of(Kind(entry["kind"]), name)
    if field is None:
        raise BadJudgement(f"a {entry['kind']} has no field {name}")
    told = " ".join(told.split())
    near = entry["evidence"][0]["start"]
    match field.shape:
        case Shape.CHOICE | Shape.FLAG:
            return _parse_choice(field, told)
        case Shape.ACTORS:
            return [_parse_actor(connection, entry, name, one.strip()) for one in told.split(";") if one.strip()]
        case Shape.ISSUE:
            return _parse_issue(connection, told)
        case Shape.SPAN:
            return _find_words(name, told, text, near)
        case Shape.SPANS:
            return [_find_words(name, one.strip(), text, near) for one in re.split("…|;", told) if one.strip()]
        case Shape.WORDS:
            return _parse_words(told, entry[name] or entry["evidence"][0], text)
        case Shape.WHEN:
            return _parse_when(name, told, entry[name])
        case Shape.AMOUNT:
            value, _, unit = told.partition(" ")
            return {"value": value, "unit": unit or None, "of": None, "approximate": False, "low": None, "high": None}
        case Shape.INSTRUMENT:
            behind = re.fullmatch(r"(.*\S)\s+\(([^()]+)\)", told)
            return {"name": behind[1], "version": behind[2]} if behind else {"name": told, "version": None}
        case Shape.TEXT | Shape.DECIMAL | Shape.ENTRY:
            return told
        case _:
            assert_never(field.shape)


def find_words(text: str, words: str, near: int) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``, nearest to ``near``; white space and straight quotation marks are forgiving.

    >>> find_words("He left. He stayed.", "he", 9)
    (9, 11)
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for plain, typographic in (("'", "['‘’]"), ('"', '["“”«»]')):
        pattern = pattern.replace(plain, typographic)
    found = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def _parse_choice(field: Field, told: str) -> str | bool:
    word = told.casefold().replace(" ", "_")
    if word in (*_YES, *_NO) and (field.shape is Shape.FLAG or True in field.choices):
        return word in _YES
    return word


def _parse_actor(connection: Connection, entry: Plain, field: str, told: str) -> Plain:
    """The actor that is meant: the article, one that stands in the field, a known one by id or name, else a new one."""
    if told.casefold() in ("the article", "article"):
        return {"id": "article", "name": "the article", "kind": "document", "mention": None}
    behind = _KIND_BEHIND.match(told)
    name, kind = (behind[1], behind[2]) if behind else (told, None)
    was = entry.get(field)
    for actor in was if isinstance(was, list) else [was] if was else []:
        if name in (actor["name"], actor["id"]) and kind in (None, actor["kind"]):
            return dict(actor)
    rows = [row for row in match_actors(connection, name) if kind in (None, row["kind"])]
    if len(rows) > 1:
        raise BadJudgement(f"“{name}” may be {', '.join(row['id'] for row in rows[:6])}; give the id")
    if not rows:
        return {"name": name, "kind": kind or ActorKind.PERSON.value}
    return {"id": rows[0]["id"], "name": rows[0]["name"], "kind": rows[0]["kind"], "mention": None}


def _parse_issue(connection: Connection, told: str) -> Plain:
    """A known issue by id or label, else a new one."""
    rows = match_issues(connection, told)
    if len(rows) > 1:
        raise BadJudgement(f"“{told}” may be {', '.join(row['id'] for row in rows[:6])}; give the id")
    return {"id": rows[0]["id"], "label": rows[0]["label"]} if rows else {"label": told}


def _find_words(name: str, told: str, text: str, near: int) -> Plain:
    place = find_words(text, told, near)
    if place is None:
        raise BadJudgement(f"{name}: these words do not stand in the article: “{told[:80]}”")
    return {"start": place[0], "end": place[1]}


def _parse_words(told: str, was: Plain, text: str) -> Plain:
    """The words as given, where they stand verbatim, else in the place of the old ones."""
    start, end = find_words(text, told, was["start"]) or (was["start"], was["end"])
    return {"text": told, "start": start, "end": end}


def _parse_when(name: str, told: str, was: Plain | None) -> Plain:
    first_told, _, last_told = told.partition("..")
    first, last = _parse_days(name, first_told)[0], _parse_days(name, last_told or first_told)[1]
    place = {key: was[key] for key in ("start", "end")} if was else {}
    value = told if not last_told else f"{first.isoformat()}/{last.isoformat()}"
    return {**place, "value": value, "earliest": first.isoformat(), "latest": last.isoformat()}


def _parse_days(name: str, told: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year."""
    match = _TIME.fullmatch(told.strip())
    try:
        if match is not None:
            year, month, day = (int(part) if part else None for part in match.groups())
            assert year is not None
            if month is None:
                return date(year, 1, 1), date(year, 12, 31)
            if day is None:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            return date(year, month, day), date(year, month, day)
    except ValueError:
        pass
    raise BadJudgement(f"{name}: “{told.strip()[:40]}” is no time; write 2025-02-26, 2025-02, 2025 or day..day")
