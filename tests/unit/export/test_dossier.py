"""The dossier: nothing of the text is lost, and nothing of it runs."""

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.export.dossier import is_dossier, write_dossier
from communique.export.dossier.calendar import draw_calendar
from communique.export.dossier.segments import Mark, cut, whole_blocks
from communique.export.dossier.view import safe_url, view_record
from communique.model.article import Article, Block
from communique.model.entry import Record
from communique.model.span import Span
from tests.unit.records import ARTICLE, PARAGRAPHS, RECORD, build_article, build_hostile


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside in self.raw:
            self.raw[self._inside].append(data)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(write_dossier([RECORD]))


@pytest.fixture(scope="module")
def hostile() -> Page:
    return Page(write_dossier([build_hostile()]))


def test_segments_put_together_are_the_text():
    for _, _, segments in view_record(RECORD, 1).blocks:
        assert "".join(segment.text for segment in segments) in PARAGRAPHS


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(min(ends), max(ends)))


@given(spans=st.lists(SPANS, max_size=8), within=SPANS)
def test_any_marks_cut_without_loss(spans, within):
    text = "".join(chr(0x400 + number) for number in range(40))
    marks = [Mark(span, f"k{number}", "event") for number, span in enumerate(spans) if len(span)]
    segments = cut(text, within, marks)
    assert "".join(segment.text for segment in segments) == within.of(text)
    at = within.start
    for segment in segments:
        here = Span(at, at + len(segment.text))
        assert set(segment.keys) == {mark.key for mark in marks if mark.span.overlaps(here)}
        at = here.end


def test_overlapping_marks_are_cut_where_they_begin_and_end():
    marks = (Mark(Span(0, 6), "a", "statement"), Mark(Span(4, 9), "b", "event"), Mark(Span(4, 9), "c", "amount"))
    found = [(segment.text, segment.keys, segment.opens) for segment in cut("0123456789", Span(0, 10), marks)]
    assert found == [
        ("0123", ("a",), True),
        ("45", ("b", "c", "a"), True),
        ("678", ("b", "c"), False),
        ("9", (), False),
    ]


def test_words_outside_every_block_are_shown_too():
    text = "before\n\ninside\n\nafter one\nafter two"
    article = Article(id="a", text=text, digest="", blocks=(Block(Span(8, 14)),))
    assert [block.span.of(article.text) for block in whole_blocks(article)] == [
        "before", "inside", "after one", "after two",
    ]  # fmt: skip


def test_every_entry_has_a_card_and_a_highlight(page):
    ids = {entry.id for entry in RECORD.entries}
    assert {attrs["id"] for tag, attrs in page.elements if "card" in (attrs.get("class") or "").split()} == {
        f"entry-{id}" for id in ids
    }
    marked = {id for tag, attrs in page.elements if tag == "mark" for id in attrs["data-ids"].split()}
    assert marked == ids


def test_the_policy_allows_our_style_and_script_by_hash_and_nothing_else(page):
    policy = next(attrs["content"] for tag, attrs in page.elements if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        assert len(page.raw[tag]) == 1
        digest = base64.b64encode(hashlib.sha256(page.raw[tag][0].encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_is_fetched(page):
    for tag, attrs in page.elements:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form")
        assert "src" not in attrs
        assert "style" not in attrs


def test_hostile_text_adds_no_element_and_no_handler(page, hostile):
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in page.elements}
    assert len(hostile.raw["script"]) == 1
    for _, attrs in hostile.elements:
        assert not any(name.startswith("on") for name in attrs)
        assert "javascript:" not in (attrs.get("href") or "")


def test_templates_in_an_article_are_text():
    assert "{{7*7}}" in write_dossier([build_hostile()])


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://tidewater.example/a?b=c", True),
        ("HTTP://tidewater.example", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//tidewater.example", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, kept):
    assert bool(safe_url(url)) is kept


def test_the_page_never_tells_where_the_file_lay():
    assert ARTICLE.path not in write_dossier([RECORD])


def test_half_surrogates_do_not_stop_the_page():
    write_dossier([Record(build_article(("a \ud800 b.",)), ())]).encode("utf-8")


def test_several_articles_have_an_index_and_each_stands_once():
    other = Record(build_article(("A quiet week in Port Amity, and no talks.",), title="Nothing moved"), ())
    text = write_dossier([RECORD, other, RECORD])
    assert text.count('class="article"') == 2
    assert 'href="#article-2"' in text
    assert text.index("Nine hours") < text.index("Nothing moved")


def test_no_record_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        write_dossier([])


def test_the_same_record_gives_the_same_page():
    assert write_dossier([RECORD]) == write_dossier([RECORD])
    assert is_dossier(write_dossier([RECORD])[:4096])
    assert not is_dossier("<!doctype html><title>a saved page</title>")


def test_entries_with_one_id_keep_cards_of_their_own():
    twice = Record(RECORD.article, (RECORD.entries[0], RECORD.entries[0]))
    assert [card.key for card in view_record(twice, 1).cards] == [RECORD.entries[0].id, f"{RECORD.entries[0].id}-2"]


def event(first, last, status="held"):
    when = {"text": "then", "start": 0, "end": 4, "value": "", "earliest": first, "latest": last}
    return {"type": "talks", "participants": None, "place": None, "when": when, "status": status}


def test_months_between_events_are_left_out_and_counted():
    drawn = draw_calendar(
        [("e1", event("2030-01-30", "2030-02-02")), ("e2", event("2030-09-01", "2030-09-30"))], date(2030, 9, 9)
    )
    assert [(block.label, block.gap) for block in drawn.blocks] == [
        ("January 2030", ""), ("February 2030", ""), ("September 2030", "6 months"),
    ]  # fmt: skip
    january, february, september = drawn.blocks
    assert [day.day.day for day in january.days if day.items] == [30, 31]
    assert [day.day.day for day in february.days if day.items] == [1, 2]
    assert (january.items[0].side, february.items) == ("past", ())
    assert not any(day.items for day in september.days)
    assert september.items[0].when == "Sep 2030"
    assert [day.day.day for day in september.days if day.published] == [9]
    assert september.lead == 6


def test_a_year_is_a_block_of_its_own_and_an_open_time_stands_apart():
    drawn = draw_calendar([("e1", event("2031-01-01", "2031-12-31")), ("e2", event(None, None))], date(2030, 4, 18))
    assert [block.label for block in drawn.blocks] == ["April 2030", "2031"]
    assert [item.key for item in drawn.undated] == ["e2"]
    assert drawn.blocks[1].items[0].side == "coming"


def test_no_dated_event_draws_no_calendar():
    assert draw_calendar([("e1", event(None, None))], date(2030, 4, 18)).blocks == ()


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue  # WCAG 2.2, relative luminance


def test_every_colour_of_text_has_enough_contrast_in_both_themes():
    style = files("communique.export.dossier").joinpath("style.css").read_text(encoding="utf-8")
    for block in re.findall(r":root(?:\[[^]]*\])? \{(.*?)\}", style, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
        for ground in ("paper", "card"):
            for name in colours.keys() - {"paper", "card", "rule", "wash"}:
                light, dark = sorted((_luminance(colours[name]), _luminance(colours[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
