"""What a rule says, by the id that stands in the evidence it made."""

from __future__ import annotations

from functools import cache
from typing import Any


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
    from communique.resources.loader import folder, load_yaml

    found: dict[str, dict[str, Any]] = {}
    root = folder()
    for path in sorted(root.rglob("*.yaml")):
        # Word lists are large and hold no rules; every rule has counter-examples, so the text tells them apart.
        if "counters:" not in path.read_text(encoding="utf-8"):
            continue
        rows = load_yaml(path.relative_to(root).as_posix())
        if isinstance(rows, list):
            found.update({row["id"]: row for row in rows if isinstance(row, dict) and "id" in row})
    return found
