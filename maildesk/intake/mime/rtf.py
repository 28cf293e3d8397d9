"""The words of texts with looks of their own, RTF (Outlook's) and text/enriched, without them: linear, bounded, and total."""

from __future__ import annotations

import re

from maildesk.intake.charset.chain import decode

# A byte, a control word with its number, a control sign, a brace, plain words.
_TOKEN = re.compile(rb"\\'([0-9A-Fa-f]{2})|\\([A-Za-z]{1,32})(-?\d{1,9})? ?|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL)
# What a group is not for reading where it begins with one of these.
_HIDDEN = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator", b"themedata"})
_SIGNS = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•"}
_DEEPEST, _MOST_TOKENS = 200, 200_000


def rtf_text(data: bytes, charset: str) -> str:
    """What a person reads in it; `charset` is that of its bytes beyond ASCII."""
    out: list[str] = []
    hidden = [False]
    skip = 0  # letters that follow a Unicode one for programs that know none
    for count, found in enumerate(_TOKEN.finditer(data)):
        byte, word, number, sign, brace, plain = found.groups()
        if brace == b"{" and len(hidden) < _DEEPEST:
            hidden.append(hidden[-1])
        elif brace == b"}" and len(hidden) > 1:
            hidden.pop()
        elif word in _HIDDEN or sign == b"*":
            hidden[-1] = True
        elif word == b"htmlrtf":
            hidden[-1] = number != b"0"
        elif not hidden[-1]:
            text = _said(byte, word, number, sign) if plain is None else decode(plain, charset)
            out.append(text[skip:])
            skip = 1 if word == b"u" else 0
        if count >= _MOST_TOKENS:
            break
    return _joined(out, charset).strip()


def _said(byte: bytes | None, word: bytes | None, number: bytes | None, sign: bytes | None) -> str:
    if byte is not None:
        return chr(0xE000 + int(byte, 16))  # a byte of the charset: neighbours are decoded together below
    if word == b"u" and number is not None:
        code = int(number) % 0x10000
        return "\ufffd" if 0xD800 <= code < 0xF900 else chr(code)
    if sign is not None:
        return {b"~": "\u00a0", b"_": "-"}.get(sign, sign.decode("latin-1") if sign in b"\\{}" else "")
    return _SIGNS.get(word or b"", "")


def _joined(pieces: list[str], charset: str) -> str:
    """The pieces as one text; runs of single bytes are characters of the charset."""
    return re.sub("[\ue000-\ue0ff]+", lambda run: decode(bytes(ord(char) - 0xE000 for char in run[0]), charset), "".join(pieces))


_COMMAND = re.compile(r"<<|<param>[^<>]{0,400}</param>|<(/?)([a-z0-9-]{1,60})>", re.IGNORECASE)


def without_commands(text: str) -> str:
    """What a person reads in text/enriched (RFC 1896): one line break is a blank, of more one is dropped."""
    text = _COMMAND.sub(lambda found: "<" if found[0] == "<<" else "\n" if (found[2] or "").lower() in ("nl", "np") else "", text)
    return re.sub(r"\n+", lambda found: " " if len(found[0]) == 1 else found[0][1:], text.strip("\n"))
