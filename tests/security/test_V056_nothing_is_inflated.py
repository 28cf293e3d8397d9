"""V056: an archive is a file like any other: kept byte for byte, never opened, and no mail holds more than its own bytes."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from email.message import EmailMessage

import pytest

from maildesk.config.schema import Limits
from maildesk.intake.parse import parse
from tests import tnef

LIMITS = Limits()
_ZEROS = bytes(20 << 20)
_PRELOADED = 207  # what every writer and reader of compressed RTF begins with


def zipped(content: bytes, times: int = 1) -> bytes:
    """A zip of a zip of … that content, twice in each."""
    for _ in range(times):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", content)
            archive.writestr("b", content)
        content = out.getvalue()
    return content


BOMBS = {
    "42.zip": ("application", "zip", zipped(_ZEROS, 4)),
    "logs.gz": ("application", "gzip", gzip.compress(_ZEROS)),
    "letter.docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document", zipped(_ZEROS)),
    "`id`;$(id).zip": ("application", "x-zip-compressed", zipped(b"small")),
}


def mail_with(name: str, kind: tuple[str, str], data: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bob@other.example", "support@desk.example", "Files"
    mail.set_content("See below.")
    mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_is_bytes(name: str) -> None:
    """Its own bytes and type, and the words beside it."""
    main, sub, data = BOMBS[name]
    mail = parse(mail_with(name, (main, sub), data), LIMITS)

    assert [(one.content, one.content_type) for one in mail.attachments] == [(data, f"{main}/{sub}")]
    assert mail.text == "See below."


def test_a_compressed_part_is_not_inflated() -> None:
    """No Content-Encoding of HTTP is obeyed, and an encoding nobody knows leaves the bytes as they are."""
    packed = gzip.compress(_ZEROS)
    raw = mail_with("x.txt", ("text", "plain"), packed).replace(b"Content-Disposition", b"Content-Encoding: gzip\nContent-Disposition")

    assert [one.content for one in parse(raw, LIMITS).attachments] == [packed]


def test_files_of_a_winmail_dat_are_no_more_than_it() -> None:
    """Each of its bytes comes out once at most."""
    data = tnef.stream(*(tnef.file(f"{number}.bin", bytes(10_000)) for number in range(20)))
    mail = parse(mail_with("winmail.dat", ("application", "ms-tnef"), data), LIMITS)

    assert len(mail.attachments) == 20
    assert sum(one.size for one in mail.attachments) <= len(data)


def test_a_compressed_text_is_no_longer_than_html_may_be() -> None:
    """Compressed RTF is the one thing that is inflated: what its header promises counts for nothing (MS-OXRTFCP)."""
    body, length = bytearray(b"\0{\\rtf1 x"), _PRELOADED + 8
    while length < 8 * LIMITS.html:
        body.append(0xFF)
        for _ in range(8):  # the last letter sixteen times more
            body += struct.pack(">H", (length - 1) % 4096 << 4 | 14)
            length += 16
    packed = struct.pack("<IIII", len(body) + 12, 0xFFFFFFFF, 0x75465A4C, 0) + body
    data = tnef.stream(tnef.attribute(tnef.MESSAGE, tnef.properties(p1009=(0x102, packed)), level=1))
    mail = parse(mail_with("winmail.dat", ("application", "ms-tnef"), data).replace(b"See below.", b""), LIMITS)

    assert 1000 < len(mail.text) <= LIMITS.html
