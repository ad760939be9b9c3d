"""A corrected article: the judgements go on where their words stand in the new version, and nowhere else."""

from dataclasses import replace
from datetime import date

import pytest

from communique.model.entry import Entry, Kind, Method, Mode, Record, Statement
from communique.model.judgement import JudgementKind
from communique.store.articles import article_facts, save_record
from communique.store.continuing import log_by_id
from communique.store.entries import entries_of, load_entries
from communique.store.judgements import add_entry, judge, redo, undo
from communique.store.log import judgements
from communique.store.losing import lost_judgements
from tests.unit.records import build_article

URL = "https://tidewater.example/ledda"
PLEDGE = "Varland will open the channel, said Ilse Brandt."
DENIAL = "Osmere has promised nothing, said Tomas Okafor."
NOTE = "Correction: an earlier version had the wrong month."


def version(*paragraphs: str) -> Record:
    article = replace(build_article(paragraphs), url=URL)
    entries: list[Entry] = []
    for block in article.blocks:
        comma = article.text.find(", said", block.span.start, block.span.end)
        if comma > 0:
            content = replace(block.span, end=comma)
            entries.append(
                Statement(
                    article=article.id, evidence=(block.span,), content=(content,), mode=Mode.INDIRECT,
                    method=Method("test", "1", 0.5),
                )
            )  # fmt: skip
    return Record(article, tuple(entries))


@pytest.fixture
def first(store):
    record = version(PLEDGE, DENIAL)
    with store.writing() as connection:
        save_record(connection, record)
    return record


def reviews(connection, record):
    return {entry["content"][0]["text"]: entry["review"] for entry in entries_of(connection, record.article.id)}


def test_what_was_decided_goes_on_where_the_words_still_stand(store, first):
    second = version(NOTE, PLEDGE, "Osmere has promised little, said Tomas Okafor.")
    with store.writing() as connection:
        for entry in first.entries:
            judge(connection, "ana", JudgementKind.ACCEPT, entry.id)
        saved = save_record(connection, second)
        found = reviews(connection, second)
        assert (saved.version, saved.new) == (2, True)
        assert found["Varland will open the channel"]["status"] == "accepted"
        assert found["Varland will open the channel"]["by"] == "ana"
        assert found["Osmere has promised little"]["status"] == "proposed"
        assert len(judgements(connection)) == 2  # nothing was decided anew


def test_the_older_version_is_kept_and_no_longer_listed(store, first):
    with store.writing() as connection:
        save_record(connection, version(NOTE, PLEDGE, DENIAL))
        facts = article_facts(connection, first.article.id)
        assert facts is not None
        assert not facts["newest"]
        assert [one["version"] for one in facts["versions"]] == [1, 2]
        assert not any(entry["review"]["listed"] for entry in entries_of(connection, first.article.id))


def test_a_span_that_a_person_set_moves_with_its_words(store, first):
    with store.writing() as connection:
        channel = first.article.text.index("the channel")
        edited = [{"start": channel, "end": channel + len("the channel")}]
        judge(connection, "ana", JudgementKind.EDIT, first.entries[0].id, field="content", after=edited)
        second = version(NOTE, PLEDGE, DENIAL)
        save_record(connection, second)
        entry = entries_of(connection, second.article.id)[0]
        (content,) = entry["content"]
        assert content["text"] == "the channel"
        assert second.article.text[content["start"] : content["end"]] == "the channel"
        assert entry["review"]["status"] == "corrected"


def test_taking_a_judgement_back_counts_in_both_versions(store, first):
    second = version(NOTE, PLEDGE, DENIAL)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.REJECT, first.entries[0].id)
        save_record(connection, second)
        later = entries_of(connection, second.article.id)[0]["id"]
        ids = [first.entries[0].id, later]
        undo(connection, "ana")
        assert [one["review"]["status"] for one in load_entries(connection, ids)] == ["proposed", "proposed"]
        redo(connection, "ana")
        assert [one["review"]["status"] for one in load_entries(connection, ids)] == ["rejected", "rejected"]


def test_a_judgement_about_the_new_version_leaves_the_old_one_alone(store, first):
    second = version(NOTE, PLEDGE, DENIAL)
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.ACCEPT, first.entries[0].id)
        save_record(connection, second)
        later = entries_of(connection, second.article.id)[0]["id"]
        judge(connection, "bo", JudgementKind.REJECT, later)
        ids = [first.entries[0].id, later]
        assert [one["review"]["status"] for one in load_entries(connection, ids)] == ["accepted", "rejected"]


