"""Bytes to text by a chain that never fails: what was declared, its superset, UTF-8, a careful guess, replacement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from enum import Enum

from maildesk.intake.charset.doubt import is_meant, is_odd
from maildesk.intake.charset.guess import LOOKED_AT, guess, score, strictly
from maildesk.intake.charset.japanese import decoded_as_sent, euc_as_sent
from maildesk.intake.charset.names import NEIGHBOURS, codec_of

_ESCAPED = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([BJI])")
_HZ = re.compile(rb"~\{(?:[!-w][!-~])++(?:~\}|\r?\n|\Z)")
_HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 << 10
_HIGH = re.compile(rb"[\x80-\xff]")
_ASCII_WORDS = re.compile(rb"[A-Za-z0-9\s]")
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3}")
# One or two letters of Western Europe inside a word, each as one byte: between ASCII letters no UTF-8 has them.
_FOREIGN = re.compile(rb"[A-Za-z][\xc0-\xff]{1,2}[a-z]")
# Letters of other charsets look like UTF-8 by chance, but one in five of them at most.
_MOSTLY, _HALF = 0.7, 0.5
_WESTERN = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
# Letters that are cut off right behind their first bytes.
_CUT = re.compile(rb"[\x80-\xbf]{0,3}[\x00-\x7f]*+(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})?\s*")
_FEW = 4
_WESTERN_CODECS = ("cp1252", "iso8859-15", "cp1254")
_SHIFTED = re.compile(rb"\x1b\$|~\{")
_SHIFTING = ("iso2022", "hz", "utf-7", "utf-16", "utf-32", "utf_16", "utf_32")
_JAPANESE = ("iso2022_jp", "euc_jp")
_FORBIDDEN = re.compile(r"[\x00\ud800-\udfff\ufffe\uffff]")


def decode(data: bytes, declared: str = "", languages: Collection[str] = ()) -> str:
    """The text of some bytes; never raises, and the text holds no NUL and no lone surrogate (V050, V051).

    `languages` are those that customers of the desk write, for bytes that do not say what they are.
    """
    text = _decoded(data, declared, languages)
    return _FORBIDDEN.sub("\ufffd", text) if not text.isascii() or "\x00" in text else text


def charset_of_html(data: bytes) -> str:
    """The charset an HTML document names for itself in its first 2 KiB, or ""."""
    found = _HTML_CHARSET.search(data, 0, 2048)
    return found[1].decode("ascii") if found else ""


def _decoded(data: bytes, declared: str, languages: Collection[str]) -> str:
    if not declared and b"\x1b" not in data and b"~{" not in data and data.isascii():
        return data.decode("ascii")  # as nearly every header is
    return next(text for _, text in readings(data, declared, languages) if text is not None)


def reads(data: bytes, declared: str) -> bool:
    """Whether the bytes are what they are declared to be, but for a few."""
    codec = codec_of(declared)
    return bool(codec) and (_strictly(data, codec) is not None or _nearly(data, codec) is not None)


class Reading(Enum):
    """A step of the chain."""

    MARK = "byte order mark"
    SEVEN_BITS = "seven bits"
    DECLARED = "declared"
    JAPANESE = "Japanese as it is sent"
    UTF_8 = "UTF-8"
    NEIGHBOUR = "the neighbour of what is declared"
    REPAIRED = "declared, with a few bad bytes"
    MOSTLY_UTF_8 = "mostly UTF-8"
    GUESSED = "guessed"
    REPLACED = "replaced"


def readings(data: bytes, declared: str, languages: Collection[str]) -> Iterator[tuple[Reading, str | None]]:
    """Each step in turn with the text it reads, None where it cannot; the first text is taken, and the last step always has one."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            yield Reading.MARK, data.decode(codec, "replace").removeprefix("\ufeff")
            return
    codec = codec_of(declared) if declared else ""
    if data.isascii() and (codec in ("", "utf-8", "cp1252") or (_SHIFTED.search(data) and not codec.startswith(_SHIFTING))):
        yield Reading.SEVEN_BITS, _seven_bit(data)
        return
    if codec:
        text = _as_declared(data, codec)
        yield (_belied(data, text, codec, languages) if text is not None else None) or (Reading.DECLARED, text)
    if codec.startswith(_JAPANESE):
        yield Reading.JAPANESE, _as_japanese(data, codec)
    yield Reading.UTF_8, _strictly(data, "utf-8")
    if codec in NEIGHBOURS:
        yield Reading.NEIGHBOUR, _as_neighbour(data, codec)
    # As where a list wrote its own words below.
    if codec == "utf-8" and _FOREIGN.search(data) and (mixed := _mostly_utf_8(data, _HALF)) is not None:
        yield Reading.MOSTLY_UTF_8, mixed
        return
    if codec:
        yield Reading.REPAIRED, _nearly(data, codec)
    yield Reading.MOSTLY_UTF_8, _mostly_utf_8(data)
    yield Reading.GUESSED, guess(data, languages)
    yield Reading.REPLACED, data.decode(codec or "utf-8", "replace")


