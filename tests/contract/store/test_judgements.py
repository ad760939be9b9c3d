"""Judgements on both databases: each decision counts, is kept, can be taken back and done again."""

import random
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import (
    BadJudgement,
    StoreError,
    UnknownActor,
    UnknownArticle,
    UnknownEntry,
    UnknownIssue,
    UnknownJudgement,
)
from communique.model.entry import Kind
from communique.model.fields import FIELDS
from communique.model.judgement import JudgementKind, holding
from communique.store import Store
from communique.store.articles import article_facts, save_record
from communique.store.directory import (
    list_actors,
    list_issues,
    load_actor,
    load_issue,
    read_codebook,
    write_codebook,
)
from communique.store.entries import entries_of, load_entries, machine_of
from communique.store.judgements import (
    add_entry,
    judge,
    merge_actors,
    merge_issues,
    redo,
    split_actor,
    split_issue,
    undo,
)
from communique.store.log import judgements
from tests import postgresql
from tests.contract.store.snapshots import standing
from tests.unit.records import ARTICLE, BRANDT, CABLES, OKAFOR, OSMERE, PATROLS, PILOTAGE, RECORD, VARLAND, find
from tests.unit.short_records import person, tell, wire_lines, with_issue

STATEMENT = next(entry for entry in RECORD.entries if entry.kind is Kind.STATEMENT)
DISPUTE = next(entry for entry in RECORD.entries if entry.kind is Kind.DISPUTE)
COMMITMENT = next(entry for entry in RECORD.entries if entry.kind is Kind.COMMITMENT)
OTHER_SPEAKER = {"id": OKAFOR.id, "name": OKAFOR.name, "kind": "person", "mention": None}

DECISIONS = {
    "accept": (JudgementKind.ACCEPT, STATEMENT.id, {}, "accepted", {}),
    "reject": (JudgementKind.REJECT, STATEMENT.id, {}, "rejected", {}),
    "set stance": (JudgementKind.SET_STANCE, STATEMENT.id, {"after": "against"}, "corrected", {"stance": "against"}),
    "set verdict": (JudgementKind.SET_VERDICT, DISPUTE.id, {"after": "false"}, "corrected", {"verdict": "false"}),
    "re-assign": (JudgementKind.REASSIGN, STATEMENT.id, {"after": OTHER_SPEAKER}, "corrected",
                  {"speaker": OTHER_SPEAKER}),
    "edit a choice": (JudgementKind.EDIT, STATEMENT.id, {"field": "mode", "after": "indirect"}, "corrected",
                      {"mode": "indirect"}),
    "edit words": (JudgementKind.EDIT, COMMITMENT.id, {"field": "action", "after": "open  the channel"}, "corrected",
                   {"action": "open the channel"}),
    "empty a field": (JudgementKind.EDIT, STATEMENT.id, {"field": "venue", "after": None}, "corrected",
                      {"venue": None}),
    "edit the issue": (JudgementKind.EDIT, STATEMENT.id, {"field": "issue", "after": "ferry dues"}, "corrected",
                       {"issue": {"id": "ferry-dues", "label": "ferry dues"}}),
    "edit the evidence": (JudgementKind.EDIT, STATEMENT.id, {"field": "evidence", "after": [{"start": 3, "end": 9}]},
                          "corrected", {"evidence": [{"start": 3, "end": 9, "text": ARTICLE.text[3:9]}]}),
    "set back": (JudgementKind.EDIT, STATEMENT.id, {"field": "mode", "after": "direct"}, "accepted", {}),
}  # fmt: skip


@pytest.fixture
def kept(store):
    """A store with the record in it."""
    with store.writing() as connection:
        save_record(connection, RECORD)
    return store


def look(store, id):
    with store.reading() as connection:
        return load_entries(connection, [id])[0]


def do(store, action, *arguments, **named):
    """One decision in a transaction of its own."""
    with store.writing() as connection:
        return action(connection, *arguments, **named)


def log_of(store, **asked):
    with store.reading() as connection:
        return judgements(connection, **asked)


