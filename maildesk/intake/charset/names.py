"""What mail programs call a charset, and which codec reads what they really send under that name."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names that no codec of Python has, in small letters and digits; "" for those that name nothing.
_LABELS = {
    "utf-8": "usascii unicode11utf8 unicode20utf8 utf8mb4 utf8mac utf8sig utf8n cesu8",
    "utf-7": "unicode11utf7 unicode20utf7",
    "utf-16": "csunicode iso10646ucs2 ucs2 unicode unicodefeff utf16",
    "utf-16-be": "unicodefffe",
    "cp1252": "ansi isolatin1 88591 iso8859 western",
    "cp874": "tis620 dos874 windows874",
    "iso8859-6": "csiso88596e csiso88596i",
    "iso8859-7": "suneugreek",
    "iso8859-8": "csiso88598e csiso88598i logical visual",
    "iso8859-15": "csisolatin9 latin9 latin0 885915",
    "koi8-r": "koi koi8 koi8r",
    "koi8-u": "koi8ru",
    "mac-roman": "mac csmacintosh macintosh macroman",
    "mac-cyrillic": "maccyrillic macukrainian",
    "mac-latin2": "macce maccentraleurroman macintoshce",
    "mac-iceland": "macicelandic",
    "gb18030": "csgb2312 gb2312 eucgb2312 gb18030 gb180302000 ms936 gb231280 cngb macchinesesimp",
    "big5hkscs": "big5 big5eten cnbig5 xbig5 big5hkscs big5hk macchinesetrad",
    "cp932": "shiftjis sjis windows31j ms932 mskanji cswindows31j csshiftjis mscp932 sjisopen macjapanese",
    "euc_jp": "cseucpkdfmtjapanese eucjp eucjpms cp51932",
    "iso2022_jp_ext": "iso2022jpms cp50220 cp50221 cp50222 jis",
    "cp949": "cseuckr isoir149 csksc56011987 korean ksc56011987 ksc56011989 ksc5601 ms949 mackorean",
    "hz": "hzgb2312",
    "": "unknown8bit unknown default binary 8bit 7bit xunknown userdefined none",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
# A codec, and the wider one that mail programs mean (WHATWG Encoding §4.2): both read the same where the first reads anything.
_WIDER = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext",
}
# What programs of Windows (and of Ukraine) send under the name of a standard. It holds other letters in places, so a sign is needed.
_CONTROLS = re.compile(r"[\x80-\x9f]")
_FRAME_AT_A_LETTER = re.compile(r"[╓╕╖╜╢╤╥╫][а-яА-Я]|[а-яА-Я][╓╕╖╜╢╤╥╫]")
NEIGHBOURS = {
    "iso8859-2": ("cp1250", _CONTROLS),
    "iso8859-4": ("cp1257", _CONTROLS),
    "iso8859-5": ("cp1251", _CONTROLS),
    "iso8859-6": ("cp1256", _CONTROLS),
    "iso8859-7": ("cp1253", _CONTROLS),
    "iso8859-8": ("cp1255", _CONTROLS),
    "iso8859-13": ("cp1257", _CONTROLS),
    "iso8859-15": ("cp1252", _CONTROLS),
    "iso8859-16": ("cp1250", _CONTROLS),
    "koi8-r": ("koi8-u", _FRAME_AT_A_LETTER),
    "big5hkscs": ("cp950", _CONTROLS),
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
        "utf_32",
        "utf_32_le",
        "utf_32_be",
    ]
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_.:+ -]{0,39}", re.ASCII)
# What stands behind a name where a quotation mark or a semicolon was forgotten, and a comment (RFC 2045 §5.1).
_BEHIND = re.compile(r"\s*[;,(].*\Z", re.DOTALL)
_SIGNS = re.compile(r"[^a-z0-9]+")
# `iso_8859-1:1987`, `ISO 8859-2`, `iso88595`, `iso-8859-8-e`
_ISO_8859 = re.compile(r"iso[-_ ]?8859[-_ ]?(1[0-6]|[1-9])(?!\d)")
# `x-cp1250`, `win-1251`, `windows1252`, `IBM 850`
_CODE_PAGE = re.compile(r"(?:windows|win|cp|ibm|ms|dos)[-_ ]?(\d{3,5})(?!\d)")


def codec_of(name: str) -> str:
    """The codec that reads what mail programs send under this charset name; "" where the name is none."""
    return _codec_of(name) if len(name) <= 60 else ""


@lru_cache(maxsize=512)
def _codec_of(name: str) -> str:
    name = _BEHIND.sub("", name.strip().strip("\"'<>=").lower().removeprefix("charset=")).rstrip("\"'")
    if not _NAME.fullmatch(name):
        return ""
    name = name.removeprefix("x-")
    codec = _CODECS.get(_SIGNS.sub("", name))
    if codec is not None:
        return codec
    known = _known(name) or _known(_numbered(name))
    return _WIDER.get(known, known)


def names_ascii(name: str) -> bool:
    return "ascii" in name.lower() or name.lower() in ("ansi_x3.4-1968", "ansi_x3.4-1986", "646", "iso646-us")


def _numbered(name: str) -> str:
    """A charset that is known by its number, as Python writes it; whatever stands behind the number says nothing new."""
    if iso := _ISO_8859.match(name):
        return f"iso8859-{iso[1]}"
    page = _CODE_PAGE.match(name)
    return f"cp{page[1]}" if page else ""


def _known(name: str) -> str:
    """What Python calls the charset, "" where it has none of that name."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if known.replace("-", "_") in _NO_CHARSETS else known
