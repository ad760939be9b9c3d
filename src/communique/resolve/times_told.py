"""What a text has told of times so far: the anchors of "two days later", "that evening", "the year-ago quarter".

Enters: the phrases of a text in order, each with what it means. Leaves: the Setting of the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from communique.model.reading import TimePhrase
from communique.resolve.calendar import Period
from communique.resolve.directions import Direction
from communique.resolve.time_setting import Setting

_TELLING = frozenset([
    "day", "days", "weekday", "month", "months", "year", "quarter", "half", "season", "relative", "today", "tonight",
    "anchored", "apart", "weekof", "monthday", "nth_day", "festival", "weekday_of_week",
])  # fmt: skip
_DATED = frozenset(["day", "days", "month"])
_CARRIED_BLOCKS = 2  # paragraphs over which the last time told may still be meant
_COMPARED_BLOCKS = 4  # paragraphs over which figures are compared with those of a quarter


@dataclass(frozen=True, slots=True)
class Told:
    """A phrase, what it means by itself, and what the words before it do to its bounds."""

    phrase: TimePhrase
    kind: str
    period: Period
    lead: str


class TimesTold:
    """The memory of one reading; lives for one article."""

    def __init__(self, published: date | None) -> None:
        self._published = published
        self._sentence, self._block = -1, -1
        self._anchor: Period | None = None
        self._days: list[date] = []
        self._carried: tuple[int, Period] | None = None
        self._quarter: tuple[int, Period] | None = None
        self._year: tuple[int, int] | None = None  # the narrated year and the sentence that named it
        self._dated = False  # named with a day or month, as narratives do
        self._before: tuple[date, ...] = ()  # the days told in the paragraph before

    def enter(self, sentence: int, block: int) -> None:
        """Goes on to a phrase of the sentence and block."""
        if block != self._block:
            if self._anchor is not None:
                self._carried = (self._block, self._anchor)
            self._before = tuple(self._days) or self._before
            self._anchor, self._days, self._year = None, [], None
        self._sentence, self._block = sentence, block

    def setting(self, direction: Direction, lead: str) -> Setting:
        """What a phrase here is read against."""
        carried = self._carried
        recent = carried[1] if carried and self._block - carried[0] <= _CARRIED_BLOCKS else None
        quarter = self._quarter
        compared = quarter[1] if quarter and self._block - quarter[0] <= _COMPARED_BLOCKS else None
        return Setting(
            published=self._published,
            direction=direction,
            anchor=self._anchor,
            preposition=lead,
            days=tuple(self._days),
            year=self._narrated(direction, lead),
            quarter=compared,
            carried=recent,
            before=self._before if recent else (),
        )

    def _narrated(self, direction: Direction, lead: str) -> int | None:
        """The year in which yearless dates fall: one told in the sentence, or long gone and told in the paragraph."""
        if self._year is None or self._published is None or direction in (Direction.COMING, Direction.LEANING):
            return None
        year, sentence = self._year
        if sentence == self._sentence:
            return year if year < self._published.year else None
        told_long_ago = self._dated and year < self._published.year - 1 and lead != "since"
        return year if told_long_ago else None

    def tell(self, told: Told) -> None:
        """Remembers a phrase with what it means."""
        period = told.period
        if told.kind not in _TELLING or not (period.earliest and period.latest):
            return
        self._anchor = period
        if period.earliest == period.latest:
            self._days.append(period.earliest)
        if told.kind == "quarter" and "ago" not in dict(told.phrase.slots):
            self._quarter = (self._block, period)
        slots = dict(told.phrase.slots)
        relative = told.kind == "relative" and slots.get("unit") == "Y" and "edge" not in slots
        names_year = relative or (told.kind in _DATED and "year" in slots)
        if names_year and told.lead not in ("since", "before", "after") and "fiscal" not in slots:
            self._year = (period.earliest.year, self._sentence)
            self._dated = told.kind in _DATED
