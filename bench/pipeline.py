"""What a mail costs from the spool to its ticket and its posted letters, while the desk grows: mails a second and CPU a mail.

    .venv/bin/python bench/pipeline.py [TICKETS]

One process, the desk that `maildesk init` writes, the default rules; 20,000 tickets where no number is given. The floor
beside it reads the same mails with the standard library and writes three rows each: no desk can be quicker.
"""

from __future__ import annotations

import email
import email.policy
import gc
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from maildesk.bootstrap import make_database, open_desk
from maildesk.carriers import reply_address
from maildesk.config.init import initialise
from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.tables import letters, tickets

FIRST, WINDOW = 1000, 400  # tickets before the first window counts; mails of a window
APART = timedelta(seconds=10)  # from one mail to the next, so that the governor lets each acknowledgement pass
MIX = (("text", 60), ("reply", 20), ("newsletter", 10), ("files", 5), ("robot", 5))
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_LINE = "The printer on the second floor still eats every second page of what we print.\n"
_ROW = (
    '<tr><td style="padding:8px;color:#333"><p>Since <b>Monday</b>: <a href="https://shop.example/item?id=1">this one</a> is missing.</p></td></tr>\n'
)


@dataclass(frozen=True)
class Window:
    """What some mails took: how many tickets the desk had, seconds of the clock and milliseconds of CPU a mail, and the floor's."""

    tickets: int
    mails: int
    seconds: float
    cpu: float
    floor: float


@dataclass(frozen=True)
class Answered:
    """An acknowledgement that its customer may answer."""

    person: str
    message_id: str
    reply_to: str


def mail_of(kind: str, number: int, now: datetime, answered: Answered | None) -> RawMail:
    """One mail of the mix; a reply is a question where there is nothing to answer yet."""
    mail, sender = EmailMessage(), f"bob{number}@customer{number % 500}.example"
    to, subject = "support@example.com", f"Question {number} about an order"
    if kind == "reply" and answered is not None:
        sender, to, subject = answered.person, answered.reply_to, f"Re: {subject}"
        mail["In-Reply-To"] = mail["References"] = answered.message_id
    mail["From"], mail["To"], mail["Subject"] = f"Bob Number{number} <{sender}>", to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(now), f"<{number}.mail@customer{number % 500}.example>"
    for hop in range(3):
        mail["Received"] = f"from mx{hop}.customer.example by relay{hop}.customer.example with ESMTPS id {hop}abc; {format_datetime(now)}"
    _BODIES[kind](mail)
    return RawMail(mail.as_bytes(policy=email.policy.SMTP), Envelope(sender, (to,), "smtp", "192.0.2.1", "mx.customer.example"), now)


def _text(mail: EmailMessage) -> None:
    mail.set_content(_LINE * 46)


def _reply(mail: EmailMessage) -> None:
    quoted = "".join(f"> {line}" for line in [_LINE] * 20)
    mail.set_content(f"It does so again today.\n{_LINE * 4}\nOn Mon, 2 Mar 2026 at 10:00, Support <support@example.com> wrote:\n{quoted}")


def _newsletter(mail: EmailMessage) -> None:
    """Its text says what its HTML says, as newsletters do; where the two differ, the HTML is read as text too."""
    mail.set_content("Since Monday: this one is missing.\n" * 280)
    mail.add_alternative(f"<html><body><table>{_ROW * 280}</table></body></html>", subtype="html")


def _files(mail: EmailMessage) -> None:
    mail.set_content(_LINE * 10)
    mail.add_attachment(random.Random(1).randbytes(100 << 10), maintype="application", subtype="pdf", filename="invoice.pdf")


def _robot(mail: EmailMessage) -> None:
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("I am away until Monday.\n")


_BODIES: dict[str, Callable[[EmailMessage], None]] = {
    "text": _text,
    "reply": _reply,
    "newsletter": _newsletter,
    "files": _files,
    "robot": _robot,
}


