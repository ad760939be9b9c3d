"""Which way a time phrase points: back or forward from the day of publication, told by the clause it stands in.

Enters: the tree of the words and a phrase's words. Leaves: a Direction. Words before the phrase ("by", "since") decide
first, then the noun it modifies ("a planned visit on Thursday"), then the tense of its clause. Decided by syntax and
word forms only; knows no calendar.
"""

from __future__ import annotations

from enum import Enum

from communique.model.syntax import Tense, Tree

_COMING_ADJECTIVES = frozenset([
    "planned", "scheduled", "upcoming", "expected", "coming", "forthcoming", "impending", "proposed", "future",
    "looming", "next", "possible", "potential", "prospective",
])  # fmt: skip
_PAST_ADJECTIVES = frozenset(["previous", "recent", "failed", "last", "disputed", "disastrous", "past"])
_ANNOUNCING = frozenset([
    "due", "set", "expect", "schedule", "plan", "slate", "postpone", "delay", "defer", "adjourn", "reschedule",
    "book", "earmark", "pencil", "envisage", "fix", "propose", "upcoming",
])  # fmt: skip
_TO_COME = frozenset(["due", "set", "expected", "scheduled", "slated", "planned", "poised", "likely", "supposed"])
# Verbs that happened only when their infinitive did, or that carry its time (Karttunen 1971, implicative verbs).
_IMPLICATIVE = frozenset([
    "manage", "fail", "begin", "start", "continue", "decline", "refuse", "force", "happen", "seem", "appear",
    "prove", "tend", "come", "get", "use", "have", "cease", "help", "choose", "bother", "dare", "proceed",
])  # fmt: skip
_LOOKING_FORWARD = frozenset(["until", "till", "before"])
_SPEECH = frozenset([
    "say", "tell", "add", "note", "write", "report", "argue", "claim", "insist", "warn", "think", "believe", "know",
    "see",
])  # fmt: skip
_NOMINAL = ("nmod", "nmod:poss", "nmod:tmod", "nmod:npmod", "compound", "appos", "acl", "nmod:unmarked")


class Direction(Enum):
    """Where a time lies from publication, as the clause tells it."""

    PAST = -1
    UNKNOWN = 0
    COMING = 1


def direction_of(tree: Tree, indices: range) -> Direction:
    """The direction of the time phrase that covers ``indices``."""
    head = tree.head_of(indices)
    if head is None:
        return Direction.UNKNOWN
    led = _by_preposition(tree, indices)
    if led is not None:
        return led
    word = tree.words[head]
    if word.relation in _NOMINAL and word.head != head:
        told = _by_noun(tree, word.head)
        if told is not None:
            return told
        if _is_put_off(tree, tree.words[word.head].head):
            return Direction.COMING
    governor = word.head if word.head != head else head
    if governor != head and (tree.words[governor].lemma in _ANNOUNCING or _announced(tree, governor)):
        return Direction.COMING
    return _by_tense(tree, tree.clause(governor))


def _by_preposition(tree: Tree, indices: range) -> Direction | None:
    first = indices[0]
    before = [tree.words[i].text.lower() for i in range(max(0, first - 4), first)]
    last = before[-1] if before else ""
    if last in ("since", "following"):
        return Direction.PAST
    if before[-2:] in (["ahead", "of"], ["advance", "of"]) or before[-2:] == ["prior", "to"]:
        return Direction.COMING
    if len(before) > 1 and before[-1] in ("for", "to", "until") and before[-2] in (
        "scheduled", "planned", "set", "due", "slated", "expected", "postponed", "delayed", "adjourned", "moved",
    ):  # fmt: skip
        return Direction.COMING
    if last in _LOOKING_FORWARD and len(indices) and not _past_verb_nearby(tree, first):
        return Direction.COMING
    return None


