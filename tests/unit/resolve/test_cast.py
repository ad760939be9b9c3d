"""Who speaks in short reports of invented and of past talks, read by the real reader model."""

# ruff: noqa: E501  (a case a row)

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache

import pytest

import communique
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.model.article import Article, Block
from communique.model.cast import Cast
from communique.model.reading import Resolved
from communique.model.span import Span
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder

pytestmark = pytest.mark.reader


@cache
def _encoder() -> Encoder:
    return Encoder(reader_folder())


def _resolved(text: str, day: str | None = "2025-02-26") -> Resolved:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    published = date.fromisoformat(day) if day else None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return resolve(annotate(Article("a" + digest[:16], text, digest, blocks, published=published), _encoder()))


def _who(text: str, phrase: str, day: str | None = "2025-02-26") -> list[str]:
    """The names of the actors of the bracketed phrase; ``text`` with brackets round it."""
    start = text.index("[" + phrase)
    plain = text.replace("[", "").replace("]", "")
    cast = Cast(_resolved(plain, day))
    return [m.actor.name for m in cast.actors_of(Span(start, start + len(phrase)))]


CASES = [
    # a surname after the full name; offices before and after a name
    ("Prime Minister Ana Lund met the unions. [Lund] said the talks would go on.", "Lund", ["Ana Lund"]),
    (
        "The foreign minister, Osvald Petri, spoke first. [The minister] warned that time was short.",
        "The minister",
        ["Osvald Petri"],
    ),
    (
        "The museum’s director said on Monday it would pay. The director, Elise Wendt, gave no sum. [Wendt] added that it was late.",
        "Wendt",
        ["Elise Wendt"],
    ),
    (
        "Jonas Cable, who replaced Piet Farron last year, rejected it. [Cable, who replaced Farron,] said no.",
        "Cable, who replaced Farron,",
        ["Jonas Cable"],
    ),
    (
        "[The task-force chief, Jane Doe, who spoke first,] said it was over.",
        "The task-force chief, Jane Doe, who spoke first,",
        ["Jane Doe"],
    ),
    # office-holders of the day
    (
        "Britain and Russia talked in Oslo. [The British prime minister] said it was a start.",
        "The British prime minister",
        ["Keir Starmer"],
    ),
    (
        "Keir Starmer flew to Kyiv. [The Ukrainian leader] said he was grateful.",
        "The Ukrainian leader",
        ["Volodymyr Zelensky"],
    ),
    ("The United States sent a team. [Trump] said it would stay.", "Trump", ["Donald Trump"]),
    (
        "Keir Starmer called his [Ukrainian counterpart] on Monday.".replace(
            "his [Ukrainian counterpart]", "[his Ukrainian counterpart]"
        ),
        "his Ukrainian counterpart",
        ["Volodymyr Zelensky"],
    ),
    # seats, capitals, governments
    ("[The Kremlin] said it would answer.", "The Kremlin", ["Russia"]),
    ("[Downing Street] denied that a deal was near.", "Downing Street", ["United Kingdom"]),
    ("[Beijing] vowed to respond to the tariffs.", "Beijing", ["China"]),
    ("[The British government] announced that it would pay.", "The British government", ["United Kingdom"]),
    # conjunctions
    ("[Britain and France] said they were ready.", "Britain and France", ["United Kingdom", "France"]),
    (
        "Canada, Nigeria and Norway agreed to cut. [The three governments] promised more.",
        "The three governments",
        ["Canada", "Nigeria", "Norway"],
    ),
    # those who are not named
    ("[A senior official] said the talks had failed.", "A senior official", ["senior official"]),
    (
        "Donald Trump spoke in Ohio. [Trump’s critics] warned that it was a trap.",
        "Trump’s critics",
        ["critics of Donald Trump"],
    ),
    ("Osvald Petri kept silent. [Petri’s ministry] called it an invention.", "Petri’s ministry", ["Petri's ministry"]),
    (
        "[Two officials familiar with the plan] said it was dead.",
        "Two officials familiar with the plan",
        ["two officials familiar with the plan"],
    ),
    # documents and outlets
    ("[A copy of the agreement] says that the port stays open.", "A copy of the agreement", ["agreement"]),
    ("Lund will resign, [Reuters] reported.", "Reuters", ["Reuters"]),
    # pronouns
    ("Ana Lund met Jonas Cable in Oslo. [She] said that it went well.", "She", ["Ana Lund"]),
    ("“[I] will not sign,” Ana Lund said.", "I", ["Ana Lund"]),
    ("Ana Lund said that [she] would not sign.", "she", ["Ana Lund"]),
    # who spoke last goes on speaking, whoever was spoken of
    (
        "The bridge would be Ana Lund’s ruin, which he had long foreseen, Jonas Cable said. “She never counted,” [he] said.",
        "he",
        ["Jonas Cable"],
    ),
    # descriptions before a name, names before a description
    ("[The port’s new pilot, Jonas Cable,] said it was shut.", "The port’s new pilot, Jonas Cable,", ["Jonas Cable"]),
    ("[Lund senior adviser Jonas Cable] said it was shut.", "Lund senior adviser Jonas Cable", ["Jonas Cable"]),
    (
        "Two ministers came, Ana Lund and Jonas Cable. [The two ministers, Ana Lund and Jonas Cable,] said it was shut.",
        "The two ministers, Ana Lund and Jonas Cable,",
        ["Ana Lund", "Jonas Cable"],
    ),
    ("[London and Ottawa] thanked the mediator.", "London and Ottawa", ["United Kingdom", "Canada"]),
    # an office whose holder is named in the next sentences
    (
        "The island will lease its harbour, [its president] said. President Celia Moraes gave no date.",
        "its president",
        ["Celia Moraes"],
    ),
    # a town’s authorities are no state
    ("Britain was calm. [The authorities] said two men were held.", "The authorities", ["authorities"]),
]


