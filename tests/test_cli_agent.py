"""`maildesk agent passwd`: a password is typed, made or read, kept as a hash alone, and taken away again."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.intake.smtp import passwords
from maildesk.store.engine import Database
from tests import golden
from tests.desks import said, write_desk

ANNA, OLAF = "anna@example.com", "olaf@example.com"


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A desk with the agents Anna and Olaf."""
    return write_desk(tmp_path)


def kept_for(database: Database, agent: str) -> str:
    with database.read() as session:
        return passwords.kept_for(session, agent) or ""


def test_a_password_from_standard_input(desk: Path, desk_database: Database) -> None:
    """It is the agent's, whatever case the address is written in; nothing of it is printed or stands in the database."""
    ended = said("agent", "passwd", "Anna@Example.com", desk=desk, typed="correct horse battery\n")
    assert (ended.code, ended.out) == (0, "")
    assert "horse" not in ended.err
    assert passwords.matches("correct horse battery", kept_for(desk_database, ANNA))
    assert b"horse" not in golden.written(desk_database).encode()


def test_a_password_is_made(desk: Path, desk_database: Database) -> None:
    """Another one each time, alone on standard output, so that it can be piped; the one before is gone."""
    first, second = (said("agent", "passwd", "--generate", ANNA, desk=desk).out.strip() for _ in range(2))
    assert re.fullmatch("(?:[a-z2-9]{5}-){3}[a-z2-9]{5}", first)
    assert first != second
    assert [passwords.matches(one, kept_for(desk_database, ANNA)) for one in (first, second)] == [False, True]


def test_a_password_is_taken_away(desk: Path, desk_database: Database) -> None:
    """Once; the second time there is none."""
    said("agent", "passwd", ANNA, desk=desk, typed="correct horse battery")
    assert said("agent", "passwd", "--remove", ANNA, desk=desk).code == 0
    assert kept_for(desk_database, ANNA) == ""
    assert said("agent", "passwd", "--remove", ANNA, desk=desk).code == 1


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["zoe@example.org"], "correct horse battery", "there is no agent zoe@example.org; known are anna@example.com, olaf@example.com"),
        ([ANNA], "short", "at least 12 characters"),
        ([ANNA], "", "in one line"),
        ([ANNA], "two lines\nare no password\n", "in one line"),
        ([ANNA], "with a \x07 bell in it", "without control characters"),
        ([ANNA], "x" * 1001, "at most 1000 octets"),
    ],
)
def test_what_is_no_password_is_refused(desk: Path, desk_database: Database, arguments: list[str], typed: str, words: str) -> None:
    """In words that say what would be right, and nothing is kept."""
    ended = said("agent", "passwd", *arguments, desk=desk, typed=typed)
    assert ended.code == 1
    assert words in ended.err
    assert kept_for(desk_database, ANNA) == ""


def test_an_agent_may_change_his_own(desk: Path, desk_database: Database) -> None:
    """And nobody else's."""
    assert said("--as", OLAF, "agent", "passwd", OLAF, desk=desk, typed="correct horse battery").code == 0
    assert said("--as", OLAF, "agent", "passwd", ANNA, desk=desk, typed="correct horse battery").code == 1
    assert kept_for(desk_database, ANNA) == ""


def test_on_a_terminal_it_is_typed_twice_and_unseen(desk: Path, desk_database: Database) -> None:
    """Two different ones are asked for again; what is typed does not appear."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "agent", "passwd", ANNA]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env={**os.environ, "LC_ALL": "C"})
    os.close(slave)
    shown = b""
    for typed in (b"correct horse battery", b"correct horse batterie", b"correct horse battery", b"correct horse battery"):
        seen = len(shown)
        while not shown[seen:].rstrip().endswith(b":"):
            assert select.select([master], [], [], 30)[0], shown
            shown += os.read(master, 1000)
        os.write(master, typed + b"\n")
    assert process.wait(30) == 0
    os.close(master)
    assert b"horse" not in shown
    assert passwords.matches("correct horse battery", kept_for(desk_database, ANNA))


def test_a_password_dies_with_the_agents_entry(database: Database) -> None:
    """Who is named again later does not come back with it."""
    with database.write() as session:
        for agent in (ANNA, OLAF):
            passwords.keep(session, agent, "hash", datetime(2026, 1, 5, tzinfo=UTC))
        passwords.forget_all_but(session, {ANNA})
    assert [kept_for(database, agent) for agent in (ANNA, OLAF)] == ["hash", ""]
