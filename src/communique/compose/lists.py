"""The word lists of ``acts.yaml``: what counts as an act, what acts are done to, what only looks like one.

Leaves: frozen sets of lower-case lemmas.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from communique.resources.loader import load_yaml


@dataclass(frozen=True, slots=True)
class Acts:
    """The word lists of ``acts.yaml``."""

    acts: frozenset[str]
    light: frozenset[str]
    objects: frozenset[str]
    idle: frozenset[str]
    promises: frozenset[str]
    deals: frozenset[str]
    nouns: frozenset[str]
    assemblies: frozenset[str]
    bodies: frozenset[str]
    venues: frozenset[str]


@cache
def listed(key: str) -> frozenset[str]:
    """The words under ``key`` in ``acts.yaml``."""
    return frozenset(str(load_yaml("acts.yaml")[key]).split())


@cache
def act_lists() -> Acts:
    """The lists, read once."""
    return Acts(**{f.name: listed(f.name) for f in fields(Acts)})
