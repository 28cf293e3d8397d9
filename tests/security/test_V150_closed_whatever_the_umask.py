"""V150: what the program writes is closed to others whatever umask it was started with, and nothing of it stays in /tmp."""

from __future__ import annotations

import os
import stat
import tempfile
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
    mail, desk = tmp_path / "mail.eml", tmp_path / "desk" / "desk.yaml"
    mail.write_bytes(MAIL)
    commands = [
        ("init", str(desk.parent)),
        ("db", "upgrade"),
        ("receive", "support@example.com"),
        ("import", str(mail)),
        ("agent", "passwd", "anna@example.com"),
        ("db", "copy", "sqlite:///copy.db"),
        ("keys", "rotate"),
        ("backup", str(desk.parent / "backup")),
    ]
    for words in commands:
        typed = MAIL.decode() if words[0] == "receive" else "a password of many words\n"
        ended = said(*words, desk=None if words[0] == "init" else desk, typed=typed)
        assert ended.code == 0, (words, ended)
    assert_nothing_stays(mail, desk)

    written = [path for path in desk.parent.rglob("*") if path != desk]
    assert {path.name for path in written} >= {"maildesk.db", "copy.db", "state", "keys"}
    assert [path.name for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def assert_nothing_stays(mail: Path, desk: Path) -> None:
    """A trial works on a copy of the desk in TMPDIR; not below pytest's folder, for a socket's path has 107 letters at most."""
    with tempfile.TemporaryDirectory() as scratch:
        assert maildesk("try", str(mail), desk=desk, TMPDIR=scratch).code == 0
        assert list(Path(scratch).iterdir()) == []


def test_a_place_too_long_for_a_socket_is_told(tmp_path: Path) -> None:
    """In one line that says so, with the code of what may pass."""
    (tmp_path / "mail.eml").write_bytes(MAIL)
    scratch = tmp_path / ("x" * 100)
    scratch.mkdir()
    ended = maildesk("try", "--no-desk", "support@example.com", str(tmp_path / "mail.eml"), TMPDIR=str(scratch))

    assert (ended.code, ended.err) == (75, "no process can be started: AF_UNIX path too long\n")
