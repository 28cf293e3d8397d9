"""Judges how well the sender of a mail is proven; headers other than a strict From prove and claim nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from maildesk.arguments import Directory, is_plain_address
from maildesk.letter import Letter
from maildesk.mail import Envelope, ParsedMail, Trust, TrustLevel


def judge_trust(mail: ParsedMail, envelope: Envelope, letters: Sequence[Letter], directory: Directory, now: datetime) -> Trust:
    """The proof of the sender. `letters` are those whose valid tokens the mail carries; `directory` has active agents only.

    An agent is proven by SMTP AUTH as the strict From, or by a live token of a letter that went to that agent
    together with that strict From: a token alone leaks by forwarding, a From alone is anybody's to write.
    """
    sender = _plain(mail.sender)
    live = [letter for letter in letters if letter.expires > now]
    agent = sender if sender and directory.agent(sender) else None
    submitted = sender is not None and _plain(envelope.submitted_as) == sender
    own_letter = agent is not None and any(letter.person == agent for letter in live)
    return Trust(
        level=TrustLevel.SUBMITTED if submitted else TrustLevel.NONE,
        token=bool(live),
        agent=agent if submitted or own_letter else None,
        claims_agent=agent or _claimed(mail, directory),
        evidence=tuple(_evidence(mail, envelope, letters, now)),
    )


def _plain(address: str | None) -> str | None:
    """An address in the one form that is compared; ASCII is checked before case is folded, or a Kelvin sign becomes a k (V079)."""
    return address.lower() if address and is_plain_address(address) else None


def _claimed(mail: ParsedMail, directory: Directory) -> str | None:
    """The agent whom a reader would take the mail for, by the generous reading: invisible and wide characters folded."""
    shown = unicodedata.normalize("NFKC", mail.from_.address if mail.from_ else "").casefold()
    entry = directory.agent("".join(character for character in shown if unicodedata.category(character) != "Cf").strip())
    return entry.address if entry else None


def _evidence(mail: ParsedMail, envelope: Envelope, letters: Sequence[Letter], now: datetime) -> list[str]:
    lines = [f"From is {mail.sender}" if mail.sender else "From is not one plain address, so it proves nobody"]
    if envelope.submitted_as:
        lines.append(f"submitted with the password of {envelope.submitted_as}")
    for letter in letters:
        state = "a valid token" if letter.expires > now else "a token that expired"
        lines.append(f"{state} of a letter to {letter.person} about #{letter.ticket}")
    return lines
