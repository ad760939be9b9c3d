"""Reports that the encoder missed: rules of ``statements.yaml`` over words and tree.

Enters: the view and the word positions already taken by attributions. Leaves: ``Report``s whose speaker is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from communique.compose.view import TOLD_ROLES, View
from communique.model.span import Span
from communique.resources.rules import Hit, Matcher, load_rules

_OBJECTS = ("obj", "ccomp", "xcomp", "csubj", "advcl", "obl")
_PREPOSITIONS = ("as", "of", "for")
_WISHES = frozenset({"statement.commit", "statement.demand"})
_WISH_WORDS = 3
_QUOTE_WORDS = 4  # fewer quoted words beside a cue are as likely a name or irony


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
    if source is None or not view.actors_of(source):
        return None
    content = next(
        (c for kind in hit.rule.gives["content"] if (c := _content(view, hit, kind, source)) is not None), None
    )
    if content is not None and hit.rule.id == "statement.demand" and content.of(view.text).lower().startswith("no "):
        return None
    if content is None or content.overlaps(source) or content.overlaps(view.words[head].span):
        return None
    if not _allowed(view, hit, source, content):
        return None
    if hit.rule.id in _WISHES and (_relative(view, head) or len(view.tree.at(content)) < _WISH_WORDS):
        return None
    short = hit.rule.id in ("statement.call-for", "statement.commit", "statement.refuse")
    cue = view.words[head].span if short else view.tree.span(range(hit.first, hit.last))
    if view.tree.negated(head):
        cue = _with_negation(view, head, cue)
    return Report((source,), cue, head, (content,), 0.6, (hit.rule.id,))


def is_unsaid(view: View, head: int) -> bool:
    """True for a cue that tells of no saying: to come, merely possible, or denied ("did not say", "would not say")."""
    words = view.words
    modal = next((words[c].lemma for c in view.tree.children[head] if words[c].relation == "aux" and words[c].tag == "MD"), "")
    silent = words[head].lemma in ("say", "comment", "disclose", "specify", "elaborate", "reveal", "explain", "provide", "offer")
    if modal in ("will", "may", "might", "could", "shall") or words[head].lemma == "seek" and words[head].tag == "VBG":
        return not words[head].quoted
    if any(words[c].relation == "mark" and words[c].lemma in ("if", "unless", "whether", "once", "until") for c in view.tree.children[head]):
        return True
    subject = view.tree.child(head, "nsubj")
    neither = subject is not None and (words[subject].lemma in ("neither", "nobody", "none", "no")
                                       or any(words[c].lemma in ("neither", "no") for c in view.tree.children[subject]))
    return silent and (view.tree.negated(head) or neither)


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


def _behind(view: View, hit: Hit, kind: str) -> Span | None:
    """The object of a cue with what is asked of it, what it is called, or what it is blamed for."""
    tree, words, head = view.tree, view.words, hit.first
    last = view.sentence_at(head).last
    after = [c for c in tree.children[head] if c >= hit.last]
    target = next((c for c in after if words[c].relation in ("obj", "iobj", "obl")), None)
    if target is None and kind == "naming" and words[hit.last].tag in ("DT", "PRP"):
        named = next((c for c in after if words[c].relation in ("ccomp", "xcomp")), None)
        indices = [i for i in tree.subtree(named, ("parataxis",)) if hit.last < i < last] if named is not None else []
        return _from_to(view, indices, hit) if indices else None
    if target is None:
        return None
    object_first = min(i for i in tree.subtree(target) if i >= hit.last) if max(tree.subtree(target)) >= hit.last else target
    if object_first - hit.last > 2:
        return None
    match kind:
        case "after":
            chosen = [target]
        case "plea":
            chosen = [target, *(c for c in after if words[c].relation in ("xcomp", "ccomp", "advcl") and c > target)]
            wanted = chosen[1:] or [c for c in tree.children[target] if words[c].relation == "acl"]
            if not any(words[k].tag == "TO" or words[k].lemma == "that" for c in wanted for k in tree.children[c]):
                return None
        case "object-for":
            chosen = [target, *(c for c in after if words[c].relation in ("obl", "advcl") and c > target and _has(view, c, "for"))]
        case _:
            chosen = [target, *(c for c in after if words[c].relation in ("xcomp", "obj", "ccomp", "obl") and c > target)]
            if len(chosen) < 2 or any(words[k].relation in ("case", "mark") for k in tree.children[chosen[1]]):
                return None
            if words[target].lemma.endswith(("self", "selves")):
                return None
            if words[target].tag in ("DT", "PRP"):
                chosen = chosen[1:]
    indices = [i for c in chosen[:2] for i in tree.subtree(c, ("parataxis",)) if hit.last <= i < last]
    return _from_to(view, indices, hit) if indices else None


def _has(view: View, i: int, marker: str) -> bool:
    return any(view.words[k].lemma == marker for k in view.tree.children[i])


def _relative(view: View, head: int) -> bool:
    """True in "those who want to …": the clause tells who is meant, not what somebody said."""
    own = view.tree.child(head, "nsubj")
    return view.words[head].relation.startswith("acl") and own is not None and view.words[own].tag in ("WP", "WDT", "IN")


def _with_negation(view: View, head: int, cue: Span) -> Span:
    """The cue from its auxiliary or "not" on, where nothing else stands between."""
    before = [c for c in view.tree.children[head] if head - 4 <= c < head and view.words[c].relation in ("aux", "advmod")]
    return Span(min([cue.start, *(view.words[c].span.start for c in before)]), cue.end)


def _finite(view: View, head: int) -> bool:
    return any(view.words[c].relation.startswith("aux") for c in view.tree.children[head])


def _headed(view: View, content: Span, heads: Collection[str]) -> bool:
    top = view.tree.head_of(view.tree.at(content))
    return top is not None and view.words[top].lemma in heads


def source_of(view: View, head: int, how: str = "subject") -> Span | None:
    """The words that name who speaks by the cue word ``head``: its subject, passive agent, or a noun's possessor."""
    tree, words = view.tree, view.words
    if how == "possessor":
        for c in tree.children[head]:
            by = any(words[k].lemma == "by" for k in tree.children[c] if words[k].relation == "case")
            if words[c].relation == "nmod:poss" or (words[c].relation == "nmod" and by):
                indices = [
                    k for k in tree.subtree(c, ("acl:relcl", "acl", "advcl", "case", "punct")) if words[k].tag != "POS"
                ]
                return tree.span([k for k in indices if abs(k - c) < 12])
        return None
    if tree.passive(head):
        agent = next((c for c in tree.children[head] if words[c].relation in ("obl:agent", "obl")
                      and any(words[k].lemma == "by" for k in tree.children[c])), None)  # fmt: skip
        return tree.span(tree.subtree(agent, ("acl:relcl", "case", "punct"))) if agent is not None else None
    subject = tree.subject(head)
    if subject is None or words[subject].tag[:2] not in ("NN", "PR", "DT", "CD", "JJ"):
        return None
    if words[subject].lemma in ("it", "there", "i", "we", "you", "this", "that"):
        return None
    return view.phrase(
        subject, ("acl:relcl", "advcl", "parataxis", "punct", "ccomp", "xcomp", "cop", "obl", "obj", "nsubj", "aux")
    )


