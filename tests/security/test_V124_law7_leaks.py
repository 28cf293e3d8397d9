"""What must never leave in a customer's letter (V124, law 7)."""

from __future__ import annotations

import base64
import re

import pytest

from maildesk import carriers
from maildesk.letter import ANSWER_LINES, OutboxState
from maildesk.mail import Attachment, ParsedMail
from maildesk.newwords import SplitText
from maildesk.outbound.leaks import NOTIFICATION_WORDS
from maildesk.ticket import MessageKind
from tests.leaving import TEMPLATES
from tests.letters import ASKED, RING, SUPPORT, answered, entry, plain, reply_of

TOKEN = carriers.reply_address(RING, SUPPORT, 999)
IN_THE_OTHER_FORM = {
    ("zh_CN", "txt"): {r"您的回复仅内部可见", r"可能有关的工单 \d+ \("},
    ("zh_CN", "html"): {r"您的回复将作为内部备注", r"可能与工单 \d+（"},
}
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
        ("Hello\nYour answer goes to bob@customer.example. Begin with #note to keep it internal, for Ben.", "notification"),
        ("Hello\n> Your answer stays internal,\n> as a note for Ben.", "notification"),
        ("Hello\nTicket 1 · open · normal · nobody's yet · team support", "notification"),
        ("你好\n> 工单 4712 · 处理中 · 普通 · 尚未\n> 分配 · 团队 support", "notification"),
        ("As my colleague says: he owes us for the last  three printers,\nbe careful.", "note"),
    ],
)
def test_a_leak_holds_the_letter(text: str, why: str) -> None:
    """The letter is kept, whole, and says why it did not leave."""
    letter = reply_of(answered(text, history=(ASKED, NOTE)))
    assert letter.state is OutboxState.HELD
    assert why in letter.reason


@pytest.mark.parametrize(
    "text",
    [
        "Please change the ink.",
        "Write to support@example.com",
        "joanna@example.com is the customer",
        "anna@example.company",
        "Your answer goes to the ticket: 1 is open, and is nobody's yet. It may belong to ticket 2.",
        "Ticket 12 · open · normal · Example Support, Hotline 12",
        "Begin with the ink. Before that, tap the note: commands stand there, one a line.",
        "工单 12 已处理，您的回复将发给客服。",
    ],
)
def test_ordinary_words_leave(text: str) -> None:
    """The mailbox's own address and addresses that only look alike are no leaks."""
    assert reply_of(answered(text, history=(ASKED, NOTE))).state is OutboxState.QUEUED


@pytest.mark.parametrize("language", sorted(NOTIFICATION_WORDS))
@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_words_watched_for_are_those_of_the_templates(language: str, form: str) -> None:
    """Whoever words a line of the notification anew finds it here."""
    source = (TEMPLATES / language / f"notification.{form}").read_text(encoding="utf-8").replace('{% include "taps.txt" %}', "")
    filled = re.sub(r"\{\{.*?\}\}", "1", re.sub(r"\{\{ \w+ or \"(.*?)\" \}\}", r"\1", re.sub(r"<[^>]*>", "", source)))
    words = re.sub(r"\s", "", filled).lower()
    missing = {one for one in NOTIFICATION_WORDS[language] if not re.search(re.sub(r"\s", "", one).lower(), words)}
    assert missing == IN_THE_OTHER_FORM.get((language, form), set())


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
