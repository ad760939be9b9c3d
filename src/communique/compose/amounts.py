"""Amounts → the figures that somebody will want to check.

Enters: the view with its statements. Leaves: figures in the order of the text: money, shares, and counts of what is
pledged, disputed or lost. Ages, dates, list numbers and counts of a pair are left out.
"""

from __future__ import annotations

from functools import cache

from communique.compose.view import TOLD_ROLES, View
from communique.model.entry import Figure
from communique.model.when import Amount, When
from communique.resources.loader import load_yaml

_MANY = 10  # from here on a count of nearly anything that somebody claims is worth checking
_STRONG = 1000  # a force of so many is worth checking even where a hyphen joins it to what it belongs to
_VERY_MANY = 50  # and that the article tells


@cache
def _lemmas(key: str) -> frozenset[str]:
    return frozenset(load_yaml("figures.yaml")[key])


def find_amounts(view: View) -> tuple[Figure, ...]:
    """Every figure worth checking."""
    return tuple(_compose(view, a) for a in view.resolved.annotations.amounts if _worth_checking(view, a))


def _worth_checking(view: View, amount: Amount) -> bool:
    at = view.tree.at(amount.span)
    if not at or view.role_at(at[0]) not in TOLD_ROLES:
        return False
    unit = amount.unit or ""
    if any(w.span.overlaps(amount.span) or (not unit and _dates(view, w, amount)) for w in view.resolved.whens):
        return False
    if unit.startswith("%"):
        return not (unit == "%" and _is_figure_of_speech(view, amount, at))
    if (len(unit) == 3 and unit.isupper()) or unit == "percentage points" or unit in _lemmas("money"):
        return True
    if "-" in amount.span.of(view.text) and unit in _lemmas("members") and amount.value < _STRONG:
        return False  # "the 27-nation bloc", "a 12-member panel"
    if amount.value == amount.value.to_integral_value() and amount.value < _least():
        return False
    counted = _counted(view, amount)
    if counted & _lemmas("counted"):
        return True
    if counted & _lemmas("trivial") or (amount.value < _VERY_MANY and _speaks(view, amount)):
        return False
    if amount.low is not None and amount.low < _MANY // 2:
        return False
    least = _MANY if view.statement_at(amount.span) else _VERY_MANY
    return amount.value >= least or bool(counted & _lemmas("people") and _fated(view, at))


def _is_figure_of_speech(view: View, amount: Amount, at: range) -> bool:
    """True for "the 1 percent" (a class of people) and "100 percent sure"."""
    before = view.words[at[0] - 1].lemma if at[0] else ""
    if before in ("top", "wealthiest", "richest", "bottom", "half"):
        return True
    behind = view.words[at[-1] + 1].lemma if at[-1] + 1 < len(view.words) else ""
    if behind == "of" or amount.of is not None:
        return before == "the" and amount.value == 1 and behind != "of" and view.words[at[-1] + 1].tag[:2] != "NN"
    return (before == "the" and amount.value in (1, 99)) or amount.value in (100, 110, 1000)


def _dates(view: View, when: When, amount: Amount) -> bool:
    """True when a bare number stands right before a month ("11 February")."""
    return when.span.start == amount.span.end + 1 and view.text[when.span.start : when.span.start + 1].isupper()


def _least() -> int:
    return int(load_yaml("figures.yaml")["smallest_count"])


def _speaks(view: View, amount: Amount) -> bool:
    """True when those counted are the ones who speak ("three diplomats said")."""
    parts = ((e, s.content) for s in view.statements for e in s.evidence)
    return any(e.contains(amount.span) and not any(c.overlaps(e) for c in content) for e, content in parts)


def _counted(view: View, amount: Amount) -> set[str]:
    """Lemmas of the amount's unit, of what it counts, and of the noun it stands before."""
    at = view.tree.at(amount.span)
    near = [view.words[i] for i in at] + [view.words[view.words[at[-1]].head]]
    named = {w.lemma for w in near if w.tag.startswith("NN")}
    told = " ".join(filter(None, (amount.unit, amount.of))).lower().split()
    return named | set(told[-6:]) | {w.removesuffix("s") for w in told[-6:]}


def _fated(view: View, at: range) -> bool:
    """True when those counted are killed, freed, displaced and the like."""
    return any(view.words[a].lemma in _lemmas("fates") for a in list(view.tree.ancestors(at[-1]))[:3]) or any(
        view.words[i].lemma in _lemmas("fates") for i in range(at[-1] + 1, min(at[-1] + 4, len(view.words)))
    )


def _compose(view: View, amount: Amount) -> Figure:
    statement = view.statement_at(amount.span)
    speaker = statement.speaker if statement else ()
    return Figure(
        article=view.article.id,
        evidence=(amount.span,),
        method=view.method(0.8, "figure.unit" if amount.unit else "figure.count"),
        issue=statement.issue if statement else None,
        asserted_by=speaker,
        amount=amount,
        claimed_by=speaker,
        when=_when(view, amount),
        statement=statement.id if statement else None,
    )


def _when(view: View, amount: Amount) -> When | None:
    """The time in the amount's own clause; the nearest where there are several."""
    at = view.tree.at(amount.span)
    clause = view.tree.clause(at[0])
    sentence = view.sentence_span(at[0])
    known = [
        w for w in view.whens_in(sentence) if (where := view.tree.at(w.span)) and view.tree.clause(where[0]) == clause
    ]
    return min(known, key=lambda w: abs(w.span.start - amount.span.end), default=None)
