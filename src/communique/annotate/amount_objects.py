"""What an amount is an amount of, by the tree of the words around it.

Enters: the tree and the words ``[first, last)`` of a figure. Leaves: the noun that is counted, and the span that tells
what the figure measures, at most LIMIT words. Falls back on the words that follow where the tree does not help.
"""

from __future__ import annotations

from communique.model.reading import Sentence
from communique.model.span import Span
from communique.model.syntax import Tree

LIMIT = 12
_MODIFIERS = ("JJ", "VBN", "VBG", "HYPH", "NN", "CD", "POS", "AFX", "RB")
_DROPPED = ("acl:relcl", "acl", "appos", "parataxis", "advcl", "nsubj", "cop", "dep")
_LEADING = ("CD", "DT", "IN", "RB", "TO", "JJR", "$")
_PERCENTS = ("%", "percent", "cent", "billion", "million", "$", "£", "€")
# Nouns that say how a figure moves or what it is meant to be, not what it measures.
MOVES = frozenset([
    "rise", "spike", "increase", "cut", "drop", "fall", "jump", "reduction", "target", "goal", "level", "figure",
    "share", "boost", "hike", "threshold", "pledge", "commitment", "minimum", "ceiling", "cap", "it", "that", "this",
])  # fmt: skip
_NOMINAL = ("compound", "nmod", "nummod", "amod", "appos", "obl")
_STOPS = (",", ";", ":", "(", ")", "“", "”", '"', "—")
_TRAILING = ("case", "punct", "mark", "cc")
_HYPHENS = ("-", "–", "‑")


def counted_noun(tree: Tree, first: int, last: int, sentence: Sentence) -> int | None:
    """The index of the noun that a bare number counts: its governor, else the noun that ends the words after it."""
    for i in range(last - 1, first - 1, -1):
        word = tree.words[i]
        near = last <= word.head < min(last + 8, sentence.last)
        if near and word.relation.startswith("nummod") and tree.words[word.head].tag.startswith("NN"):
            return word.head
    noun = None
    for i in range(last, min(last + 6, sentence.last)):
        word = tree.words[i]
        if word.tag.startswith("NN") or (not word.tag and word.text.isalpha()):
            noun = i
            if word.tag in ("NNS", "NNPS"):
                break
        elif word.text in ("of", "the"):  # "12 of the ships"
            if i > last + 1 or tree.words[last].text != "of":
                break
        elif not word.tag.startswith(_MODIFIERS) and word.text != "-":
            break
    return noun


def object_of(
    tree: Tree, first: int, last: int, sentence: Sentence, noun: int | None, is_share: bool = False
) -> Span | None:
    """What is counted or paid for, in the words of the text: without the figure itself, at most LIMIT words.

    ``noun`` is the noun counted where one is known; a share ("12 per cent") is one only of what "of" names.
    """
    if noun is not None:
        return _phrase(tree, noun, first, last, sentence, is_counted=True)
    if last < sentence.last:
        led = tree.words[last].text.lower()
        if led in (("of",) if is_share else ("of", "in", "for")) and (found := _after(tree, last, sentence)):
            return found
    # "a rise to 3 per cent": the noun before the preposition, wherever the parser hangs the figure.
    led_by = tree.words[first - 1].text.lower() if first - 2 >= sentence.first else ""
    moves = led_by in ("to", "of", "by") and tree.words[first - 2].lemma in MOVES
    if moves and tree.words[first - 2].tag.startswith("NN"):
        return _by_move(tree, first - 2, first, last, sentence)
    head = tree.head_of(range(first, last))
    if head is None:
        return None
    for _ in range(3):  # a figure that hangs on another stands where that one stands
        above = tree.words[head].head
        if above == head or not (tree.words[above].tag == "CD" or tree.words[above].text in _PERCENTS):
            break
        head = above
    word = tree.words[head]
    if word.head == head:
        return None
    governor = tree.words[word.head]
    if governor.tag.startswith("NN") and governor.lemma in MOVES:
        return _by_move(tree, word.head, first, last, sentence)
    if governor.tag.startswith("NN") and word.relation.split(":")[0] in _NOMINAL:
        return _phrase(tree, word.head, first, last, sentence)
    if governor.tag.startswith(("VB", "JJ")):
        return _by_verb(tree, word.head, head, first, last, sentence)
    return None


