"""What tests of composers share: a view over hand-parsed words, and the cases of a rule file.

In ``viewed`` every proper noun and pronoun that heads a phrase is an actor under its own text, save those listed as
places (still actors, and names of places) and times (``When`` values, the day as given).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from communique.compose.view import View, look_at
from communique.model.actor import Actor, ActorKind, ActorMention
from communique.model.entry import Mode, Statement
from communique.model.reading import Mention, MentionForm, Name, NameKind, Resolved
from communique.model.span import Span
from communique.model.when import When
from communique.resources.rules import load_rules
from tests.unit.parsed import parsed

_HEADS = ("nsubj", "obj", "iobj", "obl", "nmod", "conj", "root", "appos", "nsubj:pass", "nmod:poss")


def viewed(
    lines: str, times: Mapping[str, date] | None = None, places: tuple[str, ...] = (), speaker: str = ""
) -> View:
    """The view of hand-parsed ``lines``; with ``speaker``, all of it is one statement of theirs."""
    annotations = parsed(lines)
    text = annotations.article.text
    mentions = []
    for i, word in enumerate(annotations.words):
        if word.tag in ("NNP", "NNPS", "PRP", "PRP$") and word.relation in _HEADS and word.text not in (times or {}):
            kind = ActorKind.PERSON if word.tag.startswith("PRP") else ActorKind.STATE
            actor = Actor(f"{kind}:{word.lemma}", word.text, kind)
            mentions.append(Mention(word.span, (actor,), MentionForm.NAME, i, 0.9, "test"))
    whens = []
    for words, day in (times or {}).items():
        at = text.index(words)
        whens.append(When(Span(at, at + len(words)), day.isoformat(), day, day))
    names = tuple(Name(w.span, NameKind.PLACE, 0.9) for w in annotations.words if w.text in places)
    actors = tuple(dict.fromkeys(a for m in mentions for a in m.actors))
    view = look_at(
        Resolved(
            replace(annotations, names=names), actors, tuple(mentions), tuple(sorted(whens, key=lambda w: w.span))
        ),
        "test",
    )
    if not speaker:
        return view
    who = Actor(f"person:{speaker.lower()}", speaker, ActorKind.PERSON)
    span = Span(0, len(text))
    said = Statement(article=annotations.article.id, evidence=(span,), method=view.method(1.0),
                     speaker=(ActorMention(who),),
                     content=(span,), mode=Mode.DIRECT)  # fmt: skip
    return view.with_statements((said,))


def cases(name: str, key: str) -> Iterator[tuple[str, str, Span]]:
    """Rule id, sentence and bracketed span of every example (``examples``) or counter-example (``counters``)."""
    for rule in load_rules(name):
        for marked in getattr(rule, key):
            text = marked.replace("[", "").replace("]", "")
            found = re.search(r"\[(.*?)\]", marked)
            span = Span(found.start(), found.end() - 2) if found else Span(0, len(text))
            yield rule.id, text, span


def names_of(actors: tuple[ActorMention, ...]) -> list[str]:
    """The canonical names."""
    return [a.actor.name for a in actors]