@pytest.mark.parametrize("kind, subject, values, status, changed", DECISIONS.values(), ids=DECISIONS.keys())
def test_every_decision_counts_can_be_undone_and_done_again(kept, kind, subject, values, status, changed):
    before = look(kept, subject)
    made = do(kept, judge, "ana", kind, subject, seconds=2.5, **values)
    after = look(kept, subject)
    assert {name: after[name] for name in changed} == changed
    assert (after["review"]["status"], after["review"]["by"]) == (status, "ana")
    assert set(after["review"]["changed"]) == set(changed)
    assert {name for name in after if name != "review" and after[name] != before[name]} == set(changed)
    assert log_of(kept, subject=subject) == (made,)
    assert (made.who, made.kind, made.subject, made.seconds) == ("ana", kind, subject, 2.5)
    if made.field is not None:
        assert (made.before, made.after) == (before[made.field], after[made.field])

    taken = do(kept, undo, "ana")
    assert (taken.kind, taken.undoes, taken.subject) == (JudgementKind.UNDO, made.number, subject)
    assert look(kept, subject) == before
    again = do(kept, redo, "ana")
    assert (again.kind, again.undoes) == (JudgementKind.REDO, taken.number)
    assert look(kept, subject) == after
    do(kept, undo, "ben", made.number)
    assert look(kept, subject) == before
    assert [one.kind for one in log_of(kept)] == ["undo", "redo", "undo", kind]


def test_the_machines_original_is_never_overwritten(kept):
    with kept.reading() as connection:
        proposed = {entry.id: machine_of(connection, entry.id) for entry in RECORD.entries}
    for kind, subject, values, *_ in DECISIONS.values():
        do(kept, judge, "ana", kind, subject, **values)
    do(kept, merge_actors, "ana", [BRANDT.id], OKAFOR.id)
    do(kept, merge_issues, "ana", [PILOTAGE.id], PATROLS.id)
    with kept.reading() as connection:
        assert {entry.id: machine_of(connection, entry.id) for entry in RECORD.entries} == proposed


def test_the_last_decision_counts_and_undoing_it_brings_back_the_one_before(kept):
    for stance in ("for", "against", "unclear"):
        do(kept, judge, "ana", JudgementKind.SET_STANCE, STATEMENT.id, after=stance)
    assert look(kept, STATEMENT.id)["stance"] == "unclear"
    do(kept, undo, "ana")
    assert look(kept, STATEMENT.id)["stance"] == "against"
    do(kept, undo, "ana")
    assert look(kept, STATEMENT.id)["stance"] == "for"
    do(kept, redo, "ana")
    assert look(kept, STATEMENT.id)["stance"] == "against"


def test_an_earlier_decision_can_be_undone_by_its_number_while_later_ones_hold(kept):
    stance = do(kept, judge, "ana", JudgementKind.SET_STANCE, STATEMENT.id, after="for")
    do(kept, judge, "ana", JudgementKind.EDIT, STATEMENT.id, field="mode", after="mixed")
    do(kept, undo, "ana", stance.number)
    stands = look(kept, STATEMENT.id)
    assert (stands["stance"], stands["mode"], stands["review"]["changed"]) == ("conditional", "mixed", ["mode"])


def test_each_persons_undo_takes_back_what_that_person_did(kept):
    do(kept, judge, "ana", JudgementKind.SET_STANCE, STATEMENT.id, after="for")
    do(kept, judge, "ben", JudgementKind.REJECT, DISPUTE.id)
    do(kept, undo, "ana")
    assert look(kept, STATEMENT.id)["review"]["status"] == "proposed"
    assert look(kept, DISPUTE.id)["review"]["status"] == "rejected"
    with pytest.raises(BadJudgement, match="nothing to undo"):
        do(kept, undo, "ana")
    with pytest.raises(BadJudgement, match="nothing to do again"):
        do(kept, redo, "ben")


def test_an_undo_cannot_be_undone_but_redone_and_nothing_twice(kept):
    made = do(kept, judge, "ana", JudgementKind.ACCEPT, STATEMENT.id)
    taken = do(kept, undo, "ana")
    with pytest.raises(BadJudgement):
        do(kept, undo, "ana", taken.number)
    with pytest.raises(BadJudgement):
        do(kept, undo, "ana", made.number)
    again = do(kept, redo, "ana", taken.number)
    for number in (made.number, taken.number, again.number):
        with pytest.raises(BadJudgement):
            do(kept, redo, "ana", number)
    with pytest.raises(UnknownJudgement):
        do(kept, undo, "ana", 4711)
    assert [one.number for one in log_of(kept)] == [again.number, taken.number, made.number]


