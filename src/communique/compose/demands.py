"""What somebody demands of another: "urged X to pay", "demanded that X pay", "demanded the release".

Enters: a view and a hit of a rule. Leaves: a ``Draft`` with ``demanded_by``, or None.
"""

from __future__ import annotations

from communique.compose.acting import moves_amount
from communique.compose.clauses import (
    action_of,
    actors,
    clause_span,
    infinitive,
    modals,
    noun_span,
    obj,
    oblique,
    plain,
    subject_actors,
    subject_of,
    that_clause,
)
from communique.compose.draft import (
    Draft,
    allowed,
    bound_status,
    generic,
    setting,
)
from communique.compose.lists import act_lists
from communique.compose.view import View
from communique.resources.rules import Hit

_WHOLES = frozenset({"all", "both", "each", "none", "they"})  # "urged that all be released"
_MOVES = frozenset({"rise", "fall", "grow"})  # "demanded that spending rise to 5%": somebody is to move it


def addressed_frame(view: View, hit: Hit) -> Draft | None:
    """An act that the trigger's subject wants of its object: "urged X to pay", "called on X to pay"."""
    tree, words, i = view.tree, view.words, hit.first
    verb = infinitive(view, i, 8)
    if (
        verb is None
        or tree.passive(verb)
        or (status := bound_status(view, hit)) is None
        or not allowed(view, hit, verb)
    ):
        return None
    if tree.passive(i):
        whom, asker = tree.child(i, "nsubj:pass", "nsubj"), oblique(view, i, "by")
    else:
        whom = tree.child(i, "obj", "iobj")
        if whom is None or not i < whom < verb:
            whom = (
                tree.child(verb, "nsubj")
                if (tree.child(verb, "nsubj") or -1) > i
                else oblique(view, i, "on", "upon", "to", "for")
            )
        if whom is None or not i < whom < verb:
            whom = next(
                (
                    k
                    for k in range(verb - 1, i, -1)
                    if words[k].tag[:2] in ("NN", "PR") and words[k].relation not in ("compound", "det")
                ),
                None,
            )
        asker = subject_of(view, i)
    by = actors(view, whom)
    demander = actors(view, asker)
    if (
        whom is None
        or not (by or words[whom].tag.startswith("NNP"))
        or not (by or words[whom].tag[:2] == "NN")
        or words[whom].text.lower() in ("me", "itself", "himself", "herself", "themselves")
    ):
        return None
    if {a.actor.id for a in by} & {a.actor.id for a in demander} or not (by or demander):
        return None
    if not tree.passive(i) and not demander and asker is not None and words[asker].tag[:2] == "NN":
        return None  # "documents that compelled the bureau": no one asked
    if generic(view, whom) or (tree.passive(i) and generic(view, asker)):
        return None  # "pushed customers to buy"
    if any(words[c].lemma in ("not", "never") for c in tree.children[verb]):
        action = plain(f"not {action_of(view, verb)}")
    else:
        action = action_of(view, verb)
    return Draft(
        hit.rule.id, i, verb, by, action, status, setting(view, i, verb, None), clause_span(view, verb), 0.8, demander
    )


def demand_frame(view: View, hit: Hit) -> Draft | None:
    """An act in a that-clause that the trigger's subject demands."""
    tree, words, i = view.tree, view.words, hit.first
    verb = that_clause(view, i)
    if verb is None or (status := bound_status(view, hit)) is None:
        return None
    span = clause_span(view, verb)
    if not allowed(view, hit, verb) and not (view.amounts_in(span) and words[verb].lemma in _MOVES):
        return None
    modal = modals(view, verb)
    bare = (words[verb].tag in ("VB", "VBP") and not modal) or (tree.passive(verb) and "be" in modal)
    asked = {"must", "have"} if words[i].lemma == "insist" else {"must", "should", "have"}
    if not (modal & asked or bare):
        return None
    subject = subject_of(view, verb)
    by = subject_actors(view, verb) or actors(view, oblique(view, verb, "from"))
    if subject is not None and any(words[c].lemma == "no" for c in tree.children[subject]):
        by = ()  # "that no third state get better terms": it is not that state that is to act
    demander = actors(view, subject_of(view, i))
    if {a.actor.id for a in by} & {a.actor.id for a in demander}:
        return None
    whole = any(words[c].lemma in _WHOLES for c in tree.children[verb] if c < verb)
    if not (by or whole) and (subject is None or words[subject].tag[:2] != "NN"):
        return None
    action = action_of(view, verb)
    if words[verb].lemma in _MOVES and subject is not None:
        action = plain(f"{noun_span(view, subject).of(view.text)} {action}")
    return Draft(hit.rule.id, i, verb, by, action, status, span, span, 0.75, demander)


def demanded_frame(view: View, hit: Hit) -> Draft | None:
    """An act as a noun that the trigger's subject demands: "demanded the release of …"."""
    tree, words, lists = view.tree, view.words, act_lists()
    if (status := bound_status(view, hit)) is None:
        return None
    thing = (
        obj(view, hit.first)
        if len(hit.rule.patterns) and hit.last == hit.first + 1
        else oblique(view, hit.first, "for")
    )
    if (
        thing is None
        or thing < hit.first
        or not (words[thing].lemma in lists.nouns | lists.promises or moves_amount(view, hit.first, [thing]))
    ):
        return None
    demander = actors(view, subject_of(view, hit.first)) if not tree.passive(hit.first) else ()
    owner = tree.child(thing, "nmod:poss")
    giver = owner if owner is not None else oblique(view, thing, "by", "from") or oblique(view, hit.first, "from", "of")
    pressed = obj(view, hit.first) if hit.last > hit.first + 1 else None
    by = actors(view, pressed if pressed is not None else giver)
    if not demander or {a.actor.id for a in by} & {a.actor.id for a in demander}:
        return None
    if words[hit.first].lemma == "seek" and not by and not view.amounts_in(view.phrase(thing)):
        return None
    span = noun_span(view, thing)
    whole = clause_span(view, hit.first)
    raised = any(
        words[k].tag == "TO" and words[k + 1].lemma == "be" for k in range(thing + 1, min(thing + 9, len(words) - 1))
    )
    return Draft(
        hit.rule.id,
        hit.first,
        thing,
        by,
        plain(view.text[span.start : max(span.end, whole.end)] if raised else span.of(view.text)),
        status,
        clause_span(view, hit.first),
        span,
        0.7,
        demander,
        noun=True,
    )
