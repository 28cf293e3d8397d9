"""V066: a report is believed of mail we really sent, by the token of a letter and for those it left for; nobody else's address suffers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from maildesk.carriers import envelope_sender, message_id
from maildesk.health import Ailment
from maildesk.intake import spool
from maildesk.intake.spool import SpoolRow
from maildesk.mail import Envelope, RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.store.health import health_of
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.tables import letters
from tests.talk import Relay, Talk, deliver, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
BOB, VICTIM = "bob@customer.example", "victim@customer.example"
STORY = """\
>>> bob@customer.example
Subject: Refund

I want my money back.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com
>>> anna@example.com answers notification
#close
Done.
<<< reply to bob@customer.example
"""


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A closed ticket whose answer waits in the outbox."""
    talk = Talk(make_desk(CONVERSATIONS / "desk.yaml", tmp_path), CONVERSATIONS, tmp_path)
    for block in read_blocks(STORY):
        talk.step(block)
    yield talk
    talk.desk.database.close()


def answer_of(talk: Talk) -> int:
    with talk.desk.database.read() as session:
        return session.execute(select(letters.c.id).where(letters.c.kind == "reply")).scalar_one()


def bounce(
    talk: Talk, recipient: str, identifier: str = "<none@relay.example>", to: str = "support@example.com"
) -> tuple[SpoolRow, bool, Mapping[str, Ailment]]:
    """What a report does: its end, whether anybody is written to because of it, and what it says of Bob and the victim."""
    said = f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1" if recipient else "Reporting-MTA: dns; relay.example"
    head = f"From: MAILER-DAEMON@relay.example\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender"
    typed = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
    parts = f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{said}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {identifier}\r\n\r\n--b--"
    talk.now += timedelta(minutes=1)
    raw = RawMail(f"{head}\r\n{typed}\r\n\r\n{parts}\r\n".encode(), Envelope("", (to,), "smtp"), talk.now)
    with talk.desk.database.write() as session:
        [number] = spool.accept(session, [raw])
        before = len(outbox.listed(session, last=100))
        claimed = spool.claim(session, "test", talk.now, timedelta(minutes=1))
    assert claimed is not None
    process_one(talk.desk, claimed, talk.now)
    with talk.desk.database.read() as session:
        ticket = load_ticket(session, 1)
        assert ticket is not None
        assert str(ticket.status) == "closed"
        return spool.shown(session, number)[0], len(outbox.listed(session, last=100)) > before, health_of(session, {BOB, VICTIM})


def test_a_forged_report_touches_nobodys_address(talk: Talk) -> None:
    """Without a token, with a token of another key, of mail that never left, for somebody it did not go to: kept, and why stands with it."""
    letter, ring = answer_of(talk), talk.desk.ring
    signed = message_id(ring, talk.desk.config.mailboxes[0], letter)
    wrong = signed.replace(signed[5], "x" if signed[5] != "x" else "y", 1)
    for identifier in ("<none@relay.example>", wrong):
        assert bounce(talk, VICTIM, identifier)[0].rule == "builtin:unmatched-report"
    row, told, health = bounce(talk, BOB, signed)
    assert (row.rule, told, health) == ("builtin:report", False, {})
    assert "which never left: it is not believed" in " ".join(row.trace)
    asyncio.run(deliver(talk.desk, talk.now, Relay()))
    row, told, health = bounce(talk, VICTIM, signed)
    assert (row.ticket, told, health) == (1, False, {})
    assert f"tells of {VICTIM}, for whom it did not leave: it is not believed" in " ".join(row.trace)
    with talk.desk.database.read() as session:
        assert [entry.flags for entry in messages_of(session, 1)[2:]] == [("report", "unbelieved")] * 2


@pytest.mark.parametrize("recipient", ["Bob@Customer.example", ""])
def test_a_report_of_mail_we_sent_is_believed(talk: Talk, recipient: str) -> None:
    """By the token of the return path alone; where it names nobody, it speaks of the only one the letter went to. Told once."""
    asyncio.run(deliver(talk.desk, talk.now, Relay()))
    mailbox = talk.desk.config.mailboxes[0]
    path = envelope_sender(talk.desk.ring, mailbox.model_copy(update={"verp": True}), answer_of(talk), automatic=False)
    row, told, health = bounce(talk, recipient, to=path)
    assert (row.ticket, told, set(health)) == (1, True, {BOB})
    assert (health[BOB].mail, health[BOB].letter, health[BOB].dead) == (row.id, answer_of(talk), bool(recipient))
    assert [bounce(talk, recipient, to=path)[1] for _ in range(2)] == [False, False]