def test_two_people_see_who_decided_what(kept):
    at = datetime(2031, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
    do(kept, judge, "ana", JudgementKind.ACCEPT, STATEMENT.id, at=at)
    do(kept, judge, "ben", JudgementKind.REJECT, STATEMENT.id, seconds=1.234)
    newest, oldest = log_of(kept, subject=STATEMENT.id)
    assert (oldest.who, oldest.at, oldest.seconds) == ("ana", at, None)
    assert (newest.who, newest.seconds, newest.before) == ("ben", 1.23, "accepted")
    assert [one.who for one in log_of(kept, who="ana")] == ["ana"]
    assert log_of(kept, before_number=newest.number) == (oldest,)
    assert log_of(kept, limit=1) == (newest,)
    assert look(kept, STATEMENT.id)["review"]["by"] == "ben"
    with kept.reading() as connection:
        assert article_facts(connection, ARTICLE.id)["decided"] == 1


@pytest.mark.parametrize(
    "kind, subject, values, error",
    [
        (JudgementKind.ACCEPT, "s000000000000", {}, UnknownEntry),
        (JudgementKind.ACCEPT, "'; DROP TABLE entry; --", {}, UnknownEntry),
        (JudgementKind.ACCEPT, "a\0b\ud800", {}, UnknownEntry),
        (JudgementKind.SET_STANCE, STATEMENT.id, {"after": "perhaps"}, BadJudgement),
        (JudgementKind.SET_STANCE, STATEMENT.id, {"after": None}, BadJudgement),
        (JudgementKind.SET_STANCE, STATEMENT.id, {"after": ["for"]}, BadJudgement),
        (JudgementKind.SET_STANCE, DISPUTE.id, {"after": "for"}, BadJudgement),
        (JudgementKind.SET_VERDICT, STATEMENT.id, {"after": "false"}, BadJudgement),
        (JudgementKind.REASSIGN, STATEMENT.id, {"after": "Ilse Brandt"}, BadJudgement),
        (JudgementKind.REASSIGN, STATEMENT.id, {"after": {"name": "Ilse", "kind": "ghost"}}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"after": "x"}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "id", "after": "x"}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "method", "after": {}}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "evidence", "after": []}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "cue", "after": {"start": 5, "end": 10**9}}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "cue", "after": {"start": -5, "end": 2}}, BadJudgement),
        (JudgementKind.EDIT, STATEMENT.id, {"field": "said_on", "after": {"value": "x", "earliest": "soon"}},
         BadJudgement),
        (JudgementKind.ADD, STATEMENT.id, {"after": {}}, BadJudgement),
        (JudgementKind.MERGE_ACTORS, BRANDT.id, {"after": {}}, BadJudgement),
        (JudgementKind.UNDO, STATEMENT.id, {}, BadJudgement),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_and_leaves_no_trace(kept, kind, subject, values, error):
    with kept.reading() as connection:
        before = standing(connection, ARTICLE.id)
    with pytest.raises(error):
        do(kept, judge, "ana", kind, subject, **values)
    with kept.reading() as connection:
        assert standing(connection, ARTICLE.id) == before
        assert judgements(connection) == ()


@pytest.mark.parametrize("who", ["", "   ", "x" * 300])
def test_a_judgement_needs_a_name(kept, who):
    with pytest.raises(BadJudgement, match="name"):
        do(kept, judge, who, JudgementKind.ACCEPT, STATEMENT.id)


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 10**9])
def test_a_time_taken_that_cannot_be_is_left_out(kept, seconds):
    assert do(kept, judge, "ana", JudgementKind.ACCEPT, STATEMENT.id, seconds=seconds).seconds is None


def test_strange_names_and_values_are_kept_as_text(kept):
    for who in ("a\0b", "\ud800", "'; DROP TABLE judgement; --", "\u202eana"):
        text = f"open {who} twice"
        do(kept, judge, who, JudgementKind.EDIT, COMMITMENT.id, field="action", after=text)
        shown = "".join("\ufffd" if c == "\0" or 0xD800 <= ord(c) < 0xE000 else c for c in text)
        assert look(kept, COMMITMENT.id)["action"] == shown
        do(kept, undo, who)
    assert len(log_of(kept)) == 8


