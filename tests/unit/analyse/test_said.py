"""Who said what when: grouped, in order, counted without reprints."""

from datetime import date

from communique.analyse.said import stances_on, statements_of
from communique.model.entry import Stance
from communique.model.plain import entry_to_plain
from tests.unit.analyse.plains import BRANDT, CABLES, DUES, OKAFOR, event, statement
from tests.unit.records import RECORD


def told(lines):
    return [(line.about.name, [one.id for one in line.said]) for line in lines]


def test_an_actors_statements_stand_issue_by_issue_in_the_order_of_their_days():
    late = statement(said_on="2031-05-09")
    early = statement(said_on="2031-05-02")
    cable, bare = statement(issue=CABLES), statement(issue=None)
    undated = statement(published=None)
    entries = [bare, late, statement(OKAFOR), undated, cable, early, event()]
    assert told(statements_of(entries, BRANDT["id"])) == [
        ("pilotage dues", [early["id"], late["id"], undated["id"]]),
        ("cables", [cable["id"]]),
        ("no issue told", [bare["id"]]),
    ]


def test_a_statement_is_dated_by_its_article_where_nothing_else_is_told():
    (line,) = statements_of([statement(published="2031-05-07")], BRANDT["id"])
    assert line.said[0].day == date(2031, 5, 7)


def test_reprints_are_counted_beside_the_statement_and_not_as_statements():
    first = statement(stance="against")
    copies = [statement(stance="against", first=first["id"]) for _ in range(2)]
    (line,) = statements_of([*copies, first], BRANDT["id"])
    assert [(one.id, one.reprints) for one in line.said] == [(first["id"], 2)]
    assert dict(line.stances)[Stance.AGAINST] == 1


def test_what_was_rejected_or_is_no_longer_read_does_not_count():
    gone = [statement(status_of_review="rejected"), statement(listed=False)]
    kept = statement(status_of_review="corrected")
    assert told(statements_of([*gone, kept], BRANDT["id"])) == [("pilotage dues", [kept["id"]])]


def test_an_issue_stands_actor_by_actor_with_stances_counted():
    entries = [
        statement(OKAFOR, stance="against"),
        statement(stance="for"),
        statement([BRANDT, OKAFOR], stance="conditional"),
        statement(OKAFOR, stance="against"),
        statement(None),
        statement(OKAFOR, issue=CABLES),
    ]
    lines = stances_on(entries, DUES["id"])
    assert [(line.about.name, len(line.said)) for line in lines] == [
        ("Tomas Okafor", 3),
        ("Ilse Brandt", 2),
        ("nobody named", 1),
    ]
    assert dict(lines[0].stances) == {
        Stance.FOR: 0,
        Stance.AGAINST: 2,
        Stance.CONDITIONAL: 1,
        Stance.UNCLEAR: 0,
    }


def test_an_issue_can_be_asked_for_with_those_below_it():
    entries = [statement(issue=DUES), statement(issue=CABLES), statement(issue=None)]
    (line,) = stances_on(entries, {DUES["id"], CABLES["id"]})
    assert len(line.said) == 2


def test_entries_straight_from_the_reader_do_as_well():
    plains = [entry_to_plain(entry, RECORD.article) for entry in RECORD.entries]
    speakers = [plain["speaker"] for plain in plains if plain["kind"] == "statement" and plain["speaker"]]
    one = next(speaker for speaker in speakers if isinstance(speaker, dict))
    assert sum(len(line.said) for line in statements_of(plains, one["id"])) >= 1


def test_an_actor_who_said_nothing_has_no_lines():
    assert statements_of([statement()], "person:nobody") == ()
