"""Reports whose source is a news outlet → reports of whoever spoke, with the outlet as their relay.

"Reuters reported", "according to the Yonhap agency, which cited an official", "Tass quoted the minister as saying":
what an outlet passes on was said by somebody else, where the sentence tells by whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from communique.compose.cues import Report, telling_verbs
from communique.compose.outlets import outlet_at
from communique.compose.sources import source_of
from communique.compose.view import View
from communique.model.span import Span

_SPEECH = ("say", "report", "tell", "add", "quote", "cite", "write", "state", "announce", "claim")
_CITING = frozenset({"cite", "quote"})


def relay(view: View, reports: Iterable[Report]) -> list[Report]:
    """The reports with outlets turned into relays where somebody else speaks."""
    out: list[Report] = []
    loose: list[tuple[Report, Span]] = []  # reports whose only source is an outlet, by a relaying cue
    for report in reports:
        outlets = [s for s in report.source if outlet_at(view, s)]
        others = tuple(s for s in report.source if s not in outlets)
        if not outlets:
            out.append(report)
        elif others:
            out.append(_spoken_by(view, report, others, outlets[-1]))
        elif said := _said_through(view, report, outlets[-1]) or _cited(view, report, outlets[-1]):
            if not any(said.source == r.source and said.content == r.content for r in out):
                out.append(said)
        elif _passes_on(view, report):
            loose.append((report, outlets[-1]))
        else:
            out.append(report)
    for report, outlet in loose:
        met = [k for k, other in enumerate(out) if _same_news(view, report, other)]
        if not met:
            out.append(report)
        for k in met:
            out[k] = replace(out[k], relay=outlet, rules=(*out[k].rules, "relay.outer-report"))
    return [r if r.relay or not r.source else _tail_relay(view, r) for r in out]


def _spoken_by(view: View, report: Report, others: tuple[Span, ...], outlet: Span) -> Report:
    """The report with its speakers apart from the outlet, and the verb of the speakers as its cue."""
    rules = (*report.rules, "relay.second-source")
    top = view.tree.head_of(view.tree.at(others[0]))
    verb = view.words[top].head if top is not None else None
    if verb is not None and view.words[verb].tag.startswith("VB") and not view.words[verb].quoted:
        word = view.words[verb].span
        if not any(c.overlaps(word) for c in report.content) and view.words[verb].lemma in telling_verbs():
            return replace(report, source=others, cue=word, head=verb, relay=outlet, rules=rules)
    return replace(report, source=others, relay=outlet, rules=rules)


def _said_through(view: View, report: Report, outlet: Span) -> Report | None:
    """The report by whoever the sentence says spoke, where the outlet only closes it ("…, Lund said, according to
    the Post").
    """
    if report.head is None or report.cue is None or view.words[report.head].lemma not in ("accord", "according"):
        return None
    sentence = view.sentence_at(report.head)
    for verb in range(report.head - 1, sentence.first, -1):
        word = view.words[verb]
        if word.lemma not in _SPEECH or word.tag not in ("VBD", "VBZ") or word.quoted:
            continue
        own = source_of(view, verb)
        inside = any(c.overlaps(word.span) for c in report.content)
        if own is None or inside or own.overlaps(outlet) or not view.actors_of(own):
            return None
        rules = (*report.rules, "relay.closing")
        return replace(report, source=(own,), cue=word.span, head=verb, relay=outlet, rules=rules)
    return None


def _cited(view: View, report: Report, outlet: Span) -> Report | None:
    """The report by whom the outlet cites in the same sentence ("Reuters reported, citing a Turkish official")."""
    if report.head is None:
        return None
    sentence, words = view.sentence_at(report.head), view.words
    for verb in range(sentence.first, sentence.last):
        if words[verb].lemma not in _CITING or not words[verb].tag.startswith("VB") or words[verb].quoted:
            continue
        thing = view.tree.child(verb, "obj", "obl", "nsubj:pass")
        if thing is None or thing < verb or not words[thing].tag.startswith(("NN", "PRP")):
            continue
        cited = view.phrase(thing)
        if cited.overlaps(outlet) or outlet_at(view, cited) is not None:
            continue
        content = tuple(c for c in report.content if not c.overlaps(cited)) or _before(view, outlet, sentence.first)
        if content:
            rules = (*report.rules, "relay.cited")
            return replace(report, source=(cited,), content=content, relay=outlet, rules=rules)
    return None


def _before(view: View, outlet: Span, first: int) -> tuple[Span, ...]:
    """What stands before the comma that the outlet follows ("The army has moved, Tass quoted … as saying")."""
    at = view.tree.at(outlet)
    comma = next((i for i in range(at[0] - 1, first, -1) if view.words[i].text == ","), None) if at else None
    if comma is None or comma - first < 3 or at[0] - comma > 2:
        return ()
    return (Span(view.words[first].span.start, view.words[comma - 1].span.end),)


def _passes_on(view: View, report: Report) -> bool:
    return report.head is not None and view.words[report.head].lemma in (*_SPEECH, "accord")


def _same_news(view: View, outer: Report, inner: Report) -> bool:
    """True when ``outer`` is an outlet's report of ``inner``: it holds it, or stands beside it in the same sentence."""
    if not inner.source or inner.cue is None or outer.cue is None:
        return False
    if any(c.contains(inner.cue) or c.overlaps(d) for c in outer.content for d in inner.content):
        return True
    here, there = view.tree.at(outer.cue), view.tree.at(inner.cue)
    return bool(here and there) and view.tree.sentence_of[here[0]] == view.tree.sentence_of[there[0]]


def _tail_relay(view: View, report: Report) -> Report:
    """The report with the outlet that closes its sentence: "…, according to Reuters", "…, Reuters reported"."""
    if report.head is None:
        return report
    words, last = view.words, view.sentence_at(report.head).last
    commas = [i for i in range(report.head + 1, last) if words[i].text == ","]
    if not commas:
        return report
    first = commas[-1] + 1
    tail = [i for i in range(first, last) if words[i].tag[:1].isalnum()]
    if not 2 <= len(tail) <= 8 or words[first].quoted:
        return report
    if words[tail[0]].lemma == "according" or words[tail[0]].text.lower() == "according":
        named = tail[2:]
    elif words[tail[-1]].lemma in ("report", "say") and words[tail[-1]].tag.startswith("VB"):
        named = tail[:-1]
    else:
        return report
    if not named:
        return report
    span = Span(words[named[0]].span.start, words[named[-1]].span.end)
    own = [s for s in report.source if s.overlaps(span)]
    if own or outlet_at(view, span) is None:
        return report
    content = tuple(_cut(c, words[first - 1].span.start) for c in report.content)
    return replace(report, relay=span, content=content, rules=(*report.rules, "relay.closing"))


def _cut(content: Span, at: int) -> Span:
    """The content up to ``at`` where ``at`` falls inside it."""
    return Span(content.start, at) if content.start < at < content.end else content
