"""Which days a phrase means: by its clause, the words before it, what was told before; published on a Wednesday."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.times import find_times
from communique.model.reading import Annotations
from communique.model.when import When
from communique.resolve import calendar
from communique.resolve.times import resolve_each, resolve_times
from tests.unit.parsed import parsed, unparsed

WEDNESDAY = date(2025, 2, 26)
Bounds = tuple[str, str | None, str | None]


def whens(found: Annotations) -> tuple[When, ...]:
    return resolve_times(replace(found, times=find_times(found.article, found.words, found.sentences)))


def told(found: Annotations) -> list[Bounds]:
    return [(w.value, *(day.isoformat() if day else None for day in (w.earliest, w.latest))) for w in whens(found)]  # type: ignore[misc]


def only(text: str, published: date | None = WEDNESDAY) -> Bounds:
    (one,) = told(unparsed(text, published))
    return one


@pytest.mark.parametrize(
    ("text", "value", "earliest", "latest"),
    [
        ("Signed 26 February 2025 in Ledda.", "2025-02-26", "2025-02-26", "2025-02-26"),
        ("The pact of last November stands.", "2024-11", "2024-11-01", "2024-11-30"),
        ("In 2029 the base closes.", "2029", "2029-01-01", "2029-12-31"),
        ("Spending must rise by 2027.", "2027", None, "2027-12-31"),
        ("It stands since 2019.", "2019", "2019-01-01", None),
        ("It must end before 2027.", "2027", None, "2026-12-31"),
        ("It may begin after 2027.", "2027", "2028-01-01", None),
        ("They met last month.", "2025-01", "2025-01-01", "2025-01-31"),
        ("They met this week.", "2025-W09", "2025-02-24", "2025-03-02"),
        ("A truce is due next year.", "2026", "2026-01-01", "2026-12-31"),
        ("They will leave next Friday.", "2025-03-07", "2025-03-07", "2025-03-07"),
        ("They met yesterday.", "2025-02-25", "2025-02-25", "2025-02-25"),
        ("They met last night.", "2025-02-25TNI", "2025-02-25", "2025-02-25"),
        ("They met two weeks ago.", "2025-W07", "2025-02-10", "2025-02-16"),
        ("It was drawn in the 1990s.", "199", "1990-01-01", "1999-12-31"),
        ("The war of 2019–2021 is over.", "2019/2021", "2019-01-01", "2021-12-31"),
        ("The summit of 24–25 June 2025 is on.", "2025-06-24/2025-06-25", "2025-06-24", "2025-06-25"),
        ("They will leave within three weeks.", "P3W", "2025-02-26", "2025-03-19"),
        ("They will leave within weeks.", "PXW", "2025-02-26", None),
        ("It will be settled in the coming days.", "PXD", "2025-02-26", None),
        ("They will leave soon.", "FUTURE_REF", "2025-02-26", None),
        ("The three-year war is over.", "P3Y", None, None),
        ("The panel sits every Monday.", "XXXX-WXX-1", None, None),
        ("It is planned for the second half of 2026.", "2026-H2", "2026-07-01", "2026-12-31"),
        ("It opens in early March 2026.", "2026-03", "2026-03-01", "2026-03-10"),
        ("It ends at the end of 2026.", "2026", "2026-12-02", "2026-12-31"),
        ("It opens on 30 February 2026.", "2026-02-30", None, None),
    ],
)
def test_what_a_phrase_means(text: str, value: str, earliest: str | None, latest: str | None) -> None:
    assert only(text) == (value, earliest, latest)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("He/PRP/2/nsubj left/VBD/0/root on/IN/4/case Thursday/NNP/2/obl", "2025-02-20"),
        ("He/PRP/2/nsubj left/VBD/0/root on/IN/4/case Wednesday/NNP/2/obl", "2025-02-26"),
        ("He/PRP/3/nsubj will/MD/3/aux leave/VB/0/root on/IN/5/case Thursday/NNP/3/obl", "2025-02-27"),
        ("He/PRP/3/nsubj may/MD/3/aux leave/VB/0/root on/IN/5/case Thursday/NNP/3/obl", "2025-02-27"),
        ("He/PRP/3/nsubj was/VBD/3/cop due/JJ/0/root to/TO/5/mark leave/VB/3/xcomp on/IN/7/case Thursday/NNP/5/obl",
         "2025-02-27"),
        ("He/PRP/2/nsubj flew/VBD/0/root in/RB/2/advmod to/TO/5/mark meet/VB/2/advcl her/PRP/5/obj on/IN/8/case "
         "Thursday/NNP/5/obl", "2025-02-27"),
        ("He/PRP/2/nsubj managed/VBD/0/root to/TO/4/mark sign/VB/2/xcomp on/IN/6/case Thursday/NNP/4/obl",
         "2025-02-20"),
        ("He/PRP/2/nsubj spoke/VBD/0/root of/IN/6/case a/DT/6/det planned/JJ/6/amod visit/NN/2/obl on/IN/8/case "
         "Thursday/NNP/6/nmod", "2025-02-27"),
        ("He/PRP/2/nsubj spoke/VBD/0/root ahead/RB/6/case of/IN/6/case Thursday/NNP/6/nmod:poss ~’s/POS/4/case "
         "vote/NN/2/obl", "2025-02-27"),
        ("He/PRP/2/nsubj waited/VBD/0/root since/IN/4/case Monday/NNP/2/obl", "2025-02-24"),
        ("Talks/NNS/2/nsubj begin/VBP/0/root on/IN/4/case Thursday/NNP/2/obl", "2025-02-27"),
    ],
)  # fmt: skip
def test_a_bare_weekday_lies_where_its_clause_says(sentence: str, day: str) -> None:
    (one,) = whens(parsed(sentence))
    assert one.value == day


def test_two_clauses_of_one_sentence_point_two_ways() -> None:
    found = parsed(
        "She/PRP/2/nsubj said/VBD/0/root on/IN/4/case Monday/NNP/2/obl that/IN/8/mark they/PRP/8/nsubj will/MD/8/aux "
        "sign/VB/2/ccomp on/IN/10/case Friday/NNP/8/obl ./././punct"
    )
    assert [w.value for w in whens(found)] == ["2025-02-24", "2025-02-28"]


def test_a_narrated_distance_counts_from_what_was_told_in_the_paragraph() -> None:
    assert told(unparsed("They met on 3 May 2024. Two days later he resigned."))[1][0] == "2024-05-05"
    assert told(unparsed("They met on 3 May 2024.\nTwo days later he resigned."))[1] == ("XXXX-XX-XX", None, None)


def test_a_range_of_two_phrases_becomes_one_when() -> None:
    found = unparsed("The ports will be shut from Monday to Wednesday.")
    (one,) = whens(found)
    assert one.span.of(found.article.text) == "Monday to Wednesday"
    assert one.earliest is not None and one.latest is not None and (one.latest - one.earliest).days == 2
    each = replace(found, times=find_times(found.article, found.words, found.sentences))
    assert len(resolve_each(each)) == 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Thursday.", "XXXX-WXX-4"),
        ("They met on 3 May.", "XXXX-05-03"),
        ("They met in April.", "XXXX-04"),
        ("They met last week.", "XXXX-WXX"),
        ("They met today.", "XXXX-XX-XX"),
        ("They met on 3 May 2024.", "2024-05-03"),
    ],
)
def test_without_a_publication_day_only_the_text_itself_tells(text: str, value: str) -> None:
    assert only(text, None)[0] == value


@pytest.mark.parametrize(("year", "day"), [(1916, (4, 23)), (1998, (4, 12)), (2025, (4, 20)), (2038, (4, 25))])
def test_easter_sundays(year: int, day: tuple[int, int]) -> None:
    assert calendar.easter(year) == date(year, *day)


PIECES = [
    "Monday",
    "last",
    "next",
    "this",
    "March",
    "31",
    "30",
    "February",
    "2025",
    "0",
    "1000",
    "999999999",
    "years",
    "centuries",
    "ago",
    "from",
    "now",
    "later",
    "within",
    "in",
    "by",
    "since",
    "the",
    "end",
    "of",
    "quarter",
    "1990s",
    "21st",
    "century",
    "every",
    "weekend",
    "fiscal",
    "24",
    "–",
    "3",
    "half",
    "10:30",
    "p.m.",
    "tomorrow",
    "winter",
    "Easter",
    "day",
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max])),
)
def test_nothing_that_is_found_fails_to_resolve(text: str, published: date | None) -> None:
    found = unparsed(text, published)
    resolved = whens(found)
    assert all(w.value and w.span.of(text) for w in resolved)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(resolved))
