"""``communique actors``, ``names`` and ``times``, as somebody types them, over what a reader is told to find."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.article import Article
from communique.model.entry import Record
from communique.model.reading import (
    Annotations,
    Casting,
    Mention,
    MentionForm,
    Name,
    NameKind,
    Resolved,
)
from communique.model.span import Span
from communique.model.when import When

TEXT = "Britain’s envoy met the Council on Tuesday.\u202e\n"
BRITAIN = Actor("state:GBR", "United Kingdom", ActorKind.STATE, state="United Kingdom", iso3166="GBR", wikidata="Q145")
SPAN, COUNCIL, DAY = Span(0, 7), Span(24, 31), Span(35, 42)


class Teller:
    """Finds the same in any article that begins like TEXT; stumbles over any other."""

    def times(self, article: Article) -> tuple[Article, tuple[tuple[When, str], ...]]:
        if not article.text.startswith("Britain"):
            raise IndexError("list index out of range")
        found = article.published or date(2025, 2, 25)
        return article, ((When(DAY, found.isoformat(), found, found), "DATE"),)

    def resolve(self, article: Article) -> Resolved:
        annotations = Annotations(article, (), (), (), (), (), ())
        mention = Mention(SPAN, (BRITAIN,), MentionForm.NAME, 0, 0.9, "name.state")
        names = (Name(SPAN, NameKind.PLACE, 0.9), Name(COUNCIL, NameKind.ORGANISATION, 0.8))
        return Resolved(annotations, (BRITAIN,), (mention,), (), names=names)

    def cast(self, article: Article) -> Casting:
        return Casting(self.resolve(article), Record(article, (), (ActorMention(BRITAIN, SPAN),)))


@pytest.fixture(autouse=True)
def teller(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("actors", "names", "times"):
        monkeypatch.setattr(f"communique.cli.{name}.load_reader", Teller)


@pytest.fixture
def told() -> Path:
    path = Path("told.txt")
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def lines(*arguments: object):
    result = run(*arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_times_come_with_place_type_value_and_bounds(told):
    assert lines("times", told, "--published", "2025-02-26") == [
        {
            "start": 35,
            "end": 42,
            "text": "Tuesday",
            "type": "DATE",
            "value": "2025-02-26",
            "earliest": "2025-02-26",
            "latest": "2025-02-26",
            "path": "told.txt",
        }
    ]


def test_names_come_in_the_order_of_the_text_with_their_labels(told):
    found = lines("names", told)
    assert [(n["text"], n["type"], n["kind"]) for n in found] == [
        ("Britain", "GPE", "place"),
        ("Council", "ORG", "organisation"),
    ]


def test_an_actor_comes_with_codes_counts_and_every_mention(told):
    (actor,) = lines("actors", told)
    assert (actor["name"], actor["iso3166"], actor["wikidata"]) == ("United Kingdom", "GBR", "Q145")
    assert actor["counts"] == {"mentions": 1, "statements": 0, "name": 1, "nominal": 0, "pronoun": 0}
    assert [TEXT[m["start"] : m["end"]] for m in actor["mentions"]] == ["Britain"]


@pytest.mark.parametrize("command", [("times",), ("names",), ("actors",), ("actors", "--mentions")])
def test_tables_show_the_words_and_are_harmless(told, command):
    result = run(*command, told)
    assert result.exit_code == 0
    assert "Britain" in result.stdout or "Tuesday" in result.stdout
    assert "\u202e" not in result.stdout


def test_a_bad_day_and_a_bad_place_are_usage_errors(told):
    assert run("times", told, "--published", "soon").exit_code == 2
    assert run("times", told, "--out", "nowhere/x.jsonl").exit_code == 2


def test_a_file_that_fails_does_not_lose_the_others(told):
    Path("other.txt").write_text("Nothing of the kind happened here.\n")
    result = run("times", told, "other.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "other.txt" in result.stderr
    assert run("times", "absent.txt").exit_code == 3


def test_the_list_can_be_written_to_a_file(told):
    assert run("names", told, "--format", "jsonl", "--out", "names.jsonl").exit_code == 0
    assert len(Path("names.jsonl").read_text().splitlines()) == 2


def test_an_undated_article_is_told_where_days_depend_on_it(told):
    assert "--date" in run("times", told).stderr
    assert run("times", told, "--published", "2025-02-26").stderr == ""
    assert run("names", told).stderr == ""
