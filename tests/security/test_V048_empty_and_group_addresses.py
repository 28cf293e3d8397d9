"""V048: headers that name nobody, and text that ends inside a character, are read like any other."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse

NOBODY = ["undisclosed:;", "undisclosed-recipients: ;", "", ",,,", "<>", ":;", "()", '""', "a:b:c;;"]


@pytest.mark.parametrize("value", NOBODY)
def test_nobody_in_any_header(value: str) -> None:
    """No identity is made up, and the mail is read."""
    data = "".join(f"{name}: {value}\n" for name in ("From", "To", "Cc", "Reply-To", "Sender")) + "Subject:\n\n"
    mail = parse(data.encode(), Limits())
    assert mail.sender is None
    assert (mail.subject, mail.text) == ("", "")
    assert all("@" not in entry.address for entry in (*mail.to, *mail.cc))


@pytest.mark.parametrize("cut", range(1, 12))
def test_text_cut_inside_a_character(cut: int) -> None:
    """What can be read of the text is kept."""
    body = "Grüße 😀 打印".encode()[:-cut]
    mail = parse(b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n" + body, Limits())
    assert mail.text.startswith("Grüße ")
