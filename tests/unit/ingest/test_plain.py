"""Plain text: paragraphs, roles, headers, datelines."""

from __future__ import annotations

from datetime import date

import pytest

from communique.errors import BadEncoding, EmptyArticle, NotText, TooLarge
from communique.ingest import LIMIT, read_bytes, read_text
from communique.model.article import Article, Role

LEDE = "Delegates of the two lake towns agreed on Friday to share one ice-breaker for the winter."
MORE = "Mayor Bram Holt said that the vessel would sail by December, provided the shipyard delivers its engine."


def read(text: str, path: str | None = None, published: date | None = None) -> Article:
    return read_text(text, path=path, published=published)


def words_of(article: Article, role: Role) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role is role]


def test_text_is_kept_verbatim_and_only_the_byte_order_mark_goes() -> None:
    article = read_bytes(b"\xef\xbb\xbf" + f"{LEDE}\r\n\r\n{MORE}\r\n".encode(), where="note.txt")
    assert article.text == f"{LEDE}\r\n\r\n{MORE}\r\n"
    assert words_of(article, Role.PARAGRAPH) == [LEDE, MORE]
    assert article.offsets == ()


def test_bytes_and_text_give_one_id() -> None:
    assert read(LEDE).id == read_bytes(LEDE.encode(), where="x").id


def test_a_line_is_a_paragraph_with_or_without_blank_lines() -> None:
    assert words_of(read(f"{LEDE}\n{MORE}\n"), Role.PARAGRAPH) == [LEDE, MORE]


def test_hard_wrapped_paragraphs_span_their_lines() -> None:
    first = (
        "Delegates of the two lake towns agreed on Friday to share one\n"
        "ice-breaker for the winter, and to quarrel about its name in\nthe spring."
    )
    second = (
        "Mayor Bram Holt said that the vessel would sail by December,\n"
        "provided that the shipyard delivers its second engine and that\nnobody strikes."
    )
    article = read(f"{first}\n\n{second}\n")
    assert words_of(article, Role.PARAGRAPH) == [first, second]


def test_an_indent_or_a_short_line_ends_a_wrapped_paragraph() -> None:
    text = (
        "   Delegates of the two lake towns agreed on Friday to share one\n"
        "ice-breaker for the winter, and to quarrel about its name in\nthe spring.\n"
        "   Mayor Bram Holt said that the vessel would sail by December,\n"
        "provided that the shipyard delivers its second engine and that\nnobody strikes.\n"
    )
    assert len(words_of(read(text), Role.PARAGRAPH)) == 2


def test_title_byline_date_and_dateline_are_told_apart() -> None:
    text = (
        "Lake towns share an ice-breaker\n\nBy Anneke Vos and Piet Land, Lake Courier\n"
        "Updated 4:10 PM ET, Mon March 3, 2031\n\n"
        f"HOLMEN, March 2 (Lake Wire) — {LEDE}\n\nA name in dispute\n\n{MORE}\n\n"
        "(Reporting by Anneke Vos; Editing by Piet Land)\n\n© 2031 Lake Courier. All rights reserved.\n"
    )
    article = read(text)
    assert article.title == "Lake towns share an ice-breaker"
    assert (article.author, article.outlet) == ("Anneke Vos and Piet Land", "Lake Courier")
    assert (article.place, article.published) == ("HOLMEN", date(2031, 3, 3))
    assert words_of(article, Role.PARAGRAPH) == [LEDE, MORE]
    assert words_of(article, Role.HEADING) == ["Lake towns share an ice-breaker", "A name in dispute"]
    assert words_of(article, Role.HEADER)[-1] == "HOLMEN, March 2 (Lake Wire) —"
    assert len(words_of(article, Role.FOOTER)) == 2


@pytest.mark.parametrize(
    ("opening", "place", "outlet", "day"),
    [
        ("KYIV, Feb. 26 (Wire) — ", "KYIV", "Wire", date(2031, 2, 26)),
        ("(CNN) — ", None, "CNN", None),
        ("GENEVA (AP) -- ", "GENEVA", "AP", None),
        ("LONDON — ", "LONDON", None, None),
        ("BRUSSELS, 12 May 2024 (Agency) - ", "BRUSSELS", "Agency", date(2024, 5, 12)),
        ("ST. LOUIS, Mo., Dec. 30 (Wire) — ", "ST. LOUIS, Mo.", "Wire", date(2030, 12, 30)),
        ("MOSCOW, February 26. /TASS/. ", "MOSCOW", "TASS", date(2031, 2, 26)),
        ("Velden, Ostrava (Wire) – ", "Velden, Ostrava", "Wire", None),
        ("ISLAMABAD: ", "ISLAMABAD", None, None),
    ],
)
def test_datelines(opening: str, place: str | None, outlet: str | None, day: date | None) -> None:
    article = read(f"{opening}{LEDE}\n\n{MORE}", path="/news/2031-01-15_x.txt")
    assert words_of(article, Role.HEADER) == [opening.strip()]
    assert words_of(article, Role.PARAGRAPH) == [LEDE, MORE]
    assert (article.place, article.outlet, article.published) == (place, outlet, day or date(2031, 1, 15))


