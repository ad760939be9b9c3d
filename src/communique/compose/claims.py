"""What a challenge is aimed at: the claim, whose it is, the statement that makes it; and who challenges.

Enters: the view with its statements, and a hit of a rule of ``disputes.yaml``. Leaves: a ``Claim`` from the place that
the rule names, None where it is not there.
"""

from __future__ import annotations

from communique.compose.claim_nouns import Claim, lemmas_of, run_on, said_by
from communique.compose.instruments import is_instrument
from communique.compose.sources import source_of
from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.entry import Mode, Statement
from communique.model.span import Span
from communique.resources.rules import Hit, load_rules

_BACK = 2  # sentences in which the claim may stand before the challenge
_PRONOUNS = frozenset({"it", "this", "that"})  # not "them", who are people
_PORTIONS = frozenset(
    {"part", "number", "series", "string", "wave", "set", "flood", "any", "some", "most", "all", "many"}
)
_LEAST = 3  # words of a claim taken up from before that holds no verb


def find_claim(view: View, hit: Hit, verb: int, how: str) -> Claim | None:
    """The claim in the place that ``how`` names; None where it is not there."""
    match how:
        case "cue":
            return _of_cue(view, verb, hit)
        case "noun" | "by-object" | "object" | "noun-of":
            return _of_noun(view, hit, verb, how)
        case "subject-noun" | "subject-clause":
            return _of_subject(view, verb, how)
        case "that":
            return _of_that(view, hit)
        case "taken-up":
            return _taken_up(view, hit, verb)
        case "same-clause":
            return _of_same_clause(view, hit, verb)
        case _:
            such = any(view.words[i].lemma == "such" for i in range(hit.first, hit.last))
            claim = _before(view, hit, any_cue=such)
            return claim if claim is None or such or _speaks_of(view, hit, claim) else None


def _speaks_of(view: View, hit: Hit, claim: Claim) -> bool:
    """True unless the challenge names what it is about ("makes no mention of the rain") and the claim does not."""
    words, last = view.words, view.sentence_at(hit.first).last
    named = {words[i].lemma for i in range(hit.last, last) if words[i].tag.startswith("NN")}
    if hit.rule.id != "dispute.no-mention" or not named:
        return True
    return bool(named & {words[i].lemma for i in view.tree.at(claim.span)})


def _of_cue(view: View, verb: int, hit: Hit) -> Claim | None:
    """What the verb at ``verb`` reports: by its statement, else by the tree."""
    word = view.words[verb].span
    if hit.rule.id == "dispute.deny":
        statement = next((s for s in view.statements if s.cue and s.cue.overlaps(word)), None)
        if statement is None or _barred(view, hit, statement.content[0]):
            return None
        return Claim(_alone(view, _first_sentence(view, statement.content[0])), (), None)
    statement = next((s for s in view.statements if s.cue and s.cue.overlaps(word)), None)
    if statement is not None:
        return Claim(statement.content[0], statement.speaker, statement)
    source = source_of(view, verb)
    child = view.tree.child(verb, "ccomp", "xcomp")
    if child is None or source is None:
        return None
    return Claim(view.tree.span(view.tree.subtree(child)), view.actors_of(source))


def _barred(view: View, hit: Hit, content: Span) -> bool:
    verb = verb_of(view, hit)
    things = _objects(view, verb)
    nouns = [i for i in view.tree.at(content) if view.words[i].tag.startswith("NN")]
    clause = any(view.words[i].tag.startswith(("VB", "MD")) for i in view.tree.at(content))
    if not clause and (
        len(things) > 1 or (nouns and view.words[nouns[-1]].lemma in hit.rule.options.get("nouns_not", ()))
    ):
        return True  # "denied his party the victory"
    top = view.tree.head_of(view.tree.at(content))
    return top is not None and view.words[top].lemma in hit.rule.options.get("nouns_not", ())


def _first_sentence(view: View, span: Span) -> Span:
    at = view.tree.at(span)
    end = view.sentence_span(at[0]).end if at else span.end
    return Span(span.start, min(span.end, max(end, span.start)))


def _alone(view: View, span: Span) -> Span:
    """A noun phrase without a clause that "and" joins to it ("denied the reports and no bid came")."""
    at = view.tree.at(span)
    top = view.tree.head_of(at)
    if top is None or not any(view.words[i].tag.startswith("NN") for i in at[:4]):
        return span
    for i in at[1:]:
        if view.words[i].tag.startswith(("VB", "MD")):
            break
        anew = any(view.words[k].tag in ("VBD", "VBZ", "VBP") for k in at if i < k <= i + _LEAST + 1)
        if view.words[i].tag == "CC" and anew:
            return Span(span.start, view.words[i - 1].span.end)
    return span


