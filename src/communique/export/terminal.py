"""Text of an article made harmless for a terminal, and the colour of each kind there.

An article can hold escape sequences that rename the window, move the cursor or hide words, and marks that reverse the
direction of a line. They become visible replacement characters.
"""

from __future__ import annotations

import re

from rich.text import Text

from communique.model.entry import Kind

# C0 and C1 controls, direction marks and overrides, line separators, half surrogates, and the byte order mark.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

COLOURS: dict[str, str] = {
    Kind.STATEMENT.value: "blue",
    Kind.COMMITMENT.value: "green",
    Kind.CONDITION.value: "yellow",
    Kind.DISPUTE.value: "red",
    Kind.EVENT.value: "magenta",
    Kind.PROVISION.value: "cyan",
    Kind.AMOUNT.value: "bright_black",
}


def clean(text: str) -> str:
    """The text on one line, with a replacement character for everything that a terminal would act on.

    >>> clean("a\\x1b[31mred\\nline")
    'a\ufffd[31mred line'
    """
    return " ".join(_UNSAFE.sub("\ufffd", text).split())


def style_text(*parts: tuple[str, str]) -> Text:
    """Pieces of text with their styles, cleaned; markup in them is plain text."""
    text = Text()
    for words, style in parts:
        edge = words[:1].isspace(), words[-1:].isspace()
        text.append(f"{' ' * edge[0]}{clean(words)}{' ' * (edge[1] and bool(words.strip()))}", style)
    return text
