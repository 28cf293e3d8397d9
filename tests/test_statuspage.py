"""The status page answers over a real socket, and its numbers are those of the database."""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text

from maildesk.clock import SystemClock
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.errors import Place, Problem, Refused
from maildesk.eventlog import EventLog
from maildesk.statuspage import DaemonFacts, Observer, StatusPage
from maildesk.statuspage.metrics import exposition
from maildesk.statuspage.page import span
from maildesk.statuspage.standing import Standing
from maildesk.store.engine import Database
from maildesk.store.overview import Overview
from maildesk.tables import mails
from tests.pages import ask, serving

NOW = datetime.now(UTC)
LIVE = DaemonFacts(workers=2, relay_failures={"default": 3})


def _mail(state: str, received: datetime) -> dict[str, object]:
    facts = {"sha256": "0", "size": 1, "mail_from": None, "rcpt_to": [], "via": "file", "peer": "", "helo": "", "tls": 0, "submitted_as": None}
    return {**facts, "received": received, "state": state}


@pytest.fixture
def busy(database: Database) -> Database:
    """A desk with three mails, two of them waiting for five minutes."""
    received = datetime.now(UTC) - timedelta(minutes=5)
    with database.write() as session:
        session.execute(insert(mails), [_mail(state, received) for state in ("waiting", "waiting", "ignored")])
    return database


async def test_metrics_tell_what_the_database_holds(busy: Database) -> None:
    """Each state is a sample of its own, with 0 where there is none."""
    async with serving(busy, lambda: LIVE) as port:
        answer = await ask(port, "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = dict(line.rsplit(" ", 1) for line in answer.body.splitlines() if not line.startswith("#"))
    assert samples['maildesk_mails{state="waiting"}'] == "2"
    assert samples['maildesk_mails{state="ignored"}'] == "1"
    assert samples['maildesk_mails{state="quarantined"}'] == "0"
    assert samples['maildesk_relay_failures_total{relay="default"}'] == "3"
    assert 300 <= float(samples["maildesk_oldest_waiting_seconds"]) < 400


async def test_the_page_shows_the_same_numbers(busy: Database) -> None:
    """A person reads what Prometheus reads, and the stylesheet the page asks for is there."""
    async with serving(busy, lambda: LIVE) as port:
        answer, style = await ask(port, "/"), await ask(port, "/style.css")
    assert "<td>waiting</td><td>2</td>" in answer.body
    assert re.search(r"<td>oldest waiting</td><td>5 min \d+ s</td>", answer.body)
    assert style.headers["content-type"].startswith("text/css")


async def test_a_broken_edit_is_seen_with_its_place(sqlite_database: Database) -> None:
    """Since when the files in use count, and what is wrong with the edit that is not; the same as numbers."""
    problem = Problem(Place("/etc/maildesk/rules.d/10.yaml", 4, 3), "there is no verb <asign>", "did you mean assign?")
    facts = DaemonFacts(workers=1, loaded=datetime(2026, 3, 2, 9, 0, tzinfo=UTC), problems=(problem,))
    async with serving(sqlite_database, lambda: facts) as port:
        page, numbers = await ask(port, "/"), await ask(port, "/metrics")
    assert "<td>files in use since</td><td>2026-03-02T09:00:00Z</td>" in page.body
    assert "<td>/etc/maildesk/rules.d/10.yaml:4:3</td><td>there is no verb &lt;asign&gt;; did you mean assign?</td>" in page.body
    assert "maildesk_file_problems 1\n" in numbers.body
    assert "maildesk_files_loaded_seconds 1772442000\n" in numbers.body


async def test_health_is_a_word(sqlite_database: Database) -> None:
    """A desk with workers is healthy; one without, or without a database, is not, and does not say why."""
    async with serving(sqlite_database, lambda: LIVE) as port:
        good = await ask(port, "/healthz")
    async with serving(sqlite_database, DaemonFacts) as port:
        idle = await ask(port, "/healthz")
    lost = Database("sqlite:////nowhere/at/all.db")
    async with serving(lost, lambda: LIVE) as port:
        gone = await ask(port, "/healthz")
    assert (good.status, good.body) == (200, "ok\n")
    assert (idle.status, idle.body) == (gone.status, gone.body) == (503, "unavailable\n")


async def test_a_damaged_database_is_no_traceback(sqlite_database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    """Tables that are not there make 503 on every path, and one line in the log each."""
    with sqlite_database.write() as session:
        session.execute(text("DROP TABLE outbox_recipients"))
        session.execute(text("DROP TABLE outbox"))
    async with serving(sqlite_database, lambda: LIVE) as port:
        statuses = [(await ask(port, path)).status for path in ("/", "/metrics", "/healthz")]
    assert statuses == [503, 503, 503]
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all("page_failed" in line and "no such table: outbox" in line for line in lines)


def test_many_who_ask_at_once_cost_one_reading(sqlite_database: Database) -> None:
    """However many threads ask in the same moment, the database is read once."""
    readings = []

    def facts() -> DaemonFacts:
        readings.append(1)
        return LIVE

    observer = Observer(sqlite_database, SystemClock(), facts)
    with ThreadPoolExecutor(8) as threads:
        seen = {standing.at for standing in threads.map(lambda _: observer.standing(), range(8))}
    assert len(readings) == len(seen)
    assert len(seen) < 8


def test_a_taken_port_is_one_clear_line(sqlite_database: Database) -> None:
    """The page says which place it could not have."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        page = StatusPage(PageConfig(listen=place), Observer(sqlite_database, SystemClock(), DaemonFacts), EventLog(SystemClock()))
        with pytest.raises(Refused, match=f"cannot listen on {place}: Address already in use"):
            page.listen()


def test_a_label_cannot_break_its_line() -> None:
    """The admin's names are escaped as the format asks."""
    standing = Standing("0", NOW, Overview(NOW), DaemonFacts(relay_failures={'a"b\\c\nd': 1}))
    assert 'relay="a\\"b\\\\c\\nd"} 1' in exposition(standing)


@pytest.mark.parametrize(
    ("length", "shown"),
    [(timedelta(), "0 s"), (timedelta(seconds=59), "59 s"), (timedelta(minutes=5), "5 min 0 s"), (timedelta(days=3, hours=4, minutes=9), "3 d 4 h")],
)
def test_spans_read_like_spans(length: timedelta, shown: str) -> None:
    """Two units are enough for a person."""
    assert span(length) == shown
