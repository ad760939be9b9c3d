"""``list``, ``show``, ``search``, ``actors``, ``issues`` over a store, as somebody types them."""

from pathlib import Path

import pytest

from communique.store import Store
from communique.store.articles import save_record
from tests.unit.cli.typed import lines, run, told
from tests.unit.records import ARTICLE, HOSTILE, RECORD, build_hostile

pytestmark = pytest.mark.usefixtures("kept")
STATEMENT = next(entry for entry in RECORD.entries if entry.kind == "statement")


def test_list_tells_what_is_known_of_each_article():
    assert "Nine hours on the quay" in told("list")
    (article,) = lines("list")
    assert (article["id"], article["outlet"], article["entries"]) == (ARTICLE.id, "Tidewater Post", len(RECORD.entries))


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["ledda", "talks"], 1),
        (["somewhere"], 0),
        (["--outlet", "Tidewater Post"], 1),
        (["--outlet", "Somebody"], 0),
        (["--since", "2030-04-18", "--until", "2030-04-18"], 1),
        (["--since", "2030-04-19"], 0),
        (["--sort", "title", "--offset", "1"], 0),
    ],
)
def test_list_can_be_filtered(arguments, count):
    assert len(lines("list", *arguments)) == count


def test_show_an_article_with_its_entries():
    text = told("show", ARTICLE.id[:6])
    assert "Nine hours on the quay" in text
    assert "commitments 3" in text
    (plain,) = lines("show", ARTICLE.id)
    assert [entry["id"] for entry in plain["entries"]] == [
        entry.id for entry in sorted(RECORD.entries, key=lambda entry: entry.evidence[0].start)
    ]


def test_show_the_text_of_an_article_as_it_is():
    assert told("show", ARTICLE.id, "--text") == ARTICLE.text


def test_show_the_article_of_a_file_and_says_where_the_file_has_changed():
    Path("ledda.txt").write_bytes(ARTICLE.text.encode())
    assert "Nine hours" in told("show", "ledda.txt")
    Path("ledda.txt").write_text("Something else.")
    result = run("show", "ledda.txt")
    assert result.exit_code == 1
    assert "communique add ledda.txt" in result.stderr


def test_show_an_entry_with_its_judgements_and_what_the_machine_proposed():
    told("review", "--kind", "statement", "--as", "ana", input=f"{skip_to(STATEMENT.id)}f\nstance\nagainst\n\nq")
    text = told("show", STATEMENT.id[:7])
    assert "stance against" in text
    assert "the machine: conditional" in text
    (plain,) = lines("show", STATEMENT.id)
    assert (plain["stance"], plain["machine"]["stance"]) == ("against", "conditional")
    assert [(one["kind"], one["who"], one["holds"]) for one in plain["judgements"]] == [("set_stance", "ana", True)]


def skip_to(id: str) -> str:
    queue = [entry["id"] for entry in lines("review", "--list", "--kind", "statement")]
    return "s" * queue.index(id)


@pytest.mark.parametrize("id", ["zzzz", "s1", "", "../.."])
def test_show_says_what_to_do_about_an_id_that_nothing_has(id):
    result = run("show", id)
    assert result.exit_code == 1
    assert "communique list" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["pilots"], 3),
        (["pilots", "--kind", "commitment"], 1),
        (["--kind", "commitment", "--kind", "condition"], 5),
        (["--actor", "Ilse Brandt", "--role", "speaker"], 1),
        (["--actor", "brandt", "--kind", "dispute"], 1),
        (["--issue", "issue:pilotage"], 3),
        (["--stance", "conditional"], 2),
        (["--mode", "mixed"], 1),
        (["--outlet", "Tidewater Post", "--kind", "statement"], 3),
        (["--kind", "event", "--since", "2030-05-01"], 2),
        (["--kind", "event", "--until", "2030-04-16"], 1),
        (["--most", "0.7"], 1),
        (["--least", "0.95"], 1),
        (["--status", "accepted"], 0),
        (["--article", ARTICLE.id[:8], "--kind", "provision"], 2),
        (["no such words anywhere"], 0),
    ],
)
def test_search_with_every_filter(arguments, count):
    assert len(lines("search", *arguments)) == count


