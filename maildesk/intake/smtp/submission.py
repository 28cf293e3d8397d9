"""The SMTP sessions in which agents hand in their own mail (RFC 6409): TLS, then a password, then mail in their own name to the desk alone."""

# ruff: noqa: N802 - aiosmtpd finds the commands by the names of their methods

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from typing import cast

from maildesk.intake.header.fields import read_fields
from maildesk.intake.header.reading import strict_sender
from maildesk.intake.smtp import replies, sasl
from maildesk.intake.smtp.paths import LONGEST_COMMAND, misspelt
from maildesk.intake.smtp.replies import Reply
from maildesk.intake.smtp.sasl import MECHANISMS, BadResponse, Credentials, Mechanism
from maildesk.intake.smtp.session import HANDSHAKE, ONE_ANSWER, Conversation
from maildesk.intake.smtp.transaction import Transaction
from maildesk.mail import Envelope


class SubmissionConversation(Conversation):
    """One agent's session over STARTTLS: before TLS nothing is offered but TLS, before the login nothing but the login."""

    protocol_name = "submission"
    commands = (*Conversation.commands, "smtp_AUTH")
    one_answer = {word: reply for word, reply in ONE_ANSWER.items() if word != "AUTH"}  # noqa: RUF012 - a table, as the one it is made of
    _agent = ""  # who is logged in
    _refusals = 0

    def _offers(self) -> list[str]:
        return [*super()._offers(), *(["AUTH " + " ".join(MECHANISMS)] if self._secured else [])]

    async def smtp_AUTH(self, argument: str) -> Reply:
        if not (self._secured and self._name):
            return replies.HELLO_FIRST if self._secured else replies.TLS_BEFORE_LOGIN
        if self._agent:
            return replies.LOGGED_IN_ALREADY
        name, _, first = argument.partition(" ")
        mechanism = MECHANISMS.get(name.upper())
        if mechanism is None:
            return replies.NO_MECHANISM
        try:
            credentials = await self._credentials(mechanism, first.strip())
        except BadResponse:
            return self._refused_login(replies.AUTH_SYNTAX)
        return replies.AUTH_CANCELLED if credentials is None else await self._log_in(credentials)

    async def _credentials(self, mechanism: Mechanism, first: str) -> Credentials | None:
        """What the client answers to the challenges, the first of them perhaps before it was asked; None where it takes its wish back."""
        responses = [first] if first else []
        for challenge in mechanism.challenges[len(responses) :]:
            self._wire.write(f"334 {challenge}\r\n".encode("ascii"))
            line = await self._wire.line(LONGEST_COMMAND)
            if line is None:
                raise ConnectionResetError("gone in the middle of a login")
            if misspelt(line) is not None:
                raise BadResponse
            responses.append(line.decode("ascii").strip())
            if responses[-1] == "*":
                return None
        return mechanism.read([sasl.decoded(response) for response in responses])

    async def _log_in(self, credentials: Credentials) -> Reply:
        found = await self._service.logins.check(self._house.client(self.peer), credentials)
        if isinstance(found, Reply):
            return found if found is replies.LOGINS_BUSY else self._refused_login(found)
        self._agent = found
        self._service.log.agent_logged_in(found, self.peer)
        return replies.LOGGED_IN

    def _refused_login(self, reply: Reply) -> Reply:
        """The answer to it, or after the last one allowed the end of the session."""
        self._refusals += 1
        self._service.log.login_refused(self.peer)
        return replies.TOO_MANY_LOGINS if self._refusals >= self._service.limits.refused_logins else reply

    def _sender_refused(self, sender: str) -> Reply | None:
        if not self._secured:
            return replies.TLS_FIRST
        if not self._agent:
            return replies.LOGIN_FIRST
        return super()._sender_refused(sender) if sender.lower() == self._agent else replies.NOT_YOUR_SENDER

    async def _take(self, content: bytes, transaction: Transaction) -> Reply:
        """The author is read as the pipeline reads it later: what is accepted here is the agent's own mail there."""
        fields, _, _ = read_fields(content, 0, len(content), self._service.limits)
        return await super()._take(content, transaction) if strict_sender(fields) == self._agent else replies.NOT_YOUR_FROM

    def _envelope(self, transaction: Transaction) -> Envelope:
        return replace(super()._envelope(transaction), submitted_as=self._agent)


class ImplicitTlsConversation(SubmissionConversation):
    """The same over TLS from the first byte (RFC 8314 §3.3). The session has its place before the handshake, which may never end."""

    async def _converse(self) -> None:
        assert self._tls is not None
        await self._secure(self._tls)
        if self._secured:
            await super()._converse()

    async def _handshake(self, clear: asyncio.Transport, tls: ssl.SSLContext) -> asyncio.Transport | None:
        """The client speaks first, and asyncio has read the beginning of it already: it is handed over."""
        shaking = self.loop.create_task(self.loop.start_tls(clear, self, tls, server_side=True, ssl_handshake_timeout=HANDSHAKE))
        await asyncio.sleep(0)  # its first step: from here on TLS reads the connection, not we …
        await asyncio.sleep(0)  # … and in the next turn it has begun
        _hand_over(bytes(self._wire.inbox), clear)
        self._wire.inbox.clear()
        return await shaking

    def _say(self, reply: Reply) -> None:
        if self._secured:
            super()._say(reply)
        else:
            self._closing = True  # nothing is said in clear


def _hand_over(early: bytes, clear: asyncio.Transport) -> None:
    reader = cast(asyncio.BufferedProtocol, clear.get_protocol())
    while early and not clear.is_closing():
        room = memoryview(reader.get_buffer(len(early)))
        taken = min(len(room), len(early))
        room[:taken] = early[:taken]
        reader.buffer_updated(taken)
        early = early[taken:]
