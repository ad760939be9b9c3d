"""Attributions → reports: the encoder's, sifted, with those of the rules beside them and the outlets as relays.

Enters: the view. Leaves: reports in the order of the text. An outlet that passes on what another said ("…, she said,
according to Reuters") becomes the ``relay`` of the other's report instead of a report of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from communique.compose.cues import Report, find_cued, telling_verbs
from communique.compose.insertions import complete
from communique.compose.relays import relay
from communique.compose.sources import is_unsaid, source_of
from communique.compose.trim import trimmed_report
from communique.compose.unsourced import RULE, is_impersonal
from communique.compose.view import TOLD_ROLES, View
from communique.model.reading import Attribution
from communique.model.span import Span, cover
from communique.resources.loader import load_yaml

LEAST_SCORE = 0.9  # mean label probability under which an attribution is more often wrong than right (PolNeAR dev)
LEAST_TOLD = 0.7  # the same where the cue is a known verb or noun of saying, or the content a quotation
_FAR_BLOCKS = 1  # paragraphs that may lie between a cue and a content of its own
_ASKED = frozenset({"ask", "press", "question", "quiz"})
_HELD = frozenset({"consider", "know", "dub", "call", "think", "believe", "expect", "see", "view", "regard", "deem"})
_SELVES = frozenset({"himself", "herself", "itself", "themselves"})
_SPEECH = ("say", "report", "tell", "add", "quote", "cite", "write", "state", "announce", "claim")


@cache
def _silent() -> frozenset[str]:
    """Lemmas that, alone as a cue, report nothing."""
    return frozenset(load_yaml("silent_cues.yaml")["cues"])


def find_reports(view: View) -> tuple[Report, ...]:
    """All reports of the article, by the place of their first content."""
    sifted = [r for a in view.resolved.annotations.attributions if (r := _sift(view, a)) is not None]
    taken = {i for r in sifted for span in _parts(r) for i in view.tree.at(span)}
    reports = [*sifted, *find_cued(view, taken)]
    reports += [r for r in find_cued(view, _outside_contents(view, reports)) if _nests(view, r, reports)]
    reports = complete(view, reports)
    reports = [_without_relative(view, r, reports) for r in reports]
    reports = [p for r in relay(view, reports) for p in _quotations(view, r)]
    return tuple(sorted(reports, key=lambda r: (r.content[0].start, -r.content[0].end)))


def _quotations(view: View, report: Report) -> Iterator[Report]:
    """The report, with each quotation that opens a sentence on its own: “X,” he said. “Y.” is two statements."""
    groups: list[list[Span]] = []
    for content in report.content:
        at = view.tree.at(content)
        opens = bool(at) and at[0] == view.sentence_at(at[0]).first and view.words[at[0]].quoted
        if groups and opens:
            groups.append([content])
        elif groups:
            groups[-1].append(content)
        else:
            groups.append([content])
    for group in groups:
        yield replace(report, content=tuple(group))


def _outside_contents(view: View, reports: Sequence[Report]) -> set[int]:
    """The words outside every content."""
    inside = {i for r in reports for c in r.content for i in view.tree.at(c)}
    return set(range(len(view.words))) - inside


def _without_relative(view: View, report: Report, reports: Sequence[Report]) -> Report:
    """The report without a closing relative clause in which another is reported ("the idea that she calls vital")."""
    out = []
    for content in report.content:
        for inner in reports:
            if inner is report or inner.head is None or not inner.source:
                continue
            top = view.words[inner.head]
            span = cover((*inner.source, *inner.content))
            if top.relation == "acl:relcl" and content.contains(span) and content.end - span.end < 3:
                first = min(view.tree.subtree(inner.head))
                start = view.words[first].span.start
                if content.start + 8 < start <= span.start and not view.words[first].quoted:
                    content = Span(content.start, view.words[first - 1].span.end)
        out.append(content)
    return replace(report, content=tuple(out))


def _nests(view: View, inner: Report, reports: Sequence[Report]) -> bool:
    """True when ``inner`` stands whole in the content of a report by somebody else."""
    span = cover(_parts(inner))
    ids = {m.actor.id for s in inner.source for m in view.actors_of(s)}
    for outer in reports:
        if any(c.contains(span) for c in outer.content):
            return not ids & {m.actor.id for s in outer.source for m in view.actors_of(s)}
    return False


def _parts(report: Report) -> tuple[Span, ...]:
    return (*report.source, *((report.cue,) if report.cue else ()), *report.content)


def _sift(view: View, found: Attribution) -> Report | None:
    """The encoder's attribution as a report; None for noise."""
    cue = cover(found.cue) if found.cue else None
    head = _cue_head(view, found.cue)
    spoken = head is not None and view.words[head].tag.startswith(("VB", "NN", "IN", "JJ"))
    if cue is not None and (head is None or _is_silent(view, found.cue) or is_unsaid(view, head)):
        return None
    if all(c.of(view.text).lower().startswith("no ") for c in found.content) and _gives(view, head):
        return None
    if head is not None and view.words[head].lemma in ("see", "hear", "watch", "perceive") and _beheld(view, found):
        return None
    if head is not None and view.words[head].lemma == "claim" and _won(view, found.content):
        return None
    if (
        head is not None
        and view.words[head].lemma == "offer"
        and found.content[0].of(view.text).split(" ")[0] in _SELVES
    ):
        return None  # "offered himself as a broker"
    if found.score < (LEAST_TOLD if _is_told(view, head, found) else LEAST_SCORE):
        return None
    content = tuple(c for c in found.content if _worth(view, c, cue, spoken) and _near(view, c, cue))
    if not content:
        return None
    if cue is None and not all(_is_quotation(view, c) for c in content):
        return None
    rules = found.rules or ("encoder",)
    source = found.source
    if not source and head is not None:
        own = source_of(view, head, "possessor" if view.words[head].tag.startswith("NN") else "subject")
        if own is not None and not any(own.overlaps(c) for c in content) and view.actors_of(own):
            source, rules = (own,), (*rules, "source.subject")
    if cue is not None and head is not None and is_impersonal(view, head, source):
        return Report((), cue, head, content, found.score, (*rules, RULE))
    if head is not None and _nobodys(view, found.cue, head, source):
        held = view.words[head].lemma in _HELD | _ASKED
        if held or not _quoted_mostly(view, content):
            return None  # "is expected to", "is thought to": nobody's
    return trimmed_report(view, Report(source, cue, head, content, found.score, rules))


