"""Near-copies: the same wire text in another outlet, cut from the bottom or with a paragraph of its own.

Texts are compared by shingles of five words, of whose hashes a quarter is kept (those divisible by four), so that any
two texts keep the same quarter. One is a near-copy of another when, of the smaller one's shingles, six tenths or more
and at least six stand in both, within three days of publication (``design/platform.md`` measured this against MinHash
on Jaccard similarity, which loses copies that editors cut: Broder 1997 for containment of shingles).
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from communique.store.database import insert_ignoring
from communique.store.schema import article, shingle

_WORDS, _KEPT, _LEAST_SHARED, _LEAST_PART, _DAYS = 5, 4, 6, 0.6, 3
_WORD = re.compile(r"\w+")


def hash_shingles(text: str) -> set[int]:
    """The kept hashes of a text's shingles, as signed 64-bit numbers.

    >>> one = "The ministers met for nine hours on Tuesday and rose without a signature on the strait. " * 2
    >>> hash_shingles(one) == hash_shingles(one.upper())
    True
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    found = set()
    for first in range(len(words) - _WORDS + 1):
        digest = hashlib.blake2b(" ".join(words[first : first + _WORDS]).encode("utf-8", "replace"), digest_size=8)
        number = int.from_bytes(digest.digest(), "big", signed=True)
        if number % _KEPT == 0:
            found.add(number)
    return found


def keep_shingles(connection: Connection, key: int, hashes: set[int]) -> None:
    """Keeps the shingles of the article with this key."""
    insert_ignoring(connection, shingle, [{"hash": number, "article": key} for number in sorted(hashes)])


def find_alike(
    connection: Connection, key: int, hashes: set[int], published: date | None, url: str | None
) -> dict[int, float]:
    """The articles like the one with this key, published within three days of it, that are no versions of it; by key
    the part of the smaller text's shingles that both have.
    """
    if len(hashes) < _LEAST_SHARED:
        return {}
    mine = sa.alias(shingle, "mine")
    query = (
        sa.select(shingle.c.article, sa.func.count().label("shared"))
        .join(mine, sa.and_(mine.c.hash == shingle.c.hash, mine.c.article == key))
        .join(article, article.c.key == shingle.c.article)
        .where(shingle.c.article != key, article.c.newest)
        .group_by(shingle.c.article)
        .having(sa.func.count() >= _LEAST_SHARED)
        .order_by(sa.desc("shared"), shingle.c.article)
        .limit(20)
    )
    if published is not None:
        near = article.c.published.between(published - timedelta(days=_DAYS), published + timedelta(days=_DAYS))
        query = query.where(sa.or_(article.c.published.is_(None), near))
    if url is not None:
        query = query.where(sa.or_(article.c.url.is_(None), article.c.url != url))
    found = connection.execute(query).all()
    sizes = sa.select(shingle.c.article, sa.func.count()).where(shingle.c.article.in_([other for other, _ in found]))
    size_of: dict[int, int] = dict(connection.execute(sizes.group_by(shingle.c.article)).all())
    parts = {other: shared / min(len(hashes), size_of[other]) for other, shared in found}
    return {other: round(part, 4) for other, part in parts.items() if part >= _LEAST_PART}
