"""Reports trimmed to their parts: contents without the addressee, the scene or the "X as" that stands before them.

Enters: a report as the encoder joined it. Leaves: the same with source, cue and content each holding only its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from communique.compose.cues import Report
from communique.compose.outlets import outlet_at
from communique.compose.scene import lemmas_of, noun_phrase
from communique.compose.sources import source_of
from communique.compose.view import View
from communique.model.span import Span

_SCENIC = frozenset(
    {"en", "in", "on", "at", "during", "to", "aboard", "from", "after", "before", "late", "earlier", "by"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_PRONOUNS = frozenset({"that", "it", "this", "him", "her", "them", "us", "me"})
_WITHIN = 14  # words in which the content proper must begin


def trimmed_report(view: View, report: Report) -> Report | None:
    """The report with its parts trimmed; None when no content is left."""
    source = tuple(s for span in report.source if (s := without_time(view, span)) is not None)
    if not any(outlet_at(view, s) for s in source):
        source = _own_source(view, report, source)
    cue = without_time(view, report.cue) if report.cue else None
    content = tuple(s for k, span in enumerate(report.content) if (s := _content(view, report, span, k)) is not None)
    if not content and report.content:
        content = (report.content[0],)
    return replace(report, source=source, cue=cue or report.cue, content=content)


def without_time(view: View, span: Span) -> Span | None:
    """The span without a time at either edge; None when nothing else is left."""
    indices = list(view.tree.at(span))
    for when in view.resolved.whens:
        inside = [i for i in indices if when.span.contains(view.words[i].span)]
        if inside and (inside[0] == indices[0] or inside[-1] == indices[-1]) and not _possessive(view, inside[-1]):
            indices = [i for i in indices if i not in inside]
            if not indices:
                return None
    if not indices:
        return span
    while len(indices) > 1 and view.words[indices[-1]].lemma in ("on", "in", ","):
        indices.pop()
    return Span(view.words[indices[0]].span.start, view.words[indices[-1]].span.end)


def _possessive(view: View, i: int) -> bool:
    return i + 1 < len(view.words) and view.words[i + 1].tag == "POS"


def _own_source(view: View, report: Report, source: tuple[Span, ...]) -> tuple[Span, ...]:
    """Of several sources of one verb that nothing conjoins, the one that is its subject, else the nearest before it."""
    astray = report.head is not None and (
        _elsewhere(view, source, report.head) or _behind_it(view, source, report.head)
    )
    if source and report.head is not None and report.cue is not None and astray:
        own = source_of(view, report.head)
        if own is not None and view.actors_of(own) and not any(own.overlaps(c) for c in report.content):
            return (own,)
    if len(source) < 2 or report.head is None or report.cue is None or report.relay is not None:
        return source
    subject = view.tree.subject(report.head)
    if subject is not None:
        meant = tuple(s for s in source if s.contains(view.words[subject].span))
        if meant:
            return meant
    before = [s for s in source if s.end <= report.cue.start]
    return (before[-1],) if before else source


def _behind_it(view: View, source: tuple[Span, ...], head: int) -> bool:
    """True for a relative pronoun behind the cue: its clause is another one ("thanking the crowd, which")."""
    tags = [view.words[i].tag for s in source for i in view.tree.at(s)]
    return len(tags) == 1 and tags[0] in ("WP", "WDT") and source[0].start > view.words[head].span.start


def _elsewhere(view: View, source: tuple[Span, ...], head: int) -> bool:
    """True when no source stands in the sentence of the cue."""
    sentence = view.sentence_span(head)
    return not any(sentence.overlaps(s) for s in source)


def _content(view: View, report: Report, span: Span, order: int) -> Span | None:
    """One content trimmed; None for a part of several that is no quotation and belongs to somebody else."""
    indices = view.tree.at(span)
    if not indices:
        return None
    quoted = [view.words[i].quoted for i in indices if view.words[i].tag[:1].isalnum()]
    if len(report.content) > 1 and not any(quoted) and report.head is not None:
        if view.tree.sentence_of[indices[0]] != view.tree.sentence_of[report.head]:
            return None
        if order and not _belongs(view, report, order, indices):
            return None
    first, last = indices[0], indices[-1]
    first = next((k for k in _starts(view, report, first, last)), first)
    last = _end(view, report, first, last)
    first = _whole(view, report, first)
    start = span.start if first == indices[0] else view.words[first].span.start
    end = span.end if last == indices[-1] else view.words[last].span.end
    return Span(start, end) if end > start else None


def _whole(view: View, report: Report, first: int) -> int:
    """Where the complement of the cue begins, if ``first`` lies inside it behind its "to" or "that" ("pledged to mend
    the “broken” bridge").
    """
    head = report.head
    if head is None or report.cue is None or first <= head + 1:
        return first
    free = view.tree.at(report.cue)[-1] + 1
    for c in view.tree.children[head]:
        if c <= head or view.words[c].relation not in ("xcomp", "ccomp"):
            continue
        inside = view.tree.subtree(c, ("advcl", "parataxis"))
        begins = min((i for i in inside if i >= free), default=first)
        opens = view.words[begins].tag == "TO" or view.words[begins].lemma == "that"
        if first in inside and free <= begins < first and opens and not any(
            view.words[i].quoted for i in range(begins, first)
        ):  # fmt: skip
            return begins
    return first


def _belongs(view: View, report: Report, order: int, indices: range) -> bool:
    """True for a part that the reporting clause splits off, or that is conjoined to the part before."""
    before = report.content[order - 1]
    if (
        report.cue is not None
        and before.end <= report.cue.start
        and report.cue.end <= view.words[indices[0]].span.start
    ):
        return True
    top = view.tree.head_of(indices)
    return top is not None and view.words[top].relation == "conj" and view.words[top].head in view.tree.at(before)


def _before_predicate(view: View, noun: int, first: int, last: int) -> int:
    """The last word of what a noun says, before the predicate that the noun itself is the subject of."""
    governor = view.words[noun].head
    if not first < governor <= last:
        return last
    own = set(view.tree.subtree(noun))
    beyond = [i for i in (governor, *view.tree.children[governor]) if first + 1 < i <= last and i not in own]
    return min(beyond) - 1 if beyond else last


def _opens_clause(view: View, i: int) -> bool:
    """True when the content proper begins with word ``i``: "that", "to", a quotation, a subject."""
    word = view.words[i]
    if word.lemma == "that" or word.tag == "TO" or word.text in ("“", '"'):
        return True
    return word.tag in ("PRP", "DT", "EX", "NNP") and word.relation.startswith(("nsubj", "det", "expl"))


def _starts(view: View, report: Report, first: int, last: int) -> Iterator[int]:
    """Better beginnings of the content, where what stands before is addressee, scene or target."""
    words = view.words
    if report.head is None or first < report.head:
        return
    lemma = words[report.head].lemma
    phrase = noun_phrase(view, first, last)
    behind = phrase.stop
    told = phrase and lemma in lemmas_of("telling") and behind < last and not words[first].quoted
    if told and _opens_clause(view, behind):
        yield behind
    if lemma in lemmas_of("naming") and words[first].lemma in _PRONOUNS and first + 1 < last:
        yield first + 1
    if lemma in lemmas_of("aimed") and not words[first].quoted:
        yield from _behind_target(view, first, last, lemma)
    if words[first].text.lower() in _SCENIC and not words[first].quoted:
        for k in range(first + 1, min(first + _WITHIN, last)):
            if words[k].text in ("“", '"') and words[k].quoted:
                yield k
                return
            if words[k].lemma == "that" and words[k].tag == "IN" and words[k].relation == "mark":
                opens = k + 1 < last and words[k + 1].text in ("“", '"')
                yield k + 1 if opens else k
                return


def _behind_target(view: View, first: int, last: int, lemma: str) -> Iterator[int]:
    """What follows "him as" or "X of", without an article right before a quotation."""
    words = view.words
    phrase = noun_phrase(view, first, last)
    end = phrase.stop
    while phrase and end + 1 < last and words[end].lemma in ("and", ","):
        more = noun_phrase(view, end + 1, last)
        if not more:
            break
        end = more.stop
    if not phrase or end >= last or words[end].lemma != ("of" if lemma == "accuse" else "as"):
        return
    k = end + 1
    if words[k].lemma in ("a", "an", "the") and k + 1 <= last and words[k + 1].text in ("“", '"'):
        k += 1
    yield k


def _end(view: View, report: Report, first: int, last: int) -> int:
    """The last word of the content, before a clause that is conjoined to the cue itself."""
    words = view.words
    if report.head is None or first < report.head:
        return last
    if words[report.head].tag.startswith("NN"):
        last = _before_predicate(view, report.head, first, last)
    for k in range(first + 2, last - 1):
        by_more = words[k + 1].lemma == "by" and words[k + 2].tag == "VBG" and words[report.head - 1].lemma == "by"
        if words[k].tag == "CC" and by_more:
            return k - 1
        if words[k].tag == "CC" and not words[k].quoted:
            top = words[k].head
            alike = words[top].tag == words[report.head].tag or {words[top].tag, words[report.head].tag} <= _FINITE
            if words[top].relation == "conj" and words[top].head == report.head and alike:
                return k - 1
    return last
