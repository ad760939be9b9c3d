"""``review``, ``merge``, ``split``, ``log``, ``codebook``, as somebody types them."""

import os
import time
from pathlib import Path

import pytest

from communique.cli import correcting
from communique.store import Store
from tests.unit.cli.test_process import start
from tests.unit.cli.typed import lines, run, told
from tests.unit.records import ARTICLE, RECORD

pytestmark = pytest.mark.usefixtures("kept")
STATEMENT = next(entry for entry in RECORD.entries if entry.kind == "statement")
DISPUTE = next(entry for entry in RECORD.entries if entry.kind == "dispute")


def review(keys: str, *arguments: object, ends: int = 0) -> str:
    return told("review", "--as", "ana", "--sort", "text", *arguments, input=keys, ends=ends)


def log(*arguments: object) -> list[tuple[str, str]]:
    return [(one["kind"], one["subject"]) for one in reversed(lines("log", *arguments))]


def in_text() -> list[str]:
    return [entry["id"] for entry in lines("review", "--list", "--sort", "text")]


def test_one_key_decides_and_the_next_entry_comes():
    first, second, third = in_text()[:3]
    shown = review("arsq")
    assert [shown.index(id) for id in (first, second, third)] == sorted(
        shown.index(id) for id in (first, second, third)
    )
    assert log() == [("accept", first), ("reject", second)]
    assert in_text()[0] == third
    assert "2 decided" in shown


def test_the_keys_are_always_visible():
    shown = review("aq")
    assert shown.count(" a  accept ") == 2
    assert all(f" {key}  " in shown for key in "arfsuq")


def test_the_card_shows_the_words_in_context_and_the_fields():
    shown = " ".join(review("q", "--kind", "statement").split())
    assert "We will open the eastern channel" in shown
    assert "speaker Ilse Brandt" in shown


def test_undo_takes_back_what_was_decided_last_and_shows_it_again():
    first = in_text()[0]
    review("auq")
    assert [kind for kind, _ in log()] == ["accept", "undo"]
    assert in_text()[0] == first


def test_undo_of_a_skip_shows_what_was_skipped():
    first = in_text()[0]
    assert review("suq").count(first) == 2
    assert log() == []


def test_undo_reaches_no_further_than_this_sitting():
    review("aq")
    assert "communique log --undo" in review("uq")
    assert [kind for kind, _ in log()] == ["accept"]


def test_fixing_fields_counts_as_the_decision():
    review("f\nspeaker\nTomas Okafor\nstance\nagainst\n13\n\n\nq", "--kind", "statement", "--article", ARTICLE.id)
    assert log() == [("reassign", STATEMENT.id), ("set_stance", STATEMENT.id)]
    (plain,) = lines("show", STATEMENT.id)
    assert plain["speaker"]["id"] == "person:tomas-okafor"
    assert plain["stance"] == "against"
    assert plain["review"]["status"] == "corrected"


