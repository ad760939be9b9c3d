"""Closed sets of words, written as they read."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, parted by space."""
    return frozenset(words.split())
