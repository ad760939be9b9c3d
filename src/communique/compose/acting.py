"""What counts as an act that binds in a negotiation, and what moves an amount.

Enters: a view and the index of a predicate. Leaves: truth values, by the lists of ``acts.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.compose.clauses import ends, has_to, objects, oblique
from communique.compose.lists import act_lists, listed
from communique.compose.view import View

_BEFORE = ("DT", "RB", "IN", "JJ", "PR")


def acts(view: View, verb: int, gap: int | None = None) -> bool:
    """True when predicate ``verb`` is an act that binds in a negotiation."""
    lists, words, tree = act_lists(), view.words, view.tree
    lemma = words[verb].lemma
    particle = words[verb + 1].text.lower() if verb + 1 < len(words) else ""
    if words[verb].tag[:2] == "JJ" and not any(has_to(view, c) for c in tree.children[verb]):
        return False  # "will be free to vote"
    if f"{lemma}_{particle}" in listed("phrasals"):
        return True
    if lemma in ("stay", "remain", "keep") and particle in listed("states_kept"):
        return True  # "promised that the mine would stay open"
    if lemma in ("stop", "cease", "quit") and verb + 1 < len(words) and words[verb + 1].tag == "VBG":
        return True
    if (inner := tree.child(verb, "xcomp")) is not None and inner > verb:
        if lemma in ("stop", "start", "begin", "continue", "keep", "resume"):
            return words[inner].tag == "VBG" and (lemma == "stop" or acts(view, inner))
        if words[inner].tag.startswith("JJ"):
            return False
    things = objects(view, verb) + ([gap] if gap is not None else [])
    if lemma == "return" and not things and oblique(view, verb, "to") is None:
        return False
    if lemma not in lists.light:
        return lemma in lists.acts
    if lemma in ("receive", "make") and things and (words[things[0]].text in "$£€" or words[things[0]].tag == "CD"):
        return False  # an income
    wanted = lists.objects | lists.nouns
    if any(words[t].lemma in wanted or words[t].tag == "CD" for t in things) or moves_amount(view, verb, things):
        return True
    return lemma in listed("joinings") and any(words[t].tag.startswith("NNP") for t in things)


def moves_amount(view: View, verb: int, things: Sequence[int]) -> bool:
    """True when an amount is what ``verb`` moves: in one of its objects ``things``, or right behind it."""
    if view.words[verb].lemma in ("make", "receive", "take", "hold", "draw", "accept"):
        return False  # "will make $20 million": an income
    if any(view.amounts_in(view.phrase(t)) for t in things):
        return True
    near = range(verb + 1, min(verb + 4, ends(view, verb)))
    near_spans = [view.words[k].span for k in near if all(view.words[j].tag[:2] in _BEFORE for j in range(verb + 1, k))]
    return any(a.span.overlaps(span) for span in near_spans for a in view.resolved.annotations.amounts)
