"""Bytes to text by a chain that never fails: what was declared, its superset, UTF-8, a careful guess, replacement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection

from maildesk.intake.guess import guess
from maildesk.intake.japanese import decoded_as_sent

# Charsets in practice mean their superset (WHATWG Encoding §4.2, and what mail programs really send under these names).
SUPERSETS = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "unicode": "utf-16",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "x-windows-949": "cp949",
    "windows-949": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "koi8-ru": "koi8-u",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "visual": "iso-8859-8",
    "unknown-8bit": "",
    "x-unknown": "",
    "unknown": "",
    "default": "",
    "binary": "",
    "8bit": "",
    "7bit": "",
}

# Codecs of Python that are no character sets; a mail that names one of them gets the chain's next step (V043).
_NO_CHARSETS = frozenset(
    [
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "unicode_internal",
        "string_escape",
        "mbcs",
        "oem",
        "palmos",
        "base64",
        "bz2",
        "hex",
        "quopri",
        "rot_13",
        "uu",
        "zlib",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
    ]
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}", re.ASCII)
_ESCAPED = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([BJI])")
_HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 64 << 10
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3}")
# Letters of other charsets look like UTF-8 by chance, but one in five of them at most.
_MOSTLY = 0.7
_WESTERN = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
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


def codec_of(name: str) -> str:
    """The codec that reads what mail programs send under this charset name; "" where the name is none."""
    name = name.strip().strip("\"'").lower()
    codec = SUPERSETS.get(name, name)
    if not _NAME.fullmatch(codec):
        return ""
    try:
        known = codecs.lookup(codec).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if known.replace("-", "_") in _NO_CHARSETS or known in _NO_CHARSETS else codec


def _decoded(data: bytes, declared: str, languages: Collection[str]) -> str:
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace").removeprefix("\ufeff")
    codec = codec_of(declared) if declared else ""
    if data.isascii() and codec in ("", "utf-8", "cp1252"):
        return _seven_bit(data)
    for attempt in _attempts(data, codec, languages):
        text = attempt()
        if text is not None:
            return text
    return data.decode(codec or "utf-8", "replace")


def _attempts(data: bytes, codec: str, languages: Collection[str]) -> tuple[Callable[[], str | None], ...]:
    japanese = (lambda: decoded_as_sent(data),) if codec.startswith(("iso2022_jp", "iso-2022-jp")) else ()
    repaired = (lambda: _nearly(data, codec),) if codec else ()
    declared = (lambda: _strictly(data, codec),) if codec else ()
    return (*declared, *japanese, lambda: _strictly(data, "utf-8"), *repaired, lambda: _mostly_utf_8(data), lambda: guess(data, languages))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _mostly_utf_8(data: bytes) -> str | None:
    """Texts of two programs in one: UTF-8 where it holds, the charset of the West for the bytes between."""
    sample = data[:_SAMPLE]
    if sum(map(len, _UTF_8.findall(sample))) < _MOSTLY * len(_HIGH.findall(sample)):
        return None
    return data.decode("utf-8", "surrogateescape").translate(_WESTERN)


def _nearly(data: bytes, codec: str) -> str | None:
    """The declared charset with a few bad bytes: a mail cut inside a character is still what it says."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return None
    # Of UTF-8 a short text is only cut at its ends: a byte that cannot be inside it is another charset's letter.
    short = "\ufffd" not in text.strip("\ufffd\t\r\n ") if codec == "utf-8" else len(text) < 20
    return text if short or text.count("\ufffd") * 20 <= len(text) else None


def _seven_bit(data: bytes) -> str:
    """Seven-bit bytes; ISO-2022-JP is often sent without a word about it (RFC 1468)."""
    if b"\x1b" in data and _ESCAPED.search(data):
        text = _strictly(data, "iso2022_jp_ext") or decoded_as_sent(data)
        if text is not None:
            return text
    return data.decode("ascii")