def _by_noun(tree: Tree, noun: int) -> Direction | None:
    """What the noun tells that a time modifies ("Friday's signing", "an upcoming vote on Friday"), None if nothing."""
    lemmas = {tree.words[c].text.lower() for c in tree.children[noun]}
    if lemmas & _COMING_ADJECTIVES:
        return Direction.COMING
    if lemmas & _PAST_ADJECTIVES:
        return Direction.PAST
    case = tree.child(noun, "case")
    if case is not None and tree.words[case].lemma in ("before", "until", "of") and (
        tree.words[case].lemma != "of" or (case and tree.words[case - 1].lemma in ("ahead", "advance"))
    ):  # fmt: skip
        return Direction.COMING
    if case is not None and tree.words[case].lemma in ("since", "after", "following"):
        return Direction.PAST
    return None


def _is_put_off(tree: Tree, verb: int) -> bool:
    """True for a verb that moves an event which was still to come ("Friday's signing was called off")."""
    lemma = tree.words[verb].lemma
    if lemma in ("put", "call"):
        return any(tree.words[c].text.lower() in ("off", "back") for c in tree.children[verb])
    return lemma in ("postpone", "cancel", "delay", "reschedule", "adjourn", "scrap", "shelve")


def _announced(tree: Tree, governor: int) -> bool:
    """True when the governor is the infinitive of an announcing word ("due to arrive on Friday") that still stands."""
    word = tree.words[governor]
    before = [tree.words[i].text.lower() for i in range(max(0, governor - 2), governor)]
    if len(before) == 2 and before[1] == "to" and before[0] in _TO_COME:
        return True
    if word.tag not in ("VB", "VBN") or word.relation not in ("xcomp", "advcl", "acl", "ccomp"):
        return False
    return word.head != governor and tree.words[word.head].lemma in _ANNOUNCING


def _by_tense(tree: Tree, clause: int) -> Direction:
    for _ in range(6):
        word = tree.words[clause]
        aux = {tree.words[c].text.lower() for c in tree.children[clause]}
        match tree.tense(clause):
            case Tense.FUTURE:
                return Direction.COMING
            case Tense.MODAL:
                return Direction.PAST if "have" in aux and word.tag == "VBN" else Direction.COMING
            case Tense.PLANNED:
                governor = tree.words[word.head].lemma
                if governor in _IMPLICATIVE and word.head != clause:
                    clause = word.head
                    continue
                return Direction.PAST if "have" in aux else Direction.COMING
            case Tense.PAST:
                return Direction.COMING if _is_to(tree, clause) else Direction.PAST
            case Tense.PRESENT:
                return Direction.UNKNOWN if word.lemma in _SPEECH else Direction.COMING
            case _:
                return _by_forms(tree, clause)
    return Direction.UNKNOWN


def _is_to(tree: Tree, clause: int) -> bool:
    """True for "was to meet": the plan is told, not its outcome."""
    return tree.words[clause].tag == "VB" and any(tree.words[c].tag == "TO" for c in tree.children[clause])


def _by_forms(tree: Tree, at: int) -> Direction:
    """Without a usable tree: the finite verb nearest to the phrase in its sentence."""
    verb = _nearest_verb(tree, at)
    if verb is None:
        return Direction.UNKNOWN
    word = tree.words[verb]
    if word.tag == "MD":
        return Direction.COMING
    return Direction.PAST if word.tag == "VBD" else Direction.UNKNOWN


def _nearest_verb(tree: Tree, at: int) -> int | None:
    if at >= len(tree.sentence_of):
        return None
    sentence = tree.sentences[tree.sentence_of[at]]
    verbs = [i for i in range(sentence.first, sentence.last) if tree.words[i].tag in ("MD", "VBD", "VBZ", "VBP")]
    return min(verbs, key=lambda i: (abs(i - at), i), default=None)


def _past_verb_nearby(tree: Tree, at: int) -> bool:
    verb = _nearest_verb(tree, at)
    return verb is not None and tree.words[verb].tag == "VBD"