@pytest.mark.parametrize(
    "opening",
    [
        "NATO — an alliance — said it would wait.",
        "Sen. Ada Poole (R-Ks.) — the bill's author — said it would pass.",
        "Talks on grain - and on barley - ended on Friday.",
        "By Tuesday, both sides had agreed on a text.",
        "March 3 — The deadline that both sides had set — passed in silence.",
    ],
)
def test_what_only_looks_like_a_dateline_or_byline_is_read(opening: str) -> None:
    article = read(f"{opening}\n\n{MORE}")
    assert words_of(article, Role.PARAGRAPH) == [opening, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "date 2031-02-26 Analysis by Anneke Vos, Wire",
        "By Anneke Vos",
        "Published: 26 February 2031",
        "Updated 4:10 PM ET, Wed February 26, 2031",
        "Feb 26 (Wire)",
        "3 min read",
        "Anneke Vos, diplomatic editor",
        "Published 10:01 GMT, 26 February 2031 | Updated 11:00 GMT, 27 February 2031",
    ],
)
def test_metadata_lines_are_headers(line: str) -> None:
    article = read(f"{line}\n\n{LEDE}\n\n{MORE}", published=None)
    assert words_of(article, Role.HEADER) == [line]
    assert article.title is None


@pytest.mark.parametrize(
    "line",
    [
        "The-CNN-Wire",
        "™ & © 2031 Lake News Network. All rights reserved.",
        "(Additional reporting by Piet Land in Holmen; editing by Ada Poole)",
        "Read more: Ten harbours to see in winter",
        "Sign up for our morning newsletter",
        "Piet Land contributed to this report.",
    ],
)
def test_trailers_are_footers(line: str) -> None:
    assert words_of(read(f"{LEDE}\n\n{MORE}\n\n{line}\n"), Role.FOOTER) == [line]


def test_a_day_in_the_file_name_counts_when_nothing_else_tells() -> None:
    assert read(LEDE, path="/a/lake_2031-10-05_ice.txt").published == date(2031, 10, 5)
    assert read(f"Published: 4 May 2030\n\n{LEDE}", path="2031-10-05.txt").published == date(2030, 5, 4)


def test_what_the_caller_gives_wins() -> None:
    article = read_text(f"A title of its own\n\nBy Anneke Vos\n\n{LEDE}\n\n{MORE}", title="Given", author="Somebody")
    assert (article.title, article.author) == ("Given", "Somebody")


def test_markdown_headings_lose_their_marks() -> None:
    assert words_of(read(f"# Ice\n\n{LEDE}\n\n## A name\n\n{MORE}"), Role.HEADING) == ["Ice", "A name"]


def test_offsets_are_code_points_in_any_script() -> None:
    text = "🚢🚢 " + LEDE + "\n\n" + "استؤنفت المحادثات يوم الاثنين بين البلدتين على البحيرة.\n\n👩‍👩‍👧 e\u0301 " + MORE
    article = read_bytes(text.encode(), where="x")
    assert article.blocks[0].span.of(text).startswith("🚢🚢 Delegates")
    assert article.blocks[1].span.of(text).startswith("استؤنفت")
    assert article.blocks[2].span.of(text).startswith("👩‍👩‍👧")


def test_a_stray_tag_does_not_make_a_page() -> None:
    text = f"<script>alert(1)</script> is what the page said.\n\n{LEDE} Is 3 < 4 and <p> a tag?"
    assert read(text).text == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_other_encodings_decode(encoding: str) -> None:
    text = "“Nobody gave up a berth,” said Zoë Müller — the café’s owner. " * 3
    assert read_bytes(text.encode(encoding), where="x").text == text


def test_cyrillic_of_the_nineties_decodes() -> None:
    text = "Переговоры возобновились в понедельник, сообщил мэр города. " * 5
    assert read_bytes(text.encode("koi8-r"), where="x").text == text


def test_damaged_utf8_names_the_byte() -> None:
    data = "“Nobody” — said Zoë".encode() * 3
    with pytest.raises(BadEncoding, match=f"byte {len(data)} "):
        read_bytes(data + b"\x92 and more", where="x")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 text", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n", b"a\x00b" * 9, b"\x01\x02ab"]
)
def test_binary_content_is_not_text(data: bytes) -> None:
    with pytest.raises(NotText):
        read_bytes(data, where="x")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u200b\u00a0\n".encode(), b"\xff\xfe"])
def test_nothing_to_read_is_an_error(data: bytes) -> None:
    with pytest.raises(EmptyArticle):
        read_bytes(data, where="x")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(BadEncoding, match="character 3"):
        read_text("abc\ud800")


def test_too_large_names_the_limit() -> None:
    with pytest.raises(TooLarge, match=r"5,000,000 characters\. Split"):
        read_bytes(b"word " * 10_000_000, where="x")
    with pytest.raises(TooLarge, match="Split"):
        read_bytes(b"a" * (LIMIT + 1), where="x")
    with pytest.raises(TooLarge, match="lines"):
        read_bytes(b"a\n" * 2_000_000, where="x")


@pytest.mark.parametrize("data", [b"word " * 1_000_000, b"a" * LIMIT, b"\n" * (LIMIT - 1) + b"x"])
def test_five_million_characters_are_read_in_linear_time(data: bytes) -> None:
    assert len(read_bytes(data, where="x").blocks) == 1
