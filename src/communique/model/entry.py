"""What the record says: the seven kinds of entry, and what every one of them carries.

An entry cannot be built without evidence; its id hashes kind, article and evidence spans and nothing else, so that
a rerun with a newer reader meets the same entry again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from communique.model.actor import ActorMention
from communique.model.article import Article
from communique.model.span import Span
from communique.model.when import Amount, When


class Kind(StrEnum):
    """The closed set of entry kinds."""

    STATEMENT = "statement"
    COMMITMENT = "commitment"
    CONDITION = "condition"
    DISPUTE = "dispute"
    EVENT = "event"
    PROVISION = "provision"
    AMOUNT = "amount"


class Mode(StrEnum):
    """How a statement's content stands in the text."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """Where a statement stands toward its issue."""

    FOR = "for"
    AGAINST = "against"
    CONDITIONAL = "conditional"
    UNCLEAR = "unclear"


class CommitmentStatus(StrEnum):
    """How far a commitment has come."""

    MADE = "made"
    OFFERED = "offered"
    HOPED = "hoped"
    POSSIBLE = "possible"
    DEMANDED = "demanded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    BROKEN = "broken"


class Sense(StrEnum):
    """How a condition binds its outcome."""

    ONLY_IF = "only_if"
    IF = "if"
    UNLESS = "unless"
    WITHOUT = "without"


class Verdict(StrEnum):
    """What the challenge of a dispute amounts to."""

    FALSE = "false"
    DENIED = "denied"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not_supported"
    QUESTIONED = "questioned"


class EventType(StrEnum):
    """What kind of event it is."""

    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    TALKS = "talks"
    VOTE = "vote"
    SIGNING = "signing"
    SUMMIT = "summit"
    SPEECH = "speech"
    DEPLOYMENT = "deployment"
    STRIKE = "strike"
    ELECTION = "election"
    DEADLINE = "deadline"


class EventStatus(StrEnum):
    """Whether it has happened, will, may, or will not."""

    HELD = "held"
    SCHEDULED = "scheduled"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Binding(StrEnum):
    """Whether a provision binds the parties."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Method:
    """What found an entry: ``name`` of the stage, its ``version``, ``score`` in [0, 1], ids of the rules that fired."""

    name: str
    version: str
    score: float
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """What the parties are talking about."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """A span with a readable paraphrase or its own words: ``{text, start, end}`` in the record."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBase:
    """Common to all entries. ``evidence`` is never empty; its spans are sorted and do not overlap."""

    kind: ClassVar[Kind]

    article: str  # the article's id
    evidence: tuple[Span, ...]
    method: Method
    issue: Issue | None = None
    asserted_by: tuple[ActorMention, ...] = ()  # empty: the article itself
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"{self.kind} without evidence")
        object.__setattr__(self, "id", entry_id(self.kind, self.article, self.evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(EntryBase):
    """Somebody said, wrote, thought, wants, intends, denies or decreed something."""

    kind: ClassVar[Kind] = Kind.STATEMENT
    speaker: tuple[ActorMention, ...] = ()  # empty: not told
    cue: Span | None = None
    content: tuple[Span, ...]
    mode: Mode
    addressee: Words | None = None
    venue: Words | None = None
    relayed_by: ActorMention | None = None
    said_on: When | None = None
    about: tuple[ActorMention, ...] = ()
    stance: Stance = Stance.UNCLEAR
    inside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(EntryBase):
    """Somebody is, or is asked to be, bound to do something."""

    kind: ClassVar[Kind] = Kind.COMMITMENT
    by: tuple[ActorMention, ...] = ()
    to: tuple[ActorMention, ...] = ()
    action: str
    amount: Amount | None = None
    deadline: When | None = None
    start: When | None = None
    condition: str | None = None  # id
    status: CommitmentStatus
    demanded_by: tuple[ActorMention, ...] = ()
    statement: str | None = None  # id of the statement it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(EntryBase):
    """One thing holds only with another."""

    kind: ClassVar[Kind] = Kind.CONDITION
    held_by: tuple[ActorMention, ...] = ()  # empty: the article
    outcome: Words
    requires: Words
    sense: Sense
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(EntryBase):
    """A claim is contradicted, denied, called false, or not borne out."""

    kind: ClassVar[Kind] = Kind.DISPUTE
    claim: Words
    claimant: tuple[ActorMention, ...] = ()
    challenger: tuple[ActorMention, ...] = ()  # empty: the article
    verdict: Verdict
    statement: str | None = None  # id of the claim's statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(EntryBase):
    """A meeting, visit, call, vote, signing and the like: held, coming, or called off."""

    kind: ClassVar[Kind] = Kind.EVENT
    type: EventType
    participants: tuple[ActorMention, ...] = ()
    place: Words | None = None
    when: When | None = None
    status: EventStatus
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(EntryBase):
    """What a draft, treaty or plan says."""

    kind: ClassVar[Kind] = Kind.PROVISION
    instrument: str
    instrument_version: str | None = None
    text: Words
    binding: Binding = Binding.UNKNOWN
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(EntryBase):
    """A figure that somebody will want to check (kind ``amount``)."""

    kind: ClassVar[Kind] = Kind.AMOUNT
    amount: Amount
    claimed_by: tuple[ActorMention, ...] = ()
    when: When | None = None
    statement: str | None = None


Entry = Statement | Commitment | Condition | Dispute | Event | Provision | Figure


def entry_id(kind: Kind, article: str, evidence: Iterable[Span]) -> str:
    """The id of an entry of this kind that rests on these spans of the article with this id."""
    places = ",".join(f"{span.start}-{span.end}" for span in evidence)
    return f"{kind.value[0]}{hashlib.sha256(f'{kind}|{article}|{places}'.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the reader was unsure or had to leave something out: what, where, why."""

    what: str
    span: Span | None
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """An article and its entries, in the order of the text."""

    article: Article
    entries: tuple[Entry, ...]
    actors: tuple[ActorMention, ...] = ()  # the cast, each with its first mention
    doubts: tuple[Doubt, ...] = ()
    reader: str = ""  # what read it: "communique 0.1.0"
