"""A daemon is killed while an answer waits: it leaves once afterwards, and an `#undo` that was taken before the kill holds."""

from __future__ import annotations

import os
import signal
import smtplib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import update

from maildesk.intake import spool
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import Envelope, MailState, RawMail
from maildesk.outbound import outbox
from maildesk.outbound.outbox import OutboxRow
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket
from maildesk.tables import mails
from maildesk.tables import outbox as outbox_rows
from tests.letters import read
from tests.service import Service, service

pytestmark = pytest.mark.timeout(300)  # three starts of a daemon each

_PATIENCE = 60.0
_HOLD = timedelta(seconds=120)


@pytest.fixture(name="served")
def _served(tmp_path: Path) -> Iterator[Service]:
    """A desk that gives two minutes to think again, on which Bob has asked and Anna has answered and closed."""
    with service(tmp_path / "desk") as found:
        found.file.write_text(found.file.read_text(encoding="utf-8") + f"hold: {_HOLD.seconds}s\n", encoding="utf-8")
        found.start()
        asks(found, "Where is my parcel?")
        [told] = letters(found, LetterKind.NOTIFICATION)
        answers(found, told, "#close\n\nIt arrives on Tuesday.")
        settle(found)
        assert [row.state for row in letters(found, LetterKind.REPLY)] == [OutboxState.QUEUED]
        yield found


def sends(found: Service, words: str, headers: dict[str, str]) -> None:
    """A mail over SMTP, by its headers."""
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(words)
    with smtplib.SMTP("127.0.0.1", found.port) as desk:
        desk.send_message(mail)


def asks(found: Service, words: str) -> None:
    """Bob's mail, and whatever comes of it."""
    sends(found, words, {"From": "bob@customer.example", "To": "support@example.com", "Subject": words})
    settle(found)


def answers(found: Service, row: OutboxRow, words: str) -> None:
    """Anna answers a letter that went to her; nobody has looked at her mail yet."""
    database = found.database
    with database.read() as session:
        letter = read(outbox.shown(session, row.letter)[1])
    database.close()
    sends(
        found,
        words,
        {"From": row.person, "To": str(letter["Reply-To"]), "Subject": f"Re: {letter['Subject']}", "In-Reply-To": str(letter["Message-ID"])},
    )


def settle(found: Service) -> None:
    """Waits until no mail waits any more."""
    database, until = found.database, time.monotonic() + _PATIENCE
    while True:
        with database.read() as session:
            if not spool.listed(session, MailState.WAITING, 100):
                break
        assert time.monotonic() < until, found.log.read_text(encoding="utf-8")
        time.sleep(0.02)
    database.close()


def letters(found: Service, kind: LetterKind) -> list[OutboxRow]:
    database = found.database
    with database.read() as session:
        rows = [row for row in outbox.listed(session, None, 1000) if row.kind is kind]
    database.close()
    return rows


def becomes(found: Service, state: OutboxState) -> None:
    """Waits until Anna's answer is in that state, and in no other but the one that it waits in."""
    until = time.monotonic() + _PATIENCE
    while [row.state for row in letters(found, LetterKind.REPLY)] != [state]:
        assert time.monotonic() < until, letters(found, LetterKind.REPLY)
        time.sleep(0.02)


def two_minutes_pass(found: Service) -> None:
    """While no daemon runs, all that has a time becomes so much older."""
    database = found.database
    with database.write() as session:
        now = datetime.now(UTC)
        session.execute(
            update(outbox_rows).where(outbox_rows.c.state == "queued").values(due=now - timedelta(seconds=1), created=now - _HOLD, since=now - _HOLD)
        )
        session.execute(update(mails).values(received=now - _HOLD / 2))
    database.close()


def many_wait(found: Service) -> None:
    """Other mails stand before the next one."""
    question = b"From: eve@elsewhere.example\r\nTo: support@example.com\r\nSubject: Question %d\r\n\r\nWhy?\r\n"
    envelope = Envelope("eve@elsewhere.example", ("support@example.com",), "smtp")
    database = found.database
    with database.write() as session:
        spool.accept(session, [RawMail(question % number, envelope, datetime.now(UTC)) for number in range(150)])
    database.close()


def captured(found: Service) -> int:
    """How many copies of Anna's answer left."""
    return sum(b"It arrives on Tuesday" in one.read_bytes() for one in (found.file.parent / "outgoing" / "new").glob("*"))


def status(database: Database) -> str:
    with database.read() as session:
        ticket = load_ticket(session, 1)
    database.close()
    return str(ticket.status) if ticket else ""


def test_it_leaves_once(served: Service) -> None:
    """Not before its time, whether or not there is a daemon; then once, however often that one is killed."""
    served.kill_all()
    served.start()
    assert captured(served) == 0
    served.kill_all()
    two_minutes_pass(served)
    served.start()
    becomes(served, OutboxState.SENT)
    served.kill_all()
    served.start()
    becomes(served, OutboxState.SENT)
    assert captured(served) == 1


def test_what_was_taken_back_before_stays_so(served: Service) -> None:
    """The daemon that comes after finds it withdrawn."""
    [told] = letters(served, LetterKind.NOTIFICATION)
    answers(served, told, "#undo")
    settle(served)
    becomes(served, OutboxState.WITHDRAWN)
    served.kill_all()
    two_minutes_pass(served)
    served.start()
    asks(served, "Another matter")
    becomes(served, OutboxState.WITHDRAWN)
    assert (captured(served), status(served.database)) == (0, "open")


def test_an_undo_that_was_taken_and_not_yet_read_holds(served: Service) -> None:
    """Its 250 came in time; the daemon dies with it in the spool, and starts again when the letter is long due."""
    [told] = letters(served, LetterKind.NOTIFICATION)
    for worker in served.workers():
        os.kill(worker, signal.SIGSTOP)
    many_wait(served)
    answers(served, told, "#undo")
    served.kill_all()
    two_minutes_pass(served)
    served.start()
    settle(served)
    becomes(served, OutboxState.WITHDRAWN)
    assert (captured(served), status(served.database)) == (0, "open")