def test_judgements_are_only_ever_added(kept):
    do(kept, judge, "ana", JudgementKind.ACCEPT, STATEMENT.id)
    before = log_of(kept)
    statements = ["UPDATE judgement SET who = 'ben'", "DELETE FROM judgement", "UPDATE judgement SET number = 7",
                  "UPDATE judgement SET who = 'ben' WHERE number = 1"]  # fmt: skip
    if kept.dialect == "postgresql":
        statements += ["TRUNCATE judgement", "TRUNCATE judgement CASCADE"]
    else:
        statements += ["INSERT OR REPLACE INTO judgement SELECT * FROM judgement WHERE number = 1"]
    for statement in statements:
        with pytest.raises(StoreError, match="only ever added"), kept.writing() as connection:
            connection.exec_driver_sql(statement)
    assert log_of(kept) == before


# Entries by hand


def by_hand(start=3, end=40):
    return {
        "evidence": [{"start": start, "end": end}],
        "speaker": {"name": "Ilse Brandt", "kind": "person"},
        "issue": "ferry dues",
        "stance": "for",
    }


def test_an_entry_by_hand_stands_among_the_others_and_can_be_taken_back(kept):
    with kept.reading() as connection:
        before = standing(connection, ARTICLE.id)
    made = do(kept, add_entry, "ana", ARTICLE.id, Kind.STATEMENT, by_hand(), seconds=9)
    assert (made.kind, made.who, made.seconds) == (JudgementKind.ADD, "ana", 9)
    added = look(kept, made.subject)
    assert added["evidence"] == [{"start": 3, "end": 40, "text": ARTICLE.text[3:40]}]
    assert (added["speaker"]["id"], added["issue"]["label"], added["stance"]) == (BRANDT.id, "ferry dues", "for")
    assert (added["review"]["status"], added["review"]["by"], added["review"]["present"]) == ("added", "ana", True)
    assert added["article"]["id"] == ARTICLE.id
    with kept.reading() as connection:
        assert machine_of(connection, made.subject) is None
        assert entries_of(connection, ARTICLE.id)[0]["id"] == made.subject  # in its place
    do(kept, undo, "ana")
    with kept.reading() as connection:
        assert {id: one for id, one in standing(connection, ARTICLE.id).items() if one["review"]["present"]} == before
    do(kept, redo, "ana")
    assert look(kept, made.subject)["review"]["present"]


def test_an_entry_by_hand_can_be_judged_and_a_newer_reading_leaves_it(kept):
    made = do(kept, add_entry, "ana", ARTICLE.id, Kind.STATEMENT, by_hand())
    do(kept, judge, "ben", JudgementKind.SET_STANCE, made.subject, after="against")
    stands = look(kept, made.subject)
    assert (stands["stance"], stands["review"]["by"]) == ("against", "ben")
    saved = do(kept, save_record, replace(RECORD, entries=RECORD.entries[1:]))
    assert made.subject not in saved.lost
    assert look(kept, made.subject)["review"]["present"]
    do(kept, undo, "ben")
    assert look(kept, made.subject)["stance"] == "for"
    do(kept, judge, "ben", JudgementKind.REJECT, made.subject)
    assert look(kept, made.subject)["review"]["status"] == "rejected"


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_every_kind_can_be_added_by_hand_with_every_field(kept, kind):
    """Values are taken from an entry of the kind, so each shape is tried as a person may give it."""
    with kept.reading() as connection:
        like = next(entry for entry in entries_of(connection, ARTICLE.id) if entry["kind"] == kind)
    values = {field.name: like[field.name] for field in FIELDS[kind]}
    values["evidence"] = [{"start": 3, "end": 40}]
    made = do(kept, add_entry, "ana", ARTICLE.id, kind, values)
    added = look(kept, made.subject)
    assert {name: added[name] for name in values if name != "evidence"} == {
        name: value for name, value in values.items() if name != "evidence"
    }


@pytest.mark.parametrize(
    "article, kind, values, error",
    [
        ("a0", Kind.STATEMENT, by_hand(), UnknownArticle),
        (ARTICLE.id, Kind.STATEMENT, {"stance": "for"}, BadJudgement),
        (ARTICLE.id, Kind.STATEMENT, by_hand(3, 10**9), BadJudgement),
        (ARTICLE.id, Kind.STATEMENT, by_hand(9, 9), BadJudgement),
        (ARTICLE.id, Kind.STATEMENT, by_hand() | {"verdict": "false"}, BadJudgement),
        (ARTICLE.id, Kind.STATEMENT, by_hand() | {"article": "a1"}, BadJudgement),
        (ARTICLE.id, Kind.COMMITMENT, {"evidence": [{"start": 0, "end": 9}]}, BadJudgement),
    ],
)
def test_an_entry_by_hand_that_cannot_be_is_refused(kept, article, kind, values, error):
    with pytest.raises(error):
        do(kept, add_entry, "ana", article, kind, values)
    assert log_of(kept) == ()


