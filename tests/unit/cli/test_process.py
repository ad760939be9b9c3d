"""The process as a whole: quick to start, and quiet when its reader goes away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

FAKED = """
import communique.cli.read
from tests.unit.cli.conftest import FakeReader
communique.cli.read.load_reader = FakeReader
from communique.cli import main
main()
"""


def start(code: str, *arguments: str, stdin: int | None = None, **options: object) -> subprocess.Popen[bytes]:
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": path, **options},  # type: ignore[dict-item]
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_help_loads_nothing_heavy():
    code = """
import sys
sys.argv = ["communique", "read", "--help"]
from communique.cli import main
try:
    main()
except SystemExit:
    pass
heavy = {"numpy", "onnxruntime", "trafilatura", "lxml", "sqlite3", "jinja2", "yaml", "communique.pipeline"}
heavy |= {"sqlalchemy", "alembic", "fastapi", "uvicorn", "pyarrow", "icalendar", "argon2"}
print("HEAVY", sorted(heavy & sys.modules.keys()))
"""
    out, _ = start(code).communicate(timeout=60)
    assert out.decode().splitlines()[-1] == "HEAVY []"


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
@pytest.mark.parametrize("format", ["jsonl", "table"])
def test_a_reader_that_goes_away_leaves_no_traceback(format):
    for number in range(40):
        Path(f"talks-{number}.txt").write_text(f"The envoys met for the {number}th time. " * 800)
    process = start(FAKED, "read", ".", "--format", format, "--no-store")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert errors == ""


def test_the_output_is_utf8_whatever_the_locale(article):
    article.write_text("The envoys met in Pärnu — “briefly”, in snow ☃.\n", encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    process = start(FAKED, "read", "talks.txt", "--no-store", "--date", "2025-02-26", **ascii_only)
    out, errors = process.communicate(timeout=60)
    assert "Pärnu — “briefly”, in snow ☃" in out.decode("utf-8")
    assert errors == b""
