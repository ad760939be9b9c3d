"""What an amount is an amount of, by the tree of the words around it.

Enters: the tree and the words ``[first, last)`` of a figure. Leaves: the noun that is counted, and the span that tells
what the figure measures, at most LIMIT words. Falls back on the words that follow where the tree does not help.
"""

from __future__ import annotations

from functools import cache

from communique.model.reading import Sentence, Word
from communique.model.span import Span
from communique.model.syntax import Tree
from communique.resources.loader import load_yaml

LIMIT = 12
_MODIFIERS = ("JJ", "VBN", "VBG", "HYPH", "NN", "CD", "POS", "AFX", "RB")
_DROPPED = ("acl:relcl", "acl", "appos", "parataxis", "advcl", "nsubj", "cop", "dep")
_LEADING = ("CD", "DT", "IN", "RB", "TO", "JJR", "$")
_PERCENTS = ("%", "percent", "cent", "billion", "million", "$", "£", "€")
_NOMINAL = ("compound", "nmod", "nummod", "amod", "obl", "dep")
_STOPS = (",", ";", ":", "(", ")", "“", "”", '"', "''", "``", "—", "–", "--")
_TRAILING = ("case", "punct", "mark", "cc")
HYPHENS = ("-", "–", "‑")
_LIGHT = ("RB", "JJR", "DT", "PDT", "HYPH", "$", "CD")  # between a preposition and its figure: "of just under"
_KINDS = frozenset({"spending", "funding", "financing", "lending", "advertising", "spend", "fund", "finance", "lend"})
_RATES = frozenset({"a", "an", "per", "each", "every"})
_PARTING = frozenset(
    {"to", "than", "compared", "versus", "against", "until", "under"}
)  # "60 per cent of the vote to his 40"
_WIDEST = 3  # words of a name before a figure in brackets


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(load_yaml("amount_words.yaml")["objects"][key])


def moves() -> frozenset[str]:
    """Nouns that say how a figure moves or what it is meant to be, not what it measures."""
    return _listed("moves")


