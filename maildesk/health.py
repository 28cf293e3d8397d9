"""How it stands with an address as far as our own letters have shown: what happened to one of them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AilmentKind(StrEnum):
    REFUSED = "refused"  # the relay did not take the letter for this recipient
    BOUNCED = "bounced"  # a mail server reported it later
    COMPLAINT = "complaint"  # whoever reads it marked it as spam (RFC 5965)


@dataclass(frozen=True, slots=True)
class Ailment:
    """One letter of ours that an address did not take, with the evidence: the letter, and the mail that reports it.

    `reason` is one of `refusal.REASON_WORDS`. `dead` says that the address itself is wrong, so that no letter will ever arrive; `told` that
    those who work on the ticket hear of it by this. `over` is set on reading: the person has written since.
    """

    address: str
    letter: int
    kind: AilmentKind
    reason: str
    at: datetime
    ticket: int = 0
    mail: int | None = None
    status: str = ""
    code: int | None = None
    dead: bool = False
    told: bool = False
    over: bool = False
