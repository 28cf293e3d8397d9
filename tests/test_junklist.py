"""The daily list of junk: one a day whatever happens meanwhile, from a desk that is really served, and a tap that really is a mail."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
import smtplib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from maildesk.bootstrap import open_desk
from maildesk.changes import Act, Actor, Change
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.moments.junklist import _harmless, list_junk
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.staffwork import act_on_tickets
from maildesk.store import junk
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket
from maildesk.tables import unlisted_junk
from maildesk.ticket import Role, Status
from tests.desks import put_ticket
from tests.opened import opened
from tests.service import Service, service
from tests.talk import make_desk
from tests.test_kill import killed_at

JUNK = Path(__file__).parent / "conversations" / "junk.yaml"
MORNING = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
MAIL = (
    "X-Spam: Yes\r\nReceived: from customer.example (customer.example [192.0.2.7]) by mx.example.com (Postfix) with ESMTPS id 1\r\n"
    "From: bob@customer.example\r\nTo: support@example.com\r\nSubject: {subject}\r\nDate: {date:%a, %d %b %Y %H:%M:%S} +0000\r\n\r\nWords.\r\n"
)


def comes(desk: Desk, subject: str, now: datetime) -> None:
    """A mail comes that the filter calls junk."""
    data = MAIL.format(subject=subject, date=now).encode()
    with desk.database.write() as session:
        [claimed] = spool.accept_claimed(
            session, [RawMail(data, Envelope("bob@customer.example", ("support@example.com",), "lmtp"), now)], "test", now + timedelta(minutes=1)
        )
    process_one(desk, claimed, now)


def lists(desk: Desk) -> list[tuple[str, email.message.EmailMessage]]:
    """The lists that were written, with their readers."""
    with desk.database.read() as session:
        rows = [row for row in outbox.listed(session, None, 1000) if row.kind == "junk_list"]
        return [(row.person, opened(outbox.shown(session, row.letter)[1])) for row in rows]


def untold(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.execute(select(func.count()).select_from(unlisted_junk)).scalar_one()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(JUNK, tmp_path)
    yield made
    made.database.close()


def test_killed_at_every_step_it_is_neither_lost_nor_doubled(desk: Desk) -> None:
    """Killed before each statement and after each commit: the next look writes the day's list, or it is there."""
    points, survived = 0, False
    while not survived:
        points += 1
        now = MORNING + timedelta(days=points)
        comes(desk, f"Offer {points}", now - timedelta(hours=2))
        look = partial(list_junk, desk, now)
        survived = not killed_at(desk, points, look)
        look()
        assert (len(lists(desk)), untold(desk)) == (2 * points, 0), f"killed at point {points}"
        assert f"Offer {points}" in lists(desk)[-1][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert points > 8


def test_two_daemons_write_it_once(postgres_database: Database, tmp_path: Path) -> None:
    """Both look in the same minute: one makes it its day, the other finds that it is."""
    desk = make_desk(JUNK, tmp_path, postgres_database.url.render_as_string(hide_password=False))
    comes(desk, "Offer", MORNING)
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(lambda _: list_junk(desk, MORNING), range(2))) == [0, 2]
    desk.database.close()


def test_a_day_without_junk_has_no_list_and_late_junk_waits(desk: Desk) -> None:
    """Before the hour nothing is due; after it what comes is told the next day, all of it in one letter."""
    comes(desk, "Early", MORNING - timedelta(hours=2))
    assert list_junk(desk, MORNING - timedelta(hours=1, minutes=1)) == 0
    assert list_junk(desk, MORNING) == 2
    comes(desk, "Late", MORNING + timedelta(minutes=1))
    comes(desk, "Later", MORNING + timedelta(hours=3))
    assert list_junk(desk, MORNING + timedelta(hours=9)) == 0
    assert list_junk(desk, MORNING + timedelta(days=1)) == 2
    assert list_junk(desk, MORNING + timedelta(days=2)) == 0
    assert [str(letter["Subject"]) for person, letter in lists(desk) if person == "anna@example.com"] == [
        "Junk at Example Support: 1",
        "Junk at Example Support: 2",
    ]


