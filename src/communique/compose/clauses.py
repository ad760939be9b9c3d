"""Clauses and what hangs on them: complements, evidence, plain words, actors; the lists of acts.

Enters: a view and the index of a word. Leaves: indices, spans, actors. Every search asks the tree first and, where
the tree has nothing, looks along the words, since one wrong arc must not cost an entry.
"""

from __future__ import annotations

import re

from communique.compose.view import View
from communique.model.actor import ActorMention
from communique.model.span import Span, trimmed
from communique.model.syntax import SUBJECTS

FIRST_PERSON = frozenset({"i", "we", "us"})
_STOPS = frozenset({".", ";", "?", "!", ":", "—", "–"})
_EDGES = " \t\r\n\u00a0,;:–—-“”\"'‘’.…()"
_LOOSE = ("parataxis", "punct", "discourse", "vocative")
_ACTION = (*SUBJECTS, "aux", "aux:pass", "cop", "mark", "cc", "parataxis", "discourse", "advmod", "expl")
_LONGEST = 200
_FINITE = ("MD", "VBD", "VBZ", "VBP")


def ends(view: View, i: int) -> int:
    """One past the last word of the sentence of word ``i``."""
    return view.sentence_at(i).last


def infinitive(view: View, i: int, reach: int = 4) -> int | None:
    """The verb of the to-infinitive that completes word ``i``: below it, else at most ``reach`` words on."""
    tree, words = view.tree, view.words
    for c in tree.children[i]:
        complement = words[c].relation.split(":")[0] in ("xcomp", "advcl", "acl", "ccomp", "csubj")
        if c > i and complement and words[c].tag != "VBG" and any(has_to(view, g) for g in tree.children[c]):
            return c
    for j in range(i + 1, min(i + 1 + reach, ends(view, i) - 1)):
        if (
            words[j].text in _STOPS
            or words[j].tag in ("VBD", "VBZ", "VBP", "MD", "VBG", "CC")
            or words[j].text.lower() == "about"
        ):
            return None
        if words[j].tag == "TO" or (words[j].text.lower() == "to" and words[j + 1].tag == "VB"):
            return next((k for k in (j + 1, j + 2) if k < ends(view, i) and words[k].tag == "VB"), None)
    return None


def has_to(view: View, i: int) -> bool:
    word = view.words[i]
    return word.tag == "TO" or (word.relation == "mark" and word.text.lower() == "to")


def gerund(view: View, i: int, reach: int = 3) -> int | None:
    """The -ing verb that completes word ``i``, directly or behind a preposition or particle."""
    tree, words = view.tree, view.words
    for c in tree.children[i]:
        if any(words[g].text.lower() in ("by", "while", "after", "before", "without") for g in tree.children[c]):
            continue
        if (
            i < c <= i + 8
            and words[c].tag == "VBG"
            and words[c].relation in ("xcomp", "advcl", "ccomp", "obl", "obj", "acl")
        ):
            return c
    for j in range(i + 1, min(i + 1 + reach, ends(view, i))):
        if words[j].tag == "VBG":
            return j
        if words[j].tag not in ("IN", "RP", "TO", "RB"):
            return None
    return None


def that_clause(view: View, i: int) -> int | None:
    """The predicate of the finite clause, with a subject of its own, that completes word ``i``."""
    tree, words = view.tree, view.words
    for c in tree.children[i]:
        if c > i and words[c].relation in ("ccomp", "acl") and tree.child(c, *SUBJECTS) is not None:
            return c
    for j in range(i + 1, min(i + 3, ends(view, i))):
        if words[j].text.lower() == "that" and words[j].relation == "mark" and words[j].head > j:
            found = words[j].head
            return found if tree.child(found, *SUBJECTS) is not None else None
    return None


_MODAL_FORMS = {"’ll": "will", "'ll": "will", "wo": "will", "ca": "can", "cannot": "can", "’d": "would", "'d": "would"}


def modals(view: View, i: int) -> set[str]:
    """The auxiliaries of predicate ``i`` as they stand, contractions spelt out ("would" is not "will")."""
    found = (view.words[c].text.lower() for c in view.tree.auxiliaries(i))
    return {_MODAL_FORMS.get(text, text) for text in found}


