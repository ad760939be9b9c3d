"""How fast the rules of names and times are: ``python -m benchmarks.rules_speed [--articles 60] [--out FILE]``.

Over PolNeAR's development articles (the package's examples, where ``../shared`` is absent), each read once by the
encoder before anything is timed; then each stage runs alone over all of them, the best of five rounds, in process time
of one core. Printed: megabytes of text a second for the time rules (finding and resolving), for the names (gazetteer
and agreement), and for all of ``resolve`` (names, who and when); and how much names and times together add to a reading
that would do without them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.read_speed import texts
from communique.annotate.encoder import Encoder
from communique.annotate.read import annotate
from communique.annotate.times import find_times
from communique.compose.read import compose
from communique.ingest import read_text
from communique.model.reading import Annotations
from communique.resolve.names import find_names
from communique.resolve.read import resolve
from communique.resolve.scene import Scene
from communique.resolve.times import resolve_times
from communique.resources.loader import reader_folder
from communique.resources.names import load_lexicon
from communique.resources.world import load_world

ROUNDS = 5


def main(arguments: Sequence[str]) -> int:
    """Prints a line a stage; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args(arguments)
    encoder = Encoder(reader_folder())
    articles = [read_text(text) for text in texts(options.shared, options.articles)]
    begun = time.process_time()
    read = [annotate(article, encoder) for article in articles]
    reading = time.process_time() - begun
    resolved = [resolve(one) for one in read]
    megabytes = sum(len(article.text.encode()) for article in articles) / 1e6
    lexicon, world = load_lexicon(), load_world()
    stages: dict[str, Callable[[Annotations], object]] = {
        "find times": lambda one: find_times(one.article, one.words, one.sentences),
        "resolve times": resolve_times,
        "names": lambda one: find_names(Scene(one, lexicon, world)),
        "resolve, all": resolve,
    }
    seconds = {name: _best(stage, read) for name, stage in stages.items()}
    begun = time.process_time()
    for one in resolved:
        compose(one, "benchmark")
    composing = time.process_time() - begun
    added = seconds["find times"] + seconds["resolve, all"]
    figures = {
        "time rules, MB/s": megabytes / (seconds["find times"] + seconds["resolve times"]),
        **{f"{name}, MB/s": megabytes / value for name, value in seconds.items()},
        "names and times add": added / (reading + composing - seconds["find times"]),
    }
    for name, figure in figures.items():
        print(f"{name:24}{figure:8.2f}")
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _best(stage: Callable[[Annotations], object], read: Sequence[Annotations]) -> float:
    """Seconds of process time for all of ``read``, the least of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for one in read:
            stage(one)
        rounds.append(time.process_time() - begun)
    return min(rounds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
