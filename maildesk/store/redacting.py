"""Makes words unreadable in what a ticket keeps; the raw mail stays as it came (docs/decisions/0023)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select, update

from maildesk.store.engine import Session
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.tables import headings, messages, tickets
from maildesk.verbs.redaction import redacted

_parts = select(tickets.c.number, tickets.c.subject).where(tickets.c.merged_into == bindparam("ticket"))
_files = select(messages.c.id, messages.c.attachments).where(
    (messages.c.ticket == bindparam("ticket")) | messages.c.ticket.in_(select(tickets.c.number).where(tickets.c.merged_into == bindparam("ticket")))
)
_headings = select(headings.c.message, headings.c.subject).where(headings.c.ticket == bindparam("ticket"))


def redact(session: Session, number: int, words: str) -> None:
    """In all entries that stand on the ticket, in the names of its files and the subjects of its mails; the search index follows the ticket's version."""
    for entry in messages_of(session, number):
        text, reply = redacted(entry.text, words), redacted(entry.reply, words)
        if (text, reply) != (entry.text, entry.reply):
            session.execute(update(messages).where(messages.c.id == entry.id).values(text=text, reply=reply))
    for row in session.execute(_files, {"ticket": number}).all():
        named = [file | {"filename": redacted(str(file.get("filename") or ""), words)} for file in row.attachments]
        if _names(named) != _names(row.attachments):
            session.execute(update(messages).where(messages.c.id == row.id).values(attachments=named))
    for row in session.execute(_parts, {"ticket": number}).all():
        session.execute(update(tickets).where(tickets.c.number == row.number).values(subject=redacted(row.subject, words)))
    for row in session.execute(_headings, {"ticket": number}).all():
        if redacted(row.subject, words) != row.subject:
            session.execute(update(headings).where(headings.c.message == row.message).values(subject=redacted(row.subject, words)))


def _names(files: Iterable[Mapping[str, object]]) -> list[str]:
    return [str(file.get("filename") or "") for file in files]


def stand_on(session: Session, number: int, words: str) -> bool:
    """Whether these words stand on the ticket."""
    ticket = load_ticket(session, number)
    texts = [part for entry in messages_of(session, number) for part in (entry.text, entry.reply)] + [ticket.subject if ticket else ""]
    texts += [name for row in session.execute(_files, {"ticket": number}) for name in _names(row.attachments)]
    return any(redacted(text, words) != text for text in texts)
