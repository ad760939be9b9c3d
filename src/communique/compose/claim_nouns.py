"""What a noun of claiming says ("his claim that …", "criticism of the plan"), and whose claim it is.

Enters: the view with its statements, and the index of a noun. Leaves: a ``Claim``; the clause that "that" opens comes
before the tree's and the statement's reading, which often stop short of it or take in too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.compose.sources import source_of
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.entry import Statement
from communique.model.span import Span
from communique.resources.loader import load_yaml

_NEW_CLAUSE = ("CC", "WDT", "WP", "WRB", "MD", "VBD", "VBZ", "VBP")
_AHEAD = 20  # words within which "that" opens what a claim noun says
_MOST_BETWEEN = 10  # words from "from" to the name it leads to
_LOOSE = ("acl:relcl", "advcl", "parataxis", "punct", "cc", "cop", "nsubj", "obl", "conj", "case")


@cache
def lemmas_of(key: str) -> frozenset[str]:
    """The words under ``key`` in ``claims.yaml``."""
    return frozenset(load_yaml("claims.yaml")[key])


@dataclass(frozen=True, slots=True)
class Claim:
    """What is disputed: its span, whose it is, the statement that makes it."""

    span: Span
    claimant: tuple[ActorMention, ...] = ()
    statement: Statement | None = None


def said_by(view: View, noun: int) -> Claim:
    """What a claim noun says ("his claim that …", "accusations of …") and whose it is."""
    words, tree = view.words, view.tree
    statement = next((s for s in view.statements if s.cue and s.cue.overlaps(words[noun].span)), None)
    claims = words[noun].lemma in lemmas_of("nouns")
    claimant = _owner(view, noun) if claims else ()
    said = _that_behind(view, noun) if claims or statement is None else None
    if said is not None:
        return Claim(said, (statement.speaker if statement else ()) or claimant, statement)
    about = statement is not None and words[tree.at(statement.content[0])[0]].tag == "IN"
    if statement is not None and words[noun].lemma != "criticism" and not about:
        return Claim(_unjudged(view, noun, statement.content[0]), statement.speaker or claimant, statement)
    of = next((c for c in tree.children[noun] if c > noun and words[c].relation == "nmod" and _of(view, c)), None)
    if of is not None and words[noun].lemma in ("accusation", "allegation", "charge", "claim", "suggestion"):
        inside = [i for i in tree.subtree(of) if i > noun]
        told = [i for i in inside if not (words[i].relation == "case" and words[i].head == of)]
        return Claim(tree.span(told), claimant)
    phrase = view.phrase(noun, _LOOSE)
    if any(words[i].tag in ("VBD", "VBZ", "VBP") for i in tree.at(phrase) if i > noun):
        phrase = Span(min(phrase.start, words[noun].span.start), words[noun].span.end)
    return Claim(_unjudged(view, noun, phrase), claimant)


def _owner(view: View, noun: int) -> tuple[ActorMention, ...]:
    """Whose claim it is: its possessor, or who stands behind "by" or "from"."""
    source = source_of(view, noun, "possessor")
    if source is None:
        words = view.words
        led = noun + 2 < len(words) and words[noun + 1].lemma in ("from", "by")
        child = words[noun + 1].head if led else noun
        told = noun < child < noun + _MOST_BETWEEN
        source = view.phrase(child, (*_LOOSE, "acl", "nmod", "ccomp", "parataxis")) if told else None
    return view.actors_of(source) if source is not None else ()


def _that_behind(view: View, noun: int) -> Span | None:
    """The clause that "that" opens behind a claim noun, wherever the tree hangs it."""
    words, tree = view.words, view.tree
    last = view.sentence_at(noun).last
    if (
        noun + 2 < last
        and words[noun + 1].text.lower() == "that"
        and words[noun + 2].tag[:2] in ("NN", "PR", "DT", "EX")
    ):
        return Span(words[noun + 2].span.start, _clause_end(view, noun + 2))
    for i in range(noun + 1, min(noun + _AHEAD, last)):
        if words[i].text.lower() == "that" and words[i].tag == "IN" and i < words[i].head < last:
            inside = [k for k in tree.subtree(words[i].head, ("parataxis",)) if i < k]
            told = Span(words[i + 1].span.start, tree.span(inside).end)
            made = any(words[k].lemma in lemmas_of("makes") for k in inside[:4])
            return None if made and i == noun + 1 else told
        if words[i].tag in ("VBD", "VBZ", "VBP", ";") or (words[i].tag == "VBG" and words[i - 1].tag == "IN"):
            break
    clause = next((c for c in tree.children[noun] if c > noun and words[c].relation in ("acl", "ccomp")), None)
    loose = any(words[i].text == "," for i in range(noun + 1, clause or noun))
    if clause is None or (words[clause].relation == "acl" and (words[clause].tag == "VBN" or loose)):
        return None
    if words[clause].lemma in lemmas_of("makes"):
        return None  # "claims that she made last week"
    return tree.span([i for i in tree.subtree(clause) if i > noun])


def _clause_end(view: View, first: int) -> int:
    """Where the clause that begins at word ``first`` ends: by its verb's subtree, else by the end of the sentence."""
    words, tree, last = view.words, view.tree, view.sentence_at(first).last
    verb = next((i for i in range(first, last) if words[i].tag in ("VBD", "VBZ", "VBP", "MD")), None)
    if verb is not None and words[verb].relation.startswith(("aux", "cop")):
        verb = words[verb].head
    inside = tree.subtree(verb, ("parataxis",)) if verb is not None else []
    begin = min((i for i in inside), default=first)
    if verb is None or begin < first - 1:
        inside = list(range(first, last))
    return run_on(view, max(i for i in inside if i >= first) + 1, last)


def run_on(view: View, end: int, last: int) -> int:
    """The offset where a clause ends whose tree ends before word ``end``: at the next mark or conjunction."""
    words = view.words
    stop = end
    while stop < last and words[stop].tag[:1].isalpha() and words[stop].tag not in _NEW_CLAUSE:
        stop += 1
    if words[end - 1].relation == "punct" or (stop < last and words[stop].tag in ("MD", "VBD", "VBZ", "VBP")):
        stop = end
    while words[stop - 1].relation == "punct":
        stop -= 1
    return words[stop - 1].span.end


def _unjudged(view: View, noun: int, span: Span) -> Span:
    """The phrase before "as …", with which the challenger judges it ("criticism of the plan as gossip")."""
    at = [i for i in view.tree.at(span) if i > noun]
    judged = next((i for i in at if view.words[i].text.lower() == "as"), None)
    return Span(span.start, view.words[judged - 1].span.end) if judged is not None else span


def _of(view: View, i: int) -> bool:
    return any(view.words[k].lemma == "of" for k in view.tree.children[i])
