"""Every rule of commitments, conditions and events fires on its examples only, read by the real reader."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.compose.commitments import find_commitments
from communique.compose.conditions import find_conditions
from communique.compose.events import find_events
from communique.compose.statements import find_statements
from communique.compose.view import View, look_at
from communique.ingest import read_text
from communique.model.entry import EntryBase
from communique.model.span import Span
from communique.resolve.read import resolve
from communique.resources.loader import reader_folder
from communique.resources.rules import Matcher, load_rules
from tests.unit.compose.finding import cases

FILES = ("commitments", "conditions", "events")
ALL = [rule for name in FILES for rule in load_rules(name)]
pytestmark = pytest.mark.reader


@cache
def encoder() -> Encoder:
    return Encoder(reader_folder())


def view_of(text: str) -> View:
    view = look_at(resolve(annotate(read_text(text, published=date(2025, 2, 26)), encoder())), "test")
    return view.with_statements(find_statements(view))


def entries_of(text: str) -> list[EntryBase]:
    view = view_of(text)
    conditions = find_conditions(view)
    return [*conditions, *find_commitments(view, conditions), *find_events(view)]


@pytest.mark.parametrize(("rule", "text", "span"), [c for name in FILES for c in cases(name, "examples")])
def test_a_rule_fires_on_its_example(rule: str, text: str, span: Span) -> None:
    view = view_of(text)
    hits = [hit for hit in Matcher(ALL).find(view.words) if hit.rule.id == rule]
    assert span.start in [view.words[hit.first].span.start for hit in hits]
    assert [entry for entry in entries_of(text) if rule in entry.method.rules]


@pytest.mark.parametrize(("rule", "text", "span"), [c for name in FILES for c in cases(name, "counters")])
def test_a_rule_is_silent_on_its_counter_example(rule: str, text: str, span: Span) -> None:
    assert not [entry for entry in entries_of(text) if rule in entry.method.rules]


@pytest.mark.parametrize("name", FILES)
def test_rule_ids_are_unique_and_carry_their_file(name: str) -> None:
    ids = [rule.id for rule in load_rules(name)]
    assert len(ids) == len(set(ids))
    assert all(i.startswith(name.removesuffix("s") + ".") for i in ids)


@pytest.mark.parametrize(
    "text",
    [
        "If if unless only if vowed to will not (“to the of” by without, in exchange for!",
        "“" * 40 + " will pledge",
        "x" * 3000 + " met met met y" * 50,
        "will " * 400,
        "The the pledge to to to meet in in exchange for for that to happen we need.",
    ],
)
def test_hostile_words_give_no_error_and_spans_inside_the_text(text: str) -> None:
    for entry in entries_of(text):
        assert all(0 <= part.start < part.end <= len(text) for part in entry.evidence)
