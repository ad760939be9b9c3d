"""Bytes or text → an Article.

>>> article = read_text("Quota agreed\\n\\nGENEVA, May 12 (Wire) -- Delegates agreed on a quota on Sunday.")
>>> article.title, article.place, article.outlet
('Quota agreed', 'GENEVA', 'Wire')
>>> [block.role.value for block in article.blocks]
['heading', 'header', 'paragraph']
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePath

from communique.errors import EmptyArticle
from communique.ingest.dates import day_in_name
from communique.ingest.declared import read_declared
from communique.ingest.encoding import check, decode
from communique.ingest.facts import Facts
from communique.ingest.lines import find_paragraphs, is_blank
from communique.ingest.page import is_page, read_page
from communique.ingest.roles import Draft, assign_roles
from communique.model.article import Article, Run


def read_bytes(
    data: bytes,
    *,
    where: str,
    path: str | None = None,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: date | None = None,
) -> Article:
    """The article in ``data``, HTML or plain text, in any common encoding; ``where`` names it in errors.

    What the caller gives wins over what the text says. The text of plain text is the decoded file, verbatim.
    Raises EmptyArticle, NotText, BadEncoding, TooLarge or BadPage.
    """
    given = Facts(title=title, outlet=outlet, author=author, published=published, url=url)
    if not data.strip():
        raise EmptyArticle(where, "nothing to read in it; give a file with the text of an article.")
    return _read(decode(data, where), hashlib.sha256(data).hexdigest(), where, path, given)


def read_text(
    text: str,
    *,
    where: str = "<text>",
    path: str | None = None,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: date | None = None,
) -> Article:
    """The article in ``text``, as ``read_bytes`` of its UTF-8 bytes."""
    given = Facts(title=title, outlet=outlet, author=author, published=published, url=url)
    check(text, where)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return _read(text.removeprefix("\ufeff"), digest, where, path, given)


def _read(text: str, digest: str, where: str, path: str | None, given: Facts) -> Article:
    if is_blank(text):
        raise EmptyArticle(where, "nothing to read in it; give a file with the text of an article.")
    offsets: tuple[Run, ...] = ()
    known = given
    if is_page(text, path):
        known = given.over(read_declared(text))
        page = read_page(text, where)
        text, drafts, offsets = page.text, page.drafts, page.offsets
    else:
        drafts = [Draft(span) for span in find_paragraphs(text, where)]
    named = day_in_name(PurePath(path.replace("\\", "/")).name) if path else None
    blocks, told = assign_roles(text, drafts, known.published or named)
    facts = known.over(told).over(Facts(published=named))
    return Article(
        id=f"a{digest[:16]}",
        text=text,
        digest=digest,
        blocks=blocks,
        title=facts.title,
        outlet=facts.outlet,
        author=facts.author,
        published=facts.published,
        place=facts.place,
        url=facts.url,
        path=path,
        offsets=offsets,
    )
