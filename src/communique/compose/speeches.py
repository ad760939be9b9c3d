"""Speeches: before an assembly, or named as one.

Enters: a stage and a hit of a rule. Leaves: an ``Occasion``, or None for words to reporters and the like.
"""

from __future__ import annotations

from communique.compose.clauses import actors, behind, noun_span, oblique, trim
from communique.compose.lists import act_lists
from communique.compose.stage import (
    Occasion,
    Stage,
    clause_of,
    doers,
    place_of,
    time_below,
    time_of,
)
from communique.compose.standing import ahead, status_of
from communique.compose.verbs import verbal
from communique.model.actor import ActorKind
from communique.model.entry import EventStatus
from communique.resources.rules import Hit


def assembly_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Told parliament", "addressed the council"."""
    view, words, tree, i = stage.view, stage.view.words, stage.view.tree, hit.first
    lists = act_lists()
    if tree.passive(i):
        target = tree.child(i, "nsubj:pass") if words[i].lemma in ("tell", "brief") else None
    elif hit.last > hit.first + 1:
        target = behind(view, hit.last - 1)
    else:
        target = tree.child(i, "obj", "iobj")
    if target is None or words[target].lemma not in lists.assemblies:
        return None
    if (words[target].tag == "NNS" and words[i].lemma not in ("address", "brief")) or (
        words[target].lemma in ("house", "office") and words[target - 1].text == "White"
    ):
        return None
    if any(a.actor.kind is ActorKind.PERSON for a in actors(view, target)):
        return None
    who = doers(stage, i) if not tree.passive(i) else actors(view, oblique(view, i, "by"))
    found = verbal(stage, hit, who, place_of(stage, i, target), 0.75)
    if found is None or found.place is not None or words[target].tag == "NNS":
        return found
    return Occasion(
        found.rule,
        found.type,
        i,
        hit.last,
        who,
        view.quote(noun_span(view, target)),
        found.when,
        found.status,
        found.evidence,
        False,
        found.score,
    )


def speech_frame(stage: Stage, hit: Hit) -> Occasion | None:
    """ "Gave a speech in Hamburg", "said in a speech on Monday"."""
    view, words, tree, noun = stage.view, stage.view.words, stage.view.tree, hit.last - 1
    verb = (
        hit.first
        if words[hit.first].tag[:2] == "VB"
        else next((a for a in tree.ancestors(noun) if words[a].tag[:2] == "VB"), None)
    )
    if (
        verb is None
        or words[noun].tag[:2] != "NN"
        or (words[noun].tag == "NNS" and words[hit.first].tag[:2] != "VB")
        or any(words[c].lemma in ("email", "web", "ip", "home") for c in tree.children[noun])
    ):
        return None
    owner = tree.child(noun, "nmod:poss")
    who = actors(view, owner) if owner is not None else doers(stage, verb)
    own = view.phrase(noun, ("acl:relcl", "advcl", "parataxis", "conj", "appos", "case"))
    when = time_below(stage, noun) or time_of(stage, noun, clause_of(stage, verb))
    place = place_of(stage, noun, verb if hit.first == verb else None)
    audience = oblique(view, noun, "to", "before", "at")
    if not who or (when is None and place is None and audience is None):
        return None
    status = (
        status_of(stage, verb, when)
        if words[hit.first].tag[:2] == "VB"
        else EventStatus.SCHEDULED
        if ahead(view, when)
        else EventStatus.HELD
    )
    span = clause_of(stage, verb) if words[hit.first].tag[:2] == "VB" else trim(view, own)
    if status is None:
        return None
    return Occasion(hit.rule.id, "speech", hit.first, hit.last, who, place, when, status, span, False, 0.7)
