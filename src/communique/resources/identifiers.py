"""What the world calls an actor elsewhere: Wikidata items of states and international organisations.

>>> wikidata_of("GBR"), wikidata_of("NATO"), wikidata_of("Harbour Board")
('Q145', 'Q7184', None)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from communique.resources.loader import load_yaml


def wikidata_of(key: str | None) -> str | None:
    """The item of a state by its ISO 3166 code, or of an organisation by its canonical name; None where unknown."""
    return None if key is None else _items().get(key)


@cache
def _items() -> Mapping[str, str]:
    raw = load_yaml("identifiers.yaml")
    return {**raw["organisations"], **raw["states"]}
