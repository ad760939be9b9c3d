"""What a rule says, found by its id."""

from pathlib import Path

import pytest

from communique.resources import descriptions as rules
from communique.resources import loader

RULES = """
- id: {name}.promise
  description: a party binds itself
  source: our own
  examples: ["We will leave."]
  counters: ["We left."]
- id: {name}.bare
  source: our own
  examples: ["They may leave."]
  counters: ["They left."]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "top.yaml").write_text(RULES.format(name="top"))
    (tmp_path / "deep" / "under.yaml").write_text(RULES.format(name="under"))
    (tmp_path / "words.yaml").write_text("[one, two]")
    monkeypatch.setattr(loader, "folder", lambda: tmp_path)
    for cached in (rules._rows, loader.load_yaml):
        cached.cache_clear()
    yield
    for cached in (rules._rows, loader.load_yaml):
        cached.cache_clear()


@pytest.mark.parametrize("name", ["top", "under"])
def test_the_description_or_else_an_example(folder, name):
    assert rules.describe_rule(f"{name}.promise") == "a party binds itself"
    assert rules.describe_rule(f"{name}.bare") == "as in: They may leave."


def test_an_unknown_rule_says_nothing(folder):
    assert rules.describe_rule("top.unheard-of") is None
