"""What must never leave in a customer's letter (V124, law 7)."""

from __future__ import annotations

import base64

import pytest

from maildesk import carriers
from maildesk.letter import ANSWER_LINES, OutboxState
from maildesk.mail import Attachment, ParsedMail, SplitText
from maildesk.ticket import MessageKind
from tests.letters import ASKED, RING, SUPPORT, answered, entry, plain, reply_of

TOKEN = carriers.reply_address(RING, SUPPORT, 999)
NOTE = entry(9, MessageKind.NOTE, "He owes us for the last three printers, be careful.", "ben@example.com")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"Write to {TOKEN} please", "another letter"),
        (f"Write to {TOKEN.upper()} please", "another letter"),
        (f"see {carriers.message_id(RING, SUPPORT, 999)}", "another letter"),
        ("My own address is anna@example.com.", "private address"),
        ("Ask Ben <BEN@example.com>", "private address"),
        (f"Hello\n{ANSWER_LINES['zh_CN']}\n", "notification"),
        ("As my colleague says: he owes us for the last  three printers,\nbe careful.", "note"),
    ],
)
def test_a_leak_holds_the_letter(text: str, why: str) -> None:
    """The letter is kept, whole, and says why it did not leave."""
    letter = reply_of(answered(text, history=(ASKED, NOTE)))
    assert letter.state is OutboxState.HELD
    assert why in letter.reason


@pytest.mark.parametrize(
    "text", ["Please change the ink.", "Write to support@example.com", "joanna@example.com is the customer", "anna@example.company"]
)
def test_ordinary_words_leave(text: str) -> None:
    """The mailbox's own address and addresses that only look alike are no leaks."""
    assert reply_of(answered(text, history=(ASKED, NOTE))).state is OutboxState.QUEUED


@pytest.mark.parametrize(
    "html",
    [f"<p>see <a href='mailto:{TOKEN}'>here</a></p>", "<p>an<b>na@exam</b>ple.com</p>", "<p>anna&#64;example.com</p>"],
)
def test_markup_hides_no_leak(html: str) -> None:
    """In an attribute, divided by tags, or behind entities."""
    letter = reply_of(answered("x", mail=ParsedMail(), split=SplitText("x", reply_html=html)))
    assert letter.state is OutboxState.HELD


def test_a_forwarded_notification_is_a_leak() -> None:
    """Attached as a file, encoded, it still carries the agent's token."""
    inner = base64.encodebytes(f"Reply to {TOKEN}".encode()).decode()
    nested = f"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}".encode()
    letter = reply_of(answered(mail=ParsedMail(attachments=(Attachment("mail.eml", "message/rfc822", nested),))))
    assert letter.state is OutboxState.HELD


WORDS = f"Answer to {TOKEN}, 打印机"
NESTED = "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n"


@pytest.mark.parametrize(
    "file",
    [
        Attachment("a.txt", "text/plain", WORDS.encode("utf-16")),
        Attachment("a.txt", "text/plain", WORDS.encode("utf-16-be"), charset="UTF-16BE"),
        Attachment("a.txt", "text/plain", WORDS.encode("utf-16-le")),
        Attachment("a.txt", "text/plain", WORDS.encode("utf-32")),
        Attachment("a.txt", "text/plain", WORDS.encode("utf-7"), charset="utf-7"),
        Attachment("a.txt", "text/plain", f"Answer to {TOKEN}".encode("cp037"), charset="cp037"),
        Attachment("a.txt", "text/plain", WORDS.encode(), charset="utf-16"),
        Attachment("a.txt", "text/plain", WORDS.encode(), charset="punycode"),
        Attachment("Mail.HTML", "application/octet-stream", f"<p>{WORDS}</p>".encode()),
        Attachment("a.csv", "application/vnd.ms-excel", WORDS.encode("utf-16")),
        Attachment("a.ics", "application/octet-stream", WORDS.encode()),
        Attachment("a.eml", "application/octet-stream", (NESTED + base64.encodebytes(WORDS.encode("utf-16-le")).decode()).encode()),
    ],
    ids=lambda file: f"{file.filename} {file.content_type} {file.charset}",
)
def test_no_coding_and_no_type_hides_a_leak(file: Attachment) -> None:
    """A file is read as its mark, its declaration and its name say, because the customer's program may follow any of them."""
    letter = reply_of(answered(mail=ParsedMail(attachments=(file,))))
    assert (letter.state, "reply address" in letter.reason) == (OutboxState.HELD, True)


def test_pictures_and_odd_declarations_leave() -> None:
    """What is no text is not searched, and a charset that is none holds nothing up."""
    files = (Attachment("a.png", "image/png", b"\x89PNG\0\0"), Attachment("a.txt", "text/plain", b"ink", charset="rot13"))
    odd = (Attachment("b.txt", "text/plain", b"ink", charset="\0"), Attachment("c.txt", "text/plain", b"\0\xff", charset="undefined"))
    assert reply_of(answered(mail=ParsedMail(attachments=(*files, *odd)))).state is OutboxState.QUEUED


def test_the_quote_is_the_customers_last_word_and_nothing_else() -> None:
    """Notes and older entries are never quoted, and the quote is bounded (case 72)."""
    long = entry(5, MessageKind.INBOUND, "blue " * 10_000)
    letter = reply_of(answered(history=(ASKED, long, NOTE)))
    assert "owes us" not in plain(letter.data)
    assert "only blue" not in plain(letter.data)
    assert len(plain(letter.data)) < 10_000
    assert letter.state is OutboxState.QUEUED


def test_a_quote_that_would_leak_is_left_away() -> None:
    """The customer wrote an agent's address: the answer leaves, without repeating it."""
    letter = reply_of(answered(history=(entry(1, MessageKind.INBOUND, "I wrote to anna@example.com"),)))
    assert letter.state is OutboxState.QUEUED
    assert "anna@" not in plain(letter.data)