def counted_noun(tree: Tree, first: int, last: int, sentence: Sentence) -> int | None:
    """The index of the noun that a bare number counts: its governor, else the noun that ends the words after it."""
    for i in range(last - 1, first - 1, -1):
        word = tree.words[i]
        near = last <= word.head < min(last + 8, sentence.last)
        if near and word.relation.startswith("nummod") and tree.words[word.head].tag.startswith("NN"):
            parted = any(tree.words[k].tag == "IN" and tree.words[k].lemma != "of" for k in range(last, word.head))
            return None if parted else word.head
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

    ``noun`` is the noun counted where one is known; a share ("12 per cent") is one only of what "of" names. None
    rather than a guess: the noun must stand beside the figure, or a verb that measures or spends must join them.
    """
    if noun is not None:
        return _phrase(tree, noun, first, last, sentence, is_counted=True)
    found = _found(tree, first, last, sentence, is_share)
    return None if found is None or _is_dull(tree, found) else found


def _is_dull(tree: Tree, span: Span) -> bool:
    """True for words that name no thing: "dollars", "the last year", "his behalf"."""
    at = tree.at(span)
    head = tree.head_of(at)
    named = [tree.words[i] for i in at]
    if head is None or (named[-1].lemma in _listed("dull") and tree.words[head].lemma in _listed("dull")):
        return True
    return tree.words[head].lemma in _listed("dull") or all(w.lemma in _listed("dull") for w in named)


def _found(tree: Tree, first: int, last: int, sentence: Sentence, is_share: bool) -> Span | None:
    if last < sentence.last and (found := _behind(tree, last, sentence, is_share)):
        return found
    # "a rise to 3 per cent": the noun before the preposition, wherever the parser hangs the figure.
    led_by = tree.words[first - 1].text.lower() if first - 2 >= sentence.first else ""
    if led_by in ("to", "of", "by", "at") and _is_move(tree, first - 2):
        return _by_move(tree, first - 2, first, last, sentence)
    if named := _name_before(tree, first, last, sentence):
        return named
    head = tree.head_of(range(first, last))
    if head is None:
        return None
    for _ in range(3):  # a figure that hangs on another stands where that one stands
        above = tree.words[head].head
        if above == head or not (tree.words[above].tag == "CD" or tree.words[above].text in _PERCENTS):
            break
        head = above
    word = tree.words[head]
    if (subject := tree.child(head, "nsubj")) is not None and tree.child(head, "cop") is not None:
        is_thing = tree.words[subject].tag in ("NN", "NNS") and tree.words[subject].lemma not in _listed("vague")
        return _phrase(tree, subject, first, last, sentence) if is_thing else None
    if word.head == head:
        return None
    governor = tree.words[word.head]
    if governor.tag.startswith("NN") and _is_move(tree, word.head):
        return _by_move(tree, word.head, first, last, sentence)
    if governor.tag.startswith("NN") and word.relation.split(":")[0] in _NOMINAL:
        return _phrase(tree, word.head, first, last, sentence) if _beside(tree, word.head, first, last) else None
    return _by_verb(tree, word.head, head, first, last, sentence, is_share) if governor.tag.startswith("VB") else None


def _is_move(tree: Tree, i: int) -> bool:
    """True for a noun of moves() on its own: "a rise", but not "the unemployment rate"."""
    named = any(c == i - 1 and tree.words[c].relation == "compound" for c in tree.children[i])
    return not named and tree.words[i].tag.startswith(("NN", "PRP", "DT")) and tree.words[i].lemma in moves()


def _behind(tree: Tree, last: int, sentence: Sentence, is_share: bool) -> Span | None:
    """What "of", "in" or "for" names right behind the figure ("worth of" too)."""
    at = last + 1 if tree.words[last].lemma == "worth" and last + 1 < sentence.last else last
    led = tree.words[at].text.lower()
    if led not in (("of",) if is_share else ("of", "in", "for")) or at + 1 >= sentence.last:
        return None
    ahead = tree.words[at + 1]
    if led == "in" and ahead.tag.startswith(("DT", "PRP$", "NNP", "CD", "WDT", "VBG")) and ahead.lemma not in _KINDS:
        return None  # a place or a time more often than a kind
    return _after(tree, at, sentence)


def _name_before(tree: Tree, first: int, last: int, sentence: Sentence) -> Span | None:
    """The name before "(79 percent)" or "at 79 percent"."""
    before = first - 1
    if before <= sentence.first or tree.words[before].text.lower() not in ("(", "at"):
        return None
    begin = before
    while begin - 1 >= sentence.first and _is_name(tree.words[begin - 1]):
        begin -= 1
    told = 0 < before - begin <= _WIDEST
    return tree.span(range(begin, before)) if told else None


def _is_name(word: Word) -> bool:
    return word.tag.startswith("NNP") or (word.tag == "JJ" and word.text[:1].isupper())


def _beside(tree: Tree, noun: int, first: int, last: int) -> bool:
    """True when nothing but modifiers stands between the figure and ``noun``, or a preposition behind the noun."""
    if noun >= last:
        if tree.words[last].text.lower() in _RATES:
            return False
        return all(tree.words[i].tag.startswith(_MODIFIERS) or tree.words[i].text in HYPHENS for i in range(last, noun))
    at = first - 1
    while at > noun and tree.words[at].tag.startswith(_LIGHT):
        at -= 1
    return at - 1 == noun and tree.words[at].tag in ("IN", "TO")


def _by_move(tree: Tree, noun: int, first: int, last: int, sentence: Sentence) -> Span | None:
    """For "a rise in spending to 3 per cent", "raise spending, with a further rise to 3 per cent": the spending."""
    for child in tree.children[noun]:
        case = tree.child(child, "case")
        if case is not None and tree.words[case].lemma in ("in", "of") and tree.words[child].tag in ("NN", "NNS"):
            return _phrase(tree, child, first, last, sentence)
    for above in tree.ancestors(noun):
        if tree.words[above].tag.startswith("VB"):
            return _moved(tree, above, noun, first, last, sentence)
    return None


def _after(tree: Tree, preposition: int, sentence: Sentence) -> Span | None:
    """The noun phrase after "of", "in" or "for" right behind the figure."""
    governor = tree.words[preposition].head
    if preposition < governor < sentence.last and tree.words[governor].tag.startswith(("NN", "PRP", "VBG")):
        return _phrase(tree, governor, preposition, preposition + 1, sentence)
    end, limit = preposition + 1, min(preposition + 1 + LIMIT, sentence.last)
    while end < limit and tree.words[end].tag.startswith(("NN", "JJ", "DT", "PRP$")):
        end += 1
    inner = range(preposition + 1, end)
    return tree.span(inner) if any(tree.words[i].tag.startswith("NN") for i in inner) else None


def _by_verb(
    tree: Tree, verb: int, head: int, first: int, last: int, sentence: Sentence, is_share: bool
) -> Span | None:
    """For a figure that a verb governs: who polls it, what is measured, bought, or paid for."""
    lemma = tree.words[verb].lemma
    percent = tree.words[last - 1].lemma not in ("point", "points")
    if is_share and percent and lemma in _listed("polls"):
        subject = tree.child(verb, "nsubj")
        own = not any(tree.words[i].tag in ("VBD", "VBZ", "VBP") for i in range(verb + 1, first))
        if own and subject is not None and tree.words[subject].tag.startswith("NNP") and subject < first:
            return _phrase(tree, subject, first, last, sentence)
    if lemma in _listed("trades") and _led(tree, head, ("for", "at")):
        thing = tree.child(verb, "obj", "nsubj:pass")
        if thing is not None and not first > thing > verb and tree.words[thing].relation == "obj":
            return None
        return None if thing is None or thing == head else _phrase(tree, thing, first, last, sentence)
    if not is_share and lemma in _listed("spends"):
        for child in tree.children[verb]:
            if child > last and _led(tree, child, ("for", "on")) and tree.words[child].tag in ("NN", "NNS"):
                return _phrase(tree, child, first, last, sentence)
    return _moved(tree, verb, head, first, last, sentence)


def _led(tree: Tree, i: int, prepositions: tuple[str, ...]) -> bool:
    case = tree.child(i, "case")
    return case is not None and tree.words[case].lemma in prepositions


def _moved(tree: Tree, verb: int, head: int, first: int, last: int, sentence: Sentence) -> Span | None:
    """What a verb brings to the figure, or what stands at it."""
    lemma = tree.words[verb].lemma
    if lemma in ("go", "come", "be", "stand") and tree.words[last - 1].lemma == "point":
        return None  # "the state went to her by 20 points"
    relations = (("obj", "nsubj:pass") if lemma in _listed("setters") else ()) + (
        ("nsubj",) if lemma in _listed("measures") else ()
    )
    for relation in relations:
        other = tree.child(verb, relation)
        if other is None or (relation == "obj" and other < verb):
            continue
        is_thing = other != head and tree.words[other].tag in ("NN", "NNS")
        if is_thing and tree.words[other].lemma not in _listed("vague"):
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
    while begin > least and (begin - 1 in inside or tree.words[begin - 1].text in HYPHENS or is_counted):
        begin -= 1
    while begin < noun and (tree.words[begin].tag in _LEADING or tree.words[begin].relation in ("case", "punct")):
        joined = tree.words[begin].tag == "CD" and tree.words[begin + 1].text in HYPHENS  # "650 [18-hole] courses"
        begin = min(noun, begin + (3 if joined else 1))
    end = noun + 1
    while end - begin < LIMIT and end in inside and tree.words[end].text not in _STOPS and not first <= end < last:
        if tree.words[end].tag in ("CD", "$") or tree.words[end].text.lower() in _PARTING:
            break
        end += 1
    while end - 1 > noun:
        tail = tree.words[end - 1]
        if tail.relation not in _TRAILING and tail.tag not in ("DT", "IN", "TO", "RB", "PRP$", "VBN"):
            break
        end -= 1
    return Span(tree.words[begin].span.start, tree.words[end - 1].span.end)
