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


# One provider's name for the same mailboxes.
_SAME_DOMAIN = {"googlemail.com": "gmail.com"}


def same_domains(domain: str) -> tuple[str, ...]:
    """The names under which a mailbox there is known."""
    return (domain, *(other for other, one in _SAME_DOMAIN.items() if one == domain))


def without_detail(address: str) -> str:
    """The mailbox of an address: without what stands behind a plus (RFC 5233), which desks and people put there anew for each matter."""
    local, at, domain = address.partition("@")
    return f"{local.partition('+')[0] or local}{at}{_SAME_DOMAIN.get(domain, domain)}"
