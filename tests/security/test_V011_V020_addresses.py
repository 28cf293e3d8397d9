"""V011, V012, V013, V016, V017, V019, V020: an address is text, written plainly, or refused; it is never run, expanded or relayed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.schema import Mailbox
from maildesk.intake.smtp.admit import Admission, sender_refused
from maildesk.store.engine import Database
from maildesk.tokens import TAPS, TokenKind, mint
from tests.receiver import HELLO, MAIL, MAILBOXES, RCPT, RING, config_of, receiving

ADMISSION = Admission(MAILBOXES, RING)

REFUSED_RECIPIENTS = [
    b'""@example.com',
    b"@a,@b:support@example.com",
    b"@a:support@example.com",
    b"support%elsewhere.example@example.com",
    b'"support@elsewhere.example"@example.com',
    b'"support"@example.com',
    b"support@example.com@elsewhere.example",
    b"support@elsewhere.example@example.com",
    b"support",
    b"support@",
    b"@example.com",
    b"",
    b"support@localhost",
    b"support@[127.0.0.1]",
    b"support@example.com.",
    b"support@example.com\0",
    b"sup\0port@example.com",
    b"support\x0b@example.com",
    b"support\x7f@example.com",
    b"\xc3@example.com",
    b"\xff\xfe@example.com",
    "suppört@example.com".encode(),
    "ſupport@example.com".encode(),
    b"support @example.com",
    b"support+" + b"x" * 300 + b"@example.com",
    b"${run{id}}@elsewhere.example",
    b"=?utf-8?q?support?=@elsewhere.example",
]


@pytest.mark.parametrize("address", REFUSED_RECIPIENTS, ids=repr)
async def test_a_crooked_recipient_is_refused_and_the_session_lives(desk_database: Database, address: bytes) -> None:
    """Controls, quotes, routes, foreign domains and broken UTF-8 get a clean 5xx; the next recipient is served."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO, MAIL)
        assert (await client.ask(b"RCPT TO:<" + address + b">\r\n"))[:3] in ("501", "550", "553")
        assert (await client.ask(RCPT)).startswith("250")


@pytest.mark.parametrize(
    "address",
    [b"a\0b@c", b"a\x0bb@c", b"a\x7f@c", b"\x80@c", b"z\xc3\xab@example.org", b"@a:b@c", b"a b@c", b"x" * 250 + b"@c.de", b"a@", b"a@b c"],
    ids=repr,
)
async def test_a_crooked_sender_is_refused(desk_database: Database, address: bytes) -> None:
    """No control, no byte past ASCII without SMTPUTF8, no route and nothing over 254 octets comes into the database."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        assert (await client.ask(b"MAIL FROM:<" + address + b">\r\n"))[:3] in ("501", "553")
        assert (await client.ask(MAIL)).startswith("250")


@pytest.mark.parametrize("local", ["`id`", "$(id)", "${run{id}}", "%(x)s", "{0.__class__}", "{{7*7}}", "-Ofoo", '";id>/x;"', "'--"])
async def test_an_address_is_kept_letter_by_letter(desk_database: Database, local: str) -> None:
    """What other systems ran or expanded is a sender like any other, or refused; it is never changed."""
    async with receiving(desk_database, config_of()) as receiver, receiver.client() as client:
        await client.begin(HELLO)
        if (await client.ask(f"MAIL FROM:<{local}@h.example>\r\n".encode())).startswith("250"):
            for command in (RCPT, b"DATA\r\n", b"Subject: one\r\n\r\n.\r\n"):
                assert (await client.ask(command))[0] in "23"
            assert [row.mail_from for row in receiver.rows()] == [f"{local}@h.example"]
        else:
            assert set(local) & set('"()>')


@given(st.text(max_size=80))
def test_only_our_mailboxes_are_let_in(text: str) -> None:
    """Whatever a stranger writes, a recipient that is taken belongs to a mailbox of ours."""
    for address in (text, f"{text}@example.com", f"support{text}@example.com", f"support@{text}", f"{text}@sales.example.com"):
        if ADMISSION.recipient_refused(address) is None:
            local, _, domain = address.rpartition("@")
            assert local.lower().startswith(("support", "sales"))
            assert domain.lower() == "example.com"


@given(st.text(max_size=80), st.booleans())
def test_a_sender_that_is_taken_can_be_shown_and_sent(text: str, utf8: bool) -> None:
    """It is printable, in one line, without angle brackets, ASCII unless UTF-8 was agreed upon, and not too long."""
    for address in (text, f"{text}@example.org", f"zoe@{text}"):
        if address and sender_refused(address, utf8) is None:
            assert address.isprintable()
            assert not set(address) & set("<>")
            assert len(address.encode()) <= 254
            assert utf8 or address.isascii()


@given(st.integers(0, 2**60 - 1), st.sampled_from(TokenKind), st.integers(0, 30), st.sampled_from("abcdefgh234567"))
def test_a_token_opens_the_door_whole_or_not_at_all(letter: int, kind: TokenKind, place: int, other: str) -> None:
    """Our tokens for addresses are let in; with one letter changed, or of a kind that stands in no address, they find no mailbox."""
    token = mint(RING, kind, letter)
    forged = token[:place] + other + token[place + 1 :]
    allowed = kind in {TokenKind.REPLY, TokenKind.BOUNCE, TokenKind.CONFIRM} | TAPS

    for address in ("support+{}@example.com", "support-{}@example.com", "{}@sales.example.com"):
        assert (ADMISSION.recipient_refused(address.format(token)) is None) == allowed
        if forged != token and place not in (0, 1, 2):
            assert ADMISSION.recipient_refused(address.format(forged)) is not None


def test_a_mailbox_is_found_whatever_the_case() -> None:
    """People type addresses with capitals and with words after a plus."""
    for address in ("SUPPORT@Example.COM", "support+Newsletter@example.com", "support-2026@example.com"):
        assert ADMISSION.recipient_refused(address) is None
    assert Admission((Mailbox(address="help@example.org", name="Help"),), RING).recipient_refused("support@example.com") is not None
