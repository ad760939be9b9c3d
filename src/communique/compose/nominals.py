"""Nouns that are events of this world: with a time, participants or a place.

Enters: a stage and a hit of a rule. Leaves: an ``Occasion``, or None for a generic mention.
"""

from __future__ import annotations

from communique.compose.clauses import actors, oblique, trim
from communique.compose.lists import listed
from communique.compose.stage import Occasion, Stage, clause_of, doers, merged, place_of, time_below, time_of
from communique.compose.standing import noun_status
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.span import cover
from communique.model.syntax import SUBJECTS
from communique.resources.rules import Hit


def _noun_event(stage: Stage, hit: Hit, dated: bool) -> Occasion | None:
    view, tree, words, noun = stage.view, stage.view.tree, stage.view.words, hit.last - 1
    kind, governor = str(hit.rule.gives["type"]), words[noun].head
    if words[noun].relation in ("compound", "amod") or (words[noun].tag == "NNS" and words[noun].lemma not in _PLURALS):
        return None
    if any(words[c].lemma in ("no", "any", "every", "each") for c in tree.children[noun]):
        return None
    verb = governor if words[governor].tag[:2] == "VB" and governor != noun else None
    if verb is not None and words[verb].lemma in ("leave", "quit"):
        return None  # who left the talks left them; when they were held is not told
    role = words[noun].relation.split(":")[0]
    parties, place, when = _parties(stage, hit, noun), place_of(stage, noun), time_below(stage, noun)
    supported = verb is not None and words[verb].lemma in listed("supports") and role in ("nsubj", "obj")
    wanted = verb is not None and (supported or words[verb].lemma in listed("wishes") | listed("arrangements"))
    own = when is not None
    if when is None and verb is not None and supported:
        when = time_of(stage, noun, clause_of(stage, verb))
    if place is None and supported and role == "nsubj":
        place = place_of(stage, verb)
    if (dated and when is None) or not _told(view, noun, own, when is not None, place is not None, len(parties)):
        return None
    if kind == "vote" and not own:
        return None
    status = noun_status(stage, noun, verb, when)
    if status is None:
        return None
    host = doers(stage, verb) if verb is not None and role == "obj" and kind != "election" and wanted else ()
    span = trim(view, view.phrase(noun, _BEYOND))
    if when is not None and not span.contains(when.span):
        behind = verb is None or verb > noun or when.span.start > words[noun].span.end
        span = cover((span, when.span)) if behind else cover((span, when.span, words[verb or noun].span))
    everyone = merged(host, parties)
    if not everyone and when is None:
        return None
    return Occasion(hit.rule.id, kind, hit.first, hit.last, everyone, place, when, status, span, True, 0.65)


def _parties(stage: Stage, hit: Hit, noun: int) -> tuple[ActorMention, ...]:
    """Possessor, "between", "with", "by"; of a meeting "of"; a name before the noun ("US talks")."""
    view, tree, words = stage.view, stage.view.tree, stage.view.words
    cases = ["between", "with", "by", "among"] + (["of"] if hit.rule.gives["type"] in ("meeting", "summit") else [])
    named = [c for c in tree.children[noun] if words[c].relation in ("compound", "amod") and c < noun]
    groups = [actors(view, tree.child(noun, "nmod:poss"))]
    groups += [actors(view, oblique(view, noun, case)) for case in cases]
    groups += [actors(view, c) for c in named if words[c].tag in ("NNP", "NNPS", "JJ") and words[c].text[:1].isupper()]
    return merged(*groups)


def _told(view: View, noun: int, own: bool, timed: bool, placed: bool, parties: int) -> bool:
    """True when enough is told: a time or place of its own, two parties, or one fact and a word that points to it."""
    if own or placed or parties > 1:
        return True
    pointed = view.words[noun].tag != "NNS" or view.tree.child(noun, "det", "nmod:poss") is not None
    return (timed and pointed) or (parties == 1 and _pointed(view, noun))


def _pointed(view: View, noun: int) -> bool:
    """True when the noun is one of a kind here: "the", "his", "a" behind a verb of holding or wishing."""
    tree, words = view.tree, view.words
    if tree.child(noun, "nmod:poss") is not None or oblique(view, noun, "between", "with") is not None:
        return words[noun].tag != "NNS" or oblique(view, noun, "between", "with") is not None
    return False


_PLURALS = frozenset({"talk", "negotiation", "airstrike", "strike", "election", "discussion"})
_BEYOND = ("acl:relcl", "advcl", "parataxis", "cc", "conj", "case", "appos", "cop", *SUBJECTS)


def nominal(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time, participants or a place."""
    return _noun_event(stage, hit, dated=False)


def dated_noun(stage: Stage, hit: Hit) -> Occasion | None:
    """A noun with a time."""
    return _noun_event(stage, hit, dated=True)