@pytest.mark.parametrize(("text", "phrase", "names"), CASES, ids=[c[1][:30] for c in CASES])
def test_speaker(text: str, phrase: str, names: list[str]) -> None:
    assert _who(text, phrase) == names


def test_office_depends_on_the_day() -> None:
    text = "Britain voted again. [The British prime minister] said it was a start."
    assert _who(text, "The British prime minister", "2019-03-06") == ["Theresa May"]


def test_title_tells_office_and_state() -> None:
    found = _resolved("British Prime Minister Keir Starmer met Norwegian Foreign Minister Espen Dahl in Oslo.")
    told = {a.name: (a.office, a.state) for a in found.actors if a.kind == "person"}
    assert told == {"Keir Starmer": ("prime minister", "United Kingdom"), "Espen Dahl": ("foreign minister", "Norway")}


def test_ambiguous_surname_is_a_doubt_and_one_of_them() -> None:
    found = _resolved("Ana Berg and Tor Berg met in Oslo. Berg said it was late.")
    assert any("Ana Berg" in d.why and "Tor Berg" in d.why for d in found.doubts)
    last = found.mentions[-1] if found.mentions[-1].rule == "name.person" else found.mentions[-2]
    assert last.actors[0].name in ("Ana Berg", "Tor Berg")


def test_a_place_is_nobody() -> None:
    found = _resolved("The envoys met in Moscow and visited Beijing on Monday.")
    assert not [a for a in found.actors if a.kind == "state"]


def test_a_pronoun_that_stands_for_nobody_is_a_doubt_and_no_actor() -> None:
    found = _resolved("He said that the strait was shut. They warned that it would stay so.")
    assert not {a.name.lower() for a in found.actors} & {"he", "they", "it"}
    assert any(d.what == "who" for d in found.doubts)


def test_a_body_keeps_its_whole_name() -> None:
    found = _resolved("The strait is full, according to the Center for Open Ports, which counts the ships.")
    assert "Center for Open Ports" in {a.name for a in found.actors}


@pytest.mark.reader
def test_a_title_finds_its_holder_where_only_a_namesake_is_named_in_full() -> None:
    text = (
        "Michelle Obama spoke in Ohio on Friday.\n\nPresident Obama said on Sunday that he would travel to Florida. "
        "“We need your patience,” Mr. Obama told them."
    )
    speakers = [
        speaker.actor.name
        for entry in communique.read(text, published="2016-09-19").entries
        if isinstance(entry, communique.Statement)
        for speaker in entry.speaker
    ]
    assert speakers == ["Barack Obama", "Barack Obama"]


@pytest.mark.reader
def test_an_epithet_is_no_part_of_a_name() -> None:
    text = "He attacked “Crooked Anna Vare” at a rally.\n\nAnna Vare said that she would answer him. Vare said no more."
    names = {actor.actor.name for actor in communique.read(text, published="2016-09-19").actors}
    assert "Anna Vare" in names
    assert "Crooked Anna Vare" not in names
