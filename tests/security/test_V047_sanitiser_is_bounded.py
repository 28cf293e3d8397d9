"""V047: HTML that makes sanitisers slow is refused before one of them sees it; the text stays."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.html.clean import clean
from maildesk.intake.mime.parse import parse

LIMITS = Limits()
BOMBS = {
    "nested too deep": "<div>" * 20_000 + "words" + "</div>" * 20_000,
    "too many tags": "<i>a</i>" * 20_000,
    "too large": "words " * 200_000,
    "never closed": "<b><p>" * 10_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS.keys())
def test_beyond_the_limits_nothing_is_shown(html: str) -> None:
    """The HTML is empty then, never half cleaned."""
    assert clean(html, frozenset(), LIMITS) == ""


def test_many_attributes_end() -> None:
    """Twenty thousand attributes of one element are read and none of them is kept."""
    html = "<p " + " ".join(f"on{number}=1" for number in range(20_000)) + ">words</p>"
    assert clean(html, frozenset(), LIMITS) in ("<p>words</p>", "")


def test_the_plain_part_is_still_read() -> None:
    """A mail with such HTML keeps the text beside it."""
    mail = parse(
        b"From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\nwords\n--x\nContent-Type: text/html\n\n"
        + b"<div>" * 20_000
        + b"\n--x--\n",
        LIMITS,
    )
    assert mail.text == "words"
