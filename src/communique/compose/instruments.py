"""Drafts, treaties and plans in the text: which words name one, under which name and in which version.

Enters: word indices. Leaves: an ``Instrument``; "it" and "the text" are led back to the instrument spoken of before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.compose.view import View
from communique.model.actor import ActorKind
from communique.model.reading import NameKind
from communique.model.span import Span
from communique.resources.loader import load_yaml


@cache
def _lemmas(key: str) -> frozenset[str]:
    return frozenset(load_yaml("instruments.yaml")[key])


_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "its", "their", "his", "her", "any", "such"})


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document that provides something: its name, its version where told, the words that name it here."""

    name: str
    version: str | None
    span: Span


def is_instrument(view: View, i: int) -> bool:
    """True when word ``i`` heads a phrase that names an instrument, or stands for one."""
    return is_named(view, i) or _is_document(view, view.words[i].span)


def is_named(view: View, i: int) -> bool:
    """True when word ``i`` is a noun for an instrument: a treaty, a draft, but not the plans somebody has."""
    word = view.words[i]
    if word.lemma not in _lemmas("nouns") or not word.tag.startswith("NN"):
        return False
    if word.lemma == "convention" and not _is_document(view, word.span):
        return False  # of a party
    if any(n.kind is NameKind.PERSON and n.span.overlaps(word.span) for n in view.resolved.annotations.names):
        return False  # "Bill"
    return not (word.tag == "NNS" and word.lemma in ("plan", "deal", "act", "note", "document", "package"))


def _is_document(view: View, span: Span) -> bool:
    return any(m.actor.kind is ActorKind.DOCUMENT for m in view.actors_of(span))


def instrument_at(view: View, i: int) -> Instrument | None:
    """The instrument that word ``i`` heads or takes up; None for anything else."""
    word = view.words[i]
    if word.lemma in ("it", "which", "that") and word.tag[:2] in ("PR", "WD", "DT"):
        back = _before(view, i)
        return instrument_at(view, back) if back is not None else None
    if not is_named(view, i):
        return None
    phrase = view.phrase(
        i, ("acl:relcl", "acl", "advcl", "parataxis", "punct", "cc", "conj", "appos", "nsubj", "cop", "obl")
    )
    name, version = _named(view, i, phrase)
    if name in _lemmas("bare") and (back := _before(view, i, bare=False)) is not None:
        earlier = instrument_at(view, back)
        if earlier is not None and earlier.name not in _lemmas("bare"):
            return Instrument(earlier.name, version or earlier.version, phrase)
    return Instrument(name, version, phrase)


def _before(view: View, i: int, bare: bool = True) -> int | None:
    """The nearest instrument word before ``i``: for a pronoun within two sentences, for a bare noun anywhere above."""
    first = view.sentences[max(0, view.tree.sentence_of[i] - (1 if bare else 12))].first
    for k in range(i - 1, first - 1, -1):
        word = view.words[k]
        if word.lemma not in _lemmas("nouns") or not word.tag.startswith("NN") or not is_instrument(view, k):
            continue
        if bare:
            if word.relation.startswith("nsubj") or view.tree.sentence_of[k] == view.tree.sentence_of[i]:
                return k
        elif word.lemma not in _lemmas("papers") and _modified(view, k):
            return k
    return None


def _modified(view: View, i: int) -> bool:
    return any(
        view.words[c].relation in ("compound", "amod", "nmod", "nmod:poss")
        and view.words[c].lemma not in _lemmas("versions")
        for c in view.tree.children[i]
    )


def _named(view: View, i: int, phrase: Span) -> tuple[str, str | None]:
    """Name and version of the phrase that ``i`` heads; "a draft of the X agreement" is the X agreement, a draft."""
    words, tree = view.words, view.tree
    document = next((m.actor for m in view.actors_of(phrase) if m.actor.kind is ActorKind.DOCUMENT), None)
    indices = list(tree.at(phrase))
    version = next((k for k in indices if words[k].lemma in _lemmas("versions") and k != i), None)
    inner = next(
        (
            c
            for c in tree.children[i]
            if words[c].relation == "nmod"
            and words[c].lemma in _lemmas("nouns")
            and words[i].lemma in _lemmas("papers")
        ),
        None,
    )
    told = None
    if words[i].lemma in _lemmas("papers"):
        first = version if version is not None and version < i else i
        told = " ".join(words[k].text for k in range(first, i + 1))
        if inner is not None and version is not None and version > i:
            told = f"{words[version].text} {words[i].text}"
    elif version is not None and version < i:
        told = words[version].text if words[version].lemma == "draft" else f"{words[version].text} {words[i].text}"
    if inner is not None:
        phrase = view.phrase(inner, ("acl:relcl", "acl", "advcl", "parataxis", "punct", "case", "conj", "cc", "appos"))
    name = _without_determiner(view, phrase)
    if document is not None and name in _lemmas("bare"):
        name = document.name
    return name, told


def _without_determiner(view: View, phrase: Span) -> str:
    """The words of a phrase without prepositions, determiners and words for versions before it, or clauses behind."""
    words = view.words
    indices = list(view.tree.at(phrase))
    while len(indices) > 1 and _leads(view, indices[0]):
        indices.pop(0)
    stop = next(
        (k for k, i in enumerate(indices) if k and words[i].tag in ("WDT", "WP", "TO", ",", ":", "VBD", "VBZ")), None
    )
    indices = indices[:stop]
    if not indices:
        return phrase.of(view.text)
    return " ".join(view.text[words[indices[0]].span.start : words[indices[-1]].span.end].split())


def _leads(view: View, i: int) -> bool:
    word = view.words[i]
    if word.tag in ("IN", "DT", "PRP$", "TO", "VBG") or word.text.lower() in _DETERMINERS:
        return True
    return word.lemma in _lemmas("versions") - {"new"}
