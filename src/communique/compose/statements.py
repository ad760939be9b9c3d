"""Reports → statements: who, in which words, to whom, where, when, on what, and where they stand.

Enters: the view. Leaves: statements in the order of the text, ids of outer statements in those nested in them.
"""

from __future__ import annotations

from dataclasses import replace

from communique.compose.cues import Report
from communique.compose.days import carried_day, find_day
from communique.compose.issues import Issues, slug
from communique.compose.outlets import outlet_at
from communique.compose.reports import find_reports, is_telling
from communique.compose.scene import find_addressee, find_venue, lemmas_of, noun_phrase, zone
from communique.compose.sources import is_personal
from communique.compose.stance import find_stance
from communique.compose.unsourced import RULE
from communique.compose.view import View, tidy
from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.entry import Mode, Statement
from communique.model.span import Span

_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "this", "that", "which", "who", "these",
     "those", "what", "there", "you", "we", "i"}
)  # fmt: skip
_LEADS = frozenset({"that", "as", "a", "an", "the", "of", "and", "but", "to"})


def find_statements(view: View) -> tuple[Statement, ...]:
    """Every statement of the article."""
    reports = find_reports(view)
    issues = Issues(view, [c for r in reports for c in r.content])
    blocked = _blocked(view, reports)
    out: list[Statement] = []
    for k, report in enumerate(reports):
        statement = _compose(view, report, blocked[k], issues, out)
        if statement is not None:
            out.append(statement)
    return _nest(view, tuple(out))


def _blocked(view: View, reports: tuple[Report, ...]) -> list[set[int]]:
    """For each report, the words into which its reporting clause cannot reach: all contents, the cues of others."""
    contents = [{i for c in r.content for i in view.tree.at(c)} for r in reports]
    cues = [set(view.tree.at(r.cue)) if r.cue else set() for r in reports]
    out = []
    for k in range(len(reports)):
        inside = next((c for j, c in enumerate(contents) if j != k and cues[k] and cues[k] <= c), None)
        blocks: set[int] = set(contents[k])
        for j in range(len(reports)):
            if j != k:
                blocks |= cues[j] - cues[k]
                if contents[j] is not inside:
                    blocks |= contents[j] - cues[k]
        out.append(blocks)
    return out


def _compose(
    view: View, report: Report, blocked: set[int], issues: Issues, before: list[Statement]
) -> Statement | None:
    """The statement of a report; ``before`` are those already composed, for what carries over."""
    rules = list(report.rules)
    speaker = _speaker(view, report)
    mode = _mode(view, report)
    previous = _previous(view, report, before)
    if not report.source and not speaker and mode is Mode.DIRECT and previous is not None:
        speaker = previous.speaker
        rules.append("speaker.carried-over")
    if not speaker and (report.cue is None or report.head is None):
        return None
    if not speaker and mode is not Mode.DIRECT and not _left_open(view, report) and RULE not in report.rules:
        return None
    if _provides(view, report, speaker, mode):
        return None
    around = zone(view, report, blocked)
    said_on = find_day(view, report, around)
    if said_on is None and (said_on := carried_day(view, report, mode, speaker, before)) is not None:
        rules.append("day.carried-over")
    issue = issues.about(report.content)
    if issue is None and previous is not None and _same(previous.speaker, speaker):
        goes_on = mode is Mode.DIRECT and _block(view, report.content[0]) == _block(view, previous.content[-1])
        issue = previous.issue if goes_on or _points_back(view, report) else None
    stance, told = find_stance(view, report, speaker, issue)
    return Statement(
        article=view.article.id,
        evidence=tidy((*report.source, *((report.cue,) if report.cue else ()), *report.content)),
        method=view.method(report.score, *rules, told),
        issue=issue,
        asserted_by=(),
        speaker=speaker,
        cue=report.cue,
        content=tidy(report.content),
        mode=mode,
        addressee=find_addressee(view, report, around),
        venue=find_venue(view, report, around),
        relayed_by=outlet_at(view, report.relay) if report.relay else None,
        said_on=said_on,
        about=_about(view, report, around, speaker),
        stance=stance,
    )


def _provides(view: View, report: Report, speaker: tuple[ActorMention, ...], mode: Mode) -> bool:
    """True for what a document provides, calls for, contains: a provision, not a statement."""
    if not speaker or any(m.actor.kind is not ActorKind.DOCUMENT for m in speaker) or report.head is None:
        return False
    return mode is not Mode.DIRECT and view.words[report.head].lemma not in lemmas_of("documents_say")


