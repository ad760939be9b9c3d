"""Whatever comes in: an error of ours, or an article whose blocks hold."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import CommuniqueError
from communique.ingest import read_bytes, read_text
from communique.ingest.lines import is_blank
from communique.model.article import Article

RELAXED = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    ["\n", "\r\n", "\n\n", " ", "\t", "KYIV, Feb. 26 (Wire) — ", "By Anneke Vos", "© 2031", "(AP)", "--", "March 3",
     "2031-02-30", "A treaty was signed on Friday in the old harbour town, they said.", "# ", "\u200b", "\u2028",
     "\x0c", "\x85", "🚢", "ש", "e\u0301", "<p>", "</p>", "<html>", "<body>", "<h2>", "<div>", "<br>", "<script>",
     "</script>", "<!--", "-->", "&amp;", "&#x41;", "&nbsp;", "&notit;", "&#xD800;", "<b>", "</b>", '<a href="', '">',
     "<title>", "\ufeff", "\x00", "\x01", "Title:", "/TASS/", "|", "May 5"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join))


def check(article: Article, source: str | None) -> None:
    text = article.text
    text.encode("utf-8")  # no lone surrogate
    end = 0
    for block in article.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        assert not is_blank(block.span.of(text))
        assert block.span.of(text) == block.span.of(text).strip()
        end = block.span.end
    if source is None:  # the decoded original is not known here
        return
    place = 0
    for run in article.offsets:
        assert place <= run.text and run.length > 0
        place = run.text + run.length
        assert place <= len(text) and run.source + run.length <= len(source)
        there = source[run.source : run.source + run.length]
        assert there == text[run.text : place] or there == "&"


@RELAXED
@given(TEXTS, st.sampled_from([None, "a.txt", "b.html", "2031-05-05.htm"]))
def test_any_text_is_an_article_or_an_error(text: str, path: str | None) -> None:
    try:
        article = read_text(text, path=path)
    except CommuniqueError:
        return
    check(article, text.removeprefix("\ufeff"))
    assert read_bytes(text.encode(), where="x", path=path) == article


@RELAXED
@given(TEXTS)
def test_any_page_is_an_article_or_an_error(inside: str) -> None:
    prose = "The towns agreed on Friday to share one ice-breaker for the whole winter ahead."
    source = f"<html><body><article><p>{inside}</p><p>{prose}</p>"
    try:
        article = read_text(source)
    except CommuniqueError:
        return
    check(article, source)


@RELAXED
@given(st.binary(max_size=400))
def test_any_bytes_are_an_article_or_an_error(data: bytes) -> None:
    try:
        article = read_bytes(data, where="x")
    except CommuniqueError:
        return
    check(article, None)


@RELAXED
@given(TEXTS, st.sampled_from(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "gb18030"]))
def test_any_encoding_is_an_article_or_an_error(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="ignore")
    try:
        article = read_bytes(data, where="x")
    except CommuniqueError:
        return
    check(article, None)
