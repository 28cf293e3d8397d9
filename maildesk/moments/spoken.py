"""What rules ask about where no mail came: words that staff wrote down, or a moment that has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from maildesk.judged import NO_JUNK, Junk, Nature, NatureKind, Trust
from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText


@dataclass(frozen=True, slots=True)
class Spoken:
    """Asked as about a mail that a person wrote and that proves nothing."""

    now: datetime
    mail: ParsedMail = field(default_factory=ParsedMail)
    nature: Nature = field(default_factory=lambda: Nature(NatureKind.HUMAN, may_answer=False))
    trust: Trust = field(default_factory=Trust)
    split: SplitText = field(default_factory=SplitText)
    junk: Junk = NO_JUNK
    known: bool = True
