"""How an entry reads in a line or two: who, what, when, and a few notes.

What enters is an entry as plain data (``model.plain``); what leaves are short strings for a person. The table, the
tree and the dossier all speak through this module, so an entry reads the same everywhere. Nothing here is escaped:
each export makes the words of the article harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from communique.model.entry import Kind
from communique.model.plain import Plain

KINDS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.STATEMENT, "statement", "statements"),
    (Kind.COMMITMENT, "commitment", "commitments"),
    (Kind.CONDITION, "condition", "conditions"),
    (Kind.DISPUTE, "dispute", "disputes"),
    (Kind.EVENT, "event", "events"),
    (Kind.PROVISION, "provision", "provisions"),
    (Kind.AMOUNT, "amount", "amounts"),
)
"""Every kind with its noun, singular and plural, in the order in which exports group them."""

SENSES = {"only_if": "only if", "if": "if", "unless": "unless", "without": "without"}


@dataclass(frozen=True, slots=True)
class Wording:
    """An entry in words, each piece on one line. ``who`` is empty where nobody is told.

    ``what`` is a verb or a paraphrase, ``status`` a word for a badge or empty, ``notes`` are pairs of a label and its
    words ("to", "reporters"). ``quote`` is verbatim: what was said or laid down, and the evidence for other kinds.
    """

    who: str
    what: str
    when: str
    status: str
    notes: tuple[tuple[str, str], ...]
    quote: str


def word_entry(entry: Plain) -> Wording:
    """The wording of an entry given as plain data."""
    who, what, when, status, notes = _BY_KIND[Kind(entry["kind"])](entry)
    issue = entry["issue"]["label"] if entry["issue"] else ""
    asserted = say_actors(entry["asserted_by"])
    vouched = "" if asserted in ("the article", who) else asserted
    spans = entry["content"] if entry["kind"] == "statement" else entry["evidence"]
    notes = (*notes, ("issue", issue), ("vouched for by", vouched))
    quote = _text(entry["text"]) if entry["kind"] == "provision" else " … ".join(span["text"] for span in spans)
    return Wording(
        who=who,
        what=flat(what),
        when=when,
        status=status,
        notes=tuple((label, flat(words)) for label, words in notes if words),
        quote=flat(quote),
    )


def flat(text: str) -> str:
    """The text on one line, each stretch of white space a single space."""
    return " ".join(text.split())


def say_actors(value: Plain | list[Plain] | None) -> str:
    """Names as a list in prose.

    >>> say_actors([{"name": "Norway"}, {"name": "Sweden"}, {"name": "Denmark"}])
    'Norway, Sweden and Denmark'
    """
    actors = [] if value is None else value if isinstance(value, list) else [value]
    names = [flat(actor["name"]) for actor in actors]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def say_when(when: Plain | None) -> str:
    """The days of a time as a reader would write them, or its own words where it has none.

    >>> say_when({"earliest": "1905-08-09", "latest": "1905-08-12", "text": "that week"})
    '9–12 Aug 1905'
    """
    if when is None:
        return ""
    first, last = (date.fromisoformat(when[key]) if when[key] else None for key in ("earliest", "latest"))
    if first and last:
        return say_days(first, last)
    if first or last:
        known = first or last
        assert known is not None
        return f"{'from' if first else 'by'} {say_days(known, known)}"
    return flat(when["text"])


def say_days(first: date, last: date) -> str:
    """An inclusive range of days: a day, a month, a year, or from one to another."""
    if first == last:
        return f"{first.day} {first:%b} {first.year}"
    if first.day == 1 and (last + timedelta(days=1) if last < date.max else last).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%b} {first.year}"
        if first.month == 1 and last.month == 12:
            return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        return f"{first:%b} {first.year} – {last:%b} {last.year}"
    if first.year != last.year:
        return f"{say_days(first, first)} – {say_days(last, last)}"
    start = f"{first.day}–" if first.month == last.month else f"{first.day} {first:%b} – "
    return f"{start}{last.day} {last:%b} {last.year}"


def say_amount(amount: Plain | None) -> str:
    """A figure as a reader would write it.

    >>> say_amount({"value": "500000000000", "unit": "USD", "of": None, "approximate": True, "low": None, "high": None})
    'about USD 500 billion'
    """
    if amount is None:
        return ""
    unit = amount["unit"] or ""
    currency = f"{unit} " if len(unit) == 3 and unit.isupper() else ""
    value, low, high = amount["value"], amount["low"], amount["high"]
    if low is not None and high is not None and low != high:
        figure = f"{currency}{_digits(low)}–{_digits(high)}"
    elif low is not None and high is None:
        figure = f"at least {currency}{_digits(low)}"
    elif high is not None and low is None:
        figure = f"up to {currency}{_digits(high)}"
    else:
        figure = f"{currency}{_digits(value)}"
    if unit.startswith("%"):
        figure += flat(unit)
    elif unit and not currency:
        figure += f" {flat(unit)}"
    return f"about {figure}" if amount["approximate"] else figure


_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def _digits(text: str) -> str:
    value = Decimal(text)
    for scale, word in _SCALES:
        short = value / scale
        if abs(short) >= 1 and short == round(short, 3):
            return f"{_grouped(short)} {word}"
    return _grouped(value)


def _grouped(value: Decimal) -> str:
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


Parts = tuple[str, str, str, str, Iterable[tuple[str, str]]]


def _text(words: Plain | None) -> str:
    return words["text"] if words else ""


def _say_statement(entry: Plain) -> Parts:
    stance = "" if entry["stance"] == "unclear" else entry["stance"]
    notes = (
        ("to", _text(entry["addressee"])),
        ("venue", _text(entry["venue"])),
        ("about", say_actors(entry["about"])),
        ("relayed by", say_actors(entry["relayed_by"])),
        ("stance", stance),
    )
    return say_actors(entry["speaker"]), _text(entry["cue"]) or "says", say_when(entry["said_on"]), "", notes


def _say_commitment(entry: Plain) -> Parts:
    notes = (
        ("to", say_actors(entry["to"])),
        ("amount", say_amount(entry["amount"])),
        ("demanded by", say_actors(entry["demanded_by"])),
    )
    when = " ".join(filter(None, (_say_bound("from", entry["start"]), _say_bound("by", entry["deadline"]))))
    return say_actors(entry["by"]), entry["action"], when, entry["status"], notes


def _say_bound(word: str, when: Plain | None) -> str:
    """ "by 30 Jun 2030": the day that binds, where the time is a short range."""
    if when is None:
        return ""
    first, last = (date.fromisoformat(when[key]) if when[key] else None for key in ("earliest", "latest"))
    if first and last and (last - first).days < 14:
        bound = last if word == "by" else first
        return f"{word} {say_days(bound, bound)}"
    said = say_when(when)
    return said if said.startswith(("by ", "from ", "before ", "after ")) else f"{word} {said}"


def _say_condition(entry: Plain) -> Parts:
    what = f"{_text(entry['outcome'])} — {SENSES[entry['sense']]} — {_text(entry['requires'])}"
    return say_actors(entry["held_by"]), what, "", "", ()


def _say_dispute(entry: Plain) -> Parts:
    notes = (("claimed by", say_actors(entry["claimant"])),)
    return say_actors(entry["challenger"]), _text(entry["claim"]), "", entry["verdict"].replace("_", " "), notes


def _say_event(entry: Plain) -> Parts:
    notes = (("place", _text(entry["place"])),)
    return say_actors(entry["participants"]), entry["type"], say_when(entry["when"]), entry["status"], notes


def _say_provision(entry: Plain) -> Parts:
    name, version = entry["instrument"]["name"], entry["instrument"]["version"]
    binding = {True: "binding", False: "not binding"}.get(entry["binding"], "")
    return flat(f"{name} ({version})" if version else name), "says", "", binding, ()


def _say_figure(entry: Plain) -> Parts:
    what = " · ".join(filter(None, (say_amount(entry), entry["of"])))
    return say_actors(entry["claimed_by"]), what, say_when(entry["when"]), "", ()


_BY_KIND: dict[Kind, Callable[[Plain], Parts]] = {
    Kind.STATEMENT: _say_statement,
    Kind.COMMITMENT: _say_commitment,
    Kind.CONDITION: _say_condition,
    Kind.DISPUTE: _say_dispute,
    Kind.EVENT: _say_event,
    Kind.PROVISION: _say_provision,
    Kind.AMOUNT: _say_figure,
}


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id cut to the fewest characters, six at least, that tell it from the others.

    >>> short_ids(["s0123456789ab", "s0123499999ab"])
    {'s0123456789ab': 's012345', 's0123499999ab': 's012349'}
    """
    known = sorted(set(ids))
    length = 6
    while length < max(map(len, known), default=0) and len({id[:length] for id in known}) < len(known):
        length += 1
    return {id: id[:length] for id in known}


def link_entries(plain: Plain, others: Iterable[Plain]) -> list[tuple[str, str]]:
    """The ids an entry names and those that name it, each with how: ("on condition", "c12…")."""
    labels = {
        "inside": ("inside", "holds"),
        "statement": ("stated in", "holds"),
        "condition": ("on condition", "binds"),
    }
    found = [(labels[field][0], plain[field]) for field in labels if plain.get(field)]
    for other in others:
        found += [(labels[field][1], other["id"]) for field in labels if other.get(field) == plain["id"]]
    return list(dict.fromkeys(found))
