"""V035, V036: very many parts and very deep ones are read within the limits, flagged, and their first words kept."""

from __future__ import annotations

import pytest

from maildesk.config.limits import Limits
from maildesk.intake.mime.parse import parse

HEAD = b"From: a@b.example\r\nSubject: parts\r\n"


def test_many_empty_parts_are_flagged() -> None:
    """2.7 MiB of empty parts end at the limit; the mail is a mail (case 37)."""
    mail = parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 400_000, Limits())
    assert "too-many-parts" in mail.defects
    assert len(mail.attachments) <= Limits().parts
    assert mail.sender == "a@b.example"


@pytest.mark.parametrize("depth", [29, 50, 300, 1000, 100_000])
def test_deep_multiparts_never_recurse(depth: int) -> None:
    """Nesting beyond the limit is flagged and not followed."""
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth))
    mail = parse(HEAD + opening + b"\r\ncore", Limits())
    assert ("too-deep" in mail.defects) is (depth > Limits().depth)


def test_deep_nested_mails_are_one_attachment() -> None:
    """message/rfc822 is not opened, however deep it goes."""
    mail = parse(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000 + b"core", Limits())
    assert [entry.content_type for entry in mail.attachments] == ["message/rfc822"]