def is_telling(view: View, head: int | None) -> bool:
    """True when the cue's head word is a known verb or noun of saying."""
    return head is not None and view.words[head].lemma in telling_verbs()


def _is_told(view: View, head: int | None, found: Attribution) -> bool:
    """True when the cue is a known word of saying or all content stands in quotation marks."""
    return is_telling(view, head) or _quoted_mostly(view, found.content)


def _quoted_mostly(view: View, content: Sequence[Span]) -> bool:
    words = [view.words[i] for c in content for i in view.tree.at(c) if view.words[i].tag[:1].isalnum()]
    return len(words) > 2 and sum(w.quoted for w in words) * 2 > len(words)


def _nobodys(view: View, cue: Sequence[Span], head: int, source: Sequence[Span]) -> bool:
    """True for a passive cue that names nobody who speaks: "is expected to", "were told to"."""
    if view.words[head].tag != "VBN":
        return False
    below = view.tree.children[head]
    by = any(view.words[c].lemma == "by" for k in below for c in (k, *view.tree.children[k]))
    if view.words[head].relation in ("acl", "amod") and not by:
        return True  # "those seen as", "a film called": nobody is told to say so
    governed = view.words[head].head != head
    if view.words[head].lemma in _ASKED and governed and view.words[head].relation in ("advcl", "root") and not by:
        return True  # "asked if it was true, he said": who asked stays untold
    suffers = [c for c in below if view.words[c].relation == "nsubj:pass"]
    if not by and any(s.contains(view.words[c].span) for c in suffers for s in source):
        return True  # "voters were asked"
    near = {*view.tree.children[head], *(i for span in cue for i in view.tree.at(span))}
    if not any(view.words[i].lemma == "be" for i in near):
        return False
    return not source or view.words[head].lemma in ("expect", "think", "believe", "know", "suppose", "schedule", "set")


