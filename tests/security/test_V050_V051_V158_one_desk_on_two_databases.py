"""V050, V051, V158: odd letters leave the same desk on SQLite and on PostgreSQL, row for row, and the same questions get the same answers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.store.browse import TicketFilter, list_tickets
from maildesk.store.engine import Database
from maildesk.tables import participants, tags, tickets
from tests import golden
from tests.servers import url_of
from tests.talk import START, make_desk

# Pairs that one database or one language takes for the same.
ALIKE = (
    *("straße", "strasse", "STRASSE", "İstanbul", "istanbul", "ıstanbul", "\ufb01ne", "fine", "\uff21nna", "anna", "anna ", "anna\u200b", "名", "😀"),
    *("\u00e9", "e\u0301", "\u03ac", "\u1f71"),  # the same to the eye
)
NUL, LONE = b"\x00", b"\xed\xa0\x80"  # U+D800, which no UTF-8 has
ODD = (
    *(word.encode() for word in ALIKE),
    b"a" + NUL + b"b",
    b"a" + LONE + b"b",
    b"\xff\xfe",
    b"a\xc2\x85b",
    b"\xef\xbf\xbe",
    b"trailing   ",
    b"'; DROP TABLE mails; --",
    b"100 % \\ _",
)


def _mail(odd: bytes, number: int) -> bytes:
    """The same bytes in subject, name, address, Message-ID, headers, body and file name."""
    head = b"From: %b <bob%b@customer.example>\r\nTo: support@example.com\r\nCc: %b@customer.example\r\nSubject: %b\r\n" % (odd, odd, odd, odd)
    head += b"Message-ID: <%b.%d@customer.example>\r\nReferences: <%b@x>\r\nX-%b: %b\r\n" % (odd, number, odd, odd, odd)
    head += b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return head + odd + b'\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="%b"\r\n\r\n%b\r\n--b--\r\n' % (odd, odd)


def _desk(folder: Path, database: str | None) -> Desk:
    folder.mkdir()
    return make_desk(golden.FOLDER / "desk.yaml", folder, database, keys=golden.KEYS)


def _process_all(desk: Desk) -> None:
    for number, odd in enumerate(ODD):
        now = START + timedelta(minutes=number)
        sender = f"bob{odd.decode('utf-8', 'surrogateescape')}@customer.example"
        with desk.database.write() as session:
            spool.accept(session, [RawMail(_mail(odd, number), Envelope(sender, ("support@example.com",), "smtp", "192.0.2.1", sender), now)])
        with desk.database.write() as session:
            claimed = spool.claim(session, "worker", now, timedelta(minutes=1))
        assert claimed is not None
        process_one(desk, claimed, now)


@pytest.fixture
def both(tmp_path: Path, blank_postgres: Database) -> tuple[Desk, Desk]:
    """One desk on each database, with the same keys, random numbers and mails."""
    desks = (_desk(tmp_path / "sqlite", f"sqlite:///{tmp_path}/desk.db"), _desk(tmp_path / "postgres", url_of(blank_postgres)))
    for desk in desks:
        _process_all(desk)
    return desks


def test_odd_letters_are_the_same_rows(both: tuple[Desk, Desk]) -> None:
    """Nothing raises, nothing is cut, and every column of every table holds the same on both."""
    first, second = (golden.written(desk.database) for desk in both)
    assert first == second
    assert "\\u0000" not in first
    assert "\0" not in first
    for desk in both:
        desk.database.close()


def test_the_same_questions_get_the_same_answers(both: tuple[Desk, Desk]) -> None:
    """Who asks for a word gets what bears it to the letter, also where a program hands over what no database can hold."""
    words = [odd.decode("utf-8", "surrogateescape") for odd in ODD] + [*ALIKE, "a\0b", "a\ud800b"]
    for number, word in enumerate(ALIKE, 1):
        for desk in both:
            with desk.database.write() as session:
                session.execute(insert(tags), {"ticket": number, "tag": word})
                session.execute(update(tickets).where(tickets.c.number == number).values(team=word))
    for name in ("tag", "team", "requester", "mailbox"):
        first, second = ([_found(desk, TicketFilter(**{name: word})) for word in words] for desk in both)
        assert first == second
        if name in ("tag", "team"):
            assert all(len(found) == 1 for word, found in zip(words, first, strict=True) if word in ALIKE)
    for desk in both:
        with desk.database.read() as session:
            for column in (tags.c.tag, participants.c.address):
                found = list(session.execute(select(column).order_by(column)).scalars())
                assert found == sorted(found, key=str.encode)
        desk.database.close()


def _found(desk: Desk, wanted: TicketFilter) -> list[int]:
    with desk.database.read() as session:
        return [ticket.number for ticket in list_tickets(session, wanted, 100)]
