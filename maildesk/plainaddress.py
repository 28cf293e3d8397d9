"""Which addr-specs every mail system reads alike."""

from __future__ import annotations

import re

# RFC 5321 dot-string and domain, no quotes, no source route: an address of ours is written plainly or not at all.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)*{_LABEL}")


def is_plain_address(text: str) -> bool:
    """Whether this is an addr-spec every mail system reads alike, at most 254 octets (RFC 5321 §4.5.3.1)."""
    return len(text) <= 254 and _PLAIN_ADDRESS.fullmatch(text) is not None
