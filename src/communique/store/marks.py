"""The marks of an entry: what filters ask for, written as words of the full-text index.

Kind, stance, mode, status, outlet, issue, article, actors with their roles, month and score stand beside an entry's
words as tokens that no text can hold ("_kstatement", "_a17", "_a17_speaker"), so that a question with filters is one
look-up in the index, and the marks of what it finds add up to the counts of the facets.

``_e`` every entry, ``_x`` not listed, ``_r`` a reprint; ``_o`` the outlet's name in hexadecimal UTF-8; ``_i`` and
``_n`` the keys of issue and article; ``_y`` and ``_d`` year and month of the day; ``_c`` and ``_h`` the score in
tenths and hundredths, rounded down.
"""

from __future__ import annotations

import re
from datetime import date

EVERY, UNLISTED, REPRINT = "_e", "_x", "_r"

HIDDEN = " _e"
"""What parts the marks that facets count from the others."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # entries of years beyond share the mark of the nearest
_OUTLET = 100  # characters of its name
_PLAIN = re.compile(r"[a-z_]+")

# {row} is the row of ``entry``; the two databases differ in how they spell hexadecimal, months, integers and joins.
# What facets count stands first, and " _e" begins the rest.
_SQL = """
'_k' || {row}.kind || coalesce(' _s' || {row}.stance, '') || coalesce(' _m' || {row}.mode, '')
|| ' _t' || {row}.status || coalesce(' _o' || {outlet}, '') || coalesce(' _i' || {row}.issue, '')
|| coalesce({month}, '')
|| coalesce((SELECT {join}(' _a' || actor, '') FROM
             (SELECT DISTINCT actor FROM entry_actor WHERE entry = {row}.key) AS named), '')
|| ' _e' || CASE WHEN {row}.listed THEN '' ELSE ' _x' END
|| CASE WHEN {row}.first IS NULL THEN '' ELSE ' _r' END
|| ' _n' || {row}.article || coalesce(' _y' || {year}, '') || ' _c' || {tenths} || ' _h' || {hundredths}
|| coalesce((SELECT {join}(' _a' || actor || '_' || role, '') FROM entry_actor WHERE entry = {row}.key), '')
"""


def marks_sql(dialect: str, row: str) -> str:
    """The SQL expression for the marks of the entry that ``row`` names, joined by spaces."""
    if dialect == "sqlite":
        year = f"CAST(substr({row}.day, 1, 4) AS INTEGER)"
        return _SQL.format(
            row=row,
            outlet=f"lower(hex(substr({row}.outlet, 1, {_OUTLET})))",
            month=f"strftime(' _d%Y%m', {row}.day)",
            year=f"max({_FIRST_YEAR}, min({_LAST_YEAR}, {year}))",
            tenths=f"CAST({row}.score * 10 AS INTEGER)",
            hundredths=f"CAST({row}.score * 100 AS INTEGER)",
            join="group_concat",
        )
    year = f"CAST(date_part('year', {row}.day) AS integer)"
    return _SQL.format(
        row=row,
        outlet=f"encode(convert_to(left({row}.outlet, {_OUTLET}), 'UTF8'), 'hex')",
        month=f"to_char({row}.day, '\" _d\"YYYYMM')",
        year=f"CASE WHEN {row}.day IS NOT NULL THEN greatest({_FIRST_YEAR}, least({_LAST_YEAR}, {year})) END",
        tenths=f"CAST(trunc({row}.score * 10) AS integer)",
        hundredths=f"CAST(trunc({row}.score * 100) AS integer)",
        join="string_agg",
    )


def mark_choice(letter: str, value: str) -> str:
    """The mark of a kind (k), stance (s), mode (m) or status (t); one that no entry has where it is no such word."""
    return f"_{letter}{value}" if _PLAIN.fullmatch(value) else "_nothing"


def mark_actor(key: int, role: str | None = None) -> str:
    """The mark of an actor, in any role or one."""
    if role is None:
        return f"_a{key}"
    return f"_a{key}_{role}" if _PLAIN.fullmatch(role) else "_nothing"


def mark_outlet(name: str) -> str:
    """The mark of an outlet."""
    return "_o" + name[:_OUTLET].encode("utf-8", "replace").hex()


def read_outlet(mark: str) -> str:
    """The name of the outlet that a mark names."""
    return bytes.fromhex(mark[2:]).decode("utf-8", "replace")


def mark_scores(least: float | None, most: float | None) -> tuple[str, ...]:
    """The marks of which an entry with a score in [least, most] has one; some have it with a score just outside.

    >>> mark_scores(0.88, None)
    ('_h88', '_h89', '_c9', '_c10')
    """
    low = 0 if least is None else int(max(0.0, min(1.0, least)) * 100)
    high = 100 if most is None else int(max(0.0, min(1.0, most)) * 100)
    marks: list[str] = []
    while low <= high:
        if low % 10 == 0 and (low + 9 <= high or low == 100):
            marks.append(f"_c{low // 10}")
            low += 10
        else:
            marks.append(f"_h{low}")
            low += 1
    return tuple(marks)


def mark_days(low: date, high: date) -> tuple[str, ...]:
    """The marks of which an entry of a day in [low, high] has one; some have it on a day just outside.

    >>> mark_days(date(2023, 11, 5), date(2025, 1, 2))
    ('_d202311', '_d202312', '_y2024', '_d202501')
    """
    marks: list[str] = []
    for year in range(max(low.year, _FIRST_YEAR), min(high.year, _LAST_YEAR) + 1):
        first = low.month if year == low.year else 1
        last = high.month if year == high.year else 12
        if (first, last) == (1, 12) or year in (_FIRST_YEAR, _LAST_YEAR):
            marks.append(f"_y{year}")
        else:
            marks += [f"_d{year}{month:02d}" for month in range(first, last + 1)]
    if high.year < _FIRST_YEAR or low.year > _LAST_YEAR:
        marks.append(f"_y{_FIRST_YEAR if high.year < _FIRST_YEAR else _LAST_YEAR}")
    return tuple(marks)
