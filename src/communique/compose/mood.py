"""The mood of a condition's clauses: coming, denied, counterfactual, or only an aside.

Enters: a view and a predicate. Leaves: truth values.
"""

from __future__ import annotations

from communique.compose.acting import acts
from communique.compose.clauses import (
    actors,
    modals,
    objects,
    subject_of,
)
from communique.compose.lists import act_lists, listed
from communique.compose.view import View
from communique.model.syntax import SUBJECTS, Tense
from communique.resources.rules import Hit

_EVENTS = frozenset({"sign", "meet"})


def is_clause(view: View, mark: int, i: int) -> bool:
    """True when word ``i`` heads a clause, no noun phrase ("until next month"); "if" has nothing but clauses."""
    return (
        view.words[mark].text.lower() in ("if", "unless", "that")
        or view.words[i].tag[:2] in ("VB", "MD")
        or view.tree.child(i, "cop", "aux", *SUBJECTS) is not None
    )


def is_aside(view: View, hit: Hit, inner: int) -> bool:
    words = view.words
    if view.text[view.sentence_span(inner).end - 1] == "?":
        return True
    before = words[hit.first - 1].text.lower() if hit.first else ""
    after = words[hit.last].text.lower() if hit.last < len(words) else ""
    if before in ("as", "even", "what", "or", "and/or", "not") or after in listed("asides"):
        return True
    if view.text[words[hit.last - 1].span.end : words[inner].span.end].count("?"):
        return True
    subject = view.tree.child(inner, *SUBJECTS)
    person = words[subject].text.lower() if subject is not None else ""
    lemma = words[inner].lemma
    if any(words[k].lemma == "look" for k in view.tree.children[inner]):
        return True
    if person == "i" and any(words[k].text.lower() in ("was", "were") for k in view.tree.auxiliaries(inner)):
        return True
    if person in ("you", "one"):
        return lemma not in act_lists().acts and lemma not in act_lists().light
    return lemma in listed("musings") and person in ("we", "i", "he", "she", "they", "anyone", "somebody", "people", "")


def is_coming(view: View, i: int) -> bool:
    """True when predicate ``i`` tells of what will, would, must or may be, or what a party stands ready for."""
    tree, words = view.tree, view.words
    if words[i].lemma in listed("politeness") or words[i].lemma in listed("sayings"):
        return False
    tense = tree.tense(i)
    if tense in (Tense.FUTURE, Tense.MODAL):
        return True
    if tense is Tense.PLANNED:
        return words[i].relation in ("xcomp", "ccomp", "acl")
    if tense is Tense.PRESENT or tense is Tense.PAST:
        return bool({words[i].lemma, words[i].text.lower()} & listed("bound")) or (
            tense is Tense.PAST and words[i].lemma in ("agree", "offer", "pledge", "promise", "vow", "threaten")
        )
    proposed = words[i].relation == "ccomp" and words[words[i].head].lemma in (
        "propose",
        "offer",
        "suggest",
        "agree",
        "demand",
    )
    return proposed or (words[i].tag == "VB" and tree.child(i, *SUBJECTS) is None)


def is_counterfactual(view: View, inner: int, outer: int) -> bool:
    """True for "if he had signed, the war would have ended"."""
    tree, words = view.tree, view.words
    had = any(words[c].text.lower() == "had" for c in tree.auxiliaries(inner))
    have = any(words[c].lemma == "have" for c in tree.auxiliaries(outer))
    return have and (had or bool(modals(view, outer) & {"would", "could", "might"}))


def is_denied(view: View, i: int) -> bool:
    """True when the outcome ``i`` is denied for now or the future: "will not", "cannot", "no deal", "lack … to"."""
    tree, words = view.tree, view.words
    if words[i].tag.startswith("NN") and any(words[c].lemma in ("no", "any") for c in tree.children[i]):
        return any(words[c].lemma == "no" for c in tree.children[i]) or tree.negated(tree.clause(i))
    tense = tree.tense(i)
    if tree.negated(i) or any(_negative_noun(view, c) for c in tree.children[i]):
        if tense is Tense.PRESENT:
            return words[i].lemma in listed("bound") | act_lists().deals | act_lists().acts | {"viable", "able", "be"}
        return tense in (Tense.FUTURE, Tense.MODAL) or any(
            words[c].lemma in ("can", "cannot") for c in tree.children[i]
        )
    if words[i].lemma in listed("denials"):
        return tense is not Tense.PAST
    if tense in (Tense.PLANNED, Tense.NONE):
        return any(
            words[a].lemma in listed("denials") or words[a].lemma == "refuse" or tree.negated(a) for a in _near(view, i)
        )
    return False


