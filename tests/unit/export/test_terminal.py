"""The table and the tree in a terminal."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from communique.export.table import render_record
from communique.export.terminal import clean
from communique.export.tree import explain_entry
from communique.model.entry import Record
from communique.model.plain import entry_to_plain
from tests.unit.records import ARTICLE, RECORD, build_hostile

PLAINS = [entry_to_plain(entry, ARTICLE) for entry in RECORD.entries]


def draw(thing, width, *, colour=False):
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=colour, color_system="standard" if colour else None).print(thing)
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 109, 110, 120, 200])
def test_no_line_is_wider_than_the_terminal(width):
    assert all(cell_len(line) <= width for line in draw(render_record(RECORD, width), width).splitlines())


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_entry_is_there_with_its_words(width):
    text = re.sub(r"[\s│]+", "", draw(render_record(RECORD, width), width))
    for plain in PLAINS:
        assert plain["id"][:6] in text
    if width < 110:
        assert "HergovernmentwouldalsoPut".lower() in text.lower()


def test_kinds_come_with_their_counts():
    text = draw(render_record(RECORD, 80), 80)
    assert "statements 3" in text
    assert "events 5" in text
    assert text.startswith(ARTICLE.title)


def test_an_article_without_entries_says_so():
    assert "Nothing on record" in draw(render_record(Record(ARTICLE, ()), 80), 80)


@pytest.mark.parametrize("width", [60, 120])
def test_escape_sequences_of_an_article_never_reach_the_terminal(width):
    record = build_hostile()
    text = draw(render_record(record, width), width)
    plains = [entry_to_plain(entry, record.article) for entry in record.entries]
    for plain in plains:
        text += draw(explain_entry(plain, record.article, plains, lambda rule: "\x1b[2Jdescribed"), width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "[red]rule[/red]" in text.replace("\n", "") or width == 60


def test_clean_keeps_letters_of_every_script():
    assert clean("Žižka — 平和 سلام 🕊") == "Žižka — 平和 سلام 🕊"


def test_the_tree_tells_words_rules_and_links():
    number = next(place for place, plain in enumerate(PLAINS) if plain["kind"] == "commitment")
    described = {"commitment.will": "a party says that it will act"}
    text = draw(explain_entry(PLAINS[number], ARTICLE, PLAINS, described.get), 200)
    assert PLAINS[number]["id"] in text
    assert "by the end of June" in text
    assert "a party says that it will act" in text
    assert "actor.we" in text
    assert "on condition" in text
    assert "score 0.90" in text


def test_the_tree_lifts_the_evidence_out_of_its_paragraph():
    number = next(place for place, plain in enumerate(PLAINS) if plain["kind"] == "amount")
    text = draw(explain_entry(PLAINS[number], ARTICLE, PLAINS, lambda rule: None), 200, colour=True)
    assert "\x1b[1;90m40 million crowns\x1b[0m" in text
