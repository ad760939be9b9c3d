"""Names that the reader and the gazetteer missed: runs of capitals that speak here or are names elsewhere."""

from __future__ import annotations

from communique.model.reading import NameKind
from communique.resolve.scene import Run, Scene
from communique.resolve.words import PARTICLES, TIME_WORDS

_PARTISANS = frozenset(
    {"republican", "democrat", "democratic", "labour", "conservative", "liberal", "socialist", "green"}
)
_JOINTS = frozenset({"-", "’", "'", "."})


def add_missed(scene: Scene, found: list[Run]) -> list[Run]:
    """The names, and those runs of capitals that nobody claimed: a name elsewhere in the article, or one who speaks."""
    taken = {i for run in found for i in range(run.first, run.last)}
    names = {run.text for run in found}
    ends = {run.text.split()[-1] for run in found if run.kind == NameKind.PERSON and run.text}
    for sentence in scene.annotations.sentences:
        if (
            sum(scene.texts[i].isupper() for i in range(sentence.first, sentence.last)) * 2
            > sentence.last - sentence.first
        ):
            continue  # a headline in capitals tells nothing
        i = sentence.first
        while i < sentence.last:
            if i in taken or not _capital(scene, i):
                i += 1
                continue
            first = i
            while (
                i < sentence.last and i not in taken and (_capital(scene, i) or _joint(scene, i, sentence.last, taken))
            ):
                i += 1
            start, end = trim(scene, first, i)
            text = scene.says(start, end) if end > start else ""
            if set(text) <= set("IVX"):
                continue  # a numeral: "World War II"
            if not text or _is_noun(scene, start, end):
                continue
            lone = end - start == 1 and start == sentence.first
            named = end - start > 1 or scene.words[start].relation.startswith("nsubj")
            source = scene.source_of[start] is not None and text[0].isupper() and named and not lone
            if text in names or text in ends or source:
                found.append(Run(start, end, _guess(scene, start, end), text, None, 0.3))
    return sorted(found, key=lambda r: r.first)


def _capital(scene: Scene, i: int) -> bool:
    word = scene.words[i]
    return (
        word.tag.startswith("NNP")
        and word.text[0].isupper()
        and scene.lower[i] not in TIME_WORDS
        and i not in scene.times
    )


def _joint(scene: Scene, i: int, last: int, taken: set[int]) -> bool:
    near = i > 0 and i + 1 < last and i + 1 not in taken and scene.texts[i + 1][0].isupper()
    glued = (
        near
        and scene.words[i].span.start == scene.words[i - 1].span.end
        and scene.words[i].span.end == scene.words[i + 1].span.start
    )
    return bool(
        near and ((scene.texts[i] in _JOINTS and glued) or scene.lower[i] in PARTICLES or scene.texts[i] == "&")
    )


def _is_noun(scene: Scene, first: int, last: int) -> bool:
    lexicon = scene.lexicon
    word = scene.words[last - 1].lemma
    return last - first == 1 and (
        word in lexicon.unnamed
        or word in lexicon.bodies
        or word in lexicon.documents
        or scene.title(first, last) is not None
    )


def _guess(scene: Scene, first: int, last: int) -> NameKind:
    """What an unclaimed name is: a body by its last noun or its capitals, a person by a given name or a
    title before it.
    """
    lexicon = scene.lexicon
    final = scene.lower[last - 1]
    if (
        final in lexicon.endings
        or final in lexicon.bodies
        or final.rstrip("s") in lexicon.bodies
        or (last - first == 1 and scene.texts[first].isupper())
    ):
        return NameKind.ORGANISATION
    if final in lexicon.documents:
        return NameKind.OTHER
    before = scene.lower[first - 1] if first else ""
    if (
        before in lexicon.honorifics
        or lexicon.gender_of(scene.texts[first])
        or (first and scene.title(first - 1, first))
    ):
        return NameKind.PERSON
    return NameKind.PERSON if scene.source_of[first] is not None and before != "the" else NameKind.OTHER


def trim(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """A name's range without articles, titles, honorifics and times at its left, possessives and marks at its right."""
    lexicon, lower, texts = scene.lexicon, scene.lower, scene.texts
    while last > first and (
        lower[last - 1] in ("'s", "’s", "’", "'", "the", "of", "and")
        or (not texts[last - 1][-1].isalnum() and texts[last - 1][-1] != ".")
    ):
        last -= 1
    while first < last:
        if (
            lower[first] in lexicon.honorifics
            or lower[first] in ("the", "a", "an", "'s", "’s", "-", "former", "then", "ex", "and", "“", '"')
            or (lower[first] in TIME_WORDS and last - first > 1 and lower[first] != "may")
            or (lower[first] in _PARTISANS and last - first > 1 and lexicon.gender_of(texts[first + 1]) is not None)
        ):
            first += 1
        elif (title := scene.title(first, last)) is not None and (
            first + title[1] < last or title[1] > 1 or texts[first].islower()
        ):
            first += title[1]
        else:
            break
    return first, last
