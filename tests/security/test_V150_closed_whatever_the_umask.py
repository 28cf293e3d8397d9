"""V150: what the program writes is closed to others whatever umask it was started with, and nothing of it stays in /tmp."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import maildesk, said

MAIL = b"From: bob@customer.example\nTo: support@example.com\nSubject: Printer\nMessage-ID: <1@customer.example>\n\nIt is broken.\n"


@pytest.fixture
def open_umask() -> Iterator[None]:
    """An operator's shell that closes nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_nobody_else_reads_what_commands_write(tmp_path: Path) -> None:
    """Databases, keys, locks and passwords are their owner's alone; desk.yaml holds no secret and is the operator's."""
    mail, desk, scratch = tmp_path / "mail.eml", tmp_path / "desk" / "desk.yaml", tmp_path / "scratch"
    mail.write_bytes(MAIL)
    scratch.mkdir()
    commands = [
        ("init", str(desk.parent)),
        ("db", "upgrade"),
        ("receive", "support@example.com"),
        ("import", str(mail)),
        ("agent", "passwd", "anna@example.com"),
        ("db", "copy", "sqlite:///copy.db"),
        ("keys", "rotate"),
    ]
    for words in commands:
        typed = MAIL.decode() if words[0] == "receive" else "a password of many words\n"
        ended = said(*words, desk=None if words[0] == "init" else desk, typed=typed)
        assert ended.code == 0, (words, ended)
    assert maildesk("try", str(mail), desk=desk, TMPDIR=str(scratch)).code == 0

    written = [path for path in desk.parent.rglob("*") if path != desk]
    assert {path.name for path in written} >= {"maildesk.db", "copy.db", "state", "keys"}
    assert [path.name for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert list(scratch.iterdir()) == []
