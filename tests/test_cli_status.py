"""`maildesk status`: the page's twin for a terminal, with the daemon and without."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.absence import Absence
from maildesk.store.absences import leave
from maildesk.store.engine import Database
from tests.desks import keyed_desk, put_letter, put_mail, put_ticket, said
from tests.servers import url_of
from tests.service import service


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """The file of a desk whose database is `desk_database`, with its keys."""
    return keyed_desk(tmp_path)


def test_a_desk_without_a_daemon_says_so_first(desk: Path, desk_database: Database) -> None:
    """What needs a person stands on top with the command to type; then figures and lists, and no word of a customer."""
    number = put_ticket(desk_database, subject="Secret subject")
    said("ticket", "do", str(number), "#assign anna", desk=desk)
    put_letter(desk_database, number, b"Subject: x\r\n\r\nsecret words", "a token stands in it")
    put_mail(desk_database, b"Subject: secret\r\n\r\n")
    with desk_database.write() as session:
        leave(session, Absence("anna@example.com", datetime.now(UTC), datetime(2099, 1, 1, tzinfo=UTC)))
    shown = said("status", desk=desk)
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0].startswith("Example Support  ")
    assert lines[2:4] == ["! No daemon serves this desk: no mail is taken, and none leaves.", "    maildesk serve"]
    assert "maildesk outbox list --state held" in shown.out
    assert any(line.split()[:2] == ["anna@example.com", "1"] and "away until 2099-01-01 08:00 +0800" in line for line in lines)
    assert "ecret" not in shown.out
    assert "eve@example.net" not in shown.out


def test_the_same_as_json(desk: Path, desk_database: Database) -> None:
    """One object with these keys; moments in UTC, words of the code."""
    put_ticket(desk_database)
    [seen] = said("status", "--json", desk=desk, LC_ALL="zh_CN.UTF-8").lines
    assert (seen["running"], seen["health"], seen["tickets"]["open"]) == (False, None, 1)
    assert seen["load"][0]["ages"] == {"under 1 h": 0, "under 1 day": 0, "under 1 week": 0, "older": 1}
    assert set(seen["spool"]) == {"waiting", "ticketed", "answered", "ignored", "held", "quarantined"}


def test_problems_of_the_files_are_told(desk: Path, tmp_path: Path) -> None:
    """A broken rule is named with its place, though nothing serves."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text("- name: x\n  then: {asign: billing}\n", encoding="utf-8")
    desk.write_text(desk.read_text() + "rules: rules\n", encoding="utf-8")
    shown = said("status", desk=desk).out
    assert "maildesk config check" in shown
    assert "10.yaml:2" in shown
    assert said("status", "--json", desk=desk).lines[0]["problems"]


def test_a_running_daemon_is_asked(desk_database: Database, tmp_path: Path) -> None:
    """With a daemon all is well, and what only it knows is known."""
    with service(tmp_path, url_of(desk_database)) as found:
        found.start()
        shown = said("status", desk=found.file).out
        [seen] = said("status", "--json", desk=found.file).lines
        found.stop()
    assert "All is well" in shown
    assert (seen["running"], seen["health"]) == (True, "ok")


def test_every_word_of_it_is_chinese_where_that_is_asked(desk: Path, desk_database: Database) -> None:
    """Headings, figures and states."""
    put_ticket(desk_database)
    put_mail(desk_database, b"Subject: x\r\n\r\n")
    shown = said("status", desk=desk, LC_ALL="zh_CN.UTF-8").out
    for word in ("没有守护进程", "处理中", "等待最久", "等待中"):
        assert word in shown
    assert "Waiting longest" not in shown
