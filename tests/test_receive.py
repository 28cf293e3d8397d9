"""`maildesk receive` behind a mail server's pipe: what is on disk when it ends, and what its exit code makes the server do."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.store.engine import Database
from tests.desks import Ended, keyed_desk, said

MAIL = "From: Eve <eve@example.net>\nTo: support@example.com\nSubject: No paper\n\nHelp.\n"


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """An empty desk with its keys."""
    return keyed_desk(tmp_path)


def received(database: Database) -> list[tuple[str | None, tuple[str, ...], str, bytes]]:
    with database.read() as session:
        rows = spool.listed(session, None, 50)
        return [(row.mail_from, row.rcpt_to, row.via, spool.shown(session, row.id)[1]) for row in rows]


def test_a_mail_is_kept_to_the_byte(desk: Path, desk_database: Database) -> None:
    """Exit 0 means: on disk, with the envelope of the arguments, and nothing was said that a server could take for an error."""
    ended = said("receive", "--sender", "eve@example.net", "support@example.com", desk=desk, typed=MAIL)
    assert ended == Ended(0, "", "")
    assert received(desk_database) == [("eve@example.net", ("support@example.com",), "pipe", MAIL.encode())]


@pytest.mark.parametrize(
    ("environ", "sender", "recipients"),
    [
        ({"SENDER": "eve@example.net", "RECIPIENT": "support@example.com"}, "eve@example.net", ("support@example.com",)),
        ({"SENDER": "", "ORIGINAL_RECIPIENT": "support@example.com", "RECIPIENT": "pipe@localhost"}, "", ("support@example.com",)),
        ({"SENDER": "MAILER-DAEMON", "ORIGINAL_RECIPIENT": "old@example.org", "RECIPIENT": "support@example.com"}, "", ("support@example.com",)),
        ({"SENDER": "root"}, None, ()),
        ({}, None, ()),
    ],
)
def test_the_envelope_comes_from_the_environment(
    desk: Path, desk_database: Database, environ: dict[str, str], sender: str | None, recipients: tuple[str, ...]
) -> None:
    """As Postfix, Exim and qmail set it; the null sender stays one, and what is no address is unknown rather than refused."""
    assert said("receive", desk=desk, typed=MAIL, **environ).code == 0
    ((mail_from, rcpt_to, _, _),) = received(desk_database)
    assert (mail_from, rcpt_to) == (sender, recipients)


@pytest.mark.parametrize(
    ("recipients", "typed", "answer"),
    [
        (["nobody@example.com"], MAIL, (67, "5.1.1 ")),
        (["support@example.com", "nobody@example.com"], MAIL, (67, "5.1.1 ")),
        (["bob@example.org"], MAIL, (77, "5.7.1 ")),
        (["support"], MAIL, (67, "5.1.3 ")),
        (["support@example.com"], "\n", (65, "5.6.0 ")),
        (["support@example.com"], "Received: a\n" * 26 + MAIL, (65, "5.4.6 ")),
        (["support@example.com"], MAIL + "x" * (25 << 20), (65, "5.3.4 ")),
    ],
    ids=["unknown", "one-unknown", "not-ours", "no-address", "empty", "loop", "too-big"],
)
def test_what_will_never_be_taken_goes_back(desk: Path, desk_database: Database, recipients: list[str], typed: str, answer: tuple[int, str]) -> None:
    """The exit code of sysexits.h, the status code first (Postfix reads it), and nothing of the mail is kept."""
    ended = said("receive", *recipients, desk=desk, typed=typed)
    assert (ended.code, ended.err[:6], ended.err.count("\n")) == (*answer, 1)
    assert received(desk_database) == []


@pytest.mark.sqlite_alone("its file is taken away")
def test_trouble_of_ours_sends_no_mail_back(desk: Path, tmp_path: Path) -> None:
    """A broken desk.yaml, a missing database, no desk and a misspelt option are tried again (75), and no path is told."""
    (tmp_path / "desk.db").unlink()
    calls = [
        said("receive", "support@example.com", desk=desk, typed=MAIL),
        said("receive", "support@example.com", desk=tmp_path / "none.yaml", typed=MAIL),
        said("receive", "--sendre", "x", desk=desk, typed=MAIL),
    ]
    desk.write_text("mailboxes: 7\n", encoding="utf-8")
    calls.append(said("receive", "support@example.com", desk=desk, typed=MAIL))
    assert [ended.code for ended in calls] == [75] * 4
    assert not any(str(tmp_path) in ended.err for ended in calls)
