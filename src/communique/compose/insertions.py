"""Reporting clauses set into what they report, or behind it: "It was, he said, an accord; others would follow."

Enters: the view. Leaves: a ``Report`` for each such clause whose contents are the words on its two sides, up to the
ends of the sentence or a semicolon; and the reports found elsewhere, completed by the side that they lack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.compose.cues import Report, telling_verbs
from communique.compose.sources import is_personal, is_unsaid
from communique.compose.unsourced import RULE, is_inserted
from communique.compose.view import TOLD_ROLES, View
from communique.model.span import Span

_EDGES = frozenset({",", ";", "—", "–", "--", "”", '"', "."})
_CLOSING = frozenset({",", "”", '"', "—", "–", "--", "?", "!"})
_MORE_VERBS = frozenset(
    "continue recount relate muse reckon believe think argue guess suppose conclude confide retort sigh joke "
    "lament advise promise object counter protest grumble whisper shout caution allow report judge find".split()
)
_FINITE = ("VBD", "VBZ", "VBP")
_SCENIC = frozenset({"according", "asked", "speaking", "pressed", "questioned", "told", "writing", "standing"})
_SETTING = frozenset({"when", "after", "before", "while", "as", "once", "until"})
_LONGEST = 14  # words of the clause
_BACKSHIFTED = frozenset({"would", "could", "might", "should", "must", "had", "was", "were"})


@dataclass(frozen=True, slots=True)
class Insertion:
    """A reporting clause: words ``[first, last)``, its verb, its source, the sides that it reports as word ranges."""

    first: int
    last: int
    verb: int
    source: Span | None  # None in "it is understood"
    before: range
    after: range
    more: range  # behind a semicolon, in the speaker's voice still


def find_insertions(view: View) -> Iterator[Insertion]:
    """The inserted and closing reporting clauses of the article."""
    for sentence in view.sentences:
        if view.role_at(sentence.first) not in TOLD_ROLES:
            continue
        for verb in range(sentence.first + 1, sentence.last):
            if _tells(view, verb) and (found := _clause(view, verb, sentence.first, sentence.last)) is not None:
                yield found


def complete(view: View, reports: Sequence[Report]) -> list[Report]:
    """The reports with the sides that their inserted clauses lack, and those of clauses that nobody reported."""
    out = list(reports)
    for found in find_insertions(view):
        clause = view.tree.span(range(found.first, found.last))
        met = next((k for k, r in enumerate(out) if r.cue is not None and clause.overlaps(r.cue)), None)
        sides = [s for side in (found.before, found.after, found.more) if (s := _span(view, side)) is not None]
        if met is not None:
            out[met] = _completed(view, out[met], found, sides)
        elif sides and not is_unsaid(view, found.verb):
            source, cue = found.source, view.words[found.verb].span
            if source is None:
                out.append(Report((), cue, found.verb, tuple(sides), 0.7, ("cue.inserted", RULE)))
            elif view.actors_of(source) or is_personal(view, source):
                out.append(Report((source,), cue, found.verb, tuple(sides), 0.7, ("cue.inserted",)))
    return out


def _completed(view: View, report: Report, found: Insertion, sides: Sequence[Span]) -> Report:
    """``report`` with those sides of its clause that it has nothing of."""
    if report.head is None or not found.first <= report.head < found.last:
        return report
    setting = view.words[found.before.start].text.lower() in _SETTING if found.before else False
    clause = view.tree.span(range(found.first, found.last))
    lacking = [
        s for s in sides if not any(s.overlaps(c) for c in report.content) and not (setting and s.end <= clause.start)
    ]
    if not lacking:
        return report
    own = (found.source,) if found.source is not None else ()
    source = report.source if any(clause.overlaps(s) for s in report.source) else own
    content = tuple(sorted((*report.content, *lacking)))
    return replace(report, source=source, content=content, rules=(*report.rules, "content.other-side"))


def _span(view: View, side: range) -> Span | None:
    return view.tree.span(side) if any(view.words[i].tag[:1].isalpha() for i in side) else None


def _tells(view: View, i: int) -> bool:
    """True for a finite verb of saying or thinking outside quotation marks."""
    word = view.words[i]
    if is_inserted(view, i) and not word.quoted:
        return True
    if word.quoted or word.tag not in _FINITE:
        return False
    if word.lemma == "go":
        return i + 1 < len(view.words) and view.words[i + 1].text == "on"
    if word.lemma == "have" and i + 2 < len(view.words):  # "Rehn has said", "Rehn has long said"
        done = next((w for w in view.words[i + 1 : i + 3] if w.tag in ("VBN", "VBD")), None)
        return done is not None and done.lemma in telling_verbs()
    return word.lemma in telling_verbs() or word.lemma in _MORE_VERBS or _hearsay(view, i)


def _hearsay(view: View, i: int) -> bool:
    """ "Is said to have told" """
    after = [w.lemma for w in view.words[i + 1 : i + 5]]
    return (
        view.words[i].lemma == "be"
        and after[:1] in (["say"], ["report"], ["understand"], ["believe"])
        and after[1:3] == ["to", "have"]
        and after[3:4] != []
        and after[3] in telling_verbs()
    )


def _clause(view: View, verb: int, first: int, last: int) -> Insertion | None:
    """The clause of ``verb`` within the sentence ``[first, last)``, where marks set it off on both sides."""
    words = view.words
    begin = verb
    while begin > first and words[begin - 1].text not in _EDGES and not words[begin - 1].quoted:
        begin -= 1
    end = verb + 1
    while end < last and words[end].text not in _EDGES | {":", "“"} and not words[end].quoted:
        end += 1
    if begin == first or end - begin > _LONGEST or words[begin - 1].text not in _CLOSING:
        return None
    if end < last and words[end].text in (":", "“", "”", '"'):
        return None
    nobody = is_inserted(view, verb)
    source = None if nobody else _source(view, begin, verb, end)
    if (source is None and not nobody) or any(
        words[i].tag in (*_FINITE, "MD", "WP", "WDT", "WRB") or words[i].text.lower() == "that"
        for i in range(verb + 1, end)
    ):
        return None
    before = _before(view, first, begin)
    inverted = source is not None and source.start > words[verb].span.start
    after, more = _after(view, end, last, before, inverted)
    if not before and not after:
        return None
    if not after and not _is_clause(view, before):
        return None
    return Insertion(begin, end, verb, source, before, after, more)


def _source(view: View, begin: int, verb: int, end: int) -> Span | None:
    """The words before the verb or, in "said the clerk", those behind it; None where they are no noun phrase."""
    words = view.words
    ahead = [i for i in range(begin, verb) if not words[i].tag.startswith(("RB", "MD", "VBD", "VBZ", "VBP", "VBN"))]
    behind = list(range(verb + 1, end))
    if ahead:
        if any(words[i].tag.startswith(("VB", "W", "TO", "CC", "IN")) and words[i].text != "of" for i in ahead):
            return None
        noun = words[ahead[-1]]
        if not noun.tag.startswith(("NN", "PRP", "CD", "DT", "JJ")) or noun.lemma in ("i", "you", "we", "this", "that"):
            return None
        return view.tree.span(ahead)
    if begin != verb or not behind or not words[behind[0]].tag.startswith(("NN", "PRP", "DT", "JJ", "CD")):
        return None
    stop = next((k for k, i in enumerate(behind) if words[i].tag in ("IN", "TO", "RB") and words[i].text != "of"), None)
    return view.tree.span(behind[:stop])


def _before(view: View, first: int, begin: int) -> range:
    """What stands before the clause: from the sentence's beginning or a semicolon on; empty where it is only scene."""
    words = view.words
    start = first
    for i in range(first, begin - 1):
        if words[i].text in (";", ":") and not words[i].quoted:
            start = i + 1
    opening = words[start].text.lower()
    if opening in _SCENIC or (words[start].tag in ("VBN", "VBG") and not words[start].quoted):
        return range(start, start)
    return range(start, begin - 1 if words[begin - 1].text in (",", "—", "–", "--") else begin)


