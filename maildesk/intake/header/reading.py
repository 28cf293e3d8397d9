"""What the header block says: identity, ids, subject and every field decoded once."""

from __future__ import annotations

import re

from maildesk.intake.header.fields import Fields
from maildesk.intake.header.words import decode_words
from maildesk.plainaddress import is_plain_address

LONGEST_ID = 998
# Two of one of these and two readers may read two mails (V054).
SINGLE = (
    "from",
    "subject",
    "date",
    "message-id",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
    "reply-to",
    "sender",
    "in-reply-to",
    "references",
)
# With two of these nobody can say who wrote what.
IDENTITY = ("from", "subject", "content-type")
_ID = re.compile(r"<([^<>]{1,1000})>|<([^<>@]{1,500}@[^<>@]{1,500})(?=<|\Z)")
_BLANKS = re.compile(r"(\"[^\"]*+\")|\s+")
_BETWEEN_IDS = re.compile(r"[\s<>,;\"()]+")
# Possessive, so that no text makes it try twice (V046).
_PHRASE = r"(?:\"(?:[^\"\\\x00-\x1f]|\\[^\x00-\x1f])*+\"|[^\x00-\x20\x7f()<>@,;:\\\"\[\]]++)"
_NAME_ADDR = re.compile(rf"\s*+(?:{_PHRASE}\s*+)*+<([^<>\s]+)>\s*")


def decoded(fields: Fields) -> tuple[tuple[str, str], ...]:
    return tuple((name, decode_words(value)) for name, value in fields.items)


def identifiers(value: str) -> tuple[str, ...]:
    """The ids of a header in order, each once, in angle brackets; bare ones where there are no brackets at all."""
    if "<" not in value and "=?" in value:
        value = decode_words(value)
    # A fold may stand inside one; blanks in quotes are part of it.
    found = [_BLANKS.sub(lambda blanks: blanks[1] or "", match[1] or match[2]) for match in _ID.finditer(value)]
    if not found and "<" not in value:
        bare = [token for token in _BETWEEN_IDS.split(value) if token]
        found = [token for token in bare if "@" in token.strip("@")] or (bare if len(bare) == 1 else [])
    return tuple(dict.fromkeys(f"<{identifier}>" for identifier in found if len(identifier) < LONGEST_ID))


def strict_sender(fields: Fields) -> str | None:
    """The author for identity: exactly one From with exactly one plain address, in lower case; None where there is any doubt.

    Comments, groups, routes, lists and quoted local parts are read differently by different programs (§1.8).
    """
    if any(len(fields.all(name)) > 1 for name in IDENTITY):
        return None
    return one_address(fields.first("from"))


def one_address(text: str) -> str | None:
    """The one plain address that a header holds, in lower case; None where it may be read in another way."""
    found = _NAME_ADDR.fullmatch(text)
    address = found[1] if found else text.strip()
    return address.lower() if is_plain_address(address) else None


def doubled_fields(fields: Fields) -> tuple[str, ...]:
    """Names that may stand once and stand more often."""
    names = [name.lower() for name, _ in fields.items]
    return tuple(name for name in SINGLE if names.count(name) > 1)
