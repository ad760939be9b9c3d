"""Names, times and speakers of sets that no rule was written for: they may get better, never worse than the floors.

Floors stand a little under what was measured (docs/accuracy.md).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import forward, names, speakers
from benchmarks.marked_times import read_items

pytestmark = pytest.mark.reader
HERE = Path(__file__).parent


def test_days_ahead_are_read() -> None:
    read = forward.communique_reader()
    items = read_items((HERE / "times/heldout.txt").read_text(encoding="utf-8"))
    pairs = [pair for item in items for pair in forward.paired(item.marks, sorted(read(item)))]
    assert forward.measure(pairs, None).value >= 0.9
    assert forward.measure([p for p in pairs if p[0].future], None).value >= 0.9


@pytest.mark.parametrize(
    ("kind", "floor"), [("person", 0.92), ("organisation", 0.86), ("place", 0.93), ("group", 0.91)]
)
def test_names_are_found(figures: dict[str, dict[str, float]], kind: str, floor: float) -> None:
    assert figures[kind]["package"] >= floor


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    out = tmp_path_factory.mktemp("names") / "names.json"
    names.main(["own", "--out", str(out)])
    found: dict[str, dict[str, float]] = json.loads(out.read_text(encoding="utf-8"))["own"]
    return found


@pytest.mark.parametrize(("half", "floor"), [("seen", 0.8), ("unseen", 0.7)])
def test_speakers_are_found(half: str, floor: float, tmp_path: Path) -> None:
    out = tmp_path / "speakers.json"
    speakers.main([str(HERE / "speakers" / half), "--out", str(out)])
    (together,) = (figures["together"] for figures in json.loads(out.read_text(encoding="utf-8")).values())
    assert together["right"] / together["all"] >= floor