def modal_at(view: View, i: int) -> str:
    """The modal verb that word ``i`` is, its contraction spelt out."""
    return _MODAL_FORMS.get(view.words[i].text.lower(), view.words[i].text.lower())


def behind(view: View, i: int) -> int | None:
    """The noun that preposition ``i`` governs: by the tree, else the first noun within five words."""
    words, last = view.words, ends(view, i)
    if i < words[i].head < last:
        return words[i].head
    return next(
        (k for k in range(i + 1, min(i + 6, last)) if words[k].tag[:2] == "NN" and words[k].relation != "compound"),
        None,
    )


def obj(view: View, i: int) -> int | None:
    """The direct object of predicate ``i`` (its subject in the passive)."""
    tree = view.tree
    if tree.passive(i):
        return tree.child(i, "nsubj:pass", "nsubj")
    return tree.child(i, "obj")


def objects(view: View, i: int) -> list[int]:
    """Direct object and, behind it, what is conjoined to it."""
    first = obj(view, i)
    if first is None:
        return []
    return [first, *(c for c in view.tree.children[first] if view.words[c].relation == "conj")]


def oblique(view: View, i: int, *cases: str) -> int | None:
    """The first noun that hangs on ``i`` with one of the prepositions ``cases`` (lower-case)."""
    tree, words = view.tree, view.words
    for c in tree.children[i]:
        hangs = words[c].relation.split(":")[0] in ("obl", "nmod", "xcomp", "ccomp", "advcl")
        marks = [g for g in tree.children[c] if words[g].relation in ("case", "mark")]
        if hangs and any(words[g].text.lower() in cases for g in marks):
            return c
    return None


def clause_words(view: View, i: int) -> list[int]:
    """The words of the clause of predicate ``i`` in order: without its conjunction, asides, and conjoined clauses that
    have their own subject or follow a comma-separated quotation."""
    tree, words = view.tree, view.words
    out, stack = {i}, [i]
    while stack:
        top = stack.pop()
        for c in tree.children[top]:
            word = words[c]
            if c in out or word.relation in _LOOSE:
                continue
            if top == i and word.relation in ("mark", "cc") and c < i:
                continue
            if top == i and word.relation == "conj" and word.tag[:2] in ("VB", "MD"):
                continue
            if top == i and word.relation == "ccomp" and c < i and _tells(view, i):
                continue
            out.add(c)
            stack.append(c)
    return _gathered(view, sorted(out), i)


def _tells(view: View, i: int) -> bool:
    return view.words[i].lemma in ("say", "tell", "add", "report", "note", "claim", "write", "warn", "insist", "argue")


def _gathered(view: View, indices: list[int], i: int) -> list[int]:
    """``indices`` without stragglers that stand more than six foreign words away from the rest, on ``i``'s side."""
    at = indices.index(i)
    first, last = at, at
    while first > 0 and indices[first] - indices[first - 1] <= 7:
        first -= 1
    while last + 1 < len(indices) and indices[last + 1] - indices[last] <= 7:
        last += 1
    return indices[first : last + 1]


def clause_span(view: View, i: int, until: int | None = None) -> Span:
    """The span of the clause of predicate ``i``, cut before word ``until``, without marks at its edges."""
    indices = [k for k in clause_words(view, i) if until is None or k < until] or [i]
    return trim(view, view.tree.span(indices))


def trim(view: View, span: Span) -> Span:
    """``span`` without punctuation at its edges; a quotation mark or bracket stays where its partner is inside."""
    out = trimmed(span, view.text, " \t\r\n\u00a0,;:–—-.…")
    inner = out.of(view.text)
    for left, right in (("“", "”"), ("(", ")"), ("‘", "’")):
        if inner.startswith(left) and right not in inner:
            out = Span(out.start + 1, out.end)
        if inner.endswith(right) and left not in inner and right != "’":
            out = Span(out.start, out.end - 1)
        inner = out.of(view.text)
    return trimmed(out, view.text, " ,;:") if len(out) else span


