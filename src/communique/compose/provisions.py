"""What a draft, treaty or plan says: rules of ``provisions.yaml`` with an instrument as the subject.

Enters: the view with its statements. Leaves: provisions in the order of the text. A statement whose speaker is a
document is a provision too.
"""

from __future__ import annotations

from functools import cache

from communique.compose.instruments import Instrument, instrument_at, is_instrument, is_named, lemmas_of
from communique.compose.view import TOLD_ROLES, View, tidy
from communique.model.actor import ActorKind
from communique.model.entry import Binding, Provision, Statement
from communique.model.reading import Sentence
from communique.model.span import Span
from communique.model.syntax import Tense
from communique.resources.rules import Hit, Matcher, load_rules

_BEHIND = ("obj", "ccomp", "xcomp", "obl", "csubj")
_BINDING = frozenset({"shall", "must", "oblige", "bind", "obligate", "mandatory", "binding", "compulsory", "require"})
_MARKS = frozenset([",", ";", ":", "—", "–", "--", "(", ")", ".", "!", "?", "”", "''", '"'])
_PARTING = frozenset({"according", "although", "though", "if", "unless", "as", "when", "after", "before", "despite"})
_LOOSE = frozenset(
    {"non-binding", "nonbinding", "voluntary", "recommend", "encourage", "aspirational", "should", "urge"}
)


@cache
def _matcher() -> Matcher:
    return Matcher([r for r in load_rules("provisions") if r.gives["text"] != "sentence"])


def find_provisions(view: View) -> tuple[Provision, ...]:
    """Every provision of the article, none twice."""
    out: list[Provision] = []
    for sentence in view.sentences:
        if view.role_at(sentence.first) not in TOLD_ROLES:
            continue
        before = out[-1] if out else None
        for hit in _matcher().find(view.words, sentence.first, sentence.last):
            provision = _under(view, hit) if hit.rule.gives["text"] == "main" else _by_verb(view, hit)
            if provision is not None and not any(p.text.span.overlaps(provision.text.span) for p in out):
                out.append(provision)
        if before is not None and (not out or out[-1] is before):
            further = _goes_on(view, sentence, before)
            if further is not None:
                out.append(further)
    for statement in view.statements:
        spoken = _spoken(view, statement)
        if spoken is not None and not any(p.text.span.overlaps(spoken.text.span) for p in out):
            out.append(spoken)
    return tuple(sorted(out, key=lambda p: p.evidence))


def _by_verb(view: View, hit: Hit) -> Provision | None:
    """The provision of a verb whose subject is an instrument."""
    words, tree, verb = view.words, view.tree, hit.first
    if (words[verb].tag == "VBN" and tree.passive(verb)) or tree.negated(verb) or words[verb].quoted:
        return None
    if words[verb].tag in ("VBN", "VBG") and not any(words[c].relation.startswith("aux") for c in tree.children[verb]):
        return None
    subject = tree.subject(verb)
    if subject is None and verb > view.sentence_at(verb).first and words[verb - 1].text.lower() == "it":
        subject = verb - 1  # however the tree takes "it"
    if subject is None or (subject > verb and words[verb].relation != "root"):
        return None
    instrument = instrument_at(view, subject)
    if instrument is None or (tree.tense(verb) is Tense.PLANNED and words[verb].tag == "VB"):
        return None
    if any(subject < c < verb and words[c].relation.startswith("nsubj") for c in tree.children[words[subject].head]):
        return None  # of two subjects the nearer one acts
    if _is_wished(view, subject, verb) or _brings(view, hit, verb):
        return None
    text = _text(view, hit)
    if text is None or "no" in text.of(view.text).lower().split(maxsplit=2)[:2]:
        return None
    return _compose(view, instrument, text, hit.rule.id, [instrument.span, words[verb].span, text])


def _is_wished(view: View, subject: int, verb: int) -> bool:
    """True for an instrument that is not there yet: "a deal would …", "wants a treaty that …"."""
    words, tree = view.words, view.tree
    if any(words[c].lemma in ("any", "no", "such") for c in tree.children[subject]):
        return True
    vague = any(words[c].lemma in ("a", "an", "right") for c in tree.children[subject])
    named = any(words[c].relation in ("compound", "nmod", "acl") for c in tree.children[subject])
    relative = words[verb].relation.startswith("acl")
    if vague and not named and not relative and tree.tense(verb) is Tense.MODAL:
        return True
    return relative and words[words[subject].head].lemma in lemmas_of("wished")


def _brings(view: View, hit: Hit, verb: int) -> bool:
    """True where the verb tells of an effect: "would raise concerns", "would raise $3 billion", "gave him hope"."""
    things = [c for c in view.tree.children[verb] if view.words[c].relation in ("obj", "iobj")]
    if hit.rule.id not in ("provision.bind", "provision.contain"):
        return False
    if any(view.words[c].lemma in lemmas_of("effects") for c in things):
        return True
    nearest = view.words[hit.last : hit.last + 2]
    return view.words[verb].lemma == "raise" and any(w.text in ("$", "£", "€") for w in nearest)


def _text(view: View, hit: Hit) -> Span | None:
    """The words of the provision behind (or from) the verb."""
    words, tree, verb = view.words, view.tree, hit.first
    kind = hit.rule.gives["text"]
    behind = [c for c in tree.children[verb] if c >= hit.last - 1 and c > verb and words[c].relation in _BEHIND]
    if kind == "clause":
        behind = [c for c in behind if words[c].relation == "ccomp"]
    if not any(words[c].relation in ("obj", "ccomp", "xcomp") for c in behind) and hit.rule.id != "provision.call-for":
        return None
    if not behind:
        return None
    indices = [i for c in behind for i in tree.subtree(c, ("parataxis",)) if i >= hit.last]
    while indices and words[indices[0]].lemma in ("that", "only", "merely", "simply", "just"):
        indices.pop(0)
    if not indices:
        return None
    first = verb if kind == "predicate" else min(indices)
    last = _run_on(view, max(indices))
    return tree.span(range(first, last + 1)) if last - first >= 1 else None