def _by_move(tree: Tree, noun: int, first: int, last: int, sentence: Sentence) -> Span | None:
    """For "a rise in spending to 3 per cent", "raise spending, with a further rise to 3 per cent": the spending."""
    for child in tree.children[noun]:
        case = tree.child(child, "case")
        if case is not None and tree.words[case].lemma in ("in", "of") and tree.words[child].tag in ("NN", "NNS"):
            return _phrase(tree, child, first, last, sentence)
    for above in tree.ancestors(noun):
        word = tree.words[above]
        if word.tag.startswith("VB"):
            return _by_verb(tree, above, noun, first, last, sentence)
    return None


def _after(tree: Tree, preposition: int, sentence: Sentence) -> Span | None:
    """The noun phrase after "of", "in" or "for" right behind the figure."""
    governor = tree.words[preposition].head
    named = tree.words[governor].tag.startswith("NNP") and tree.words[preposition].lemma == "in"
    if named:
        return None
    if preposition < governor < sentence.last and tree.words[governor].tag.startswith(("NN", "PRP", "VBG")):
        return _phrase(tree, governor, preposition, preposition + 1, sentence)
    end, limit = preposition + 1, min(preposition + 1 + LIMIT, sentence.last)
    while end < limit and tree.words[end].tag.startswith(("NN", "JJ", "DT", "PRP$")):
        end += 1
    inner = range(preposition + 1, end)
    return tree.span(inner) if any(tree.words[i].tag.startswith("NN") for i in inner) else None


def _by_verb(tree: Tree, verb: int, head: int, first: int, last: int, sentence: Sentence) -> Span | None:
    """For a figure that a verb governs: what is paid for, else the verb's object, else its subject."""
    for child in tree.children[verb]:
        case = tree.child(child, "case")
        led = case is not None and tree.words[case].lemma in ("for", "in", "on", "from")
        if child > last and led and tree.words[child].tag in ("NN", "NNS"):
            return _phrase(tree, child, first, last, sentence)
    if tree.words[head].relation == "obj":
        return None
    for relation in ("obj", "nsubj:pass", "nsubj"):
        other = tree.child(verb, relation)
        if other is not None and other != head and tree.words[other].tag.startswith("NN"):
            return _phrase(tree, other, first, last, sentence)
    return None


def _phrase(tree: Tree, noun: int, first: int, last: int, sentence: Sentence, is_counted: bool = False) -> Span | None:
    """The noun's phrase: its modifiers but the figure, and what follows up to a relative clause or another figure.

    Between a figure and the noun it counts everything belongs, whatever the tree says.
    """
    if not sentence.first <= noun < sentence.last:
        return None
    inside = {i for i in tree.subtree(noun, without=_DROPPED) if sentence.first <= i < sentence.last}
    for child in tree.children[noun]:
        if tree.words[child].relation in ("conj", "cc"):
            inside.difference_update(tree.subtree(child))
    begin = noun
    least = last if noun >= last else sentence.first
    while begin > least and (begin - 1 in inside or tree.words[begin - 1].text in _HYPHENS or is_counted):
        begin -= 1
    while begin < noun and (tree.words[begin].tag in _LEADING or tree.words[begin].relation in ("case", "punct")):
        begin += 1
    end = noun + 1
    while end - begin < LIMIT and end in inside and tree.words[end].text not in _STOPS and not first <= end < last:
        if tree.words[end].tag in ("CD", "$"):
            break
        end += 1
    while end - 1 > noun:
        tail = tree.words[end - 1]
        if tail.relation not in _TRAILING and tail.tag not in ("DT", "IN", "TO"):
            break
        end -= 1
    return Span(tree.words[begin].span.start, tree.words[end - 1].span.end)