def _of_noun(view: View, hit: Hit, verb: int, how: str) -> Claim | None:
    """What a claim noun in the hit, or the verb's object, says."""
    words, tree = view.words, view.tree
    wanted = frozenset(hit.rule.options.get("nouns", ())) or lemmas_of("nouns")
    inside = [
        i for i in range(hit.first, hit.last) if words[i].tag.startswith("NN") and words[i].lemma in lemmas_of("nouns")
    ]
    objects = [
        c for c in tree.children[verb] if c >= hit.first and words[c].relation in ("obj", "obl", "nmod", "nsubj:pass")
    ]
    if how == "noun" and inside:
        return said_by(view, inside[-1])
    near = [c for c in objects if words[c].lemma in wanted and (c >= hit.last or words[c].relation == "nsubj:pass")]
    other = next(
        (c for c in objects if c >= hit.last and words[c].relation == "obj" and words[c].tag[:2] == "NN"), None
    )
    if other is None or words[other].lemma in _PORTIONS:
        near += [i for i in range(hit.last, min(hit.last + 10, view.sentence_at(verb).last))
                 if words[i].tag.startswith("NN") and words[i].lemma in wanted and _under(view, i, hit)]  # fmt: skip
    if near:
        return said_by(view, near[0])
    if how in ("noun", "noun-of"):
        return None
    return _of_object(view, hit, verb, how)


def _objects(view: View, verb: int) -> list[int]:
    """What the verb governs: its objects, also the second of two that passes for an apposition."""
    return [c for c in view.tree.children[verb] if view.words[c].relation in ("obj", "iobj", "appos")]


def _of_object(view: View, hit: Hit, verb: int, how: str) -> Claim | None:
    """The verb's object or complement as the claim; for "by-object" only a clause or what somebody said."""
    words, tree = view.words, view.tree
    relations = ("obj", "ccomp", "xcomp") if how == "object" else ("ccomp",)
    child = next((c for c in tree.children[verb] if c > verb and words[c].relation in relations), None)
    if child is None and how == "object" and verb + 1 < len(words) and words[verb + 1].tag == "VBG":
        child = verb + 1  # "denied hiding prisoners", whatever the tree calls it
    if child is None or words[child].lemma in hit.rule.options.get("nouns_not", ()):
        return None
    if len(_objects(view, verb)) > 1 or any(
        words[i].lemma in hit.rule.options.get("nouns_not", ()) for i in tree.subtree(child)[:6]
    ):
        return None
    if words[child].tag.startswith(("PRP", "WP", "DT")):
        return None
    inside = [i for i in tree.subtree(child) if i > verb]
    if words[inside[0]].tag == "PRP" and how == "object" and words[child].relation != "ccomp":
        return None
    return Claim(_alone(view, tree.span(inside)))


def _under(view: View, i: int, hit: Hit) -> bool:
    """True when the noun ``i`` hangs on the hit within its own clause."""
    near = list(view.tree.ancestors(i))[:3]
    above = next((k for k, a in enumerate(near) if hit.first <= a < hit.last), None)
    if above is None:
        return False
    return not any(view.words[a].relation == "conj" and view.words[a].tag.startswith("VB") for a in near[:above])


def _of_subject(view: View, verb: int, how: str) -> Claim | None:
    """The subject of "is false": a claim noun, or the clause or statement that "that" and "it" take up."""
    predicate = verb
    if view.words[verb].relation in ("cop", "aux", "aux:pass"):
        predicate = view.words[verb].head
    subject = view.tree.subject(predicate)
    if subject is None:
        subject = next((c for c in view.tree.children[predicate] if view.words[c].lemma in lemmas_of("nouns")), None)
    if subject is None:
        return None
    word = view.words[subject]
    if word.lemma in lemmas_of("nouns"):
        return said_by(view, subject)
    if how == "subject-clause" and word.lemma in ("that", "this", "it", "which"):
        return _before(view, Hit(load_rules("disputes")[0], predicate, predicate + 1))
    return None


def _taken_up(view: View, hit: Hit, verb: int) -> Claim | None:
    """The statement before, where the verb's object takes it up: "denied it", "rejects the comparison"."""
    words = view.words
    obj = next(
        (c for c in view.tree.children[verb] if c > verb and words[c].relation in ("obj", "nsubj", "iobj", "det")), None
    )
    if obj is None:
        obj = verb + 1 if verb + 1 < len(words) and words[verb + 1].lemma in _PRONOUNS else None
    if obj is None:
        return None
    if words[obj].lemma in _PRONOUNS:
        claim = _before(view, hit, any_cue=True)
        return None if claim is None or _proposes(view, claim) else claim
    alone = len(view.tree.subtree(obj, ("parataxis", "punct", "appos", "obl", "advcl"))) == 2
    definite = alone and any(words[c].lemma in ("the", "that", "this") for c in view.tree.children[obj])
    return _before(view, hit, any_cue=True) if definite and words[obj].lemma in lemmas_of("takes_up") else None


def _proposes(view: View, claim: Claim) -> bool:
    """True for a statement that proposes or asks, which is turned down and not disputed."""
    cue = claim.statement.cue if claim.statement else None
    return cue is not None and any(view.words[i].lemma in lemmas_of("proposals") for i in view.tree.at(cue))


