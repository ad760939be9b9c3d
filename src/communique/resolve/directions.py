"""Which way a time phrase points: back or forward from the day of publication, told by the clause it stands in.

Enters: the tree of the words and a phrase's words. Leaves: a Direction. Words before the phrase ("by", "since") decide
first, then the noun it modifies ("a planned visit on Thursday"), then the tense of its clause. Decided by syntax and
word forms only, with the lists of ``resources/directions.yaml``; knows no calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache

from communique.model.syntax import Tense, Tree
from communique.resources.loader import load_yaml

_TO_COME = frozenset(["due", "set", "expected", "scheduled", "slated", "planned", "poised", "likely", "supposed"])
_NOMINAL = ("nmod", "nmod:poss", "nmod:tmod", "nmod:npmod", "compound", "appos", "acl", "nmod:unmarked", "nmod:desc")
_PLANNED_FOR = frozenset([
    "scheduled", "planned", "set", "due", "slated", "expected", "postponed", "delayed", "adjourned", "moved", "called",
    "billed", "booked", "pencilled", "penciled", "in",
])  # fmt: skip


class Direction(Enum):
    """Where a time lies from publication, as the clause tells it; LEANING is COMING on weak evidence."""

    PAST = -1
    UNKNOWN = 0
    LEANING = 1
    COMING = 2


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {entry["id"]: frozenset(entry["words"]) for entry in load_yaml("directions.yaml")}


def direction_of(tree: Tree, indices: range) -> Direction:
    """The direction of the time phrase that covers ``indices``."""
    head = tree.head_of(indices)
    if head is None:
        return Direction.UNKNOWN
    word = tree.words[head]
    governor = word.head if word.head != head else head
    led = _by_preposition(tree, indices, governor, nominal=word.relation in _NOMINAL)
    if led is not None:
        return led
    if _is_due(tree, indices[0]) or _is_beside_plan(tree, indices[0]):
        return Direction.COMING
    if word.relation in _NOMINAL and word.head != head:
        told = _by_noun(tree, head, word.head)
        if told is not None:
            return told
    if governor != head and (scheduled := _by_schedule(tree, indices, governor)) is not None:
        return scheduled
    return _by_tense(tree, tree.clause(governor))


def is_promising(tree: Tree, indices: range) -> bool:
    """True for a length with a verb that promises ("promised elections in six months")."""
    head = tree.head_of(indices)
    return head is not None and tree.words[tree.words[head].head].lemma in _lists()["verbs.promising"]


def _by_preposition(tree: Tree, indices: range, governor: int, nominal: bool) -> Direction | None:
    first, lists = indices[0], _lists()
    before = [tree.words[i].text.lower() for i in range(max(0, first - 4), first)]
    last = before[-1] if before else ""
    lemma = tree.words[governor].lemma
    if last in ("since", "following"):
        return Direction.PAST
    if before[-2:] in (["ahead", "of"], ["advance", "of"], ["prior", "to"], ["until", "after"], ["soon", "as"]):
        return Direction.COMING
    if before[-3:-1] == ["later", "than"] or (last in ("by", "before") and lemma in lists["verbs.speech"]):
        return Direction.COMING
    if last in ("until", "till", "through"):
        noun = before[-2] if len(before) > 1 else ""
        if (
            noun in lists["nouns.open"]
            or lemma in lists["nouns.open"]
            or (lemma in lists["verbs.lasting"] and not _has_perfect_past(tree, governor))
        ):
            return Direction.COMING
        if last != "through" and not _past_verb_nearby(tree, first):
            return Direction.COMING
        if last != "through" and tree.words[governor].tag == "JJ":
            return Direction.COMING  # "valid until Tuesday"
    if last in ("to", "for", "until") and lemma in lists["verbs.moved"]:
        return Direction.COMING
    if last == "for" and tree.words[indices[-1]].relation != "nmod:poss":
        planned = len(before) > 1 and before[-2] in _PLANNED_FOR
        on_calendar = nominal and lemma in lists["nouns.scheduled"]
        if planned or on_calendar or lemma in lists["verbs.promising"] or lemma in lists["verbs.scheduled"]:
            return Direction.PAST if _has_perfect_past(tree, governor) else Direction.COMING
    if last == "effective":
        return Direction.LEANING
    return None


def _is_due(tree: Tree, first: int) -> bool:
    """True where "due", "ahead of" and the like stand just before, whatever the tree: "due in Ledda on Tuesday"."""
    for i in range(first - 1, max(0, first - 7) - 1, -1):
        word = tree.words[i]
        if word.text.lower() == "of" and i and tree.words[i - 1].text.lower() == "ahead":
            return True
        if word.tag in ("VBD", "VBZ", "VBP", "MD", "VBN", "JJ") and word.text.lower() in ("due", "scheduled", "slated"):
            before = {tree.words[k].text.lower() for k in range(max(0, i - 2), i)}
            return not before & {"been", "to", "not"}
        if word.tag in ("VBD", "VBZ", "VBP", "MD", "VB", ".", ",", ":"):
            return False
    return False


def _is_beside_plan(tree: Tree, first: int) -> bool:
    """True for "a planned visit on Thursday", whatever "on Thursday" hangs on."""
    if (
        first < 2
        or tree.words[first - 1].text.lower() not in ("on", "in", "to")
        or tree.words[first - 2].tag[:2] != "NN"
    ):
        return False
    described = {tree.words[c].text.lower() for c in tree.children[first - 2]}
    return not described.isdisjoint(_lists()["adjectives.coming"] - {"next", "last", "future"})


def _by_noun(tree: Tree, head: int, noun: int) -> Direction | None:
    """What the noun tells that a time modifies ("Friday's signing", "an upcoming vote on Friday"), None if nothing."""
    lists = _lists()
    described = {tree.words[c].text.lower() for c in tree.children[noun]}
    if described & lists["adjectives.coming"]:
        return Direction.COMING
    if described & lists["adjectives.past"]:
        return Direction.PAST
    case = tree.child(noun, "case")
    leads = tree.words[case].lemma if case is not None else ""
    if case is not None and leads == "of" and case and tree.words[case - 1].lemma in ("ahead", "advance"):
        return Direction.COMING
    if leads in ("since", "after", "following"):
        return Direction.PAST
    if leads == "ahead":
        return Direction.COMING
    verb = tree.words[noun].head
    if leads in ("before", "until"):
        clause = _by_tense(tree, tree.clause(noun))
        return Direction.LEANING if clause is Direction.PAST else Direction.COMING
    if leads == "for" and tree.words[noun].lemma in lists["nouns.scheduled"]:
        return Direction.LEANING  # "preparations for Saturday's summit"
    if _is_put_off(tree, verb) or _is_promised(tree, noun, verb):
        return Direction.COMING
    if verb != noun and tree.words[noun].relation.startswith("acl"):
        return None
    if not tree.words[noun].tag.startswith("NN") or tree.words[head].relation.startswith("acl"):
        return None
    if tree.words[head].relation == "compound" and tree.child(head, "case") is not None:
        return None  # "on Monday 47 heads of state will meet", misread
    if tree.words[head].relation in ("nmod:poss", "compound") or tree.child(head, "case") is None:
        return _by_named_event(tree, noun)
    if tree.words[tree.child(head, "case") or head].lemma == "of":
        return None if tree.tense(tree.clause(noun)) in (Tense.FUTURE, Tense.MODAL, Tense.PLANNED) else Direction.PAST
    return None


def _is_promised(tree: Tree, noun: int, verb: int) -> bool:
    """True for an event that is the object of a promise ("announced elections in six months")."""
    lists = _lists()
    promised = tree.words[noun].lemma in lists["nouns.scheduled"] and tree.words[verb].lemma in lists["verbs.promising"]
    return promised and tree.words[noun].relation in ("obj", "nsubj:pass", "obl")


def _by_named_event(tree: Tree, noun: int) -> Direction | None:
    """For "Friday's vote": only what is put on a calendar is still to come, and not when its clause is told as past."""
    if tree.words[noun].lemma not in _lists()["nouns.scheduled"]:
        clause = tree.clause(noun)
        is_subject = tree.words[noun].relation.startswith("nsubj") and tree.words[noun].head == clause
        ahead = is_subject and tree.tense(clause) is Tense.FUTURE
        return None if ahead else Direction.PAST
    return None


def _is_put_off(tree: Tree, verb: int) -> bool:
    """True for a verb whose object was still to come ("Friday's signing was called off")."""
    lemma = tree.words[verb].lemma
    if lemma in ("put", "call"):
        return any(tree.words[c].text.lower() in ("off", "back") for c in tree.children[verb])
    return lemma in _lists()["verbs.called_off"]


def _by_schedule(tree: Tree, indices: range, governor: int) -> Direction | None:
    """For a day with a word that announces: the day of what is announced, unless that was told as undone or as over."""
    word, lists = tree.words[governor], _lists()
    if _is_put_off_by(tree, governor):
        return None
    named = word.lemma in lists["verbs.scheduled"] or word.text.lower() in _TO_COME
    scheduled = named and word.tag[:2] in ("VB", "JJ")
    if scheduled and word.tag in ("VBD", "VBP", "VBZ") and not tree.passive(governor):
        scheduled = word.lemma in ("expect", "plan")
    if scheduled or _announced(tree, governor):
        return Direction.PAST if _has_perfect_past(tree, governor) else Direction.COMING
    return None


def _is_put_off_by(tree: Tree, governor: int) -> bool:
    """True for "as planned" and the like, which tell nothing of their own."""
    mark = tree.child(governor, "mark")
    return mark is not None and tree.words[mark].lemma in ("as", "than")


def _announced(tree: Tree, governor: int) -> bool:
    """True when the governor is the infinitive of an announcing word ("due to arrive on Friday") that still stands."""
    word = tree.words[governor]
    before = [tree.words[i].text.lower() for i in range(max(0, governor - 2), governor)]
    if len(before) == 2 and before[1] == "to" and before[0] in _TO_COME:
        return True
    if word.tag not in ("VB", "VBN") or word.relation not in ("xcomp", "advcl", "acl", "ccomp"):
        return False
    return word.head != governor and tree.words[word.head].lemma in _lists()["verbs.scheduled"]


def _has_perfect_past(tree: Tree, governor: int) -> bool:
    """True for "had been scheduled", "had hoped to": a plan told from beyond its day."""
    for i in (governor, tree.words[governor].head):
        if any(tree.words[c].text.lower() in ("had", "’d", "'d") and tree.words[c].tag == "VBD"
               for c in tree.auxiliaries(i)):  # fmt: skip
            return True
        if tree.words[i].tag == "VBN" and any(
            tree.words[c].relation == "aux" and tree.words[c].text.lower() == "had" for c in tree.children[i]
        ):
            return True
        if tree.words[governor].relation not in ("xcomp", "ccomp", "advcl", "acl"):
            return False
    return False


def _by_tense(tree: Tree, clause: int) -> Direction:
    for _ in range(6):
        word = tree.words[clause]
        aux = {tree.words[c].text.lower() for c in tree.children[clause]}
        if word.tag == "VBN" and word.relation.startswith("acl") and not tree.auxiliaries(clause):
            return Direction.PAST if tree.child(clause, "mark") is None else Direction.COMING
        if "having" in aux:
            return Direction.PAST
        if word.tag in ("NN", "NNS") and word.text in _lists()["verbs.timetable"] and tree.child(clause, "nsubj"):
            return Direction.LEANING  # a verb in the present that was taken for a noun
        match tree.tense(clause):
            case Tense.FUTURE:
                return Direction.COMING
            case Tense.MODAL:
                undone = "could" in aux and tree.negated(clause)
                return Direction.PAST if undone or ("have" in aux and word.tag == "VBN") else Direction.COMING
            case Tense.PLANNED:
                governor = tree.words[word.head].lemma
                if (governor in _lists()["verbs.implicative"] or _is_put_off_by(tree, clause)) and word.head != clause:
                    clause = word.head
                    continue
                if "have" in aux or _has_perfect_past(tree, clause):
                    return Direction.PAST
                return _by_purpose(tree, clause)
            case Tense.PAST:
                return Direction.COMING if _is_to(tree, clause) else Direction.PAST
            case Tense.PRESENT:
                return _by_present(tree, clause)
            case _:
                if word.tag == "VBN" or word.text.lower().endswith("ed"):
                    return Direction.PAST  # a participle, or a headline's past
                return _by_forms(tree, clause)
    return Direction.UNKNOWN


def _by_purpose(tree: Tree, clause: int) -> Direction:
    """An infinitive looks ahead; one of purpose after a past verb ("flew in to meet her on Thursday") less surely."""
    word = tree.words[clause]
    governor = tree.words[word.head]
    wanted = governor.lemma in _lists()["verbs.promising"] or governor.lemma in _lists()["verbs.scheduled"]
    past = word.relation in ("advcl", "acl") and not wanted and governor.tag in ("VBD", "VBN")
    return Direction.LEANING if past else Direction.COMING


def _by_present(tree: Tree, clause: int) -> Direction:
    word = tree.words[clause]
    if word.lemma in _lists()["verbs.speech"]:
        return Direction.UNKNOWN
    bare = not tree.auxiliaries(clause)
    if bare and word.tag == "VBP" and (word.text.lower().endswith("ed") or word.lemma in _lists()["verbs.invariant"]):
        return Direction.PAST
    return Direction.COMING if bare and word.lemma in _lists()["verbs.timetable"] else Direction.LEANING


def _is_to(tree: Tree, clause: int) -> bool:
    """True for "was to meet": the plan is told, not its outcome."""
    return tree.words[clause].tag == "VB" and any(tree.words[c].tag == "TO" for c in tree.children[clause])


def _by_forms(tree: Tree, at: int) -> Direction:
    """Without a usable tree: the finite verb nearest to the phrase in its sentence."""
    verb = _nearest_verb(tree, at)
    if verb is None:
        return Direction.LEANING if _looks_like_verb(tree, at) else Direction.UNKNOWN
    word = tree.words[verb]
    if word.tag == "MD":
        return Direction.COMING
    return Direction.PAST if word.tag == "VBD" else Direction.UNKNOWN


def _looks_like_verb(tree: Tree, at: int) -> bool:
    """True for a sentence without a verb in which a noun looks like one of a timetable ("swap talks resume Friday")."""
    if at >= len(tree.sentence_of):
        return False
    sentence = tree.sentences[tree.sentence_of[at]]
    plain = {w.text for w in tree.words[sentence.first : sentence.last] if w.tag in ("NN", "NNS", "NNP", "VB")}
    return not plain.isdisjoint(_lists()["verbs.timetable"] - {"go", "play", "fall", "sign", "present", "end", "host"})


def _nearest_verb(tree: Tree, at: int) -> int | None:
    if at >= len(tree.sentence_of):
        return None
    sentence = tree.sentences[tree.sentence_of[at]]
    verbs = [i for i in range(sentence.first, sentence.last) if tree.words[i].tag in ("MD", "VBD", "VBZ", "VBP")]
    return min(verbs, key=lambda i: (abs(i - at), i), default=None)


def _past_verb_nearby(tree: Tree, at: int) -> bool:
    verb = _nearest_verb(tree, at)
    return verb is not None and tree.words[verb].tag == "VBD"
