"""The manual says what the program does: commands, options, fields, variables, links, targets, snippets."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer

from communique.cli import actors, articles, export, listing, output, read, review, search
from communique.cli.app import app
from communique.export.calendar_file import to_event
from communique.export.claim_review import BEST, RATINGS, WORST
from communique.export.flat import COLUMNS
from communique.export.formats import FORMATS
from communique.model import entry as kinds
from communique.model.actor import ActorKind
from communique.model.judgement import ReviewStatus
from communique.model.plain import entry_to_plain
from tests.unit.records import RECORD

ROOT = Path(__file__).resolve().parents[2]
CARD = ROOT / "src/communique/resources/reader/MODEL_CARD.md"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), CARD)
SITE = ROOT / "mkdocs.yml"
PLAIN = [entry_to_plain(entry, RECORD.article) for entry in RECORD.entries]
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-z])(?![\w-])")
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
FIELD = re.compile(r"^\| `(\w+)` \|", re.M)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{level}}} |\Z)", text, re.M | re.S)
    assert found, f"no heading {heading!r}"
    return found[1]


def row_options(text: str) -> set[str]:
    """The options that open a row of a table."""
    rows = re.findall(r"^\| (`-[^|]*) \|", text, re.M)
    return {option for row in rows for option in OPTION.findall(row)}


def blocks(text: str, *languages: str) -> Iterator[str]:
    return (match["body"] for match in FENCE.finditer(text) if match["language"] in languages)


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and MkDocs make it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def walk_commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, below in getattr(command, "commands", {}).items():
        yield from walk_commands(f"{name} {word}", below)


COMMANDS: dict[str, Any] = dict(walk_commands("communique", typer.main.get_command(app)))
GROUPS = {name for name, command in COMMANDS.items() if hasattr(command, "commands")}
SILENT = {"communique serve"}  # it prints nothing that a pipe could close on


def test_every_command_is_documented_and_no_other():
    documented = re.findall(r"^## `(communique[^`]*)`$", page("docs/commands.md"), re.M)
    assert sorted(documented) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented_and_no_other(name):
    command = COMMANDS[name]
    options = {o for parameter in command.params for o in (*parameter.opts, *parameter.secondary_opts) if o[0] == "-"}
    options |= {"--help", "-h"}
    text = section(page("docs/commands.md"), f"## `{name}`")
    shared = row_options(section(page("docs/commands.md"), "### Filters")) if "(#filters)" in text else set()
    assert row_options(text) | shared == options


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - GROUPS))
def test_every_exit_status_is_documented_and_as_the_help_tells_it(name):
    rows = re.findall(r"^\| (\d+) \|", section(page("docs/commands.md"), f"## `{name}`"), re.M)
    told = re.findall(r"(?:: |; )(\d+) ", " ".join(COMMANDS[name].help.split("**Exit status**")[1].split()))
    silent = {str(output.PIPE_CLOSED)} if name not in SILENT else set()
    assert set(rows) == set(told) | silent
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - GROUPS))
def test_the_help_of_every_command_has_examples(name):
    examples = COMMANDS[name].help.split("**Examples**")[1].split("**Exit status**")[0]
    assert f"`{name}" in examples or f"{name}" in examples


def test_every_form_is_documented():
    forms = {"read": read.Format, "export": export.ExportFormat}
    forms |= dict.fromkeys(("actors", "names", "times"), listing.Form)
    for name, every in forms.items():
        text = section(page("docs/commands.md"), f"## `communique {name}`")
        assert all(f"`{form.value}`" in text for form in every)


def test_every_order_is_documented():
    orders = {
        "list": articles.ArticleOrder, "search": search.SearchOrder, "review": review.ReviewOrder,
        "actors": actors.NamedOrder, "issues": actors.NamedOrder,
    }  # fmt: skip
    for name, every in orders.items():
        text = section(page("docs/commands.md"), f"## `communique {name}`")
        assert all(f"`{order.value}`" in text for order in every), name


def test_every_key_of_a_review_is_documented():
    rows = re.findall(r"^\| `(\w)` \|", section(page("docs/commands.md"), "## `communique review`"), re.M)
    assert sorted(rows) == sorted(review.KEYS)


def test_every_environment_variable_is_documented_and_no_other():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/communique").rglob("*.py"))
    used = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", code)) | set(re.findall(r'envvar="(\w+)"', code))
    assert set(FIELD.findall(section(page("docs/commands.md"), "## Environment"))) == used


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_options_of_quoted_commands_exist(path):
    for block in blocks(path.read_text(encoding="utf-8"), "sh", "console"):
        for arguments in re.findall(r"(?<![\w/.-])communique ([a-z][^|>#\n]*)", block):
            words = arguments.split()
            named = [f"communique {' '.join(words[:length])}" for length in (1, 2)]
            name = max((name for name in named if name in COMMANDS), key=len, default="")
            assert name, arguments
            parameters = COMMANDS[name].params
            known = {o for parameter in parameters for o in (*parameter.opts, *parameter.secondary_opts)}
            assert set(OPTION.findall(arguments)) - {" -"} <= known, arguments


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_link_and_picture_resolves(path):
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset|href)="([^"]+)"', text)
    for link in links:
        if re.match(r"https?://|mailto:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", FENCE.sub("", target.read_text(encoding="utf-8")), re.M)
            assert anchor in map(slug, headings), link


def test_the_contents_name_every_page():
    named = set(re.findall(r": (\S+\.md)$", SITE.read_text(encoding="utf-8"), re.M))
    assert named == {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}


@pytest.mark.parametrize("kind", [kind.value for kind in kinds.Kind])
def test_every_field_of_a_kind_is_documented_in_order(kind):
    common = FIELD.findall(section(page("docs/formats.md"), "### All entries"))
    own = FIELD.findall(section(page("docs/formats.md"), f"### `{kind}`"))
    of_kind = [plain for plain in PLAIN if plain["kind"] == kind]
    assert of_kind
    assert all(list(plain) == common + own for plain in of_kind)


def test_every_value_of_a_closed_set_is_documented():
    text = page("docs/formats.md")
    closed = [kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    for value in (value for kind in (*closed, ActorKind) if kind is not StrEnum for value in kind):
        assert f"`{value}`" in text or f'`"{value}"`' in text, value


def test_the_shapes_of_values_are_documented():
    shapes = {
        row[0]: row[1].split(", ") for row in re.findall(r"^\| (\w+) \| `\{([^}]+)\}`", page("docs/formats.md"), re.M)
    }
    statement = next(plain for plain in PLAIN if plain["kind"] == "statement")
    event = next(plain for plain in PLAIN if plain["kind"] == "event" and plain["when"])
    commitment = next(plain for plain in PLAIN if plain["kind"] == "commitment" and plain["amount"])
    condition = next(plain for plain in PLAIN if plain["kind"] == "condition")
    assert shapes == {
        "span": list(statement["evidence"][0]),
        "words": list(condition["outcome"]),
        "article": list(statement["article"]),
        "actor": list(statement["asserted_by"]),
        "when": list(event["when"]),
        "amount": list(commitment["amount"]),
    }


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_target_of_make_that_is_named_exists(path):
    text = path.read_text(encoding="utf-8")
    code = re.findall(r"`([^`\n]+)`", FENCE.sub("", text)) + list(blocks(text, "sh", "console"))
    named = {target for piece in code for target in re.findall(r"(?:^|\s)make ([a-z-]+)", piece)}
    assert named <= set(re.findall(r"^([a-z-]+):", page("Makefile"), re.M))


def test_every_benchmark_that_is_named_exists():
    named = {name for path in PAGES for name in re.findall(r"benchmarks\.(\w+)", path.read_text(encoding="utf-8"))}
    commands = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert named == commands


def test_every_rule_file_is_documented():
    named = set(re.findall(r"`(\w+\.yaml)`", page("docs/rules.md")))
    resources = ROOT / "src/communique/resources"
    assert named >= {path.name for path in resources.glob("*.yaml") if "counters:" in path.read_text(encoding="utf-8")}
    assert all((resources / name).exists() for name in named)


def test_every_format_of_an_export_is_documented_in_order():
    rows = re.findall(r"^\| \[`(\w+)`\]\(#([\w-]+)\) \| `([^`]+)` \| `([^`]+)` \|", page("docs/exports.md"), re.M)
    assert [(name, media, suffix) for name, _, media, suffix in rows] == [
        (format.name, format.media_type, format.suffix) for format in FORMATS
    ]
    assert len({anchor for _, anchor, _, _ in rows}) == len(FORMATS)
    table = section(page("docs/exports.md"), "# Exports")
    kinds_taken = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, re.M)[: len(FORMATS)])
    assert kinds_taken == {format.name: format.kinds or "all" for format in FORMATS}


def test_the_columns_of_the_csv_are_documented():
    text = section(page("docs/exports.md"), "## CSV")
    assert f"There are {len(COLUMNS)} columns" in text
    named = {
        column for cells in re.findall(r"^\| .+ \| (.*`.*) \|$", text, re.M) for column in re.findall(r"`(\w+)`", cells)
    }
    assert named <= set(COLUMNS)
    for prefix in ("article", "method", "evidence", "speaker", "deadline", "amount", "issue", "instrument", "review"):
        of_it = {column for column in COLUMNS if column.startswith(f"{prefix}_")}
        assert of_it and of_it <= named, prefix


def test_the_scale_of_claim_reviews_is_documented():
    text = section(page("docs/exports.md"), "## ClaimReview")
    rows = re.findall(r"^\| `(\w+)` \| (\d) \| (.+) \|$", text, re.M)
    assert rows == [(verdict.value, str(value), words) for verdict, value, words in RATINGS]
    assert f"`worstRating` is {WORST}" in text and f"`bestRating` is {BEST}" in text


@pytest.mark.parametrize(
    ("column", "entry"),
    [(1, next(plain for plain in PLAIN if plain["kind"] == "event" and plain["when"])),
     (2, next(plain for plain in PLAIN if plain["kind"] == "commitment" and plain["deadline"]))],
    ids=["event", "commitment"],
)  # fmt: skip
def test_the_status_of_a_calendar_is_documented(column, entry):
    text = section(page("docs/exports.md"), "## iCalendar")
    rows = [
        line.split("|")[1:-1] for line in text.splitlines() if re.match(r"\| `(CONFIRMED|TENTATIVE|CANCELLED)` ", line)
    ]
    told = {status: row[0].strip(" `") for row in rows for status in re.findall(r"`(\w+)`", row[column])}
    known = kinds.EventStatus if entry["kind"] == "event" else kinds.CommitmentStatus
    at = datetime(2030, 5, 1, tzinfo=UTC)
    events = {status.value: to_event(entry | {"status": status.value}, at=at) for status in known}
    assert told == {status: str(event["STATUS"]) for status, event in events.items() if event}
    assert set(told) == set(events)


def test_the_review_of_an_entry_is_documented_in_order():
    text = section(page("docs/formats.md"), "### Review")
    assert [f"review_{name}" for name in FIELD.findall(text)] == [
        name for name in COLUMNS if name.startswith("review_")
    ]
    assert all(f"`{status}`" in text for status in ReviewStatus)


@pytest.mark.reader
@pytest.mark.parametrize("path", [path for path in PAGES if ">>> " in path.read_text(encoding="utf-8")], ids=named)
def test_the_snippets_of_a_page_run(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    snippets = "\n".join(blocks(path.read_text(encoding="utf-8"), "python"))
    test = doctest.DocTestParser().get_doctest(snippets, {}, path.name, None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)
    assert test.examples


@pytest.mark.reader
@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_ids_of_quoted_explanations_exist(path, monkeypatch):
    """Where one is gone: ``python docs/refresh.py --outputs`` finds the entry's new id."""
    import communique

    monkeypatch.chdir(ROOT)
    commands = "\n".join(blocks(path.read_text(encoding="utf-8"), "console"))
    quoted = re.findall(r"^\$ communique explain (\w+) (\S+)", commands, re.M)
    for file in {file for _, file in quoted}:
        ids = [entry.id for entry in communique.read_file(file).entries]
        for prefix in (prefix for prefix, named in quoted if named == file):
            assert sum(id.startswith(prefix) for id in ids) == 1, f"{prefix} in {file}"
