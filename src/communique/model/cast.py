"""Who stands where in an article: the mentions of a ``Resolved``, looked up by span or by word.

Lookups lean on the order of the words more than on the tree, so that a wrong tree does little harm.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from communique.model.actor import Actor, ActorMention
from communique.model.reading import Mention, Resolved
from communique.model.span import Span

_BEFORE = frozenset(
    "the a an this that these those even only but also just by from to according as then while both not "
    "and for like including".split()
)
_OPEN = ("DT", "PDT", "JJ", "RB", "IN", "VBG", "VBN", "CC", "TO", "PRP$")


class Cast:
    """The cast of one article; build it once."""

    def __init__(self, resolved: Resolved) -> None:
        self.words = resolved.annotations.words
        self.mentions = resolved.mentions
        self.actors = resolved.actors
        self._starts = [w.span.start for w in self.words]
        self._by_start: dict[int, list[Mention]] = {}
        self._over: list[list[Mention]] = [[] for _ in self.words]  # widest first
        for mention in resolved.mentions:
            self._by_start.setdefault(mention.span.start, []).append(mention)
        for mention in sorted(resolved.mentions, key=lambda m: -len(m.span)):
            for i in self._at(mention.span):
                self._over[i].append(mention)

    def mention_at(self, index: int) -> Mention | None:
        """The innermost mention that the word at ``index`` stands in."""
        return self._over[index][-1] if 0 <= index < len(self._over) and self._over[index] else None

    def mention_of(self, span: Span) -> Mention | None:
        """The mention that ``span`` as a whole denotes: the widest that begins where it begins, past
        articles and adverbs.
        """
        indices = self._at(span)
        for i in indices:
            word = self.words[i]
            found = [m for m in self._by_start.get(word.span.start, ()) if m.head in indices or span.contains(m.span)]
            if found:
                inside = [m for m in found if span.contains(m.span)]
                best = max(inside or found, key=lambda m: len(m.span) if inside else -len(m.span))
                return next(
                    (m for m in self._over[i] if best.span.end < m.span.end <= span.end and m.span != best.span), best
                )
            if word.text[0].isalnum() and word.text.lower() not in _BEFORE and not word.tag.startswith(_OPEN):
                break
        return self._around(indices)

    def actors_of(self, span: Span) -> tuple[ActorMention, ...]:
        """The actors that ``span`` denotes by its head, each with its own words where it has some; empty for nobody.

        Of "The task-force chief, Jane Doe, who spoke first" it is Jane Doe; of "Britain and France" both.
        """
        mention = self.mention_of(span)
        if mention is None:
            return ()
        return tuple(ActorMention(actor, self._words_of(actor, mention)) for actor in mention.actors)

    def _words_of(self, actor: Actor, mention: Mention) -> Span:
        if len(mention.actors) == 1:
            return mention.span
        own = [m.span for m in self._within(mention.span) if m.actors == (actor,)]
        return max(own, key=len) if own else mention.span

    def _within(self, span: Span) -> list[Mention]:
        first = bisect_left(self.mentions, span.start, key=lambda m: m.span.start)
        last = bisect_left(self.mentions, span.end, key=lambda m: m.span.start)
        return [m for m in self.mentions[first:last] if span.contains(m.span)]

    def _around(self, indices: range) -> Mention | None:
        """The mention whose head lies in the range, where the range begins inside a mention ("officials"
        of "US officials").
        """
        for i in indices:
            for mention in reversed(self._over[i]):
                if mention.head in indices or mention.span.end == self.words[i].span.end:
                    return mention
        return None

    def _at(self, span: Span) -> range:
        first = bisect_right(self._starts, span.start) - 1
        if first < 0 or self.words[first].span.end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, span.end)))
