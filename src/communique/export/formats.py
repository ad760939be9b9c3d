"""Every format that a record leaves in, by name: what the command line and the web write from.

What enters are entries as plain data (with or without the ``review`` of the store), a way to look up their articles,
and a binary stream; what leaves is written to the stream entry by entry, so that a record of any size passes through.

>>> find_format("csv").media_type
'text/csv; charset=utf-8'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from communique.export.csv_file import write_csv
from communique.export.jsonl import write_jsonl
from communique.model.plain import Plain

Articles = Callable[[str], Plain | None]
"""What is known of an article by its id; the Web Annotations look at ``text`` and ``added``, the others at nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a writer may be told. ``at`` is the moment of the export; ``base_url`` the address of the desk, whose pages
    calendars, annotations and reviews link to; ``name`` what the whole is called; ``bom`` is for CSV in Excel.
    """

    at: datetime
    base_url: str | None = None
    name: str = "Communiqué"
    bom: bool = False


Writer = Callable[[Iterable[Plain], Articles, BinaryIO, Options], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its media type, the ending of its files, and what writes it.

    ``kinds`` says which entries it takes, in words, where it does not take all.
    """

    name: str
    media_type: str
    suffix: str
    write: Writer
    title: str
    kinds: str = ""


def no_articles(id: str) -> Plain | None:
    """A lookup that knows no article: annotations then have no words around their quotations."""
    return None


def _write_jsonl(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    write_jsonl(entries, out)


def _write_csv(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    write_csv(entries, out, bom=options.bom)


def _write_parquet(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    from communique.export.parquet import write_parquet  # a sixth of a second to load, for those who need it

    write_parquet(entries, out)


def _write_annotations(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    from communique.export.web_annotation import write_annotations

    write_annotations(entries, articles, out, at=options.at, name=options.name, base_url=options.base_url)


def _write_calendar(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    from communique.export.calendar_file import write_calendar

    write_calendar(entries, out, at=options.at, name=options.name, base_url=options.base_url)


def _write_claim_reviews(entries: Iterable[Plain], articles: Articles, out: BinaryIO, options: Options) -> None:
    from communique.export.claim_review import write_claim_reviews

    write_claim_reviews(entries, out, base_url=options.base_url)


FORMATS: tuple[Format, ...] = (
    Format("jsonl", "application/x-ndjson", ".jsonl", _write_jsonl, "JSON lines"),
    Format("csv", "text/csv; charset=utf-8", ".csv", _write_csv, "CSV"),
    Format("parquet", "application/vnd.apache.parquet", ".parquet", _write_parquet, "Parquet"),
    Format(
        "annotations",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        ".annotations.jsonld",
        _write_annotations,
        "W3C Web Annotation",
    ),
    Format(
        "calendar",
        "text/calendar; charset=utf-8",
        ".ics",
        _write_calendar,
        "iCalendar",
        "events and commitments with a day, unless rejected",
    ),
    Format(
        "claimreview",
        "application/ld+json",
        ".claimreview.jsonld",
        _write_claim_reviews,
        "schema.org ClaimReview",
        "disputes that a person accepted, corrected or added",
    ),
)
"""Every format, in the order in which they are offered."""


def find_format(name: str) -> Format:
    """The format of this name; ValueError names those there are."""
    for format in FORMATS:
        if format.name == name:
            return format
    raise ValueError(f"{name} is no format; there are {', '.join(known.name for known in FORMATS)}")
