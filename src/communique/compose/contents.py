"""What a cue reports, by the kind of content its rule names (see ``statements.yaml``).

Enters: the view and a rule's hit. Leaves: the content's span, None where it is not there.
"""

from __future__ import annotations

from communique.compose.view import View
from communique.model.span import Span
from communique.resources.rules import Hit

_OBJECTS = ("obj", "ccomp", "xcomp", "csubj")
_PREPOSITIONS = ("as", "of", "for")
_QUOTE_WORDS = 4  # fewer quoted words beside a cue are as likely a name or irony


def content_of(view: View, hit: Hit, kind: str) -> Span | None:
    """The words that a cue reports, by the kind of content; None where there are none."""
    tree, words, head = view.tree, view.words, hit.first
    if kind == "quote":
        return quote_beside(view, head)
    after = [c for c in tree.children[head] if c > hit.last - 1]
    if kind == "clause":
        if any(
            words[c].tag in ("WRB", "WP", "WDT") or words[c].lemma in ("if", "whether")
            for c in range(head + 1, min(head + 2, len(words)))
        ):
            return None
        chosen = [c for c in after if words[c].relation == "ccomp"]
    elif kind == "that":
        chosen = [
            c
            for c in after
            if words[c].relation in ("acl", "acl:relcl", "ccomp")
            and hit.last < len(words)
            and words[hit.last].lemma == "that"
        ]
    elif kind == "infinitive":
        chosen = [c for c in after if words[c].relation == "xcomp"] or [hit.last - 1]
        if hit.rule.id == "statement.commit" and not any(c in chosen for c in after):
            return None
    elif kind == "gerund":
        chosen = [hit.last - 1]
    elif kind == "apart":
        chosen = [
            c for c in after if words[c].relation == "xcomp" and any(words[k].tag == "TO" for k in tree.children[c])
        ]
    elif kind == "rest":
        return _rest(view, hit.last)
    elif kind in _PREPOSITIONS:
        return _prepositional(view, hit, kind)
    elif kind in ("plea", "naming", "object-for", "after"):
        return _behind(view, hit, kind)
    else:
        chosen = [c for c in after if words[c].relation in _OBJECTS]
        chosen += [c for c in after if words[c].relation == "advcl" and words[c].tag == "VBG" and chosen]
    if not chosen:
        return None
    within = {"infinitive": 2 if hit.rule.id == "statement.refuse" else 1, "gerund": 1}.get(
        kind, 0
    )  # of the cue’s words
    indices = [i for c in chosen[:2] for i in tree.subtree(c) if i >= hit.last - within]
    return _from_to(view, indices, hit) if indices else None


def _rest(view: View, first: int) -> Span | None:
    """The words from ``first`` to the end of the sentence or a semicolon."""
    last = view.sentence_at(first - 1).last
    stop = next((i for i in range(first, last) if view.words[i].text in (";", "—", "–")), last)
    return view.tree.span(range(first, stop)) if stop - first > 2 else None


def _behind(view: View, hit: Hit, kind: str) -> Span | None:
    """The object of a cue with what is asked of it, what it is called, or what it is blamed for."""
    tree, words, head = view.tree, view.words, hit.first
    last = view.sentence_at(head).last
    after = [c for c in tree.children[head] if c >= hit.last]
    target = next((c for c in after if words[c].relation in ("obj", "iobj", "obl")), None)
    if target is None and kind == "naming" and words[hit.last].tag in ("DT", "PRP"):
        named = next((c for c in after if words[c].relation in ("ccomp", "xcomp")), None)
        indices = [i for i in tree.subtree(named, ("parataxis",)) if hit.last < i < last] if named is not None else []
        return _from_to(view, indices, hit) if indices else None
    if target is None:
        return None
    object_first = (
        min(i for i in tree.subtree(target) if i >= hit.last) if max(tree.subtree(target)) >= hit.last else target
    )
    if object_first - hit.last > 2:
        return None
    match kind:
        case "after":
            chosen = [target]
        case "plea":
            chosen = [target, *(c for c in after if words[c].relation in ("xcomp", "ccomp", "advcl") and c > target)]
            wanted = chosen[1:] or [c for c in tree.children[target] if words[c].relation == "acl"]
            if not any(words[k].tag == "TO" or words[k].lemma == "that" for c in wanted for k in tree.children[c]):
                return None
        case "object-for":
            chosen = [
                target,
                *(c for c in after if words[c].relation in ("obl", "advcl") and c > target and _has(view, c, "for")),
            ]
        case _:
            chosen = [
                target,
                *(c for c in after if words[c].relation in ("xcomp", "obj", "ccomp", "obl") and c > target),
            ]
            if len(chosen) < 2 or any(words[k].relation in ("case", "mark") for k in tree.children[chosen[1]]):
                return None
            if words[target].lemma.endswith(("self", "selves")):
                return None
            if words[target].tag in ("DT", "PRP"):
                chosen = chosen[1:]
    indices = [i for c in chosen[:2] for i in tree.subtree(c, ("parataxis",)) if hit.last <= i < last]
    return _from_to(view, indices, hit) if indices else None


