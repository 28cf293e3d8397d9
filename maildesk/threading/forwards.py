"""The mail inside a forwarded one: who wrote it, to whom, when and about what."""

from __future__ import annotations

from maildesk.mail import Forwarded, ParsedMail


def forwarded_in(mail: ParsedMail) -> Forwarded | None:
    """The forwarded mail a text holds, None where it holds none."""
    return None