def noun_span(view: View, i: int) -> Span:
    """The noun phrase of word ``i`` with its prepositional phrases, without relative clauses and asides."""
    tree, words = view.tree, view.words
    out, stack = {i}, [i]
    while stack:
        top = stack.pop()
        for c in tree.children[top]:
            relation = words[c].relation
            if c in out or relation in ("acl:relcl", "parataxis", "punct", "advcl", "cop", *SUBJECTS):
                continue
            if top == i and (
                relation in ("case", "mark", "appos", "cc:preconj") or (relation == "conj" and words[c].tag[:2] == "VB")
            ):
                continue
            if relation == "cc" and top == i:
                continue
            out.add(c)
            stack.append(c)
    return trim(view, tree.span(_gathered(view, sorted(out), i)))


def plain(text: str) -> str:
    """Words on one line without quotation marks, cut at a word after 200 characters.

    >>> plain('send  a “neutral” force, ')
    'send a neutral force'
    """
    line = re.sub(r"[“”\"]", "", " ".join(text.split())).strip(_EDGES)
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rsplit(" ", 1)[0].rstrip(_EDGES)


def action_of(view: View, verb: int, gap: int | None = None) -> str:
    """The verb phrase of ``verb`` in plain words: its base form, its object, the rest; ``gap`` is the noun that a
    relative clause leaves out."""
    tree, words = view.tree, view.words
    keep = [verb]
    for c in tree.children[verb]:
        relation = words[c].relation
        if c > verb and relation not in _ACTION and relation not in ("punct", "advcl", "acl:relcl"):
            if relation == "conj" and (
                tree.child(c, *SUBJECTS) is not None or (finite(view, c) and not finite(view, verb))
            ):
                continue
            keep += tree.subtree(c, ("acl:relcl", "parataxis", "advcl"))
        elif c == verb + 1 and relation in ("compound:prt", "advmod"):
            keep.append(c)
    keep = [k for k in _gathered(view, sorted(set(keep)), verb) if k >= verb]
    tail = view.text[words[verb].span.end : words[max(keep)].span.end] if len(keep) > 1 else ""
    base = words[verb].text.lower() if words[verb].tag == "VB" else words[verb].lemma
    if gap is not None:
        return plain(f"{base} {noun_span(view, gap).of(view.text)} {tail}")
    if tree.passive(verb) and (subject := tree.child(verb, "nsubj:pass")) is not None:
        return plain(f"{base} {noun_span(view, subject).of(view.text)} {tail}")
    return plain(f"{base} {tail.strip()}")


def denied_action(view: View, verb: int, status: str, gap: int | None = None) -> str:
    """``action_of``, with "not" before it where the act is denied and the status does not say so."""
    action = action_of(view, verb, gap)
    return f"not {action}" if status != "refused" and view.tree.negated(verb) else action


def relative_gap(view: View, verb: int) -> int | None:
    """The noun for which the relative clause around ``verb`` leaves the object out ("a force they will send")."""
    tree, words = view.tree, view.words
    if tree.child(verb, "obj", "ccomp", "nsubj:pass") is not None:
        return None
    i = verb
    for _ in range(8):
        word = words[i]
        if word.relation == "acl:relcl" and word.head < i:
            subject = tree.child(i, *SUBJECTS)
            if (
                subject is None
                or words[subject].tag in ("WP", "WDT")
                or words[subject].lemma in ("that", "who", "which")
            ):
                return None
            return word.head
        if word.relation not in ("xcomp", "ccomp", "advcl") or word.head == i:
            return None
        i = word.head
    return None


def actors(view: View, i: int | None) -> tuple[ActorMention, ...]:
    """Whom the noun phrase headed by word ``i`` stands for; "I" and "we" fall back on who speaks."""
    if i is None:
        return ()
    tree, words = view.tree, view.words
    mention = view.cast.mention_at(i)
    if mention is None:  # the parser may head a name by another of its words
        parts = (c for c in tree.children[i] if words[c].relation in ("flat", "compound", "appos", "nmod:desc"))
        mention = next((m for c in parts if (m := view.cast.mention_at(c)) is not None and m.head == c), None)
    found = view.actors_of(mention.span) if mention is not None else ()
    if not found and words[i].text.lower() in FIRST_PERSON:
        found = view.asserted_at(words[i].span)
    wide = _conjunction(view, i)
    if wide is not None and len(wide) > len(found):
        return wide
    known = {a.actor.id for a in found}
    for c in tree.children[i]:
        if c > i and words[c].relation == "conj" and words[c].tag[:2] in ("NN", "PR"):
            found += tuple(a for a in actors(view, c) if a.actor.id not in known)
    return found


