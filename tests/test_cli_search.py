"""`maildesk ticket search` and `maildesk db reindex`, and the daemon that keeps the index."""

from __future__ import annotations

import smtplib
import time
from pathlib import Path

import pytest

from maildesk.store import index
from maildesk.store.engine import Database
from tests.desks import put_ticket, said, write_desk
from tests.service import Service, service


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A desk with two tickets that nobody has indexed."""
    put_ticket(desk_database, "No paper", "The printer on the second floor is out of \x1b[31mpaper.")
    put_ticket(desk_database, "打印机", "没有纸了")
    return write_desk(tmp_path)


def test_a_search_finds_what_came_just_now(desk: Path) -> None:
    """Without a daemon it indexes itself; the words around the hit stand below their ticket, escapes seen."""
    found = said("ticket", "search", "second", '"out of"', "-toner", desk=desk)
    assert found.code == 0
    heading, row, words = found.out.splitlines()
    assert heading.split()[:2] == ["TICKET", "STATUS"]
    assert "2026-01-05 18:00 +0800  No paper" in row
    assert words == "    The printer on the second floor is out of \\x1b[31mpaper."


def test_a_search_as_json(desk: Path) -> None:
    """The ticket's own keys and the words; `-n` bounds it; who acts is `me`."""
    found = said("ticket", "search", "--json", "-n", "1", "support", desk=desk)
    assert found.lines == []
    [line] = said("--as", "anna@example.com", "ticket", "search", "打印", "-assignee:me", "-n1", "--json", desk=desk).lines
    assert (line["ticket"], line["subject"], line["words"]) == (2, "打印机", "打印机.pdf")


def test_what_is_not_read_as_meant_is_told(desk: Path) -> None:
    """A filter that is none is searched for as words, which stderr says; nothing found is no failure."""
    found = said("ticket", "search", "status:opne", desk=desk)
    assert (found.code, found.out) == (0, "no ticket is like that\n")
    assert found.err == "status:opne was searched for as words: write one of open, waiting, closed, junk\n"
    assert said("ticket", "search", "(*)", desk=desk).err == "there is no word in the query to search for\n"


def test_reindex_can_be_asked_for(desk: Path, desk_database: Database) -> None:
    """It makes the index anew, whatever was there."""
    assert said("db", "reindex", desk=desk).out == "the search index is made anew\n"
    with desk_database.read() as session:
        assert index.waiting(session) == 0


def test_the_daemon_keeps_the_index(tmp_path: Path) -> None:
    """A worker without a mail in hand indexes what came, and what stood there before it started."""
    with service(tmp_path / "desk") as served:
        put_ticket(served.database)
        served.start()
        with smtplib.SMTP("127.0.0.1", served.port) as client:
            client.sendmail("bob@example.net", ["support@example.com"], "From: bob@example.net\r\nSubject: toner\r\n\r\nempty\r\n")
        while _unindexed(served):
            time.sleep(0.05)


def _unindexed(served: Service) -> bool:
    with served.database.read() as session:
        rows = session.exec_driver_sql("SELECT count(*) FROM tickets WHERE searched_version = version").scalar_one()
    return bool(rows != 2)
