"""What all SMTP and LMTP sessions of the desk share: its name, its limits, and the one way a mail is taken."""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.clock import Clock
from maildesk.config.limits import Limits
from maildesk.eventlog import EventLog
from maildesk.intake.accept import Acceptor
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.admit import Admission
from maildesk.intake.smtp.data import goes_round
from maildesk.intake.smtp.foretold import Foretold
from maildesk.intake.smtp.logins import Logins
from maildesk.intake.smtp.replies import Reply
from maildesk.mail import Envelope, RawMail


@dataclass(frozen=True)
class Service:
    """Handed to each session when it begins."""

    hostname: str
    limits: Limits
    admission: Admission
    foretold: Foretold
    acceptor: Acceptor
    logins: Logins
    log: EventLog
    clock: Clock

    async def take(self, content: bytes, envelope: Envelope) -> Reply:
        """Has a mail made durable and gives the answer to it; whatever goes wrong, the client keeps its mail and tries again."""
        if goes_round(content, self.limits, self.hostname):
            return replies.TOO_MANY_HOPS
        try:
            mail = await self.acceptor.accept(RawMail(content, envelope, self.clock.now()))
        except Exception as error:  # noqa: BLE001 - the log has the words, strangers only that it may pass
            return self.failed(envelope.peer, error)
        self.log.mail_accepted(mail, len(content), envelope.via, envelope.peer, len(envelope.rcpt_to))
        return replies.accepted(mail)

    def failed(self, peer: str, error: Exception) -> Reply:
        """Notes what went wrong, and gives the answer that tells a stranger nothing of it (V007)."""
        self.log.session_failed(peer, f"{type(error).__name__}: {error}")
        return replies.reply_to_failure(error)

    def refused(self, peer: str, stage: str, reply: Reply) -> Reply:
        """Notes a refusal, but not each of a list too long to be read; gives the same answer back."""
        if reply.code >= 400 and reply is not replies.TOO_MANY_RECIPIENTS:
            self.log.mail_refused(peer, stage, str(reply.code), reply.text)
        return reply
