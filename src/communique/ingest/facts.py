"""What is known about an article besides its words.

>>> Facts(title="Quota agreed").over(Facts(title="quota.txt", outlet="Harbour Post")).outlet
'Harbour Post'
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fields of an ``Article`` that a caller, a page or a header line may tell; None: not told."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    place: str | None = None
    url: str | None = None

    def over(self, other: Facts) -> Facts:
        """These facts, and those of ``other`` where these are silent."""
        mine = {f.name: getattr(self, f.name) for f in fields(self)}
        return Facts(**{name: getattr(other, name) if value is None else value for name, value in mine.items()})
