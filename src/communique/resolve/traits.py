"""What the article tells of its people and bodies, so that "the former general" and "the 62-year-old" find theirs.

Enters: a Scene with phrases and persons. Leaves: ``part.nouns`` (what one is called: "general", "charity"),
``part.traits`` (what else is told: "former", "62-year-old", a land, a party, the owner of an office) and offices. Read
are the words before a name, the parts of speech after it in commas, "who leads …", and "she was/became/served as …",
after names before the walk and after nominals and pronouns during it.
"""

from __future__ import annotations

from functools import cache

from communique.model.reading import NameKind
from communique.resolve.descriptions import reach
from communique.resolve.persons import employ, introduction
from communique.resolve.places import find_actor
from communique.resolve.scene import Part, Phrase, Scene
from communique.resources.loader import load_yaml
from communique.resources.names import Sense

PARTIES = {"R": "republican", "D": "democrat"}
_SKIPPED = frozenset("this that these those such own other same another".split())
_FILLERS = frozenset("has have had been also once long now still just recently previously formerly later then".split())
_BECOMING = frozenset("be become remain".split())  # … a judge
_SERVING = frozenset("serve act work train start return continue speak retire resign quit".split())  # … as a judge
_CHOSEN = frozenset("name appoint elect choose make swear install confirm nominate reappoint reelect crown".split())
_CLOSERS = frozenset({",", ".", ";", ":", "–", "—", "--", ")", "(", "”", "“", '"', "who", "whose", "and"})
_SPENT = frozenset({"VBD", "VBN"})  # "was a judge", "had been a judge"
_LEAVING = frozenset("retire resign quit".split())  # … as a judge
_FAR = 6  # words between a subject and its verb group's last word


@cache
def _doings() -> dict[str, tuple[str, ...]]:
    """What somebody is who does it: verb → nouns ("lead" → "leader")."""
    return {k: tuple(n.strip() for n in v.split(",")) for k, v in load_yaml("names.yaml")["doings"].items()}


def learn_all(scene: Scene, starts: dict[int, Phrase]) -> None:
    """Reads what stands before and after every name of a person, and before every name of a body."""
    by_run = {id(p.run): p for p in scene.phrases if p.run is not None}
    for run in scene.runs:
        phrase = by_run.get(id(run))
        if run.kind is NameKind.ORGANISATION and phrase is not None and phrase.core < run.first:
            body = find_actor(scene, run)
            if body is not None:
                body.traits |= words_told(scene, phrase.core, run.first)  # "the rebel Tarn Front"
        if run.part is None or run.kind != NameKind.PERSON:
            continue
        if phrase is not None and phrase.first < run.first:
            _note(scene, run.part, phrase, run.first, None, False)
        if scene.lower[run.first - 3 : run.first - 2] == ["at"] and _is_age(scene, run.first - 2):
            run.part.traits.add(f"{scene.texts[run.first - 2]}-year-old")  # "At 51, Jane Doe"
        learn_after(scene, run.part, run.last, starts)


def learn_after(scene: Scene, part: Part, at: int, starts: dict[int, Phrase]) -> None:
    """Reads what the words from ``at`` tell of ``part``, whose mention ends there."""
    stop = scene.annotations.sentences[scene.sentence_of[at - 1]].last
    at = _aside(scene, part, at, stop)
    if at + 1 < stop and scene.lower[at] in ("of", "from") and (land := _land(scene, at + 1)) is not None:
        part.traits.add(land)
        part.state = part.state or land
        at = scene.run_at[at + 1].last
    if at + 1 < stop and scene.lower[at] == "," and scene.lower[at + 1] == "who":
        at += 2
    elif at < stop and scene.lower[at] == "who":
        at += 1
    _predicate(scene, part, at, stop, starts)