class Bench:
    """A desk that grows window by window; the same numbers give the same mails."""

    def __init__(self, folder: Path) -> None:
        initialise(folder / "desk")
        self.desk = open_desk(folder / "desk" / "desk.yaml")
        make_database(self.desk.config)
        self._chance, self._number, self.now = random.Random(4711), 0, START
        self._floor = Floor(folder / "floor.db")

    def windows(self, most: int) -> Iterator[Window]:
        while (have := self._tickets()) < most:
            arrived = self._mails(WINDOW)
            with self.desk.database.write() as session:
                spool.accept(session, arrived)
            gc.collect()
            clock, cpu = time.perf_counter(), time.process_time()
            self._process(arrived)
            clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
            yield Window(have, WINDOW, clock, cpu * 1000 / WINDOW, self._floor.milliseconds(arrived))

    def _process(self, arrived: Sequence[RawMail]) -> None:
        """As a worker does it; the checkpoint, in the daemon another thread's, counts as well."""
        database = self.desk.database
        for mail in arrived:
            with database.write(durable=False) as session:
                claimed = spool.claim(session, "bench", mail.received, timedelta(minutes=1))
            assert claimed is not None
            process_one(self.desk, claimed, mail.received)
        database.checkpoint()

    def _mails(self, count: int) -> list[RawMail]:
        kinds = [kind for kind, share in MIX for _ in range(count * share // 100)]
        self._chance.shuffle(kinds)
        answered = self._answered(kinds.count("reply"))
        made = []
        for kind in kinds:
            self._number += 1
            self.now += APART
            made.append(mail_of(kind, self._number, self.now, answered.pop() if kind == "reply" and answered else None))
        return made

    def _answered(self, count: int) -> list[Answered]:
        """Some acknowledgements of any age."""
        chosen = select(letters).where(letters.c.kind == LetterKind.ACKNOWLEDGEMENT)
        with self.desk.database.read() as session:
            rows = session.execute(chosen.order_by(letters.c.id).limit(count * 5)).all()
        mailbox = self.desk.config.mailboxes[0]
        found = [Answered(row.person, row.message_id, reply_address(self.desk.ring, mailbox, row.id)) for row in rows]
        return self._chance.sample(found, min(count, len(found)))

    def _tickets(self) -> int:
        with self.desk.database.read() as session:
            return session.execute(select(func.count()).select_from(tickets)).scalar_one()


class Floor:
    """The least that must be done with a mail: the standard library reads it, and three rows are written in one commit."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute("CREATE TABLE tickets (id INTEGER PRIMARY KEY, subject TEXT, sender TEXT)")
        self._database.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, text TEXT)")
        self._database.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, ticket INTEGER, data BLOB)")

    def milliseconds(self, mails: Sequence[RawMail]) -> float:
        """CPU a mail."""
        begun = time.process_time()
        for mail in mails:
            self._write(mail.data)
        return (time.process_time() - begun) * 1000 / len(mails)

    def _write(self, data: bytes) -> None:
        mail = email.message_from_bytes(data)
        text = next((part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain"), b"")
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        ticket = run("INSERT INTO tickets (subject, sender) VALUES (?, ?)", (mail["Subject"], mail["From"])).lastrowid
        run("INSERT INTO messages (ticket, text) VALUES (?, ?)", (ticket, text))
        run("INSERT INTO outbox (ticket, data) VALUES (?, ?)", (ticket, b"Thank you for your mail."))
        run("COMMIT")


def _told(name: str, windows: Sequence[Window]) -> None:
    cpu, floor = median(one.cpu for one in windows), median(one.floor for one in windows)
    rate = median(one.mails / one.seconds for one in windows)
    print(f"{name}: {rate:.0f} mails/s, {cpu:.2f} ms CPU a mail; the floor {floor:.2f} ms, ratio {cpu / floor:.1f}", flush=True)


def main(most: int) -> None:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        grown = [window for window in Bench(Path(folder)).windows(most) if window.tickets >= FIRST]
    few = max(1, len(grown) // 10)
    _told(f"from {grown[0].tickets:,} tickets", grown[:few])
    _told(f"to {grown[-1].tickets:,} tickets", grown[-few:])
    _told("all of it", grown)
    growth = median(one.cpu / one.floor for one in grown[-few:]) / median(one.cpu / one.floor for one in grown[:few])
    print(f"growth of CPU a mail against the floor's: {growth:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 20_000)
