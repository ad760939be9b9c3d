"""What an outlet passes on was said by somebody else, and said somewhere; read by the real reader model."""

from __future__ import annotations

import pytest

from tests.unit.compose.reading import read_with_statements

pytestmark = pytest.mark.reader


@pytest.mark.parametrize(
    ("text", "speaker", "relay", "words"),
    [
        (
            "The guns would fall silent at noon, Reuters reported, citing a Turkish official.",
            "Turkish official",
            "Reuters",
            "The guns would fall silent at noon",
        ),
        (
            "The two sides will meet again in May, according to the Yonhap agency, which cited a ministry official.",
            "ministry official",
            "Yonhap",
            "The two sides will meet again in May",
        ),
        (
            "Pelagia has moved two brigades, the Tass news agency quoted Defence Minister Oleg Varin as saying.",
            "Oleg Varin",
            "TASS",
            "Pelagia has moved two brigades",
        ),
        (
            "Jonas Cable told deputies that the strait was closed, the Tidewater Post reported.",
            "Jonas Cable",
            "Tidewater Post",
            "that the strait was closed",
        ),
    ],
)
def test_who_is_cited_speaks_and_the_outlet_relays(text: str, speaker: str, relay: str, words: str) -> None:
    view = read_with_statements(text)
    (statement,) = view.statements
    assert [m.actor.name for m in statement.speaker] == [speaker]
    assert statement.relayed_by is not None and statement.relayed_by.actor.name == relay
    assert [c.of(text) for c in statement.content] == [words]


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("“We are close,” the envoy told reporters in Geneva.", "Geneva"),
        ("Speaking in Lisbon on Monday, President Ana Duarte said the pact was dead.", "Lisbon"),
        ("Officials in Geneva said the pact was dead.", None),
    ],
)
def test_a_named_place_is_a_venue_where_somebody_speaks(text: str, venue: str | None) -> None:
    (statement,) = read_with_statements(text).statements
    assert (statement.venue.text if statement.venue else None) == venue