def _speaker(view: View, report: Report) -> tuple[ActorMention, ...]:
    """Whom the source stands for, each once; words that stand for nobody known make an unnamed actor of their own."""
    out: dict[str, ActorMention] = {}
    for span in report.source:
        found = _together(view, report, span) or view.actors_of(span) or _unnamed(view, span)
        for mention in found:
            if mention.actor.name.lower() in _PRONOUNS:
                continue  # nobody was found behind the pronoun
            out.setdefault(mention.actor.id, mention)
    return tuple(out.values())


def _together(view: View, report: Report, span: Span) -> tuple[ActorMention, ...]:
    """All of "London and Ottawa" where the source names only the first, and the cue follows; else nobody."""
    if report.cue is None or report.cue.start < span.end:
        return ()
    wider = [
        m
        for m in view.resolved.mentions
        if m.rule == "conjunction" and m.span.start == span.start and span.end < m.span.end <= report.cue.start
    ]
    return view.actors_of(max((m.span for m in wider), key=len)) if wider else ()


def _left_open(view: View, report: Report) -> bool:
    """True when a person's pronoun names the source and nobody could be found behind it."""
    return any(is_personal(view, s) for s in report.source) and is_telling(view, report.head)


def _unnamed(view: View, span: Span) -> tuple[ActorMention, ...]:
    """An unnamed actor under its description; nobody for pronouns."""
    words = [view.words[i] for i in view.tree.at(span)]
    if not any(w.tag.startswith(("NN", "CD", "JJ")) for w in words) and not (
        words and words[-1].lemma in ("some", "many", "others")
    ):
        return ()
    told = words[1:] if len(words) > 1 and words[0].text.lower() in ("a", "an", "the") else words
    name = " ".join(view.text[told[0].span.start : span.end].split())[:80]
    return (ActorMention(Actor(f"unnamed:{slug(name)}", name, ActorKind.UNNAMED), span),)


def _mode(view: View, report: Report) -> Mode:
    """Direct when every word is quoted but for a lead such as "that"; indirect when none is."""
    words = [view.words[i] for span in report.content for i in view.tree.at(span) if view.words[i].tag[:1].isalnum()]
    quoted = [w.quoted for w in words]
    if not any(quoted):
        return Mode.INDIRECT
    first = quoted.index(True)
    if all(quoted[first:]) and all(w.text.lower() in _LEADS for w in words[:first]) and report.cue is not None:
        return Mode.DIRECT
    return Mode.DIRECT if all(quoted) else Mode.MIXED


def _block(view: View, span: Span) -> int:
    at = view.tree.at(span)
    return view.sentence_at(at[0]).block if at else -1


def _previous(view: View, report: Report, before: list[Statement]) -> Statement | None:
    """The statement before in the same paragraph or the one above it."""
    if not before:
        return None
    previous = before[-1]
    apart = _block(view, report.content[0]) - _block(view, previous.content[-1])
    return previous if 0 <= apart <= 1 else None


def _same(one: tuple[ActorMention, ...], other: tuple[ActorMention, ...]) -> bool:
    return bool(one) and {m.actor.id for m in one} == {m.actor.id for m in other}


def _points_back(view: View, report: Report) -> bool:
    """True when a content opens with a word that takes up what was spoken of before."""
    at = view.tree.at(report.content[0])
    return any(view.words[i].text.lower() in ("it", "this", "they", "these", "those") for i in at[:4])


def _about(view: View, report: Report, around: range, speaker: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Whom the cue is aimed at: the object of praising, accusing, blaming and the like."""
    if report.head is None or report.cue is None or view.words[report.head].lemma not in lemmas_of("aimed"):
        return ()
    first = view.tree.at(report.cue)[-1] + 1
    phrase = noun_phrase(view, first, view.sentence_at(report.head).last)
    own = {m.actor.id for m in speaker}
    if not phrase:
        return ()
    end = phrase.stop
    while end < len(view.words) - 1 and view.words[end].lemma in ("and", ","):
        more = noun_phrase(view, end + 1, view.sentence_at(report.head).last)
        if not more:
            break
        end = more.stop
    found = view.actors_of(view.tree.span(range(phrase.start, end)))
    return tuple(
        m for m in found if m.actor.id not in own and m.actor.kind not in (ActorKind.DOCUMENT, ActorKind.UNNAMED)
    )


def _nest(view: View, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, each knowing the innermost other in whose content it stands, and who vouches for it."""
    known = view.with_statements(statements)
    out = []
    for statement in statements:
        outer = known.with_statements(s for s in statements if s is not statement).statement_at(
            Span(statement.evidence[0].start, statement.evidence[-1].end)
        )
        if outer is not None and outer.id != statement.id:
            statement = replace(statement, inside=outer.id, asserted_by=outer.speaker)
        elif statement.relayed_by is not None:
            statement = replace(statement, asserted_by=(statement.relayed_by,))
        out.append(statement)
    return tuple(out)
