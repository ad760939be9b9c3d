"""Bytes → text: what encoding they are in, or why they are no text.

The order is: a byte order mark, UTF-16 without one, strict UTF-8, the charset a page declares, Windows-1252 where
only its few press characters occur, then charset-normalizer. Nothing is ever replaced or dropped: what does not
decode is an error that names the byte.

>>> decode("Genève".encode("utf-16"), "note.txt")
'Genève'
"""

from __future__ import annotations

import codecs
import re

from communique.errors import BadEncoding, NotText, TooLarge
from communique.ingest.words import word_set

LIMIT = 5_000_000  # characters in one article
_MOST_BYTES_PER_CHARACTER = 4  # of every encoding that is tried
_SAMPLE = 200_000  # bytes that charset-normalizer sees

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF; save its text first, for instance with pdftotext"),
    (b"PK\x03\x04", "a zip archive, perhaps a .docx, .odt or .epub; export it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file; export it as plain text"),
    (b"{\\rtf", "an RTF document; export it as plain text"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh9", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"\x89PNG\r\n", "an image; only text can be read"),
    (b"\xff\xd8\xff", "an image; only text can be read"),
    (b"GIF8", "an image; only text can be read"),
    (b"II*\x00", "an image; only text can be read"),
    (b"SQLite format 3\x00", "a database; only text can be read"),
    (b"\x7fELF", "a program; only text can be read"),
    (b"OggS", "a recording; only text can be read"),
    (b"ID3", "a recording; only text can be read"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# Quotation marks, dashes, ellipsis, currency, guillemets, section and degree signs of Windows-1252, then its lower-case
# accented letters: what an English-language newsroom of the nineties to tens wrote outside ASCII.
_PRESS_1252 = frozenset(b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xbd")
_LEGACY = sorted(
    word_set(
        "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u iso8859_2 iso8859_5 iso8859_6 "
        "iso8859_7 iso8859_8 iso8859_9 iso8859_13 iso8859_15 cp866 mac_roman mac_cyrillic cp932 euc_jp "
        "gb18030 big5 cp949 euc_kr"
    )
)


def decode(data: bytes, where: str) -> str:
    """The text of ``data`` without its byte order mark.

    NotText for binary content, TooLarge over ``LIMIT`` characters (told from the length alone where that
    suffices, before anything is decoded), BadEncoding with the byte offset where nothing fits.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotText(where, f"this is {what}.")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise NotText(where, "this is a recording or an image; only text can be read.")
    if len(data) > LIMIT * _MOST_BYTES_PER_CHARACTER + 4:
        raise TooLarge(where, _too_large(f"{len(data):,} bytes"))
    text = _decoded(data, where)
    check(text, where)
    return text


def check(text: str, where: str) -> None:
    """Raises TooLarge, NotText (NUL, or more than 1 % control characters) or BadEncoding (a lone surrogate)."""
    if len(text) > LIMIT:
        raise TooLarge(where, _too_large(f"{len(text):,} characters"))
    # Encoding finds a surrogate ten times faster than a regular expression finds that there is none.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadEncoding(
            where, f"character {error.start} is half of a surrogate pair; decode the original again, strictly."
        ) from None
    if "\x00" in text or len(_CONTROL.findall(text[:_SAMPLE])) * 100 > min(len(text), _SAMPLE):
        raise NotText(where, "it holds control characters as binary files do; save it as plain text or HTML first.")


def _too_large(size: str) -> str:
    return f"it has {size}; one article may have {LIMIT:,} characters. Split it into one file per article."


def _decoded(data: bytes, where: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, where, shift=len(bom))
    if b"\x00" in data[:4096]:
        unmarked = _utf16_without_mark(data)
        if unmarked is None:
            raise NotText(where, "it holds NUL bytes as binary files do; save it as plain text or HTML first.")
        return _strict(data, unmarked, where)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, where, error)


def _strict(data: bytes, encoding: str, where: str, shift: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadEncoding(
            where, f"byte {error.start + shift} is not {encoding}, which the file begins as; save it again as UTF-8."
        ) from None


def _utf16_without_mark(data: bytes) -> str | None:
    """Latin text in UTF-16 has its NULs at every other byte; so have the spaces of any text."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or min(even, odd) * 20 > max(even, odd) or max(even, odd) * 20 < len(head) // 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _legacy(data: bytes, where: str, error: UnicodeDecodeError) -> str:
    refusal = BadEncoding(
        where,
        f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8, and no other encoding fits; save it as UTF-8.",
    )
    declared = _CHARSET.search(data[:4096])
    name = _known_codec(declared[1].decode("ascii")) if declared else None
    if name and (text := _attempt(data, name)) is not None:
        return text
    sample = data[max(0, error.start - _SAMPLE // 2) :][:_SAMPLE]
    # Letters of legacy encodings hardly ever form valid UTF-8; where most do, this is damaged UTF-8, and
    # reading it as anything else would turn every other quotation mark into three wrong letters.
    high = len(_HIGH.findall(sample))
    if sum(len(m) for m in _MULTIBYTE.findall(sample) if _is_utf8(m)) * 2 > high:
        raise refusal
    if _is_press_1252(sample, high) and (text := _attempt(data, "cp1252")) is not None:
        return text
    # Here, because most files are UTF-8 and start faster without it.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_LEGACY, threshold=0.1).best()
    text = _attempt(data, best.encoding) if best is not None else None
    if text is None:
        raise refusal
    return text


def _known_codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # as every browser reads it (WHATWG Encoding Standard, section 4.2)
    return name if name.replace("-", "_") in {codecs.lookup(n).name.replace("-", "_") for n in _LEGACY} else None


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_utf8(piece: bytes) -> bool:
    return _attempt(piece, "utf-8") is not None


def _is_press_1252(sample: bytes, high: int) -> bool:
    """True for ASCII prose with a few bytes outside it, each a press character or a letter amid ASCII letters."""
    if high * 20 > len(sample):
        return False
    for match in _HIGH.finditer(sample):
        byte, at = sample[match.start()], match.start()
        around = sample[max(0, at - 1) : at] + sample[at + 1 : at + 2]
        if byte not in _PRESS_1252 and not (byte >= 0xC0 and byte not in b"\xd7\xf7" and around.isalpha()):
            return False
    return True
