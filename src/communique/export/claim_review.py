"""Disputes that a person has judged, as schema.org ClaimReview in JSON-LD.

What enters are entries as plain data, of which every one is left out that is no dispute, or that nobody accepted,
corrected or added; what leaves is one JSON-LD document whose ``@graph`` holds a ClaimReview for each of the others.

The rating tells how strongly the record challenges the claim, not whether it is true:

====================  ======  =================
verdict               value   alternateName
====================  ======  =================
``false``             1       False
``contradicted``      2       Contradicted
``not_supported``     3       Not supported
``denied``            4       Denied
``questioned``        5       Questioned
====================  ======  =================

``worstRating`` is 1; ``bestRating`` is 6, a claim that nobody challenges, which is no dispute and never given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from communique.export.addresses import entry_page, urn, web_address
from communique.export.jsonl import plain_to_line
from communique.export.moments import read_moment
from communique.export.unicode import storable_data
from communique.export.wording import flat
from communique.model.actor import ActorKind
from communique.model.entry import Kind, Verdict
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain

CONTEXT = "https://schema.org"

RATINGS: tuple[tuple[Verdict, int, str], ...] = (
    (Verdict.FALSE, 1, "False"),
    (Verdict.CONTRADICTED, 2, "Contradicted"),
    (Verdict.NOT_SUPPORTED, 3, "Not supported"),
    (Verdict.DENIED, 4, "Denied"),
    (Verdict.QUESTIONED, 5, "Questioned"),
)
"""Every verdict with its number and its words."""

WORST, BEST = 1, 6

JUDGED = frozenset({ReviewStatus.ACCEPTED.value, ReviewStatus.CORRECTED.value, ReviewStatus.ADDED.value})
"""Where a dispute must stand with the people who review it."""

_TYPES = {ActorKind.PERSON: "Person", ActorKind.DOCUMENT: "CreativeWork", ActorKind.STATE: "Country"}


def write_claim_reviews(entries: Iterable[Plain], out: BinaryIO, *, base_url: str | None = None) -> None:
    """Writes the document; without a ``base_url`` the address of a review is a URN."""
    out.write(f'{{"@context": "{CONTEXT}", "@graph": ['.encode())
    comma = ""
    for entry in entries:
        review = to_claim_review(entry, base_url=base_url)
        if review is not None:
            out.write(f"{comma}\n{plain_to_line(review)}".encode())
            comma = ","
    out.write(b"\n]}\n")


def to_claim_review(entry: Plain, *, base_url: str | None = None) -> Plain | None:
    """The review of a dispute; None where it is none, or no person has judged it, or nobody knows who and when."""
    review = entry.get("review") or {}
    if entry["kind"] != Kind.DISPUTE or review.get("status") not in JUDGED:
        return None
    day = read_moment(review.get("at"))
    if day is None or not review.get("by"):
        return None
    entry = storable_data(entry)
    return {
        "@type": "ClaimReview",
        "@id": urn("entry", entry["id"]),
        "url": entry_page(base_url, entry["id"]) or urn("entry", entry["id"]),
        "claimReviewed": flat(entry["claim"]["text"]),
        "author": {"@type": "Person", "name": flat(review["by"])},
        "datePublished": day.date().isoformat(),
        "reviewBody": " … ".join(flat(span["text"]) for span in entry["evidence"]),
        "itemReviewed": _claim(entry),
        "reviewRating": _rating(entry["verdict"]),
    }


def _claim(entry: Plain) -> Plain:
    article = entry["article"]
    known = {
        "author": [_author(actor) for actor in _list(entry["claimant"])] or None,
        "appearance": _appearance(article),
    }
    claim = {"@type": "Claim", "text": flat(entry["claim"]["text"])}
    return claim | {name: value for name, value in known.items() if value}


def _appearance(article: Plain) -> Plain:
    """The article in which the claim is told, which is not always where it was made first."""
    outlet, author = article["outlet"], article["author"]
    known = {
        "url": web_address(article["url"]),
        "headline": flat(article["title"] or ""),
        "datePublished": article["published"],
        "author": {"@type": "Person", "name": flat(author)} if author else None,
        "publisher": {"@type": "Organization", "name": flat(outlet)} if outlet else None,
    }
    work = {"@type": "NewsArticle", "identifier": urn("article", article["id"])}
    return work | {name: value for name, value in known.items() if value}


def _author(actor: Plain) -> Plain:
    return {"@type": _TYPES.get(actor["kind"], "Organization"), "name": flat(actor["name"])}


def _rating(verdict: str) -> Plain:
    value, words = next((value, words) for known, value, words in RATINGS if known == verdict)
    return {
        "@type": "Rating",
        "ratingValue": value,
        "worstRating": WORST,
        "bestRating": BEST,
        "alternateName": words,
    }


def _list(value: Any) -> list[Plain]:
    return [] if value is None else value if isinstance(value, list) else [value]
