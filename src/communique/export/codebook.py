"""The codebook of issues as YAML, out and in: a list of ``{id, label, phrases, parent}``.

>>> text = codebook_to_yaml([{"id": "quota", "label": "the quota", "phrases": ["catch limit"], "parent": None}])
>>> print(text, end="")
- id: quota
  label: the quota
  phrases:
  - catch limit
>>> parse_codebook(text.encode())
[{'id': 'quota', 'label': 'the quota', 'phrases': ['catch limit'], 'parent': None}]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from communique.errors import BadCodebook
from communique.model.actor import slug
from communique.model.plain import Plain

MOST_BYTES = 1024 * 1024
MOST_ISSUES = 5000
_FIELDS = ("id", "label", "phrases", "parent")
LONGEST = 300
"""Characters of an id, a label or a phrase."""

_DEEPEST = 8
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # both make plain data only; one is ten times as fast


def codebook_to_yaml(items: Sequence[Plain]) -> str:
    """The issues as YAML; fields that are empty are left out. An empty codebook is an empty list."""
    kept = [{name: item[name] for name in _FIELDS if item.get(name)} for item in items]
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def parse_codebook(content: bytes, where: str = "the codebook") -> list[Plain]:
    """The issues of a codebook; an issue without an id gets one from its label.

    Raises BadCodebook, which names the issue and what is wrong with it. Aliases are refused: a short text of them could
    unfold to gigabytes.
    """
    if len(content) > MOST_BYTES:
        raise BadCodebook(f"{where}: larger than {MOST_BYTES:,} bytes; split it into several")
    try:
        text = content.decode("utf-8-sig")
        _check_events(text, where)
        data = yaml.load(text, _LOADER)
    except UnicodeDecodeError as error:
        raise BadCodebook(f"{where}: no text in UTF-8; save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise BadCodebook(f"{where}: no YAML ({' '.join(str(error).split())[:300]})") from error
    except (RecursionError, ValueError, OverflowError) as error:  # nesting without end, a date that is none
        raise BadCodebook(f"{where}: no list of issues") from error
    if isinstance(data, dict) and set(data) == {"issues"}:
        data = data["issues"]
    if data is None:
        return []
    if not isinstance(data, list):
        raise BadCodebook(f"{where}: a codebook is a list of issues; begin each with “- label: …”")
    if len(data) > MOST_ISSUES:
        raise BadCodebook(f"{where}: more than {MOST_ISSUES:,} issues; split it into several")
    return [_issue(item, f"{where}: issue {number}") for number, item in enumerate(data, 1)]


def _check_events(text: str, where: str) -> None:
    """Refuses what could cost much more than its length: aliases, and lists in lists without end."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise BadCodebook(f"{where}: YAML aliases (*name) are not read; write the words again")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise BadCodebook(f"{where}: no list of issues, but lists in lists")


def _issue(item: Any, where: str) -> Plain:
    if not isinstance(item, dict):
        raise BadCodebook(f"{where} has no fields; write “- label: …”")
    unknown = [str(name) for name in item if name not in _FIELDS]
    if unknown:
        raise BadCodebook(f"{where} has {', '.join(unknown)}, which no issue has; its fields are {', '.join(_FIELDS)}")
    label = _words(item.get("label"), f"{where}: its label")
    if label is None:
        raise BadCodebook(f"{where} has no label")
    told = [] if item.get("phrases") is None else item["phrases"]
    if not isinstance(told, list) or None in told:
        raise BadCodebook(f"{where}: its phrases are no list of words")
    phrases = [_words(phrase, f"{where}: a phrase") for phrase in told]
    return {
        "id": _words(item.get("id"), f"{where}: its id") or slug(label),
        "label": label,
        "phrases": [phrase for phrase in phrases if phrase],
        "parent": _words(item.get("parent"), f"{where}: its parent"),
    }


def _words(value: Any, where: str) -> str | None:
    """A text on one line; None for nothing."""
    if value is None:
        return None
    if not isinstance(value, str) or "\0" in value:
        raise BadCodebook(f"{where} is {value!r}, no text; put it in quotation marks")
    words = " ".join(value.split())
    if len(words) > LONGEST:
        raise BadCodebook(f"{where} is longer than {LONGEST} characters")
    return words or None
