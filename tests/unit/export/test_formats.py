"""The formats by name, each writing to a binary stream."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from communique.export.addresses import entry_page, urn, web_address
from communique.export.formats import FORMATS, Options, find_format, no_articles
from communique.export.headline import LONGEST, say_entry, shorten
from communique.export.parquet import read_parquet
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import HOSTILE_PLAINS, NASTY, PLAINS, reviewed

OPTIONS = Options(at=datetime(2030, 5, 3, 12, tzinfo=UTC))
JUDGED = [reviewed(plain, ReviewStatus.ACCEPTED) for plain in PLAINS]


def write(name, plains, options=OPTIONS):
    out = io.BytesIO()
    find_format(name).write(iter(plains), no_articles, out, options)
    return out.getvalue()


def test_names_and_endings_are_unique():
    assert len({format.name for format in FORMATS}) == len({format.suffix for format in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize("plains", [[], JUDGED, PLAINS, HOSTILE_PLAINS], ids=["none", "judged", "machine", "hostile"])
def test_every_format_writes_every_record_twice_alike_and_leaves_the_entries_as_they_were(format, plains):
    before = json.dumps(plains)
    data = write(format.name, plains)
    assert data == write(format.name, plains)
    assert json.dumps(plains) == before


@pytest.mark.parametrize("format", [format for format in FORMATS if format.name != "parquet"], ids=lambda f: f.name)
def test_text_is_utf8_whatever_it_holds(format):
    for nasty in NASTY:
        plains = [reviewed(PLAINS[0] | {"place": {"text": nasty, "start": 0, "end": 1}}, ReviewStatus.ACCEPTED)]
        write(format.name, plains).decode("utf-8")


def test_the_options_reach_the_writers():
    told = Options(at=OPTIONS.at, base_url="https://desk.example", name="The Ledda talks", bom=True)
    assert write("csv", JUDGED, told).startswith(b"\xef\xbb\xbf")
    for name in ("calendar", "annotations", "claimreview"):
        assert b"https://desk.example/entries/" in write(name, JUDGED, told)
    for name in ("calendar", "annotations"):
        assert b"The Ledda talks" in write(name, JUDGED, told)


def test_the_decision_of_a_person_is_kept_where_the_format_holds_entries_whole():
    assert [json.loads(line) for line in write("jsonl", JUDGED).splitlines()] == JUDGED
    assert list(read_parquet(io.BytesIO(write("parquet", JUDGED)))) == JUDGED


def test_a_format_that_is_none_names_those_there_are():
    with pytest.raises(ValueError, match="jsonl, csv, parquet, annotations, calendar, claimreview"):
        find_format("gopher")


def test_naming_the_formats_loads_no_heavy_library():
    code = "import sys, communique.export.formats; print({'pyarrow', 'icalendar'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.example/a?b=c&d=%20#e", "https://x.example/a?b=c&d=%20#e"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ('https://x.example/a"><script>', "https://x.example/a%22%3E%3Cscript%3E"),
        ("https://x.example/a#b#c", "https://x.example/a#b%23c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("HTTPS://x.example", "https://x.example"),
        (" https://x.example/ ", "https://x.example/"),
        ("https://x.example/\ud800", "https://x.example/%EF%BF%BD"),
        ("https://[broken", None),
        ("https://" + "é" * 100 + ".example/", None),
        ("https://", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_of_the_web_and_escaped_or_none(url, address):
    assert web_address(url) == address


@pytest.mark.parametrize("nasty", NASTY)
def test_names_are_ascii_without_white_space(nasty):
    for name in (urn("actor", nasty), entry_page("https://desk.example", nasty)):
        assert name.isascii() and not set(name) & set(' "<>\\^`{|}\n\r\t\0')


def test_two_things_have_two_names():
    assert len({urn("actor", name) for name in NASTY}) == len(NASTY)


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("statement", 1, "Tomas Okafor: Patrols would continue “for as long as our crews are being boarded”"),
        ("commitment", 2, "Northern Council: station observers on both shores (offered)"),
        ("dispute", 0, "Tomas Okafor: Osmere had ever agreed to withdraw them (denied)"),
        ("event", 1, "Talks, Port Amity (expected)"),
        ("amount", 1, "about 120 observers"),
    ],
)
def test_an_entry_in_one_line(kind, number, said):
    assert say_entry([plain for plain in PLAINS if plain["kind"] == kind][number]) == said


def test_a_headline_is_one_line_and_not_too_long():
    for plain in HOSTILE_PLAINS:
        said = say_entry(plain)
        assert len(said) <= LONGEST + 1 and len(said.splitlines()) == 1
    assert shorten("word " * 100).endswith("word …")
    assert len(shorten("x" * 1_000)) <= LONGEST + 1
