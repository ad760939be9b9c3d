"""Pledges, disputes and provisions as the pages show them."""

from datetime import date

import pytest

from communique.analyse.bonds import list_disputes, list_instruments, list_pledges
from communique.model.plain import entry_to_plain
from tests.unit.analyse.plains import BRANDT, OKAFOR, OSMERE, VARLAND, commitment, dispute, provision, statement, when
from tests.unit.records import RECORD

TODAY = date(2031, 5, 10)


def test_overdue_pledges_come_first_then_the_next_deadline_and_those_without_one_last():
    late = commitment(deadline=when("2031-05-09"))
    today, june = commitment(deadline=when("2031-05-10")), commitment(deadline=when("2031-06-01", "2031-06-30"))
    old, new = commitment(published="2031-05-01"), commitment(published="2031-05-08")
    found = list_pledges([old, june, new, today, late], TODAY)
    assert [one.id for one in found] == [entry["id"] for entry in (late, today, june, new, old)]
    assert [one.overdue for one in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    "status", ["offered", "hoped", "possible", "demanded", "refused", "withdrawn", "kept", "broken"]
)
def test_only_what_was_promised_and_not_settled_can_be_overdue(status):
    (pledge,) = list_pledges([commitment(status=status, deadline=when("2031-05-09"))], TODAY)
    assert not pledge.overdue


def test_a_deadline_that_is_not_over_is_not_overdue():
    open_end = {**when("2031-05-01"), "latest": None}
    found = list_pledges([commitment(deadline=open_end), commitment(deadline=when("2031-01-01", "2031-12-31"))], TODAY)
    assert not any(pledge.overdue for pledge in found)


def test_pledges_are_those_of_an_actor_with_amount_and_reprints():
    amount = {"value": "40000000", "unit": "VCR", "of": None, "approximate": False, "low": None, "high": None}
    ours = commitment([VARLAND, BRANDT], amount=amount, deadline=when("2031-06-30"))
    copy = commitment([VARLAND, BRANDT], first=ours["id"])
    (pledge,) = list_pledges([copy, ours, commitment(OSMERE)], TODAY, actor=BRANDT["id"])
    assert (pledge.id, pledge.amount, pledge.reprints) == (ours["id"], amount, 1)
    assert pledge.deadline.last == date(2031, 6, 30)
    assert [named.name for named in pledge.by] == ["Varland", "Ilse Brandt"]


def test_a_dispute_shows_both_sides_and_whether_a_person_judged_it():
    old = dispute(published="2031-05-01", evidence="he denied it")
    new = dispute(verdict="false", status_of_review="accepted")
    found = list_disputes([old, new, dispute(status_of_review="rejected")])
    assert [(one.id, one.judged) for one in found] == [(new["id"], True), (old["id"], False)]
    assert [named.id for named in found[1].claim.actors] == [BRANDT["id"]]
    assert found[1].claim.words == "the question is closed"
    assert [named.id for named in found[1].challenge.actors] == [OKAFOR["id"]]
    assert found[1].challenge.words == "he denied it"


def test_a_claim_without_a_claimant_is_its_speakers():
    said = statement(OKAFOR)
    (found,) = list_disputes([said, dispute(None, statement=said["id"])])
    assert [named.id for named in found.claim.actors] == [OKAFOR["id"]]
    (alone,) = list_disputes([dispute(None, statement=said["id"])])
    assert alone.claim.actors == ()


def test_disputes_are_found_by_an_actor_on_either_side():
    one, other, neither = dispute(), dispute(OKAFOR, BRANDT), dispute(OKAFOR, OSMERE)
    found = list_disputes([one, other, neither], actor=BRANDT["id"])
    assert {dispute.id for dispute in found} == {one["id"], other["id"]}


def test_provisions_stand_by_instrument_and_version_in_the_order_they_were_told():
    entries = [
        provision("Ledda Convention", "updated draft", "notice within a week", published="2031-05-08"),
        provision("the Ledda Convention", "draft", "notice within three days", published="2031-05-01", binding=True),
        provision("The Ledda convention", "Updated  draft", "fishing is shared", published="2031-05-09", binding=False),
        provision("ceasefire plan", None, "guns fall silent"),
    ]
    convention, plan = list_instruments(entries)
    assert convention.name == "the Ledda Convention"
    assert [(version.name, [clause.text for clause in version.clauses]) for version in convention.versions] == [
        ("draft", ["notice within three days"]),
        ("updated draft", ["notice within a week", "fishing is shared"]),
    ]
    assert [clause.binding for version in convention.versions for clause in version.clauses] == [True, None, False]
    assert convention.versions[1].first_told == date(2031, 5, 8)
    assert [(plan.name, plan.versions[0].name)] == [("ceasefire plan", None)]


def test_reprinted_and_rejected_provisions_are_left_out():
    assert list_instruments([provision(first="p1"), provision(status_of_review="rejected")]) == ()


def test_a_record_straight_from_the_reader_can_be_laid_out():
    plains = [entry_to_plain(entry, RECORD.article) for entry in RECORD.entries]
    kinds = [plain["kind"] for plain in plains]
    assert len(list_pledges(plains, TODAY)) == kinds.count("commitment")
    assert len(list_disputes(plains)) == kinds.count("dispute")
    clauses = [c for one in list_instruments(plains) for version in one.versions for c in version.clauses]
    assert len(clauses) == kinds.count("provision")
