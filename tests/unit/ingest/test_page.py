"""HTML: what is read of a page, what is not, and the way back to its source."""

from __future__ import annotations

import time
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from communique.errors import BadPage
from communique.ingest import read_bytes, read_text
from communique.ingest.markup import read_markup
from communique.model.article import Article, Role

PAGES = Path(__file__).parent / "pages"
PARAGRAPH = "<p>Delegates of the two lake towns agreed on Friday to share one ice-breaker for the whole winter.</p>"


def page(name: str) -> Article:
    return read_bytes((PAGES / name).read_bytes(), where=name, path=name)


def words_of(article: Article, role: Role) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role is role]


def check_runs(article: Article, source: str) -> None:
    """Every character with a run stands at its place in the source, or a character reference does that means it."""
    covered = 0
    for run in article.offsets:
        assert run.text >= covered
        covered = run.text + run.length
        there = source[run.source : run.source + run.length]
        if there != article.text[run.text : covered]:
            reference = source[run.source : source.index(";", run.source) + 1]
            assert run.length == 1 and unescape(reference) == article.text[run.text]
    for offset, character in enumerate(article.text):
        assert character.isspace() or article.original(offset) is not None


def test_linked_data_tells_of_the_article() -> None:
    article = page("linked_data.html")
    assert article.title == "Ostrava and Velden sign ferry accord"
    assert (article.outlet, article.author) == ("Harbour Post", "Ilse Marten, Pavel Dorn")
    assert (article.published, article.place) == (date(2031, 4, 17), "VELDEN")
    assert article.url == "https://harbour-post.example/2031/ferry"


def test_paragraphs_headings_dateline_and_footer_of_a_page() -> None:
    article = page("linked_data.html")
    paragraphs = words_of(article, Role.PARAGRAPH)
    assert len(paragraphs) == 4
    assert paragraphs[0].startswith("The two shore republics signed an accord")
    assert "than the berths were ever worth.”" in paragraphs[1]
    assert "Marl & Sons’ quay" in paragraphs[2] and "by the end of June, if" in paragraphs[2]
    assert words_of(article, Role.HEADER) == ["VELDEN, April 17 (Strait Wire) —"]
    assert "Ships and tolls" in words_of(article, Role.HEADING)
    assert words_of(article, Role.FOOTER) == ["© 2031 Harbour Post. All rights reserved."]
    assert "Most read" not in article.text and "Contact" not in article.text


def test_a_heading_is_placed_in_the_article_and_not_in_the_menu() -> None:
    article = page("linked_data.html")
    source = (PAGES / "linked_data.html").read_text("utf-8")
    assert article.original(article.text.index("Ships and tolls")) == source.index("<h2>") + len("<h2>")


@pytest.mark.parametrize("name", ["linked_data.html", "open_graph.html", "hostile.html", "bare.html"])
def test_every_run_leads_to_its_character(name: str) -> None:
    check_runs(page(name), (PAGES / name).read_text("utf-8"))


def test_open_graph_tells_of_the_article() -> None:
    article = page("open_graph.html")
    assert article.title == "Grain talks stall again over barley"
    assert (article.outlet, article.author) == ("Prairie Ledger", "Tomas Reed")
    assert (article.published, article.url) == (date(2029, 11, 3), "https://ledger.example/grain-talks")
    assert len(words_of(article, Role.PARAGRAPH)) == 4


def test_nothing_hidden_or_scripted_is_read() -> None:
    article = page("hostile.html")
    assert len(article.blocks) == 3
    for word in ("alert", "annex", "template", "Drawn", "styled", "Framed", "not a paragraph"):
        assert word not in article.text
    assert article.url is None and article.published is None and article.author is None


def test_a_fragment_is_read() -> None:
    article = page("bare.html")
    assert article.author == "Anneke Vos"
    assert len(words_of(article, Role.PARAGRAPH)) == 2


def test_a_page_without_an_article_is_an_error() -> None:
    with pytest.raises(BadPage):
        page("menu.html")


def test_given_metadata_wins_over_the_page() -> None:
    data = (PAGES / "linked_data.html").read_bytes()
    article = read_bytes(data, where="x", title="Given", url="https://mirror.example/1", published=date(2000, 1, 1))
    assert (article.title, article.url, article.published) == ("Given", "https://mirror.example/1", date(2000, 1, 1))


def test_a_page_in_an_old_encoding_is_read_as_it_declares() -> None:
    source = '<html><head><meta charset="windows-1251"></head><body><article>'
    source += (
        "<p>Делегаты двух городов договорились в пятницу делить один ледокол всю эту долгую зиму, сказал мэр.</p>" * 1
    )
    source += (
        "<p>Мэр города сообщил, что судно выйдет в море до декабря, если верфь поставит второй двигатель вовремя.</p>"
    )
    article = read_bytes((source + "</article></body></html>").encode("cp1251"), where="x")
    assert article.text.startswith("Делегаты двух городов")


@pytest.mark.parametrize(
    "source",
    [
        "<html><body>" + "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000,
        "<html><body><p>" + "<b>" * 100_000 + PARAGRAPH,
        "<html><body>" + PARAGRAPH + "<!--" * 500_000,
        "<html><body>" + PARAGRAPH + '<a b="' * 300_000,
        "<html><body>" + PARAGRAPH + "<" * 1_000_000,
        "<html><body>" + PARAGRAPH + "<script>" * 200_000,
        '<html><script type="application/ld+json">' + "[" * 100_000 + "</script><body>" + PARAGRAPH,
        "<html><body>" + PARAGRAPH * 20_000,
    ],
    ids=["divs", "bolds", "comments", "quotes", "angles", "scripts", "json", "paragraphs"],
)
def test_a_malformed_page_is_read_or_refused_in_time(source: str) -> None:
    started = time.perf_counter()
    try:
        article = read_text(source)
    except BadPage:
        pass
    else:
        assert "Delegates of the two lake towns" in article.text
    assert time.perf_counter() - started < 15


def test_deeply_nested_paragraphs_are_still_found() -> None:
    article = read_text("<html><body>" + "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000)
    assert words_of(article, Role.PARAGRAPH) == [PARAGRAPH[3:-4]]


def test_the_stream_keeps_places_and_spaces() -> None:
    source = "<p>Caf&eacute;  A<b>B</b>\nC</p>x"
    stream = read_markup(source)
    assert stream.solid == "CaféABCx"
    text, runs = stream.words(0, 8, 0)
    assert text == "Café AB C x"
    places = {run.text + k: run.source + k for run in runs for k in range(run.length)}
    assert source[places[4]] == " " and 7 not in places and source[places[10]] == "x"
