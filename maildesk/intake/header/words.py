"""Encoded words in header text (RFC 2047), decoded once, also where they are broken in the usual ways."""

from __future__ import annotations

import binascii
import re

from maildesk.intake.charset.chain import decode
from maildesk.intake.charset.names import codec_of
from maildesk.intake.header.fields import Fields

MOST_WORDS = 500
# The encoded text may hold blanks, which it must not (RFC 2047 §2), but many programs put them there. The last word may have been cut anywhere.
_BEGIN = r"=\?\"?([A-Za-z0-9_.:'*-]{1,60})\"?\?([BbQq])\?"
_WORD = re.compile(rf"{_BEGIN}([^?]*(?:\?(?!=|\Z)[^?]*){{0,20}})(?:\?(?:=|\Z)|\Z)")
_NEXT = re.compile(_BEGIN)
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/=]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SOFT_BREAK = re.compile(r"(?<=\S)=[ \t]{1,9}(?==[0-9A-Fa-f]{2})")  # of a body's quoted-printable, which scripts use for words, too
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def decode_words(text: str) -> str:
    """The text with its encoded words read, on one line, without controls (V087: what they hid becomes a blank)."""
    if "=?" in text:
        text = "".join(_pieces(text))
    return _CONTROL.sub(" ", text).strip() if not text.isprintable() else text.strip()


def charset_of_words(fields: Fields) -> str:
    """The charset in which subject and author are written, "" where they do not say."""
    for name in ("subject", "from"):
        found = _WORD.search(fields.first(name))
        if found is not None:
            return found[1].partition("*")[0]
    return ""


def _pieces(text: str) -> list[str]:
    """Plain text and runs of words; white space between two words is not shown (RFC 2047 §6.2)."""
    out: list[str] = []
    run: list[tuple[str, bytes]] = []
    position = 0
    for _ in range(MOST_WORDS):
        found = _WORD.search(text, position)
        if found is None:
            break
        between = text[position : found.start()]
        if between.strip() or not run:
            # A gateway's mark glued to the word behind it, where a blank must stand (RFC 2047 §5).
            out += [*_flushed(run), between, " " if between.endswith(("]", ":")) else ""]
        written, position = _written(text, found)
        run.append((found[1].partition("*")[0], _bytes(found[2], written)))
    return [*out, *_flushed(run), text[position:]]


def _written(text: str, found: re.Match[str]) -> tuple[str, int]:
    """The encoded text of a word and where it ends: at its mark, where another word begins, or, where it never ends, as far as it can go on."""
    following = _NEXT.search(text, found.start(3), found.end()) if "=?" in found[3] else None
    if following is not None:
        return text[found.start(3) : following.start()].rstrip(), following.start()
    if not found[0].endswith(("?=", "?")) and found[2] in "Bb":
        run = _BASE64_RUN.match(text, found.start(3))
        return (run[0], run.end()) if run else ("", found.start(3))
    return found[3], found.end()


def _flushed(run: list[tuple[str, bytes]]) -> list[str]:
    """The words of one run; a character may be cut in two by neighbours of the same charset."""
    joined: list[tuple[str, bytes]] = []
    for charset, data in run:
        if joined and codec_of(joined[-1][0]) == codec_of(charset) and not data.startswith(b"\x1b"):
            joined[-1] = (charset, joined[-1][1] + data)
        else:
            joined.append((charset, data))
    run.clear()
    return [decode(data, charset) for charset, data in joined]


def _bytes(encoding: str, text: str) -> bytes:
    if encoding in "Qq":
        return binascii.a2b_qp(_SOFT_BREAK.sub("", text).replace(" ", "_").encode("utf-8", "replace"), header=True)
    clean = _NOT_BASE64.sub("", text)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4))