def test_where_the_admins_get_it(desk: Desk) -> None:
    """`digest_to: admins` writes to them alone, and `digest` says when."""
    config = desk.config.model_copy(update={"junk": desk.config.junk.model_copy(update={"digest_to": "admins", "digest": MORNING.time()})})
    other = replace(desk, config=config, press=replace(desk.press, config=config))
    comes(other, "Offer", MORNING - timedelta(hours=2))
    assert list_junk(other, MORNING - timedelta(minutes=1)) == 0
    assert list_junk(other, MORNING) == 1
    assert [person for person, _ in lists(other)] == ["olga@example.com"]


def test_a_long_list_says_how_much_is_left_out(desk: Desk) -> None:
    """A hundred lines are shown, and where to see the rest; nothing is listed twice."""
    numbers = [put_ticket(desk.database, f"Offer {number}") for number in range(103)]
    act_on_tickets(desk, numbers, [Change("junk")], Act(Actor("operator:root", Role.ADMIN), "test", MORNING))
    with desk.database.write() as session:
        for number in numbers:
            junk.list_soon(session, number)
    list_junk(desk, MORNING)
    text = next(letter for person, letter in lists(desk) if person == "anna@example.com").get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (text.count("mailto:"), untold(desk)) == (100, 0)
    assert "And 3 more: maildesk ticket list --status junk" in text


@given(
    st.text(max_size=40),
    st.sampled_from(["http://", "HTTPS://", "ftp://x", "www."]),
    st.from_regex(r"[a-z]{1,9}\.(com|example|中国)(/[a-z]{0,5})?", fullmatch=True),
)
def test_nothing_in_a_line_leads_anywhere(around: str, scheme: str, host: str) -> None:
    """Whatever stands around it: no address of a page that a mail program would make a link of; a person's address stays."""
    for text in (f"{around} {scheme}{host}", f"{around} {host}", f"{scheme}{host}{around}"):
        assert not re.search(r"://|www\.\w", _harmless(text))
    assert host not in _harmless(f"Win at {host} now")
    assert _harmless("Bob <bob@pens.example>") == "Bob <bob@pens.example>"


# -- a desk that is served
def test_a_list_a_day_over_a_restart_and_a_tap_by_smtp(tmp_path: Path) -> None:
    """Written when the daemon starts after its hour, not again by the next; and what opens beside a line, sent by SMTP, makes a ticket of it."""
    with service(tmp_path / "desk") as daemon:
        text = daemon.file.read_text(encoding="utf-8")
        daemon.file.write_text(text + 'junk: {filter: rspamd, servers: [mx.example.com], digest: "00:00"}\n', encoding="utf-8")
        desk = open_desk(daemon.file)
        comes(desk, "Ink", datetime.now(UTC))
        daemon.start()
        _wait_until(lambda: len(lists(desk)) == 1, daemon)
        daemon.stop()
        daemon.start()
        [(person, letter)] = lists(desk)
        _send(daemon.port, person, letter)
        _wait_until(lambda: _status(desk) is Status.OPEN, daemon)
        with desk.database.read() as session:
            kinds = sorted(row.kind for row in outbox.listed(session, None, 10))
        assert kinds == ["acknowledgement", "junk_list", "notification"]
        desk.database.close()


def _send(port: int, person: str, letter: email.message.EmailMessage) -> None:
    """The tap: the mail program opens what the address says, and sends it as the reader."""
    [link] = re.findall(r"mailto:[^\s\">]+", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    address, said = unquote(urlsplit(link).path), parse_qs(urlsplit(link).query)
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = person, address, said["subject"][0]
    mail.set_content(said["body"][0])
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail)


def _status(desk: Desk) -> Status | None:
    with desk.database.read() as session:
        ticket = load_ticket(session, 1)
    return ticket.status if ticket else None


def _wait_until(holds: Callable[[], bool], daemon: Service) -> None:
    until = time.monotonic() + 60
    while not holds():
        alive = daemon.ended() is None and time.monotonic() < until
        assert alive, daemon.log.read_text(encoding="utf-8")
        time.sleep(0.05)
