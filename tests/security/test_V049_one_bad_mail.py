"""V049: one big or poisonous mail at the head of the mailbox stops nothing behind it (FreeScout #4293: two days)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from maildesk.intake import spool
from maildesk.mail import MailState
from maildesk.outbound import outbox
from tests import poison
from tests.fakeimap import FakeServer, fake_server
from tests.talk import make_desk

DESK = """\
mailboxes: [{{address: support@example.com, name: Support, team: support}}]
teams: {{support: {{members: [anna@example.com]}}}}
agents: [{{address: anna@example.com, name: Anna}}, {{address: sue@example.com, name: Sue, role: supervisor}}]
listen: [{{imap: {{host: localhost, port: {port}, ca_file: {folder}/ca.pem, user: zoe, password_file: {folder}/secret}}}}]
relays: {{default: {{capture: outgoing}}}}
limits: {{workers: 2, attempts: 1}}
proof: {{gives_up: [signature, confirmation]}}
"""


def mail(number: int, subject: str, body: str = "Content-Type: text/plain\n\nHello\n") -> bytes:
    head = (
        f"From: c{number}@customer.example\nTo: support@example.com\nSubject: {subject}\nMessage-ID: <{number}@customer.example>\nMIME-Version: 1.0\n"
    )
    return (head + body).replace("\n", "\r\n").encode()


def many_files() -> str:
    file = (
        'Content-Type: application/pdf\nContent-Disposition: attachment; filename="scan.pdf"\nContent-Transfer-Encoding: base64\n\n'
        + "JVBE" * 2000
        + "\n"
    )
    return "Content-Type: multipart/mixed; boundary=x\n\n" + "".join(f"--x\n{file}" for _ in range(200)) + "--x--\n"


async def test_nine_mails_behind_a_poisonous_one_are_done_at_once(tmp_path: Path) -> None:
    """The first kills whoever reads it, the second has two hundred files: all ten come in by one connection, nine are tickets, the first is in (cases 32 and 37)
    quarantine, and the supervisor is told."""
    mails = {1: mail(1, "segfault"), 2: mail(2, "scans", many_files()), **{number: mail(number, f"good {number}") for number in range(3, 11)}}
    server = FakeServer(tmp_path, mails=mails)
    async with fake_server(server):
        server.account()  # writes the secret
        (tmp_path / "written.yaml").write_text(DESK.format(port=server.port, folder=tmp_path))
        desk = make_desk(tmp_path / "written.yaml", tmp_path)
        async with asyncio.timeout(60), poison.served(tmp_path / "desk.yaml"):
            while True:
                with desk.database.read() as session:
                    rows = spool.listed(session, None, 100)
                    told = {row.person for row in outbox.listed(session, None, 1000) if row.kind == "quarantined"}
                if len(rows) == 10 and MailState.WAITING not in {row.state for row in rows}:
                    break
                await asyncio.sleep(0.05)
    assert server.connections == 1
    assert [row.state for row in rows] == [MailState.QUARANTINED, *[MailState.TICKETED] * 9]
    assert told == {"sue@example.com"}
