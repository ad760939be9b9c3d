"""Text of the world brought into what a format can hold, code point for code point."""

from __future__ import annotations

from typing import Any

_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), 0xFFFD)


def storable(text: str) -> str:
    """The text with U+FFFD for half surrogates and NUL, as the store keeps it; its length stays.

    >>> storable("one\\x00two\\ud800")
    'one\ufffdtwo\ufffd'
    """
    return text.translate(_UNSTORABLE) if not text.isascii() or "\0" in text else text


def storable_data(value: Any) -> Any:
    """Plain data with every text in it, keys apart, made ``storable``."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {key: storable_data(part) for key, part in value.items()}
        case list():
            return [storable_data(part) for part in value]
        case _:
            return value