def test_undo_of_a_fix_takes_back_every_field():
    review("f\nspeaker\nTomas Okafor\nstance\nagainst\n\nuq", "--kind", "statement")
    (plain,) = lines("show", STATEMENT.id)
    assert (plain["speaker"]["id"], plain["stance"]) == ("person:ilse-brandt", "conditional")
    assert plain["review"]["status"] == "proposed"


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("statement", "speaker", "Tomas Okafor; Varland", ["person:tomas-okafor", "state:varland"]),
        ("statement", "speaker", "Beinta Dam (person)", "person:beinta-dam"),
        ("statement", "speaker", "the article", "article"),
        ("statement", "speaker", "-", None),
        ("statement", "issue", "cables in the strait", "issue:cables"),
        ("statement", "issue", "harbour dues", "harbour dues"),
        ("statement", "content", "we will open the eastern channel", "We will open the eastern channel"),
        ("statement", "said_on", "2030-04", ("2030-04-01", "2030-04-30")),
        ("commitment", "deadline", "2030-06-01..2030-06-15", ("2030-06-01", "2030-06-15")),
        ("commitment", "amount", "45 crowns", ("45", "crowns")),
        ("commitment", "action", "open  the channel", "open the channel"),
        ("dispute", "verdict", "not supported", "not_supported"),
        ("provision", "binding", "no", False),
        ("provision", "instrument", "Ledda Convention (third draft)", ("Ledda Convention", "third draft")),
        ("condition", "requires", "the patrol boats", "the patrol boats"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_record(kind, field, typed, value):
    id = lines("review", "--list", "--sort", "text", "--kind", kind)[0]["id"]
    review(f"f\n{field}\n{typed}\n\nq", "--kind", kind)
    assert flat(lines("show", id)[0][field]) == value


def flat(value):
    """What tells a value in a test."""
    match value:
        case [{"start": _, "text": text}]:
            return text
        case list():
            return [flat(one) for one in value]
        case {"earliest": earliest, "latest": latest}:
            return earliest, latest
        case {"value": number, "unit": unit}:
            return number, unit
        case {"version": version, "name": name}:
            return name, version
        case {"mention": _, "id": id}:
            return id
        case {"label": _, "id": id}:
            return id if ":" in id else id.replace("-", " ")
        case {"text": text}:
            return text
        case _:
            return value


@pytest.mark.parametrize(
    "typed", ["stance\nperhaps", "colour\nred", "content\nwords that nobody wrote", "said_on\nsoon"]
)
def test_what_cannot_stand_ends_a_review_through_a_pipe_and_changes_nothing(typed):
    result = run("review", "--as", "ana", "--kind", "statement", input=f"f\n{typed}\n\nq")
    assert result.exit_code == 1
    assert result.stderr
    assert log() == []


def test_a_pipe_that_holds_something_else_stops_at_once():
    result = run("review", "--as", "ana", input="xaaa")
    assert result.exit_code == 1
    assert "x is no key here" in result.stderr
    assert log() == []


def test_the_end_of_the_input_ends_the_review():
    assert "1 decided" in review("a")


def test_everything_decided_says_so():
    assert "Nothing is left to decide" in review("a" * len(RECORD.entries))
    assert lines("review", "--list") == []


def test_a_second_opinion_comes_without_the_first():
    first = in_text()[0]
    review("rq")
    assert [entry["id"] for entry in lines("review", "--second", "--list", "--as", "ben")] == [first]
    told("review", "--second", "--as", "ben", input="a")
    assert [(one["who"], one["kind"]) for one in lines("log")] == [("ben", "accept"), ("ana", "reject")]
    accepted = next(row for row in lines("review", "--agreement") if row["field"] == "accepted")
    assert (accepted["units"], accepted["reviewers"]) == (1, ["ana", "ben"])
    assert "accepted" in told("review", "--agreement")


def test_the_queue_is_listed_in_the_order_asked_for():
    for order in ("uncertainty", "impact"):
        numbers = [entry["why"] for entry in lines("review", "--list", "--sort", order, "--limit", 50)]
        assert numbers == sorted(numbers, reverse=True)
        assert len(numbers) == len(RECORD.entries)


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_in_a_terminal_keys_need_no_enter_and_arrows_decide_nothing(kept):
    import pty

    parent, child = pty.openpty()
    code = "from communique.cli import main\nmain()"
    process = start(code, "review", "--as", "ana", "--kind", "statement", stdin=child, COMMUNIQUE_DB=str(kept))
    os.close(child)
    os.write(parent, b"\x1b[Aa\x1bOAr\x1b[15~x")  # arrows end with A, which alone would accept; keys typed ahead count
    time.sleep(3)
    os.write(parent, b"fstance\nagainst\n\nq")
    out, errors = process.communicate(timeout=30)
    os.close(parent)
    assert process.returncode == 0, errors.decode()
    assert "x is no key here" in out.decode()
    assert [kind for kind, _ in log()] == ["accept", "reject", "set_stance"]


def test_merge_makes_two_actors_one_and_undo_parts_them():
    assert "merged person:tomas-okafor into person:ilse-brandt" in told(
        "merge", "Okafor", "--into", "person:ilse-brandt"
    )
    (brandt,) = lines("actors", "--search", "brandt")
    assert [one["id"] for one in brandt["merged"]] == ["person:tomas-okafor"]
    assert brandt["counts"]["statements"] == 2
    told("log", "--undo", 1, "--as", "ana")
    assert lines("actors", "--search", "brandt")[0]["merged"] == []
    told("log", "--redo", 2, "--as", "ana")
    assert len(lines("actors", "--search", "brandt")[0]["merged"]) == 1
    assert [one["holds"] for one in lines("log")] == [True, False, True]


def test_merge_and_split_issues():
    told("merge", "issue:cables", "--into", "issue:patrols", "--as", "ana")
    (patrols,) = lines("issues", "--search", "patrols")
    assert [one["id"] for one in patrols["merged"]] == ["issue:cables"]
    told("split", "issue:patrols", "--part", "issue:cables")
    assert len(lines("issues")) == 3


def test_split_puts_another_actor_into_the_entries_named():
    told("split", "Ilse Brandt", "--entry", STATEMENT.id[:8], "--name", "Anna Brandt")
    (plain,) = lines("show", STATEMENT.id)
    assert plain["speaker"]["name"] == "Anna Brandt"
    assert {actor["name"] for actor in lines("actors", "--search", "brandt")} == {"Ilse Brandt", "Anna Brandt"}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["merge", "Nobody", "--into", "Ilse Brandt"], 1),
        (["merge", "Ilse Brandt", "--into", "Ilse Brandt"], 1),
        (["merge", "Ilse Brandt"], 2),
        (["merge", "--into", "Ilse Brandt"], 2),
        (["split", "Ilse Brandt"], 2),
        (["split", "Ilse Brandt", "--entry", "s123"], 2),
        (["split", "Ilse Brandt", "--part", "person:tomas-okafor"], 1),
        (["log", "--undo", 7], 1),
        (["log", "--undo", 1, "--redo", 2], 2),
        (["log", "--about", "nothing at all"], 1),
        (["review", "--as", " "], 2),
        (["review", "--actor", "Nobody"], 1),
        (["review", "--format", "jsonl"], 2),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(arguments, status):
    result = run(*arguments)
    assert result.exit_code == status
    assert result.stderr
    assert lines("log") == []


