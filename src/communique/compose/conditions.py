"""View → conditions: one thing holds only with another.

A rule of ``conditions.yaml`` finds the trigger; its frame finds what is required and what hangs on it. What leaves are
conditions about what parties do: indirect questions, counterfactuals, asides ("if anything") and habits are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from communique.compose.clauses import (
    actors,
    behind,
    clause_span,
    clause_words,
    ends,
    noun_span,
    oblique,
    plain,
    subject_of,
    trim,
)
from communique.compose.lists import act_lists, listed
from communique.compose.mood import is_aside, is_clause, is_coming, is_counterfactual, is_denied, is_supposed, is_term
from communique.compose.view import READ_ROLES, View
from communique.model.actor import ActorMention
from communique.model.entry import Condition, Sense, Words
from communique.model.span import Span, cover
from communique.model.syntax import SUBJECTS, Tense
from communique.resources.rules import Hit, Matcher, load_rules


@dataclass(frozen=True, slots=True)
class _Joint:
    """A condition before it is an entry: the spans of outcome and requirement, their words, and how sure it is."""

    outcome: Words
    requires: Words
    evidence: Span
    at: int  # the outcome's predicate or noun
    score: float


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("conditions"))


def find_conditions(view: View) -> tuple[Condition, ...]:
    """The conditions of the article, in the order of the text; at most one for each pair of trigger and outcome."""
    out: dict[tuple[Span, Span], Condition] = {}
    taken: set[int] = set()
    for sentence in view.sentences:
        if view.article.blocks[sentence.block].role not in READ_ROLES:
            continue
        hits = list(_matcher().find(view.words, sentence.first, sentence.last))
        for hit in sorted(hits, key=lambda h: h.first - h.last):  # the longest trigger first
            if taken & set(range(hit.first, hit.last)):
                continue
            joint = _FRAMES[hit.rule.options["frame"]](view, hit)
            if joint is None:
                continue
            taken |= set(range(hit.first, hit.last))
            condition = _entry(view, hit, joint)
            out.setdefault((condition.outcome.span, condition.requires.span), condition)
    return tuple(sorted(out.values(), key=lambda c: c.evidence))


def _entry(view: View, hit: Hit, joint: _Joint) -> Condition:
    statement = view.statement_at(joint.evidence) or view.statement_at(joint.requires.span)
    holder = statement.speaker if statement else _wanter(view, joint.at)
    return Condition(
        article=view.article.id,
        evidence=(joint.evidence,),
        method=view.method(joint.score, hit.rule.id),
        asserted_by=statement.speaker if statement else (),
        held_by=holder,
        outcome=joint.outcome,
        requires=joint.requires,
        sense=Sense(hit.rule.gives["sense"]),
        statement=statement.id if statement else None,
    )


def _wanter(view: View, i: int) -> tuple[ActorMention, ...]:
    """Whose wish or demand the outcome is ("Kyiv wants to make the deal conditional on …"), or who is ready for it or
    refuses it on the condition; empty for the article."""
    for k in (i, *view.tree.ancestors(i)):
        if view.words[k].lemma in listed("wants") and (subject := subject_of(view, k)) is not None:
            return actors(view, subject)
    return actors(view, subject_of(view, i)) if view.words[i].lemma in listed("holdings") else ()


def _clause(view: View, hit: Hit) -> _Joint | None:
    """A marked clause and its governor."""
    words = view.words
    mark = hit.last - 1
    inner = next((words[k].head for k in range(mark, hit.first - 1, -1) if words[k].head >= hit.last), words[mark].head)
    if inner < hit.last or inner >= ends(view, mark) or is_aside(view, hit, inner) or not is_clause(view, mark, inner):
        return None
    outer = _outcome(view, hit, inner)
    if outer is None or hit.first <= outer < hit.last:
        return None
    if hit.rule.options.get("denied"):
        if not is_denied(view, outer):
            return None
    elif not is_coming(view, outer) or is_counterfactual(view, inner, outer):
        return None
    if not is_term(view, hit, outer, inner) or _asked_whether(view, outer):
        return None
    while words[outer].relation == "xcomp" and view.tree.child(outer, *SUBJECTS) is None and words[outer].head != outer:
        outer = words[outer].head  # its subject stands there
    if inner in (outer, words[outer].head):
        return None
    return _joint(view, hit, outer, inner, 0.8)


def _outcome(view: View, hit: Hit, inner: int) -> int | None:
    """The predicate that the marked clause hangs on; what is said, where the tree hangs it on the saying."""
    tree, words = view.tree, view.words
    outer, mark = words[inner].head, hit.last - 1
    for _ in range(hit.last - hit.first):  # "provided that", "as long as": the trigger's own words stand between
        outer = words[outer].head if hit.first <= outer < hit.last else outer
    if outer == inner or (
        words[inner].relation in ("ccomp", "csubj", "obj") and words[outer].lemma not in listed("bound")
    ):
        return None
    if (
        words[outer].lemma in listed("questions")
        and outer < mark <= outer + 3
        and not any(words[k].text == "," for k in range(outer, mark))
    ):
        return None
    if words[outer].lemma in listed("sayings") and tree.tense(outer) not in (Tense.FUTURE, Tense.MODAL):
        told = [c for c in tree.children[outer] if words[c].relation in ("ccomp", "parataxis") and c != inner]
        outer = min(told, key=lambda c: abs(c - inner)) if told else outer
    if words[outer].tag[:2] in ("NN", "PR") and tree.child(outer, "cop", *SUBJECTS) is None:
        outer = tree.clause(outer)
    while (
        (words[outer].relation == "xcomp" or _joined_infinitive(view, outer))
        and tree.child(outer, *SUBJECTS) is None
        and words[outer].head not in (outer, inner)
        and words[words[outer].head].lemma not in listed("permits")  # "allows them to leave if": leaving hangs on it
    ):
        outer = words[outer].head
    return outer if outer != inner and outer not in tree.subtree(inner) else None


def _asked_whether(view: View, i: int) -> bool:
    """True below "whether": a question, no term."""
    return any(view.words[c].text.lower() == "whether" and c < i for c in view.tree.children[i])


def _joined_infinitive(view: View, i: int) -> bool:
    """True for the second of "ready to pay and to train"."""
    words = view.words
    return words[i].relation == "conj" and any(words[c].tag == "TO" for c in view.tree.children[i])


def _phrase(view: View, hit: Hit) -> _Joint | None:
    """A prepositional phrase and what it hangs on."""
    tree, words = view.tree, view.words
    if any(words[k].text.lower() == "cases" for k in range(hit.first, hit.last)):
        return None
    inner = words[hit.last - 1].head
    if not hit.last <= inner < min(hit.last + 20, ends(view, hit.first)):
        inner = next(
            (
                k
                for k in range(hit.last, min(hit.last + 8, ends(view, hit.first)))
                if words[k].tag[:2] in ("NN", "VB", "PR")
            ),
            -1,
        )
    if inner < 0 or (
        view.whens_in(view.phrase(inner))
        and words[inner].tag[:2] == "NN"
        and hit.rule.options.get("acts")
        and not _act_noun(view, inner)
    ):
        return None
    if hit.rule.options.get("acts") and not _act_noun(view, inner):
        return None
    if (
        hit.rule.gives["sense"] == "without"
        and words[inner].tag == "VBG"
        and words[inner].lemma not in act_lists().acts
    ):
        return None  # "cannot cross the street without being asked"
    outer = words[inner].head
    while hit.first <= outer < hit.last and words[outer].head != outer:
        outer = words[outer].head
    if outer == inner or outer in tree.subtree(inner):
        return None
    if hit.rule.options.get("denied"):
        fronted = hit.first < outer and hit.rule.gives["sense"] == "without"
        outer_denied = next(
            (k for k in (outer, tree.clause(outer)) if is_denied(view, k) or (fronted and is_supposed(view, k))), None
        )
        if outer_denied is None:
            return None
        outer = outer_denied
    elif words[outer].tag[:2] in ("NN", "PR", "CD"):
        outer = tree.clause(outer)
    if hit.rule.options.get("bargain") and not (is_coming(view, outer) or words[outer].lemma in listed("bargains")):
        return None
    if hit.rule.options.get("denied") and any(words[c].lemma == "have" for c in tree.auxiliaries(outer)):
        return None  # "it might not have happened without him"
    if hit.first <= outer < hit.last or (hit.rule.id == "condition.only_with" and not is_coming(view, outer)):
        return None
    if hit.rule.options.get("denied") and not is_term(view, hit, outer, inner):
        return None
    return _joint(view, hit, outer, inner, 0.75)


def _act_noun(view: View, i: int) -> bool:
    lists, lemma = act_lists(), view.words[i].lemma
    return lemma in lists.nouns or lemma in lists.deals or view.words[i].tag == "VBG"


def _predicate(view: View, hit: Hit) -> _Joint | None:
    """ "X depends on Y", "make X conditional on Y"."""
    tree, words = view.tree, view.words
    cases = tuple(str(c) for c in hit.rule.options["of"])
    inner = oblique(view, hit.first, *cases)
    if inner is None:
        inner = behind(view, hit.last - 1)
    if (
        inner is None
        or words[inner].tag[:1] == "W"
        or inner < hit.last
        or words[inner].lemma in ("it", "them", "him", "her", "who", "what", "how")
    ):
        return None
    outer = subject_of(view, hit.first)
    if (
        words[hit.first].relation in ("xcomp", "obj", "advcl")
        and (made := tree.child(words[hit.first].head, "obj")) is not None
    ):
        outer = made
    head = words[hit.first].head
    if outer is None and (words[hit.first].relation == "amod" or (head < hit.first and words[head].relation == "obj")):
        outer = head  # "make the accord conditional on": the parser may hang the predicate on the object
    if words[inner].relation in (*SUBJECTS, "obl") and words[words[inner].head].tag == "VBG" and head != inner:
        inner = words[inner].head if words[inner].head > inner else inner  # "on the state offering guarantees"
    if outer is None or outer == inner or (words[outer].tag[:2] == "PR" and hit.rule.options.get("deals")):
        return None
    if hit.rule.options.get("deals") and words[outer].lemma not in act_lists().deals:
        return None
    top = hit.first
    while words[top].relation in ("xcomp", "obj") and words[top].head != top and top != outer:
        top = words[top].head
    evidence = cover((clause_span(view, top), noun_span(view, outer), _required(view, inner)))
    return _Joint(_quoted(view, noun_span(view, outer)), _quoted(view, _required(view, inner)), evidence, top, 0.8)


def _need(view: View, hit: Hit) -> _Joint | None:
    """ "Any agreement requires the approval of parliament"."""
    tree, words = view.tree, view.words
    i = hit.first
    outer, inner = tree.child(i, *SUBJECTS), tree.child(i, "obj")
    if outer is None or inner is None or tree.passive(i) or tree.negated(i) or inner < i:
        return None
    if words[outer].lemma not in act_lists().deals or not (
        words[inner].lemma in act_lists().deals
        or _act_noun(view, inner)
        or words[inner].lemma in ("consent", "support", "backing", "majority", "signature", "unanimity", "endorsement")
    ):
        return None
    if tree.tense(i) not in (Tense.PRESENT, Tense.FUTURE, Tense.MODAL):
        return None
    return _Joint(
        _quoted(view, noun_span(view, outer)), _quoted(view, noun_span(view, inner)), clause_span(view, i), i, 0.7
    )


def _purpose(view: View, hit: Hit) -> _Joint | None:
    """ "For that to hold we need Y": the outcome is what was named before."""
    tree, words = view.tree, view.words
    last = ends(view, hit.first)
    need = next(
        (k for k in range(hit.last, min(hit.last + 8, last)) if words[k].lemma in ("need", "require", "want", "must")),
        None,
    )
    if need is None:
        need = next((k for k in tree.ancestors(hit.last - 1) if words[k].lemma in ("need", "require")), None)
    inner = tree.child(need, "obj", "ccomp", "xcomp") if need is not None else None
    if need is None or inner is None:
        return None
    first = view.sentence_at(hit.first).first
    before = words[need].head if words[need].relation == "conj" and words[need].head < hit.first else None
    if before is None:
        before = next(
            (k for k in range(hit.first - 1, first, -1) if words[k].relation in ("obj", "root", "ccomp")), None
        )
    if before is None:
        return None
    aim = tree.child(before, "obj", "ccomp", "xcomp") if words[before].tag.startswith("VB") else before
    outcome = (
        noun_span(view, aim)
        if aim is not None and aim < hit.first and words[aim].tag[:2] == "NN"
        else clause_span(view, before, hit.first)
    )
    requires = _required(view, inner)
    return _Joint(
        _quoted(view, outcome),
        _quoted(view, requires),
        cover((clause_span(view, before, hit.first), clause_span(view, need), requires)),
        need,
        0.75,
    )


_FRAMES: dict[str, Callable[[View, Hit], _Joint | None]] = {
    "clause": _clause,
    "phrase": _phrase,
    "predicate": _predicate,
    "need": _need,
    "purpose": _purpose,
}


def _required(view: View, i: int) -> Span:
    """The span of what is required: a noun phrase, or a clause without its mark."""
    return (
        clause_span(view, i)
        if view.words[i].tag[:2] in ("VB", "MD", "JJ") or view.tree.child(i, *SUBJECTS) is not None
        else noun_span(view, i)
    )


def _joint(view: View, hit: Hit, outer: int, inner: int, score: float) -> _Joint | None:
    """Outcome and requirement as spans, cut out of each other; None where nobody acts in either."""
    words = view.words
    below = set(view.tree.subtree(inner)) | set(range(hit.first, hit.last))
    requires = _required(view, inner)
    if requires.start < words[hit.last - 1].span.end < requires.end:
        requires = trim(view, Span(words[hit.last - 1].span.end, requires.end))
    noun = words[outer].tag[:2] == "NN" and view.tree.child(outer, "cop", *SUBJECTS) is None
    clause = view.tree.subtree(outer, ("acl:relcl", "parataxis", "cop")) if noun else clause_words(view, outer)
    kept = [k for k in clause if k not in below and not requires.overlaps(words[k].span)]
    subject = subject_of(view, outer)
    generic = subject is not None and words[subject].lemma in ("you", "one", "somebody", "anyone")
    if outer not in kept or (generic and view.tree.tense(outer) is not Tense.FUTURE):
        return None
    left = [k for k in kept if k < hit.first]
    right = [k for k in kept if k > max(inner, hit.last - 1) and words[k].span.start >= requires.end]
    main = left if outer < hit.first else right
    if not main:
        return None
    span = trim(view, view.tree.span(main))
    text = plain(span.of(view.text))
    if main is right and len(left) > 1 and subject_of(view, outer) in left:  # "A deal, if signed, would end it"
        head = trim(view, view.tree.span(left))
        text, span = plain(f"{plain(head.of(view.text))} {text}"), cover((head, span))
    evidence = trim(view, cover((span, Span(words[hit.first].span.start, words[hit.last - 1].span.end), requires)))
    if not any(view.cast.mention_at(k) for k in [*kept, *below]) and view.statement_at(evidence) is None:
        return None
    return _Joint(Words(span, text), _quoted(view, requires), evidence, outer, score)


def _quoted(view: View, span: Span) -> Words:
    return Words(span, plain(span.of(view.text)))
