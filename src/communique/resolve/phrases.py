"""Base noun phrases, read from left to right over tags and names, so that a wrong tree does no harm.

Enters: a Scene with its names. Leaves: ``scene.phrases`` in the order of their first words; the owner of a possessive
("Trump’s" in "Trump’s critics") stands before the phrase that it belongs to, which begins at the same word.
"""

from __future__ import annotations

from communique.model.reading import NameKind
from communique.resolve.scene import Phrase, Run, Scene
from communique.resolve.words import TIME_WORDS
from communique.resources.names import Sense

OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we", "your": "you"}
_DETERMINERS = frozenset(
    "the a an this that these those all both some many several most few any every each no another other "
    "such half".split()
)
_OPENING = frozenset({"NN", "JJ", "CD", "DT", "PD", "PR", "$", "CC"})  # "both" may be tagged CC
_MODIFYING = (Sense.STATE, Sense.ADJECTIVE, Sense.SEAT, Sense.CAPITAL, Sense.ORGANISATION, Sense.PRESS, Sense.REGION)


def find_phrases(scene: Scene) -> None:
    """Fills ``scene.phrases``."""
    out: list[Phrase] = []
    for sentence in scene.annotations.sentences:
        i = sentence.first
        while i < sentence.last:
            if i in scene.run_at or scene.words[i].tag[:2] in _OPENING or scene.lower[i] in OWNERS:
                found, i = _phrase(scene, i, sentence.last)
                out += found
            else:
                i += 1
    scene.phrases = out


def _phrase(scene: Scene, i: int, stop: int) -> tuple[list[Phrase], int]:
    """The phrases that begin at word ``i`` (a possessive gives two), and the word to go on from."""
    out: list[Phrase] = []
    start, owner = i, None
    if scene.lower[i] in OWNERS and _owns(scene, i, stop):
        owner, i = i, i + 1
    else:
        i = _determiners(scene, i, stop)
    core: Phrase | int | None = owner
    for _ in range(4):  # owners may be owned
        noun, end, runs = _core(scene, i, stop, bare=i == start and owner is None)
        if noun is None:
            break
        last_run = runs[-1] if runs and runs[-1].last == noun + 1 else None
        inner = tuple(runs[:-1] if last_run is not None else runs)
        phrase = Phrase(start, noun + 1, noun, last_run, inner, core, i)
        out.append(phrase)
        if end >= stop or not _possessive(scene, end, stop):
            break
        phrase.outer = False
        core, i = phrase, end + 1
    if not out:
        return [], max(i, start + 1) if i > start else start + 1
    return out, max(out[-1].last + (0 if out[-1].outer else 1), start + 1)


def _owns(scene: Scene, i: int, stop: int) -> bool:
    """True when a possessive pronoun begins a noun phrase ("her" may be an object)."""
    if scene.lower[i] != "her" or scene.words[i].tag == "PRP$":
        return True
    return i + 1 < stop and (scene.words[i + 1].tag.startswith(("NN", "JJ")) and scene.words[i].relation == "nmod:poss")


def _determiners(scene: Scene, i: int, stop: int) -> int:
    while (
        i < stop
        and i not in scene.run_at
        and scene.lower[i] in _DETERMINERS
        and scene.words[i].tag not in ("IN", "WDT")
    ):
        i += 1
    return i


def _possessive(scene: Scene, i: int, stop: int) -> bool:
    word = scene.words[i]
    if scene.lower[i] in ("'s", "’s"):
        return word.tag == "POS" or (
            word.tag != "VBZ" and i + 1 < stop and scene.words[i + 1].tag.startswith(("NN", "JJ", "CD", "VBN", "RB"))
        )
    return scene.lower[i] in ("'", "’") and word.tag == "POS" and scene.texts[i - 1].endswith("s")


