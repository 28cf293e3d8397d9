"""The LMTP session (RFC 2033): SMTP with another greeting, and after a mail an answer for each recipient."""

# ruff: noqa: N802 - aiosmtpd finds the commands by the names of their methods

from __future__ import annotations

from maildesk.intake.smtp.replies import Reply
from maildesk.intake.smtp.session import Conversation


class LmtpConversation(Conversation):
    """One client's LMTP session."""

    protocol_name = "lmtp"
    greeting = "LMTP"
    commands = ("smtp_LHLO", *Conversation.commands[2:])

    async def smtp_LHLO(self, name: str) -> Reply | None:
        return await self.smtp_EHLO(name)

    def _answer_mail(self, reply: Reply, recipients: int) -> None:
        self._wire.write(reply.line * (recipients - 1))
        self._say(reply)
