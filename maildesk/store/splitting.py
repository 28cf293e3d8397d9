"""Moves a mail from one ticket to another: its entry, its own id, and where the ledger says it is."""

from __future__ import annotations

from sqlalchemy import delete, update

from maildesk.store.engine import Session
from maildesk.tables import aliases, headings, mails, messages
from maildesk.ticket import Message


def move_entry(session: Session, entry: Message, into: int) -> None:
    """What answers the mail by its own id comes to the other ticket from then on; letters keep meaning the ticket they were about."""
    session.execute(update(messages).where(messages.c.id == entry.id).values(ticket=into))
    session.execute(delete(headings).where(headings.c.message == entry.id))  # its subject names the ticket it goes from
    if entry.mail is not None:
        session.execute(update(aliases).where(aliases.c.mail == entry.mail, aliases.c.ticket == entry.ticket).values(ticket=into))
        session.execute(update(mails).where(mails.c.id == entry.mail).values(ticket=into))
