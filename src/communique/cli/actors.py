"""``communique actors``: the cast of an article."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.listing import DayOption, Files, Form, FormOption, OutOption, print_list
from communique.cli.sources import load_reader


def actors(
    files: Files,
    published: DayOption = None,
    format: FormOption = Form.TABLE,
    out: OutOption = None,
    mentions: Annotated[
        bool, typer.Option("--mentions", "-m", help="Under each actor every mention in its words.")
    ] = False,
) -> None:
    """List the cast of an article: who stands in it, as what, how often, and under which words.

    An office is the one held when the article was published: “the British prime minister” of March 2019 is Theresa
    May. States and large organisations carry ISO 3166 codes and Wikidata items.

    **Examples**

    - `communique actors talks.txt`
    - `communique actors talks.txt --mentions` shows each mention in the words around it
    - `communique actors talks.txt --format jsonl | jq 'select(.kind == "person") | .name'`

    **Exit status**: 0 all was read; 1 something failed; 2 the command was not understood; 3 nothing could be read.
    """
    from communique.export.cast import cast_lines, cast_table

    print_list(
        files,
        published,
        format,
        out,
        load_reader,
        lambda reader, article: reader.cast(article),
        cast_lines,
        lambda cast, width: cast_table(cast, width, mentions),
    )
