"""Why an entry stands on the record: a tree of its evidence, its method, its rules and the entries it leans on.

What enters is an entry as plain data, its article, the other entries of the article, and a callable that knows what a
rule says; what leaves is a tree that rich can print. Words of the article are harmless to the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from communique.export.terminal import COLOURS, style_text
from communique.export.wording import link_entries, say_actors, short_ids, word_entry
from communique.model.article import Article
from communique.model.entry import Kind
from communique.model.plain import Plain
from communique.model.span import Span

Describe = Callable[[str], str | None]
"""What a rule says, by its id; None for an id that no rule has."""

_QUOTED = {Kind.STATEMENT.value, Kind.PROVISION.value}
_CONTEXT = 220  # code points of a paragraph shown on either side of the evidence


def explain_entry(entry: Plain, article: Article, others: Sequence[Plain], describe: Describe) -> Tree:
    """The tree for one entry; ``others`` are all the entries of its article, itself included or not."""
    colour = COLOURS[entry["kind"]]
    wording = word_entry(entry)
    tree = Tree(
        style_text((entry["id"], "bold"), (f" {entry['kind']}", f"bold {colour}"), (_badge(wording.status), colour)),
        guide_style="dim",
    )
    tree.add(_article(article))
    says = tree.add(style_text(("who", "dim"), (f" {wording.who or 'not told'}", "bold")))
    what = f"{wording.what}: {wording.quote}" if entry["kind"] in _QUOTED else wording.what
    says.add(style_text(("what", "dim"), (f" {what}", "")))
    notes = [note for note in wording.notes if note[0] != "vouched for by"]
    for label, words in ([("when", wording.when)] if wording.when else []) + notes:
        says.add(style_text((label, "dim"), (f" {words}", "")))
    _add_evidence(tree, entry, article, colour)
    _add_method(tree, entry, describe)
    _add_links(tree, entry, others)
    tree.add(style_text(("vouched for by", "dim"), (f" {say_actors(entry['asserted_by'])}", "")))
    return tree


def _badge(status: str) -> str:
    return f" · {status}" if status else ""


def _article(article: Article) -> Text:
    told = [article.title or article.path or "untitled", article.outlet]
    told.append(article.published.isoformat() if article.published else None)
    return style_text(("in", "dim"), (f" {' · '.join(filter(None, told))}", ""))


def _add_evidence(tree: Tree, entry: Plain, article: Article, colour: str) -> None:
    branch = tree.add(Text("evidence", "dim"))
    for passage in show_evidence(entry, article, colour):
        branch.add(passage)


def show_evidence(entry: Plain, article: Article, colour: str) -> Iterator[Group]:
    """The paragraphs that an entry rests on, the evidence lifted out of each, with its places."""
    spans = [Span(each["start"], each["end"]) for each in entry["evidence"]]
    blocks = [block.span for block in article.blocks] or [Span(0, len(article.text))]
    left = list(spans)
    for block in blocks:
        here = [span for span in spans if span.overlaps(block)]
        if here:
            yield _in_context(article.text, block, here, colour)
            left = [span for span in left if span not in here]
    for span in left:
        yield _in_context(article.text, span, [span], colour)


def _in_context(text: str, block: Span, spans: Sequence[Span], colour: str) -> Group:
    """The paragraph around the evidence, cut at words where it is long, with the evidence lifted out of it."""
    first, last = max(spans[0].start, block.start), min(max(span.end for span in spans), block.end)
    start, end = _widen(text, block, first, last)
    edges = {start, end}
    for span in spans:
        edges |= {min(max(span.start, start), end), min(max(span.end, start), end)}
    line = Text().append("… " if start > block.start else "", "dim")
    for here, there in pairwise(sorted(edges)):
        covered = any(span.start <= here and there <= span.end for span in spans)
        line.append_text(style_text((text[here:there], f"bold {colour}" if covered else "dim")))
    line.append(" …" if end < block.end else "", "dim")
    places = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return Group(line, Text(f"characters {places}", "dim italic"))


def _widen(text: str, block: Span, first: int, last: int) -> tuple[int, int]:
    start, end = max(block.start, first - _CONTEXT), min(block.end, last + _CONTEXT)
    if start > block.start:
        start = next((place + 1 for place in range(start, first) if text[place].isspace()), start)
    if end < block.end:
        end = next((place for place in range(end - 1, last, -1) if text[place].isspace()), end)
    return start, end


def _add_method(tree: Tree, entry: Plain, describe: Describe) -> None:
    method = entry["method"]
    branch = tree.add(
        style_text(
            ("found by", "dim"), (f" {method['name']}", ""), (f" {method['version']}", "dim"),
            (" · score", "dim"), (f" {Decimal(str(method['score'])):.2f}", ""),
        )
    )  # fmt: skip
    for rule in method["rules"]:
        told = describe(rule)
        branch.add(style_text(("rule", "dim"), (f" {rule}", ""), (f"  {told}" if told else "", "dim")))


def _add_links(tree: Tree, entry: Plain, others: Sequence[Plain]) -> None:
    known = {other["id"]: other for other in others}
    shorts = short_ids(known)
    links = [(label, known[id]) for label, id in link_entries(entry, others) if id in known and id != entry["id"]]
    if not links:
        return
    branch = tree.add(Text("linked", "dim"))
    for label, other in links:
        wording = word_entry(other)
        line = " ".join(filter(None, (wording.who, wording.what)))
        branch.add(
            style_text(
                (label, "dim"), (f" {shorts[other['id']]}", "bold"), (f" {other['kind']}", COLOURS[other["kind"]]),
                (f"  {line}", ""),
            )
        )  # fmt: skip
