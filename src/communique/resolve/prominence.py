"""Who is in the reader's mind where a definite noun phrase stands: the table of what brings one there.

Enters: a Scene, a phrase read as a Noun. Leaves: for each who may be meant, the weight of where the text last had them,
or is just about to name them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from communique.model.actor import ActorKind
from communique.model.reading import MentionForm, NameKind
from communique.resolve.nouns import Noun
from communique.resolve.scene import Part, Phrase, Scene, Sighting

SALIENCE = {
    # who is in the reader's mind
    "sentence away": -0.45,
    "subject or speaker": 0.7,
    "spoke last": 0.4,
    "just introduced": 0.3,
    "in the same sentence": -1.0,
    "not met yet": -1.0,
    "named beside it next": 1.0,
    "introduced next": 0.8,
    "bare name": 0.4,
    "unnamed": -0.3,
    "nothing told": -0.8,
    "noun tells of whom": -0.4,
    "holds another office": -1.2,
    "is of a known land": -0.8,
}
_LEAST_SALIENT = -1.4  # salience that does where nothing is told
_LEAST_AHEAD = -2.4  # and of somebody who is named only afterwards
_FARTHEST = 3  # sentences that count
_RECENT, _LAST = 240, 12  # mentions of all, of one
_CROWD = 80  # persons above which only those met lately may be meant
_ALOOF = frozenset(  # whom "the" introduces without their having been told of
    "official source spokesman spokeswoman spokesperson aide assistant interpreter reporter journalist witness head "
    "member host moderator anchor secretary staff other one".split()
)
_ROLES = frozenset(  # what one may be beside an office
    "mediator negotiator envoy host delegate facilitator candidate nominee professor lawyer economist general colonel "
    "admiral judge activist".split()
)
_UNKNOWN = frozenset("a an one another some his her".split())  # "the head of one large charity"


@dataclass(frozen=True, slots=True)
class Asked:
    """A noun where it stands: who may be meant, who may not, who is named next, who spoke last."""

    scene: Scene
    noun: Noun
    here: int  # its sentence
    source: int | None  # the attribution whose source it is
    pool: tuple[Part, ...]
    barred: tuple[Part, ...]
    following: Part | None
    anaphoric: bool
    speaker: tuple[Part, ...]


def ask(scene: Scene, noun: Noun) -> Asked:
    """What of the text around the noun bears on whom it means."""
    phrase = noun.phrase
    here, source = scene.sentence_of[phrase.first], scene.source_of[phrase.noun]
    recent = [s for s in scene.sightings[-_RECENT:] if s.first < phrase.first]
    following = _introduced_next(scene, noun)
    speaks = (s for s in reversed(recent) if scene.source_of[s.first] is not None and _leads(scene, s))
    last = next(speaks, None)
    return Asked(
        scene,
        noun,
        here,
        source,
        _pool(scene, recent, following),
        _spoken_of(scene, phrase),
        following,
        _takes_up(scene, noun),
        last.parts if last is not None else (),
    )


def _pool(scene: Scene, recent: list[Sighting], following: Part | None) -> tuple[Part, ...]:
    """The persons, and those met lately whom nobody named; of a crowd only who was met lately."""
    met = dict.fromkeys(p for s in recent for p in s.parts)
    unnamed = [p for p in met if p.kind is ActorKind.UNNAMED and not p.plural]
    if len(scene.persons) <= _CROWD:
        return (*scene.persons, *unnamed)
    persons = [p for p in met if p.kind is ActorKind.PERSON]
    return (*persons, *unnamed, *((following,) if following is not None else ()))


def salience(asked: Asked, part: Part) -> float:
    """The weight of how ``part`` stands in the text before the noun, or right after it."""
    return sum(SALIENCE[feature] * times for feature, times in _stands(asked, part))


def salience_alone(asked: Asked, part: Part) -> float | None:
    """The weight where nothing that the noun says was told of ``part``; None where that is not enough."""
    noun, ahead = asked.noun, part is asked.following
    if not ahead and not (asked.anaphoric and part.seen and part.kind is ActorKind.PERSON):
        return None
    weight = salience(asked, part) + sum(SALIENCE[f] for f in _strangeness(part, noun))
    return weight if weight >= (_LEAST_SALIENT if part.seen else _LEAST_AHEAD) else None


def _stands(asked: Asked, part: Part) -> Iterator[tuple[str, int]]:
    """What speaks for somebody by where the text last had them, each with how often it counts."""
    scene, here = asked.scene, asked.here
    if part.kind is ActorKind.UNNAMED:
        yield "unnamed", 1
    told = [s for s in part.met[-_LAST:] if s.first < asked.noun.phrase.first]
    own = [s for s in told if not _is_own(asked, s)]
    if not own:
        yield from _to_come(asked, part, bool(told))
        return
    distance = min(here - scene.sentence_of[s.first] for s in own)
    yield "sentence away", min(_FARTHEST, distance)
    if any(s.form is MentionForm.NAME and scene.sentence_of[s.first] == here for s in own):
        yield "in the same sentence", 1
    if distance > _FARTHEST:
        return
    recent = [s for s in own if here - scene.sentence_of[s.first] <= max(1, distance)]
    if any(_leads(scene, s) for s in recent):
        yield "subject or speaker", 1
    if recent[0] is part.met[0] and recent[0].form is not MentionForm.PRONOUN:
        yield "just introduced", 1
    if asked.speaker == (part,):
        yield "spoke last", 1


def _to_come(asked: Asked, part: Part, told: bool) -> Iterator[tuple[str, int]]:
    """What speaks for somebody whom the text has not met yet; ``told``: but in the noun's own reported words."""
    yield "not met yet", 1
    near = any(0 <= asked.scene.sentence_of[at] - asked.here <= 2 for at in part.named)
    yield "sentence away", _FARTHEST if told or not near else 1
    if id(part) in asked.scene.awaited:
        yield "named beside it next", 1
    if part is asked.following:
        yield "introduced next", 1
        yield "bare name", _is_bare(part)