def _after(view: View, end: int, last: int, before: range, inverted: bool) -> tuple[range, range]:
    """What goes on behind the clause, and what follows a semicolon in the speaker's own voice."""
    words = view.words
    nothing = range(end, end)
    if end >= last or words[end].text == ".":
        return nothing, nothing
    quoted = bool(before) and words[before.start].quoted
    stop = next((i for i in range(end + 1, last) if words[i].text == ";" and not words[i].quoted), last)
    more = nothing
    if words[end].text == ";":
        stop = end
    rest = range(stop + 1, last)
    if rest and not quoted and not any(words[i].quoted for i in rest) and _in_voice(view, rest, before, end):
        more = rest
    if words[end].text not in (",", "—", "–", "--") or end + 1 >= last:
        return nothing, more
    opens = words[end + 1]
    if quoted:
        return (range(end + 1, _unquoted(view, end + 1, last)), nothing) if opens.quoted else (nothing, nothing)
    participle = opens.tag == "VBG" or opens.tag in ("WP", "WDT", "WRB", "WP$")
    if participle or (inverted and not opens.quoted and not opens.tag.startswith(("MD", "VB", "TO"))):
        return nothing, nothing
    if opens.tag == "CC" and any(_tells(view, i) for i in range(end + 1, stop)):
        return nothing, nothing
    return range(end + 1, stop), more


def _unquoted(view: View, i: int, last: int) -> int:
    while i < last and view.words[i].quoted:
        i += 1
    return i


def _in_voice(view: View, rest: range, before: range, end: int) -> bool:
    """True when nobody else speaks there, and it opens like what stands before, or with a verb of reported speech."""
    words = view.words
    if before and words[rest.start].tag == "PRP" and words[rest.start].lemma == words[before.start].lemma:
        return True
    if any(_tells(view, i) for i in rest) or words[rest.start].tag in ("CC", "VBG"):
        return False
    verb = next((words[i] for i in rest if words[i].tag in (*_FINITE, "MD")), None)
    present = any(words[i].tag in ("VBZ", "VBP") for i in range(max(0, end - 4), end))
    return verb is not None and (verb.text.lower() in _BACKSHIFTED or (present and verb.tag in ("VBZ", "VBP", "MD")))


def _is_clause(view: View, side: range) -> bool:
    """True when ``side`` has a finite verb or stands in quotation marks."""
    words = [view.words[i] for i in side if view.words[i].tag[:1].isalpha()]
    return any(w.tag in (*_FINITE, "MD") for w in words) or (bool(words) and all(w.quoted for w in words))
