"""View → events: meetings, visits, calls, votes, signings and the like that took place, will, may, or will not.

A rule of ``events.yaml`` finds the trigger; its frame (module ``occasions``) finds who, where, when, the status. Here
occasions become entries: one an occurrence; a bare repetition is left out.
"""

from __future__ import annotations

from functools import cache

from communique.compose.occasions import FRAMES
from communique.compose.stage import Occasion, Stage, set_stage
from communique.compose.view import READ_ROLES, View
from communique.model.entry import Event, EventType
from communique.model.reading import Sentence
from communique.resources.rules import Hit, Matcher, load_rules

_GATHERINGS = frozenset({"meeting", "summit", "talks", "visit", "call"})
_RANK = {"signing": 0, "vote": 0, "summit": 1, "talks": 2, "meeting": 3, "call": 3, "speech": 4, "visit": 5}


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("events"))


def find_events(view: View) -> tuple[Event, ...]:
    """The events of the article, in the order of the text."""
    stage = set_stage(view)
    known: list[Occasion] = []
    for sentence in view.sentences:
        if view.article.blocks[sentence.block].role in READ_ROLES:
            known += [o for o in _in_sentence(stage, sentence) if not any(_repeats(o, k) for k in known)]
    return tuple(_entry(view, occasion) for occasion in known)


def _in_sentence(stage: Stage, sentence: Sentence) -> list[Occasion]:
    """The occasions of a sentence, verbs before nouns, the more telling before the less, each once."""
    view = stage.view
    hits: list[Hit] = list(_matcher().find(view.words, sentence.first, sentence.last))
    found = [o for hit in hits if (o := FRAMES[hit.rule.options["frame"]](stage, hit)) is not None]
    kept: list[Occasion] = []
    for occasion in sorted(found, key=lambda o: (o.nominal, _RANK.get(o.type, 3), -o.score, o.trigger)):
        if not any(_same(view, occasion, other) for other in kept):
            kept.append(occasion)
    return sorted(kept, key=lambda o: (o.evidence.start, o.trigger))


def _same(view: View, one: Occasion, other: Occasion) -> bool:
    """True when two triggers of a sentence tell one event: shared words, or a gathering inside another's clause."""
    if one.trigger < other.last and other.trigger < one.last:
        return True
    if one.evidence == other.evidence:
        return True
    family = one.type == other.type or (one.type in _GATHERINGS and other.type in _GATHERINGS)
    inside = other.evidence.contains(view.words[one.trigger].span)
    if one.nominal and family and inside:
        return True
    if (
        one.type == other.type == "visit"
        and one.evidence.overlaps(other.evidence)
        and not (one.nominal or other.nominal)
    ):
        return True  # "was travelling to Cairo to visit the king"
    if one.type == "visit" and not one.nominal and one.evidence.contains(view.words[other.trigger].span):
        return one.trigger < other.trigger  # "flew to Oslo to meet the king" is the meeting
    return one.type == "speech" and other.type == "speech" and one.evidence.overlaps(other.evidence)


def _repeats(one: Occasion, known: Occasion) -> bool:
    """True when the noun ``one`` names again what ``known`` told: the same kind, nobody new, no other time or place."""
    if not one.nominal and not _retold(one, known):
        return False
    if one.type != known.type and not (one.type in _GATHERINGS and known.type in _GATHERINGS):
        return False
    if one.when is not None and (known.when is None or known.when.value != one.when.value):
        return False
    if one.place is not None and known.place is not None and one.place.text != known.place.text:
        return False
    mine, theirs = {a.actor.id for a in one.participants}, {a.actor.id for a in known.participants}
    return mine <= theirs or (one.when is not None and bool(mine & theirs))


def _retold(one: Occasion, known: Occasion) -> bool:
    """True for a verb told again in the same way of the same people."""
    mine, theirs = {a.actor.id for a in one.participants}, {a.actor.id for a in known.participants}
    same = (one.type, one.status, one.rule) == (known.type, known.status, known.rule)
    return same and mine == theirs and one.when is None


def _entry(view: View, occasion: Occasion) -> Event:
    statement = view.statement_at(occasion.evidence)
    if statement is None and not occasion.nominal:
        statement = view.statement_at(view.words[occasion.trigger].span)
    return Event(
        article=view.article.id,
        evidence=(occasion.evidence,),
        method=view.method(occasion.score, occasion.rule),
        asserted_by=statement.speaker if statement else (),
        type=EventType(occasion.type),
        participants=occasion.participants,
        place=occasion.place,
        when=occasion.when,
        status=occasion.status,
        statement=statement.id if statement else None,
    )