def test_an_entry_by_hand_where_there_is_one_names_that_one(kept):
    span = {"start": STATEMENT.evidence[0].start, "end": STATEMENT.evidence[0].end}
    with pytest.raises(BadJudgement, match=STATEMENT.id):
        do(kept, add_entry, "ana", ARTICLE.id, Kind.STATEMENT, {"evidence": [span]})


# Actors and issues


def test_merged_actors_are_one_in_every_entry_and_stand_alone_again_after_undo(kept):
    with kept.reading() as connection:
        before = standing(connection, ARTICLE.id)
        listed, total = list_actors(connection)
        alone = load_actor(connection, BRANDT.id)
    made = do(kept, merge_actors, "ana", [BRANDT.id], OKAFOR.id, seconds=3)
    assert (made.kind, made.subject) == (JudgementKind.MERGE_ACTORS, OKAFOR.id)
    stands = look(kept, STATEMENT.id)
    assert (stands["speaker"]["id"], stands["speaker"]["name"]) == (OKAFOR.id, OKAFOR.name)
    assert stands["speaker"]["mention"]["text"] == "Ilse Brandt"  # the words stay
    assert stands["review"]["status"] == "proposed"  # nobody judged the entry
    with kept.reading() as connection:
        assert not any(one["id"] == BRANDT.id for one in list_actors(connection)[0])
        assert list_actors(connection)[1] == total - 1
        assert load_actor(connection, BRANDT.id)["into"] == OKAFOR.id
        into = load_actor(connection, OKAFOR.id)
        assert [one["id"] for one in into["merged"]] == [BRANDT.id]
        assert [one["id"] for one in list_actors(connection, text="brandt")[0]] == [OKAFOR.id]
        separate = next(one for one in listed if one["id"] == OKAFOR.id)["counts"]["statements"]
        assert into["counts"]["statements"] == separate + alone["counts"]["statements"]
    do(kept, undo, "ana")
    with kept.reading() as connection:
        assert standing(connection, ARTICLE.id) == before
        assert load_actor(connection, BRANDT.id) == alone
        assert list_actors(connection) == (listed, total)
    do(kept, redo, "ana")
    assert look(kept, STATEMENT.id)["speaker"]["id"] == OKAFOR.id


def test_chains_of_merges_end_at_one_and_splits_part_them(kept):
    do(kept, merge_actors, "ana", [BRANDT.id], OKAFOR.id)
    do(kept, merge_actors, "ana", [OKAFOR.id, VARLAND.id], OSMERE.id)
    assert look(kept, STATEMENT.id)["speaker"]["id"] == OSMERE.id
    with kept.reading() as connection:
        merged = {one["id"] for one in load_actor(connection, OSMERE.id)["merged"]}
    assert merged == {BRANDT.id, OKAFOR.id, VARLAND.id}
    made = do(kept, split_actor, "ana", OSMERE.id, parts=[VARLAND.id])
    assert made.kind is JudgementKind.SPLIT_ACTORS
    with kept.reading() as connection:
        assert load_actor(connection, VARLAND.id)["into"] is None
        assert load_actor(connection, BRANDT.id)["into"] == OSMERE.id
    do(kept, undo, "ana")
    with kept.reading() as connection:
        assert load_actor(connection, VARLAND.id)["into"] == OSMERE.id
    do(kept, redo, "ana")
    with kept.reading() as connection:
        assert load_actor(connection, VARLAND.id)["into"] is None


def test_merging_the_other_way_about_turns_the_merge(kept):
    do(kept, merge_actors, "ana", [BRANDT.id], OKAFOR.id)
    do(kept, merge_actors, "ana", [OKAFOR.id], BRANDT.id)
    with kept.reading() as connection:
        assert load_actor(connection, BRANDT.id)["into"] is None
        assert load_actor(connection, OKAFOR.id)["into"] == BRANDT.id
    do(kept, undo, "ana")
    with kept.reading() as connection:
        assert load_actor(connection, BRANDT.id)["into"] == OKAFOR.id


