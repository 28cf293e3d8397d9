"""Large mails are read within the memory that is set for them: measured in processes whose limit the kernel keeps."""

from __future__ import annotations

from maildesk.config.limits import Limits
from maildesk.files import files_to_send
from maildesk.intake.mime.parse import parse
from tests.bigmails import HEAD, KINDS, LINE, MIB, measured


def test_5_mib_within_256_mib() -> None:
    """Of every kind: read, judged, split and each file looked at."""
    found = measured("read", 5, 256, tuple(KINDS))
    assert not {kind: one for kind, one in found.items() if one["problem"]}
    assert max(one["peak"] for one in found.values()) < 256


def test_24_mib_within_a_workers_memory() -> None:
    """A file and a text go the whole way from the spool to the letters."""
    found = measured("process", 24, Limits().worker_memory // MIB, ("file", "undeclared"))
    assert not {kind: one for kind, one in found.items() if one["problem"]}


def test_a_long_text_is_read_at_its_beginning_and_kept_whole() -> None:
    """Nothing is lost, and as a file it goes to nobody: it holds what it quotes (law 7)."""
    mail = parse(HEAD + b"\r\n" + LINE * 100, Limits(text=1000))
    assert mail.text == (LINE.decode().replace("\r", "") * (1000 // len(LINE))).strip()
    assert [(one.filename, one.size) for one in mail.attachments] == [("document.txt", 100 * (len(LINE) - 1))]
    assert files_to_send(mail) == ()
