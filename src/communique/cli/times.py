"""``communique times``: which days the words of an article mean."""

from __future__ import annotations

from communique.cli.listing import Form, FormOption, OutOption, print_list
from communique.cli.sources import DayOption, Files, load_reader


def times(files: Files, published: DayOption = None, format: FormOption = Form.TABLE, out: OutOption = None) -> None:
    """List the time expressions of an article, and the days they mean.

    Each comes with its TIMEX3 type (DATE, TIME, DURATION, SET) and value, and with the earliest and the latest day it
    allows. “On Friday” is the last Friday or the next as its clause tells: “met on Friday”, “will meet on Friday”.

    **Examples**

    - `communique times talks.txt --published 2025-02-26`
    - `communique times talks.txt --published 2025-02-26 --format jsonl` gives one expression a line, with its place

    **Exit status**: 0 all was read; 1 something failed; 2 the command was not understood; 3 nothing could be read.
    """
    from communique.export.listing import time_lines, time_table

    print_list(files, published, format, out, load_reader, lambda r, a: r.times(a), time_lines, time_table)
