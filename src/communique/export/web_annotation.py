"""Entries as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one annotation an entry, in JSON-LD.

What enters are entries as plain data and what is known of their articles; what leaves is an AnnotationCollection with
one AnnotationPage. Each stretch of evidence is a target: the article's address with a TextQuoteSelector (with 32
characters before and behind where the article's text is told) and a TextPositionSelector. Positions count the code
points of the article's text as we keep it, which a page with menus around it is not; a TimeState names that text.

The bodies are the entry itself (a Dataset; ``entry`` holds it whole, as a JSON literal of JSON-LD 1.1), its kind as a
tag, its wording as a description, and, where a person decided, the decision as an assessment with who and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from communique.export.addresses import entry_page, urn, web_address
from communique.export.headline import say_entry
from communique.export.jsonl import plain_to_line
from communique.export.moments import read_moment, say_moment
from communique.export.unicode import storable, storable_data
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS: Plain = {"entry": {"@id": "urn:communique:term:entry", "@type": "@json"}}
"""What we say beyond the standard's own terms: the second part of every ``@context``."""

AROUND = 32
"""Code points of the text on each side of a quotation."""

Articles = Callable[[str], Plain | None]
"""What is known of an article by its id: its facts, and its ``text``, ``added``, ``title``, ``url`` among them."""


def write_annotations(
    entries: Iterable[Plain], articles: Articles, out: BinaryIO, *, at: datetime, name: str, base_url: str | None = None
) -> None:
    """Writes the collection; ``at`` is when, and names it. An empty one has no page, as the standard wants it."""
    collection = urn("collection", say_moment(at))
    head = {"@context": [CONTEXT, TERMS], "id": collection, "type": "AnnotationCollection", "label": storable(name)}
    page = {"id": f"{collection}:1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    out.write(_open(head))
    todo = iter(entries)
    total = 0
    first = next(todo, None)
    if first is not None:
        out.write(b', "first": ' + _open(page) + b', "items": [')
        for annotation in _annotations(chain((first,), todo), articles, at, base_url):
            out.write(f"{',' if total else ''}\n{plain_to_line(annotation)}".encode())
            total += 1
        out.write(f'\n]}}, "last": "{page["id"]}"'.encode())
    out.write(f', "total": {total}}}\n'.encode())


def annotate(
    entry: Plain, article: Plain | None, *, generated: datetime | None = None, base_url: str | None = None
) -> Plain:
    """The annotation of one entry, able to stand alone. ``article`` is what is known beyond what the entry tells."""
    entry, known = storable_data(entry), storable_data(article or {})
    review = entry.get("review") or {}
    added = read_moment(review.get("at") if review.get("status") == ReviewStatus.ADDED else known.get("added"))
    judged = read_moment(review.get("at"))
    annotation: Plain = {
        "@context": [CONTEXT, TERMS],
        "id": urn("annotation", entry["id"]),
        "type": "Annotation",
        "motivation": "describing",
        "creator": _creator(entry, review),
    }
    if added:
        annotation["created"] = say_moment(added)
    if judged and review.get("status") != ReviewStatus.ADDED:
        annotation["modified"] = say_moment(judged)
    if generated:
        annotation["generated"] = say_moment(generated)
    if page := entry_page(base_url, entry["id"]):
        annotation["via"] = page
    annotation["body"] = list(_bodies(entry, review))
    annotation["target"] = [_target(entry["article"], span, known.get("text")) for span in entry["evidence"]]
    return annotation


def read_annotations(collection: Plain) -> Iterator[Plain]:
    """The entries of a collection that ``write_annotations`` wrote."""
    for annotation in collection.get("first", {}).get("items", ()):
        yield annotation["body"][0]["source"]["entry"]


def _annotations(entries: Iterable[Plain], articles: Articles, at: datetime, base_url: str | None) -> Iterator[Plain]:
    known: tuple[str, Plain | None] | None = None  # entries come article by article
    for entry in entries:
        id = entry["article"]["id"]
        if known is None or known[0] != id:
            known = id, articles(id)
        annotation = annotate(entry, known[1], generated=at, base_url=base_url)
        del annotation["@context"]  # the collection has it
        yield annotation


def _creator(entry: Plain, review: Plain) -> Plain:
    if review.get("status") == ReviewStatus.ADDED and review.get("by"):
        return _person(review["by"])
    version = entry["method"]["version"] or entry["method"]["name"]
    return {"id": urn("software", version), "type": "Software", "name": version}


def _person(name: str) -> Plain:
    return {"id": urn("person", name), "type": "Person", "name": name}


def _bodies(entry: Plain, review: Plain) -> Iterator[Plain]:
    dataset = {"id": urn("entry", entry["id"]), "type": "Dataset", "format": "application/json", "entry": entry}
    yield {"type": "SpecificResource", "purpose": "classifying", "source": dataset}
    yield {"type": "TextualBody", "purpose": "tagging", "value": entry["kind"], "format": "text/plain"}
    said = say_entry(entry)
    yield {"type": "TextualBody", "purpose": "describing", "value": said, "format": "text/plain", "language": "en"}
    if review.get("by") and review.get("status") != ReviewStatus.PROPOSED:
        body = {"type": "TextualBody", "purpose": "assessing", "value": review["status"], "format": "text/plain"}
        at = read_moment(review.get("at"))
        yield body | {"creator": _person(review["by"])} | ({"created": say_moment(at)} if at else {})


def _target(article: Plain, span: Plain, text: str | None) -> Plain:
    start, end = span["start"], span["end"]
    quote: Plain = {"type": "TextQuoteSelector", "exact": span["text"]}
    if text is not None:
        quote |= {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    ours, page = urn("article", article["id"]), web_address(article["url"])
    source: Plain = {"id": page or ours, "type": "Text"}
    if page is None:
        source["format"] = "text/plain"
    if article["title"]:
        source["dc:title"] = article["title"]
    target: Plain = {
        "type": "SpecificResource",
        "source": source,
        "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}],
    }
    return target | ({"state": {"type": "TimeState", "cached": ours}} if page else {})


def _open(plain: Plain) -> bytes:
    """The object without its closing brace, so that more can follow."""
    return plain_to_line(plain)[:-1].encode()
