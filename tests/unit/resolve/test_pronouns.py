"""Whom pronouns and words that pick somebody out mean, in short reports of invented talks; by the real reader model."""

# ruff: noqa: E501  (a case a row)

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache

import pytest

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.model.article import Article, Block
from communique.model.cast import Cast
from communique.model.reading import Resolved
from communique.model.span import Span
from communique.resolve.antecedents import rank
from communique.resolve.genders import learn_genders
from communique.resolve.names import find_names
from communique.resolve.persons import gather_persons
from communique.resolve.phrases import find_phrases
from communique.resolve.read import resolve
from communique.resolve.salience import Asked
from communique.resolve.scene import Scene
from communique.resolve.walk import walk
from communique.resources.loader import reader_folder
from communique.resources.names import load_lexicon
from communique.resources.world import load_world

pytestmark = pytest.mark.reader


@cache
def _encoder() -> Encoder:
    return Encoder(reader_folder())


def _article(text: str) -> Article:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article("a" + digest[:16], text, digest, blocks, published=date(2024, 5, 9))


@cache
def _resolved(text: str) -> Resolved:
    return resolve(annotate(_article(text), _encoder()))


def _who(marked: str) -> list[str]:
    """The names of the actors of the bracketed word."""
    start = marked.index("[")
    phrase = marked[start + 1 : marked.index("]")]
    cast = Cast(_resolved(marked.replace("[", "").replace("]", "")))
    return [m.actor.name for m in cast.actors_of(Span(start, start + len(phrase)))]


ONE = [
    # a subject goes on, whoever is an object or an owner
    ("Jonas Cable met Piet Farron on Monday. [He] said the talks would go on.", "Jonas Cable"),
    ("Jonas Cable thanked Piet Farron’s aides. [He] added that nobody had slept.", "Jonas Cable"),
    ("Ana Lund told Ilse Dray that the ships would sail. [She] added that time was short.", "Ana Lund"),
    # gender by given names, titles, other pronouns
    ("Ana Lund met Jonas Cable on Monday. [He] said the talks would go on.", "Jonas Cable"),
    ("Mr Brek met Mrs Dorn on Monday. [She] said the talks would go on.", "Dorn"),
    # one does not say of oneself what is told of another
    ("Jonas Cable spoke first. Piet Farron would go, [he] said.", "Jonas Cable"),
    ("Ana Lund was asked about Ilse Dray. “Dray is my friend,” [she] said.", "Ana Lund"),
    # the last speaker goes on, also where only described
    ("“It is shut,” Jonas Cable said. “We shall open it.” [He] did not say when.", "Jonas Cable"),
    ("Jonas Cable had left on Sunday.\nA pilot in the harbour spoke to reporters. “We are tired,” a pilot said. “We want to go home,” [she] said.", "pilot"),
    # who speaks within what is said
    ("Jonas Cable said that [he] would not sign.", "Jonas Cable"),
    # before the name
    ("Piet Farron left on Monday. When [she] arrived in Oslo, Ana Lund said the strait was open.", "Ana Lund"),
    # bodies
    ("The fishermen’s union rejected the draft. [It] said the quotas were too small.", "fishermen's union"),
    ("Russia rejected the draft on Monday. [It] said the map was wrong.", "Russia"),
    # out of many
    ("Skippers have their doubts. “Who pays for it?” asked [one], a broker in Lund.", "broker in Lund"),
    ("The delegates were silent. “We only listen,” said [one of them].", "one of the delegates"),
]  # fmt: skip
TWO = [
    "Ana Lund met Jonas Cable on Monday. [Both] said it had gone well.",
    "Ana Lund and Jonas Cable shook hands. [They] said it had gone well.",
    "Ana Lund spoke of trust. Jonas Cable spoke of money. [Neither] said a word about the ships.",
]


@pytest.mark.parametrize(("text", "name"), ONE)
def test_a_pronoun_finds_its_actor(text: str, name: str) -> None:
    assert _who(text) == [name]


@pytest.mark.parametrize("text", TWO)
def test_two_are_meant(text: str) -> None:
    assert sorted(_who(text)) == ["Ana Lund", "Jonas Cable"]


def test_the_other_is_not_who_spoke_last() -> None:
    text = "Ana Lund met Jonas Cable. “Perhaps,” Ana Lund said. “Never,” said [the other]."
    assert _who(text) == ["Jonas Cable"]


def _walked(text: str) -> Scene:
    scene = Scene(annotate(_article(text), _encoder()), load_lexicon(), load_world())
    find_names(scene)
    find_phrases(scene)
    gather_persons(scene)
    return scene


def test_pronouns_tell_the_gender_of_an_unknown_name() -> None:
    scene = _walked("Tarnqvist spoke for an hour. She wants a vote before the summer.")
    learn_genders(scene)
    assert [p.gender for p in scene.persons] == ["f"]


def test_a_reporting_clause_tells_no_gender_of_whom_it_speaks() -> None:
    scene = _walked("Tarnqvist, she said, would go.")
    learn_genders(scene)
    assert [p.gender for p in scene.persons] == [None]


def test_probabilities_add_up_and_fall() -> None:
    scene = _walked("Jonas Cable met Piet Farron in Oslo. Karl Brandt was late. He said nothing.")
    walk(scene)
    at = scene.lower.index("he")
    ranked = rank(scene, at)
    assert Asked(scene, at, "m").sentence == 2
    assert sum(chance for chance, _ in ranked) == pytest.approx(1.0)
    assert [chance for chance, _ in ranked] == sorted((chance for chance, _ in ranked), reverse=True)
