"""What somebody demands of another: "urged X to pay", "demanded that X pay", "demanded the release".

Enters: a view and a hit of a rule. Leaves: a ``Draft`` with ``demanded_by``, or None.
"""

from __future__ import annotations

from communique.compose.clauses import (
    act_lists,
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
    that_clause,
)
from communique.compose.draft import (
    Draft,
    allowed,
    bound_status,
    setting,
)
from communique.compose.view import View
from communique.resources.rules import Hit


def addressed_frame(view: View, hit: Hit) -> Draft | None:
    """An act that the trigger's subject wants of its object: "urged X to pay", "called on X to pay"."""
    tree, words, i = view.tree, view.words, hit.first
    verb = infinitive(view, i, 12)
    if verb is None or (status := bound_status(view, hit)) is None or not allowed(view, hit, verb):
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
        asker = tree.subject(i)
    by = actors(view, whom)
    demander = actors(view, asker)
    if (
        whom is None
        or not (by or words[whom].tag[:2] == "NN")
        or words[whom].text.lower() in ("me", "itself", "himself", "herself", "themselves")
    ):
        return None
    if {a.actor.id for a in by} & {a.actor.id for a in demander} or not (by or demander):
        return None
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
    if verb is None or (status := bound_status(view, hit)) is None or not allowed(view, hit, verb):
        return None
    modal = modals(view, verb)
    bare = (words[verb].tag in ("VB", "VBP") and not modal) or (tree.passive(verb) and "be" in modal)
    if not (modal & {"must", "should", "have"} or bare) or (
        words[i].lemma == "insist" and "should" in modal and not bare and "must" not in modal
    ):
        return None
    by = subject_actors(view, verb)
    subject = tree.subject(verb)
    demander = actors(view, tree.subject(i))
    if not (by or (subject is not None and words[subject].tag[:2] == "NN")) or {a.actor.id for a in by} & {
        a.actor.id for a in demander
    }:
        return None
    return Draft(
        hit.rule.id,
        i,
        verb,
        by,
        action_of(view, verb),
        status,
        clause_span(view, verb),
        clause_span(view, verb),
        0.75,
        demander,
    )


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
        or not (words[thing].lemma in lists.nouns or view.amounts_in(view.phrase(thing)))
    ):
        return None
    demander = actors(view, tree.subject(hit.first)) if not tree.passive(hit.first) else ()
    owner = tree.child(thing, "nmod:poss")
    giver = owner if owner is not None else oblique(view, thing, "by", "from") or oblique(view, hit.first, "from", "of")
    pressed = obj(view, hit.first) if hit.last > hit.first + 1 else None
    by = actors(view, pressed if pressed is not None else giver)
    if not demander or {a.actor.id for a in by} & {a.actor.id for a in demander}:
        return None
    if words[hit.first].lemma == "seek" and not by:
        return None
    span = noun_span(view, thing)
    return Draft(
        hit.rule.id,
        hit.first,
        thing,
        by,
        plain(span.of(view.text)),
        status,
        clause_span(view, hit.first),
        span,
        0.7,
        demander,
        noun=True,
    )
