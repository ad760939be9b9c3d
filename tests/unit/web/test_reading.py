"""What the reader is laid out from, and how the desk words things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.entry import Kind, Statement
from communique.model.fields import field_of
from communique.model.plain import Plain, entry_to_plain
from communique.web.reading import blank, count_kinds, find_links, lay_out_text, spans_of
from communique.web.wording import exact, in_context, lay_out, link, say_value, title_of
from tests.unit.records import ARTICLE, RECORD, build_article

QUOTE = next(entry for entry in RECORD.entries if isinstance(entry, Statement))


def plain(entry, status: str = "proposed") -> Plain:
    return entry_to_plain(entry, ARTICLE) | {"review": {"status": status}}


ENTRIES = [plain(entry) for entry in RECORD.entries]


def test_the_stretches_of_a_block_are_its_words():
    for paragraph in lay_out_text(ARTICLE, ENTRIES):
        words = "".join(stretch.segment.text for stretch in paragraph.stretches)
        assert ARTICLE.text[paragraph.start : paragraph.start + len(words)] == words


def test_every_entry_begins_in_exactly_one_stretch():
    begun = [id for paragraph in lay_out_text(ARTICLE, ENTRIES) for s in paragraph.stretches for id in s.begins]
    assert sorted(begun) == sorted(entry["id"] for entry in ENTRIES)


def test_words_of_a_rejected_entry_are_found_but_not_of_its_kind():
    paragraphs = lay_out_text(ARTICLE, [plain(QUOTE, "rejected")])
    marked = [s.segment for paragraph in paragraphs for s in paragraph.stretches if s.segment.keys]
    assert [(segment.keys, segment.kinds) for segment in marked] == [((QUOTE.id,), ("rejected",))]


def test_rejected_entries_are_not_counted():
    assert count_kinds([plain(QUOTE), plain(QUOTE, "rejected")]) == {"statement": 1}


def test_entries_know_what_they_lean_on():
    commitment = next(entry for entry in ENTRIES if entry["kind"] == "commitment" and entry["condition"])
    told = {label: other["id"] for label, other in find_links(ENTRIES)[commitment["id"]]}
    assert told == {"stated in": commitment["statement"], "on condition": commitment["condition"]}


def test_only_stretches_of_the_text_can_be_dragged():
    assert set(spans_of(plain(QUOTE))) == {"evidence", "cue", "content"}
    assert spans_of(plain(QUOTE))["cue"] == [[QUOTE.cue.start, QUOTE.cue.end]]
    event = next(entry for entry in ENTRIES if entry["kind"] == "event")
    assert set(spans_of(event)) == {"evidence"}


def test_a_blank_entry_has_every_field_of_its_kind():
    entry = blank(Kind.AMOUNT, ENTRIES[0]["article"], [(3, 5)], ARTICLE.text)
    assert entry["value"] is None and entry["claimed_by"] is None
    assert entry["evidence"] == [{"start": 3, "end": 5, "text": ARTICLE.text[3:5]}]


def test_context_is_cut_at_words_and_marks_the_evidence():
    pieces = in_context(ARTICLE, [(QUOTE.cue.start, QUOTE.cue.end)], 20)[0]
    assert [words for words, marked in pieces if marked] == ["told"]
    whole = "".join(words for words, _ in pieces)
    assert whole.startswith("… ") and whole.endswith(" …")
    assert whole.removeprefix("… ").removesuffix(" …") in ARTICLE.text
    assert all(word in ARTICLE.text.split() for word in whole.split() if word != "…")


def test_evidence_in_two_paragraphs_is_shown_in_both():
    first, second = ARTICLE.blocks[0].span, ARTICLE.blocks[1].span
    assert len(in_context(ARTICLE, [(first.start, first.start + 4), (second.start, second.start + 4)])) == 2


def test_a_carriage_return_reaches_the_browser_as_one():
    assert str(exact("a\r<b>")) == "a&#13;&lt;b&gt;"


def test_pages_keep_the_query_and_stay_in_range():
    pages = lay_out("/record", [("q", "a b"), ("page", "9"), ("kind", "")], number=9, size=10, total=21)
    assert (pages.number, pages.last, pages.first, pages.until) == (3, 3, 21, 21)
    assert pages.link(2) == "/record?q=a+b&page=2"
    assert pages.link(1) == "/record?q=a+b"


def test_an_address_leaves_empty_values_out():
    assert link("/record", [("q", ""), ("kind", "event")]) == "/record?kind=event"


def test_an_article_without_a_title_goes_by_its_file():
    article = replace(build_article(), title=None)
    told = ENTRIES[0]["article"] | {"title": article.title, "path": "/tmp/talks.txt"}
    assert title_of(told) == "talks"


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (Kind.STATEMENT, "speaker", [{"name": "Ana"}, {"name": "Bo"}], "Ana, Bo"),
        (Kind.STATEMENT, "content", [{"text": "yes\nindeed"}, {"text": "no"}], "yes indeed … no"),
        (Kind.PROVISION, "binding", True, "yes"),
        (Kind.PROVISION, "instrument", {"name": "Pact", "version": None}, "Pact"),
        (Kind.DISPUTE, "verdict", "not_supported", "not supported"),
        (Kind.STATEMENT, "cue", None, ""),
    ],
)
def test_values_are_said_in_a_line(kind, name, value, said):
    assert say_value(field_of(kind, name), value) == said
