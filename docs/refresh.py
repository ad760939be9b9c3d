"""Renews what the manual shows: the pictures of a dossier and the desk, and the output of the commands it quotes.

    python docs/refresh.py [--pictures] [--outputs]        both, where neither is named

Run it from the repository's root with the package installed. A fenced block marked ``console`` is one command, after
``$``, and what it printed: every such block of README.md and docs/ is run again, in 100 columns and with a store of the
page's own. A command that fails stops the run. Ids may change with the rules, so a comment before a block says which
entry is meant, and its id is put into the command:

    <!-- condition in examples/river-treaty.txt: only if Tessaria released -->

The pictures need Chromium and the test requirements.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.request import urlopen

import communique

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
EXAMPLE = "mackerel-talks.txt"
ACTOR = "person:tomas-rehn"
SIZE = (1400, 1000)
PORT = 8479
_MEANT = re.compile(
    r"(?P<head>^<!-- (?P<kind>\w+) in (?P<file>\S+): (?P<words>.+?) -->\n\n?```console\n\$ communique explain )\w+",
    re.M,
)
_BLOCK = re.compile(r"(?P<head>^```console\n\$ (?P<command>[^\n]+)\n)(?P<output>.*?)(?P<tail>^```$)", re.M | re.S)


def renew_outputs(page: str, store: Path) -> str:
    """The page with fresh output in every console block; SystemExit names a command that fails or prints nothing."""
    page = _MEANT.sub(lambda match: match["head"] + find_id(match["kind"], match["file"], match["words"]), page)
    return _BLOCK.sub(lambda match: match["head"] + _run(match["command"], store) + match["tail"], page)


def find_id(kind: str, file: str, words: str) -> str:
    """The shortest id, of four characters or more, of the entry of ``kind`` whose evidence holds ``words``."""
    record = _record(file)
    text = record.article.text
    found = [e.id for e in record.entries if e.kind == kind and any(words in span.of(text) for span in e.evidence)]
    if not found:
        raise SystemExit(f"{file}: no {kind} rests on {words!r} any more; choose other words")
    return next(found[0][:n] for n in range(4, 14) if sum(e.id.startswith(found[0][:n]) for e in record.entries) == 1)


@cache
def _record(file: str) -> communique.Record:
    return communique.read_file(ROOT / file)


def _run(command: str, store: Path) -> str:
    told = {"COLUMNS": "100", "NO_COLOR": "1", "COMMUNIQUE_DB": str(store)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env={**os.environ, **told, "PATH": path}, capture_output=True, text=True
    )
    if done.returncode or not done.stdout:
        raise SystemExit(f"{command}\n  exit status {done.returncode}: {done.stderr.strip() or 'no output'}")
    return done.stdout if done.stdout.endswith("\n") else f"{done.stdout}\n"


def take_pictures(folder: Path) -> None:
    """Writes each picture in light and dark: an example's dossier, the review queue, an actor over time."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        with _desk(Path(room)) as address:
            pictures = {
                "dossier": _write_dossier(Path(room)),
                "desk-review": f"{address}/review?order=impact&kind=commitment",
                "desk-actor": f"{address}/actors/{ACTOR}",
            }
            for name, place in pictures.items():
                _take(browser, place, folder / f"{name}.png", "light")
                _take(browser, place, folder / f"{name}-dark.png", "dark")
        browser.close()


def _take(browser: Browser, place: str, path: Path, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(
        viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(place)
    page.wait_for_timeout(500)  # the page scrolls to what is chosen
    page.screenshot(path=str(path))
    page.close()


def _write_dossier(room: Path) -> str:
    """The address of the example's dossier with a conditional commitment chosen."""
    from communique.export.dossier import write_dossier
    from communique.model.entry import Commitment

    record = _record(f"examples/{EXAMPLE}")
    chosen = next(entry.id for entry in record.entries if isinstance(entry, Commitment) and entry.condition)
    file = room / "dossier.html"
    file.write_text(write_dossier([record]), encoding="utf-8")
    return f"{file.as_uri()}#entry-{chosen}"


@contextmanager
def _desk(room: Path) -> Iterator[str]:
    """The address of a desk over the examples, while the block runs."""
    command = [Path(sys.executable).with_name("communique")]
    store = ["--db", str(room / "record.db")]
    subprocess.run([*command, "add", "examples", *store], cwd=ROOT, check=True, capture_output=True)
    address = f"http://127.0.0.1:{PORT}"
    serve = [*command, "serve", "--no-open", "--port", str(PORT), "--as", "ana", *store]
    with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as desk:
        try:
            for _ in range(100):
                with suppress(OSError), urlopen(f"{address}/api/v1/openapi.json"):
                    break
                time.sleep(0.2)
            yield address
        finally:
            desk.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", action="store_true", help="only the pictures")
    parser.add_argument("--outputs", action="store_true", help="only the output of commands")
    args = parser.parse_args()
    if args.outputs or not args.pictures:
        with tempfile.TemporaryDirectory() as room:
            for page in PAGES:
                old = page.read_text(encoding="utf-8")
                new = renew_outputs(old, Path(room) / f"{page.stem}.db")
                if new != old:
                    page.write_text(new, encoding="utf-8")
                    print(f"renewed {page.relative_to(ROOT)}")
    if args.pictures or not args.outputs:
        take_pictures(ROOT / "docs/pictures")
        print("renewed docs/pictures")


if __name__ == "__main__":
    main()
