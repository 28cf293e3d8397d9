"""What may be wrong with an account that is fetched from, or with its connection."""

from __future__ import annotations

from maildesk.errors import TryLater
from maildesk.eventlog import printable


class AccountFailed(TryLater):
    """The connection cannot be used; it is closed, and a new one may do better."""


class NotTrusted(AccountFailed):
    """The server's certificate proves nothing to us, or the authority that we were told of cannot be read."""


class LoginRefused(AccountFailed):
    """The server knows us not by this name and secret."""


class TooLarge(AccountFailed):
    """The server began to send more than it was asked for; nothing of it was kept."""


class Rejected(AccountFailed):
    """The server says no to one command; the connection is still good."""


def words_of(said: bytes | str) -> str:
    """A server's words as one harmless line (V018)."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return printable(" ".join(text.split()), 300)
