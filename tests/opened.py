"""A letter as its reader's program opens it, by Python's own library."""

from __future__ import annotations

import email
import email.policy
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from functools import lru_cache

# The library takes a header apart each time it is asked for, Content-Type a dozen times while it reads a mail: a sixth of a conversation's time.
_POLICY = email.policy.default.clone(header_factory=lru_cache(4096)(HeaderRegistry()))


def opened(data: bytes) -> EmailMessage:
    """The mail of these bytes."""
    mail = email.message_from_bytes(data, policy=_POLICY)
    assert isinstance(mail, EmailMessage)
    return mail