def _has(view: View, i: int, marker: str) -> bool:
    return any(view.words[k].lemma == marker for k in view.tree.children[i])


def _from_to(view: View, indices: list[int], hit: Hit) -> Span | None:
    """The span of a content, which must begin near its cue and not run over a reporting clause behind it."""
    first, last = min(indices), max(indices)
    if first - hit.last > 12:
        return None
    for i in range(first + 1, last):
        if view.words[i].text == "," and view.words[i + 1].lemma == "according":
            last = i - 1
            break
    return view.tree.span(range(first, last + 1)) if last > first else None


def _prepositional(view: View, hit: Hit, marker: str) -> Span | None:
    """The phrase behind ``marker`` within ten words of the cue, without the marker."""
    words, tree = view.words, view.tree
    last = view.sentence_at(hit.first).last
    at = next(
        (
            i
            for i in range(hit.first + 1, min(hit.first + 11, last))
            if words[i].lemma == marker and words[i].tag in ("IN", "RB")
        ),
        None,
    )
    if at is None or at + 1 >= last:
        return None
    if marker != "for" and at == hit.first + 1 and words[hit.first].relation != "acl:relcl":
        return None
    governor = words[at].head
    if governor == hit.first:
        governor = next(
            (c for c in tree.children[hit.first] if c > at and words[c].relation in ("xcomp", "obl", "advcl")), at
        )
    if governor <= at or governor >= last:
        return None
    verbs = {words[at].head, words[governor].head} - {hit.first}
    clause = at < governor and any(at < k and words[k].tag in ("VBD", "VBZ", "VBP") for k in verbs)
    if marker == "as" and (clause or words[governor].tag in ("VBD", "VBZ", "VBP")):
        return None  # "as night fell"
    if words[governor].head != hit.first and hit.first not in list(tree.ancestors(governor))[:3]:
        return None
    beside = [c for c in tree.children[hit.first] if c > at and words[c].relation in ("xcomp", "obl", "advcl")]
    indices = sorted({i for c in (governor, *beside) for i in tree.subtree(c) if i > at})
    return _from_to(view, indices, Hit(hit.rule, hit.first, at)) if indices else None


def quote_beside(view: View, head: int) -> Span | None:
    """The run of at least four quoted words nearest to ``head`` in its sentence, at most a few words away."""
    words, sentence = view.words, view.sentence_at(head)
    runs = [r for r in quote_runs(view, sentence.first, sentence.last) if not r[0] <= head < r[1]]
    near = min(runs, key=lambda r: min(abs(head - r[1]), abs(r[0] - head)), default=None)
    if near is None or min(abs(head - near[1]), abs(near[0] - head)) > 10:
        return None
    count = sum(words[i].tag[:1].isalpha() for i in range(*near))
    return Span(words[near[0]].span.start, words[near[1] - 1].span.end) if count >= _QUOTE_WORDS else None


def quote_runs(view: View, first: int, last: int) -> list[tuple[int, int]]:
    """The stretches of quoted words within ``[first, last)``, marks included."""
    out: list[tuple[int, int]] = []
    start: int | None = None
    for i in range(first, last + 1):
        inside = i < last and view.words[i].quoted
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            out.append((start, i))
            start = None
    return out
