"""Commitments that stand as nouns: "broke its promise", "the pledge to pay", "ruled out a withdrawal".

Enters: a view and a hit of a rule. Leaves: a ``Draft``, or None.
"""

from __future__ import annotations

from communique.compose.acting import acts, moves_amount
from communique.compose.clauses import (
    action_of,
    actors,
    behind,
    clause_span,
    denied_action,
    gerund,
    infinitive,
    noun_span,
    obj,
    objects,
    oblique,
    plain,
    subject_actors,
    subject_of,
    supposed,
    that_clause,
    trim,
)
from communique.compose.draft import (
    Draft,
    allowed,
    bound_status,
    nearest_subject,
    party,
)
from communique.compose.lists import act_lists
from communique.compose.view import View
from communique.model.span import cover
from communique.model.syntax import SUBJECTS
from communique.resources.rules import Hit

_KEPT = frozenset({"keep", "make", "break", "honour", "honor", "fulfil", "fulfill", "meet"})  # "a pledge to keep"
_ASKED = frozenset({"demand", "offer", "proposal", "invitation"})
_BUSINESS = frozenset({"financial", "sales", "sale", "earnings", "earning", "revenue", "profit"})
_TAKEN = frozenset(
    [
        "reject",
        "dismiss",
        "break",
        "keep",
        "honour",
        "honor",
        "withdraw",
        "resist",
        "meet",
        "fulfil",
        "fulfill",
        "rebuff",
        "drop",
    ]
)


def act_frame(view: View, hit: Hit) -> Draft | None:
    """An act as a noun: "ruled out a withdrawal", "offered a ceasefire"."""
    tree, words, lists = view.tree, view.words, act_lists()
    if (status := bound_status(view, hit)) is None or tree.passive(hit.first):
        return None
    thing = next(
        (o for o in objects(view, hit.first) if words[o].lemma in lists.nouns or moves_amount(view, hit.first, [o])),
        None,
    )
    if (
        thing is not None
        and view.words[hit.first].tag == "VBG"
        and view.words[hit.first].relation not in ("root", "conj")
    ):
        return None  # "conditional on the state offering guarantees" tells of no offer
    by = actors(view, subject_of(view, hit.first))
    if thing is None or thing < hit.first or not by or not party(by):
        return None
    if words[hit.first].lemma == "threaten" and words[thing].lemma not in lists.nouns:
        return None  # what is threatened is the victim
    span = clause_span(view, hit.first)
    return Draft(
        hit.rule.id,
        hit.first,
        thing,
        by,
        plain(noun_span(view, thing).of(view.text)),
        status,
        span,
        noun_span(view, thing),
        0.7,
        noun=True,
    )


def promise_frame(view: View, hit: Hit) -> Draft | None:
    """A commitment kept, broken or withdrawn: "broke its promise to …"."""
    tree, words, lists = view.tree, view.words, act_lists()
    if (status := bound_status(view, hit)) is None:
        return None
    i, multi = hit.first, hit.last > hit.first + 1
    thing = obj(view, i)
    if thing is None or (words[thing].lemma not in lists.promises and multi):
        thing = oblique(view, i, words[hit.last - 1].text.lower(), "from", "on", "of", "to", "with") or thing
    if thing is None and multi:
        thing = behind(view, hit.last - 1)
    if (
        thing is None
        or words[thing].lemma not in lists.promises
        or (multi and thing < hit.first and not tree.passive(i))
    ):
        return None
    if status in ("kept", "broken") and (
        words[thing].lemma in _ASKED or any(words[c].lemma in _BUSINESS for c in tree.children[thing])
    ):
        return None  # "ignored a demand", "missed its sales target": nobody's word was kept or broken
    owner = tree.child(thing, "nmod:poss")
    by = subject_actors(view, i)
    if tree.passive(i) and not by:
        by = actors(view, owner)
    if (words[thing].lemma == "word" and owner is None) or not by or not party(by):
        return None
    verb = infinitive(view, thing)
    action = action_of(view, verb) if verb is not None else plain(noun_span(view, thing).of(view.text))
    return Draft(
        hit.rule.id,
        i,
        thing if verb is None else verb,
        by,
        action,
        status,
        clause_span(view, i),
        noun_span(view, thing),
        0.7,
        noun=verb is None,
    )


