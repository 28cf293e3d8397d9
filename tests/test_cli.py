"""The command line as a person and a script meet it: its output and its exit codes, from processes where the process matters."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete

from maildesk.store.engine import Database
from maildesk.tables import raws
from tests.desks import maildesk, put_letter, put_mail, put_ticket, said, write_desk

TICKET_KEYS = ["ticket", "status", "mailbox", "team", "assignee", "priority", "subject", "requester", "tags", "created", "updated"]
LEDGER_KEYS = ["accepted", "ticketed", "answered", "ignored", "held", "quarantined", "waiting", "balanced"]


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """The file of a desk whose database is `desk_database`."""
    return write_desk(tmp_path)


def test_ticket_list_has_the_promised_shape(desk: Path, desk_database: Database) -> None:
    """JSON Lines of exactly these keys, moments as RFC 3339 in UTC; the table names the same tickets, in their mailbox's zone as `show` does."""
    number = put_ticket(desk_database)
    listed = said("ticket", "list", "--json", desk=desk)
    assert listed.code == 0
    assert list(listed.lines[0]) == TICKET_KEYS
    assert listed.lines[0] == {
        "ticket": number,
        "status": "open",
        "mailbox": "support@example.com",
        "team": "support",
        "assignee": None,
        "priority": "normal",
        "subject": "No paper",
        "requester": "eve@example.net",
        "tags": [],
        "created": "2026-01-05T10:00:00Z",
        "updated": "2026-01-05T10:00:00Z",
    }
    assert "2026-01-05 18:00 +0800  No paper" in said("ticket", "list", desk=desk).out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--status", "open"], 1),
        (["--status", "closed"], 0),
        (["--requester", "EVE@example.net"], 1),
        (["--team", "support"], 1),
        (["--team", "billing"], 0),
        (["--assignee", "anna@example.com"], 0),
        (["--mailbox", "Support@example.com", "--tag", "vip"], 0),
    ],
)
def test_ticket_list_filters(desk: Path, desk_database: Database, options: list[str], found: int) -> None:
    """Every option narrows the list; addresses are blind to case."""
    put_ticket(desk_database)
    assert len(said("ticket", "list", "--json", *options, desk=desk).lines) == found


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--team", "suport"], "; there is no team 'suport'; did you mean support?"),
        (["--assignee", "nobody@example.com"], "; there is no assignee 'nobody@example.com'; known are anna@example.com, olaf@example.com"),
        (["--mailbox", "SUPPORT@example.com", "--tag", "vip"], ""),
    ],
)
def test_a_list_that_is_empty_says_which_name_is_wrong(desk: Path, options: list[str], why: str) -> None:
    """A slip of the pen looks like an empty desk else."""
    assert said("ticket", "list", *options, desk=desk).out == f"no ticket is like that{why}\n"


def test_ticket_show_reads_like_a_conversation(desk: Path, desk_database: Database) -> None:
    """Who wrote what and when in the mailbox's zone, what was attached, what is folded, and the history."""
    number = put_ticket(desk_database, text="New words\n> old\n> older", reply="New words")
    shown = said("ticket", "show", str(number), desk=desk).out
    assert f"#{number}  No paper\n" in shown
    assert "2026-01-05 18:00 +0800  Eve No paper <eve@example.net> wrote\n    New words\n    … 2 more lines" in shown
    assert "+ No paper.pdf (application/pdf, 4 B)" in shown
    assert "2026-01-05 18:00 +0800  subject “No paper”  (rule:10.yaml:4 No paper, mail 1)" in shown
    assert "> older" in said("ticket", "show", str(number), "--quoted", desk=desk).out


def test_ticket_show_as_json_is_one_line(desk: Path, desk_database: Database) -> None:
    """The ticket's own keys first, then all that is on it."""
    number = put_ticket(desk_database)
    (shown,) = said("ticket", "show", str(number), "--json", desk=desk).lines
    assert list(shown)[: len(TICKET_KEYS)] == TICKET_KEYS
    assert shown["messages"][0]["attachments"] == [{"filename": "No paper.pdf", "content_type": "application/pdf", "size": 4, "left": None}]
    assert shown["history"][0]["cause"] == "mail 1"
    assert shown["participants"][0]["standing"] == "requester"


def test_ledger_balances(desk: Path, desk_database: Database) -> None:
    """A line a mail, then the sum; a mail whose bytes are gone makes it fail, which a monitor sees (case 33)."""
    first, second = put_mail(desk_database, b"A: b\r\n\r\n1"), put_mail(desk_database, b"A: b\r\n\r\n2")
    good = maildesk("ledger", "--json", desk=desk)
    *mails, total = good.lines
    assert mails == [{"mail": number, "state": "waiting", "rule": None, "ticket": None} for number in (first, second)]
    assert list(total) == LEDGER_KEYS
    assert (good.code, total["accepted"], total["waiting"], total["balanced"]) == (0, 2, 2, True)
    with desk_database.write() as session:
        session.execute(delete(raws).where(raws.c.mail == second))
    bad = maildesk("ledger", "--sum", desk=desk)
    assert (bad.code, bad.out) == (1, "1 accepted IS NOT 0 ticketed + 0 answered + 0 ignored + 0 held + 0 quarantined + 2 waiting\n")


