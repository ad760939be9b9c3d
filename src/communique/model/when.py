"""Times and amounts, as the record holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from communique.model.span import Span


@dataclass(frozen=True, slots=True)
class When:
    """A time expression resolved against the publication date.

    ``value`` is the TIMEX3 value ("2025-02-27", "2025-W09", "P3Y", "FUTURE_REF"); ``earliest`` and ``latest``
    are inclusive days that bound it, None where the text leaves that side open.
    """

    span: Span
    value: str
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure. ``unit`` is ISO 4217 for money, plain words otherwise ("% of GDP", "soldiers").

    ``of`` is what is counted, in the words of the text. ``low`` and ``high`` bound a range or an open figure.
    """

    span: Span
    value: Decimal
    unit: str | None = None
    of: str | None = None
    approximate: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
