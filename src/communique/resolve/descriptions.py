"""How an actor without a name is called: "senior official", "critics of Donald Trump", "Petri's ministry".

Descriptions are the words of the text without articles; a pronoun or a possessive owner is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.model.actor import ActorKind
from communique.resolve.scene import Part, Phrase, Scene, plain
from communique.resolve.words import TIME_WORDS

_LINKS = frozenset(
    {"of", "for", "at", "in", "from", "with", "within", "inside", "on", "to", "near", "outside", "under"}
)
_BRIDGES = frozenset(
    {
        *(
            ("familiar", "with"),
            ("close", "to"),
            ("involved", "in"),
            ("briefed", "on"),
            ("critical", "of"),
            ("opposed", "to"),
        ),
        *(
            ("opposed", "to"),
            ("loyal", "to"),
            ("present", "at"),
            ("working", "on"),
            ("working", "for"),
            ("living", "in"),
            ("based", "in"),
        ),
        *(("linked", "to"), ("aware", "of")),
    }
)
_ARTICLES = frozenset({"a", "an", "the", "this", "that", "these", "those", "such"})
_LIMIT = 14


def phrase_starts(scene: Scene) -> dict[int, Phrase]:
    """Outer phrases by their first word."""
    return {p.first: p for p in scene.phrases if p.outer}


def reach(scene: Scene, phrase: Phrase, starts: dict[int, Phrase]) -> int:
    """Where the description that ``phrase`` heads ends: with the phrases hung on it ("of the pilots",
    "familiar with it").
    """
    end = phrase.last
    sentence = scene.annotations.sentences[scene.sentence_of[phrase.first]]
    limit = min(sentence.last, phrase.first + _LIMIT)
    source = scene.source_of[phrase.noun]
    while end < limit:
        at = end
        if at + 1 < limit and (scene.lower[at], scene.lower[at + 1]) in _BRIDGES:
            at += 2
        elif scene.lower[at] in _LINKS and (
            scene.lower[at] in ("of", "for", "in", "at", "from")
            or (source is not None and scene.source_of[at] == source)
        ):
            at += 1
        else:
            break
        follower = starts.get(at)
        if follower is None or follower.last > sentence.last or (source is not None and scene.source_of[at] != source):
            break
        if scene.lower[follower.noun] in TIME_WORDS or any(i in scene.times for i in range(at, follower.last)):
            break
        if (
            scene.lower[at - 1] in ("in", "at", "on", "from", "to")
            and source is None
            and not _hangs_on(scene, phrase, follower)
        ):
            break
        end = follower.last
    return end


def _hangs_on(scene: Scene, phrase: Phrase, follower: Phrase) -> bool:
    """True when the tree puts ``follower`` under ``phrase`` rather than under a verb."""
    head = scene.head(follower.first, follower.last)
    return phrase.first <= scene.words[head].head < follower.first


def short_name(part: Part) -> str:
    """What a part is called as an owner: a person by surname."""
    if part.kind in (ActorKind.GROUP, ActorKind.UNNAMED):
        return re.split(r" (?:of|at|in|for|from|with|on|to|familiar|close|who) ", part.name)[0]
    if part.kind != ActorKind.PERSON:
        return part.name
    words = part.name.split()
    particle = next((i for i in range(1, len(words)) if words[i][0].islower()), len(words) - 1)
    return part.name if words[0] in ("King", "Queen", "Pope", "Prince", "Princess") else " ".join(words[particle:])


def describe(scene: Scene, phrase: Phrase, end: int, owners: Sequence[Part]) -> str:
    """The name of an actor that is described, not named; ``owners`` are who the phrase’s possessor is."""
    lemma = scene.words[phrase.noun].lemma
    body = scene.says(_skip(scene, phrase.core if phrase.owner is not None else phrase.first, phrase.noun), end)
    body = _lowered(scene, phrase, body)
    if phrase.owner is None:
        return body
    named = [o.name for o in owners]
    plural = scene.words[phrase.noun].tag == "NNS" or scene.lower[phrase.noun] in ("family", "team")
    if owners and plural and lemma in scene.lexicon.relations:
        return f"{body} of {' and '.join(named)}"
    if owners:
        whose = " and ".join(short_name(o) for o in owners)
        many = owners[-1].kind in (ActorKind.GROUP, ActorKind.UNNAMED) and whose.endswith("s")
        mark = "'" if many else "'s"
        return f"{whose}{mark} {body}"
    if isinstance(phrase.owner, int):
        return body
    return f"{scene.says(_skip(scene, phrase.owner.first, phrase.owner.noun), phrase.owner.last)}'s {body}"


def _skip(scene: Scene, first: int, noun: int) -> int:
    """The first word after articles."""
    while first < noun and scene.lower[first] in _ARTICLES:
        first += 1
    return first


def _lowered(scene: Scene, phrase: Phrase, body: str) -> str:
    """``body`` with a small first letter where only the sentence’s beginning made it great."""
    first = _skip(scene, phrase.core if phrase.owner is not None else phrase.first, phrase.noun)
    begins = first == scene.annotations.sentences[scene.sentence_of[first]].first or scene.texts[first - 1] in (
        "“",
        '"',
        ":",
        "—",
        "–",
    )
    if (
        begins
        and first not in scene.run_at
        and not scene.words[first].tag.startswith("NNP")
        and not scene.texts[first].isupper()
    ):
        return body[:1].lower() + body[1:]
    return body


def describe_range(scene: Scene, first: int, last: int) -> str:
    """A description of any words: without articles, up to a comma or a relative clause, ``_LIMIT`` words at most."""
    while first < last and (scene.lower[first] in _ARTICLES or not scene.texts[first][0].isalnum()):
        first += 1
    stop = first
    while (
        stop < last
        and stop - first < _LIMIT
        and scene.texts[stop] not in (",", ";", "(", "–", "—")
        and scene.lower[stop] not in ("who", "which", "whose")
    ):
        stop += 1
    while (
        stop > first
        and not scene.texts[stop - 1][-1].isalnum()
        and scene.texts[stop - 1] not in ("%", "'", "’", ".", ")")
    ):
        stop -= 1  # "the operation -" set off by a dash
    text = plain(scene.says(first, stop)) if stop > first else ""
    begins = first < last and first == scene.annotations.sentences[scene.sentence_of[first]].first
    if begins and first not in scene.run_at and text[1:2].islower() and not scene.words[first].tag.startswith("NNP"):
        text = text[:1].lower() + text[1:]
    return text
