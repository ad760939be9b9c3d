"""The review queue on both databases: what comes next, what is decided together, how far it has come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from communique.errors import UnknownActor, UnknownArticle, UnknownEntry, UnknownIssue
from communique.model.entry import Kind, Record, Stance
from communique.model.judgement import JudgementKind
from communique.model.span import Span
from communique.store import queue
from communique.store.articles import save_record
from communique.store.judgements import add_entry, judge, merge_actors, undo
from communique.store.queue import Order, alike, decisions, next_entries, progress
from tests.unit.records import ARTICLE, RECORD
from tests.unit.short_records import tell as tell_under_one_url
from tests.unit.short_records import wire_lines, with_issue

ACCEPT, REJECT, EDIT = JudgementKind.ACCEPT, JudgementKind.REJECT, JudgementKind.EDIT


def tell(lines, **facts):
    """An article of its own, not a version of another."""
    return tell_under_one_url(lines, url=None, **facts)


def save(store, *records):
    with store.writing() as connection:
        for record in records:
            save_record(connection, record)


def scored(record, scores):
    """The record with these scores on its entries, in order."""
    entries = (
        replace(entry, method=replace(entry.method, score=score))
        for entry, score in zip(record.entries, scores, strict=True)
    )
    return Record(record.article, tuple(entries), record.actors)


def ids(record):
    return [entry.id for entry in record.entries]


def ask(store, who="ana", **wanted):
    with store.reading() as connection:
        return next_entries(connection, who, **wanted)


def asked_ids(store, who="ana", **wanted):
    return [entry["id"] for entry in ask(store, who, **wanted)]


def decide(store, who, kind, *subjects, **told):
    with store.writing() as connection:
        return [judge(connection, who, kind, subject, **told) for subject in subjects]


def ten(seed=1, scores=tuple(n / 10 for n in range(1, 11))):
    return scored(tell(wire_lines(seed, len(scores))), scores)


# By uncertainty


def test_before_anything_is_rejected_the_lowest_decile_comes_first(store):
    record = ten()
    save(store, record)
    scores = [entry["method"]["score"] for entry in ask(store)]
    assert scores[0] == 0.2
    assert set(scores[1:3]) == {0.1, 0.3}
    assert scores[3:] == [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def test_what_lies_near_the_rejected_ones_comes_first(store):
    lately = ten(2, (0.68, 0.69, 0.7, 0.71, 0.72))
    record = ten()
    save(store, record, lately)
    decide(store, "ana", REJECT, *ids(lately))
    scores = [entry["method"]["score"] for entry in ask(store)]
    assert scores[0] == 0.7
    assert set(scores[1:3]) == {0.6, 0.8}
    assert scores[-1] == 0.1


def test_rejections_that_were_undone_move_no_boundary(store):
    lately = ten(2, (0.68, 0.69, 0.7, 0.71, 0.72))
    save(store, ten(), lately)
    before = asked_ids(store, limit=50)
    for made in decide(store, "ana", REJECT, *ids(lately)):
        with store.writing() as connection:
            undo(connection, "ana", made.number)
    assert asked_ids(store, limit=50) == before


def test_why_falls_along_the_queue(store):
    save(store, ten(), RECORD)
    for order in (Order.UNCERTAINTY, Order.IMPACT):
        numbers = [entry["why"] for entry in ask(store, order=order, limit=50)]
        assert len(numbers) == 10 + len(RECORD.entries)
        assert numbers == sorted(numbers, reverse=True)
        assert len(set(numbers)) > 3


def test_a_kind_with_one_score_does_not_crowd_out_the_others(store):
    save(store, ten(1, (0.5,) * 10), scored(RECORD, [0.05 * n for n in range(len(RECORD.entries))]))
    kinds = [entry["kind"] for entry in ask(store, limit=50)]
    assert set(kinds[:4]) != {"statement"}
    assert set(kinds[-4:]) != {"statement"}


def test_walking_the_index_gives_the_order_that_weighing_everything_gives(store, monkeypatch):
    scores = (0.5, 0.5, 0.2, 0.9, 0.5, 0.1, 0.3, 0.3, 0.7, 0.5)
    entries = [*scored(RECORD, [0.25 + n % 3 / 4 for n in range(len(RECORD.entries))]).entries]
    article = RECORD.article
    said = next(one for one in entries if one.kind is Kind.STATEMENT)
    more = [
        replace(said, evidence=(Span(n, n + 5),), method=replace(said.method, score=score))
        for n, score in enumerate(scores)
    ]
    save(store, Record(article, (*entries, *more), RECORD.actors))
    weighed = asked_ids(store, limit=100, article=article.id)
    assert len(weighed) == len(entries) + len(more)
    for step in (2, 50):
        monkeypatch.setattr(queue, "_STEP", step)
        assert asked_ids(store, limit=100) == weighed


# By impact


def test_what_binds_comes_before_a_bare_figure(store):
    save(store, RECORD)
    kinds = [entry["kind"] for entry in ask(store, order=Order.IMPACT, limit=50)]
    last_binding = max(n for n, kind in enumerate(kinds) if kind in ("commitment", "dispute"))
    assert last_binding < kinds.index("amount")


def test_what_was_reprinted_comes_first(store):
    lines = wire_lines(5)
    wire = tell(lines, outlet="Wire", published=date(2031, 5, 6))
    copy = tell(lines[:-2], outlet="Paper", published=date(2031, 5, 7))
    save(store, tell(wire_lines(6), outlet="Other", published=date(2031, 5, 6)), wire, copy)
    assert set(asked_ids(store, order=Order.IMPACT, limit=len(copy.entries))) == set(ids(wire)[:-2])


def test_the_most_prominent_actor_comes_first(store):
    lines = [("Ilse Brandt", f"pier {n} stays open") for n in range(5)] + [("Jon Aldous", "nothing was agreed")]
    record = tell(lines)
    save(store, record)
    found = asked_ids(store, order=Order.IMPACT)
    assert found[-1] == ids(record)[-1]


def test_the_only_words_of_an_actor_on_an_issue_come_first(store):
    lines = [("Ilse Brandt", f"pier {n} stays open") for n in range(6)]
    record = tell(lines)
    entries = [with_issue(entry, "pilotage dues" if n == 3 else "open piers") for n, entry in enumerate(record.entries)]
    many = tell([("Jon Aldous", f"pier {n} must close") for n in range(2)])
    others = [with_issue(entry, "pilotage dues") for entry in many.entries]
    save(store, Record(record.article, tuple(entries), record.actors), Record(many.article, tuple(others), many.actors))
    assert asked_ids(store, order=Order.IMPACT, kind=Kind.STATEMENT, actor="person:ilse-brandt")[0] == entries[3].id


def test_a_statement_with_a_stance_comes_before_one_without(store):
    record = tell([("Ilse Brandt", "pier one stays open"), ("Ilse Brandt", "pier two must close")])
    first, second = record.entries
    save(store, Record(record.article, (first, replace(second, stance=Stance.AGAINST)), record.actors))
    assert asked_ids(store, order=Order.IMPACT) == [second.id, first.id]


def test_of_too_many_to_weigh_the_weightiest_are_among_the_candidates(store, monkeypatch):
    lines = wire_lines(5)
    wire = tell(lines, outlet="Wire", published=date(2031, 5, 6))
    copy = tell(lines[:-2], outlet="Paper", published=date(2031, 5, 7))
    save(store, tell(wire_lines(6), outlet="Other", published=date(2031, 5, 6)), wire, copy, RECORD)
    first = asked_ids(store, order=Order.IMPACT, limit=20)
    monkeypatch.setattr(queue, "_WEIGHED", 10)
    monkeypatch.setattr(queue, "_OF_EACH", 30)
    assert asked_ids(store, order=Order.IMPACT, limit=20) == first


# Leaving out and going on


@pytest.mark.parametrize("order", Order)
def test_going_on_behind_each_entry_visits_every_one_once(store, order):
    save(store, ten(1, (0.5,) * 6), RECORD, ten(3))
    seen, last = [], None
    while some := asked_ids(store, order=order, limit=3, after=last):
        seen += some
        last = some[-1]
    assert seen == asked_ids(store, order=order, limit=100)
    assert len(seen) == len(set(seen)) == 16 + len(RECORD.entries)


@pytest.mark.parametrize("order", Order)
def test_the_queue_goes_on_behind_an_entry_that_was_decided_meanwhile(store, order):
    save(store, RECORD)
    first, second, third = asked_ids(store, order=order, limit=3)
    decide(store, "ben", ACCEPT, first)
    assert asked_ids(store, order=order, limit=1, after=second) == [third]
    assert first not in asked_ids(store, order=order, limit=100)


@pytest.mark.parametrize("order", Order)
def test_what_was_skipped_is_left_out(store, order):
    save(store, RECORD)
    all_of_them = asked_ids(store, order=order, limit=100)
    assert asked_ids(store, order=order, limit=4, without=all_of_them[:2]) == all_of_them[2:6]


def test_the_order_of_the_text_is_article_by_article(store):
    one, two = ten(1), ten(2)
    save(store, one, two)
    assert asked_ids(store, order=Order.TEXT, limit=50) == ids(one) + ids(two)
    assert asked_ids(store, order=Order.TEXT, limit=3, after=ids(one)[-2]) == [ids(one)[-1], *ids(two)[:2]]


# What is asked for


def test_decided_entries_leave_the_queue_and_undone_ones_return(store):
    record = ten()
    save(store, record)
    decide(store, "ana", ACCEPT, ids(record)[0])
    decide(store, "ben", REJECT, ids(record)[1])
    decide(store, "ben", JudgementKind.SET_STANCE, ids(record)[2], after="for")
    assert set(asked_ids(store)) == set(ids(record)[3:])
    with store.writing() as connection:
        undo(connection, "ben")
    assert set(asked_ids(store)) == set(ids(record)[2:])


def test_the_queue_keeps_to_a_kind_an_actor_an_issue_and_an_article(store):
    record = ten(4)
    marked = with_issue(record.entries[2], "sea wall")
    save(store, Record(record.article, (*record.entries[:2], marked, *record.entries[3:]), record.actors), RECORD)
    assert {entry["kind"] for entry in ask(store, kind=Kind.EVENT)} == {"event"}
    assert asked_ids(store, issue="issue:sea-wall") == [marked.id]
    assert set(asked_ids(store, article=record.article.id)) == set(ids(record))
    speaker = marked.speaker[0].actor.id
    found = ask(store, actor=speaker, article=record.article.id)
    assert marked.id in {entry["id"] for entry in found}
    assert {entry["speaker"]["id"] for entry in found} == {speaker}


def test_an_actor_is_asked_for_with_those_merged_into_it(store):
    record = tell([("Ilse Brandt", "pier one stays open"), ("Brandt", "pier two stays open"), ("Jon Aldous", "no")])
    save(store, record)
    with store.writing() as connection:
        merge_actors(connection, "ana", ["person:brandt"], "person:ilse-brandt")
    for id in ("person:brandt", "person:ilse-brandt"):
        assert set(asked_ids(store, actor=id)) == set(ids(record)[:2])


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"actor": "person:nobody"}, UnknownActor),
        ({"issue": "issue:nothing"}, UnknownIssue),
        ({"article": "a0"}, UnknownArticle),
        ({"after": "s000000000000"}, UnknownEntry),
    ],
)
def test_an_id_that_nothing_has_is_named(store, wanted, error):
    save(store, RECORD)
    with pytest.raises(error, match=next(iter(wanted.values()))):
        ask(store, **wanted)


def test_an_empty_record_has_an_empty_queue(store):
    for order in Order:
        assert ask(store, order=order) == ()
        assert ask(store, order=order, second=True) == ()


def test_reprints_wait_behind_the_first_unless_their_article_is_asked_for(store):
    lines = wire_lines(7)
    wire = tell(lines, outlet="Wire", published=date(2031, 5, 6))
    copy = tell(lines[:-2], outlet="Paper", published=date(2031, 5, 7))
    save(store, wire, copy)
    assert set(asked_ids(store, limit=100)) == set(ids(wire))
    assert set(asked_ids(store, limit=100, article=copy.article.id)) == set(ids(copy))


# A second opinion


def test_a_second_opinion_is_asked_of_what_others_decided_only(store):
    record = ten()
    save(store, record)
    a, b, c, d = ids(record)[:4]
    decide(store, "ben", ACCEPT, a, b)
    decide(store, "ana", REJECT, b, c)
    decide(store, "cleo", ACCEPT, d)
    with store.writing() as connection:
        undo(connection, "cleo")
    for order in Order:
        assert asked_ids(store, "ana", second=True, order=order) == [a]
        assert asked_ids(store, "ben", second=True, order=order) == [c]
    assert set(asked_ids(store, "cleo", second=True)) == {a, b, c}


def test_a_second_opinion_is_made_without_sight_of_the_first(store):
    record = ten()
    save(store, record)
    decide(store, "ben", JudgementKind.SET_STANCE, ids(record)[0], after="against")
    (shown,) = ask(store, "ana", second=True)
    assert shown["stance"] == "unclear"
    assert shown["review"]["status"] == "proposed"
    assert shown["review"]["by"] is None
    assert shown["review"]["changed"] == []
    assert "ben" not in str(shown["review"])


# Decided together


def test_reprints_are_alike_until_they_are_decided(store):
    lines = wire_lines(7)
    wire = tell(lines, outlet="Wire", published=date(2031, 5, 6))
    copies = [tell(lines[:-cut], outlet="Paper", published=date(2031, 5, 7)) for cut in (1, 2)]
    save(store, wire, *copies)
    with store.reading() as connection:
        found = {entry["id"] for entry in alike(connection, ids(wire)[3])}
        assert found == {ids(copies[0])[3], ids(copies[1])[3]}
        assert {entry["id"] for entry in alike(connection, ids(copies[0])[3])} == {ids(wire)[3], ids(copies[1])[3]}
    decide(store, "ana", ACCEPT, ids(copies[0])[3])
    with store.reading() as connection:
        assert [entry["id"] for entry in alike(connection, ids(wire)[3])] == [ids(copies[1])[3]]


def test_the_same_sentence_elsewhere_is_alike_whatever_its_spaces_and_quotes(store):
    one = tell([("Ilse Brandt", "the pilots’ dues stay"), ("Ilse Brandt", "the pilots' dues must fall")])
    two = tell([("Jon Aldous", "the pilots' dues stay"), ("Ilse Brandt", "The  pilots' dues stay")])
    save(store, one, two)
    with store.reading() as connection:
        assert [entry["id"] for entry in alike(connection, ids(one)[0])] == [ids(two)[1]]
        assert alike(connection, ids(one)[1]) == ()


def test_proposals_are_alike_under_the_actor_they_were_merged_into(store):
    one, two = (
        tell([("Brandt", "nothing is settled")]),
        tell([("Brandt", "nothing is settled"), ("Ilse Brandt", "yes")]),
    )
    save(store, one, two)
    with store.writing() as connection:
        merge_actors(connection, "ana", ["person:brandt"], "person:ilse-brandt")
    with store.reading() as connection:
        assert [entry["id"] for entry in alike(connection, ids(one)[0])] == [ids(two)[0]]


def test_nothing_is_alike_to_an_unknown_entry(store):
    with store.reading() as connection, pytest.raises(UnknownEntry, match="s0"):
        alike(connection, "s0")


# Progress


def test_progress_counts_entries_once_and_what_holds_only(store):
    record = ten()
    save(store, record)
    now = datetime(2031, 5, 9, 12, tzinfo=UTC)
    a, b, c = ids(record)[:3]
    decide(store, "ana", JudgementKind.SET_STANCE, a, after="for", seconds=4, at=now - timedelta(days=1))
    decide(store, "ana", ACCEPT, a, seconds=2, at=now - timedelta(days=1))
    decide(store, "ana", REJECT, b, seconds=9, at=now)
    decide(store, "ana", ACCEPT, c, seconds=4000, at=now)
    decide(store, "ben", ACCEPT, a, seconds=30, at=now)
    decide(store, "ben", ACCEPT, ids(record)[4], at=now)
    with store.writing() as connection:
        undo(connection, "ben", at=now)
    with store.reading() as connection:
        assert progress(connection, "ana", today=now.date()) == {
            "decided": 3,
            "left": 7,
            "today": 2,
            "median_seconds": 4,
            "by": [{"who": "ana", "decided": 3}, {"who": "ben", "decided": 1}],
        }
        nobody = progress(connection, "cleo", today=now.date())
        assert (nobody["decided"], nobody["today"], nobody["median_seconds"]) == (0, 0, None)


# Who decided what


def values_of(store, **wanted):
    with store.reading() as connection:
        return {(told["entry"], told["who"]): told["values"] for told in decisions(connection, **wanted)}


def test_each_reviewer_keeps_the_values_of_their_own(store):
    record = ten()
    save(store, record)
    a, b = ids(record)[:2]
    decide(store, "ana", JudgementKind.SET_STANCE, a, after="for")
    decide(store, "ben", ACCEPT, a)
    decide(store, "ben", REJECT, b)
    found = values_of(store)
    assert found[a, "ana"]["stance"] == "for"
    assert found[a, "ben"]["stance"] == "unclear"
    assert found[a, "ana"]["speaker"] == found[a, "ben"]["speaker"] == record.entries[0].speaker[0].actor.id
    assert found[b, "ben"] == {"accepted": False}
    assert len(found) == 3


def test_decisions_that_were_undone_do_not_count(store):
    record = ten()
    save(store, record)
    a = ids(record)[0]
    decide(store, "ana", ACCEPT, a)
    decide(store, "ana", JudgementKind.SET_STANCE, a, after="for")
    with store.writing() as connection:
        undo(connection, "ana")
    assert values_of(store)[a, "ana"]["stance"] == "unclear"
    with store.writing() as connection:
        undo(connection, "ana")
    assert values_of(store) == {}


def test_values_compare_under_the_names_people_agreed_on(store):
    record = tell([("Brandt", "nothing is settled"), ("Ilse Brandt", "yes")])
    save(store, record)
    first = ids(record)[0]
    other = {"id": "person:ilse-brandt", "name": "Ilse Brandt", "kind": "person", "mention": None}
    decide(store, "ana", JudgementKind.REASSIGN, first, after=other)
    decide(store, "ben", ACCEPT, first)
    found = values_of(store)
    assert found[first, "ana"]["speaker"] != found[first, "ben"]["speaker"]
    with store.writing() as connection:
        merge_actors(connection, "ana", ["person:brandt"], "person:ilse-brandt")
    found = values_of(store)
    assert found[first, "ana"]["speaker"] == found[first, "ben"]["speaker"] == "person:ilse-brandt"


def test_every_value_of_every_kind_can_be_compared(store):
    save(store, RECORD)
    decide(store, "ana", ACCEPT, *ids(RECORD))
    found = values_of(store)
    assert len(found) == len(RECORD.entries)
    for values in found.values():
        assert all(value is None or isinstance(value, (str, bool)) for value in values.values())


def test_an_entry_by_hand_is_a_decision_of_whoever_added_it(store):
    save(store, RECORD)
    with store.writing() as connection:
        made = add_entry(connection, "ana", ARTICLE.id, Kind.STATEMENT, {"evidence": [{"start": 3, "end": 30}]})
    decide(store, "ben", REJECT, made.subject)
    found = values_of(store)
    assert found[made.subject, "ana"]["accepted"] is True
    assert found[made.subject, "ana"]["evidence"] == "3-30"
    assert found[made.subject, "ben"] == {"accepted": False}


def test_decisions_can_be_kept_to_an_article(store):
    one, two = ten(1), ten(2)
    save(store, one, two)
    decide(store, "ana", ACCEPT, ids(one)[0], ids(two)[0])
    assert list(values_of(store, article=two.article.id)) == [(ids(two)[0], "ana")]
    with pytest.raises(UnknownArticle, match="a0"):
        values_of(store, article="a0")
