"""A desk on disk for tests that start the real program, and that program."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from maildesk.bootstrap import make_keyring
from maildesk.changes import Act, Actor
from maildesk.cli.main import run
from maildesk.config.load import load_config
from maildesk.intake import spool
from maildesk.mail import Attachment, Envelope, RawMail
from maildesk.store import apply as store
from maildesk.store.apply import Entry
from maildesk.store.engine import Database
from maildesk.store.events import EventLine, append
from maildesk.tables import letter_bytes, letters, outbox, outbox_recipients
from maildesk.ticket import Message, MessageKind, Participant, Role, Standing, Status, Ticket
from tests.spares import DESKS, SQLITE_DESK

YAML = """\
mailboxes:
  - {address: support@example.com, name: Example Support, team: support, timezone: Asia/Shanghai}
teams: {support: {members: [anna@example.com]}}
agents:
  - {address: anna@example.com, name: Anna, role: agent}
  - {address: olaf@example.com, name: Olaf, role: observer}
database: sqlite:///desk.db
relays: {default: {capture: outgoing/}}
proof: {gives_up: [signature, confirmation]}
"""
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    """What a run of the program came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def maildesk(*arguments: str, desk: Path | None = None, typed: str = "", **environ: str) -> Ended:
    """Runs the real program; `typed` is its standard input, and its words are English where `environ` asks for no others."""
    named = ["--desk", str(desk)] if desk else []
    command = [sys.executable, "-m", "maildesk", *named, *arguments]
    done = subprocess.run(command, input=typed.encode(), capture_output=True, timeout=60, check=False, env=_environment(environ))
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def said(*arguments: str, desk: Path | None = None, typed: str = "", **environ: str) -> Ended:
    """The same command line carried out within this process: for what does not need a process of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    standard, kept = (sys.stdin, sys.stdout, sys.stderr), dict(os.environ)
    os.umask(umask := os.umask(0))
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(typed.encode())), out, err
    _stand_in(_environment(environ))
    try:
        code = run([*(["--desk", str(desk)] if desk else []), *arguments])
    finally:
        sys.stdin, sys.stdout, sys.stderr = standard
        os.umask(umask)  # `backup` and `serve` close theirs, and servers of later tests would write files nobody else can read
        _stand_in(kept)
    return Ended(code, _written(out), _written(err))


def _environment(asked: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("MAILDESK_DESK", "MAILDESK_DEBUG")}
    return kept | {"LC_ALL": "C.UTF-8"} | asked


def _stand_in(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _written(stream: io.TextIOWrapper) -> str:
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()


def write_desk(folder: Path) -> Path:
    """A desk.yaml of that folder, and its database."""
    path = folder / "desk.yaml"
    path.write_text(YAML.replace(SQLITE_DESK, DESKS.url(folder)), encoding="utf-8")
    return path


def keyed_desk(folder: Path) -> Path:
    """The same with its keys."""
    path = write_desk(folder)
    make_keyring(load_config(path))
    return path


def put_ticket(database: Database, subject: str = "No paper", text: str = "The printer is out.", reply: str | None = None) -> int:
    """A ticket of eve's with one message, an attachment and a line of history; its number."""
    ticket = Ticket(0, "support@example.com", subject, "eve@example.net", NOW, NOW, team="support", status=Status.OPEN)
    with database.write() as session:
        number = store.save(session, ticket, (), NOW).number
        store.add_participants(session, number, [Participant("eve@example.net", "Eve " + subject, Standing.REQUESTER)])
        message = Message(0, number, MessageKind.INBOUND, "eve@example.net", "Eve " + subject, text, text if reply is None else reply, NOW)
        store.add_message(session, Entry(message, "<1@example.net>", (Attachment(subject + ".pdf", "application/pdf", b"%PDF"),)))
        append(session, number, [EventLine(Act(Actor("rule:10.yaml:4 " + subject, Role.ADMIN), "mail 1", NOW), "subject", f"subject “{subject}”")])
    return number


def put_mail(database: Database, data: bytes, sender: str = "eve@example.net") -> int:
    """A mail that waits in the spool; its number."""
    with database.write() as session:
        return spool.accept(session, [RawMail(data, Envelope(sender, ("support@example.com",), "smtp", "192.0.2.1", sender), NOW)])[0]


def put_letter(database: Database, ticket: int, data: bytes, reason: str = "") -> int:
    """A letter that was held; its number."""
    about = {"kind": "reply", "ticket": ticket, "mailbox": "support@example.com", "person": "eve@example.net", "shown": ["eve@example.net"]}
    rest = {"message_id": "<x@example.com>", "current_message": 1, "answer": "reply", "automatic": 0, "created": NOW, "expires": NOW}
    with database.write() as session:
        session.execute(insert(letters), {"id": 77, **about, **rest})
        session.execute(insert(letter_bytes), {"letter": 77, "data": data})
        kept = {"relay": "default", "mail_from": "support@example.com", "state": "held", "reason": reason, "created": NOW, "since": NOW}
        session.execute(insert(outbox), {"letter": 77, **kept})
        session.execute(insert(outbox_recipients), {"letter": 77, "address": "eve@example.net", "state": "queued", "code": 550, "answer": reason})
    return 77