def apposed(scene: Scene, part: Part, phrase: Phrase, starts: dict[int, Phrase], gone: bool = False) -> None:
    """Reads a nominal that stands beside a name of ``part``, and those joined to it ("a lawyer and former judge");
    ``gone``: as what was ("who served as ambassador").
    """
    for _ in range(3):
        end = reach(scene, phrase, starts)
        _note(scene, part, phrase, end, phrase, gone)
        after = next((k for k in (end + 1, end + 2) if scene.lower[end:k] in ([","], ["and"], [",", "and"])), None)
        follower = starts.get(after) if after is not None else None
        if follower is None or not is_human(scene, follower):
            return
        beyond = reach(scene, follower, starts)
        if beyond < len(scene.words) and scene.lower[beyond] not in _CLOSERS:
            return
        phrase = follower


def is_human(scene: Scene, phrase: Phrase) -> bool:
    """True for one human being by a noun: "the director", "a lawyer", "France’s president"."""
    word = scene.words[phrase.noun]
    if phrase.run is not None:
        alias = phrase.run.alias
        fellow = alias is not None and alias.sense in (Sense.FOLLOWER, Sense.PEOPLE, Sense.ADJECTIVE)
        return fellow and word.tag in ("NN", "NNP", "JJ") and scene.lower[phrase.first] in ("a", "an", "the")
    if word.tag not in ("NN", "NNP"):
        return False
    return word.lemma in scene.lexicon.unnamed or scene.title(phrase.noun, phrase.last) is not None


def may_be_human(scene: Scene, phrase: Phrase) -> bool:
    """True for a common noun that no list knows for a thing: "the marine", beside a person's name."""
    lemma, lexicon = scene.words[phrase.noun].lemma, scene.lexicon
    known = lemma in lexicon.bodies or lemma in lexicon.documents or lemma in lexicon.governments
    opens = scene.words[phrase.first].tag in ("DT", "PRP$")
    return phrase.run is None and scene.words[phrase.noun].tag == "NN" and opens and not known


def age(scene: Scene, i: int) -> str | None:
    """The age that begins at word ``i`` ("62-year-old", over five words)."""
    return f"{scene.texts[i]}-year-old" if scene.lower[i + 1 : i + 5] == ["-", "year", "-", "old"] else None


def words_told(scene: Scene, first: int, last: int) -> set[str]:
    """The telling words among ``[first, last)``: lemmas of nouns, adjectives and names; lapsed offices as "former"."""
    out: set[str] = set()
    i = first
    while i < last:
        lower, word = scene.lower[i], scene.words[i]
        if (told := age(scene, i)) is not None:
            out.add(told)
            i += 5
            continue
        if lower in scene.lexicon.lapsed:
            out.add("former")
        elif word.tag.startswith(("NN", "JJ", "VBN", "VBG")) and lower[0].isalpha() and lower not in _SKIPPED:
            out.add(word.lemma.lower() if word.tag.startswith("N") else lower)
            if (state := _land(scene, i)) is not None:
                out.add(state)
        i += 1
    return out


def _land(scene: Scene, i: int) -> str | None:
    """The state that a name at word ``i`` makes somebody's own: "Kenyan", "of Kenya", not "in Nairobi"."""
    run = scene.run_at.get(i)
    if run is None or run.alias is None or run.alias.sense is Sense.CAPITAL:
        return None
    return scene.state(run)


def _note(scene: Scene, part: Part, phrase: Phrase, end: int, whole: Phrase | None, gone: bool) -> None:
    """Takes the words from the phrase's core to ``end`` for traits; its noun, or its last one before a name, is what
    the actor is called.
    """
    office, state = introduction(scene, phrase)
    if office is not None and whole is not None:
        employ(scene, part, f"former {office}" if gone and not office.startswith("former ") else office, state)
    if gone:
        part.traits.add("former")
    if state is not None:
        part.traits.add(state)
        part.state = part.state or state
    part.traits |= words_told(scene, phrase.core, end)
    if isinstance(phrase.owner, Phrase):
        part.traits |= words_told(scene, phrase.owner.first, phrase.owner.last)
    noun = phrase.noun if whole is not None else _noun_before(scene, phrase, end)
    if noun is not None:
        lemma = scene.words[noun].lemma.lower()
        part.nouns.add(office if office is not None and office.endswith((" general", "-general")) else lemma)
        if part.gender is None:
            lexicon = scene.lexicon
            part.gender = "f" if lemma in lexicon.feminine else "m" if lemma in lexicon.masculine else None