def test_somebody_else_can_be_split_off_in_some_entries(kept):
    before = look(kept, STATEMENT.id)
    made = do(kept, split_actor, "ana", BRANDT.id, entries=[STATEMENT.id], name="Ilse Brandt the younger")
    after = look(kept, STATEMENT.id)
    assert (after["speaker"]["name"], after["speaker"]["id"]) == (
        "Ilse Brandt the younger",
        "person:ilse-brandt-the-younger",
    )
    assert after["speaker"]["mention"] == before["speaker"]["mention"]
    with kept.reading() as connection:
        assert load_actor(connection, "person:ilse-brandt-the-younger")["counts"]["entries"] == 1
    do(kept, undo, "ana", made.number)
    assert look(kept, STATEMENT.id) == before
    do(kept, redo, "ana")
    again = look(kept, STATEMENT.id)
    assert again["speaker"] == after["speaker"]


def test_actors_that_cannot_be_merged_or_split_are_refused(kept):
    for action, arguments, named, error in (
        (merge_actors, ([BRANDT.id], "person:nobody"), {}, UnknownActor),
        (merge_actors, (["person:nobody"], BRANDT.id), {}, UnknownActor),
        (merge_actors, ([BRANDT.id], BRANDT.id), {}, BadJudgement),
        (merge_actors, ([], BRANDT.id), {}, BadJudgement),
        (split_actor, ("person:nobody",), {"parts": [BRANDT.id]}, UnknownActor),
        (split_actor, (BRANDT.id,), {}, BadJudgement),
        (split_actor, (BRANDT.id,), {"parts": [OKAFOR.id]}, BadJudgement),
        (split_actor, (BRANDT.id,), {"entries": [STATEMENT.id]}, BadJudgement),
        (split_actor, (BRANDT.id,), {"entries": [STATEMENT.id], "name": "Ilse Brandt"}, BadJudgement),
        (split_actor, (BRANDT.id,), {"entries": ["s0"], "name": "Else"}, UnknownEntry),
        (split_actor, (BRANDT.id,), {"entries": [STATEMENT.id], "name": "Else", "kind": "ghost"}, BadJudgement),
        (merge_issues, ([PILOTAGE.id], "nothing"), {}, UnknownIssue),
        (split_issue, (PILOTAGE.id,), {}, BadJudgement),
        (split_issue, (PILOTAGE.id,), {"parts": [CABLES.id]}, BadJudgement),
    ):
        with pytest.raises(error):
            do(kept, action, "ana", *arguments, **named)
    assert log_of(kept) == ()


def test_merged_issues_are_one_in_every_entry_and_split_again(kept):
    with kept.reading() as connection:
        before = standing(connection, ARTICLE.id)
        listed = list_issues(connection)
    do(kept, merge_issues, "ana", [PILOTAGE.id, CABLES.id], PATROLS.id)
    assert look(kept, STATEMENT.id)["issue"] == {"id": PATROLS.id, "label": PATROLS.label}
    with kept.reading() as connection:
        assert load_issue(connection, PILOTAGE.id)["into"] == PATROLS.id
        assert list_issues(connection)[1] == 1
        together = load_issue(connection, PATROLS.id)
        assert {one["id"] for one in together["merged"]} == {PILOTAGE.id, CABLES.id}
        assert together["counts"]["entries"] == sum(issue["counts"]["entries"] for issue in listed[0])
    do(kept, split_issue, "ana", PATROLS.id, parts=[PILOTAGE.id])
    assert look(kept, STATEMENT.id)["issue"]["id"] == PILOTAGE.id
    do(kept, undo, "ana")
    do(kept, undo, "ana")
    with kept.reading() as connection:
        assert standing(connection, ARTICLE.id) == before
        assert list_issues(connection) == listed


def test_some_entries_can_be_about_another_issue(kept):
    before = look(kept, STATEMENT.id)
    do(kept, split_issue, "ana", PILOTAGE.id, entries=[STATEMENT.id], label="pilots’ wages")
    assert look(kept, STATEMENT.id)["issue"]["label"] == "pilots’ wages"
    do(kept, undo, "ana", next(one.number for one in log_of(kept) if one.kind is JudgementKind.SPLIT_ISSUES))
    assert look(kept, STATEMENT.id) == before


