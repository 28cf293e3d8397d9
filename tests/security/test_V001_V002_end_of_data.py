"""V001, V002: no mixture of CR, LF and dot but CRLF.CRLF ends a mail, and what is kept is what was sent."""

from __future__ import annotations

import pytest

from maildesk.store.engine import Database
from tests.receiver import HELLO, MAIL, RCPT, config_of, receiving

FORMS = [
    b"\n.\n",
    b"\r.\r",
    b"\r.\n",
    b"\n.\r",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r.\r\n",
    b"\r\n.\r",
    b"\r\n\0.\r\n",
    b"\r\n.\r\r\n",
    b"\r\r\n.\r\r\n",
    b"\r\n..\r\n",
]


@pytest.mark.parametrize("form", FORMS, ids=repr)
async def test_a_smuggled_mail_stays_a_part_of_the_first(desk_database: Database, form: bytes) -> None:
    """Whatever stands before them, MAIL, RCPT and DATA inside a mail are its text: one mail is kept, with every byte."""
    inner = b"Subject: one\r\n\r\ntext" + form + b"MAIL FROM:<evil@example.org>\r\n" + RCPT + b"DATA\r\nSubject: two\r\n\r\nsmuggled\r\n"
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL, RCPT, b"DATA\r\n")
        assert (await client.ask(inner + b".\r\n")).startswith("250")
        assert (await client.ask(b"QUIT\r\n")).startswith("221")
        assert receiver.stored() == [inner.replace(b"\r\n.", b"\r\n")]
