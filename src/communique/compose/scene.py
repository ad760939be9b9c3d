"""The circumstances of a report: to whom and where it was said (the day: see ``days``).

Enters: the view and a report. Leaves: addressee and venue, each None where the reporting clause does not tell it.
The reporting clause is taken as the words around the cue up to the nearest content, quotation, or other clause.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from communique.compose.cues import Report
from communique.compose.view import View
from communique.model.entry import Words
from communique.model.reading import NameKind
from communique.model.span import Span
from communique.resources.loader import load_yaml

_NOUN_PHRASE = ("DT", "PRP$", "JJ", "NN", "CD", "POS", "HYPH", "VBN", "VBG", "PDT", "``", "''")
_TAILS = frozenset({"of", "with", "in", "at", "to", "for", "between", "on"})
_MOST_WORDS = 14


@cache
def lemmas_of(key: str) -> frozenset[str]:
    """The lemmas under ``key`` in ``scenes.yaml``."""
    return frozenset(load_yaml("scenes.yaml")[key])


def zone(view: View, report: Report, blocked: Collection[int]) -> range:
    """The words of the reporting clause: from the cue outward to the first word of ``blocked`` or a clause boundary."""
    if report.head is None or report.cue is None:
        return range(0)
    sentence = view.sentence_at(report.head)
    cue = view.tree.at(report.cue)
    first, last = cue[0], cue[-1] + 1
    while first > sentence.first and not _ends(view, first - 1, blocked):
        first -= 1
    while last < sentence.last and not _ends(view, last, blocked):
        last += 1
    return range(first, last)


def _ends(view: View, i: int, blocked: Collection[int]) -> bool:
    word = view.words[i]
    return (
        i in blocked
        or word.quoted
        or word.text in (";", ":", "—", "–", "--")
        or (word.tag == "CC" and _joins_clauses(view, i))
    )


def _joins_clauses(view: View, i: int) -> bool:
    return view.words[view.words[i].head].tag.startswith("VB")


def find_addressee(view: View, report: Report, around: range) -> Words | None:
    """Who was told: the object of telling, or "to" with somebody who can listen."""
    if report.head is None or report.cue is None or not around:
        return None
    words = view.words
    after = view.tree.at(report.cue)[-1] + 1
    if words[report.head].lemma in lemmas_of("telling") and not view.tree.passive(report.head):
        phrase = noun_phrase(view, after, around.stop)
        if phrase and _is_other(view, phrase, report):
            if phrase.stop < around.stop and words[phrase.stop].lemma == "of":
                phrase = _with_tails(view, phrase, around.stop)  # "the chamber of commerce"
            return view.quote(view.tree.span(phrase))
    for i in around:
        if words[i].text.lower() != "to" or words[i].tag == "VB" or i + 1 >= around.stop:
            continue
        if i and words[i - 1].text.lower() == "according":
            continue  # who is named there speaks
        phrase = noun_phrase(view, i + 1, around.stop)
        if phrase and words[phrase[-1]].lemma in lemmas_of("listeners") and i > report.head:
            return view.quote(view.tree.span(phrase))
    return None


def _is_other(view: View, phrase: range, report: Report) -> bool:
    span = view.tree.span(phrase)
    if (
        view.words[phrase[0]].tag == "PRP"
        and len(phrase) == 1
        and view.words[phrase[0]].lemma in ("it", "itself", "himself", "herself")
    ):
        return False
    if any(w.span.contains(span) for w in view.resolved.whens):
        return False
    return not any(span.overlaps(s) for s in report.source)


def find_venue(view: View, report: Report, around: range) -> Words | None:
    """Where it was said: "in/at/on/during/aboard" a meeting, interview, letter, plane …, or "en route to" somewhere."""
    words = view.words
    for i in around:
        low = words[i].text.lower()
        if low == "en" and i + 2 < around.stop and words[i + 1].text.lower() == "route":
            phrase = noun_phrase(view, i + 3, around.stop) if words[i + 2].text.lower() == "to" else range(0)
            end = phrase[-1] if phrase else i + 1
            return view.quote(Span(words[i].span.start, words[end].span.end))
        if low in ("in", "at", "on", "during", "aboard", "from", "via", "through") or (
            low == "told" and report.head == i
        ):
            phrase = noun_phrase(view, i + 1, around.stop)
            if (
                phrase
                and (
                    words[phrase[-1]].lemma in lemmas_of("venues")
                    or low == "aboard"
                    or _in_place(view, report, i, phrase)
                )
                and not _is_time(view, phrase)
                and not (low == "told" and words[phrase[-1]].tag.startswith("NNP"))
                and not view.text.startswith("show of ", words[phrase[-1]].span.start)
            ):
                return view.quote(view.tree.span(_with_tails(view, phrase, around.stop)))
    return None


def _in_place(view: View, report: Report, i: int, phrase: range) -> bool:
    """True for a named place behind the cue ("told reporters in Geneva") or where somebody is speaking."""
    if report.head is None or view.words[i].text.lower() not in ("in", "at"):
        return False
    speaking = i > 0 and view.words[i - 1].text.lower() in ("speaking", "addressing")
    last = view.words[phrase[-1]].span
    place = any(n.kind is NameKind.PLACE and n.span.overlaps(last) for n in view.resolved.names)
    return place and (i > report.head or speaking)


def _is_time(view: View, phrase: range) -> bool:
    span = view.tree.span(phrase)
    return any(w.span.contains(span) for w in view.resolved.whens)


def noun_phrase(view: View, first: int, last: int) -> range:
    """The noun phrase that begins at word ``first``, read off the tags; empty where none does."""
    end = first
    if first < last and view.words[first].tag == "PRP":
        return range(first, first + 1)
    while end < min(last, first + _MOST_WORDS) and view.words[end].tag.startswith(_NOUN_PHRASE):
        if any(w.span.contains(view.words[end].span) for w in view.resolved.whens) and view.words[end - 1].tag != "DT":
            break
        end += 1
    while end > first and not view.words[end - 1].tag.startswith(("NN", "PRP", "CD")):
        end -= 1
    if end > first and view.words[end - 1].tag == "PRP$":
        return range(0)
    return range(first, end)


def _with_tails(view: View, phrase: range, last: int) -> range:
    """The noun phrase with up to two prepositional phrases behind it."""
    for _ in range(2):
        at = phrase.stop
        if at >= last or view.words[at].text.lower() not in _TAILS:
            break
        more = noun_phrase(view, at + 1, last)
        if not more or _is_time(view, more):
            break
        phrase = range(phrase.start, more.stop)
    return phrase
