"""V054, V055: where two readers may read two mails, nobody is identified."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse


@pytest.mark.parametrize("field", ["From: a@b.example", "Subject: two", "Content-Type: text/plain"])
def test_a_doubled_header_takes_the_identity(field: str) -> None:
    """A mail with two of them is flagged and has no sender."""
    mail = parse(f"From: a@b.example\r\nSubject: one\r\nContent-Type: text/plain\r\n{field}\r\n\r\nx".encode(), Limits())
    assert mail.sender is None
    assert "ambiguous-headers" in mail.defects


@pytest.mark.parametrize(
    "value",
    [
        "alice@desk.example <bob@evil.example>",
        "<@evil.example,@x.example:admin@desk.example>",
        "Group: agent@desk.example;",
        "agent@desk.example, evil@evil.example",
        "agent@desk.example (comment)",
        "<agent@desk.example><evil@evil.example>",
        '"agent@desk.example" evil@evil.example',
        "agent@desk.example\x00 <evil@evil.example>",
        "=?utf-8?q?agent=40desk.example?=",
        "agent@desk.example@evil.example",
        '"a b"@desk.example',
        "<agent@[127.0.0.1]>",
        "agent@dеsk.example",
    ],
)
def test_identity_has_one_grammar(value: str) -> None:
    """Whatever is not one plain address, with or without a name, identifies nobody."""
    assert parse(f"From: {value}\r\n\r\nx".encode(), Limits()).sender is None


@pytest.mark.parametrize(
    "value",
    [
        "agent@desk.example",
        "<agent@desk.example>",
        "Anna <Agent@Desk.Example>",
        '"Anna, of the desk" <agent@desk.example>',
        "=?utf-8?q?Anna?= <agent@desk.example>",
    ],
)
def test_plain_senders_are_identified(value: str) -> None:
    """The ordinary ways to write an author are all read."""
    assert parse(f"From: {value}\r\n\r\nx".encode(), Limits()).sender == "agent@desk.example"
