"""What binds and divides: pledges with amount, deadline and status; disputes with both sides; provisions by draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communique.analyse.facts import (
    Named,
    Span,
    actors_in,
    by_day,
    count_reprints,
    counted,
    days_of,
    issue_of,
    published,
    words_of,
)
from communique.model.entry import CommitmentStatus, Kind, Verdict
from communique.model.judgement import ReviewStatus
from communique.model.plain import Plain

_ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment. ``amount`` is plain as the record holds it; ``overdue`` when it was made, its deadline is over, and
    nothing says that it was kept, broken or withdrawn.
    """

    id: str
    by: tuple[Named, ...]
    to: tuple[Named, ...]
    demanded_by: tuple[Named, ...]
    action: str
    amount: Plain | None
    deadline: Span
    deadline_words: str | None
    status: CommitmentStatus
    overdue: bool
    condition: str | None  # id of the condition it hangs on
    issue: Named | None
    words: str
    told: date | None
    article: str
    reprints: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute: who, and the words where they stand; nobody where nobody is told."""

    actors: tuple[Named, ...]
    words: str | None


@dataclass(frozen=True, slots=True)
class Opposition:
    """A dispute: the claim with who made it, the challenge with who made that. ``statement`` is the id of the statement
    the claim was made in, ``judged`` whether a person decided on it.
    """

    id: str
    claim: Side
    challenge: Side
    verdict: Verdict
    judged: bool
    statement: str | None
    issue: Named | None
    told: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Clause:
    """What one provision says; ``binding`` is None where that is unknown."""

    id: str
    text: str
    binding: bool | None
    issue: Named | None
    words: str
    told: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an instrument ("updated draft"); ``name`` is None where the text tells none."""

    name: str | None
    first_told: date | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A draft, treaty or plan with its versions in the order in which they were first told of."""

    name: str
    versions: tuple[Version, ...]


def list_pledges(entries: Iterable[Plain], today: date, *, actor: str | None = None) -> tuple[Pledge, ...]:
    """The commitments (of the actor with this id, those demanded of it too), the overdue first, then by deadline; those
    without one last, the newest first.
    """
    given = list(entries)
    reprints = count_reprints(given)
    found = [_pledge(entry, today, reprints[entry["id"]]) for entry in counted(given, Kind.COMMITMENT)]
    if actor is not None:
        found = [one for one in found if any(named.id == actor for named in one.by)]
    newest = sorted(found, key=lambda one: (one.told or date.min, one.id), reverse=True)
    return tuple(sorted(newest, key=lambda one: (not one.overdue, *by_day(one.deadline.last or one.deadline.first))))


def list_disputes(entries: Iterable[Plain], *, actor: str | None = None) -> tuple[Opposition, ...]:
    """The disputes (with the actor with this id on either side), the newest first."""
    given = list(entries)
    statements = {entry["id"]: entry for entry in given if entry["kind"] == Kind.STATEMENT}
    found = [_opposition(entry, statements) for entry in counted(given, Kind.DISPUTE)]
    if actor is not None:
        found = [one for one in found if any(n.id == actor for side in (one.claim, one.challenge) for n in side.actors)]
    return tuple(sorted(found, key=lambda one: (one.told or date.min, one.id), reverse=True))


def list_instruments(entries: Iterable[Plain]) -> tuple[Instrument, ...]:
    """The provisions by instrument and version. Names that differ in case or a leading article are one instrument; the
    instrument with most provisions comes first.
    """
    names: dict[str, str] = {}
    versions: dict[str, dict[str | None, list[Clause]]] = {}
    for entry in sorted(counted(entries, Kind.PROVISION), key=lambda entry: by_day(published(entry))):
        told = entry["instrument"]
        key = _ARTICLE.sub("", told["name"].strip()).casefold()
        names.setdefault(key, told["name"])
        version = " ".join(told["version"].split()).casefold() if told["version"] else None
        versions.setdefault(key, {}).setdefault(version, []).append(_clause(entry))
    found = [
        Instrument(
            names[key],
            tuple(Version(name, clauses[0].told, tuple(clauses)) for name, clauses in under.items()),
        )
        for key, under in versions.items()
    ]
    return tuple(sorted(found, key=lambda one: (-sum(len(v.clauses) for v in one.versions), one.name)))


def _pledge(entry: Plain, today: date, reprints: int) -> Pledge:
    deadline, status = days_of(entry["deadline"]), CommitmentStatus(entry["status"])
    return Pledge(
        id=entry["id"],
        by=actors_in(entry, "by"),
        to=actors_in(entry, "to"),
        demanded_by=actors_in(entry, "demanded_by"),
        action=entry["action"],
        amount=entry["amount"],
        deadline=deadline,
        deadline_words=entry["deadline"] and entry["deadline"]["text"],
        status=status,
        overdue=status is CommitmentStatus.MADE and deadline.before(today),
        condition=entry["condition"],
        issue=issue_of(entry),
        words=words_of(entry),
        told=published(entry),
        article=entry["article"]["id"],
        reprints=reprints,
    )


def _opposition(entry: Plain, statements: dict[str, Plain]) -> Opposition:
    claimed = statements.get(entry["statement"] or "")
    claimants = actors_in(entry, "claimant") or (actors_in(claimed, "speaker") if claimed else ())
    status = entry.get("review", {}).get("status", ReviewStatus.PROPOSED.value)
    return Opposition(
        id=entry["id"],
        claim=Side(claimants, entry["claim"]["text"]),
        challenge=Side(actors_in(entry, "challenger"), words_of(entry)),
        verdict=Verdict(entry["verdict"]),
        judged=status != ReviewStatus.PROPOSED,
        statement=entry["statement"],
        issue=issue_of(entry),
        told=published(entry),
        article=entry["article"]["id"],
    )


def _clause(entry: Plain) -> Clause:
    binding = entry["binding"]
    return Clause(
        id=entry["id"],
        text=entry["text"]["text"],
        binding=binding if isinstance(binding, bool) else None,
        issue=issue_of(entry),
        words=words_of(entry),
        told=published(entry),
        article=entry["article"]["id"],
    )