def test_search_shows_which_words_were_found():
    (found, *_) = lines("search", "dredging", "--kind", "commitment")
    assert [piece["text"] for piece in found["snippet"] if piece["found"]] == ["dredging"]
    assert "dredging" in told("search", "dredging")


def test_search_counts_what_it_found_and_pages_through_it():
    *hits, facets = lines("search", "--kind", "event", "--facets", "--limit", "2")
    assert len(hits) == 2
    assert facets["total"] == 5
    assert facets["facets"]["kind"] == [{"value": "event", "label": "event", "count": 5}]
    assert "1–2 of 5 entries · --offset 2 shows more" in told("search", "--kind", "event", "--limit", "2")
    assert "outlet" in told("search", "--facets")


def test_search_among_articles():
    (found,) = lines("search", "pilotage", "--articles")
    assert found["id"] == ARTICLE.id
    assert "Nine hours" in told("search", "pilotage", "--articles")


@pytest.mark.parametrize("arguments", [["--actor", "Nobody"], ["--issue", "nothing"], ["--article", "a0000"]])
def test_search_says_so_where_nothing_is_called_like_that(arguments):
    result = run("search", *arguments)
    assert result.exit_code == 1
    assert "communique" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--kind", "poem"],
        ["--since", "soon"],
        ["--least", "2"],
        ["--role", "speaker"],
        ["--limit", "0"],
        ["--sort", "x"],
    ],
)
def test_search_does_not_understand(arguments):
    assert run("search", *arguments).exit_code == 2


def test_actors_of_the_store_with_their_counts():
    found = {actor["id"]: actor for actor in lines("actors")}
    assert found["person:ilse-brandt"]["counts"]["statements"] == 1
    assert found["person:ilse-brandt"]["office"] == "foreign minister"
    assert "Ilse Brandt" in told("actors", "--search", "brandt")
    assert [actor["name"] for actor in lines("actors", "--kind", "state", "--sort", "name")] == ["Osmere", "Varland"]


def test_actors_of_files_and_of_the_store_do_not_mix():
    assert run("actors", "--mentions").exit_code == 2
    assert run("actors", "talks.txt", "--search", "brandt").exit_code == 2


def test_issues_and_the_tree_of_the_codebook(tmp_path):
    labels = [issue["label"] for issue in lines("issues")]
    assert labels[0] == "pilotage in the eastern channel"
    Path("codes.yaml").write_text(
        "- {id: strait, label: the strait}\n- {id: 'issue:cables', label: cables in the strait, parent: strait}\n"
    )
    told("codebook", "import", "codes.yaml")
    tree = told("issues", "--tree", "--coded").splitlines()
    assert [line.split("·")[0].rstrip() for line in tree[1:]] == ["the strait", "  cables in the strait"]
    assert {issue["id"] for issue in lines("issues", "--coded")} == {"strait", "issue:cables"}


def test_a_hostile_article_is_harmless_to_the_terminal(kept):
    with Store.open(kept) as store, store.writing() as connection:
        save_record(connection, build_hostile())
    article = next(one["id"] for one in lines("list") if one["id"] != ARTICLE.id)
    (plain,) = lines("show", article)
    assert plain["title"] == HOSTILE
    entries = [entry["id"] for entry in plain["entries"]]
    for arguments in (["list"], ["show", article], ["search", "--article", article], ["actors"], ["issues"]):
        assert not set("\x1b\x07\x9b\u202e") & set(told(*arguments))
    for id in entries:
        assert not set("\x1b\x07\x9b\u202e") & set(told("show", id))
    shown = told("review", "--article", article, "--sort", "text", input="ssq")
    assert not set("\x1b\x07\x9b\u202e") & set(shown)


def test_every_command_says_what_to_do_where_there_is_no_store(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_DB", "missing.db")
    for arguments in (["list"], ["show", "a123"], ["search"], ["actors"], ["issues"], ["review"], ["log"], ["export"]):
        result = run(*arguments)
        assert result.exit_code == 3, arguments
        assert "communique add" in result.stderr
    assert not Path("missing.db").exists()


def test_the_url_of_a_database_is_told_without_its_password(monkeypatch):
    result = run("list", "--db", "postgresql://ana:secret@127.0.0.1:1/talks")
    assert result.exit_code == 3
    assert "secret" not in result.stderr
    assert result.stdout == ""
