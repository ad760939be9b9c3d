"""What happens when: past and coming, a calendar between two days, the same happening told twice."""

from datetime import date

from communique.analyse.happenings import lay_timeline, list_calendar
from tests.unit.analyse.plains import BRANDT, OKAFOR, OSMERE, VARLAND, commitment, event, when

TODAY = date(2031, 5, 10)


def ids(happenings):
    return [one.entries[0] for one in happenings]


def test_events_lie_in_the_past_to_come_or_undated():
    old, older = event(day=when("2031-05-08"), status="held"), event(day=when("2031-04-01"), status="held")
    soon, later = event(day=when("2031-05-10")), event("summit", day=when("2031-06-01", "2031-08-31"))
    missed = event("vote", day=when("2031-05-09"))
    undated = event("visit")
    timeline = lay_timeline([later, old, undated, soon, older, missed, commitment()], TODAY)
    assert ids(timeline.past) == [missed["id"], old["id"], older["id"]]
    assert ids(timeline.coming) == [soon["id"], later["id"]]
    assert ids(timeline.undated) == [undated["id"]]


def test_what_was_held_this_month_is_past_though_the_month_is_not_over():
    held = event(day=when("2031-05-01", "2031-05-31"), status="held")
    planned = event("summit", day=when("2031-05-01", "2031-05-31"))
    timeline = lay_timeline([held, planned], TODAY)
    assert (ids(timeline.past), ids(timeline.coming)) == ([held["id"]], [planned["id"]])


def test_an_open_end_does_not_keep_the_past_coming():
    begun = event(day={**when("2031-05-01"), "latest": None})
    due = event("election", day={**when("2031-12-31"), "earliest": None})
    timeline = lay_timeline([begun, due], TODAY)
    assert (ids(timeline.past), ids(timeline.coming)) == ([begun["id"]], [due["id"]])


def test_one_event_in_two_articles_is_one_happening_as_the_newest_tells_it():
    first = event(participants=[BRANDT, OKAFOR], day=when("2031-05-14"), published="2031-05-01")
    second = event(participants=BRANDT, day=when("2031-05-14"), published="2031-05-09", status="cancelled")
    other = event(participants=OSMERE, day=when("2031-05-14"))
    found = list_calendar([first, second, other], TODAY, date(2031, 5, 31))
    assert sorted(one.entries for one in found) == sorted([(second["id"], first["id"]), (other["id"],)])
    joined = next(one for one in found if len(one.entries) == 2)
    assert joined.status == "cancelled"
    assert joined.is_off
    assert {actor.id for actor in joined.actors} == {BRANDT["id"], OKAFOR["id"]}


def test_events_of_nobody_are_one_at_the_same_place_only():
    here, there = (event(day=when("2031-05-14"), place=place) for place in ("Port Amity", "Sandwick"))
    again, bare = event(day=when("2031-05-14"), place="Port amity"), event(day=when("2031-05-14"))
    found = list_calendar([here, there, again, bare], TODAY, date(2031, 5, 31))
    assert sorted(len(one.entries) for one in found) == [1, 1, 2]


def test_undated_events_are_never_brought_together():
    timeline = lay_timeline([event(participants=BRANDT), event(participants=BRANDT)], TODAY)
    assert len(timeline.undated) == 2


def test_a_calendar_holds_what_shares_a_day_with_it():
    inside = event(day=when("2031-05-14"))
    across = event("summit", day=when("2031-05-01", "2031-06-30"))
    before, after = event(day=when("2031-05-09")), event(day=when("2031-06-01"))
    edge = event("vote", day=when("2031-05-31"))
    undated = event("visit")
    found = list_calendar([edge, after, undated, inside, before, across], TODAY, date(2031, 5, 31))
    assert ids(found) == [across["id"], inside["id"], edge["id"]]
    assert [one.days.exact for one in found] == [False, True, True]


def test_deadlines_stand_in_the_calendar_once_for_the_same_actors():
    told = [commitment(deadline=when("2031-05-20"), published=f"2031-05-0{n}") for n in (1, 3)]
    other = commitment(OSMERE, deadline=when("2031-05-20"))
    nobody = [commitment(None, deadline=when("2031-05-20")) for _ in range(2)]
    without = commitment()
    found = list_calendar([*told, other, *nobody, without], TODAY, date(2031, 5, 31))
    assert {one.what for one in found} == {"deadline"}
    assert sorted(len(one.entries) for one in found) == [1, 1, 1, 2]
    joined = next(one for one in found if len(one.entries) == 2)
    assert joined.entries == (told[1]["id"], told[0]["id"])
    assert joined.words == "dredge the approach"
    assert [actor.id for actor in joined.actors] == [VARLAND["id"]]


def test_rejected_events_and_reprints_are_left_out():
    gone = [event(day=when("2031-05-14"), status_of_review="rejected"), event(day=when("2031-05-14"), first="e1")]
    assert list_calendar(gone, TODAY, date(2031, 5, 31)) == ()
