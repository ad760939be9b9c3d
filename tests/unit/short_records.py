"""Records of articles that are written from a few lines: who said what, a sentence each. Every word is our own.

``tell`` makes the article and the record a careful reader would make of it; ``wire_lines`` writes as many different
lines as one wants, always the same ones for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique.model.actor import Actor, ActorKind, ActorMention, make_id
from communique.model.article import Article
from communique.model.entry import Entry, Issue, Method, Mode, Record, Stance, Statement
from communique.model.span import Span
from tests.unit.records import build_article

READER = "communique 0.1.0"

_WHO = "Ilse Brandt|Tomas Okafor|the harbour master|Queen Odile|a pilot from Sandwick|the Northern Council".split("|")
_WHAT = (
    "the channel|the ferry berth|the cable landing|the herring quota|the lighthouse dues|the salvage fund"
    "|the dredging bill|the sea wall|the customs shed|the old chart|the tide tables|the radio mast"
).split("|")
_HOW = (
    "would be opened|could never be shared|had been promised twice|must wait for spring|was paid for already"
    "|belongs to neither shore|needs a second reading|should be measured anew|will cost more than anyone admits"
).split("|")
_WHY = (
    "because the winter was long|as long as the boats keep away|unless the courts object|whatever the weather"
    "|now that the survey is done|before the fleet returns|if the islanders agree|since nobody had asked them"
).split("|")


def tell(lines: Sequence[tuple[str, str]], *, reader: str = READER, **facts: object) -> Record:
    """The record of an article in which each line (a name, what that person says) is a paragraph and a statement."""
    article = build_article(tuple(f"{who} said that {words}." for who, words in lines), **facts)
    entries = tuple(_say(article, number, *line, reader) for number, line in enumerate(lines))
    cast = {mention.actor.id: mention for entry in entries for mention in entry.speaker}
    return Record(article, entries, tuple(cast.values()), reader=reader)


def wire_lines(seed: int, count: int = 24) -> tuple[tuple[str, str], ...]:
    """``count`` different lines, the same ones for the same seed."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < count:
        words = f"{chance.choice(_WHAT)} {chance.choice(_HOW)} {chance.choice(_WHY)} in year {chance.randrange(10**6)}"
        found.setdefault(words, chance.choice(_WHO))
    return tuple((who, words) for words, who in found.items())


def reread(record: Record, entries: Iterable[Entry], reader: str = "communique 0.2.0") -> Record:
    """The same article as another reader takes it: with these entries."""
    return replace(record, entries=tuple(_by(entry, reader) for entry in entries), reader=reader)


def with_issue(entry: Statement, label: str) -> Statement:
    """The statement, about an issue."""
    return replace(entry, issue=Issue(f"issue:{label.replace(' ', '-')}", label))


def person(name: str) -> Actor:
    """A person of this name."""
    return Actor(make_id(ActorKind.PERSON, name), name, ActorKind.PERSON)


def _say(article: Article, number: int, who: str, words: str, reader: str) -> Statement:
    span = article.blocks[number].span
    said = span.start + len(who) + 1
    content = said + len("said that ")
    return Statement(
        article=article.id,
        evidence=(span,),
        method=Method("compose.test", reader, 0.9, ("cue.said",)),
        speaker=(ActorMention(person(who), Span(span.start, span.start + len(who))),),
        cue=Span(said, said + len("said")),
        content=(Span(content, content + len(words)),),
        mode=Mode.INDIRECT,
        stance=Stance.UNCLEAR,
    )


def _by(entry: Entry, reader: str) -> Entry:
    return replace(entry, method=replace(entry.method, version=reader))
