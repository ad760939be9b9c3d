"""The desk's colours: the dossier's family, legible on every ground in both themes and on paper."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from communique.model.entry import Kind

Tokens = dict[str, str]
THEMES = ("light", "dark", "print")
WORDS = [kind.value for kind in Kind] + ["ink", "soft", "good", "bad", "link"]
GROUNDS = ("paper", "card", "wash")


def read_tokens(css: str) -> dict[str, Tokens]:
    """The colours that ``:root`` has in each theme."""
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))
        for block in re.findall(r":root[^{]*\{([^}]*)\}", css)
    ]
    found = [block for block in blocks if "paper" in block]
    light, dark, paper = found[0], found[1], found[-1]
    return {"light": light, "dark": light | dark, "print": light | paper}


DESK = read_tokens(files("communique.web").joinpath("static/desk.css").read_text(encoding="utf-8"))
DOSSIER = read_tokens(files("communique.export.dossier").joinpath("style.css").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("word", WORDS)
def test_words_stand_out_from_every_ground(theme, word):
    tokens = DESK[theme]
    assert min(contrast(tokens[word], tokens[ground]) for ground in GROUNDS) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_what_was_found_and_the_main_button_can_be_read(theme):
    tokens = DESK[theme]
    assert contrast(tokens["ink"], tokens["found"]) >= 4.5
    assert contrast(tokens["on-main"], tokens["main"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edges_of_fields_can_be_seen(theme):
    tokens = DESK[theme]
    assert min(contrast(tokens["edge"], tokens[ground]) for ground in ("paper", "card", "wash")) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_kinds_have_the_colours_of_the_dossier(theme):
    assert {kind: DESK[theme][kind] for kind in Kind} == {kind: DOSSIER[theme][kind] for kind in Kind}
