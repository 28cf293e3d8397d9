"""A small world of mail whose clock is moved: real desks, and beside them the machines that desks are afraid of."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr
from pathlib import Path

from sqlalchemy import select

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.tables import outbox as posted
from tests.opened import opened
from tests.posted import newly_posted
from tests.talk import START, make_desk

DESK = """\
mailboxes: [{{address: {address}, name: {name}, team: all, reply_to: plus}}]
teams: {{all: {{members: [{agent}]}}}}
agents: [{{address: {agent}, name: Anna, role: admin}}]
database: sqlite:///desk.db
relays: {{default: {{capture: outgoing}}}}
proof: {{gives_up: [signature, confirmation]}}
"""


@dataclass(frozen=True)
class Sent:
    """A mail on its way: `mail_from` "" is the null sender."""

    mail_from: str
    to: str
    data: bytes


@dataclass
class World:
    """Carries mails for a day, at most `most` of them; whoever is written to may write back."""

    folder: Path
    now: datetime = START
    most: int = 2000
    desks: dict[str, Desk] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)
    automatic: Counter[tuple[str, str]] = field(default_factory=Counter)  # by who wrote it and to whom
    under_way: deque[Sent] = field(default_factory=deque)

    def add_desk(self, address: str, name: str) -> Desk:
        folder = self.folder / name
        folder.mkdir()
        yaml = folder / "written.yaml"
        yaml.write_text(DESK.format(address=address, name=name, agent=f"anna@{name.lower()}-staff.example"))
        self.desks[address] = make_desk(yaml, folder)
        return self.desks[address]

    def run(self, length: timedelta = timedelta(hours=24)) -> int:
        """Lets time pass, half a minute for each mail; gives how many were carried."""
        carried, end = 0, self.now + length
        while self.under_way and self.now < end:
            carried += 1
            assert carried <= self.most, "there is no end to it"
            self.now += timedelta(seconds=30)
            mail = self.under_way.popleft()
            bare = _bare(mail.to)
            if bare in self.desks:
                self.under_way += self.at_desk(bare, mail)
            elif bare in self.machines:
                self.under_way += self.machines[bare].answers(mail, self.now)
        return carried

    def at_desk(self, address: str, mail: Sent) -> Iterator[Sent]:
        """Gives a desk a mail; what it writes because of it."""
        desk = self.desks[address]
        with desk.database.read() as session:
            known = set(session.execute(select(posted.c.letter)).scalars())
        with desk.database.write() as session:
            spool.accept(session, [RawMail(mail.data, Envelope(mail.mail_from, (mail.to,), "smtp"), self.now)])
        with desk.database.write() as session:
            claimed = spool.claim(session, "loop", self.now, timedelta(minutes=1))
        assert claimed is not None
        process_one(desk, claimed, self.now)
        with desk.database.read() as session:
            senders = {row.letter: row.mail_from for row in session.execute(select(posted.c.letter, posted.c.mail_from))}
            letters = newly_posted(session, known)
        for row, data in letters:
            if row.kind in ("acknowledgement", "reply"):
                self.automatic[address, row.person] += 1
            yield from (Sent(senders[row.letter], one.address, data) for one in row.recipients)

    def close(self) -> None:
        for desk in self.desks.values():
            desk.database.close()


@dataclass
class Machine:
    """Answers every mail with a new one, as badly as machines do: a new Message-ID, a new subject, no mark of a robot."""

    address: str
    marks: tuple[str, ...] = ()
    null_sender: bool = False
    written: int = 0

    def write(self, to: str, subject: str, now: datetime) -> Sent:
        self.written += 1
        lines = [f"From: <{self.address}>", f"To: {to}", f"Subject: {subject}", f"Date: {format_datetime(now)}", *self.marks]
        data = "\r\n".join([*lines, f"Message-ID: <{self.written}.{self.address}>", "", "We have got your mail.", ""])
        return Sent("" if self.null_sender else self.address, to, data.encode())

    def answers(self, mail: Sent, now: datetime) -> list[Sent]:
        letter = opened(mail.data)
        to = mail.mail_from if self.null_sender else parseaddr(str(letter["Reply-To"] or letter["From"]))[1]
        return [self.write(to, f"Case {self.written + 1000} was opened", now)] if to else []


def _bare(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