def _of_that(view: View, hit: Hit) -> Claim | None:
    """The clause behind the hit."""
    sentence = view.sentence_at(hit.first)
    if hit.last >= sentence.last:
        return None
    words, tree = view.words, view.tree
    if words[hit.last - 1].lemma not in ("that", "whether", "if"):
        return None
    mark = hit.last - 1
    top = words[mark].head
    if top <= mark or top >= sentence.last:
        return None
    indices = [i for i in tree.subtree(top, ("parataxis",)) if i > mark]
    told = Span(words[mark + 1].span.start, run_on(view, max(indices) + 1, sentence.last))
    return Claim(told) if len(indices) > 1 else None


def _of_same_clause(view: View, hit: Hit, verb: int) -> Claim | None:
    """The statement whose reporting clause the hit stands in."""
    sentence = view.sentence_at(hit.first)
    governors = {verb, *list(view.tree.ancestors(verb))[:2]}
    for statement in view.statements:
        if statement.cue is None or not sentence.span.contains(statement.cue):
            continue
        if governors & set(view.tree.at(statement.cue)):
            return Claim(statement.content[0], statement.speaker, statement)
    return None


def _before(view: View, hit: Hit, any_cue: bool = False) -> Claim | None:
    """The last claim that another made before the hit in its paragraph, at most two sentences up."""
    number = view.tree.sentence_of[hit.first]
    block = view.sentences[number].block
    first = max(0, number - _BACK)
    while view.sentences[first].block != block and first < number - 1:
        first += 1
    start, at = view.sentences[first].span.start, view.words[hit.first].span.start
    own = {m.actor.id for m in find_challenger(view, hit, verb_of(view, hit)) or ()}
    said = [
        s
        for s in view.statements
        if s.speaker
        and start <= s.content[-1].start
        and s.content[-1].end <= at
        and (any_cue or _claims(view, s))
        and not own & {m.actor.id for m in s.speaker}
        and _is_claim(view, s.content[-1], quoted=s.mode is not Mode.INDIRECT)
    ]
    if not said:
        return None
    last = max(said, key=lambda s: s.content[-1].start)
    return Claim(last.content[-1], last.speaker, last)


def _is_claim(view: View, span: Span, quoted: bool = False) -> bool:
    """True for content that asserts something: a verb and a few words; in a quotation, anything but a figure."""
    at = view.tree.at(span)
    if quoted:
        return not any(
            a.span.overlaps(span) and len(span) - len(a.span) < _LEAST for a in view.resolved.annotations.amounts
        )
    return len(at) > _LEAST and any(view.words[i].tag.startswith(("VB", "MD")) for i in at)


def _claims(view: View, statement: Statement) -> bool:
    """True when a statement claims something: by its verb, or in somebody's own words."""
    cue = view.tree.at(statement.cue) if statement.cue else range(0)
    return statement.mode is not Mode.INDIRECT or any(view.words[i].lemma in lemmas_of("verbs") for i in cue)


def find_challenger(view: View, hit: Hit, verb: int) -> tuple[ActorMention, ...] | None:
    """Who disputes; empty for the article, None where the rule wants an actor and finds none."""
    if hit.rule.gives["challenger"] == "speaker":
        return _vouches(view, hit)
    source = source_of(view, verb)
    found = view.actors_of(source) if source is not None else ()
    if found:
        return found
    subject = view.tree.subject(verb)
    if view.words[verb].tag == "VBG" and view.words[verb].relation in ("acl", "xcomp", "advcl"):
        return None  # "a statement contradicting his comments": whose it is stands too far off
    if subject is not None and (
        is_instrument(view, subject) or hit.rule.gives["verdict"] in ("contradicted", "not_supported")
    ):
        return view.asserted_at(view.words[hit.first].span)
    return None


def _vouches(view: View, hit: Hit) -> tuple[ActorMention, ...]:
    """Who vouches for the hit's words: the speaker around them, but the article for what it adds to a quotation."""
    statement = view.statement_at(view.words[hit.first].span)
    if statement is not None and not view.words[hit.first].quoted:
        cue = set(view.tree.at(statement.cue)) if statement.cue else set()
        beside = statement.mode is Mode.MIXED and bool(cue & set(view.tree.ancestors(hit.first)))
        if statement.mode is Mode.DIRECT or beside:
            return ()  # "…", she said, repeating a false claim
    return statement.speaker if statement else ()


def verb_of(view: View, hit: Hit) -> int:
    """The word of the hit whose clause it is: its verb, else its highest word."""
    indices = range(hit.first, hit.last)
    verbs = [
        i
        for i in indices
        if view.words[i].tag.startswith("VB") and not view.words[i].relation.startswith(("aux", "cop"))
    ]
    if verbs:
        return verbs[0]
    top = view.tree.head_of(indices)
    return hit.first if top is None else top
