"""``communique names``: the proper names of an article."""

from __future__ import annotations

from communique.cli.listing import Form, FormOption, OutOption, print_list
from communique.cli.sources import DayOption, Files, load_reader


def names(files: Files, published: DayOption = None, format: FormOption = Form.TABLE, out: OutOption = None) -> None:
    """List the proper names of an article: persons, organisations, places, groups, events, documents.

    A name is marked without its title, its article and its possessive ending: “Keir Starmer” in “Prime Minister Keir
    Starmer’s”. The actors behind the names are listed by `communique actors`.

    **Examples**

    - `communique names talks.txt`
    - `communique names talks.txt --format jsonl` gives every name with its place, in the order of the text

    **Exit status**: 0 all was read; 1 something failed; 2 the command was not understood; 3 nothing could be read.
    """
    from communique.export.listing import name_lines, name_table

    print_list(
        files, published, format, out, load_reader, lambda r, a: r.resolve(a), name_lines, name_table, dated=False
    )
