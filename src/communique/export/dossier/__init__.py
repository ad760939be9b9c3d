"""A dossier: one or several articles with their record, in one HTML file that needs nothing else.

What enters are Records; what leaves is a page. Style and script are inlined and allowed by their hashes alone, so
nothing from an article can run, load or send, and every word of an article is escaped on its way in.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from communique.export.dossier.view import view_record
from communique.export.wording import KINDS
from communique.model.entry import Record

GENERATOR = "Communiqué"
"""Names the page's maker in its head."""

_LONE = re.compile("[\ud800-\udfff]")


def write_dossier(records: Sequence[Record]) -> str:
    """The page for these records, in their order; an article that comes twice stands in it once.

    Raises ValueError when there are none. The page encodes to UTF-8 whatever the articles hold.
    """
    if not records:
        raise ValueError("a dossier needs at least one record")
    once: dict[str, Record] = {}
    for record in records:
        once.setdefault(record.article.id, record)
    articles = [view_record(record, number) for number, record in enumerate(once.values(), 1)]
    style, script = _read("style.css"), _read("script.js")
    page = _template().render(
        articles=articles,
        kinds=[(kind.value, one, many) for kind, one, many in KINDS],
        generator=GENERATOR,
        policy="; ".join(
            (
                "default-src 'none'",
                f"style-src '{_digest(style)}'",
                f"script-src '{_digest(script)}'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        style=Markup(style),
        script=Markup(script),
    )
    return _LONE.sub("\ufffd", page)


def is_dossier(page: str) -> bool:
    """True when the beginning of a page says that we wrote it."""
    return f'<meta name="generator" content="{GENERATOR}">' in page


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _read(name: str) -> str:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")  # a browser hashes what it parsed, and it parses line ends to \n


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("page.html.j2"))
