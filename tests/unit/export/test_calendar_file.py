"""iCalendar: what stands on which day, read back by a second library, and nothing that hostile words could add."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from communique.export.calendar_file import find_days, write_calendar
from communique.model.entry import CommitmentStatus, EventStatus
from communique.model.judgement import ReviewStatus
from tests.unit.export.entries import HOSTILE_PLAINS, NASTY, PLAINS, entries, reviewed

AT = datetime(2030, 5, 3, 12, tzinfo=UTC)
DATED = [plain for plain in PLAINS if find_days(plain)]
TALKS = DATED[0]
DUE = next(plain for plain in DATED if plain["kind"] == "commitment")


def to_bytes(plains, **options):
    out = io.BytesIO()
    write_calendar(plains, out, **({"at": AT, "name": "The Ledda talks"} | options))
    return out.getvalue()


def strictly(plains, **options):
    """The calendar as the other library reads it, which refuses what the standard does not allow."""
    return IcsCalendarStream.calendar_from_ics(to_bytes(plains, **options).decode())


def events(plains, **options):
    return strictly(plains, **options).events


def lines(data):
    return data.split(b"\r\n")[:-1]


def on(plain, first, last):
    field = "deadline" if plain["kind"] == "commitment" else "when"
    return plain | {field: plain[field] | {"earliest": first, "latest": last}}


def test_events_and_commitments_with_a_day_are_in_it_and_nothing_else():
    assert [event.uid for event in events(PLAINS)] == [f"{plain['id']}@communique" for plain in DATED]
    assert {plain["kind"] for plain in DATED} == {"event", "commitment"}
    assert len(DATED) < len([plain for plain in PLAINS if plain["kind"] in ("event", "commitment")])


@pytest.mark.parametrize(
    ("plain", "first", "after"),
    [
        (TALKS, date(2030, 4, 16), date(2030, 4, 17)),
        (DUE, date(2030, 6, 30), date(2030, 7, 1)),
        (on(TALKS, "2031-01-01", "2031-12-31"), date(2031, 1, 1), date(2032, 1, 1)),
        (on(TALKS, None, "2030-04-20"), date(2030, 4, 20), date(2030, 4, 21)),
        (on(TALKS, "2030-04-20", None), date(2030, 4, 20), date(2030, 4, 21)),
        (on(TALKS, "2030-04-20", "2030-04-18"), date(2030, 4, 18), date(2030, 4, 21)),
        (on(TALKS, "0999-01-01", "0999-01-01"), date(999, 1, 1), date(999, 1, 2)),
    ],
)
def test_days_are_half_open_and_whole(plain, first, after):
    (event,) = events([plain])
    assert (event.dtstart, event.dtend) == (first, after)


def test_the_last_day_there_is_has_no_day_after_it():
    (event,) = events([on(TALKS, "9999-12-31", "9999-12-31")])
    assert event.dtstart == date(9999, 12, 31)
    assert b"DTEND" not in to_bytes([on(TALKS, "9999-12-31", "9999-12-31")])


def test_a_time_that_is_open_is_left_out():
    assert events([on(TALKS, None, None), TALKS | {"when": None}]) == []


def test_the_words_of_an_event():
    (event,) = events([TALKS], base_url="https://desk.example/")
    assert event.summary == "Talks: Varland and Osmere, MARENHOLM (held)"
    assert event.description.splitlines() == [
        "“sat down on Tuesday for a fourth round of talks”",
        "Source: Tidewater Post, Nine hours on the quay: the Ledda talks stall again, 2030-04-18",
        "https://tidewater.example/2030/ledda-talks",
        "When: 16 Apr 2030",
        "Status: held",
    ]
    assert event.location == "MARENHOLM"
    assert event.categories == ["talks"]
    assert str(event.url) == f"https://desk.example/entries/{TALKS['id']}"
    assert event.dtstamp == AT


def test_the_words_of_a_commitment():
    (event,) = events([DUE])
    assert event.summary == "Due: Varland: open the eastern channel to Osmeri pilots (offered)"
    assert event.categories == ["commitment", "pilotage in the eastern channel"]
    assert "Vouched for by Ilse Brandt" in event.description
    assert event.url is None


@pytest.mark.parametrize(
    ("plain", "status", "shown"),
    [
        *((TALKS, status, shown) for status, shown in zip(EventStatus, "CCTTXX", strict=True)),
        *((DUE, status, shown) for status, shown in zip(CommitmentStatus, "CTTTTXXCC", strict=True)),
    ],
)
def test_every_status_has_one_of_the_standard(plain, status, shown):
    (event,) = events([plain | {"status": status.value}])
    assert event.status == {"C": "CONFIRMED", "T": "TENTATIVE", "X": "CANCELLED"}[shown]


def test_what_a_person_rejected_is_left_out_and_what_was_decided_says_when():
    rejected, accepted = (reviewed(TALKS, status) for status in (ReviewStatus.REJECTED, ReviewStatus.ACCEPTED))
    (event,) = events([rejected, accepted])
    assert event.last_modified == datetime(2030, 5, 2, 8, 15, 30, tzinfo=UTC)


def test_the_calendar_has_a_name_and_what_the_standard_asks_for():
    data = to_bytes(PLAINS)
    assert lines(data)[0] == b"BEGIN:VCALENDAR" and lines(data)[-1] == b"END:VCALENDAR"
    for line in (b"VERSION:2.0", b"X-WR-CALNAME:The Ledda talks", b"METHOD:PUBLISH", b"DTSTART;VALUE=DATE:20300416"):
        assert line in lines(data)
    assert strictly(PLAINS).prodid == "-//Communique//Record of a negotiation//EN"


def test_the_name_is_text_like_any_other():
    name = r"Ledda, Sandwick; and \n cables"
    for label in (b"NAME", b"X-WR-CALNAME"):
        assert label + rb":Ledda\, Sandwick\; and \\n cables" in lines(to_bytes([], name=name))


def test_a_record_without_days_is_an_empty_calendar():
    assert events([]) == []
    assert len(Calendar.from_ical(to_bytes([])).subcomponents) == 0


def test_equal_entries_give_equal_bytes_at_one_moment():
    assert to_bytes(PLAINS) == to_bytes(PLAINS)


def assert_well_formed(data, count):
    """RFC 5545: lines of at most 75 octets that end in CR LF, nothing but properties of the components we made."""
    data.decode("utf-8")
    assert b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines(data))) <= 75
    for line in lines(data):
        line.decode("utf-8")  # no character is folded in two
    unfolded = data.replace(b"\r\n ", b"").decode()
    found = unfolded.split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^\x00-\x1f\x7f]*?)*:[^\x00-\x08\x0a-\x1f\x7f]*\Z", line) for line in found)
    begins = [line for line in found if line.startswith("BEGIN:")]
    assert begins == ["BEGIN:VCALENDAR", *["BEGIN:VEVENT"] * count]


@pytest.mark.parametrize("nasty", [*NASTY, "x" * 500, "ё" * 300, "😀" * 100, "a,b;c:d\\n\\,e\nf"])
def test_hostile_words_stay_in_their_property(nasty):
    plain = TALKS | {
        "place": {"text": nasty, "start": 0, "end": 1},
        "participants": {"id": "x", "name": nasty, "kind": "person", "mention": None},
        "issue": {"id": "x", "label": nasty},
        "evidence": [{"start": 0, "end": 1, "text": nasty}],
        "article": TALKS["article"] | {"title": nasty, "outlet": nasty, "url": f"https://x.example/{nasty}"},
    }
    data = to_bytes([plain, DUE | {"action": nasty or "x"}], name=nasty, base_url=f"https://desk.example/{nasty}")
    assert_well_formed(data, 2)
    first, second = IcsCalendarStream.calendar_from_ics(data.decode()).events
    assert first.summary.startswith("Talks") and second.summary.startswith("Due: Varland")


def test_commas_semicolons_and_line_ends_come_back_as_they_were():
    plain = TALKS | {"evidence": [{"start": 0, "end": 1, "text": "one, two; three\\four: \\n five"}]}
    (event,) = events([plain])
    assert event.description.splitlines()[0] == "“one, two; three\\four: \\n five”"


def test_the_hostile_record_is_well_formed():
    assert_well_formed(to_bytes(HOSTILE_PLAINS), 1)
    assert "javascript:" not in to_bytes(HOSTILE_PLAINS).decode()


@settings(max_examples=100, deadline=None)
@given(st.lists(entries(), max_size=3))
def test_any_entries_give_a_calendar_that_two_libraries_read(plains):
    data = to_bytes(plains)
    kept = [
        plain
        for plain in plains
        if find_days(plain) and plain.get("review", {}).get("status") != ReviewStatus.REJECTED.value
    ]
    assert_well_formed(data, len(kept))
    assert len(IcsCalendarStream.calendar_from_ics(data.decode()).events) == len(kept)
    assert len(Calendar.from_ical(data).events) == len(kept)


def test_each_event_is_written_before_the_next_entry_is_taken():
    out = io.BytesIO()
    written = []

    def take():
        for plain in DATED[:3]:
            written.append(out.getvalue().count(b"END:VEVENT"))
            yield plain

    write_calendar(take(), out, at=AT, name="x")
    assert written == [0, 1, 2]
