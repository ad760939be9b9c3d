"""The gender of persons whose given name tells nothing, from the pronouns that follow their names.

Enters: a Scene whose persons are gathered. Leaves: ``part.gender`` where the pronouns right behind a person's names,
before anybody else is named, are of one gender for the most part.
"""

from __future__ import annotations

from collections import Counter

from communique.model.reading import NameKind
from communique.resolve.scene import Part, Run, Scene

_TOLD = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_AHEAD = 30  # words, within the sentence and the next


def learn_genders(scene: Scene) -> None:
    """Gives persons of unknown gender that of most pronouns that can only mean them."""
    votes: dict[int, Counter[str]] = {}
    parts: dict[int, Part] = {}
    for run in scene.runs:
        if run.kind is not NameKind.PERSON or run.part is None or run.part.gender is not None:
            continue
        gender = _pronoun_after(scene, run)
        if gender is not None:
            parts[id(run.part)] = run.part
            votes.setdefault(id(run.part), Counter())[gender] += 1
    for key, counts in votes.items():
        (gender, most), *rest = counts.most_common()
        if not rest or most > 2 * rest[0][1]:
            parts[key].gender = gender


def _pronoun_after(scene: Scene, run: Run) -> str | None:
    """The gender of the first pronoun behind a name, within reach, where no other person is named about."""
    begun = scene.sentence_of[run.first]
    start = scene.annotations.sentences[begun].first
    stop = min(len(scene.words), run.last + _AHEAD)
    for i in range(start, stop):
        if scene.sentence_of[i] > begun + 1:
            return None
        other = scene.run_at.get(i)
        if other is not None and other.kind is NameKind.PERSON and other.part is not run.part:
            return None
        if i >= run.last and scene.lower[i] in _TOLD and not scene.words[i].quoted:
            inserted = scene.texts[i - 1] == "," and scene.words[i].tag == "PRP" and scene.sentence_of[i] == begun
            return None if inserted else _TOLD[scene.lower[i]]  # "Lund, she said, would go": another speaks of Lund
    return None
