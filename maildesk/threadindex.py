"""Outlook's Thread-Index: the root of a conversation, and a step more for each answer ([MS-OXOMSG] 2.2.1.3).

Outlook and Exchange keep mails together that have the same root, whatever their ids and subjects say.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

ROOT, STEP = 22, 5  # octets
MOST_STEPS = 60  # an index that has come so far is continued from its root again
LONGEST = 4 * (ROOT + STEP * MOST_STEPS) // 3 + 4  # characters
_FILETIME_BEGINS = datetime(1601, 1, 1, tzinfo=UTC)


def read_index(value: str) -> str:
    """A mail's Thread-Index as it may be kept and continued, "" where it is none; total on whatever a stranger wrote."""
    text = "".join(value.split())[: LONGEST + 1]
    if not text.isascii() or len(text) > LONGEST:
        return ""
    try:
        octets = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    sound = len(octets) >= ROOT and (len(octets) - ROOT) % STEP == 0 and octets[0] == 1
    return b64encode(octets).decode("ascii") if sound else ""


def begun(of: str, at: datetime) -> str:
    """The root of a conversation of ours: the same for the same conversation, and no other one's."""
    guid = hashlib.sha256(f"maildesk thread {of}".encode()).digest()[:16]
    return b64encode(b"\1" + _filetime(at)[:5] + guid).decode("ascii")


def continued(parent: str, at: datetime) -> str:
    """The index of an answer to the mail of this index, which `read_index` or `begun` gave."""
    octets = b64decode(parent)
    if len(octets) >= ROOT + STEP * MOST_STEPS:
        octets = octets[:ROOT]
    return b64encode(octets + _step(_began(octets), at)).decode("ascii")


def root_of(index: str) -> bytes:
    """What all mails of a conversation share; empty where there is no index."""
    return b64decode(index)[:ROOT]


def _filetime(at: datetime) -> bytes:
    """Ticks of 100 nanoseconds since 1601."""
    return ((at - _FILETIME_BEGINS) // timedelta(microseconds=1) * 10).to_bytes(8, "big")


def _began(index: bytes) -> bytes:
    """The moment in a root: five octets behind the first; old Outlooks write six, and the first of them is the same 1."""
    return index[1:6].ljust(8, b"\0") if index[1] == 1 else index[:6].ljust(8, b"\0")


def _step(began: bytes, at: datetime) -> bytes:
    """How long after the root: a bit that tells the scale, 31 bits of the difference, and eight that we leave 0."""
    passed = max(0, int.from_bytes(_filetime(at), "big") - int.from_bytes(began, "big"))
    scale, unit = (0, 18) if passed < 1 << 49 else (1, 23)
    return (scale << 31 | (passed >> unit) & 0x7FFFFFFF).to_bytes(4, "big") + b"\0"
