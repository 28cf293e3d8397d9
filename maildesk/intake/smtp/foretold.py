"""What the desk says at RCPT to the address behind a link: what the mail will do, or why it will not.

Only who has the link hears it: an address with no valid token is never looked up (V021). The same is judged again from the mail itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from maildesk.clock import Clock
from maildesk.errors import TryLater
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.admit import Admission
from maildesk.intake.smtp.replies import Reply
from maildesk.letter import Letter
from maildesk.store.engine import Database, Session
from maildesk.store.events import happened
from maildesk.store.letters import load_letters
from maildesk.store.tickets import load_ticket
from maildesk.taps import TABLE, line_of, misfit
from maildesk.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class Foretold:
    """`agents` are the addresses that may act now."""

    database: Database
    admission: Admission
    agents: Collection[str]
    clock: Clock

    async def of(self, address: str) -> Reply:
        """The answer to a recipient that is taken as such."""
        kind, letter = self.admission.tap(address) or (None, 0)
        if kind is None:
            return replies.RECIPIENT_OK
        try:
            return await asyncio.to_thread(self._read, kind, letter)
        except TryLater:
            return replies.RECIPIENT_OK  # the mail is taken, and judged when the database is there again

    def _read(self, kind: TokenKind, number: int) -> Reply:
        with self.database.read() as session:
            letter = load_letters(session, {number}).get(number)
            return replies.RECIPIENT_OK if letter is None else self._told(session, kind, letter)

    def _told(self, session: Session, kind: TokenKind, letter: Letter) -> Reply:
        if letter.expires <= self.clock.now() or letter.person not in self.agents:
            return replies.DEAD_LINK
        ticket = load_ticket(session, letter.ticket) if kind in TABLE and letter.ticket else None
        if ticket is None:
            return replies.RECIPIENT_OK
        why = misfit(kind, ticket, letter.person, happened(session, ticket.number, "tapped", line_of(kind, letter.id)))
        return replies.tap_refused(why, ticket.number) if why else replies.tap_taken(kind, ticket.number)
