"""Who speaks by a cue: its subject, its passive agent, a noun's possessor; and which cues tell of no saying.

Enters: the view and the index of a cue's head word. Leaves: the span of the words that name the source.
"""

from __future__ import annotations

from functools import cache

from communique.compose.view import View
from communique.model.span import Span
from communique.resources.loader import load_yaml

_TOLD = frozenset("say tell ask warn write promise urge call describe complain argue insist vow demand reply".split())


@cache
def _leaving_open() -> frozenset[str]:
    """Words under which an infinitive of saying is not said yet, or never."""
    return frozenset(load_yaml("silent_cues.yaml")["leaves_open"])


def is_unsaid(view: View, head: int) -> bool:
    """True for a cue that tells of no saying: to come, merely possible, or denied ("did not say", "would not say")."""
    words = view.words
    modals = [c for c in view.tree.children[head] if words[c].relation == "aux" and words[c].tag == "MD"]
    modal = words[modals[0]].text.lower() if modals else ""
    silent = words[head].lemma in (
        "say",
        "comment",
        "disclose",
        "specify",
        "elaborate",
        "reveal",
        "explain",
        "provide",
        "offer",
    )
    if modal in ("will", "’ll", "'ll", "may", "might", "could", "shall", "can", "should", "must") or (
        words[head].lemma == "seek" and words[head].tag == "VBG"
    ):
        return not words[head].quoted
    if modal == "would" and not view.tree.negated(head) and words[head].lemma not in ("like", "prefer"):
        later = any(words[c].lemma in ("later", "often", "always", "subsequently") for c in view.tree.children[head])
        if not later and not words[head].quoted:
            return True  # what somebody might say
    if _to_come(view, head) or any(words[k].lemma == "than" for k in range(max(0, head - 2), head)):
        return True
    if any(
        words[c].relation == "mark" and words[c].lemma in ("if", "unless", "whether", "once", "until")
        for c in view.tree.children[head]
    ):
        return True
    subject = view.tree.child(head, "nsubj")
    if subject is not None and not words[head].quoted:
        before = words[subject - 1].lemma if subject else ""
        if words[subject].lemma in ("nobody", "no-one", "everyone", "everybody") and (
            words[subject].lemma.startswith("no") or before == "not"
        ):
            return True
        if words[subject].lemma == "one" and before == "no":
            return True
    neither = subject is not None and (
        words[subject].lemma in ("neither", "nobody", "none", "no")
        or any(words[c].lemma in ("neither", "no") for c in view.tree.children[subject])
    )
    return silent and (view.tree.negated(head) or neither)


def is_personal(view: View, span: Span) -> bool:
    """True for a lone personal pronoun, which names a source even where nobody could be found behind it."""
    return span.of(view.text).lower() in ("he", "she", "they", "his", "her", "their")


def _to_come(view: View, head: int) -> bool:
    """True for an infinitive under a word that leaves open whether it was said ("poised to argue", "has to admit")."""
    words = view.words
    if words[head].tag != "VB" or not any(words[c].tag == "TO" for c in view.tree.children[head]):
        return False
    governor = words[words[head].head]
    if words[head].relation not in ("xcomp", "advcl", "acl", "ccomp", "conj") or words[head].head == head:
        return False
    return governor.lemma in _leaving_open() and not words[head].quoted


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
    if tree.passive(head) and not _hearsay(view, head):
        agent = next((c for c in tree.children[head] if words[c].relation in ("obl:agent", "obl")
                      and any(words[k].lemma == "by" for k in tree.children[c])), None)  # fmt: skip
        return tree.span(tree.subtree(agent, ("acl:relcl", "case", "punct"))) if agent is not None else None
    subject = tree.subject(head) if not _by_doing(view, head) else _doer(view, head)
    if subject is None:
        return _named_before(view, head)
    if subject is None or words[subject].tag[:2] not in ("NN", "PR", "DT", "CD", "JJ"):
        return None
    if words[subject].lemma in ("there", "i", "we", "you", "this", "that"):
        return None
    if words[subject].lemma == "it" and not view.actors_of(words[subject].span):
        return None
    return _widened(
        view,
        view.phrase(
            subject, ("acl:relcl", "advcl", "parataxis", "punct", "ccomp", "xcomp", "cop", "obl", "obj", "nsubj", "aux")
        ),
    )


def _hearsay(view: View, head: int) -> bool:
    """True for "is said to have told", where the subject speaks after all."""
    words = view.words
    if words[head].lemma not in ("say", "report", "believe", "understand", "think", "know"):
        return False
    after = [w.lemma for w in words[head + 1 : head + 4]]
    return after[:2] == ["to", "have"] and after[2:] != [] and after[2] in _TOLD


def _widened(view: View, span: Span) -> Span:
    """``span`` with the noun before its "of", which a wrong tree cuts off ("Community of States")."""
    words, start = view.words, view.tree.at(span).start
    if words[start].lemma != "of":
        return span
    first = view.sentence_at(start).first
    while start > first and words[start - 1].tag.startswith(("NN", "JJ", "DT", "CD")):
        start -= 1
    return Span(words[start].span.start, span.end)


def _by_doing(view: View, head: int) -> bool:
    return head > 0 and view.words[head].tag == "VBG" and view.words[head - 1].lemma == "by"


def _doer(view: View, head: int) -> int | None:
    """The subject of the nearest finite verb before "by …ing"."""
    first = view.sentence_at(head).first
    verb = next((i for i in range(head - 1, first - 1, -1) if view.words[i].tag in ("VBD", "VBZ", "VBP")), None)
    return view.tree.subject(verb) if verb is not None else None


def _named_before(view: View, head: int) -> Span | None:
    """The name or pronoun right before a finite cue and its auxiliaries, where the tree shows no subject."""
    words, first = view.words, view.sentence_at(head).first
    at = head - 1
    while at > first and (words[at].relation.startswith("aux") or words[at].tag in ("RB", "MD")):
        at -= 1
    finite = words[head].tag in ("VBD", "VBZ", "VBP") or at < head - 1
    if not finite or at < first or words[at].quoted or words[at].tag not in ("NNP", "NNPS", "PRP"):
        return None
    start = at
    while (
        start > first
        and words[at].tag != "PRP"
        and (words[start - 1].tag.startswith("NNP") or words[start - 1].text == "and")
    ):
        start -= 1
    if words[start].text == "and":
        start += 1
    return (
        Span(words[start].span.start, words[at].span.end) if words[at].lemma not in ("it", "i", "we", "you") else None
    )