def test_an_entry_by_hand_goes_on_too_while_its_words_stand(store, first):
    start = first.article.text.index("open the channel")
    values = {"evidence": [{"start": start, "end": start + 16}], "type": "deployment", "status": "expected"}
    with store.writing() as connection:
        add_entry(connection, "ana", first.article.id, Kind.EVENT, values)
        second = version(NOTE, PLEDGE, DENIAL)
        save_record(connection, second)
        (event,) = (one for one in entries_of(connection, second.article.id) if one["kind"] == "event")
        assert event["evidence"][0]["text"] == "open the channel"
        assert second.article.text[event["evidence"][0]["start"] :].startswith("open the channel")
        assert event["review"]["status"] == "added"
        third = version(NOTE, DENIAL)
        save_record(connection, third)
        assert all(one["kind"] == "statement" for one in entries_of(connection, third.article.id))


def test_words_that_stand_twice_carry_nothing_over(store):
    doubled = version(PLEDGE, PLEDGE)
    with store.writing() as connection:
        save_record(connection, doubled)
        judge(connection, "ana", JudgementKind.ACCEPT, doubled.entries[0].id)
        second = version(NOTE, PLEDGE, PLEDGE)
        save_record(connection, second)
        statuses = [one["review"]["status"] for one in entries_of(connection, second.article.id)]
        assert statuses == ["proposed", "proposed"]


def test_judgements_go_on_over_several_versions(store, first):
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.SET_STANCE, first.entries[0].id, after="for")
        save_record(connection, version(NOTE, PLEDGE, DENIAL))
        third = version(NOTE, NOTE, PLEDGE, DENIAL)
        save_record(connection, third)
        entry = entries_of(connection, third.article.id)[0]
        assert (entry["stance"], entry["review"]["changed"]) == ("for", ["stance"])


def copy_of(*paragraphs: str) -> Record:
    article = replace(build_article(paragraphs), url="https://harbour.example/ledda", outlet="Harbour Wire")
    record = version(*paragraphs)
    moved = tuple(replace(entry, article=article.id) for entry in record.entries)
    return Record(replace(article, id=record.article.id, digest=record.article.digest), moved)


LONG = (
    "Nine ministers sat on the quay until the lamps of the pilot boats were lit, and none of them would say who had "
    "proposed the clause on salvage that kept both sides at the table for a second night in a row.",
    "Fishing crews from both shores had moored along the breakwater, some with banners, most with thermos flasks and "
    "folding chairs, to wait for a word about the licences that lapse when the season ends in October.",
)


def test_a_reprint_leans_on_the_newest_version_of_what_it_reprints(store):
    with store.writing() as connection:
        save_record(connection, version(PLEDGE, *LONG))
        copied = copy_of("Our desk adds a word.", PLEDGE, *LONG)
        copied = Record(copied.article, tuple(replace(one, article=copied.article.id) for one in copied.entries))
        save_record(connection, copied)
        second = version(NOTE, PLEDGE, *LONG)
        save_record(connection, second)
        facts = article_facts(connection, copied.article.id)
        assert facts is not None
        assert facts["first"] == second.article.id
        (reprint,) = entries_of(connection, copied.article.id)
        (original,) = entries_of(connection, second.article.id)
        assert reprint["review"]["first"] == original["id"]
        assert original["review"]["listed"]


def test_an_outlet_told_later_counts_for_every_entry(store):
    record = version(PLEDGE)
    with store.writing() as connection:
        save_record(connection, Record(replace(record.article, outlet=None, published=None), record.entries))
        saved = save_record(connection, record)
        assert saved.changed
        (entry,) = entries_of(connection, record.article.id)
        assert entry["article"]["outlet"] == record.article.outlet


def test_the_same_bytes_at_another_address_take_nothing_from_what_was_told_first(store):
    record = version(PLEDGE)
    elsewhere = replace(record.article, url="https://harbour.example/1", outlet="Harbour Wire")
    with store.writing() as connection:
        save_record(connection, record)
        assert not save_record(connection, Record(elsewhere, record.entries)).changed
        facts = article_facts(connection, record.article.id)
        assert facts is not None
        assert (facts["url"], facts["outlet"]) == (URL, record.article.outlet)


