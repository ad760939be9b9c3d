"""Claims contradicted, denied, called false, not borne out or questioned: rules of ``disputes.yaml``.

Enters: the view with its statements. Leaves: disputes in the order of the text. Every rule names where its claim
stands; a hit whose claim or challenger cannot be found makes no dispute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from communique.compose.claim_nouns import Claim, lemmas_of
from communique.compose.claims import find_challenger, find_claim, verb_of
from communique.compose.instruments import is_instrument
from communique.compose.view import TOLD_ROLES, View, tidy
from communique.model.actor import ActorKind
from communique.model.entry import Dispute, Verdict
from communique.model.span import Span, cover
from communique.resources.rules import Hit, Matcher, load_rules

_KNOWN = (ActorKind.PERSON, ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.DOCUMENT)
_MOST_PARTS = 4
_SHORT = 8  # words of a flat contradiction
_FEW = 3  # words that make a claim
_NEAR_WORDS = 25


@cache
def _matcher() -> Matcher:
    return Matcher(load_rules("disputes"))


def find_disputes(view: View) -> tuple[Dispute, ...]:
    """Every dispute of the article."""
    out: list[Dispute] = []
    for sentence in view.sentences:
        if view.role_at(sentence.first) not in TOLD_ROLES:
            continue
        taken: set[int] = set()
        for hit in _longest(list(_matcher().find(view.words, sentence.first, sentence.last))):
            if taken.isdisjoint(range(hit.first, hit.last)):
                dispute = _compose(view, hit)
                if dispute is not None:
                    out.append(dispute)
                    taken.update(range(hit.first, hit.last))
    return tuple({d.id: d for d in out}.values())


def _longest(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda h: (h.first, -(h.last - h.first)))


def _compose(view: View, hit: Hit) -> Dispute | None:
    verb = verb_of(view, hit)
    if not _applies(view, hit, verb):
        return None
    claim = _claim(view, hit, verb)
    if claim is None:
        return None
    if hit.rule.id == "dispute.records-show" and _is_paper(view, claim):
        return None
    challenger = find_challenger(view, hit, verb)
    if challenger is None:
        return None
    if hit.rule.options.get("named") and challenger and not any(m.actor.kind in _KNOWN for m in challenger):
        return None  # doubts that some people have
    claimant = claim.claimant
    vague = claim.statement is None and claim.span.end == view.words[hit.last - 1].span.end  # "his false claims"
    if len(view.tree.at(claim.span)) < 2 and not claimant:
        return None  # "claims"
    if hit.rule.id == "dispute.false-noun" and (vague or view.words[hit.first].quoted):
        return None
    if {m.actor.id for m in claimant} & {m.actor.id for m in challenger}:
        claimant = ()
    here = view.words[hit.first].span
    evidence = _evidence(view, hit, verb, claim)
    return Dispute(
        article=view.article.id,
        evidence=tidy(evidence),
        method=view.method(0.7, hit.rule.id),
        issue=claim.statement.issue if claim.statement else None,
        asserted_by=view.asserted_at(here),
        claim=view.quote(_unled(view, claim.span)),
        claimant=claimant,
        challenger=challenger,
        verdict=Verdict(hit.rule.gives["verdict"]),
        statement=claim.statement.id if claim.statement else None,
    )


def _claim(view: View, hit: Hit, verb: int) -> Claim | None:
    """The claim from the first place of the rule that holds one, without what is not its own."""
    for how in hit.rule.gives["claim"]:
        claim = find_claim(view, hit, verb, how)
        if claim is None or not len(claim.span):
            continue
        span = _ended(view, _in_one(view, hit, claim.span))
        at = view.tree.at(span)
        if hit.rule.id == "dispute.without-evidence" and hit.first in at:
            span = Span(span.start, view.words[hit.first - 1].span.end)
            if hit.first - at[0] < _FEW:
                continue
        if at and view.words[at[-1]].text.lower() in ("that", "which"):  # "a charge that they denied" takes up another
            earlier = find_claim(view, hit, verb, "before")
            return None if earlier is None else replace(earlier, span=_ended(view, earlier.span))
        return replace(claim, span=span)
    return None


def _in_one(view: View, hit: Hit, span: Span) -> Span:
    """A claim that begins in the sentence of its challenge, without what runs on into the next."""
    sentence = view.sentence_span(hit.first)
    return Span(span.start, sentence.end) if sentence.start <= span.start < sentence.end < span.end else span


def _ended(view: View, span: Span) -> Span:
    """A claim outside quotation marks, up to a dash or colon after which another thought begins."""
    at = view.tree.at(span)
    if not at or view.words[at[0]].quoted or view.words[at[0]].tag in ("``", "''"):
        return span
    stop = next((i for i in at[_FEW:] if view.words[i].text in ("—", "–", "--", ";", ":")), None)
    return Span(span.start, view.words[stop - 1].span.end) if stop is not None else span


def _is_paper(view: View, claim: Claim) -> bool:
    """True when records make the claim that other records are set against."""
    spans = (m.span for m in claim.claimant if m.span is not None)
    return any(view.words[i].lemma in lemmas_of("papers") for s in spans for i in view.tree.at(s))


def _applies(view: View, hit: Hit, verb: int) -> bool:
    """The conditions that a rule's options put on its surroundings."""
    options, words = hit.rule.options, view.words
    if "after" in options:
        begin = max(view.sentence_at(hit.first).first, hit.first - 8)
        if not any(words[i].lemma in options["after"] for i in range(begin, hit.first)):
            return False
    if "not_before" in options and hit.last < len(words) and words[hit.last].lemma in options["not_before"]:
        return False
    if "negated_with" in options and words[hit.first].lemma in options["negated_with"]:
        begin = max(view.sentence_at(hit.first).first, hit.first - 4)
        if not any(words[i].lemma in ("not", "without", "never") for i in range(begin, hit.first)):
            return False
    if options.get("within") == "statement" and view.statement_at(words[hit.first].span) is None:
        return False
    if options.get("subject") == "document":
        subject = view.tree.subject(verb)
        if subject is None or not is_instrument(view, subject):
            return False
    if hit.rule.id == "dispute.disagree" and not _flatly(view, hit, verb):
        return False
    if hit.rule.id == "dispute.deny" and (view.tree.negated(verb) or words[verb].relation == "aux"):
        return False
    if hit.first == verb and hit.rule.gives["challenger"] == "subject" and _undone(view, verb):
        return False
    if options.get("not_ahead") and _ahead(view, hit):
        return False
    return not (hit.rule.id == "dispute.be-false" and _hypothetical(view, hit))


