"""Files that nobody would wish to read: each gets a clear error or a correct record, and the others are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.app import app

pytestmark = pytest.mark.reader
GOOD = "President Ana Duarte said on Monday that Lorn would sign the treaty by 2027.\n\n“We agreed,” she said.\n"

REFUSED = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n ",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "archive.txt": b"PK\x03\x04" + b"\x00\x01\x02" * 500,
    "huge.txt": b"The envoys met again. " * (50_000_000 // 22),
    "bytes.txt": "“We agreed,” said René Vare — the envoy of Côte. ".encode() * 5 + b"\xff\xfe bad \xc3 end",
}
READ = {
    "utf16.txt": GOOD.encode("utf-16"),
    "bom.txt": b"\xef\xbb\xbf" + GOOD.encode(),
    "crlf.txt": GOOD.replace("\n", "\r\n").encode(),
    "latin1.txt": ("Le café est fermé, said Minister René Ségolène of Côte. " * 20).encode("latin-1"),
    "nested.html": b"<html><body>" + b"<div>" * 100_000 + b"<p>" + GOOD.encode() + b"</p>" + b"</div>" * 100_000,
    "line.txt": (GOOD.split("\n")[0] * 40 + "a" * 1_000).encode(),
    "rtl.txt": ("قال الرئيس 🙂 " * 30 + "\n\n" + GOOD + "שלום " * 20).encode(),
    "script.txt": (GOOD + "<script>alert('x')</script> “<img src=x onerror=alert(1)>,” she said.").encode(),
}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["read", *arguments, "--no-store", "--format", "jsonl"])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_named_with_advice_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(REFUSED[name])
    good.write_text(GOOD, encoding="utf-8")
    code, out, err = run(str(bad), str(good))
    assert code == 1
    assert name in err.replace("\n", "")
    assert {json.loads(line)["article"]["path"] for line in out.splitlines()} == {str(good)}
    assert run(str(bad))[0] == 3


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_keeps_its_offsets(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(READ[name])
    code, out, _ = run(str(path))
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows or name == "latin1.txt"
    if name.endswith(".txt") and name not in ("utf16.txt", "latin1.txt"):
        text = READ[name].decode("utf-8-sig")
        for row in rows:
            for span in row["evidence"]:
                assert text[span["start"] : span["end"]] == span["text"]


def test_a_million_characters_on_one_line_are_read(tmp_path: Path) -> None:
    """Too long to run through the encoder in a test, the line is mostly one endless word."""
    path = tmp_path / "million.txt"
    path.write_text(GOOD.split("\n")[0] + " " + "z" * 1_000_000, encoding="utf-8")
    code, out, _ = run(str(path))
    assert code == 0
    assert any(json.loads(line)["kind"] == "statement" for line in out.splitlines())