def test_what_a_correction_took_away_is_listed_as_lost_with_the_likeliest_place(store, first):
    with store.writing() as connection:
        for entry in first.entries:
            judge(connection, "ana", JudgementKind.ACCEPT, entry.id)
        second = version(NOTE, PLEDGE, "Osmere has promised little, said Tomas Okafor.")
        save_record(connection, second)
        (lost,) = lost_judgements(connection)
        assert lost["id"] == first.entries[1].id
        assert [one.kind for one in lost["judgements"]] == [JudgementKind.ACCEPT]
        assert lost["near"] == second.entries[1].id


def test_a_judgement_with_places_names_no_place_in_another_text(store, first):
    with store.writing() as connection:
        start = first.article.text.index("promised nothing")
        after = [{"start": start, "end": start + 8}]
        judge(connection, "ana", JudgementKind.EDIT, first.entries[1].id, field="content", after=after)
        save_record(connection, version(NOTE, PLEDGE, "Osmere has promised little, said Tomas Okafor."))
        (lost,) = lost_judgements(connection)
        assert lost["near"] is None


def test_judgements_go_on_from_the_version_people_saw_last_whatever_came_late(store):
    days = {name: date(2030, 4, day) for name, day in (("first", 5), ("late", 3), ("third", 7))}
    seen, late, third = (
        Record(replace(record.article, published=days[name]), record.entries)
        for name, record in (
            ("first", version(PLEDGE, DENIAL)),
            ("late", version("An old text without either.")),
            ("third", version(NOTE, PLEDGE, DENIAL)),
        )
    )
    with store.writing() as connection:
        save_record(connection, seen)
        judge(connection, "ana", JudgementKind.ACCEPT, seen.entries[0].id)
        save_record(connection, late)
        save_record(connection, third)
        assert entries_of(connection, third.article.id)[0]["review"]["status"] == "accepted"


def test_the_log_of_an_entry_tells_what_it_inherits(store, first):
    with store.writing() as connection:
        judge(connection, "ana", JudgementKind.ACCEPT, first.entries[0].id)
        second = version(NOTE, PLEDGE, DENIAL)
        save_record(connection, second)
        assert [one.who for one in log_by_id(connection, second.entries[0].id)] == ["ana"]
        assert log_by_id(connection, second.entries[1].id) == ()


def test_an_address_told_later_makes_a_version(store, first):
    other = version(NOTE, PLEDGE, DENIAL)
    with store.writing() as connection:
        save_record(connection, Record(replace(other.article, url=None), other.entries))
        saved = save_record(connection, other)
        facts = article_facts(connection, first.article.id)
        assert saved.version == 2
        assert facts is not None
        assert not facts["newest"]


def test_what_a_person_added_comes_before_what_a_reader_finds_there_later(store):
    record = version(PLEDGE)
    (entry,) = record.entries
    values = {
        "evidence": [{"start": span.start, "end": span.end} for span in entry.evidence],
        "speaker": {"name": "Ilse Brandt"},
        "stance": "for",
    }
    with store.writing() as connection:
        save_record(connection, Record(record.article, ()))
        assert add_entry(connection, "ana", record.article.id, Kind.STATEMENT, values).subject == entry.id
        save_record(connection, record)
        (kept,) = entries_of(connection, record.article.id)
        assert (kept["speaker"]["name"], kept["stance"], kept["review"]["status"]) == ("Ilse Brandt", "for", "added")
        undo(connection, "ana")
        (left,) = entries_of(connection, record.article.id)
        assert (left["speaker"], left["review"]["status"]) == (None, "proposed")


def test_an_entry_taken_back_can_be_added_again(store, first):
    values = {"evidence": [{"start": 0, "end": 7}], "type": "meeting", "status": "held"}
    with store.writing() as connection:
        add_entry(connection, "ana", first.article.id, Kind.EVENT, values)
        undo(connection, "ana")
        made = add_entry(connection, "bo", first.article.id, Kind.EVENT, {**values, "type": "visit"})
        (event,) = load_entries(connection, [made.subject])
        assert (event["type"], event["review"]["by"], event["review"]["present"]) == ("visit", "bo", True)
