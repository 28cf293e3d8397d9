"""A mere thank you (case 62): what says nothing else, in thirty languages, and what says more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse
from maildesk.mail import Address, ParsedMail
from maildesk.threading.thanks import mere_thanks

PHRASES = Path(__file__).parent / "thanks" / "phrases.txt"
BOB = Address("Bob Brown", "bob@customer.example")
QUOTE = "\n\nOn Mon, 2 Feb 2026 at 10:00, Example Support <support@example.com> wrote:\n> Is it mended? We changed 2 of them.\n"


def test_only_thanks_are_mere_thanks() -> None:
    """Case 62: with our letter quoted below or without; a question, a number, a wish or a word that is not known is more."""
    wrong = []
    for line in PHRASES.read_text("utf-8").splitlines():
        kind, _, text = line.partition(" | ")
        for below in ("", QUOTE) if text else ():
            mail = ParsedMail(BOB, BOB.address, subject="Re: Printer", text=text.replace("\\n", "\n") + below)
            wrong += [f"{line} (quoting: {bool(below)})"] if mere_thanks(mail) != (kind == "thanks") else []
    assert wrong == []


def test_a_file_is_more_than_thanks() -> None:
    """Whoever sends something with it wants it looked at."""
    mail = parse(
        b'From: bob@customer.example\nSubject: Re: Printer\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nThank you!\n'
        b'--x\nContent-Type: application/pdf; name="order.pdf"\nContent-Disposition: attachment\n\n%PDF\n--x--\n',
        Limits(),
    )
    assert mail.text.strip() == "Thank you!"
    assert not mere_thanks(mail)


@pytest.mark.parametrize("text", ["thanks " * 40, "thank you so much " * 16, "谢谢" * 140, "for the " * 35, "Hi a b c d e " * 20])
def test_it_costs_little(text: str) -> None:
    """However the words repeat."""
    mail = ParsedMail(BOB, BOB.address, text=text)
    mere_thanks(mail)
    began = time.process_time()
    mere_thanks(mail)
    assert time.process_time() - began < 0.2