def _beheld(view: View, found: Attribution) -> bool:
    """True for what is seen with the eyes or suffered, not judged: neither "as" nor "that" nor a quotation follows."""
    at = [view.words[i] for s in (*found.cue, *found.content) for i in view.tree.at(s)]
    return not any(w.quoted or w.lemma in ("as", "that", "how", "no", "little") for w in at)


def _won(view: View, content: Sequence[Span]) -> bool:
    """True for what is claimed as a prize, not as the truth ("claimed victory in the race")."""
    at = [i for c in content for i in view.tree.at(c)]
    told = any(view.words[i].quoted or view.words[i].tag in ("VBD", "VBZ", "VBP", "MD", "TO") for i in at)
    return not told and not any(view.words[i].lemma in ("responsibility", "credit", "right") for i in at)


def _gives(view: View, head: int | None) -> bool:
    return head is not None and view.words[head].lemma in (
        "offer",
        "give",
        "provide",
        "contain",
        "make",
        "mention",
        "get",
    )


def _cue_head(view: View, cue: Sequence[Span]) -> int | None:
    """The verb or noun of a cue that carries its meaning; auxiliaries only where there is nothing else."""
    indices = [i for span in cue for i in view.tree.at(span)]
    full = [
        i
        for i in indices
        if view.words[i].tag[:2] in ("VB", "NN", "JJ") and not view.words[i].relation.startswith(("aux", "cop"))
    ]
    if full:
        return next((i for i in full if view.words[i].head not in full), full[0])
    return next((i for i in indices if view.words[i].tag[:1].isalpha()), None)


def _is_silent(view: View, cue: Sequence[Span]) -> bool:
    lemmas = [view.words[i].lemma for span in cue for i in view.tree.at(span) if view.words[i].tag[:1].isalpha()]
    return not lemmas or (all(lemma in _silent() for lemma in lemmas))


def _worth(view: View, content: Span, cue: Span | None, spoken: bool) -> bool:
    """True unless the content is empty, its own cue, outside what is read, or a lone word that nobody quotes."""
    indices = view.tree.at(content)
    words = [view.words[i] for i in indices if view.words[i].tag[:1].isalpha()]
    if not words or view.role_at(indices[0]) not in TOLD_ROLES or (cue is not None and cue.contains(content)):
        return False
    if len(words) == 2 and not words[0].quoted and not any(w.tag.startswith(("NN", "CD", "VBG")) for w in words):
        return False  # "is necessary", "could do": the rest stands elsewhere
    if len(words) >= 2:
        return True
    return spoken and words[0].quoted and len(words[0].text) > 3


def _near(view: View, content: Span, cue: Span | None) -> bool:
    if cue is None:
        return True
    at, to = view.tree.at(content), view.tree.at(cue)
    if not at or not to:
        return False
    apart = abs(view.sentence_at(at[0]).block - view.sentence_at(to[0]).block)
    return apart == 0 or (apart <= _FAR_BLOCKS and view.words[at[len(at) // 2]].quoted)


def _is_quotation(view: View, content: Span) -> bool:
    """True when the content is quoted from end to end and long enough to be speech."""
    words = [view.words[i] for i in view.tree.at(content) if view.words[i].tag[:1].isalnum()]
    return len(words) >= 4 and all(w.quoted for w in words)
