"""What is said without anybody to say it: "A vote is expected on Sunday", "It is understood that the deal is dead".

Enters: the view and a verb. Leaves: whether it is a passive of saying or expecting that names nobody.
"""

from __future__ import annotations

from collections.abc import Collection

from communique.compose.view import View
from communique.model.span import Span

RULE = "source.none"
_TOLD = frozenset(
    "expect understand think believe say report rumour rumor fear hope announce claim allege suggest assume "
    "suppose".split()
)


def is_impersonal(view: View, head: int, source: Collection[Span]) -> bool:
    """True for a passive of saying or expecting without an agent whose source stands in another sentence, or nowhere
    ("Lund is said to favour it", "It was announced that").
    """
    word, sentence = view.words[head], view.sentence_at(head)
    if word.tag not in ("VBN", "VBD") or word.lemma not in _TOLD or word.quoted:
        return False
    before = range(max(sentence.first, head - 3), head)
    after = view.words[head + 1 : min(head + 3, sentence.last)]
    told = [w.lemma for w in view.words[head + 1 : head + 4]]
    if not any(view.words[i].lemma == "be" for i in before) or any(w.lemma == "by" for w in after):
        return False
    if told[:2] == ["to", "have"] and told[2:] in (["tell"], ["say"], ["warn"], ["ask"], ["write"]):
        return False  # who is said to have told has told
    return not any(sentence.span.overlaps(s) and s.of(view.text).lower() != "it" for s in source)


def is_inserted(view: View, i: int) -> bool:
    """True for the verb of ", it is understood,"."""
    words = view.words
    return (
        i >= 2
        and words[i].lemma in _TOLD
        and words[i].tag in ("VBN", "VBD")
        and words[i - 1].lemma == "be"
        and words[i - 2].lemma == "it"
    )
