"""The lines by which mail programs introduce a quote, and those that only look like it."""

from __future__ import annotations

import pytest

from maildesk.mail import ParsedMail
from maildesk.threading.split import split

QUOTED = {
    "an address on the next line": 'Fine.\n On Mar 8, 2026 9:59 AM, "Shop" <\nr+7f1b094c@shop.example> wrote:\n\n> Shall we?\n',
    "ours": "Fine.\n\nOn Monday, 2 March 2026 at 10:00 CET, Ruth wrote:\n> Shall we?\n",
    "ours, in Chinese": "Fine.\n\nRuth 于 2026年3月2日 星期一 17:00 CST 写道：\n> Shall we?\n",
    "sent": "Fine.\n\nOn 11-Apr-2026, at 6:54 PM, Ruth Weber <ruth@weber.example> sent:\n\n> Shall we?\n",
    "no verb at all": "Fine.\n2026/4/7 Ruth Weber <ruth@weber.example>\n\n>  Shall we?\n",
    "Dutch, the participle at the end": "Fine.\n\nOp 17-feb.-2026, om 13:18 heeft Ruth <ruth@weber.example> het volgende geschreven:\n\nShall we?\n",
    "Russian, folded before the address": 'Fine.\n02.04.2026 14:20 пользователь "ruth@weber.example" <\nruth@weber.example> написал:\n\n> Shall we?\n',
}
WRITTEN = {
    "a date and an address that introduce nothing": "Please call\n2026/4/7 Ruth Weber <ruth@weber.example>\nor me.\n",
    "what somebody sent": "On 11 April I sent:\n- one box\n- two bags\n",
    "an address to write to": "Write to Ruth <ruth@weber.example>\n\nas agreed on 3 May.\n",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED.keys())
def test_an_attribution_begins_the_quote(text: str) -> None:
    """Only the new word is left, and all else is told apart, not lost."""
    parts = split(ParsedMail(text=text))
    assert parts.reply == "Fine."
    assert "Shall we?" in parts.quoted


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_sentence_stays_a_sentence(text: str) -> None:
    """What a person wrote is never taken for a quote."""
    parts = split(ParsedMail(text=text))
    assert not parts.quoted
    assert parts.reply == text.strip()
