"""Amount rules fire on their examples and not on their counter-examples; values, units, what is counted."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.amounts import amount_grammar, encode_amounts, find_amounts
from communique.annotate.expressions import find_all, longest
from communique.annotate.times import find_times
from communique.model.reading import Annotations
from communique.model.when import Amount
from communique.resources.rules import Rule, load_rules
from tests.unit.parsed import parsed, unparsed

RULES = load_rules("amounts")
WORDS = [
    "a",
    "half",
    "of",
    "two",
    "dozen",
    "million",
    "billion",
    "3",
    "4.5",
    "40bn",
    "1,000",
    "%",
    "percent",
    "per",
    "cent",
    "$",
    "US",
    "A",
    "£",
    "–",
    "-",
    "to",
    "and",
    "between",
    "from",
    "3/4",
    "third",
    "soldiers",
    "GDP",
    "euros",
    "about",
    "up",
    "to",
    "at",
    "least",
    "more",
    "than",
    "kilometres",
    "square",
    "years",
    "2025",
    "F",
    "-16",
    "(",
    ")",
    ".",
    ",",
    "one",
    "hundred",
    "thousand",
]


def amounts(found: Annotations) -> tuple[Amount, ...]:
    times = find_times(found.article, found.words, found.sentences)
    return find_amounts(found.article, found.words, found.sentences, times)


def matches(text: str, rule: Rule) -> list[str]:
    found = unparsed(text)
    hits = list(find_all(amount_grammar(), found.words, found.sentences, encode_amounts))
    kept = hits if rule.gives["kind"] == "none" else longest(hits)
    return [text[found.words[h.first].span.start : found.words[h.last - 1].span.end] for h in kept if h.rule == rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_fires_on_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        words = re.search(r"\[(.+?)\]", example)
        text = example.replace("[", "").replace("]", "")
        assert words and words[1] in matches(text, rule), example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_silent_on_its_counter_examples(rule: Rule) -> None:
    for counter in rule.counters:
        assert not matches(counter, rule), counter


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("The fund holds $500 billion.", "$500 billion", "500000000000", "USD"),
        ("Osmere paid £3bn.", "£3bn", "3000000000", "GBP"),
        ("Osmere paid €1.5m.", "€1.5m", "1500000", "EUR"),
        ("Osmere lent 300 million euros.", "300 million euros", "300000000", "EUR"),
        ("It cost 40bn rubles.", "40bn rubles", "40000000000", "RUB"),
        ("It cost A$5 million.", "A$5 million", "5000000", "AUD"),
        ("It cost a $5 million fine.", "$5 million", "5000000", "USD"),
        ("It cost 60 Canadian dollars.", "60 Canadian dollars", "60", "CAD"),
        ("It reached 2.5% of GDP.", "2.5% of GDP", "2.5", "% of GDP"),
        ("It lost two-thirds of it.", "two-thirds of", "0.6667", "1"),
        ("They sent half a million tonnes.", "half a million tonnes", "500000", "t"),
        ("It lets at least 45 cubic metres through.", "at least 45 cubic metres", "45", "cubic metres"),
        ("They rent a 900-square-foot loft.", "900-square-foot", "900", "ft2"),
        ("It weighs 900 pounds.", "900 pounds", "900", "lb"),
        ("They paid 6 million francs.", "6 million francs", "6000000", "francs"),
        ("They paid 6 million Swiss francs.", "6 million Swiss francs", "6000000", "CHF"),
        ("They paid $3 million dollars.", "$3 million dollars", "3000000", "USD"),
    ],
)
def test_value_and_unit(text: str, surface: str, value: str, unit: str) -> None:
    (amount,) = amounts(unparsed(text))
    assert (amount.span.of(text), amount.value, amount.unit) == (surface, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "bounds", "approximate"),
    [
        ("It cost between $3 billion and $5 billion.", (3_000_000_000, 5_000_000_000), False),
        ("It cost $3–5 billion.", (3_000_000_000, 5_000_000_000), False),
        ("It cost up to $5.", (None, 5), False),
        ("It cost at least $5.", (5, None), False),
        ("It cost about $5.", (None, None), True),
        ("Some 10 to 12 percent left.", (10, 12), False),
    ],
)
def test_hedges_and_ranges_bound_an_amount(text: str, bounds: tuple[int | None, int | None], approximate: bool) -> None:
    (amount,) = amounts(unparsed(text))
    assert (amount.low, amount.high, amount.approximate) == (*bounds, approximate)


@pytest.mark.parametrize(
    "text",
    ["One of the envoys left.", "The F-16 left.", "Resolution 242 stands.", "The vote was 52-48.", "On 9/11 it rained.",
     "One in 40 families left.", "They met 12 miles south of the pass.", "Dealers at Under 70 Cars left.",
     "The 2016 elections went well.", "A 50-50 split was on offer.", "An 18-hole course closed.",
     "They met on 26 February 2025.", "The 54-year-old left.", "1) The text is settled.", "A two-hour call ended."],
)  # fmt: skip
def test_numbers_that_count_nothing_are_left_out(text: str) -> None:
    assert amounts(unparsed(text)) == ()


def test_a_count_takes_its_noun_and_its_phrase_from_the_tree() -> None:
    found = parsed(
        "Varland/NNP/2/nsubj freed/VBD/0/root up/IN/5/advmod to/IN/5/advmod 30/CD/7/nummod sick/JJ/7/amod "
        "sailors/NNS/2/obj of/IN/10/case the/DT/10/det fleet/NN/7/nmod ,/,/2/punct "
        "who/WP/13/nsubj wept/VBD/7/acl:relcl ./././punct"
    )
    (amount,) = amounts(found)
    assert (amount.unit, amount.of, amount.high) == ("sailors", "sick sailors of the fleet", Decimal(30))


def test_money_tells_what_it_is_for() -> None:
    found = parsed(
        "They/PRP/2/nsubj want/VBP/0/root a/DT/7/det $/$/7/compound 500/CD/6/nummod billion/CD/4/nummod fund/NN/2/obj "
        "./././punct"
    )
    (amount,) = amounts(found)
    assert (amount.unit, amount.of) == ("USD", "fund")


def test_a_bare_percentage_inherits_what_it_is_a_share_of() -> None:
    found = parsed(
        "It/PRP/3/nsubj will/MD/3/aux lift/VB/0/root spending/NN/3/obj from/IN/7/case 2/CD/7/nummod %/NN/3/obl "
        "to/IN/10/case 3/CD/10/nummod %/NN/3/obl of/IN/12/case GDP/NN/10/nmod ./././punct"
    )
    assert [(a.value, a.unit, a.of) for a in amounts(found)] == [
        (Decimal(2), "% of GDP", "spending"),
        (Decimal(3), "% of GDP", "spending"),
    ]


def test_the_same_figure_of_something_else_keeps_its_own_unit() -> None:
    found = parsed(
        "Aid/NN/2/nsubj rose/VBD/0/root to/IN/5/case 3/CD/5/nummod %/NN/2/obl of/IN/7/case GDP/NN/5/nmod ./././punct\n"
        "Inflation/NN/2/nsubj fell/VBD/0/root to/IN/5/case 3/CD/5/nummod %/NN/2/obl ./././punct"
    )
    assert [(a.unit, a.of) for a in amounts(found)] == [("% of GDP", "Aid"), ("%", "Inflation")]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=120))
def test_amounts_never_overlap_each_other_or_times(text: str) -> None:
    found = unparsed(text)
    times = find_times(found.article, found.words, found.sentences)
    spans = sorted([a.span for a in amounts(found)] + [t.span for t in times])
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_two_shares_joined_by_and_are_no_range() -> None:
    found = amounts(unparsed("Crews shrank by 4 percent and 7 percent."))
    assert [(a.value, a.low) for a in found] == [(Decimal(4), None), (Decimal(7), None)]


def test_money_is_never_an_amount_of_its_own_words() -> None:
    found = parsed(
        "Osmere/NNP/2/nsubj lent/VBD/0/root 600/CD/4/nummod million/CD/5/nummod euros/NNS/2/obj in/IN/8/case "
        "two/CD/8/nummod years/NNS/2/obl ./././punct"
    )
    assert next((a.unit, a.of) for a in amounts(found)) == ("EUR", None)


def test_what_a_share_is_of_ends_before_whom_it_is_set_against() -> None:
    found = parsed(
        "Kell/NNP/2/nsubj took/VBD/0/root 41/CD/4/nummod %/NN/2/obj of/IN/7/case the/DT/7/det vote/NN/4/nmod "
        "to/IN/9/case Orlo/NNP/7/nmod ./././punct"
    )
    assert [a.of for a in amounts(found)] == ["vote"]


def test_a_share_in_a_poll_is_of_the_one_who_gets_it() -> None:
    found = parsed("Kell/NNP/2/nsubj gets/VBZ/0/root 41/CD/4/nummod %/NN/2/obj ./././punct")
    assert [a.of for a in amounts(found)] == ["Kell"]
