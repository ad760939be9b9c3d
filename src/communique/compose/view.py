"""What every composer looks at: one article, resolved, with its tree, its cast, and what is known at a span.

Enters: a ``Resolved``. Leaves: a frozen ``View``; once the statements are composed, ``with_statements`` gives the view
in which ``statement_at`` finds them. Word indices are positions in ``view.words``; spans are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.model.actor import ActorMention
from communique.model.article import Article, Role
from communique.model.cast import Cast
from communique.model.entry import Method, Statement, Words
from communique.model.reading import Resolved, Sentence, Word
from communique.model.span import Span
from communique.model.syntax import Tree
from communique.model.when import Amount, When

READ_ROLES = (Role.PARAGRAPH, Role.HEADING)
TOLD_ROLES = (Role.PARAGRAPH,)  # headings restate, shortened, what the body tells: read for issues, not for statements
NAME = "compose"  # of the stage, in every method


@dataclass(frozen=True, slots=True)
class View:
    """One article as the composers see it; built once by ``look_at``."""

    resolved: Resolved
    tree: Tree
    cast: Cast
    version: str
    statements: tuple[Statement, ...] = ()

    @property
    def article(self) -> Article:
        """The article."""
        return self.resolved.annotations.article

    @property
    def text(self) -> str:
        """The article's text."""
        return self.resolved.annotations.article.text

    @property
    def words(self) -> tuple[Word, ...]:
        """All words."""
        return self.resolved.annotations.words

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences."""
        return self.resolved.annotations.sentences

    def with_statements(self, statements: Iterable[Statement]) -> View:
        """The same view, knowing the statements."""
        return replace(self, statements=tuple(statements))

    def sentence_at(self, i: int) -> Sentence:
        """The sentence in which word ``i`` stands."""
        return self.sentences[self.tree.sentence_of[i]]

    def sentence_span(self, i: int) -> Span:
        """The span of the sentence in which word ``i`` stands."""
        return self.sentence_at(i).span

    def role_at(self, i: int) -> Role:
        """The role of the block in which word ``i`` stands."""
        return self.article.blocks[self.sentence_at(i).block].role

    def whens_in(self, span: Span) -> tuple[When, ...]:
        """The times that lie wholly in ``span``, in order."""
        return tuple(w for w in self.resolved.whens if span.contains(w.span))

    def amounts_in(self, span: Span) -> tuple[Amount, ...]:
        """The amounts that lie wholly in ``span``, in order."""
        return tuple(a for a in self.resolved.annotations.amounts if span.contains(a.span))

    def actors_of(self, span: Span) -> tuple[ActorMention, ...]:
        """Whom the words of ``span`` stand for; empty where nobody is known."""
        return self.cast.actors_of(span)

    def phrase(self, i: int, without: Sequence[str] = ("acl:relcl", "advcl", "parataxis", "punct", "cc")) -> Span:
        """The span of the phrase headed by word ``i``, by default without clauses and what hangs loosely on it."""
        return self.tree.span(self.tree.subtree(i, without))

    def statement_at(self, span: Span) -> Statement | None:
        """The innermost statement one of whose contents holds ``span``; None outside any (the article speaks)."""
        best: Statement | None = None
        size = 0
        for statement in self.statements:
            length = next((len(c) for c in statement.content if c.contains(span)), None)
            if length is not None and (best is None or length < size):
                best, size = statement, length
        return best

    def asserted_at(self, span: Span) -> tuple[ActorMention, ...]:
        """Who vouches for what stands at ``span``: the speaker of the innermost statement, empty for the article."""
        statement = self.statement_at(span)
        return statement.speaker if statement else ()

    def quote(self, span: Span) -> Words:
        """``span`` with its words."""
        return Words(span, span.of(self.text))

    def method(self, score: float, *rules: str) -> Method:
        """The method of an entry of this stage; the score is held to [0, 1]."""
        return Method(NAME, self.version, min(1.0, max(0.0, score)), tuple(dict.fromkeys(r for r in rules if r)))


def look_at(resolved: Resolved, version: str) -> View:
    """The view of one resolved article."""
    annotations = resolved.annotations
    return View(resolved, Tree(annotations.words, annotations.sentences), Cast(resolved), version)


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans as evidence wants them: sorted, none empty, those that overlap or touch joined.

    >>> tidy([Span(5, 9), Span(0, 3), Span(2, 4)])
    (Span(start=0, end=4), Span(start=5, end=9))
    """
    out: list[Span] = []
    for span in sorted(s for s in spans if len(s)):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