def _content(view: View, hit: Hit, kind: str, source: Span) -> Span | None:
    """The words that a cue reports, by the kind of content; None where there are none."""
    tree, words, head = view.tree, view.words, hit.first
    if kind == "quote":
        return quote_beside(view, head)
    after = [c for c in tree.children[head] if c > hit.last - 1]
    if kind == "clause":
        if any(
            words[c].tag in ("WRB", "WP", "WDT") or words[c].lemma in ("if", "whether")
            for c in range(head + 1, min(head + 2, len(words)))
        ):
            return None
        chosen = [c for c in after if words[c].relation == "ccomp"]
    elif kind == "that":
        chosen = [
            c
            for c in after
            if words[c].relation in ("acl", "ccomp") and hit.last < len(words) and words[hit.last].lemma == "that"
        ]
    elif kind == "infinitive":
        chosen = [c for c in after if words[c].relation == "xcomp"] or [hit.last - 1]
        if hit.rule.id == "statement.commit" and not any(c in chosen for c in after):
            return None
    elif kind in _PREPOSITIONS:
        return _prepositional(view, hit, kind)
    elif kind in ("plea", "naming", "object-for", "after"):
        return _behind(view, hit, kind)
    else:
        chosen = [c for c in after if words[c].relation in _OBJECTS[:4]]
        chosen += [c for c in after if words[c].relation == "advcl" and words[c].tag == "VBG" and chosen]
    if not chosen:
        return None
    indices = [i for c in chosen[:2] for i in tree.subtree(c) if i >= hit.last - (2 if kind == "infinitive" and hit.rule.id == "statement.refuse" else 1 if kind == "infinitive" else 0)]
    return _from_to(view, indices, hit) if indices else None


def _from_to(view: View, indices: list[int], hit: Hit) -> Span | None:
    """The span of a content, which must begin near its cue and not run over a reporting clause behind it."""
    first, last = min(indices), max(indices)
    if first - hit.last > 12:
        return None
    for i in range(first + 1, last):
        if view.words[i].text == "," and view.words[i + 1].lemma == "according":
            last = i - 1
            break
    return view.tree.span(range(first, last + 1)) if last > first else None


def _prepositional(view: View, hit: Hit, marker: str) -> Span | None:
    """The phrase behind ``marker`` within ten words of the cue, without the marker."""
    words, tree = view.words, view.tree
    last = view.sentence_at(hit.first).last
    at = next(
        (
            i
            for i in range(hit.first + 1, min(hit.first + 11, last))
            if words[i].lemma == marker and words[i].tag in ("IN", "RB")
        ),
        None,
    )
    if at is None or at + 1 >= last:
        return None
    if marker != "for" and at == hit.first + 1:
        return None
    governor = words[at].head
    if governor <= at or governor >= last:
        return None
    if marker == "as" and words[governor].tag in ("VBD", "VBZ", "VBP"):
        return None  # "as night fell"
    if words[governor].head != hit.first and hit.first not in list(tree.ancestors(governor))[:3]:
        return None
    indices = [i for i in tree.subtree(governor) if i > at]
    return _from_to(view, indices, Hit(hit.rule, hit.first, at)) if indices else None


def quote_beside(view: View, head: int) -> Span | None:
    """The run of at least four quoted words nearest to ``head`` in its sentence, at most a few words away."""
    words, sentence = view.words, view.sentence_at(head)
    runs = [r for r in quote_runs(view, sentence.first, sentence.last) if not r[0] <= head < r[1]]
    near = min(runs, key=lambda r: min(abs(head - r[1]), abs(r[0] - head)), default=None)
    if near is None or min(abs(head - near[1]), abs(near[0] - head)) > 10:
        return None
    count = sum(words[i].tag[:1].isalpha() for i in range(*near))
    return Span(words[near[0]].span.start, words[near[1] - 1].span.end) if count >= _QUOTE_WORDS else None


def quote_runs(view: View, first: int, last: int) -> list[tuple[int, int]]:
    """The stretches of quoted words within ``[first, last)``, marks included."""
    out: list[tuple[int, int]] = []
    start: int | None = None
    for i in range(first, last + 1):
        inside = i < last and view.words[i].quoted
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            out.append((start, i))
            start = None
    return out
