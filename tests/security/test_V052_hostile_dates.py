"""V052: no date of a stranger raises, and one that means no moment is none."""

from __future__ import annotations

from datetime import UTC

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse

DATES = [
    "Fri, 31 Dec 9999 23:59:59 -1200",
    "Mon, 01 Jan 0001 00:00:00 +1400",
    "Mon, 1 Jan 2026 00:00:00 +9999999",
    "Mon, 1 Jan 2026 00:00:00 -9999",
    "Tue, 30 Feb 2026 10:00:00 +0000",
    "Tue, 3 Feb 2026 25:61:61 +0000",
    "Tue, 3 Feb 99999999999999999999 10:00:00 +0000",
    "0",
    "-1",
    "9" * 400,
    "Tue, 3 Feb 2026 10:00:00 " + "(" * 500,
    "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
]


@pytest.mark.parametrize("value", DATES)
def test_an_odd_date_is_read_or_dropped(value: str) -> None:
    """The mail is read; a date that is kept is a moment in UTC that can be written down."""
    mail = parse(f"From: a@b.example\nDate: {value}\n\nHello.".encode("latin-1"), Limits())
    assert mail.text == "Hello."
    if mail.date is not None:
        assert mail.date.astimezone(UTC).isoformat()
