"""An article whose statements are marked inline with their true speakers → its text with gold spans.

Enters: a file in which the content of every statement stands in ``<s who="…" by="…">…</s>``; statements may nest.
``who`` holds canonical names divided by ``;`` (empty: nobody told; ``unnamed: …``: nobody can know), ``by`` how the
source stands in the text. Leaves: a Case, its text the file without the tags, its statements in the order of their
opening tags, their spans code points into that text.

>>> case = read_case("hall", 'He said <s who="Ann Lee; Bo Ek" by="pronoun">they <s who="Bo Ek" by="name">won</s></s>.')
>>> case.text
'He said they won.'
>>> [(s.span, s.who, s.by) for s in case.statements]
[((8, 16), ('Ann Lee', 'Bo Ek'), 'pronoun'), ((13, 16), ('Bo Ek',), 'name')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

By = Literal["name", "nominal", "pronoun", "none"]

_TAG = re.compile(r'<s who="(?P<who>[^"<>]*)" by="(?P<by>name|nominal|pronoun|none)">|</s>')


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of one statement, its true speakers and how their mention stands in the text."""

    span: tuple[int, int]
    who: tuple[str, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Case:
    """One article without its tags, with its statements."""

    name: str
    text: str
    statements: tuple[Statement, ...]


def load(path: Path) -> Case:
    """The case of a marked file, named by the file's stem."""
    return read_case(path.stem, path.read_text(encoding="utf-8"))


def read_case(name: str, marked: str) -> Case:
    """The case of a marked text; ValueError, with the place, for what the format does not allow."""
    text, at = "", 0
    statements: list[Statement | None] = []
    open_tags: list[tuple[int, int, tuple[str, ...], By]] = []
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if tag["by"] is not None:
            who = tuple(part.strip() for part in tag["who"].split(";") if part.strip())
            open_tags.append((len(statements), len(text), who, cast(By, tag["by"])))
            statements.append(None)
        elif open_tags:
            place, start, who, by = open_tags.pop()
            statements[place] = Statement((start, len(text)), who, by)
        else:
            raise ValueError(f"{name}: </s> without its <s> after {text[-40:]!r}")
    text += marked[at:]
    if open_tags:
        raise ValueError(f"{name}: <s> never closed before {text[open_tags[-1][1] :][:40]!r}")
    if stray := re.search(r"</?s\b[^>]*>?", text):
        raise ValueError(f"{name}: a malformed tag: {stray[0]!r}")
    return Case(name, text, tuple(s for s in statements if s is not None))