def is_term(view: View, hit: Hit, outer: int, inner: int) -> bool:
    """True when the pair can be a term of a bargain: what hangs on it is somebody's act, something that parties grant,
    or readiness; or what is required is. Forecasts ("she will gain if turnout falls") and life ("I cannot live
    without it") are none."""
    words = view.words
    if hit.rule.gives["sense"] == "only_if" and not hit.rule.options.get("denied"):
        return True  # "provided that", "only if": said of nothing but terms
    contest = {words[inner].lemma, words[hit.last].lemma if hit.last < len(words) else ""} & listed("contests")
    if contest and not (acts(view, outer) and actors(view, subject_of(view, outer))):
        return False
    if any(words[c].lemma in listed("guesses") for c in view.tree.children[outer]):
        return False
    return _granted(view, outer, bool(hit.rule.options.get("denied"))) or _asked(view, hit, outer, inner)


def _granted(view: View, i: int, denied: bool) -> bool:
    """True when outcome ``i`` is an act of somebody, a deal, readiness, or says that there will be one of these."""
    words, tree, lists = view.words, view.tree, act_lists()
    lemma = words[i].lemma
    subject = tree.subject(i)
    things = [k for k in (subject, *objects(view, i)) if k is not None]
    if words[i].tag[:2] == "NN" and lemma in lists.deals | lists.nouns | lists.promises:
        return True
    vague = subject is not None and (
        words[subject].tag[:2] != "NN" or words[subject].lemma in ("anything", "everything")
    )
    if lemma == "possible" and vague:
        return False  # "anything is possible"
    if {lemma, words[i].text.lower()} & (listed("readiness") | (listed("denials") if denied else frozenset())):
        return True
    act = acts(view, i) or lemma in _EVENTS
    if act and (tree.passive(i) or subject is None or bool(actors(view, subject_of(view, i)))):
        return True
    wanted = lists.deals | lists.promises | (lists.objects | lists.nouns if denied else frozenset())
    return any(words[k].lemma in wanted and not (words[k].lemma == "vote" and words[k].tag == "NNS") for k in things)


def _asked(view: View, hit: Hit, outer: int, i: int) -> bool:
    """True when requirement ``i`` is an act of somebody, or a thing that parties grant or withhold."""
    words, lists = view.words, act_lists()
    lemma, noun = words[i].lemma, words[i].tag[:2] == "NN"
    if noun and lemma in lists.deals | lists.nouns | lists.promises:
        return True
    if noun and hit.rule.gives["sense"] == "without":
        return lemma in lists.objects
    subjects = [c for c in view.tree.children[i] if words[c].relation in SUBJECTS]
    if any(words[c].lemma in lists.deals for c in subjects):
        return True  # "if the talks fail", "if there is a truce"
    if noun or words[outer].tag[:2] != "VB" or words[outer].lemma in lists.idle:
        return False  # "they would see a rise if they kept their jobs"
    act = acts(view, i) or lemma in _EVENTS
    return act and bool(actors(view, subject_of(view, i)))


def is_supposed(view: View, i: int) -> bool:
    """True for "would" and "could" ("without them the plan would …")."""
    return bool(modals(view, i) & {"would", "could"})


def _near(view: View, i: int) -> list[int]:
    """Up to three predicates above ``i``, not beyond a relative clause."""
    out: list[int] = []
    while len(out) < 3 and view.words[i].head != i and view.words[i].relation != "acl:relcl":
        i = view.words[i].head
        out.append(i)
    return out


def _negative_noun(view: View, i: int) -> bool:
    return view.words[i].relation in ("nsubj", "nsubj:pass", "obj") and (
        view.words[i].lemma in ("nothing", "nobody", "none", "no-one")
        or any(view.words[c].lemma == "no" for c in view.tree.children[i])
    )