def test_the_log_can_be_narrowed():
    review("aaq", "--kind", "statement")
    told("merge", "Okafor", "--into", "Ilse Brandt", "--as", "ben")
    assert len(lines("log")) == 3
    assert len(lines("log", "--by", "ana")) == 2
    assert len(lines("log", "--article", ARTICLE.id)) == 2
    assert [one["kind"] for one in lines("log", "--about", STATEMENT.id[:8])] == ["accept"]
    assert [one["kind"] for one in lines("log", "--about", "Ilse Brandt")] == ["merge_actors"]
    assert [one["number"] for one in lines("log", "--before", 3, "--limit", 1)] == [2]
    assert "accepted" in told("log")


def test_nothing_is_lost_before_a_new_reading():
    assert "Every judgement has its place" in told("log", "--lost")


def test_the_codebook_goes_out_as_it_came_in():
    codes = (
        "- id: strait\n  label: the strait\n"
        "- id: dues\n  label: harbour dues\n  phrases:\n  - pilot’s fee\n  parent: strait\n"
    )
    assert told("codebook", "import", "-", input=codes) == "2 issues read, 2 new or changed\n"
    assert told("codebook", "export") == codes
    told("codebook", "export", "--out", "codes.yaml")
    assert Path("codes.yaml").read_text("utf-8") == codes
    assert lines("codebook", "import", "codes.yaml") == [{"issues": 2, "changed": 0}]


@pytest.mark.parametrize(
    "codes",
    [
        "label: no list", "- 3", "- {label: [a]}", "- {id: x}", "- {label: a, colour: red}", "- label: a\n  phrases: b",
        "- {label: a, parent: nowhere}", "- &a {label: x}\n- *a", "- [", "- {label: a, id: x, parent: x}", "\0",
    ],
)  # fmt: skip
def test_a_file_that_is_no_codebook_changes_nothing(codes):
    result = run("codebook", "import", "-", input=codes)
    assert result.exit_code in (1, 3)
    assert result.stderr
    assert lines("issues", "--coded") == []


def test_words_are_found_nearest_and_forgiving():
    assert correcting.find_words("He left. He  stayed, “he said”.", 'He stayed, "he said"', 9) == (9, 30)
    assert correcting.find_words("nothing", "else", 0) is None


def test_judgements_by_two_processes_at_once_are_all_kept(kept):
    code = "from communique.cli import main\nmain()"
    processes = [
        start(code, "review", "--as", name, "--sort", "text", "--kind", kind, stdin=-1, COMMUNIQUE_DB=str(kept))
        for name, kind in (("ana", "event"), ("ben", "commitment"))
    ]
    for process in processes:
        process.stdin.write(b"aaa")
        process.stdin.close()
        process.stdin = None
    assert [process.communicate(timeout=60)[1] for process in processes] == [b"", b""]
    with Store.open(kept):
        assert sorted(one["who"] for one in lines("log")) == ["ana"] * 3 + ["ben"] * 3
