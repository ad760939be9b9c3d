"""The mood of a condition's clauses: coming, denied, counterfactual, or only an aside.

Enters: a view and a predicate. Leaves: truth values.
"""

from __future__ import annotations

from communique.compose.clauses import (
    modals,
)
from communique.compose.lists import act_lists, listed
from communique.compose.view import View
from communique.model.syntax import SUBJECTS, Tense
from communique.resources.rules import Hit


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
        return words[i].lemma in listed("bound") or (
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


def is_supposed(view: View, i: int) -> bool:
    """True for "would" and "could" ("without them the plan would …")."""
    return bool(modals(view, i) & {"would", "could"})


def _near(view: View, i: int) -> list[int]:
    return list(view.tree.ancestors(i))[:3]


def _negative_noun(view: View, i: int) -> bool:
    return view.words[i].relation in ("nsubj", "nsubj:pass", "obj") and (
        view.words[i].lemma in ("nothing", "nobody", "none", "no-one")
        or any(view.words[c].lemma == "no" for c in view.tree.children[i])
    )
