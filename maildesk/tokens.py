"""Signed tokens: the one place where an address or a Message-ID comes to stand for a letter.

A token is 31 characters of lower-case base32 and digits: kind, version, key id, twelve for the letter's number
(60 random bits) and sixteen for an 80-bit HMAC-SHA256 tag. The kind is under the tag, so that no kind
stands for another; the key is the desk's own, so that no other desk's id is taken for ours. Expiry
stands on the letter's row.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from maildesk.errors import Refused
from maildesk.language import Said

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
VERSION = "1"
LETTER_BITS = 60
TOKEN_LENGTH = 31
# RFC 5321 §4.5.3.1.1: a local part has 64 octets; one of them divides the mailbox from the token.
LONGEST_MAILBOX = 64 - 1 - TOKEN_LENGTH


class TokenKind(StrEnum):
    """What a token may be used for."""

    REPLY = "r"  # a letter's Reply-To
    BOUNCE = "b"  # a letter's envelope sender
    MESSAGE_ID = "m"
    ACTION = "a"  # a prepared mail, whose words say what it is for
    CONFIRM = "c"
    PAGE = "p"
    # A prepared mail whose address alone says what it is for.
    TAKE = "t"
    CLOSE = "d"
    ANSWER_CLOSE = "w"
    SNOOZE = "z"
    JUNK = "j"
    RELEASE = "u"
    UNDO = "k"


# What stands behind a link to tap: being sent is what it asks for. It joins nobody to a ticket.
TAPS = frozenset(
    {
        TokenKind.ACTION,
        TokenKind.TAKE,
        TokenKind.UNDO,
        TokenKind.CLOSE,
        TokenKind.ANSWER_CLOSE,
        TokenKind.SNOOZE,
        TokenKind.JUNK,
        TokenKind.RELEASE,
    }
)
_TOKEN = re.compile(rf"[{''.join(TokenKind)}]1[a-z2-7][a-z2-7]{{12}}[a-z2-7]{{16}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The desk's signing keys by id; `current` signs, all of them verify until they are taken out."""

    current: str
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise Refused(Said("the key ring has no key {key!r}, which it calls current", key=self.current))
        if any(len(key_id) != 1 or key_id not in ALPHABET or len(key) < 32 for key_id, key in self.keys.items()):
            raise Refused(Said("the key ring is damaged: an id is one of a-z2-7, and a key has 32 bytes"))


def mint(ring: KeyRing, kind: TokenKind, letter: int) -> str:
    """The token of that kind for a letter's number (0 ≤ letter < 2**60)."""
    head = f"{kind}{VERSION}{ring.current}{_base32(letter, 12)}"
    return head + _tag(ring.keys[ring.current], head)


def letter_of(ring: KeyRing, kind: TokenKind, token: str) -> int | None:
    """The letter a token names, or None unless each of its characters is as we wrote it."""
    if len(token) != TOKEN_LENGTH or not _TOKEN.fullmatch(token) or token[0] != kind:
        return None
    key = ring.keys.get(token[2])
    head, tag = token[:15], token[15:]
    if key is None or not hmac.compare_digest(_tag(key, head).encode("ascii"), tag.encode("ascii")):
        return None
    return _number(token[3:15])


def looks_like_token(text: str) -> bool:
    """Whether a text has the shape of a token, ours or not."""
    return len(text) == TOKEN_LENGTH and _TOKEN.fullmatch(text) is not None


def tokens_in(text: str) -> tuple[str, ...]:
    """Everything in a text that has the shape of a token."""
    return tuple(_TOKEN.findall(text))


def _tag(key: bytes, head: str) -> str:
    digest = hmac.digest(key, b"maildesk token " + head.encode("ascii"), hashlib.sha256)
    return _base32(int.from_bytes(digest[:10], "big"), 16)


def _base32(number: int, length: int) -> str:
    """Two characters at a time; both lengths that a token has are even."""
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(5 * (length - 2), -1, -10)])


def _number(text: str) -> int:
    value = 0
    for character in text:
        value = value << 5 | ALPHABET.index(character)
    return value
