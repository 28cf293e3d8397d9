"""A desk on which conversations of any order (`ordering.py`) are played, and which of their mails it put together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

from sqlalchemy import select

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.mail import Envelope, RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.store.tickets import SIMILAR
from maildesk.tables import links, mails, tickets
from tests.opened import opened
from tests.ordering import BOXES, REPORTS, Answered, Back, Merged, Moved, Step, Written
from tests.talk import START, empty


@dataclass
class Play:
    """A desk on which steps are carried out one after another, a minute apart."""

    desk: Desk
    now: datetime = START
    taken: int = 0  # mails so far, of staff too
    spooled: dict[int, int] = field(default_factory=dict)  # mails of the spool → their number in the script
    letters: dict[int, bytes] = field(default_factory=dict)  # what became of an agent's answer
    silent: set[int] = field(default_factory=set)  # what had no letter to answer
    merged: set[tuple[int, int]] = field(default_factory=set)  # mails whose tickets an agent made one

    def __post_init__(self) -> None:
        empty(self.desk.database)

    def take(self, step: Step) -> None:
        self.now += timedelta(minutes=1)
        match step:
            case Written():
                self._mail(step.number, step.raw)
            case Answered():
                self._answer(step)
            case Merged():
                self._merge(step)
            case Moved():
                self._say(self._ticket_of(step.of), f"#queue {step.to}")
            case Back():
                self._back(step)

    def _mail(self, number: int | None, raw: RawMail) -> None:
        self.taken += 1
        with self.desk.database.write() as session:
            spool.accept(session, [raw])
            claimed = spool.claim(session, "order", self.now, timedelta(minutes=1))
        assert claimed is not None
        if number is not None:
            self.spooled[claimed.mail.id] = number
        process_one(self.desk, claimed, self.now)

    def _ticket_of(self, mail: int) -> int:
        return next((homes(self.desk.database)[spooled] for spooled, number in self.spooled.items() if number == mail), 0)

    def _say(self, ticket: int, words: str) -> bool:
        """By the newest letter to staff about the ticket, from the agent it went to, who is logged in; whether there is one."""
        letter = self._newest(LetterKind.NOTIFICATION, ticket)
        if letter is None:
            return False
        agent, data = letter
        to = parseaddr(str(opened(data)["Reply-To"]))[1]
        text = f"From: {agent}\r\nTo: {to}\r\nSubject: Re: it\r\nMessage-ID: <{self.taken}@staff.example>\r\n\r\n{words}\r\n"
        self._mail(None, RawMail(text.encode(), Envelope(agent, (to,), "submission", tls=True, submitted_as=agent), START))
        return True

    def _answer(self, step: Answered) -> None:
        ticket = self._ticket_of(step.of)
        before = self._newest(LetterKind.REPLY, ticket)
        self._say(ticket, "#close\r\nDone." if step.closes else "We look into it.")
        after = self._newest(LetterKind.REPLY, ticket)
        if after is not None and after != before:
            self.letters.setdefault(step.number, after[1])

    def _merge(self, step: Merged) -> None:
        """Where an agent may, who has a letter about the one and works on the other."""
        of, into = self._ticket_of(step.of), self._ticket_of(step.into)
        there = len(merged_pairs(self.desk.database))
        if self._say(of, f"#merge {into} both") and len(merged_pairs(self.desk.database)) > there:
            self.merged.add((step.of, step.into))

    def _back(self, step: Back) -> None:
        data = self.letters.get(step.of.number)
        if data is None:
            self.silent.add(step.number)
            return
        letter = opened(data)
        if step.carrier == "bounce":
            self._mail(step.number, _report(step, letter))
            return
        to, subject, headers = BOXES[0], f"Matter {step.number}", ["Auto-Submitted: auto-replied"] if step.carrier == "away" else []
        if step.carrier in ("address", "away", "everything"):
            to = parseaddr(str(letter["Reply-To"]))[1]
        if step.carrier in ("in-reply-to", "everything"):
            headers.append(f"In-Reply-To: {letter['Message-ID']}")
        if step.carrier in ("references", "everything"):
            headers.append(f"References: {letter['References'] or ''} {letter['Message-ID']}")
        if step.carrier in ("label", "everything"):
            subject = f"Re: {letter['Subject']}"
        self._mail(step.number, Written(step.number, step.author).mail(to, subject, headers))

    def _newest(self, kind: LetterKind, ticket: int) -> tuple[str, bytes] | None:
        with self.desk.database.read() as session:
            found = [row for row in outbox.listed(session, None, 1000) if row.kind is kind and row.ticket == ticket]
            return (found[-1].person, outbox.shown(session, found[-1].letter)[1]) if found else None

    def there(self, step: Step) -> bool:
        """Whether a mail had something to answer, and is on a ticket: of what machines say of a letter not all is kept there."""
        home = homes(self.desk.database)
        kept = any(number == step.number and spooled in home for spooled, number in self.spooled.items())
        return step.number not in self.silent and (kept or not (isinstance(step, Back) and step.carrier in REPORTS))

    @property
    def twice(self) -> list[int]:
        """Mails that stand on tickets more than once."""
        there = Counter(self.spooled[spooled] for spooled in homes(self.desk.database) if spooled in self.spooled)
        return [number for number, times in there.items() if times > 1]

    @property
    def partition(self) -> set[frozenset[int]]:
        """Which mails are together, on one ticket or on tickets that are linked."""
        home = homes(self.desk.database)
        at = {number: home[spooled] for spooled, number in self.spooled.items() if spooled in home}
        return {frozenset(number for number, ticket in at.items() if ticket in group) for group in groups(self.desk.database)}


def _report(step: Back, letter: EmailMessage) -> RawMail:
    """What a server says that could not deliver the letter."""
    parts = (
        "Content-Type: text/plain\r\n\r\nIt could not be delivered.",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {step.author}\r\nAction: failed\r\nStatus: 5.1.1",
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {letter['Message-ID']}",
    )
    head = (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {BOXES[0]}\r\nSubject: Undelivered\r\nMessage-ID: <{step.number}@a.example>\r\nMIME-Version: 1.0\r\n"
    )
    head += "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    body = "".join(f"--b\r\n{part}\r\n\r\n" for part in parts) + "--b--\r\n"
    return RawMail((head + body).encode(), Envelope("", (BOXES[0],), "smtp"), START)


def merged_pairs(database: Database) -> list[tuple[int, int]]:
    """Each ticket that is part of another, with that one."""
    with database.read() as session:
        return [(row.number, row.merged_into) for row in session.execute(select(tickets).where(tickets.c.merged_into.is_not(None)))]


def homes(database: Database) -> dict[int, int]:
    """The ticket of each mail, by the mail's number in the spool."""
    with database.read() as session:
        return {row.id: row.ticket for row in session.execute(select(mails.c.id, mails.c.ticket).where(mails.c.ticket.is_not(None)))}


def groups(database: Database) -> list[set[int]]:
    """Tickets that are linked to each other, directly or by way of others."""
    with database.read() as session:
        numbers = session.execute(select(tickets.c.number)).scalars().all()
        pairs = session.execute(select(links.c.ticket, links.c.other).where(links.c.kind != SIMILAR)).all()
    found: list[set[int]] = []
    for pair in [{number} for number in numbers] + [set(pair) for pair in (*pairs, *merged_pairs(database))]:
        touched = [group for group in found if group & pair]
        found = [group for group in found if group not in touched] + [pair.union(*touched)]
    return found
