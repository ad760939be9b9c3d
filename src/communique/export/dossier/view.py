"""What the page of a dossier shows of one record: plain values, ready for the template and not yet escaped.

What enters is a Record; what leaves is a Page: text blocks cut into segments, cards, the calendar and the cast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from communique.export.dossier.calendar import Calendar, draw_calendar
from communique.export.dossier.segments import Mark, Segment, cut, whole_blocks
from communique.export.wording import KINDS, Wording, flat, link_entries, short_ids, word_entry
from communique.model.actor import ActorKind, ActorMention
from communique.model.article import Article, Role
from communique.model.entry import Entry, Record
from communique.model.plain import Plain, entry_to_plain

_TAGS = {Role.HEADING: "h2", Role.HEADER: "p", Role.FOOTER: "p", Role.PARAGRAPH: "p"}


@dataclass(frozen=True, slots=True)
class Link:
    """Another entry that this one leans on or that leans on it."""

    label: str
    key: str
    kind: str
    short: str


@dataclass(frozen=True, slots=True)
class Card:
    """One entry beside the text. ``key`` is its id, made unique within the page; ``cast`` are keys of actors."""

    key: str
    kind: str
    noun: str
    short: str
    wording: Wording
    method: Plain
    links: tuple[Link, ...]
    cast: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One actor of the cast, and in how many entries the article has it act or speak."""

    key: str
    name: str
    kind: str
    about: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One article of a dossier."""

    number: int
    title: str
    outlet: str
    author: str
    place: str
    published: str
    published_iso: str
    url: str
    blocks: tuple[tuple[str, str, tuple[Segment, ...]], ...]
    cards: tuple[Card, ...]
    counts: dict[str, int]
    calendar: Calendar
    cast: tuple[Member, ...]
    doubts: tuple[tuple[str, str, str], ...]


def view_record(record: Record, number: int) -> Page:
    """The page of one record; ``number`` tells it from the others in the dossier."""
    article = record.article
    keys = _keys(record.entries)
    plains = [entry_to_plain(entry, article) for entry in record.entries]
    events = [(key, plain) for key, plain in zip(keys, plains, strict=True) if plain["kind"] == "event"]
    published = article.published
    return Page(
        number=number,
        title=_title(article),
        outlet=flat(article.outlet or ""),
        author=flat(article.author or ""),
        place=flat(article.place or ""),
        published=f"{published:%A} {published.day} {published:%B} {published.year}" if published else "",
        published_iso=published.isoformat() if published else "",
        url=safe_url(article.url),
        blocks=_blocks(record, keys),
        cards=_cards(record, keys, plains),
        counts=dict(Counter(plain["kind"] for plain in plains)),
        calendar=draw_calendar(events, published),
        cast=_cast(record),
        doubts=tuple((d.what, flat(d.span.of(article.text)) if d.span else "", d.why) for d in record.doubts),
    )


def safe_url(url: str | None) -> str:
    """The address where it leads to the web; empty for every other scheme, so that none of them becomes a link."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return (url or "").strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def _title(article: Article) -> str:
    return flat(article.title or "") or (PurePath(article.path).stem if article.path else "") or "Untitled"


def _keys(entries: Sequence[Entry]) -> list[str]:
    """The ids, with a number behind those that come again."""
    seen: Counter[str] = Counter()
    keys = []
    for entry in entries:
        seen[entry.id] += 1
        keys.append(entry.id if seen[entry.id] == 1 else f"{entry.id}-{seen[entry.id]}")
    return keys


def _blocks(record: Record, keys: Sequence[str]) -> tuple[tuple[str, str, tuple[Segment, ...]], ...]:
    marks = [
        Mark(span, key, entry.kind.value, first=place == 0)
        for entry, key in zip(record.entries, keys, strict=True)
        for place, span in enumerate(entry.evidence)
    ]
    text = record.article.text
    return tuple(
        (_TAGS[block.role], block.role.value, cut(text, block.span, marks)) for block in whole_blocks(record.article)
    )


def _cards(record: Record, keys: Sequence[str], plains: Sequence[Plain]) -> tuple[Card, ...]:
    nouns = {kind.value: noun for kind, noun, _ in KINDS}
    shorts = short_ids(plain["id"] for plain in plains)
    kinds = {plain["id"]: plain["kind"] for plain in plains}
    members = {mention.actor.id: f"p{place}" for place, mention in enumerate(record.actors)}
    return tuple(
        Card(
            key=key,
            kind=plain["kind"],
            noun=nouns[plain["kind"]],
            short=shorts[plain["id"]],
            wording=word_entry(plain),
            method=plain["method"],
            links=tuple(
                Link(label, id, kinds[id], shorts[id]) for label, id in link_entries(plain, plains) if id in kinds
            ),
            cast=tuple(sorted(members[id] for id in _actor_ids(entry) if id in members)),
        )
        for key, plain, entry in zip(keys, plains, record.entries, strict=True)
    )


def _actor_ids(entry: Entry) -> set[str]:
    fields = ("speaker", "by", "to", "demanded_by", "held_by", "claimant", "challenger", "participants", "claimed_by")
    mentions = [mention for field in fields for mention in getattr(entry, field, ())]
    relayed: ActorMention | None = getattr(entry, "relayed_by", None)
    return {mention.actor.id for mention in (*mentions, *((relayed,) if relayed else ()))}


def _cast(record: Record) -> tuple[Member, ...]:
    acts = Counter(id for entry in record.entries for id in _actor_ids(entry))
    return tuple(
        Member(
            key=f"p{place}",
            name=flat(mention.actor.name),
            kind=mention.actor.kind.value,
            about=flat(_about(mention)),
            count=acts[mention.actor.id],
        )
        for place, mention in enumerate(record.actors)
    )


def _about(mention: ActorMention) -> str:
    actor = mention.actor
    told = ", ".join(filter(None, (actor.office, actor.state)))
    return told or ("" if actor.kind is ActorKind.UNNAMED else actor.kind.value)
