"""What a time rule captured → slots: numbers and short codes instead of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from communique.annotate.codes import Codebook
from communique.annotate.figures import SMALL, read_number
from communique.resources.loader import load_yaml

Captured = Mapping[str, tuple[str, ...]]
Slots = tuple[tuple[str, str], ...]
Reader = Callable[[tuple[str, ...], Codebook], str | None]


def read_slots(given: Mapping[str, str], captured: Captured, book: Codebook) -> Slots | None:
    """The slots of a match, sorted by name; None when a captured figure makes no sense (a 25th month, a year "two")."""
    slots = dict(given)
    for name, words in captured.items():
        value = _READERS[name](words, book)
        if value is None:
            return None
        slots[name] = value
    if not (1 <= int(slots.get("month", "1")) <= 12 and 1 <= int(slots.get("day", "1")) <= 31):
        return None
    if "vague" in slots:
        slots |= {"unit": slots.pop("vague"), "n": "X"}
    if "overnight" in slots.get("part", ""):
        slots |= {"part": "NI", "shift": "-1"}
    return tuple(sorted(slots.items()))


def split_slots(slots: Slots) -> tuple[Slots, Slots]:
    """The slots of two days or months that a word joins, each by itself; the second keeps ``joint``.

    >>> split_slots((("day", "4"), ("joint", "to"), ("kind", "days"), ("last", "6"), ("month", "3")))[1]
    (('day', '6'), ('joint', 'to'), ('kind', 'day'), ('month', '3'))
    """
    whole = dict(slots)
    joint = whole.pop("joint")
    left = {"kind": whole.pop("kind").removesuffix("s"), **whole}
    right = {**left, "joint": joint}
    for name in ("last", "last_month"):
        if name in whole:
            left.pop(name)
            right["day" if name == "last" else "month"] = right.pop(name)
    if "year" in whole and int(left["month"]) > int(right["month"]):
        left["year"] = str(int(whole["year"]) - 1)
    return tuple(sorted(left.items())), tuple(sorted(right.items()))


def _class(*names: str) -> Reader:
    """A reader that gives the meaning of the last word that any of the classes knows."""

    def read(words: tuple[str, ...], book: Codebook) -> str | None:
        known = [value for word in words for name in names if (value := book.value(name, word)) is not None]
        return known[-1] if known else None

    return read


def _number(words: tuple[str, ...], book: Codebook) -> str | None:
    if words[:1] == ("other",):
        return "2"
    value = read_number(words)
    if value is None:
        return "X"
    return str(int(value)) if value == int(value) else str(value.normalize())


def _day(words: tuple[str, ...], book: Codebook) -> str | None:
    digits = "".join(c for c in words[-1] if c.isdigit())
    value = digits or book.value("ORDINAL", words[-1]) or ""
    return str(int(value)) if value.isdigit() else None


def _year(words: tuple[str, ...], book: Codebook) -> str | None:
    if words[0].removeprefix("fy").isdigit():
        return words[0].removeprefix("fy")
    if words[0] == "two":
        return str(read_number(words) or "") or None
    century = SMALL.get(words[0])
    if century is None:
        return None
    rest = [w for w in words[1:] if w != "hundred"]
    tail = read_number(rest) if rest else 0
    return None if tail is None else str(int(century) * 100 + int(tail))


def _edge(words: tuple[str, ...], book: Codebook) -> str | None:
    for word in words:
        for name in ("EARLY", "MID", "LATE", "SOMETIME"):
            if (value := book.value(name, word)) is not None:
                return value
        if word in ("first", "opening"):
            return "start"
        if word in ("last", "closing"):
            return "end"
    return "any"


def _anchor(words: tuple[str, ...], book: Codebook) -> str | None:
    if words[-1] in ("same", "that"):
        return "0"
    if words[-1] in ("next", "after"):
        return "1"
    return "-1" if words[-1] == "before" else book.value("ANCHORED", words[-1])


def _dayword(words: tuple[str, ...], book: Codebook) -> str | None:
    if len(words) > 1:
        return "-2" if words[0] == "before" else "2"
    return book.value("DAYWORD", words[0])


def _apart(words: tuple[str, ...], book: Codebook) -> str | None:
    return "1" if words[0] in ("from", "hence", "time") else book.value("APART", words[0])


def _nth(words: tuple[str, ...], book: Codebook) -> str | None:
    if words[0] == "twenty":
        return "21"
    for name in ("HALF", "FOURTH", "ORDINAL"):
        if (value := book.value(name, words[0])) is not None:
            return value
    return "".join(c for c in words[0] if c.isdigit()) or None


def _festival(words: tuple[str, ...], book: Codebook) -> str | None:
    names: Mapping[str, str] = load_yaml("festivals.yaml")["names"]
    plain = ["-" if book.value("DASH", w) else w for w in words if book.value("POSSESSIVE", w) is None]
    return names.get(" ".join(plain))


def _run(words: tuple[str, ...], book: Codebook) -> str | None:
    if words[0] in ("ahead", "coming"):
        return "future"
    return book.value("RUNNING", words[0]) or "past"


def _part(words: tuple[str, ...], book: Codebook) -> str | None:
    return {"tonight": "NI", "overnight": "overnight"}.get(words[-1]) or book.value("PART", words[-1])


def _joined(words: tuple[str, ...], book: Codebook) -> str | None:
    return "".join(words)


def _digits(words: tuple[str, ...], book: Codebook) -> str | None:
    return "".join(c for c in words[-1] if c.isdigit()) or None


def _flag(words: tuple[str, ...], book: Codebook) -> str | None:
    return "1"


_READERS: Mapping[str, Reader] = {
    "year": _year,
    "last_year": _digits,
    "month": lambda words, book: _digits(words, book) or book.value("MONTH", words[-1]),
    "last_month": _class("MONTH"),
    "day": _day,
    "last": _day,
    "dotted": _joined,
    "joint": _joined,
    "weekday": _class("WEEKDAY", "WEEKDAYS"),
    "rel": _class("LAST", "THIS", "NEXT"),
    "anchor": _anchor,
    "part": _part,
    "hour": _joined,
    "half": _class("HALFDAY"),
    "dayword": _dayword,
    "edge": _edge,
    "fiscal": _flag,
    "of_year": _flag,
    "ago": _flag,
    "single": _flag,
    "shift": lambda words, book: "-1",
    "season": _class("SEASON"),
    "unit": _class("UNIT", "UNITS"),
    "vague": _class("UNIT", "UNITS"),
    "nth": _nth,
    "q": _digits,
    "h": _digits,
    "decade": lambda words, book: _digits(words, book) or book.value("DECADES", words[-1]),
    "century": _flag,
    "festival": _festival,
    "run": _run,
    "n": _number,
    "to": _number,
    "apart": _apart,
    "freq": _class("FREQUENCY"),
}
