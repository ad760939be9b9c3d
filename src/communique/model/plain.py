"""Entries as plain data: the dictionaries of the record's contract, ready for JSON.

What enters is an entry and its article; what leaves is a ``dict`` of strings, numbers, lists and dictionaries whose
keys stand in one fixed order. Exports print it and the store keeps it, so both say the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, assert_never

from communique.model.actor import ActorMention
from communique.model.article import Article
from communique.model.entry import (
    Binding,
    Commitment,
    Condition,
    Dispute,
    Entry,
    Event,
    Figure,
    Provision,
    Statement,
    Words,
)
from communique.model.span import Span
from communique.model.when import Amount, When

Plain = dict[str, Any]


def article_to_plain(article: Article) -> Plain:
    """The seven fields by which an entry names its article; ``published`` is an ISO date."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "path": article.path,
    }


def entry_to_plain(entry: Entry, article: Article) -> Plain:
    """The entry as the record's contract prints it: what all entries have, then the fields of its kind."""
    text = article.text
    method = entry.method
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "article": article_to_plain(article),
        "evidence": [_span(span, text) for span in entry.evidence],
        "method": {
            "name": method.name,
            "version": method.version,
            "score": round(method.score, 4),
            "rules": list(method.rules),
        },
        "issue": {"id": entry.issue.id, "label": entry.issue.label} if entry.issue else None,
        "asserted_by": _actors(entry.asserted_by, text) or the_article(),
        **_own(entry, text),
    }


def the_article() -> Plain:
    """The article itself, where it stands as an actor."""
    return {"id": "article", "name": "the article", "kind": "document", "mention": None}


def decimal_to_text(value: Decimal) -> str:
    """The digits of a decimal without an exponent.

    >>> decimal_to_text(Decimal("5E+11"))
    '500000000000'
    """
    return format(value, "f")


def _own(entry: Entry, text: str) -> Plain:
    match entry:
        case Statement():
            return _statement(entry, text)
        case Commitment():
            return _commitment(entry, text)
        case Condition():
            return {
                "held_by": _actors(entry.held_by, text) or the_article(),
                "outcome": _words(entry.outcome),
                "requires": _words(entry.requires),
                "sense": entry.sense.value,
                "statement": entry.statement,
            }
        case Dispute():
            return {
                "claim": _words(entry.claim),
                "claimant": _actors(entry.claimant, text),
                "challenger": _actors(entry.challenger, text) or the_article(),
                "verdict": entry.verdict.value,
                "statement": entry.statement,
            }
        case Event():
            return {
                "type": entry.type.value,
                "participants": _actors(entry.participants, text),
                "place": _words(entry.place),
                "when": _when(entry.when, text),
                "status": entry.status.value,
                "statement": entry.statement,
            }
        case Provision():
            return {
                "instrument": {"name": entry.instrument, "version": entry.instrument_version},
                "text": _words(entry.text),
                "binding": {Binding.TRUE: True, Binding.FALSE: False}.get(entry.binding, "unknown"),
                "statement": entry.statement,
            }
        case Figure():
            return {
                **_figure(entry.amount),
                "claimed_by": _actors(entry.claimed_by, text),
                "when": _when(entry.when, text),
                "statement": entry.statement,
            }
        case _:
            assert_never(entry)


def _statement(entry: Statement, text: str) -> Plain:
    return {
        "speaker": _actors(entry.speaker, text),
        "cue": _span(entry.cue, text) if entry.cue else None,
        "content": [_span(span, text) for span in entry.content],
        "mode": entry.mode.value,
        "addressee": _words(entry.addressee),
        "venue": _words(entry.venue),
        "relayed_by": _actors((entry.relayed_by,) if entry.relayed_by else (), text),
        "said_on": _when(entry.said_on, text),
        "about": _actors(entry.about, text),
        "stance": entry.stance.value,
        "inside": entry.inside,
    }


def _commitment(entry: Commitment, text: str) -> Plain:
    return {
        "by": _actors(entry.by, text),
        "to": _actors(entry.to, text),
        "action": entry.action,
        "amount": _figure(entry.amount) if entry.amount else None,
        "deadline": _when(entry.deadline, text),
        "start": _when(entry.start, text),
        "condition": entry.condition,
        "status": entry.status.value,
        "demanded_by": _actors(entry.demanded_by, text),
        "statement": entry.statement,
    }


def _span(span: Span, text: str) -> Plain:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _words(words: Words | None) -> Plain | None:
    if words is None:
        return None
    return {"text": words.text, "start": words.span.start, "end": words.span.end}


def _when(when: When | None, text: str) -> Plain | None:
    if when is None:
        return None
    return {
        "text": when.span.of(text),
        "start": when.span.start,
        "end": when.span.end,
        "value": when.value,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
    }


def _figure(amount: Amount) -> Plain:
    return {
        "value": decimal_to_text(amount.value),
        "unit": amount.unit,
        "of": amount.of,
        "approximate": amount.approximate,
        "low": None if amount.low is None else decimal_to_text(amount.low),
        "high": None if amount.high is None else decimal_to_text(amount.high),
    }


def _actors(mentions: Iterable[ActorMention], text: str) -> Plain | list[Plain] | None:
    """One actor as an object, several as a list, none as None."""
    found = [
        {
            "id": mention.actor.id,
            "name": mention.actor.name,
            "kind": mention.actor.kind.value,
            "mention": None if mention.span is None else _span(mention.span, text),
        }
        for mention in mentions
    ]
    return found[0] if len(found) == 1 else found or None