def _core(scene: Scene, i: int, stop: int, bare: bool) -> tuple[int | None, int, list[Run]]:
    """The last noun of the phrase whose words begin at ``i``, the word after it, and the names passed on the way.

    ``bare``: nothing (article, owner) stands before, so that a participle cannot begin it.
    """
    noun: int | None = None
    runs: list[Run] = []
    first = i
    while i < stop:
        run = scene.run_at.get(i)
        if run is not None:
            if run.first != i or (
                noun is not None and not (_continues(runs, noun, run) and _titles(scene, runs, noun, run))
            ):
                break
            runs.append(run)
            noun, i = run.last - 1, run.last
            continue
        title = scene.title(i, stop) if i in scene.title_at else None
        if title is not None and title[1] > 1:
            noun, i = i + title[1] - 1, i + title[1]
            continue
        word = scene.words[i]
        tag = word.tag
        if (scene.lower[i] in TIME_WORDS and word.text[0].isupper()) or (i > first and scene.lower[i] in _DETERMINERS):
            break
        if tag.startswith("NN"):
            noun, i = i, i + 1
        elif (
            scene.texts[i] in ("-", "/", "–")
            and i > first
            and i + 1 < stop
            and scene.words[i + 1].span.start == word.span.end == word.span.start + 1
        ) or (tag.startswith(("JJ", "CD", "$")) and (noun is None or (tag.startswith("JJ") and _modifier(runs, noun)))):
            i += 1
        elif tag.startswith(("VBN", "VBG", "JJ")) and i > first and scene.texts[i - 1] == "-":
            noun, i = None, i + 1  # "a 40-year-old clerk"
        elif (tag.startswith("JJ") and noun is not None and _role_ahead(scene, runs, noun, i, stop)) or (
            (tag in ("VBN", "VBG") and noun is None and not (bare and i == first))
            or (
                tag.startswith("RB")
                and noun is None
                and i + 1 < stop
                and scene.words[i + 1].tag.startswith(("JJ", "VBN", "RB"))
                and not (bare and i == first)
            )
            or (word.text in (".",) and title is not None)
        ):
            i += 1
        else:
            break
    if noun is None and first < i and scene.lower[first - 1 : i] == ["the", "two"]:
        noun = i - 1  # "the two said"
    return noun, noun + 1 if noun is not None else first, runs


def _continues(runs: list[Run], noun: int, run: Run) -> bool:
    """True when a name may follow in the same phrase: not a person after a person, nor a demonym after a name."""
    if not runs or runs[-1].last != noun + 1:
        return True
    before = runs[-1]
    if before.kind == NameKind.PERSON:
        return run.kind != NameKind.PERSON and (
            run.alias is None or run.alias.sense not in (Sense.ADJECTIVE, Sense.STATE, Sense.PEOPLE)
        )
    return True


def _titles(scene: Scene, runs: list[Run], noun: int, run: Run) -> bool:
    """True when a common noun before a person's name can be a title of it; "a point Doe made" is two phrases."""
    if run.kind != NameKind.PERSON or (runs and runs[-1].last == noun + 1) or noun in scene.titled:
        return True
    word = scene.words[noun]
    if word.tag.startswith("NNP") or word.lemma in scene.lexicon.unnamed:
        return True
    return scene.title(noun, noun + 1) is not None


def _role_ahead(scene: Scene, runs: list[Run], noun: int, i: int, stop: int) -> bool:
    """True when a person's name before the adjective at ``i`` only tells whose man follows ("Lund senior adviser Jo
    Berg").
    """
    if not runs or runs[-1].kind != NameKind.PERSON or runs[-1].last != noun + 1:
        return False
    for k in range(i + 1, min(i + 4, stop)):
        if scene.words[k].tag == "NN" and scene.words[k].lemma in scene.lexicon.unnamed:
            return k + 1 in scene.run_at and scene.run_at[k + 1].kind == NameKind.PERSON
        if not scene.words[k].tag.startswith(("NN", "JJ")):
            return False
    return False


def _modifier(runs: list[Run], noun: int) -> bool:
    return (
        bool(runs) and runs[-1].last == noun + 1 and runs[-1].alias is not None and runs[-1].alias.sense in _MODIFYING
    )
