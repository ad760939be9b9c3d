"""Where the proper names stand and what they are: the reader's names, corrected by the gazetteer and by each other.

Enters: a Scene. Leaves: ``scene.runs``, sorted, without overlap, without titles, articles or possessives; the same
string is the same kind all over the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from communique.model.reading import NameKind
from communique.resolve.lands import find_lands
from communique.resolve.scene import Run, Scene
from communique.resolve.unclaimed import add_missed, trim
from communique.resolve.words import TIME_WORDS
from communique.resources.names import Alias, Sense
from communique.resources.world import folded

_UNION_ENDS = "1991-12-26"
_COMPANY = frozenset(
    {"ally", "campaign", "team", "aide", "camp", "supporter", "critic", "adviser", "administration", "surrogate"}
)
_ALONE = frozenset(
    "Time Dawn Guardian Independent Economist Variety Kan Fars Bild Globes Telegraph West Labour Commons "
    "Amnesty Fed IS PA EC SEC Liberation FT".split()
)
_GEO = (Sense.STATE, Sense.CAPITAL, Sense.PROVINCE, Sense.FOLLOWER)
_KIND = {
    **dict.fromkeys((Sense.STATE, Sense.CAPITAL, Sense.SEAT, Sense.REGION, Sense.PROVINCE), NameKind.PLACE),
    **dict.fromkeys((Sense.ADJECTIVE, Sense.PEOPLE, Sense.FOLLOWERS, Sense.FOLLOWER), NameKind.OTHER),
    **dict.fromkeys((Sense.ORGANISATION, Sense.PRESS), NameKind.ORGANISATION),
}


def find_names(scene: Scene) -> None:
    """Fills ``scene.runs`` and ``scene.run_at``, and the states known to this article alone."""
    known = _aliases(scene)
    found = _read(scene, known)
    taken = {i for run in found for i in range(run.first, run.last)}
    for run in known:
        if not any(i in taken for i in range(run.first, run.last)):
            found.append(run)
    found = _joined(scene, add_missed(scene, sorted(found, key=lambda r: r.first)))
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
    """The reader's names, trimmed, joined where one was split, and squared with the gazetteer."""
    by_word = {i: run for run in known for i in range(run.first, run.last)}
    out: list[Run] = []
    for name in scene.annotations.names:
        indices = scene.at(name.span)
        first, last = trim(scene, indices.start, indices.stop)
        if last <= first or (out and first < out[-1].last) or _common(scene, first, last):
            continue
        tail = by_word.get(last - 1)
        if (
            tail is not None
            and tail.alias is not None
            and tail.alias.sense in (Sense.FOLLOWER, Sense.FOLLOWERS)
            and tail.first > first
        ):
            continue
        if set(scene.texts[last - 1]) <= set("IVX") and last - first == 1:
            continue  # a numeral without its monarch
        first, last, kind = _untitled(scene, first, last, name.kind)
        if last <= first:
            continue
        if name.kind == NameKind.PERSON:
            if last - first > 1 and scene.words[last - 1].lemma in _COMPANY:
                last -= 1
            first, last = _widen(scene, first, last, by_word, out[-1].last if out else 0)
        elif name.kind == NameKind.ORGANISATION:
            first = _leftward(scene, first, by_word, out[-1].last if out else 0)
        first, last = _unbroken(scene, first, last)
        if out and first < out[-1].last:
            continue
        first = _square(scene, first, last, name.kind, by_word)
        if last <= first or not any(scene.texts[i][0].isupper() for i in range(first, last)):
            continue
        run = by_word.get(first)
        if run is not None and run.first <= first and run.last >= last:
            continue  # the gazetteer knows all of it
        kind = NameKind.ORGANISATION if scene.lower[last - 1] in scene.lexicon.endings else kind
        joint = bool(out) and (
            out[-1].kind == kind == NameKind.PERSON
            or (last - first == 1 and scene.lower[first] in scene.lexicon.endings)
        )
        if out and out[-1].last == first and joint:
            out[-1].last, out[-1].text, out[-1].kind = last, scene.says(out[-1].first, last), kind
            continue
        out.append(Run(first, last, kind, scene.says(first, last), None, name.score))
    return out


def _joined(scene: Scene, runs: list[Run]) -> list[Run]:
    """The names, a body's that was split made whole."""
    out: list[Run] = []
    for run in runs:
        school = out and scene.words[out[-1].last - 1].lemma in ("university", "college", "institute")
        if out and (run.alias is None or school) and _body_goes_on(scene, out[-1], run.first, run.kind):
            out[-1] = Run(out[-1].first, run.last, NameKind.ORGANISATION, scene.says(out[-1].first, run.last), None,
                          max(out[-1].score, run.score))  # fmt: skip
        else:
            out.append(run)
    return out


def _body_goes_on(scene: Scene, before: Run, first: int, kind: NameKind) -> bool:
    """True when the name at ``first`` is the rest of a body's: "Centre" before "for Open Ports", "Harbour" before
    "Times".
    """
    if scene.words[before.last - 1].lemma in ("center", "centre") and before.kind == NameKind.OTHER:
        before.kind = NameKind.ORGANISATION
    if before.kind != NameKind.ORGANISATION or before.alias is not None:
        return False
    if kind == NameKind.PERSON or scene.sentence_of[before.first] != scene.sentence_of[first]:
        return False
    if before.last == first:
        return kind == NameKind.ORGANISATION
    noun = scene.words[before.last - 1].lemma
    body = noun in scene.lexicon.bodies or noun in scene.lexicon.endings or noun in ("center", "centre")
    return body and scene.lower[before.last : first] in (["for"], ["of"], ["on"], ["for", "the"], ["of", "the"])


