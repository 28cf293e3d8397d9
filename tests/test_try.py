"""`maildesk try`: what the desk would have done with real mails, and that neither they nor the desk are altered."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket
from tests.desks import keyed_desk, put_ticket, said

FIRST = b"From: Eve <eve@example.net>\nTo: support@example.com\nSubject: No paper\nMessage-ID: <1@x>\nDate: Mon, 5 Jan 2015 10:00:00 +0000\n\nHelp.\n"
SECOND = FIRST.replace(b"<1@x>", b"<2@x>\nReferences: <1@x>").replace(b"10:00:00", b"11:00:00")
AWAY = b"From: bob@example.net\nTo: support@example.com\nSubject: Received\nAuto-Submitted: auto-replied\nDate: Tue, 6 Jan 2015 10:00:00 +0000\n\nWe have your mail.\n"


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A desk with its keys and ticket 1, which no mail of the archive is about."""
    path = keyed_desk(tmp_path)
    put_ticket(desk_database)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three mails whose names stand in another order than their dates."""
    folder = tmp_path / "Maildir" / "cur"
    folder.mkdir(parents=True)
    for name, data in {"1": AWAY, "2": SECOND, "3": FIRST}.items():
        (folder / f"{name}:2,S").write_bytes(data)
    return folder.parent


def state_of(*folders: Path) -> dict[str, str]:
    """The bytes of every file that is there."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_each_mail_is_treated_as_if_it_had_come(desk: Path, archive: Path) -> None:
    """In the order of their dates, so that the second finds the first's ticket; with the rules and letters of each, and the sum."""
    *mails, total = said("try", "--json", str(archive), desk=desk).lines
    assert [Path(one["file"]).name for one in mails] == ["3:2,S", "2:2,S", "1:2,S"]
    assert [(one["ticket"], one["new"], one["acknowledgement"]) for one in mails] == [
        (1, True, "eve@example.net"),
        (1, False, None),
        (2, True, None),
    ]
    assert mails[0]["notifications"] == mails[1]["notifications"] == ["anna@example.com"]
    assert any("20-acknowledge.yaml" in rule for rule in mails[0]["rules"])
    assert any("it refers to a mail of #1" in reason for reason in mails[1]["reasons"])
    assert (total["mails"], total["new_tickets"], total["on_tickets"], total["acknowledgements"]) == (3, 2, 1, 1)


def test_nothing_is_altered(desk: Path, archive: Path, desk_database: Database, tmp_path: Path) -> None:
    """The mails are what they were to the byte and the name, the desk has no new mail, and no letter is anywhere."""
    before = state_of(archive)
    ended = said("try", str(archive), desk=desk)
    assert (ended.code, ended.err) == (0, "")
    assert "1 acknowledgement to customers" in ended.out
    assert state_of(archive) == before
    assert not (tmp_path / "outgoing").exists()
    with desk_database.read() as session:
        ticket, ledger = load_ticket(session, 1), spool.ledger(session)
    assert ticket is not None
    assert (ticket.subject, ledger.accepted) == ("No paper", 0)


def test_the_newest_mails_are_tried(desk: Path, archive: Path) -> None:
    """`--last` counts from the newest date, whatever the files are called."""
    *mails, _ = said("try", "--last", "1", "--json", str(archive), desk=desk).lines
    assert [Path(one["file"]).name for one in mails] == ["1:2,S"]


def test_a_sceptic_needs_no_desk(archive: Path) -> None:
    """With an address alone the shipped rules are tried, and somebody is there to be notified; an address that is none is told."""
    *mails, total = said("try", "--no-desk", "support@example.com", "--json", str(archive)).lines
    assert mails[0]["acknowledgement"] == "eve@example.net"
    assert mails[0]["notifications"] == ["agent@desk.invalid"]
    assert total["notifications"] == sum(rule.endswith("notify the team") for one in mails for rule in one["rules"])
    assert said("try", "--no-desk", "support", str(archive)).code == 1


def test_a_try_that_is_ended_leaves_nothing(archive: Path) -> None:
    """SIGTERM in the middle: the scratch folder is taken away, and the process ends by the signal."""
    for number in range(200):
        (archive / "cur" / f"a{number}:2,S").write_bytes(FIRST.replace(b"<1@x>", b"<%d@y>" % number))
    command = [sys.executable, "-m", "maildesk", "try", "--no-desk", "support@example.com", "--last", "200", "--json", str(archive)]
    with tempfile.TemporaryDirectory(prefix="md-") as scratch:  # pytest's own folder is too long for a socket in it
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"TMPDIR": scratch}) as process:
            assert process.stdout is not None
            assert process.stdout.readline()  # the first mail is tried
            assert list(Path(scratch).glob("maildesk-try-*"))
            process.terminate()
            assert process.wait() == -signal.SIGTERM
        assert list(Path(scratch).glob("maildesk-try-*")) == []