def test_a_codebook_comes_back_as_it_was_written(kept):
    items = [
        {"id": "sea", "label": "the sea", "phrases": ["strait", "twelve-mile line"], "parent": None},
        {"id": PATROLS.id, "label": "patrols", "phrases": [], "parent": "sea"},
        {"id": "boarding", "label": "boarding of crews", "phrases": ["boarded"], "parent": PATROLS.id},
    ]
    assert do(kept, write_codebook, items) == 3
    assert do(kept, write_codebook, items) == 0
    with kept.reading() as connection:
        assert read_codebook(connection) == items
        assert load_issue(connection, PATROLS.id)["parent"]["id"] == "sea"
        assert [one["id"] for one in load_issue(connection, "sea")["children"]] == [PATROLS.id]
        assert {one["id"] for one in list_issues(connection, coded=True)[0]} == {"sea", PATROLS.id, "boarding"}
    for wrong in (
        [{"id": "a", "label": "", "parent": None}],
        [{"id": "a", "label": "a", "parent": "nothing"}],
        [{"id": "a", "label": "a", "parent": "b"}, {"id": "b", "label": "b", "parent": "a"}],
        [{"id": "sea", "label": "the sea", "parent": "boarding"}],
        [{"id": "a", "label": "a"}, {"id": "a", "label": "b"}],
    ):
        with pytest.raises(BadJudgement):
            do(kept, write_codebook, wrong)


# Any sequence of decisions

PLAY = tell(wire_lines(31, 5), url=None)
PLAY = replace(
    PLAY,
    entries=tuple(with_issue(entry, f"issue {number % 3}") for number, entry in enumerate(PLAY.entries)),
)
ENTRIES = [entry.id for entry in PLAY.entries]
ACTORS = sorted({mention.actor.id for entry in PLAY.entries for mention in entry.speaker})
ISSUES = sorted({entry.issue.id for entry in PLAY.entries})
SPEAKERS = [{"id": one.id, "name": one.name, "kind": "person"} for one in map(person, ("Ana Duarte", "Odo Field"))]

