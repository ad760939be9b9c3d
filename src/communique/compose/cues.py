"""Reports that the encoder missed: rules of ``statements.yaml`` over words and tree.

Enters: the view and the word positions already taken by attributions. Leaves: ``Report``s whose speaker is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from communique.compose.contents import content_of
from communique.compose.sources import is_personal, is_unsaid, source_of
from communique.compose.view import TOLD_ROLES, View
from communique.model.span import Span
from communique.resources.rules import Hit, Matcher, load_rules

_WISHES = frozenset({"statement.commit", "statement.commit-apart", "statement.demand"})
_WISH_WORDS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """Content attributed by a cue to a source, before anybody looked at the circumstances.

    ``head`` is the index of the cue's head word, None for a content without a cue; ``relay`` the words that name the
    outlet through which it came.
    """

    source: tuple[Span, ...]
    cue: Span | None
    head: int | None
    content: tuple[Span, ...]
    score: float
    rules: tuple[str, ...]
    relay: Span | None = None


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("statements"))


@cache
def telling_verbs() -> frozenset[str]:
    """The lemmas that can begin a cue by the rules: verbs and nouns of saying, and "according"."""
    firsts = (p[0].lemmas for rule in load_rules("statements") for p in rule.patterns)
    return frozenset().union(*firsts, {"accord", "according"})


def find_cued(view: View, taken: Collection[int]) -> Iterator[Report]:
    """A report for every rule whose cue, speaker and content stand on no word of ``taken``."""
    free = set(range(len(view.words))) - set(taken)
    for sentence in view.sentences:
        if view.role_at(sentence.first) not in TOLD_ROLES:
            continue
        for hit in _matcher().find(view.words, sentence.first, sentence.last):
            report = _report(view, hit)
            if report is None:
                continue
            used = [i for span in report.content for i in view.tree.at(span)]
            if free.issuperset(used) and hit.first in free:
                free -= {*used, *range(hit.first, hit.last)}
                yield report


def _report(view: View, hit: Hit) -> Report | None:
    """The report that a hit makes; None where its speaker or its content is missing."""
    head = hit.first
    if view.words[head].quoted or (view.words[head].tag == "VB" and not _finite(view, head)):
        return None
    if is_unsaid(view, head):
        return None
    source = source_of(view, head, hit.rule.gives.get("speaker", "subject"))
    if source is None or not (view.actors_of(source) or is_personal(view, source)):
        return None
    content = next((c for kind in hit.rule.gives["content"] if (c := content_of(view, hit, kind)) is not None), None)
    if content is not None and hit.rule.id == "statement.demand" and content.of(view.text).lower().startswith("no "):
        return None
    if content is None or content.overlaps(source) or content.overlaps(view.words[head].span):
        return None
    if not _allowed(view, hit, source, content):
        return None
    inside = [view.words[i] for i in view.tree.at(content)]
    brief = len(inside) < _WISH_WORDS and (
        hit.rule.id == "statement.commit" or not any(w.quoted or w.tag.startswith(("NN", "VBG")) for w in inside)
    )
    if brief or (hit.rule.id in _WISHES and _relative(view, head)):
        return None
    short = hit.rule.id in ("statement.call-for", "statement.commit", "statement.refuse", "statement.deny-doing")
    cue = view.words[head].span if short else view.tree.span(range(hit.first, hit.last))
    if view.tree.negated(head):
        cue = _with_negation(view, head, cue)
    return Report((source,), cue, head, (content,), 0.6, (hit.rule.id,))


def _allowed(view: View, hit: Hit, source: Span, content: Span) -> bool:
    """What a rule's options ask: heads that the content must have or not have, kinds of actor that can speak so."""
    options, top = hit.rule.options, view.tree.head_of(view.tree.at(content))
    lemma = view.words[top].lemma if top is not None else ""
    if "heads" in options and lemma not in options["heads"]:
        return False
    if lemma in options.get("not", ()):
        return False
    kinds = options.get("kinds")
    return not kinds or all(m.actor.kind.value in kinds for m in view.actors_of(source))


def _relative(view: View, head: int) -> bool:
    """True in "those who want to …": the clause tells who is meant, not what somebody said; not so behind a comma."""
    own = view.tree.child(head, "nsubj")
    if own is None or not view.words[head].relation.startswith("acl") or view.words[own].tag not in ("WP", "WDT", "IN"):
        return False
    return not own or view.words[own - 1].text != ","


def _with_negation(view: View, head: int, cue: Span) -> Span:
    """The cue from its auxiliary or "not" on, where nothing else stands between."""
    before = [
        c for c in view.tree.children[head] if head - 4 <= c < head and view.words[c].relation in ("aux", "advmod")
    ]
    return Span(min([cue.start, *(view.words[c].span.start for c in before)]), cue.end)


def _finite(view: View, head: int) -> bool:
    return any(view.words[c].relation.startswith("aux") for c in view.tree.children[head])
