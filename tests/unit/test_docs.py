"""The manual says what the program does: commands, options, fields, variables, links, targets, snippets."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer

from communique.cli import explain, listing, output, read, sources
from communique.cli.app import app
from communique.model import entry as kinds
from communique.model.actor import ActorKind
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


COMMANDS: dict[str, Any] = {"communique": typer.main.get_command(app)}
COMMANDS |= {f"communique {name}": command for name, command in COMMANDS["communique"].commands.items()}


def test_every_command_is_documented_and_no_other():
    documented = re.findall(r"^## `(communique[^`]*)`$", page("docs/commands.md"), re.M)
    assert sorted(documented) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented_and_no_other(name):
    command = COMMANDS[name]
    options = {o for parameter in command.params for o in (*parameter.opts, *parameter.secondary_opts) if o[0] == "-"}
    options |= {"--help", "-h"}
    assert row_options(section(page("docs/commands.md"), f"## `{name}`")) == options


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("communique read", {sources.ALL_READ, 2, sources.SOME_FAILED, sources.NONE_READ, output.PIPE_CLOSED}),
        ("communique explain", {0, 2, explain.NOT_FOUND, explain.UNREADABLE, output.PIPE_CLOSED}),
        *(
            (f"communique {name}", {sources.ALL_READ, 2, sources.SOME_FAILED, sources.NONE_READ, output.PIPE_CLOSED})
            for name in ("actors", "names", "times")
        ),
    ],
)
def test_every_exit_status_is_documented(name, statuses):
    rows = re.findall(r"^\| (\d+) \|", section(page("docs/commands.md"), f"## `{name}`"), re.M)
    assert {int(row) for row in rows} == statuses


def test_every_form_is_documented():
    forms = {"read": read.Format, **dict.fromkeys(("actors", "names", "times"), listing.Form)}
    for name, every in forms.items():
        text = section(page("docs/commands.md"), f"## `communique {name}`")
        assert all(f"`{form.value}`" in text for form in every)


def test_every_environment_variable_is_documented_and_no_other():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/communique").rglob("*.py"))
    used = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", code)) | set(re.findall(r'envvar="(\w+)"', code))
    assert set(FIELD.findall(section(page("docs/commands.md"), "## Environment"))) == used


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_options_of_quoted_commands_exist(path):
    for block in blocks(path.read_text(encoding="utf-8"), "sh", "console"):
        for command, arguments in re.findall(r"communique (read|explain|actors|names|times)\b([^|>#\n]*)", block):
            known = {o for parameter in COMMANDS[f"communique {command}"].params for o in parameter.opts}
            assert set(OPTION.findall(arguments)) - {" -"} <= known, f"{command}{arguments}"


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


@pytest.mark.reader
def test_the_snippets_of_the_api_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks(page("docs/api.md"), "python")), {}, "api.md", None, 0)
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
