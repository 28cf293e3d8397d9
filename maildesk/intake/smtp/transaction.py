"""One mail as it is announced by MAIL and RCPT, before its bytes come (RFC 5321 §3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from maildesk.intake.smtp import replies
from maildesk.intake.smtp.admit import Admission, sender_refused
from maildesk.intake.smtp.conduct import Conduct
from maildesk.intake.smtp.foretold import Foretold
from maildesk.intake.smtp.paths import read_path, recipient_parameters_refused, sender_parameters_refused
from maildesk.intake.smtp.replies import Reply


@dataclass
class Transaction:
    """The sender ("" for the null sender) and the recipients taken so far; `named` counts the refused ones too."""

    sender: str
    recipients: list[str] = field(default_factory=list)
    named: int = 0

    def judged(self, argument: str, admission: Admission, conduct: Conduct) -> Reply | str:
        """Why one RCPT is refused, or the address that nothing speaks against."""
        path = read_path("TO:", argument)
        if path is None:
            return replies.RECIPIENT_SYNTAX
        refused = conduct.recipient_refused(self.named) or recipient_parameters_refused(path.parameters) or admission.recipient_refused(path.address)
        self.named += 1
        return refused or path.address

    async def add(self, argument: str, admission: Admission, conduct: Conduct, foretold: Foretold) -> Reply:
        """Judges one RCPT and takes its recipient where nothing speaks against it."""
        address = self.judged(argument, admission, conduct)
        if isinstance(address, Reply):
            return address
        reply = await foretold.of(address)
        if reply.code == replies.RECIPIENT_OK.code:
            self.recipients.append(address)
        return reply


def begin(argument: str, largest: int) -> Transaction | Reply:
    """Judges a MAIL; `largest` is the limit of a mail in bytes."""
    path = read_path("FROM:", argument)
    if path is None:
        return replies.SENDER_SYNTAX
    utf8 = "SMTPUTF8" in path.parameters
    refused = sender_parameters_refused(path.parameters, largest) or sender_refused(path.address, utf8)
    return refused or Transaction(path.address)