def noun_frame(view: View, hit: Hit) -> Draft | None:
    """The trigger is the noun of a commitment: "the pledge to pay", "the hope of a further rise"."""
    tree, words, i = view.tree, view.words, hit.first
    if supposed(view, i) or any(words[c].lemma in ("no", "any", "little") for c in tree.children[i]):
        return None
    if words[words[i].head].lemma in _TAKEN or words[i].relation == "compound":
        return None
    demanded = bool(hit.rule.options.get("addressed"))
    verb = that_clause(view, i) if demanded else infinitive(view, i, 1)
    if verb is not None and (not allowed(view, hit, verb) or words[verb].lemma in _KEPT):
        verb = None
    thing = _named_act(view, hit)
    if verb is None and (thing is None or demanded):
        return None
    owner = tree.child(i, "nmod:poss")
    holder = actors(view, owner) if owner is not None else actors(view, nearest_subject(view, i))
    if not holder or not party(holder):
        return None
    by = actors(view, tree.child(verb, *SUBJECTS)) if demanded and verb is not None else holder
    span = noun_span(view, i)
    if verb is not None:
        span = cover((span, clause_span(view, verb)))
        action = denied_action(view, verb, str(hit.rule.gives["status"]))
    else:
        action = plain(noun_span(view, thing if thing is not None else i).of(view.text))
    if thing == i:  # "had made the 2.5% pledge": the clause tells who made it
        span = cover((span, clause_span(view, words[i].head)))
    status, at = str(hit.rule.gives["status"]), verb if verb is not None else thing if thing is not None else i
    return Draft(hit.rule.id, i, at, by, action, status, trim(view, span), span, 0.65,
                 holder if demanded else (), noun=verb is None)  # fmt: skip


def _named_act(view: View, hit: Hit) -> int | None:
    """The noun of an act behind "of" or "for"; the trigger itself where it is made and has an amount."""
    words, i = view.words, hit.first
    thing = oblique(view, i, "of", "for")
    if thing is not None and words[thing].lemma in act_lists().nouns:
        return thing
    made = words[words[i].head].lemma in ("make", "renew", "repeat", "reaffirm", "give", "issue") and words[i].head < i
    return i if made and hit.rule.id == "commitment.pledge_noun" and view.amounts_in(view.phrase(i)) else None


def bare_frame(view: View, hit: Hit) -> Draft | None:
    """ "A potential invitation": the act is the noun itself."""
    i = hit.last - 1
    owner = view.tree.child(i, "nmod:poss")
    by = actors(view, owner if owner is not None else nearest_subject(view, i))
    if supposed(view, i) or not by or not party(by):
        return None
    span = noun_span(view, i)
    verb = infinitive(view, i, 8)
    if verb is not None:
        span = cover((span, clause_span(view, verb)))
    return Draft(
        hit.rule.id,
        hit.first,
        i,
        by,
        plain(span.of(view.text)),
        str(hit.rule.gives["status"]),
        trim(view, span),
        span,
        0.6,
        noun=True,
    )


def denied_noun_frame(view: View, hit: Hit) -> Draft | None:
    """ "Has no intention of stationing": the subject refuses the act."""
    verb = gerund(view, hit.last - 1, 1) or infinitive(view, hit.last - 2, 2)
    by = actors(view, nearest_subject(view, hit.last - 2))
    if verb is None or not acts(view, verb) or not by or not party(by) or supposed(view, hit.first):
        return None
    span = cover((clause_span(view, view.tree.clause(hit.first)), clause_span(view, verb)))
    return Draft(
        hit.rule.id,
        hit.first,
        verb,
        by,
        action_of(view, verb),
        str(hit.rule.gives["status"]),
        trim(view, span),
        span,
        0.7,
    )


def rejected_frame(view: View, hit: Hit) -> Draft | None:
    """ "Rejected calls to withdraw": the subject refuses the act."""
    noun = hit.last - 1
    verb = infinitive(view, noun, 2) or gerund(view, noun, 2)
    thing = oblique(view, noun, "for")
    by = actors(view, subject_of(view, hit.first))
    if (status := bound_status(view, hit)) is None or not by or not party(by) or view.tree.passive(hit.first):
        return None
    if verb is None and (thing is None or view.words[thing].lemma not in act_lists().nouns):
        return None
    if verb is not None and not acts(view, verb):
        return None
    at = verb if verb is not None else thing if thing is not None else noun
    action = action_of(view, verb) if verb is not None else plain(noun_span(view, at).of(view.text))
    return Draft(
        hit.rule.id,
        hit.first,
        at,
        by,
        action,
        status,
        clause_span(view, hit.first),
        noun_span(view, noun),
        0.75,
        noun=verb is None,
    )
