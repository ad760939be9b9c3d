"""What a rule says, by the id that stands in the evidence it made.

>>> describe_rule("no.such.rule") is None
True
"""

from __future__ import annotations

from functools import cache
from typing import Any

from communique.resources import loader


def describe_rule(rule: str) -> str | None:
    """The description of the rule with this id in the rule files, else its first example; None for an unknown id."""
    row = _rows().get(rule)
    if row is None:
        return None
    if row.get("description"):
        return str(row["description"])
    examples = row.get("examples") or []
    return f"as in: {examples[0]}" if examples else None


@cache
def _rows() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    root = loader.folder()
    for path in sorted(root.rglob("*.yaml")):
        # Word lists are large and hold no rules; every rule has counter-examples, so the text tells them apart.
        if "counters:" not in path.read_text(encoding="utf-8"):
            continue
        rows = loader.load_yaml(path.relative_to(root).as_posix())
        if isinstance(rows, list):
            found.update({row["id"]: row for row in rows if isinstance(row, dict) and "id" in row})
    return found