def _run_on(view: View, last: int) -> int:
    """The end of the phrase that ``last`` stands in: up to the next mark, where no further clause begins before it.

    A tree that hangs "to both fleets" elsewhere must not cut a provision short.
    """
    words, end = view.words, view.sentence_at(last).last
    cue = {i for s in view.statements if s.cue for i in view.tree.at(s.cue)}
    i = last + 1
    while i < end and (words[i].text not in _MARKS or _to_act(view, i, end)):
        if words[i].tag in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB") or words[i].text in (
            "but",
            "because",
            "while",
        ):
            return last
        if words[i].tag == "PRP" or i in cue or words[i].lemma in _PARTING:
            return last
        i += 1
    return i - 1


def _to_act(view: View, i: int, end: int) -> bool:
    """True for a comma before an infinitive ("allows owners, and not clerks, to decide")."""
    words = view.words
    return i + 2 < end and words[i].text == "," and words[i + 1].text == "to" and words[i + 2].tag.startswith("VB")


def _under(view: View, hit: Hit) -> Provision | None:
    """The main clause beside "under the agreement"."""
    words, tree = view.words, view.tree
    noun = next((i for i in range(hit.last - 1, hit.first, -1) if words[i].tag.startswith("NN")), None)
    instrument = instrument_at(view, noun) if noun is not None else None
    if instrument is None or noun is None:
        return None
    top = tree.clause(noun)
    if (
        words[top].relation in ("acl", "acl:relcl")
        or top == noun
        or tree.tense(top) not in (Tense.FUTURE, Tense.MODAL, Tense.PLANNED)
        or tree.negated(top)
    ):
        return None
    subject = tree.subject(top)
    if subject is None:
        return None
    phrase = set(tree.subtree(noun))
    indices = [
        i
        for i in tree.subtree(top, ("parataxis", "advcl"))
        if i not in phrase and words[i].relation not in ("punct", "cc", "mark")
    ]
    first = min((i for i in indices if i >= min(tree.subtree(subject))), default=None)
    if first is None:
        return None
    text = tree.span(range(first, max(indices) + 1))
    if text.overlaps(words[hit.first].span):
        last = hit.first - 1
        text = tree.span(range(first, last + 1)) if last > first else text
    return _compose(view, instrument, text, hit.rule.id, [instrument.span, text])


def _goes_on(view: View, sentence: Sentence, before: Provision) -> Provision | None:
    """The sentence as a further provision of the instrument, when it follows one in the same paragraph."""
    words, tree = view.words, view.tree
    number = tree.sentence_of[sentence.first]
    last = view.sentences[number - 1] if number else None
    if last is None or last.block != sentence.block or not last.span.contains(before.text.span):
        return None
    if before.asserted_by or any(w.quoted for w in words[sentence.first : sentence.last]):
        return None
    if any(s.cue and sentence.span.overlaps(s.cue) for s in view.statements):
        return None
    root = next((i for i in range(sentence.first, sentence.last) if words[i].relation == "root"), None)
    if root is None or words[sentence.first].tag == "CC":
        return None
    due = any(words[c].lemma == "be" for c in tree.children[root]) and any(
        words[c].tag == "TO" for c in tree.children[root]
    )
    if not (due or any(words[c].lemma in ("will", "shall", "must") for c in tree.auxiliaries(root))):
        return None
    subject = tree.subject(root)
    if (
        subject is None
        or words[subject].lemma in ("it", "he", "she", "i", "we", "that", "this")
        or is_instrument(view, subject)
    ):
        return None
    text = tree.span(range(sentence.first, sentence.last))
    instrument = Instrument(before.instrument, before.instrument_version, text)
    return _compose(view, instrument, text, "provision.go-on", [text])


def _spoken(view: View, statement: Statement) -> Provision | None:
    """A statement by a document as a provision."""
    if not statement.speaker or any(m.actor.kind is not ActorKind.DOCUMENT for m in statement.speaker):
        return None
    mention = statement.speaker[0]
    top = view.tree.head_of(view.tree.at(mention.span)) if mention.span else None
    named = top is not None and (is_named(view, top) or view.words[top].tag.startswith("PRP"))
    instrument = instrument_at(view, top) if named and top is not None else None
    if instrument is None:
        return None
    text = statement.content[0]
    at = view.tree.at(text)
    if len(at) > 1 and view.words[at[0]].lemma == "that":
        text = Span(view.words[at[1]].span.start, text.end)
    return _compose(view, instrument, text, "provision.statement", list(statement.evidence))


def _compose(view: View, instrument: Instrument, text: Span, rule: str, evidence: list[Span]) -> Provision:
    statement = view.statement_at(text)
    return Provision(
        article=view.article.id,
        evidence=tidy(evidence),
        method=view.method(0.7, rule),
        issue=statement.issue if statement else None,
        asserted_by=view.asserted_at(text),
        instrument=instrument.name,
        instrument_version=instrument.version,
        text=view.quote(text),
        binding=_binding(view, instrument, text),
        statement=statement.id if statement else None,
    )


def _binding(view: View, instrument: Instrument, text: Span) -> Binding:
    """Whether the words of the provision, or the adjectives of its instrument, bind."""
    lemmas = {view.words[i].lemma for span in (instrument.span, text) for i in view.tree.at(span)}
    if lemmas & _LOOSE:
        return Binding.FALSE
    return Binding.TRUE if lemmas & _BINDING else Binding.UNKNOWN
