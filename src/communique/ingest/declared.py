"""What a page declares of itself: JSON-LD, OpenGraph, meta tags.

The HTML source enters, ``Facts`` leave. JSON-LD of an article comes first, OpenGraph second, other meta elements
third, the title element last; a declared day is the day as the page writes it, in the page's own time zone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

from communique.ingest.dates import find_days
from communique.ingest.facts import Facts
from communique.ingest.markup import find_tags

_ARTICLE = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Live|Review|Satirical|Scholarly|Tech|Blog|\w*)?"
    r"(?:Article|BlogPosting|Posting|Report|NewsArticle)$"
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>`=]+))""")
_LONGEST = 500  # characters of a title, name or address
_DEEPEST = 12  # levels of JSON-LD that are followed
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "article:publisher", "publisher"),
    "author": ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "dc.date", "dc.date.issued",
        "pubdate", "publish-date", "date", "sailthru.date", "dcterms.created",
    ),
    "url": ("og:url", "canonical", "twitter:url"),
}  # fmt: skip


def read_declared(source: str) -> Facts:
    """What the page says of itself; empty fields where it is silent or malformed."""
    metas: dict[str, str] = {}
    scripts: list[str] = []
    title: str | None = None
    for tag, inside in _elements(source):
        opening = source[tag[1] : tag[2]]
        if tag[0] == "title" and title is None:
            title = _clean(unescape(inside))
        elif tag[0] == "script" and "ld+json" in opening.lower():
            scripts.append(inside)
        elif tag[0] in ("meta", "link", "time"):
            _note(metas, tag[0], opening)
    declared = Facts()
    for script in scripts[:20]:
        declared = declared.over(_linked_data(script))
    own = {field: next((metas[n] for n in names if metas.get(n)), None) for field, names in _NAMES.items()}
    author = own["author"]
    return declared.over(
        Facts(
            title=own["title"],
            outlet=_not_address(own["outlet"]),
            author=_not_address(re.sub(r"^[Bb]y\s+", "", author) if author else None),
            published=_day(own["published"] or metas.get("time")),
            url=_address(own["url"]),
        )
    ).over(Facts(title=_without_site(title, declared.outlet or own["outlet"])))


def _without_site(title: str | None, outlet: str | None) -> str | None:
    """A title element without the name of the site behind it (``Accord signed | Harbour Post``)."""
    match = re.fullmatch(r"(.{8,}?)\s+([|–—-])\s+([^|]{2,40})", title or "")
    if match and (match[2] == "|" or match[3] == outlet):
        return match[1]
    return title


def _elements(source: str) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Title, meta, link, time and script elements: name, start and end of the opening tag; and what is inside."""
    pending: tuple[str, int, int] | None = None
    for tag in find_tags(source):
        if pending is not None:
            yield pending, source[tag.start : tag.end]
            pending = None
        if tag.closes:
            continue
        if tag.name in ("title", "script"):
            pending = (tag.name, tag.start, tag.end)  # the next "tag" is its raw inside
        elif tag.name in ("meta", "link", "time"):
            yield (tag.name, tag.start, tag.end), ""


def _note(metas: dict[str, str], name: str, opening: str) -> None:
    if len(opening) > 4_000:
        return
    attributes = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(opening)}
    if name == "link":
        key, value = attributes.get("rel"), attributes.get("href")
    elif name == "time":
        key, value = "time", attributes.get("datetime")
    else:
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        value = attributes.get("content")
    if key and value and (cleaned := _clean(value)):
        metas.setdefault(key.strip().lower(), cleaned)


def _linked_data(script: str) -> Facts:
    try:
        loaded = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return Facts()
    for thing in _things(loaded, 0):
        kinds = thing.get("@type")
        if any(isinstance(k, str) and _ARTICLE.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            return Facts(
                title=_text(thing.get("headline")) or _text(thing.get("name")),
                outlet=_names(thing.get("publisher")),
                author=_names(thing.get("author")) or _names(thing.get("creator")),
                published=_day(_text(thing.get("datePublished")) or _text(thing.get("dateCreated"))),
                url=_address(_text(thing.get("url")) or _reference(thing.get("mainEntityOfPage"))),
                place=_names(thing.get("locationCreated")) or _text(thing.get("dateline")),
            )
    return Facts()


def _things(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"), depth + 1)
        yield from _things(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from _things(item, depth + 1)


def _names(value: Any, depth: int = 0) -> str | None:
    """The names of a person or organisation, or of a list of them, joined by commas."""
    if depth > 3:
        return None
    if isinstance(value, dict):
        return _names(value.get("name"), depth + 1)
    if isinstance(value, list):
        names = [name for item in value[:20] if (name := _names(item, depth + 1))]
        return ", ".join(dict.fromkeys(names)) or None
    return _not_address(_text(value))


def _reference(value: Any) -> str | None:
    return _text(value.get("@id")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _clean(unescape(value)) if isinstance(value, str) else None


def _clean(words: str) -> str | None:
    """One line without control characters and lone surrogates (JSON can escape them)."""
    seen = "".join(c for c in words[: 4 * _LONGEST] if c.isprintable() or c.isspace())
    return " ".join(seen.split())[:_LONGEST].rstrip() or None


def _not_address(words: str | None) -> str | None:
    return None if words is None or re.match(r"https?:|www\.|@|/", words) else words


def _address(words: str | None) -> str | None:
    """A web address; ``javascript:`` and the like are none."""
    return words if words and re.match(r"https?://[^\s<>\"]+$", words) else None


def _day(words: str | None) -> date | None:
    found = find_days(words) if words else []
    return next((day for f in found if (day := f.day.complete())), None)
