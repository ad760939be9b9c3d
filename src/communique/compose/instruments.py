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
def lemmas_of(key: str) -> frozenset[str]:
    """The words under ``key`` in ``instruments.yaml``."""
    return frozenset(load_yaml("instruments.yaml")[key])


_QUOTES = ("“", "”", '"', "''", "``", "‘", "’")
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
    if word.lemma not in lemmas_of("nouns") or not word.tag.startswith("NN"):
        return False
    if word.lemma == "convention" and not _is_document(view, word.span):
        return False  # of a party
    if any(n.kind is NameKind.PERSON and n.span.overlaps(word.span) for n in view.resolved.annotations.names):
        return False  # "Bill"
    if word.lemma == "article" and not _numbered(view, i):
        return False  # of a newspaper
    many = word.tag == "NNS" or (word.text.endswith("s") and word.tag != "NNP")
    return not (many and word.lemma in lemmas_of("schemes"))


def _numbered(view: View, i: int) -> bool:
    """True for "Article 5"."""
    return i + 1 < len(view.words) and view.words[i + 1].tag in ("CD", "NNP") and view.words[i + 1].text[:1].isalnum()


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
    if name in lemmas_of("bare") and _definite(view, i) and (back := _before(view, i, bare=False)) is not None:
        earlier = instrument_at(view, back)
        if earlier is not None and earlier.name not in lemmas_of("bare"):
            return Instrument(earlier.name, version or earlier.version, phrase)
    if word.lemma in lemmas_of("journalism") and word.text in name.split() and not _numbered(view, i):
        return None
    return Instrument(name, version, phrase)


def _definite(view: View, i: int) -> bool:
    """False for "a bill", "any deal": one that has not been named."""
    return not any(view.words[c].lemma in ("a", "an", "any", "some", "no", "another") for c in view.tree.children[i])


def _akin(view: View, i: int, k: int) -> bool:
    """True when the bare noun ``i`` can take up the instrument at ``k``: a paper any, "the deal" no bill or plan."""
    a, b = view.words[i].lemma, view.words[k].lemma
    if view.words[k].tag in ("NNS", "NNPS"):
        return False
    return (
        a in lemmas_of("papers")
        or a == b
        or any(a in group and b in group for group in load_yaml("instruments.yaml")["akin"])
    )


def _before(view: View, i: int, bare: bool = True) -> int | None:
    """The nearest instrument word before ``i``: for a pronoun within two sentences, for a bare noun anywhere above."""
    first = view.sentences[max(0, view.tree.sentence_of[i] - (1 if bare else 12))].first
    for k in range(i - 1, first - 1, -1):
        word = view.words[k]
        if word.lemma not in lemmas_of("nouns") or not word.tag.startswith("NN") or not is_instrument(view, k):
            continue
        if bare:
            if word.relation.startswith("nsubj") or view.tree.sentence_of[k] == view.tree.sentence_of[i]:
                return k
        elif word.lemma not in lemmas_of("papers") and _modified(view, k) and _akin(view, i, k):
            return k
    return None


def _modified(view: View, i: int) -> bool:
    return any(
        view.words[c].relation in ("compound", "amod", "nmod", "nmod:poss")
        and view.words[c].lemma not in lemmas_of("versions")
        for c in view.tree.children[i]
    )


def _named(view: View, i: int, phrase: Span) -> tuple[str, str | None]:
    """Name and version of the phrase that ``i`` heads; "a draft of the X agreement" is the X agreement, a draft."""
    words, tree = view.words, view.tree
    document = next((m.actor for m in view.actors_of(phrase) if m.actor.kind is ActorKind.DOCUMENT), None)
    indices = list(tree.at(phrase))
    version = next((k for k in indices if words[k].lemma in lemmas_of("versions") and k != i), None)
    inner = next(
        (
            c
            for c in tree.children[i]
            if words[c].relation == "nmod"
            and words[c].lemma in lemmas_of("nouns")
            and words[i].lemma in lemmas_of("papers")
        ),
        None,
    )
    told = None
    if words[i].lemma in lemmas_of("papers"):
        first = version if version is not None and version < i else i
        told = " ".join(words[k].text for k in range(first, i + 1))
        if inner is not None and version is not None and version > i:
            told = f"{words[version].text} {words[i].text}"
    elif version is not None and version < i:
        told = words[version].text if words[version].lemma == "draft" else f"{words[version].text} {words[i].text}"
    if inner is not None:
        phrase = view.phrase(inner, ("acl:relcl", "acl", "advcl", "parataxis", "punct", "case", "conj", "cc", "appos"))
    name = _without_determiner(view, phrase)
    if document is not None and name in lemmas_of("bare"):
        name = document.name
    return name, told


def _without_determiner(view: View, phrase: Span) -> str:
    """The words of a phrase without prepositions, determiners and words for versions before it, or clauses behind."""
    words = view.words
    indices = list(view.tree.at(phrase))
    while len(indices) > 1 and _leads(view, indices[0]):
        indices.pop(0)
    head = next((k for k, i in enumerate(indices) if words[i].lemma in lemmas_of("nouns")), 0)
    parts = [k for k, i in enumerate(indices[:head]) if words[i].tag in (",", ":")]
    indices = indices[parts[-1] + 1 :] if parts else indices  # "her costly, ten-year plan"
    timed = {i for w in view.resolved.whens for i in view.tree.at(w.span)}
    head = next((k for k, i in enumerate(indices) if words[i].lemma in lemmas_of("nouns")), 0)
    stop = next((k for k, i in enumerate(indices) if k > head and (i in timed or _breaks(view, i))), None)
    indices = indices[:stop]
    if not indices:
        return phrase.of(view.text)
    while len(indices) > 1 and words[indices[0]].text in _QUOTES:
        indices.pop(0)
    if any(words[k].text in _QUOTES and words[k].text != "’" for k in indices):
        return " ".join(view.text[words[indices[0]].span.start : words[indices[-1]].span.end].strip('“”"').split())
    return " ".join(view.text[words[indices[0]].span.start : words[indices[-1]].span.end].split())


def _breaks(view: View, i: int) -> bool:
    """True where a clause begins; a name right behind the noun begins one too: "the agreement [Kell has signed]"."""
    before, word = view.words[i - 1], view.words[i]
    if word.tag in ("WDT", "WP", "TO", ",", ":", "VBD", "VBZ", "RB"):
        return True
    return word.tag == "NNP" and before.tag in ("NN", "NNS") and before.lemma in lemmas_of("nouns")


def _leads(view: View, i: int) -> bool:
    word = view.words[i]
    if word.tag in ("IN", "DT", "PRP$", "TO", "VBG") or word.text.lower() in _DETERMINERS:
        return True
    return word.lemma in lemmas_of("versions") - {"new"}