def _noun_before(scene: Scene, phrase: Phrase, end: int) -> int | None:
    """The noun right before a name, which tells what its bearer is: "lawyer Ann Reed", "Father Dorne"."""
    last, lexicon = end - 1, scene.lexicon
    if last < phrase.core or last in scene.run_at:
        return None
    known = scene.words[last].lemma.lower() in lexicon.unnamed or scene.title(last, end) is not None
    return last if known or scene.words[last].tag in ("NN", "JJ") else None


def _aside(scene: Scene, part: Part, at: int, stop: int) -> int:
    """Reads an age in commas and a party in brackets ("Jane Doe, 62," "Ed Lang (R-Ohio)"); the word to go on from."""
    if at + 2 < stop and scene.lower[at] == "," and _is_age(scene, at + 1) and scene.lower[at + 2] in _CLOSERS:
        part.traits.add(f"{scene.texts[at + 1]}-year-old")
        return at + 2
    if at + 2 < stop and scene.texts[at] == "(":
        close = next((k for k in range(at, min(stop, at + 8)) if scene.texts[k] == ")"), None)
        if close is not None:
            for k in range(at + 1, close):
                part.traits.add(PARTIES.get(scene.texts[k], scene.lower[k]))
            return close + 1
    return at


def _is_age(scene: Scene, i: int) -> bool:
    return scene.texts[i].isdigit() and 14 < int(scene.texts[i]) < 110


def _predicate(scene: Scene, part: Part, at: int, stop: int, starts: dict[int, Phrase]) -> None:
    """Reads "was a judge", "became minister", "served as envoy", "was named envoy", "leads the panel"."""
    verbs: list[int] = []
    limit = min(stop, at + _FAR)
    while at < limit and (scene.words[at].tag[:2] in ("VB", "RB") or scene.lower[at] in _FILLERS):
        if scene.words[at].tag.startswith("VB"):
            verbs.append(at)
        at += 1
    if not verbs or at >= stop or any(scene.lower[k] in ("not", "n't", "never") for k in range(verbs[0], at)):
        return
    lemma, tag = scene.words[verbs[-1]].lemma, scene.words[verbs[-1]].tag
    if lemma in ("swear", "take") and scene.lower[at] in ("in", "over"):
        at += 1
    linked = scene.lower[at : at + 1] == ["as"]
    passive = len(verbs) > 1 and scene.words[verbs[-2]].lemma in ("be", "get")
    tells = lemma in _BECOMING or (linked and (lemma in _SERVING or lemma == "take"))
    if tells or (lemma in _CHOSEN and passive):
        phrase = starts.get(at + linked)
        if phrase is None or phrase.run is not None or not is_human(scene, phrase):
            return
        gone = lemma in _LEAVING or (tag in _SPENT and lemma in ("be", "serve", "work"))
        apposed(scene, part, phrase, starts, gone)
    elif lemma in ("replace", "succeed"):
        _replace(scene, part, at + (scene.lower[at : at + 1] == ["by"]), passive, starts)
    elif lemma in _doings() and (phrase := starts.get(at)) is not None:
        nouns = _doings()[lemma]
        part.nouns.update(nouns)
        part.offices.update(scene.lexicon.office(noun) for noun in nouns)
        told = words_told(scene, phrase.core, reach(scene, phrase, starts))
        part.traits |= {word for word in told if word not in scene.states_seen}


def _replace(scene: Scene, part: Part, at: int, passive: bool, starts: dict[int, Phrase]) -> None:
    """ "Cable, who replaced Farron", "Farron was replaced by Cable"."""
    phrase = starts.get(at)
    other = phrase.run.part if phrase is not None and phrase.run is not None else None
    if other is not None:
        new, old = (other, part) if passive else (part, other)
        new.forerunner = old


def apposed_body(scene: Scene, part: Part, phrase: Phrase) -> None:
    """Notes what a body is called beside its name ("Harbour Aid, a charity,")."""
    part.nouns.add(scene.words[phrase.noun].lemma)
    part.traits |= words_told(scene, phrase.core, phrase.last)
