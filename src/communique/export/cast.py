"""The cast of an article: each actor with what is known of it and every mention, as plain lines and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.export.listing import in_context
from communique.export.terminal import style_text
from communique.model.actor import Actor, ActorKind
from communique.model.entry import Statement
from communique.model.plain import Plain
from communique.model.reading import Casting, Mention, MentionForm

_ORDER = (
    ActorKind.PERSON,
    ActorKind.STATE,
    ActorKind.ORGANISATION,
    ActorKind.GROUP,
    ActorKind.DOCUMENT,
    ActorKind.UNNAMED,
)
_WIDE = 100


def cast_lines(casting: Casting) -> Iterator[Plain]:
    """One object an actor, in the order of first mention."""
    text = casting.resolved.annotations.article.text
    for actor, mentions, spoken in _cast(casting):
        forms = Counter(m.form for m in mentions)
        yield {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind.value,
            "office": actor.office,
            "state": actor.state,
            "aliases": list(actor.aliases),
            "iso3166": actor.iso3166,
            "wikidata": actor.wikidata,
            "counts": {"mentions": len(mentions), "statements": spoken, **{f.value: forms[f] for f in MentionForm}},
            "mentions": [
                {
                    "start": m.span.start,
                    "end": m.span.end,
                    "text": m.span.of(text),
                    "form": m.form.value,
                    "rule": m.rule,
                    "score": m.score,
                }
                for m in mentions
            ],
        }


def cast_table(casting: Casting, width: int, mentions: bool) -> RenderableType:
    """The actors by kind, those mentioned most often first; with ``mentions`` each one's mentions under it."""
    cast = sorted(_cast(casting), key=lambda c: (_ORDER.index(c[0].kind), -c[2], -len(c[1])))
    text = casting.resolved.annotations.article.text
    parts: list[RenderableType] = []
    for kind, group in groupby(cast, key=lambda c: c[0].kind):
        rows = list(group)
        if mentions:
            parts.append(style_text((f"{kind.value} ({len(rows)})", "dim")))
            for actor, found, spoken in rows:
                parts.append(_line(actor, found, spoken))
                parts.append(Padding(_concordance(found, text), (0, 0, 1, 2)))
        else:
            parts += [_table(kind, rows, text, width), Text()]
    return Group(*parts) if parts else style_text(("Nobody stands in this article.", "italic"))


def _cast(casting: Casting) -> Iterator[tuple[Actor, list[Mention], int]]:
    """Each actor with its mentions in the order of the text, and how many statements it made."""
    by_actor: dict[str, list[Mention]] = {}
    for mention in casting.resolved.mentions:
        for actor in mention.actors:
            by_actor.setdefault(actor.id, []).append(mention)
    spoken = Counter(
        speaker.actor.id
        for entry in casting.record.entries
        if isinstance(entry, Statement)
        for speaker in entry.speaker
    )
    met = {member.actor.id for member in casting.record.actors}
    for actor in casting.resolved.actors:
        if actor.id in by_actor and actor.id in met:
            yield actor, by_actor[actor.id], spoken[actor.id]


def _table(kind: ActorKind, rows: list[tuple[Actor, list[Mention], int]], text: str, width: int) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(f"{kind.value} ({len(rows)})", ratio=24, overflow="fold")
    table.add_column("", ratio=22, overflow="fold")
    table.add_column("said", justify="right", no_wrap=True)
    table.add_column("named", justify="right", no_wrap=True)
    if width >= _WIDE:
        table.add_column("as", ratio=50, overflow="fold")
    for actor, mentions, spoken in rows:
        words = (style_text((_words(mentions, text), "dim")),) if width >= _WIDE else ()
        table.add_row(
            style_text((actor.name, "bold")),
            style_text((_about(actor), "")),
            str(spoken or ""),
            str(len(mentions)),
            *words,
        )
    return table


def _line(actor: Actor, mentions: list[Mention], spoken: int) -> Text:
    about = _about(actor)
    said = f", {spoken} {'statement' if spoken == 1 else 'statements'}" if spoken else ""
    count = f"{len(mentions)} {'mention' if len(mentions) == 1 else 'mentions'}{said}"
    return style_text((actor.name, "bold"), (f" {about} " if about else " ", ""), (count, "dim"))


def _about(actor: Actor) -> str:
    """Office and state, or the codes by which the world knows it."""
    told = [actor.office, actor.state if actor.state != actor.name else None, actor.iso3166, actor.wikidata]
    return ", ".join(part for part in told if part)


def _words(mentions: list[Mention], text: str) -> str:
    """The words that stand for an actor with their counts: "he ×4, Starmer ×3"."""
    counts = Counter(" ".join(m.span.of(text).split()) for m in mentions)
    return ", ".join(f"{words} ×{n}" if n > 1 else words for words, n in counts.most_common(12))


def _concordance(mentions: list[Mention], text: str) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, overflow="ellipsis")
    table.add_column(no_wrap=True, style="dim")
    for mention in mentions:
        table.add_row(in_context(text, mention.span.start, mention.span.end), mention.form.value)
    return table
