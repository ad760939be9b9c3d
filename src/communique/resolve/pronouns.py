"""Pronouns: whom "he", "it", "they", "I" stands for.

Each earlier mention within a few sentences is scored by nearness, by how it stood (a subject, the last speaker) and by
what the grammar allows; gender and number exclude. Where two come out even, nobody is forced and a doubt is noted.
Inside quotation marks "I" and "we" are the speaker's.
"""

from __future__ import annotations

from communique.model.actor import ActorKind
from communique.model.entry import Doubt
from communique.model.reading import MentionForm
from communique.resolve.scene import Part, Scene, Sighting

THIRD = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_SUBJECTS = frozenset({"he", "she", "it", "they"})
_WINDOW, _REACH = 48, 4  # mentions, sentences
_MARGIN = 0.12  # a lead smaller than this decides nothing
_EMPTY = frozenset("seem appear rain snow turn happen".split())


def find_antecedent(scene: Scene, i: int) -> tuple[tuple[Part, ...], float, str] | None:
    """Whom the third-person pronoun at word ``i`` means, how surely, by which rule; None when nobody or undecided."""
    kind = THIRD[scene.lower[i]]
    if kind == "it" and _empty(scene, i):
        return None
    scored: dict[tuple[int, ...], tuple[float, tuple[Part, ...]]] = {}
    exclude = (*_speaking(scene, i), *_quoted_by(scene, i))
    for sighting in reversed(scene.sightings[-_WINDOW:]):
        if sighting.first >= i:
            continue
        distance = scene.sentence_of[i] - scene.sentence_of[sighting.first]
        if distance > _REACH:
            break
        key = tuple(id(p) for p in sighting.parts)
        if (
            not _fits(kind, sighting)
            or any(any(p is e for e in exclude) for p in sighting.parts)
            or _barred(scene, i, sighting)
        ):
            continue
        score = _score(scene, i, kind, sighting, distance)
        if key not in scored or scored[key][0] < score:
            scored[key] = (score, sighting.parts)
    ranked = sorted(scored.values(), key=lambda s: -s[0])
    if not ranked:
        return None
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 2.0
    if lead < _MARGIN:
        names = " or ".join(p.name for _, parts in ranked[:2] for p in parts)
        scene.doubts.append(Doubt("who", scene.words[i].span, f"“{scene.texts[i]}” may be {names}"))
        return None
    best = ranked[0][1]
    if kind in ("m", "f") and lead > 0.8 and best[0].gender is None:
        best[0].gender = kind
    return best, min(0.95, 0.55 + 0.2 * lead), "pronoun.nearest" if len(ranked) == 1 else "pronoun.salient"


def _empty(scene: Scene, i: int) -> bool:
    """True for the "it" of weather, time and "it is clear that"."""
    word = scene.words[i]
    if word.relation == "expl":
        return True
    if scene.lower[i] != "it" or scene.source_of[i] is not None:
        return False
    after = [scene.lower[k] for k in range(i + 1, min(i + 9, len(scene.words)))]
    lemmas = [scene.words[k].lemma for k in range(i + 1, min(i + 4, len(scene.words)))]
    if any(lemma in _EMPTY for lemma in lemmas[:2]):
        return True
    being = "be" in lemmas[:3] or "’s" in after[:1] or "'s" in after[:1]
    return being and bool({"that", "to", "whether", "if", "who"} & set(after[1:6]))


def _speaking(scene: Scene, i: int) -> tuple[Part, ...]:
    """Who cannot be meant: the speaker of the direct quotation that the pronoun stands in."""
    attribution = scene.content_of[i]
    return scene.speakers(attribution) if attribution is not None and scene.words[i].quoted else ()


def _quoted_by(scene: Scene, i: int) -> tuple[Part, ...]:
    """Whom the words quoted from the pronoun’s own mouth name: of oneself one says "I"."""
    source = scene.source_of[i]
    if source is None:
        return ()
    own = [s for s in scene.sightings[-_WINDOW:] if scene.content_of[s.first] == source and scene.words[s.first].quoted]
    return tuple(p for s in own if s.form == MentionForm.NAME for p in s.parts)


def _fits(kind: str, sighting: Sighting) -> bool:
    parts = sighting.parts
    if kind == "they":
        return len(parts) > 1 or parts[0].plural or parts[0].kind in (ActorKind.ORGANISATION, ActorKind.GROUP)
    if len(parts) > 1 or (parts[0].plural and parts[0].kind != ActorKind.GROUP):
        return False
    part = parts[0]
    if kind == "it":
        return part.kind in (ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.DOCUMENT, ActorKind.GROUP)
    return part.kind in (ActorKind.PERSON, ActorKind.UNNAMED) and part.gender in (None, kind)