def _untitled(scene: Scene, first: int, last: int, kind: NameKind) -> tuple[int, int, NameKind]:
    """A name without an office inside it: what follows is the person ("Army Lt. Gen. Jane Doe"), what
    precedes a body.
    """
    for k in range(last - 1, first, -1):
        hit = scene.title_at.get(k)
        if (
            hit is None
            or k + hit[1] > last
            or not scene.texts[k][0].isupper()
            or kind not in (NameKind.PERSON, NameKind.ORGANISATION)
        ):
            continue
        if k + hit[1] < last:
            return (k + hit[1], last, kind) if kind == NameKind.PERSON else (first, last, kind)
        if last < len(scene.texts) and scene.texts[last][0].isupper() and scene.lexicon.gender_of(scene.texts[last]):
            return first, k, NameKind.ORGANISATION
        given = scene.lexicon.gender_of(scene.texts[first]) is not None  # "Peter T. King" has no king in it
        if k - first > 1 and kind == NameKind.PERSON and not given:
            return first, k, NameKind.ORGANISATION
    return first, last, kind


def _leftward(scene: Scene, first: int, by_word: dict[int, Run], floor: int) -> int:
    """Where an organisation's name begins, with the capitalised words before it ("Democratic Leadership Council")."""
    least = max(floor, scene.annotations.sentences[scene.sentence_of[first]].first + 1)
    while (
        first - 1 >= least
        and first - 1 not in by_word
        and first - 1 not in scene.titled
        and scene.texts[first - 1][0].isupper()
    ):
        word = scene.words[first - 1]
        if (
            not word.tag.startswith(("NNP", "JJ"))
            or scene.title(first - 1, first)
            or word.text.lower() in TIME_WORDS
            or word.text.lower() in scene.lexicon.honorifics
        ):
            break
        first -= 1
    return first


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


def _unbroken(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """A name's range with what a hyphen glues to it and what follows an initial ("Janet L. Yellen")."""
    sentence, texts = scene.annotations.sentences[scene.sentence_of[first]], scene.texts
    for _ in range(4):
        if last + 1 < sentence.last and texts[last + 1][0].isupper():
            initial = texts[last] == "." and len(texts[last - 1]) == 1 and texts[last - 1].isupper()
            hyphen = (
                texts[last] == "-"
                and scene.words[last].span.start == scene.words[last - 1].span.end
                and scene.words[last].span.end == scene.words[last + 1].span.start
            )
            clan = (
                texts[last] in ("’", "'")
                and texts[last - 1] in ("O", "D", "L")
                and scene.words[last].span.start == scene.words[last - 1].span.end
            )
            if clan or ((initial or hyphen) and scene.words[last + 1].tag.startswith("NNP")):
                last += 2
                continue
        if (
            first - 2 >= sentence.first
            and texts[first - 1] == "-"
            and texts[first - 2][0].isupper()
            and scene.words[first - 2].span.end
            == scene.words[first - 1].span.start
            == scene.words[first].span.start - 1
            and scene.words[first - 2].tag.startswith("NNP")
        ):
            first -= 2
            continue
        break
    return first, last


def _widen(scene: Scene, first: int, last: int, by_word: dict[int, Run], floor: int) -> tuple[int, int]:
    """A person's range with the capitalised names beside it that the reader left out, within the sentence."""
    sentence = scene.annotations.sentences[scene.sentence_of[first]]
    while first - 1 >= max(floor, sentence.first) and _loose(scene, first - 1, by_word):
        first -= 1
    while last < sentence.last and _loose(scene, last, by_word):
        last += 1
    return trim(scene, first, last)


def _loose(scene: Scene, i: int, by_word: dict[int, Run]) -> bool:
    word = scene.words[i]
    if (
        i in by_word
        or i in scene.titled
        or not word.text[0].isupper()
        or not word.tag.startswith("NNP")
        or scene.lower[i] in TIME_WORDS
    ):
        return False
    begins = scene.annotations.sentences[scene.sentence_of[i]].first == i
    return scene.title(i, i + 1) is None and (not begins or scene.lexicon.gender_of(word.text) is not None)


def _square(scene: Scene, first: int, last: int, kind: NameKind, by_word: dict[int, Run]) -> int:
    """Where the name begins once a demonym, or a state before a title, is taken off its left."""
    while first < last and (run := by_word.get(first)) is not None and run.last < last and run.alias is not None:
        rest = run.last
        title = scene.title(rest, last)
        if title is not None and rest + title[1] <= last and kind == NameKind.PERSON:
            first = rest + title[1]
        elif kind == NameKind.PERSON and run.alias.sense in (
            Sense.ADJECTIVE,
            Sense.SEAT,
            Sense.ORGANISATION,
            Sense.PRESS,
        ):
            first = rest
        elif scene.lower[rest] in ("'s", "’s"):
            first = rest + 1
        else:
            break
    return first


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