def _undone(view: View, verb: int) -> bool:
    """True for a challenge nobody has made: "must rebut", "allowed to deny", a participle with nobody to make it."""
    word, before = view.words[verb], view.words[verb - 1] if verb else view.words[verb]
    aux = [view.words[c] for c in view.tree.auxiliaries(verb)]
    if any(w.tag == "MD" and w.lemma not in ("would", "’d", "'d") for w in aux):
        return True
    if word.tag == "VB" and not any(w.lemma in ("do", "would") for w in aux):
        return view.words[word.head].lemma not in lemmas_of("begins") and word.relation != "root"
    loose = word.relation in ("acl", "amod", "conj", "nmod") and not aux
    return word.tag == "VBG" and (loose or before.lemma == "to")


def _ahead(view: View, hit: Hit) -> bool:
    """True when what the hit opens is still to come ("no sign that the rain will end"): a forecast, not a claim."""
    behind = view.words[hit.last : min(hit.last + _NEAR_WORDS, view.sentence_at(hit.first).last)]
    finite = next((w for w in behind if w.tag in ("VBD", "VBZ", "VBP", "MD")), None)
    return finite is not None and finite.lemma in ("will", "would", "can", "could", "may", "might", "’ll", "'ll")


def _flatly(view: View, hit: Hit, verb: int) -> bool:
    """True for a short sentence of its own: "The lawyers disagree." """
    sentence = view.sentence_at(hit.first)
    short = sentence.last - sentence.first <= _SHORT
    return short and view.words[verb].relation == "root" and not view.words[verb].quoted


def _hypothetical(view: View, hit: Hit) -> bool:
    begin = max(view.sentence_at(hit.first).first, hit.first - 6)
    return any(view.words[i].lemma in ("if", "whether") for i in range(begin, hit.first))


def _evidence(view: View, hit: Hit, verb: int, claim: Claim) -> Iterator[Span]:
    """The clause of the hit with its subject and what it says of the claim; within a statement, who says it too."""
    words, tree = view.words, view.tree
    sentence = view.sentence_at(hit.first)
    outer = view.statement_at(words[hit.first].span)
    if outer is not None and hit.rule.gives["challenger"] == "speaker" and len(outer.evidence) < _MOST_PARTS:
        yield from (s for s in outer.evidence if sentence.span.contains(s))
    top = tree.clause(verb)
    while words[top].relation == "xcomp" and words[top].head >= sentence.first:
        top = words[top].head
    inside = [i for i in tree.at(claim.span) if sentence.first <= i < sentence.last]
    near = [i for i in inside if abs(i - verb) <= _NEAR_WORDS]
    indices = {i for i in tree.subtree(top, ("parataxis", "advcl", "conj")) if sentence.first <= i < sentence.last}
    indices |= {*range(hit.first, hit.last), *near}
    if words[top].relation == "acl:relcl" and not words[words[top].head].tag.startswith("VB"):
        indices |= set(tree.subtree(words[top].head, ("acl:relcl", "acl", "advcl")))
    yield tree.span(sorted(indices))


def _unled(view: View, span: Span) -> Span:
    """The claim without a leading "that" or "whether"."""
    at = view.tree.at(span)
    if len(at) > 1 and view.words[at[0]].lemma in ("that", "whether"):
        return cover((view.words[at[1]].span, Span(span.end, span.end)))
    return span
