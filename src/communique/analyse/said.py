"""Who said what when: an actor's statements issue by issue, and an issue's statements actor by actor, with stances.

Counts are of statements, not of reprints. Where somebody stands, and when that changed, is not told here: these are the
statements that such findings rest on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from communique.analyse.facts import (
    Named,
    actors_in,
    by_day,
    count_reprints,
    counted,
    days_of,
    issue_of,
    published,
    words_of,
)
from communique.model.entry import Kind, Stance
from communique.model.plain import Plain

_NO_ISSUE = Named("", "no issue told")
_NOBODY = Named("", "nobody named")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on a line of time. ``day`` is when it was said, else when its article was published; ``reprints``
    counts those among the entries given.
    """

    id: str
    day: date | None
    speakers: tuple[Named, ...]
    issue: Named | None
    stance: Stance
    words: str
    outlet: str | None
    article: str
    reprints: int


@dataclass(frozen=True, slots=True)
class Line:
    """The statements of one issue or one actor in the order of their days, the undated last; ``stances`` counts them,
    in the order of the stances.
    """

    about: Named
    said: tuple[Said, ...]
    stances: tuple[tuple[Stance, int], ...]


def statements_of(entries: Iterable[Plain], actor: str) -> tuple[Line, ...]:
    """What the actor with this id said, issue by issue; the issue with most statements first, no issue last."""
    lines = defaultdict(list)
    for said in _statements(entries):
        if any(speaker.id == actor for speaker in said.speakers):
            lines[said.issue or _NO_ISSUE].append(said)
    return _ordered(lines)


def stances_on(entries: Iterable[Plain], issues: str | Collection[str]) -> tuple[Line, ...]:
    """What was said on an issue (or on several: one with those below it), actor by actor; whoever said most first.

    A statement of two speakers stands on both lines; those of nobody named stand on the last.
    """
    wanted = {issues} if isinstance(issues, str) else set(issues)
    lines = defaultdict(list)
    for said in _statements(entries):
        if said.issue is not None and said.issue.id in wanted:
            for speaker in said.speakers or (_NOBODY,):
                lines[speaker].append(said)
    return _ordered(lines)


def _statements(entries: Iterable[Plain]) -> list[Said]:
    given = list(entries)
    reprints = count_reprints(given)
    return [
        Said(
            id=entry["id"],
            day=days_of(entry["said_on"]).day or published(entry),
            speakers=actors_in(entry, "speaker"),
            issue=issue_of(entry),
            stance=Stance(entry["stance"]),
            words=words_of(entry),
            outlet=entry["article"]["outlet"],
            article=entry["article"]["id"],
            reprints=reprints[entry["id"]],
        )
        for entry in counted(given, Kind.STATEMENT)
    ]


def _ordered(lines: dict[Named, list[Said]]) -> tuple[Line, ...]:
    found = []
    for about, said in sorted(lines.items(), key=lambda line: (not line[0].id, -len(line[1]), line[0].name)):
        counts = Counter(one.stance for one in said)
        in_order = sorted(said, key=lambda one: by_day(one.day, one.id))
        found.append(Line(about, tuple(in_order), tuple((stance, counts[stance]) for stance in Stance)))
    return tuple(found)
