"""Where the proper names stand and what they are: the reader's names, corrected by the gazetteer and by each other.

Enters: a Scene. Leaves: ``scene.runs``, sorted, without overlap, without titles, articles or possessives; the same
string is the same kind all over the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from communique.model.actor import folded
from communique.model.reading import Name, NameKind
from communique.resolve.lands import find_lands
from communique.resolve.scene import Run, Scene
from communique.resolve.unclaimed import add_missed, trim
from communique.resources.names import Alias, Sense

_SURE = 0.8  # from which the reader is believed against the gazetteer
_UNION_ENDS = "1991-12-26"
_ALONE = frozenset(
    "Time Dawn Guardian Independent Economist Variety Kan Fars Bild Globes Telegraph West Labour Commons "
    "Amnesty Fed IS PA EC SEC Liberation FT".split()
)
_HUNG = frozenset({"of", "on", "for", "against", "between", "with", "concerning"})
_GROUPS = (Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWERS, Sense.FOLLOWER)
_GEO = (Sense.STATE, Sense.CAPITAL, Sense.PROVINCE, Sense.CITY, Sense.FOLLOWER)
_NAMESAKES = (Sense.PROVINCE, Sense.CITY, Sense.FOLLOWER)  # one who is called like a state needs a full name beside it
_KIND = {
    **dict.fromkeys((Sense.STATE, Sense.CAPITAL, Sense.SEAT, Sense.REGION, Sense.PROVINCE, Sense.CITY), NameKind.PLACE),
    **dict.fromkeys(_GROUPS, NameKind.GROUP),
    **dict.fromkeys((Sense.ORGANISATION, Sense.PRESS), NameKind.ORGANISATION),
}


def find_names(scene: Scene) -> None:
    """Fills ``scene.runs`` and ``scene.run_at``, and the states known to this article alone."""
    known = _aliases(scene)
    found = _read(scene, known)
    taken = {i for run in found for i in range(run.first, run.last)}
    for run in known:
        if not any(i in taken for i in range(run.first, run.last)) and not (
            run.alias is not None and run.alias.sense == Sense.CITY and _unread(scene, run)
        ):
            found.append(run)
    found = add_missed(scene, sorted(found, key=lambda r: r.first))
    _agree(found)
    scene.runs = found
    scene.run_at = {i: run for run in found for i in range(run.first, run.last)}
    find_lands(scene)
    scene.bodies = {r.alias.name for r in found if r.alias is not None and r.alias.sense == Sense.ORGANISATION}
    states = scene.world.states
    scene.states_near = {states[r.alias.iso3].name for r in found if r.alias is not None and r.alias.iso3 in states}
    for run in found:
        if (state := scene.state(run)) is not None:
            scene.states_seen[state] = scene.states_seen.get(state, 0) + 1


def named_things(scene: Scene) -> tuple[Name, ...]:
    """The names of ``scene.runs`` for whoever asks for names and not for actors."""
    return tuple(
        Name(scene.span(run.first, run.last), _thing(scene, run), round(run.score, 3))
        for run in scene.runs
        if not (_glued(scene, run) and _unread(scene, run))
    )


def _glued(scene: Scene, run: Run) -> bool:
    """True for a part of a hyphened word ("anti-Saudi", "Iran-backed")."""
    span, text = scene.span(run.first, run.last), scene.text
    return text[span.start - 1 : span.start] == "-" or text[span.end : span.end + 1] == "-"


def _thing(scene: Scene, run: Run) -> NameKind:
    if run.kind == NameKind.OTHER:
        words = scene.lower[run.first : run.last]
        noun = next((a for a, b in pairwise(words) if b in _HUNG), words[-1])  # "Treaty" of "Treaty on Open Skies"
        if noun.removesuffix("s") in scene.lexicon.documents or noun in scene.lexicon.documents:
            return NameKind.DOCUMENT
    return run.kind


def _aliases(scene: Scene) -> list[Run]:
    out, i, texts = [], 0, scene.texts
    while i < len(texts):
        word = texts[i]
        hit = scene.lexicon.match(texts, i) if word[0].isupper() or word == "al" else None
        if hit is None or (word in _ALONE and hit[1] == 1 and not _proper(scene, i)):
            i += 1
            continue
        alias, size = hit
        if (
            alias.iso3 == "RUS"
            and alias.sense in (Sense.CAPITAL, Sense.SEAT)
            and scene.day is not None
            and scene.day < _UNION_ENDS
        ):
            alias = Alias(alias.sense, "Soviet Union", "SUN")
        first = i + 1 if word == "The" and size > 1 else i
        out.append(Run(first, i + size, _KIND[alias.sense], scene.says(first, i + size), alias, 1.0))
        i += size
    return out


def _proper(scene: Scene, i: int) -> bool:
    """True when a common word in capitals is a name here: tagged so, and not merely the first of its sentence."""
    begins = scene.annotations.sentences[scene.sentence_of[i]].first == i
    return scene.words[i].tag.startswith("NNP") and (
        not begins or any(t == scene.texts[i] for t in scene.texts[i + 1 :])
    )


def _read(scene: Scene, known: list[Run]) -> list[Run]:
    """The reader's names, squared with the gazetteer: what this knows all of is the gazetteer's, under the reader's
    kind where a building, a body or a person may be meant.
    """
    by_word = {i: run for run in known for i in range(run.first, run.last)}
    out: list[Run] = []
    for name in scene.annotations.names:
        indices = scene.at(name.span)
        first, last = trim(scene, indices.start, indices.stop)
        if last <= first or (out and first < out[-1].last) or (name.score < _SURE and _common(scene, first, last)):
            continue
        run = by_word.get(first)
        if run is not None and run.first <= first and run.last >= last:
            _settle(run, first, last, name)
            continue
        kind = NameKind.ORGANISATION if scene.lower[last - 1] in scene.lexicon.endings else name.kind
        out.append(Run(first, last, kind, scene.says(first, last), None, name.score))
    return out


def _unread(scene: Scene, run: Run) -> bool:
    """True where the reader sees no name; cities share theirs with too much else to stand without it."""
    span = scene.span(run.first, run.last)
    return not any(name.span.overlaps(span) for name in scene.annotations.names)


def _settle(run: Run, first: int, last: int, name: Name) -> None:
    """Gives a run of the gazetteer the kind that the reader is sure of, where it may have several."""
    assert run.alias is not None
    if (run.first, run.last) != (first, last) or name.kind == run.kind:
        return
    if run.alias.sense in (Sense.SEAT, Sense.ORGANISATION, Sense.PRESS, Sense.CITY):
        run.kind = name.kind
        if run.alias.sense == Sense.CITY:
            run.alias, run.score = None, name.score
    elif run.alias.sense in _GROUPS and name.kind == NameKind.OTHER:
        run.kind = name.kind  # a language
    elif name.kind == NameKind.PERSON and name.score > _SURE and run.alias.sense in _NAMESAKES:
        run.kind, run.alias, run.score = NameKind.PERSON, None, name.score


def _common(scene: Scene, first: int, last: int) -> bool:
    """True for a common noun that only begins its sentence in a capital ("Polls", "Critics")."""
    if last - first > 1 or scene.annotations.sentences[scene.sentence_of[first]].first != first:
        return False
    word, lexicon = scene.words[first], scene.lexicon
    if not (
        word.lemma in lexicon.unnamed
        or word.lemma in lexicon.groups
        or word.lemma in lexicon.documents
        or word.lemma in lexicon.bodies
    ):
        return False
    return not any(
        t == word.text and k != first and scene.words[k].tag.startswith("NNP")
        for k, t in enumerate(scene.texts[first + 1 :], first + 1)
    )


def _agree(runs: list[Run]) -> None:
    """Gives the same string the same kind everywhere, and a person's surname the person's kind."""
    votes: dict[str, Counter[NameKind]] = defaultdict(Counter)
    for run in runs:
        if run.alias is None:
            votes[folded(run.text)][run.kind] += 1 + int(10 * run.score)
    kinds = {text: count.most_common(1)[0][0] for text, count in votes.items()}
    surnames = {t.split()[-1] for t, k in kinds.items() if k == NameKind.PERSON and " " in t}
    for run in runs:
        if run.alias is None:
            text = folded(run.text)
            run.kind = NameKind.PERSON if text in surnames else kinds[text]
        elif run.alias.sense in (*_GEO, Sense.PRESS) and folded(run.text) in surnames and run.last - run.first == 1:
            run.kind, run.alias = NameKind.PERSON, None
