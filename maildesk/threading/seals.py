"""Knows a signed mail again by its signatures, whatever was written into headers that they do not cover (V073)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator

from maildesk.mail import ParsedMail

_MOST = 5  # as many as are verified
_VALUE = re.compile(r"(?:\A|;)\s*b\s*=([^;]*)")


def seals_of(mail: ParsedMail) -> tuple[str, ...]:
    """What stands for an id of each of its signatures. With a space in it: no header can bear one."""
    values = [value for name, value in mail.headers if name.lower() == "dkim-signature"]
    return tuple(dict.fromkeys(f"seal {seal}" for value in values[:_MOST] for seal in _seals(value)))


def _seals(header: str) -> Iterator[str]:
    """Read as loosely as a verifier reads it: other letters that mean the same bytes are the same signature."""
    for value in _VALUE.findall(header)[:1]:
        try:
            signature = base64.b64decode("".join(value.split()) + "==").lstrip(b"\0")
        except binascii.Error:
            continue
        if signature:
            yield hashlib.sha256(signature).hexdigest()
