"""The pieces headers are made of: whatever comes in, one clean line of a bounded length goes out (V116, V117, V120)."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from maildesk.mail import Address
from maildesk.plainaddress import is_plain_address

LONGEST_NAME = 60
LONGEST_SUBJECT = 200
LONGEST_FILENAME = 100
LONGEST_REFERENCES = 1500  # octets; some relays refuse more (PEERS case 23)
LONGEST_ID = 250
LINE = 76  # RFC 2047 §2; the hard limit of RFC 5322 §2.1.1 is 998

# Controls, line ends of any kind, and marks that turn or hide text (Unicode Bidi_Control, zero width).
_HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_NAME_SPECIALS = re.compile(r'["\\<>@,;:()\[\]]')
_FILE_SPECIALS = re.compile(r'["\\/:*?<>|]')
_ID = re.compile(r"<[!-;=?-~]{1,248}>")


def clean_line(text: str, longest: int) -> str:
    """One line: controls become spaces, spaces become one, the rest is kept up to `longest` characters."""
    kept = re.sub(r"\s+", " ", _HOSTILE.sub(" ", text)).strip()
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


def subject_header(subject: str) -> bytes:
    return _unstructured("Subject", clean_line(subject, LONGEST_SUBJECT))


def text_header(name: str, value: str) -> bytes:
    return _unstructured(name, clean_line(value, LONGEST_SUBJECT))


def _unstructured(name: str, value: str) -> bytes:
    if _plain(value) and all(len(word) < LINE - len(name) - 2 for word in value.split(" ")):
        return folded(name, value.split(" "))
    return folded(name, encoded_words(value))


def _plain(text: str) -> bool:
    return text.isascii() and "=?" not in text


def encoded_words(text: str) -> list[str]:
    """RFC 2047 words of at most 75 characters; no character is divided between two."""
    words, piece = [], b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > 42:
            words.append(piece)
            piece = b""
        piece += octets
    return [f"=?utf-8?B?{b64encode(piece).decode('ascii')}?=" for piece in (*words, piece) if piece]


def folded(name: str, words: Iterable[str]) -> bytes:
    """A header of these words, folded before a word wherever the line would grow too long."""
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + len(word) + 1 > LINE and line.strip() != f"{name}:":
            lines.append(line)
            line = ""
        line += " " + word
    return ("\r\n".join([*lines, line]) + "\r\n").encode("ascii")


def address_header(name: str, addresses: Sequence[Address]) -> bytes:
    """A header of addresses; every addr-spec stands in it exactly as given, and was checked before (V119)."""
    words: list[str] = []
    for position, one in enumerate(addresses):
        assert is_plain_address(one.address)
        comma = "," if position < len(addresses) - 1 else ""
        shown = display_name(one.name)
        words += [*shown, f"<{one.address}>{comma}"] if shown else [f"{one.address}{comma}"]
    return folded(name, words)


def sender_header(name: str, sender: Address, signer: str) -> bytes:
    """A header that names us: the mailbox, or whoever speaks for it, like `"Anna (Example Support)" <support@example.com>`."""
    assert is_plain_address(sender.address)
    names = [kept for kept in (_clean_name(signer), _clean_name(sender.name)) if kept]
    shown = f"{names[0]} ({names[1]})" if len(names) > 1 else "".join(names)
    return folded(name, [*_phrase(shown), f"<{sender.address}>"])


def display_name(name: str) -> list[str]:
    """The words of a display name: a quoted string or encoded words, never anything that could be read as an address."""
    return _phrase(_clean_name(name))


def _clean_name(name: str) -> str:
    return clean_line(_NAME_SPECIALS.sub(" ", _HOSTILE.sub(" ", name)), LONGEST_NAME)


def _phrase(kept: str) -> list[str]:
    if not kept:
        return []
    return [f'"{kept}"'] if _plain(kept) and len(kept) < LINE - 12 else encoded_words(kept)


def ids_header(name: str, identifiers: Iterable[str]) -> bytes:
    """Message-IDs, one a line and never encoded; what is no id at all is left out, and the header where none is left."""
    kept = clean_ids(identifiers)
    return (f"{name}: " + "\r\n ".join(kept) + "\r\n").encode("ascii") if kept else b""


def clean_ids(identifiers: Iterable[str]) -> list[str]:
    return [identifier for identifier in dict.fromkeys(identifiers) if _ID.fullmatch(identifier)]


def references(own: str, newest_first: Sequence[str]) -> list[str]:
    """The ids a letter refers to, oldest first and its own last: where a relay rewrites our Message-ID, this one still comes back.

    Of a long row the first is kept and as many of the last as fit.
    """
    known = [identifier for identifier in reversed(clean_ids(newest_first)) if identifier != own]
    first, rest = known[:1], known[1:]
    room = LONGEST_REFERENCES - len(own) - sum(len(identifier) + 3 for identifier in first)
    last: list[str] = []
    for identifier in reversed(rest):
        room -= len(identifier) + 3
        if room < 0:
            break
        last.insert(0, identifier)
    return [*first, *last, own]


def clean_filename(name: str) -> str:
    """A file name that can stand in a header and on any disk; its ending survives the cut."""
    kept = _FILE_SPECIALS.sub("_", clean_line(unicodedata.normalize("NFC", name), 10_000)).strip(". ")
    if len(kept) <= LONGEST_FILENAME:
        return kept or "attachment"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST_FILENAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else kept[:LONGEST_FILENAME]


def filename_parameters(filename: str) -> list[str]:
    """RFC 2231 parameters, in pieces where they are long, behind a plain name for programs that know nothing else."""
    if _plain(filename) and "'" not in filename and "%" not in filename and len(filename) < 60:
        return [f'filename="{filename}"']
    escaped = "utf-8''" + quote(filename, safe="")
    if len(escaped) <= 60:
        return [f"filename*={escaped}"]
    return [f"filename*{number}*={piece}" for number, piece in enumerate(_pieces(escaped))]


def _pieces(escaped: str) -> list[str]:
    """Pieces of at most 60 characters that never divide a %XX."""
    return re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", escaped)
