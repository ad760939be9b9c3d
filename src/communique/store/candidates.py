"""What the index finds: the newest entries that a question wants, as many as are asked for and no more.

What enters is a ``Search``: a question made of words and marks, with ranges of day and score. What leaves are rows with
what ranking, ordering and counting need. This is where the two databases differ, and where a word that every fifth
entry has is kept from costing what it could: FTS5 walks its lists from the newest day on and stops; GIN knows no order,
so PostgreSQL is asked for one window of days after another, each as wide as the hits so far let expect.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from communique.store.marks import HIDDEN, mark_days
from communique.store.question import Question, marked, write_fts5, write_tsquery
from communique.store.text_index import KEY_BITS

Order = Literal["newest", "oldest", "most", "least"]
"""By day or, the two last, by score; what is alike stands in the order of ``newest``. What has no day comes last."""

FIRST_DAY = date(1, 1, 2)
"""The first day that tells something; in the index 0001-01-01 stands for none."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The entries that the index found, column by column, since all of them are counted and few are shown.

    ``days`` are ordinals, 1 for none; ``places`` order by article and text; ``marks`` are those that facets count;
    ``terms`` begin and end with a space.
    """

    keys: Sequence[int] = ()
    days: Sequence[int] = ()
    scores: Sequence[float] = ()
    places: Sequence[int] = ()
    marks: Sequence[str] = ()
    terms: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.keys)

    def cut(self, count: int) -> Candidates:
        """The first ``count`` of them."""
        return Candidates(
            self.keys[:count],
            self.days[:count],
            self.scores[:count],
            self.places[:count],
            self.marks[:count],
            self.terms[:count],
        )


_Rows = Sequence[Any]  # of the columns of ``Candidates``
_Days = list[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Search:
    """A question with marks in it; days are inclusive, and None leaves a side open (to what has no day, too)."""

    question: Question
    since: date | None = None
    until: date | None = None
    least: float | None = None
    most: float | None = None


_FIRST_WINDOW = 1.0  # times the wanted rows: how many entries the first window spans
_SPARE = 1.15  # how much wider than expected the next ones are
_FEW = 30  # hits that foretell nothing: the next window is eight times as wide
_SMALL = 30_000  # entries under which windows are not worth their while
_COLUMNS = f"key, day - date '0001-01-01' + 1, score, place, split_part(marks, '{HIDDEN}', 1), terms"
_PLANNING = {"enable_seqscan": "off", "enable_indexscan": "off", "jit": "off", "work_mem": "'64MB'"}


def find_candidates(connection: Connection, search: Search, limit: int, order: Order = "newest") -> Candidates:
    """The first ``limit`` entries that ``search`` wants, in ``order``."""
    rows = _find(connection, search, limit, order)
    return Candidates(*zip(*rows, strict=True)) if rows else Candidates()


def _find(connection: Connection, search: Search, limit: int, order: Order) -> _Rows:
    if order == "oldest" and search.since is None:
        dated = _find(connection, replace(search, since=FIRST_DAY), limit, order)
        if search.until is not None or len(dated) >= limit:
            return dated
        return [*dated, *_find(connection, replace(search, until=date.min), limit - len(dated), "newest")]
    if connection.dialect.name == "sqlite":
        return _find_sqlite(connection, search, limit, order)
    return _find_postgresql(connection, search, limit, order)


def _find_sqlite(connection: Connection, search: Search, limit: int, order: Order) -> _Rows:
    wanted, values = ["entry_text MATCH ?"], [write_fts5(search.question)]
    bounds: list[Any] = []
    if search.since is not None:
        wanted.append("rowid >= ?")
        bounds.append(search.since.toordinal() << KEY_BITS)
    if search.until is not None:
        wanted.append("rowid < ?")
        bounds.append((search.until.toordinal() + 1) << KEY_BITS)
    for sign, bound in ((">=", search.least), ("<=", search.most)):
        if bound is not None:
            wanted.append(f"score {sign} ?")
            bounds.append(bound)
    by = {"newest": "rowid DESC", "oldest": "rowid", "most": "score DESC, rowid DESC", "least": "score, rowid DESC"}
    return connection.exec_driver_sql(
        f"SELECT rowid & {(1 << KEY_BITS) - 1}, rowid >> {KEY_BITS}, score, place, "
        f"substr(marks, 1, instr(marks, '{HIDDEN}') - 1), terms "
        f"FROM entry_text WHERE {' AND '.join(wanted)} ORDER BY {by[order]} LIMIT ?",
        (*values, *bounds, limit),
    ).fetchall()


def _find_postgresql(connection: Connection, search: Search, limit: int, order: Order) -> _Rows:
    by_day = order in ("newest", "oldest")
    windows = _windows(_find_days(connection), search, limit, newest=order == "newest") if by_day else iter([search])
    settings = "; ".join(f"SET LOCAL {name} = {value}" for name, value in _PLANNING.items())
    connection.exec_driver_sql(settings)  # the planner cannot know how seldom two words stand together
    found: list[Any] = []
    part = next(windows)
    while True:
        found += _look_up(connection, part, limit - len(found), order)
        if len(found) >= limit or not isinstance(windows, Generator):
            break
        try:
            part = windows.send(len(found))
        except StopIteration:
            break
    connection.exec_driver_sql("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _PLANNING))
    return found


def _windows(told: _Days, search: Search, limit: int, *, newest: bool) -> Generator[Search, int, None]:
    """The search, one window of days after another in order; takes how much was found so far after each."""
    last = max((day for day, _ in told), default=None)
    low, high = search.since, search.until or last
    ahead = [(day, count) for day, count in told if (low is None or low < day) and (high is None or day < high)]
    if sum(count for _, count in told) < _SMALL or high is None or not ahead:
        yield search
        return
    ahead.sort(reverse=newest)
    wanted, spanned, at = limit * _FIRST_WINDOW, 0.0, 0
    while True:
        before = spanned
        while at < len(ahead) and spanned - before < wanted:
            spanned += ahead[at][1]
            at += 1
        if at == len(ahead):
            yield replace(search, since=low, until=search.until if high == last else high)
            return
        bound = ahead[at - 1][0]
        if newest:
            found = yield replace(search, since=bound, until=high)
            high = bound - timedelta(1)
        else:
            found = yield replace(search, since=low, until=bound)
            low = bound + timedelta(1)
        wanted = (limit - found) * spanned / found * _SPARE if found >= _FEW else spanned * 8


def _find_days(connection: Connection) -> _Days:
    """Days of the index with about how many entries lie between each and the next, as the planner's statistics have
    it; nothing before the first ANALYZE. The last day is always among them.
    """
    row = connection.exec_driver_sql(
        "SELECT c.reltuples, CAST(CAST(s.histogram_bounds AS text) AS date[]), "
        "CAST(CAST(s.most_common_vals AS text) AS date[]), s.most_common_freqs, (SELECT max(day) FROM entry_text) "
        "FROM pg_class AS c LEFT JOIN pg_stats AS s ON s.tablename = c.relname AND s.attname = 'day' "
        "AND s.schemaname = CAST(CAST(c.relnamespace AS regnamespace) AS text) "
        "WHERE c.oid = CAST('entry_text' AS regclass)"
    ).one()
    entries, bounds, common, shares, last = row
    told = {day: share * entries for day, share in zip(common or (), shares or (), strict=True)}
    rest = max(0.0, entries - sum(told.values()))
    for day in bounds or ():
        told[day] = told.get(day, 0.0) + rest / len(bounds)
    if last is not None:
        told.setdefault(last, 0.0)
    return [(day, count) for day, count in told.items() if day > date.min]


def _look_up(connection: Connection, search: Search, limit: int, order: Order) -> _Rows:
    question = search.question  # "day + 0" below keeps the planner from the index of days: the marks narrow it down
    if search.since is not None and search.until is not None:
        days = mark_days(search.since, search.until)
        question = replace(question, all=(*question.all, marked(days)))
    wanted, values = ["vector @@ CAST(%s AS tsquery)"], [write_tsquery(question)]
    bounds: list[Any] = []
    for column, sign, bound in (
        ("day + 0", ">=", search.since), ("day + 0", "<=", search.until),
        ("score", ">=", search.least), ("score", "<=", search.most),
    ):  # fmt: skip
        if bound is not None:
            wanted.append(f"{column} {sign} %s")
            bounds.append(bound)
    by = {
        "newest": "day DESC, key DESC", "oldest": "day, key",
        "most": "score DESC, day DESC, key DESC", "least": "score, day DESC, key DESC",
    }  # fmt: skip
    return connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM entry_text WHERE {' AND '.join(wanted)} ORDER BY {by[order]} LIMIT %s",
        (*values, *bounds, limit),
    ).fetchall()