def _is_own(asked: Asked, sighting: Sighting) -> bool:
    """True for a mention in the words that the phrase itself reports, before it in its sentence."""
    reported = asked.source is not None and asked.scene.content_of[sighting.first] == asked.source
    return reported and asked.scene.sentence_of[sighting.first] == asked.here


def _introduced_next(scene: Scene, noun: Noun) -> Part | None:
    """The first person whom the text names anew in the next sentences, where a noun may run ahead of the name; after a
    noun that need not ("its spokesman") only who speaks at once under a bare name.
    """
    here = scene.sentence_of[noun.phrase.first]
    at = bisect_right(scene.runs, noun.phrase.last, key=lambda r: r.first)
    for run in scene.runs[at:]:
        ahead = scene.sentence_of[run.first] - here
        if ahead > _FARTHEST:
            return None
        if run.part is not None and not run.part.seen:
            break
    else:
        return None
    if run.kind is not NameKind.PERSON or " " not in run.part.name:
        return None
    if _takes_up(scene, noun):
        return run.part
    own, other = scene.source_of[noun.phrase.noun], scene.source_of[run.first]
    subject = other is not None or scene.relation(run.first, run.last).startswith("nsubj")
    speaks = own is not None and subject and own != other
    return run.part if speaks and ahead <= 1 and _is_bare(run.part) and noun.definite else None


def _is_bare(part: Part) -> bool:
    """True for somebody whom nothing introduces: the article must have spoken of them before."""
    return not part.nouns and not part.offices


def _takes_up(scene: Scene, noun: Noun) -> bool:
    """True for a subject or source like "the former judge", which may go back to somebody of whom no such thing was
    told.
    """
    phrase = noun.phrase
    if scene.lower[phrase.first] not in ("the", "this", "that") or noun.owners or noun.lemma in _ALOOF:
        return False
    if noun.end > phrase.last and scene.lower[phrase.last + 1] in _UNKNOWN:
        return False
    return scene.source_of[phrase.noun] is not None or scene.relation(phrase.first, phrase.last).startswith("nsubj")


def _strangeness(part: Part, noun: Noun) -> Iterator[str]:
    """What speaks against taking somebody up by a noun that was never told."""
    yield "nothing told"
    if noun.end > noun.phrase.last:
        yield "noun tells of whom"
    rival = noun.title is not None and not noun.lapsed and noun.title.split()[-1] not in _ROLES
    if rival and any(not o.startswith("former ") for o in part.offices):
        yield "holds another office"
    if part.state is not None and noun.state is None and any(r.kind is not NameKind.PERSON for r in noun.phrase.inner):
        yield "is of a known land"  # "the Norlandic minister" is no Briton


def _leads(scene: Scene, sighting: Sighting) -> bool:
    """True for a clause's subject and for the first words of a sentence or of a source."""
    source = scene.source_of[sighting.first]
    begins = source is not None and (sighting.first == 0 or scene.source_of[sighting.first - 1] != source)
    opens = scene.annotations.sentences[scene.sentence_of[sighting.first]].first == sighting.first
    return begins or opens or sighting.relation.startswith("nsubj")


def _spoken_of(scene: Scene, phrase: Phrase) -> tuple[Part, ...]:
    """Whom the words quoted from the phrase's own mouth name, and in whose mouth the phrase stands."""
    out: list[Part] = []
    source, content = scene.source_of[phrase.noun], scene.content_of[phrase.noun]
    if source is not None:
        spans = scene.annotations.attributions[source].content
        quoted = [i for span in spans for i in scene.at(span) if scene.words[i].quoted and i in scene.run_at]
        out += [p for i in quoted if (p := scene.run_at[i].part) is not None]
    if content is not None and scene.words[phrase.noun].quoted:
        out += scene.speakers(content)
    return tuple(out)
