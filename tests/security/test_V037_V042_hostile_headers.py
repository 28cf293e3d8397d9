"""V037–V042, V048, V053: header values made to recurse, to loop or to raise give a mail with what could be read."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse

VALUES = [
    b"(" * 100_000,
    b"Group: a@b.example, c@d.example;",
    b"undisclosed-recipients:;",
    b'"',
    b"(c):",
    b"<[odd-id]>",
    b"<@x,@y:a@b.example>",
    b"=?utf-8?b?A?= <a@b.example>",
    b"=?utf-8?q?" + b"=00" * 10 + b"?= <a@b.example>",
    b"=?utf-8?q?a?=" * 20_000,
    b"a@b.example, " * 100_000,
    b";" * 100_000,
    b"text/plain; name*=",
    b"text/plain; name*0=a; name*=b",
    b"text/plain; " + b"".join(b"name*%d=a; " % number for number in range(50_000)),
    b"multipart/mixed; boundary=",
    b"Fri, 31 Dec 9999 23:59:59 -1200",
    b"Mon, 32 Foo 2026 25:61:61 +9999999",
    b"<" + b"a" * 1_000_000 + b"@b.example>",
    b"<a@b.example> " * 50_000,
    b"\xff\xfe\x00",
]
FIELDS = [
    b"From",
    b"To",
    b"Reply-To",
    b"Subject",
    b"Date",
    b"Message-ID",
    b"References",
    b"Content-Type",
    b"Content-Disposition",
    b"Content-Transfer-Encoding",
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_each_hostile_value_in_each_header(value: bytes) -> None:
    """No header value raises, and the words of the mail are still read."""
    for field in FIELDS:
        mail = parse(field + b": " + value + b"\r\nX-Other: 1\r\n\r\nwords", Limits())
        assert "words" in mail.text or mail.attachments
        assert len(mail.to) <= Limits().addresses
        assert len(mail.references) <= Limits().references
        mail.text.encode("utf-8")
        mail.subject.encode("utf-8")


def test_crowded_headers_are_flagged() -> None:
    """What was cut is told."""
    assert "too-many-addresses" in parse(b"To: " + b"a@b.ex, " * 2000 + b"\r\n\r\n", Limits()).defects
    assert "header-too-long" in parse(b"Subject: " + b"x" * 100_000 + b"\r\n\r\n", Limits()).defects
    assert "too-many-encoded-words" in parse(b"Subject: " + b"=?utf-8?q?a?= " * 1000 + b"\r\n\r\n", Limits()).defects
    assert "too-many-headers" in parse(b"X: 1\r\n" * 2000 + b"\r\n", Limits()).defects


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 -1200", "x", "", "31 Feb 2026 10:00:00 +0000"])
def test_a_date_no_calendar_holds_is_none(date: str) -> None:
    """V052: the Date header is for display; nonsense is no date."""
    assert parse(f"Date: {date}\r\n\r\nx".encode(), Limits()).date is None