def _conjunction(view: View, i: int) -> tuple[ActorMention, ...] | None:
    """The actors of "Canada, Nigeria and Norway" for a word of it; None where word ``i`` is in no such mention."""
    span = view.words[i].span
    for mention in view.resolved.mentions:
        if mention.span.start > span.start:
            break
        if mention.rule == "conjunction" and mention.span.contains(span):
            return view.actors_of(mention.span)
    return None


def subject_of(view: View, i: int) -> int | None:
    """The subject of predicate ``i``; where the tree has none for a finite verb, the nearest one named before it."""
    tree, words = view.tree, view.words
    head = words[i].head
    if words[i].relation == "conj" and tree.child(i, *SUBJECTS) is None and finite(view, i) and not finite(view, head):
        above = next((k for k in tree.ancestors(head) if finite(view, k)), None)
        if above is not None and (shared := tree.subject(above)) is not None:
            return shared  # "asked them to wait and will pay": who asked will pay
    if (blamed := _blamed(view, i)) is not None:
        return blamed
    found = tree.subject(i)
    if found is not None:
        return found
    if words[i].tag not in ("VBD", "VBZ", "VBP") and not any(words[c].tag in _FINITE for c in tree.auxiliaries(i)):
        return None
    if words[i].relation in ("conj", "xcomp", "acl:relcl"):
        return None
    start = min([i, *(c for c in tree.auxiliaries(i) if c < i)])
    for k in range(start - 1, max(view.sentence_at(i).first - 1, start - 7), -1):
        if words[k].tag[:2] in ("VB", "MD", "IN", "TO") or words[k].text in (";", ":", "”"):
            return None
        mention = view.cast.mention_at(k)
        if mention is not None and words[k].tag[:2] in ("NN", "PR"):
            return k
    return None


def _blamed(view: View, i: int) -> int | None:
    """The object of the governor for "accused him of visiting", "scolded her for refusing": the doer of the gerund."""
    words, tree = view.words, view.tree
    if words[i].tag != "VBG" or tree.child(i, *SUBJECTS) is not None or tree.auxiliaries(i):
        return None
    if not any(words[c].text.lower() in ("of", "for", "from") and c < i for c in tree.children[i]):
        return None
    whom = tree.child(words[i].head, "obj")
    return whom if whom is not None and whom < i and view.cast.mention_at(whom) is not None else None


def finite(view: View, i: int) -> bool:
    """True for a predicate with a finite form of its own ("pays", "will pay"), no infinitive or participle."""
    words = view.words
    return words[i].tag in ("VBD", "VBZ", "VBP") or any(words[c].tag in _FINITE for c in view.tree.auxiliaries(i))


def subject_actors(view: View, i: int) -> tuple[ActorMention, ...]:
    """Whom the subject of predicate ``i`` stands for; an agent ("by the council") in the passive."""
    if view.tree.passive(i):
        return actors(view, oblique(view, i, "by"))
    return actors(view, subject_of(view, i))


def supposed(view: View, i: int) -> bool:
    """True when predicate ``i`` stands in a clause of "if", "unless", "whether", "as if" or in a question."""
    tree, words = view.tree, view.words
    chain = [i, *tree.ancestors(i)]
    for k in chain:
        if any(
            words[c].relation == "mark" and words[c].text.lower() in ("if", "unless", "whether")
            for c in tree.children[k]
        ):
            return True
        if words[k].relation.split(":")[0] not in ("xcomp", "ccomp", "conj", "acl"):
            break
    if any(words[k].text.lower() in ("whether", "assuming") for k in range(max(view.sentence_at(i).first, i - 5), i)):
        return True  # "whether or not they want to", however the tree has it
    return view.text[max(0, view.sentence_span(i).end - 1) : view.sentence_span(i).end] == "?"
