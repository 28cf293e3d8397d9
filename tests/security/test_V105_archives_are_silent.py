"""V105: imported mail never triggers a letter, however fresh it looks and whatever the rules say."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.tables import letters
from tests.talk import START, make_desk

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
AUTHORS = ["bob@customer.example", "anna@example.com", "support@example.com"]


def letters_after(via: str, author: str, folder: Path) -> int:
    """How many letters two mails of a conversation cause that came a moment ago by this way in."""
    desk = make_desk(CONVERSATIONS / "desk.yaml", folder)
    for number, refers in enumerate(["", "In-Reply-To: <0@x>\r\n"]):
        now = START + timedelta(minutes=number)
        head = f"From: {author}\r\nTo: support@example.com\r\nSubject: #close now\r\nMessage-ID: <{number}@x>\r\n{refers}"
        data = f"{head}Date: {format_datetime(now)}\r\n\r\n#close\r\nIt is urgent.\r\n".encode()
        with desk.database.write() as session:
            (claimed,) = spool.accept_claimed(session, [RawMail(data, Envelope(author, (), via), now)], "test", now + timedelta(hours=1))
        process_one(desk, claimed, now)
    with desk.database.read() as session:
        many = len(session.execute(select(letters.c.id)).all())
    desk.database.close()
    return many


@pytest.mark.parametrize("author", AUTHORS)
def test_an_archive_is_silent(author: str, tmp_path: Path) -> None:
    """Neither the customer nor an agent hears of it, and an agent's commands in it are only read."""
    assert letters_after("archive", author, tmp_path) == 0


def test_the_same_mails_by_smtp_are_not(tmp_path: Path) -> None:
    """Otherwise the test above would show nothing."""
    assert letters_after("smtp", AUTHORS[0], tmp_path) > 0