moves = st.one_of(
    st.tuples(st.sampled_from([JudgementKind.ACCEPT, JudgementKind.REJECT]), st.sampled_from(ENTRIES), st.none()),
    st.tuples(
        st.just(JudgementKind.SET_STANCE), st.sampled_from(ENTRIES), st.sampled_from(["for", "against", "unclear"])
    ),
    st.tuples(st.just(JudgementKind.REASSIGN), st.sampled_from(ENTRIES), st.sampled_from(SPEAKERS)),
    st.tuples(st.just(JudgementKind.ADD), st.integers(0, 3), st.none()),
    st.tuples(st.just(JudgementKind.MERGE_ACTORS), st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
    st.tuples(st.just(JudgementKind.SPLIT_ACTORS), st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
    st.tuples(st.just(JudgementKind.MERGE_ISSUES), st.sampled_from(ISSUES), st.sampled_from(ISSUES)),
    st.tuples(st.just(JudgementKind.UNDO), st.none() | st.integers(1, 12), st.none()),
    st.tuples(st.just(JudgementKind.REDO), st.none() | st.integers(1, 12), st.none()),
)


def move(connection, who, kind, one, other):
    """Makes a move; one that cannot be made changes nothing."""
    match kind:
        case JudgementKind.ADD:
            span = {"start": 2 * one, "end": 2 * one + 9}
            return add_entry(connection, who, PLAY.article.id, Kind.STATEMENT, {"evidence": [span]})
        case JudgementKind.MERGE_ACTORS:
            return merge_actors(connection, who, [one], other)
        case JudgementKind.SPLIT_ACTORS:
            return split_actor(connection, who, one, parts=[other])
        case JudgementKind.MERGE_ISSUES:
            return merge_issues(connection, who, [one], other)
        case JudgementKind.UNDO:
            return undo(connection, who, one)
        case JudgementKind.REDO:
            return redo(connection, who, one)
        case _:
            return judge(connection, who, kind, one, after=other)


def everything(store):
    """How entries, actors and issues stand, and the log, oldest first."""
    with store.reading() as connection:
        roots = {id: load_actor(connection, id)["into"] for id in ACTORS}
        roots |= {id: load_issue(connection, id)["into"] for id in ISSUES}
        log = tuple(reversed(judgements(connection, limit=1000)))
        return standing(connection, PLAY.article.id), roots, log


def replay(store, log):
    """The same decisions once more, one after the other, those that were taken back left out."""
    for made in holding(log):
        with store.writing() as connection:
            match made.kind:
                case JudgementKind.ADD:
                    values = {"evidence": made.after["evidence"]}
                    add_entry(connection, made.who, PLAY.article.id, Kind.STATEMENT, values)
                case JudgementKind.MERGE_ACTORS:
                    merge_actors(connection, made.who, made.after["ids"], made.after["into"])
                case JudgementKind.MERGE_ISSUES:
                    merge_issues(connection, made.who, made.after["ids"], made.after["into"])
                case JudgementKind.SPLIT_ACTORS:
                    split_actor(connection, made.who, made.subject, parts=made.after["parts"])
                case _:
                    judge(connection, made.who, made.kind, made.subject, after=made.after)


class Ground:
    """Fresh stores with the record in them, made quickly, many times."""

    def __init__(self, dialect, folder):
        self.dialect, self.folder, self.made = dialect, folder, 0
        if dialect == "sqlite":
            with Store.open(folder / "pattern.db") as store, store.writing() as connection:
                save_record(connection, PLAY)

    @contextmanager
    def fresh(self):
        self.made += 1
        if self.dialect == "sqlite":
            with Store.open(shutil.copy(self.folder / "pattern.db", self.folder / f"{self.made}.db")) as store:
                yield store
            return
        url = postgresql.shared().fresh()
        with Store.open(url) as store:
            with store.writing() as connection:
                save_record(connection, PLAY)
            yield store
        postgresql.shared().give_back(url)


@pytest.fixture(scope="module")
def ground(request):
    """Where fresh stores with the record of the play come from."""
    with tempfile.TemporaryDirectory(prefix="cq-", dir=postgresql.quick_folder()) as folder:
        yield Ground(request.param, Path(folder))


any_steps = given(st.lists(st.tuples(st.sampled_from(["ana", "ben"]), moves), max_size=20))
some = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
@settings(some, max_examples=30)
@any_steps
def test_what_stands_is_what_the_log_says_after_any_decisions_undos_and_redos(ground, steps):
    check_play(ground, steps)


@pytest.mark.parametrize("ground", ["postgresql"], indirect=True)
@settings(some, max_examples=8)
@any_steps
def test_what_stands_is_what_the_log_says_on_postgresql_too(ground, steps):
    check_play(ground, steps)


def check_play(ground, steps):
    """Plays the steps, then once more only what holds of them in another store, and compares."""
    with ground.fresh() as played:
        said = []
        for who, (kind, one, other) in steps:
            try:
                with played.writing() as connection:
                    said.append(move(connection, who, kind, one, other))
            except (BadJudgement, UnknownJudgement):
                continue
        stands, roots, log = everything(played)
    assert log == tuple(said)
    assert [one.number for one in log] == sorted(one.number for one in log)
    with ground.fresh() as again:
        replay(again, log)
        stands_again, roots_again, _ = everything(again)
    assert roots == roots_again
    gone = {id for id, one in stands.items() if not one["review"]["present"]}  # an addition that was taken back
    assert {id: one for id, one in stands.items() if id not in gone} == stands_again


def test_the_whole_log_can_be_undone_one_by_one_and_redone(kept):
    chance = random.Random(7)
    subjects = [entry.id for entry in RECORD.entries if entry.kind is Kind.STATEMENT]
    with kept.reading() as connection:
        states = [standing(connection, ARTICLE.id)]
    for _ in range(12):
        do(
            kept,
            judge,
            "ana",
            JudgementKind.SET_STANCE,
            chance.choice(subjects),
            after=chance.choice(["for", "against"]),
        )
        with kept.reading() as connection:
            states.append(standing(connection, ARTICLE.id))
    for state in reversed(states[:-1]):
        do(kept, undo, "ana")
        with kept.reading() as connection:
            assert standing(connection, ARTICLE.id) == state
    for state in states[1:]:
        do(kept, redo, "ana")
        with kept.reading() as connection:
            assert standing(connection, ARTICLE.id) == state


def test_spans_of_the_record_lie_in_the_text_after_every_edit(kept):
    span = find("told reporters")
    do(kept, judge, "ana", JudgementKind.EDIT, STATEMENT.id, field="content", after=[
        {"start": span.start, "end": span.end, "text": "something else"}])  # fmt: skip
    assert look(kept, STATEMENT.id)["content"] == [{"start": span.start, "end": span.end, "text": "told reporters"}]
