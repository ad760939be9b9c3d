"""Which entries wait for a reviewer: the order and the filters of an address, and the entries they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.store import Connection
from communique.store.entries import load_entries
from communique.store.queue import Order, next_entries
from communique.web.wording import link

ORDERS = (
    (Order.UNCERTAINTY.value, "least certain first"),
    (Order.IMPACT.value, "greatest impact first"),
    (Order.TEXT.value, "as in the text"),
)
OVER = (("", "undecided"), ("blind", "decided by others, unseen"), ("open", "decided by others, shown"))
"""A second opinion: without sight of the first, or with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reviewed. ``over`` is "blind" or "open" for entries that others decided, else empty."""

    order: Order = Order.UNCERTAINTY
    kind: Kind | None = None
    actor: str | None = None
    issue: str | None = None
    article: str | None = None
    over: str = ""

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The query of its address; what is as usual is left out."""
        told = (
            ("order", "" if self.order is Order.UNCERTAINTY else self.order.value),
            ("kind", self.kind.value if self.kind else ""),
            ("actor", self.actor or ""),
            ("issue", self.issue or ""),
            ("article", self.article or ""),
            ("over", self.over),
        )
        return tuple((name, value) for name, value in told if value)

    @property
    def address(self) -> str:
        """The address of the page."""
        return link("/review", self.query)

    def link_to(self, path: str) -> str:
        """An address below another path with the same query."""
        return link(path, self.query)

    def without(self, name: str) -> str:
        """The address without one of the filters."""
        return link("/review", [(known, value) for known, value in self.query if known != name])


def read_wanted(
    order: str = "", kind: str = "", actor: str = "", issue: str = "", article: str = "", over: str = ""
) -> Wanted:
    """What an address asks for; values that mean nothing are as if they were not there."""
    return Wanted(
        Order(order) if order in set(Order) else Order.UNCERTAINTY,
        Kind(kind) if kind in set(Kind) else None,
        actor or None,
        issue or None,
        article or None,
        over if over in dict(OVER) else "",
    )


def list_waiting(
    connection: Connection, who: str, wanted: Wanted, *, after: str | None, limit: int
) -> tuple[Plain, ...]:
    """The next entries; with ``over`` "blind" as the machine proposes them, else as they stand."""
    found = next_entries(
        connection,
        who,
        order=wanted.order,
        kind=wanted.kind,
        actor=wanted.actor,
        issue=wanted.issue,
        article=wanted.article,
        second=bool(wanted.over),
        limit=limit,
        after=after or None,
    )
    return load_entries(connection, [entry["id"] for entry in found]) if wanted.over == "open" else found
