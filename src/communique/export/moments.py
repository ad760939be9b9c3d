"""Moments as the standards write them."""

from __future__ import annotations

from datetime import UTC, datetime


def read_moment(text: str | None) -> datetime | None:
    """The moment of an ISO text, in UTC; a text without a zone is in UTC already. None where it is no moment."""
    try:
        told = datetime.fromisoformat(text or "")
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def say_moment(moment: datetime) -> str:
    """An ``xsd:dateTime`` in UTC with Z, to the second.

    >>> say_moment(read_moment("2030-04-18T09:30:00.25+02:00"))
    '2030-04-18T07:30:00Z'
    """
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