def _as_declared(data: bytes, codec: str) -> str | None:
    """The declared charset; its neighbour where a sign of that stands in the text, and the words are none the worse for it."""
    if codec == "utf-16":
        return _utf_16(data)
    text = _strictly(data, codec)
    if text is None or codec == "utf-8" or text.isascii():
        return text
    meant = _as_neighbour(data, codec) if codec in NEIGHBOURS and NEIGHBOURS[codec][1].search(text) else None
    return text if meant is None or not _is_likelier(meant, text) else meant


def _is_likelier(text: str, than: str) -> bool:
    return score(text[:LOOKED_AT]) > score(than[:LOOKED_AT])


def _belied(data: bytes, text: str, codec: str, languages: Collection[str]) -> tuple[Reading, str] | None:
    """What the bytes are rather than what they are declared to be: UTF-8, which is none by chance, or letters no language has under that name."""
    if codec == "utf-8" or codec.startswith(_SHIFTING) or data.isascii():
        return None
    meant = _strictly(data, "utf-8")
    if meant is not None and (len(_UTF_8.findall(data[:_SAMPLE])) > _FEW or _is_likelier(meant, text)):
        return Reading.UTF_8, meant
    if not is_odd(text[:LOOKED_AT], western=codec in _WESTERN_CODECS):
        return None
    meant = guess(data, languages)
    return (Reading.GUESSED, meant) if meant is not None and is_meant(meant[:LOOKED_AT], text[:LOOKED_AT]) else None


def _as_japanese(data: bytes, codec: str) -> str | None:
    if codec.startswith("iso2022_jp"):
        return _eight_bit_japanese(data) if not data.isascii() else decoded_as_sent(data)
    return euc_as_sent(data) if codec == "euc_jp" and _strictly(data, "utf-8") is None else None


def _eight_bit_japanese(data: bytes) -> str | None:
    """What is declared to be seven bits and is not: the likelier of the two that Japanese programs write."""
    if _strictly(data, "utf-8") is not None:
        return None
    found = [text for text in (decoded_as_sent(data), euc_as_sent(data)) if text is not None]
    return max(found, key=lambda text: score(text[:LOOKED_AT]), default=None)


def _as_neighbour(data: bytes, codec: str) -> str | None:
    """What programs mean that declare a charset and write its neighbour's letters."""
    return _strictly(data, NEIGHBOURS[codec][0]) if codec in NEIGHBOURS else None


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, by where its zeros stand; ASCII letters are none, whatever a page says of itself (WHATWG HTML §13.2.3.2)."""
    if b"\x00" not in data and (len(_ASCII_WORDS.findall(data)) > 0.8 * len(data) if data.isascii() else _strictly(data, "utf-8") is not None):
        return None
    return _strictly(data, "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return strictly(data, codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _mostly_utf_8(data: bytes, share: float = _MOSTLY) -> str | None:
    """Texts of two programs in one: UTF-8 where it holds, the charset of the West for the bytes between."""
    sample = data[:_SAMPLE]
    if sum(map(len, _UTF_8.findall(sample))) < share * len(_HIGH.findall(sample)):
        return None
    return data.decode("utf-8", "surrogateescape").translate(_WESTERN)


def _nearly(data: bytes, codec: str) -> str | None:
    """The declared charset with a few bad bytes: a mail cut inside a character is still what it says."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    bad = text.count("\ufffd")
    if codec == "utf-8" and not _UTF_8.search(data):
        return text if _CUT.fullmatch(data) else None  # no letter of it is UTF-8
    # Of UTF-8 a short text is only cut at its ends: a byte that cannot be inside it is another charset's letter.
    short = "\ufffd" not in text.strip("\ufffd\t\r\n ") if codec == "utf-8" else len(text) < 20
    return text if (short and bad * 2 < len(text)) or bad * 20 <= len(text) else None


def _seven_bit(data: bytes) -> str:
    """Seven-bit bytes; ISO-2022-JP is often sent without a word about it (RFC 1468), its Chinese and Korean kin too (RFC 1843, RFC 1557)."""
    if b"\x1b$)C" in data and (korean := _strictly(data, "iso2022_kr")) is not None:
        return korean
    if b"~{" in data and _HZ.search(data) and (chinese := _strictly(data, "hz")) is not None:
        return chinese
    if b"\x1b" in data and _ESCAPED.search(data):
        text = _strictly(data, "iso2022_jp_ext") or decoded_as_sent(data)
        if text is not None:
            return text
    return data.decode("ascii")