def _barred(scene: Scene, i: int, sighting: Sighting) -> bool:
    """True where grammar forbids: a reporting pronoun and a name in its own content, two arguments of one verb."""
    source = scene.source_of[i]
    if source is not None and scene.content_of[sighting.first] == source and scene.words[sighting.first].quoted:
        return True  # who is quoted would say "I"
    if (
        scene.lower[i] not in ("him", "her", "it", "them", "he", "she", "they")
        or scene.sentence_of[i] != scene.sentence_of[sighting.first]
    ):
        return False
    head = scene.head(sighting.first, sighting.last)
    mine = scene.words[i]
    same = scene.words[head].head == mine.head and mine.head not in (i, head)
    return (
        same
        and scene.words[head].relation.startswith(("nsubj", "obj", "iobj"))
        and mine.relation.startswith(("nsubj", "obj", "iobj", "obl"))
    )


def _score(scene: Scene, i: int, kind: str, sighting: Sighting, distance: int) -> float:
    part = sighting.parts[0]
    subject = sighting.subject
    source, speaks = scene.source_of[i], scene.source_of[sighting.first]
    if speaks is not None and speaks in scene.last_word_of:  # a speaker stays in mind as long as the words go on
        distance = min(distance, max(0, scene.sentence_of[i] - scene.sentence_of[scene.last_word_of[speaks]]))
    score = 3.0 - 1.0 * distance - 0.01 * min(60, i - sighting.first)
    if scene.block_of[scene.sentence_of[i]] != scene.block_of[scene.sentence_of[sighting.first]]:
        score -= 0.3
    if subject:
        score += 1.0 if scene.lower[i] in _SUBJECTS else 0.6
    elif sighting.relation.startswith("nmod"):
        score -= 0.3
    if subject and scene.content_of[sighting.first] is None:
        score += 0.4  # a main clause's subject goes on
    now = scene.sentence_of[i]
    score += 0.2 * min(4, sum(1 for at in part.seen[-8:] if now - scene.sentence_of[at] <= 3 and at < i))
    attribution = scene.content_of[i]
    if attribution is not None and not scene.words[i].quoted and scene.source_of[sighting.first] == attribution:
        score += 0.8
    if source is not None and speaks is not None and subject:
        score += 0.5  # "…, Lund said. She added"
    if source is not None and scene.content_of[sighting.first] == source:
        score -= 0.9  # "Petri will go, he said": most often another's going
    if scene.words[sighting.first].quoted and not scene.words[i].quoted:
        score -= 0.5
    if sighting.rule == "name.within":
        score -= 0.8  # a name that only modifies: "a Lund rally"
    if part.kind == ActorKind.UNNAMED:
        score -= 0.4 if scene.source_of[sighting.first] is not None else 1.0
    if kind in ("m", "f") and part.gender == kind:
        score += 0.5
    if kind == "they":
        score += 0.6 if len(sighting.parts) > 1 or part.plural else -1.2
    if kind == "it" and part.kind == ActorKind.GROUP:
        score -= 0.5
    if kind == "it" and part.kind == ActorKind.STATE and not subject:
        score -= 0.4
    return score


def find_speakers(scene: Scene) -> None:
    """Gives "I", "we", "my" inside what somebody says to the speaker; a sourceless quotation goes on with
    the last one.
    """
    for i, word in enumerate(scene.lower):
        if word not in FIRST or (word == "us" and scene.texts[i] != "us"):
            continue
        attribution = scene.content_of[i]
        if attribution is None or not scene.words[i].quoted:
            continue
        parts, score = scene.speakers(attribution), 0.9
        if not parts and not scene.annotations.attributions[attribution].source:
            parts, score = _last_speaker(scene, attribution, i), 0.5
        scene.add(i, i + 1, parts, MentionForm.PRONOUN, score, "pronoun.speaker")


def _last_speaker(scene: Scene, attribution: int, i: int) -> tuple[Part, ...]:
    """Who spoke last before, in this block or the one before."""
    best: tuple[int, int] | None = None
    for n, found in enumerate(scene.annotations.attributions):
        if n == attribution or not found.source:
            continue
        at = scene.at(found.source[0])
        if (
            at
            and at.start < i
            and scene.block_of[scene.sentence_of[i]] - scene.block_of[scene.sentence_of[at.start]] <= 1
        ):
            best = max(best or (-1, -1), (at.start, n))
    return scene.speakers(best[1]) if best is not None else ()
