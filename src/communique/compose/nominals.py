"""Nouns that are events of this world: with a time, participants or a place.

Enters: a stage and a hit of a rule. Leaves: an ``Occasion``, or None for a generic mention.
"""

from __future__ import annotations

from communique.compose.clauses import actors, listed, oblique, trim
from communique.compose.stage import Occasion, Stage, clause_of, doers, merged, place_of, time_below, time_of
from communique.compose.standing import noun_status
from communique.compose.view import View
from communique.model.span import cover
from communique.model.syntax import SUBJECTS
from communique.resources.rules import Hit


def _noun_event(stage: Stage, hit: Hit, dated: bool) -> Occasion | None:
    view, tree, words, noun = stage.view, stage.view.tree, stage.view.words, hit.last - 1
    if words[noun].relation in ("compound", "amod") or (
        words[noun].tag == "NNS"
        and words[noun].lemma not in ("talk", "negotiation", "airstrike", "strike", "election", "discussion")
    ):
        return None
    owner = tree.child(noun, "nmod:poss")
    parties = merged(
        actors(view, owner),
        *(actors(view, oblique(view, noun, *c)) for c in (("between", "with"), ("by", "among"), ("of",))),
    )
    of = oblique(view, noun, "of")
    if of is not None and hit.rule.id not in ("event.nominal_meeting", "event.nominal_summit"):
        parties = merged(
            actors(view, owner),
            actors(view, oblique(view, noun, "between", "with")),
            actors(view, oblique(view, noun, "by", "among")),
        )
    described = tuple(
        a
        for c in tree.children[noun]
        if words[c].relation in ("compound", "amod") and c in stage.names
        for a in actors(view, c)
    )
    parties = merged(parties, described)
    own, place = time_below(stage, noun), place_of(stage, noun)
    governor = words[noun].head
    verb = governor if words[governor].tag[:2] == "VB" and governor != noun else None
    when = own
    if (
        when is None
        and verb is not None
        and words[verb].lemma in listed("supports")
        and words[noun].relation.split(":")[0] in ("nsubj", "obj")
    ):
        when = time_of(stage, noun, clause_of(stage, verb))
    if words[noun].relation.startswith("nsubj") and verb is not None and words[verb].lemma == "take" and place is None:
        place = place_of(stage, verb)
    facts = sum((bool(parties), when is not None, place is not None))
    if (
        (dated and when is None)
        or facts == 0
        or (
            not dated and facts == 1 and own is None and place is None and len(parties) < 2 and not _pointed(view, noun)
        )
    ):
        return None
    if any(words[c].lemma in ("no", "any", "every", "each") for c in tree.children[noun]):
        return None
    host = (
        doers(stage, verb)
        if verb is not None
        and words[noun].relation == "obj"
        and words[verb].lemma not in ("cover", "see", "call", "describe")
        else ()
    )
    status = noun_status(stage, noun, verb, when)
    if status is None:
        return None
    span = trim(
        view, view.phrase(noun, ("acl:relcl", "advcl", "parataxis", "cc", "conj", "case", "appos", "cop", *SUBJECTS))
    )
    if when is not None and not span.contains(when.span):
        span = cover((span, when.span)) if verb is None or verb > noun else cover((span, when.span, words[verb].span))
    kind = str(hit.rule.gives["type"])
    if kind == "vote" and not parties and own is None:
        return None
    return Occasion(
        hit.rule.id,
        kind,
        hit.first,
        hit.last,
        merged(host if kind != "election" else (), parties),
        place,
        when,
        status,
        span,
        True,
        0.65,
    )


def _pointed(view: View, noun: int) -> bool:
    """True when the noun is one of a kind here: "the", "his", "a" behind a verb of holding or wishing."""
    tree, words = view.tree, view.words
    if tree.child(noun, "nmod:poss") is not None or oblique(view, noun, "between", "with") is not None:
        return words[noun].tag != "NNS" or oblique(view, noun, "between", "with") is not None
    return False


def nominal(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time, participants or a place."""
    return _noun_event(stage, hit, dated=False)


def dated_noun(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time."""
    return _noun_event(stage, hit, dated=True)
