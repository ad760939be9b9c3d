"""Resolved → entries: the one place where this room's modules meet.

Statements come first, since everything else stands in one or outside all; conditions before commitments, which name
them.
"""

from __future__ import annotations

from communique.compose.amounts import find_amounts
from communique.compose.commitments import find_commitments
from communique.compose.conditions import find_conditions
from communique.compose.disputes import find_disputes
from communique.compose.events import find_events
from communique.compose.provisions import find_provisions
from communique.compose.statements import find_statements
from communique.compose.view import look_at
from communique.model.entry import Entry, Kind
from communique.model.reading import Resolved

_ORDER = tuple(Kind)


def compose(resolved: Resolved, version: str) -> tuple[Entry, ...]:
    """All entries of one article in the order of the text; ``version`` is the reader's, for their methods."""
    view = look_at(resolved, version)
    view = view.with_statements(find_statements(view))
    conditions = find_conditions(view)
    found: list[Entry] = [
        *view.statements,
        *conditions,
        *find_commitments(view, conditions),
        *find_disputes(view),
        *find_events(view),
        *find_provisions(view),
        *find_amounts(view),
    ]
    unique = {entry.id: entry for entry in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda e: (e.evidence[0].start, _ORDER.index(e.kind), e.evidence)))