def test_a_raw_mail_is_byte_exact(desk: Path, desk_database: Database) -> None:
    """What `--raw` prints is what came, to the last byte."""
    data = b"Subject: x\r\n\r\n" + bytes(range(256))
    number = put_mail(desk_database, data)
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "spool", "show", "--raw", str(number)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == data


def test_a_raw_mail_never_goes_to_a_terminal(desk: Path, desk_database: Database) -> None:
    """On a terminal the bytes could act as commands, so `--raw` is refused there."""
    number = put_mail(desk_database, b"Subject: \x1b]52;c;aGk=\x07\r\n\r\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "spool", "show", "--raw", str(number)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 1
    assert b"raw bytes do not go to a terminal" in done.stderr


def test_a_held_letter_is_retried_and_dropped(desk: Path, desk_database: Database) -> None:
    """The two ends a person can give a letter that did not leave; both can be read back."""
    number = str(put_letter(desk_database, put_ticket(desk_database), b"Subject: x\r\n\r\nhello", "a live token"))
    (held,) = said("outbox", "list", "--state", "held", "--json", desk=desk).lines
    assert (held["letter"], held["reason"]) == (77, "a live token")
    assert said("outbox", "retry", number, desk=desk).code == 0
    assert "state       queued" in said("outbox", "show", number, desk=desk).out
    assert said("outbox", "drop", number, desk=desk).code == 0
    assert said("outbox", "list", "--json", desk=desk).lines[0]["state"] == "dropped"
    assert said("outbox", "show", number, "--raw", desk=desk).out == "Subject: x\r\n\r\nhello"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ticket", "show", "99"], 1, "there is no ticket 99"),
        (["spool", "show", "99"], 1, "there is no mail 99"),
        (["spool", "fetch", "99", "film.eml"], 1, "there is no mail 99"),
        (["outbox", "show", "99"], 1, "there is no letter 99"),
        (["spool", "retry", "99"], 1, "99"),
        (["outbox", "drop", "99"], 1, "99"),
        (["ticket", "show", "abc"], 2, "abc"),
        (["ticket", "list", "--status", "lost"], 2, "lost"),
        (["ticket", "list", "--last", "0"], 2, "0"),
        (["tickets"], 2, "No such command 'tickets'. Did you mean 'ticket'?"),
        (["invoice"], 2, "No such command"),
        (["person", "eve"], 2, "“eve” is no address; write it like eve@example.net"),
        (["address", "show", "eve"], 2, "“eve” is no address"),
        (["erase", "@example.net"], 2, "“@example.net” is no address"),
        (["ticket", "list", "--requester", "eve"], 2, "“eve” is no address"),
        (["explain"], 2, "name a FILE"),
    ],
)
def test_refusals_are_one_clear_line(desk: Path, arguments: list[str], code: int, words: str) -> None:
    """1 for what cannot be done, 2 for what cannot be understood; nothing on stdout, never a traceback."""
    ended = said(*arguments, desk=desk)
    assert (ended.code, ended.out) == (code, "")
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_desk_that_is_not_there_is_a_configuration_error(tmp_path: Path) -> None:
    """Exit 78, and the line says where it was looked for; the environment names a desk too."""
    named = said("ledger", desk=tmp_path / "none.yaml")
    assert (named.code, "there is no such desk" in named.err) == (78, True)
    assert maildesk("ledger", MAILDESK_DESK=str(tmp_path / "none.yaml")).code == 78


def test_every_problem_of_a_desk_is_told(desk: Path) -> None:
    """Two mistakes, two lines with their places, one run."""
    desk.write_text(desk.read_text().replace("team: support,", "taem: support,").replace("role: agent", "role: boss"), encoding="utf-8")
    ended = said("ledger", desk=desk)
    assert ended.code == 78
    assert [line.split(": ")[0].rpartition("/")[2] for line in ended.err.splitlines()] == ["desk.yaml:2:59", "desk.yaml:5:51"]


@pytest.mark.sqlite_alone("a PostgreSQL database is never made by looking")
def test_looking_makes_no_database(tmp_path: Path) -> None:
    """A desk without a database is told how to get one; no empty file is left behind."""
    ended = said("ticket", "list", desk=write_desk(tmp_path))
    assert (ended.code, "maildesk db upgrade" in ended.err) == (1, True)
    assert not (tmp_path / "desk.db").exists()


def test_a_reader_that_hangs_up_is_no_error(desk: Path, desk_database: Database) -> None:
    """`maildesk ledger | head` ends quietly, however much was still to be said."""
    put_mail(desk_database, b"A: b\r\n\r\n")
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "ledger"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_bug_is_one_line_unless_asked(desk: Path, desk_database: Database) -> None:
    """A database of the right revision that lacks a table: exit 70 and one line; where it happened only with --debug."""
    with desk_database.write() as session:
        session.exec_driver_sql("DROP TABLE outbox_recipients")
        session.exec_driver_sql("DROP TABLE outbox")
    plain = maildesk("outbox", "list", desk=desk)
    assert plain.code == 70
    assert plain.err.startswith("unexpected error, ")
    assert len(plain.err.splitlines()) == 1
    assert "Traceback" in said("--debug", "outbox", "list", desk=desk).err
    assert "Traceback" in said("outbox", "list", desk=desk, MAILDESK_DEBUG="1").err


def test_the_version_is_told() -> None:
    """One line for a bug report."""
    assert maildesk("--version").out.startswith("maildesk ")
