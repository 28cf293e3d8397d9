"""The status page answers over a real socket, and its numbers are those of the database."""

from __future__ import annotations

import base64
import io
import json
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, insert, text

from maildesk import eventlog
from maildesk.cli.main import run
from maildesk.clock import SystemClock
from maildesk.config.limits import Limits
from maildesk.config.schema import StatusPage as PageConfig
from maildesk.config.ways import Listen, Relay
from maildesk.errors import Place, Problem, Refused
from maildesk.eventlog import Contact, EventLog
from maildesk.statuspage import DaemonFacts, Observer, StatusPage
from maildesk.statuspage import alarms as alarms_module
from maildesk.statuspage.metrics import exposition
from maildesk.statuspage.now import html
from maildesk.statuspage.standing import Standing, tokens_of
from maildesk.statuspage.words import preferred, span
from maildesk.store.engine import Database
from maildesk.store.overview import Overview, TicketLine, overview
from maildesk.tables import mails
from tests.letters import DESK
from tests.pages import a_desk, ask, serving
from tests.showcase import HOSTILE, HOUR, NOW, TEAM, fill

LIVE = DaemonFacts(workers=2, relays={"default": Contact(failed=NOW, failing=NOW - HOUR, failures=3)}, worked=NOW)


def _mail(state: str, received: datetime) -> dict[str, object]:
    facts = {"sha256": "0", "size": 1, "mail_from": None, "rcpt_to": [], "via": "file", "peer": "", "helo": "", "tls": 0, "submitted_as": None}
    return {**facts, "received": received, "state": state}


@pytest.fixture
def busy(database: Database) -> Database:
    """A desk with three mails, two of them waiting for six minutes."""
    received = NOW - timedelta(minutes=6)
    with database.write() as session:
        session.execute(insert(mails), [_mail(state, received) for state in ("waiting", "waiting", "ignored")])
        session.execute(text("INSERT INTO raws (mail, data) SELECT id, :data FROM mails"), {"data": b""})
    return database


async def test_metrics_tell_what_the_database_holds(busy: Database) -> None:
    """Each state is a sample of its own, with 0 where there is none."""
    async with serving(busy, lambda: LIVE, now=NOW) as port:
        answer = await ask(port, "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = _samples(answer.body)
    assert [samples["maildesk_mails", state] for state in ("waiting", "ignored", "quarantined")] == [2, 1, 0]
    assert (samples["maildesk_relay_failures_total", "default"], samples["maildesk_relay_up", "default"]) == (3, 0)
    assert 360 <= samples["maildesk_oldest_waiting_seconds", ""] < 460


def _samples(body: str) -> dict[tuple[str, str], float]:
    """All samples as Prometheus' own parser reads them, by name and the values of their labels."""
    families = list(text_string_to_metric_families(body))
    assert all(family.documentation.endswith(".") for family in families)
    found = [(sample.name, " ".join(sample.labels.values()), sample.value) for family in families for sample in family.samples]
    assert len({pair[:2] for pair in found}) == len(found)
    return {(name, labels): value for name, labels, value in found}


async def test_every_figure_is_a_metric_of_a_busy_desk(desk_database: Database) -> None:
    """What the page shows of tickets, Prometheus reads too; each metric has a name, a kind and a sentence, and no sample comes twice."""
    fill(desk_database, NOW)
    async with serving(a_desk(desk_database, TEAM), lambda: LIVE, now=NOW) as port:
        samples = _samples((await ask(port, "/metrics")).body)
    assert samples["maildesk_active_tickets", "support@example.com support open under 1 h"] == 3
    assert (samples["maildesk_unanswered_tickets", ""], samples["maildesk_due_tickets", ""]) == (
        15,
        sum(1 for hours in (-3, 1, 0.5) if _today(hours)),
    )
    assert 75 * 3600 <= samples["maildesk_longest_unanswered_seconds", ""] < 76 * 3600


def _today(hours: float) -> bool:
    """Whether a date so many hours from now comes today, or has come, in Berlin."""
    berlin = ZoneInfo("Europe/Berlin")
    return (NOW + hours * HOUR).astimezone(berlin).date() <= NOW.astimezone(berlin).date()


async def test_the_page_shows_the_same_numbers(busy: Database) -> None:
    """A person reads what Prometheus reads, and what the page asks for is there."""
    async with serving(busy, lambda: LIVE, now=NOW) as port:
        answer, style, icon = [await ask(port, path) for path in ("/", "/style.css", "/icon-alarm.svg")]
    assert re.search(r"waiting</th><td><span>2</span></td><td><span class=.span.>6 min", answer.body)
    assert (style.headers["content-type"].partition(";")[0], icon.headers["content-type"]) == ("text/css", "image/svg+xml")


async def test_what_is_wrong_stands_first_with_what_to_type(busy: Database) -> None:
    """Since when, and the command that shows more; the tab says how many they are."""
    async with serving(busy, lambda: LIVE, now=NOW) as port:
        page = (await ask(port, "/")).body
    verdict = page[page.index("verdict") : page.index("figures", page.index("</h2>"))]
    assert "<title>2 ● maildesk</title>" in page
    assert re.search(
        r"The relay default does not take letters. For <span class=.span.>1 h</span>. <code>maildesk outbox list --state queued", verdict
    )
    assert re.search(r"Mail waits to be worked on. For <span class=.span.>6 min</span>. <code>maildesk spool list --state waiting", verdict)


def test_every_command_that_is_advised_is_one() -> None:
    """Nobody is sent to type something that does not exist: each is asked for its help."""
    commands = [*re.findall(r'"maildesk ([^"]+)"', Path(alarms_module.__file__).read_text(encoding="utf-8"))]
    assert len(commands) > 8
    for command in commands:
        assert run([*(word for word in command.split() if word != "{about}"), "--help"]) == 0


def test_every_failure_of_the_log_is_said_in_words() -> None:
    """What the log keeps in mind for the page has a sentence and a command there."""
    assert alarms_module._TOLD.keys() == eventlog._ABOUT.keys()
    assert all(callable(getattr(EventLog, name)) for name in eventlog._ABOUT)


def test_a_relay_that_desk_yaml_no_longer_names_alarms_nobody() -> None:
    """Its last failure was before the edit that took it out."""
    contact = Contact(failed=NOW, failing=NOW, failures=1)
    facts = DaemonFacts(workers=1, relays={"old": contact, "default": contact})
    assert [alarm.words for alarm in alarms_module.alarms(Standing(Overview(NOW), facts, DESK))] == ["The relay default does not take letters."]


@pytest.mark.parametrize(("written", "most", "alarmed"), [(600, 600, True), (599, 600, False), (0, 0, False)])
def test_automatic_mail_that_is_off_is_seen(written: int, most: int, alarmed: bool) -> None:
    """Where the governor stops all of it; not where an admin wants none."""
    desk = DESK.model_copy(update={"limits": DESK.limits.model_copy(update={"automatic_per_desk": most})})
    found = [alarm.words for alarm in alarms_module.alarms(Standing(Overview(NOW, automatic=written), DaemonFacts(workers=1), desk))]
    assert any("no automatic mail" in words for words in found) is alarmed


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(30, []), (9, [(False, "runs out")]), (-1, [(True, "ran out")]), (None, [])],
)
def test_a_token_alarms_before_it_runs_out(tmp_path: Path, minutes: int | None, told: list[tuple[bool, str]]) -> None:
    """Case 90: Microsoft's say until when they are good; a password and Google's do not."""
    claims = base64.urlsafe_b64encode(json.dumps({"exp": (NOW + timedelta(minutes=minutes or 0)).timestamp()}).encode()).decode().rstrip("=")
    hour = f"{NOW + timedelta(minutes=minutes or 0):%H:%M}"
    (tmp_path / "token").write_text("ya29.a0Af" if minutes is None else f"eyJ0eXAi.{claims}.c2ln")
    (tmp_path / "token").chmod(0o600)
    imap = {"host": "outlook.office365.com", "user": "support@example.com", "auth": "xoauth2", "password_file": tmp_path / "token"}
    desk = DESK.model_copy(update={"listen": (Listen.model_validate({"imap": imap}),)})
    found = alarms_module.alarms(Standing(Overview(NOW), DaemonFacts(workers=1), desk, tokens=tokens_of(desk, {})))
    tokens = [(alarm.grave, alarm.words) for alarm in found if "token" in alarm.words]
    assert tokens == [
        (grave, f"The token of support@example.com@outlook.office365.com {words} at {hour}, and no other is there{'' if grave else ' yet'}.")
        for grave, words in told
    ]


def test_a_mail_that_nothing_accounts_for_alarms(busy: Database) -> None:
    """Case 33: three mails have a state, and the bytes of two are there."""
    for there, alarmed in ((3, []), (2, ["The ledger does not balance: 1 mail is not accounted for."])):
        with busy.write() as session:
            session.execute(text("DELETE FROM raws WHERE mail > :there"), {"there": there})
        with busy.read() as session:
            standing = Standing(overview(session, NOW, NOW), DaemonFacts(workers=1), DESK)
        assert [alarm.words for alarm in alarms_module.alarms(standing) if "ledger" in alarm.words] == alarmed
        assert f"maildesk_unaccounted_mails {3 - there}\n" in exposition(standing)


async def test_all_well_is_said_in_so_many_words(desk_database: Database) -> None:
    """Where nothing is wrong, the page says so, and each empty table says what is not there."""
    async with serving(desk_database, lambda: DaemonFacts(workers=1), now=NOW) as port:
        page = (await ask(port, "/")).body
    assert all(
        words in page for words in ("All is well", "Nobody waits for an answer.", "Nothing is due today.", "Nothing has failed since the start.")
    )
    assert "<title>maildesk</title>" in page


@pytest.mark.parametrize(("due", "told"), [(11, ["and 1 more"]), (10, [])])
def test_what_is_due_and_has_no_line_is_counted(due: int, told: list[str]) -> None:
    """Whoever reads the wall does not take the first ten for all."""
    lines = tuple(TicketLine(number, NOW, "support@example.com", None, None, "normal") for number in range(10))
    page = html(Standing(Overview(NOW, due=lines, due_today=due), DaemonFacts(workers=1), DESK), "en", None)
    assert re.findall(r"and \d+ more", page) == told


def test_the_log_keeps_the_last_failures_in_mind() -> None:
    """The log keeps in mind what failed last, once for the same thing, and never more than a screen of it."""
    log = EventLog(SystemClock(), io.StringIO())
    for _ in range(3):
        log.relay_failed("bulk", "550 eve@evil.example")
    for number in range(30):
        log.mail_failed(number, 1, HOSTILE)
    log.relay_failed("bulk", HOSTILE)
    assert [(one.event, one.about, one.times) for one in log.troubles[:2]] == [("relay_failed", "bulk", 1), ("mail_failed", "29", 1)]
    assert len(log.troubles) == 20
    assert (log.relays["bulk"].failures, log.relays["bulk"].failing is not None) == (4, True)
    log.letter_sent(7, "bulk", 1, "250")
    assert (log.relays["bulk"].failing, log.relays["bulk"].failures) == (None, 4)


async def test_a_broken_edit_is_seen_with_its_place(desk_database: Database) -> None:
    """Since when the files in use count, and what is wrong with the edit that is not; the same as numbers."""
    problem = Problem(Place("/etc/maildesk/rules.d/10.yaml", 4, 3), "there is no verb <asign>", "did you mean assign?")
    facts = DaemonFacts(workers=1, loaded=datetime(2026, 3, 2, 9, 0, tzinfo=UTC), problems=(problem,))
    async with serving(desk_database, lambda: facts, now=NOW) as port:
        page, numbers = await ask(port, "/"), await ask(port, "/metrics")
    assert '<dt>files in use since</dt><dd><time datetime="2026-03-02T09:00:00Z">2026-03-02 09:00 UTC</time></dd>' in page.body
    assert "<code>/etc/maildesk/rules.d/10.yaml:4:3</code> there is no verb &lt;asign&gt;; did you mean assign?" in page.body
    assert "An edit has 1 problem and is not in use." in page.body
    assert "maildesk_file_problems 1\n" in numbers.body
    assert "maildesk_files_loaded_seconds 1772442000\n" in numbers.body


@pytest.mark.sqlite_alone("the server has a disk of its own")
async def test_health_is_a_word(desk_database: Database) -> None:
    """A desk with workers is healthy; else one word says what is not, and a status that every health check knows."""
    lost = Database("sqlite:////nowhere/at/all.db")
    full = a_desk(desk_database, DESK.model_copy(update={"limits": Limits(free_disk=1 << 60)}))
    said = []
    for desk, facts in ((desk_database, LIVE), (desk_database, DaemonFacts()), (lost, LIVE), (full, LIVE)):
        async with serving(desk, lambda known=facts: known, now=NOW) as port:
            answer = await ask(port, "/healthz")
            said.append((answer.status, answer.body))
    assert said == [(200, "ok\n"), (503, "workers\n"), (503, "database\n"), (503, "disk\n")]


async def test_a_health_check_counts_nothing(desk_database: Database) -> None:
    """A load balancer asks every second, on a desk of any size: it is answered from two ends of an index."""
    statements: list[str] = []
    event.listen(desk_database.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    async with serving(desk_database, lambda: LIVE) as port:
        await ask(port, "/healthz")
    assert [one for one in statements if "count(" in one or "tickets" in one or "outbox" in one] == []
    assert sum("mails" in one for one in statements) == 2


@pytest.mark.parametrize(
    ("ready", "worked", "health"),
    [(2 * HOUR, HOUR, "spool"), (2 * HOUR, HOUR / 60, "ok"), (HOUR / 60, HOUR, "ok"), (None, HOUR, "ok")],
)
def test_a_long_queue_that_moves_is_healthy(ready: timedelta | None, worked: timedelta, health: str) -> None:
    """Only mail that a worker could take while none is finished is a spool that stands still."""
    facts = DaemonFacts(workers=1, worked=NOW - worked)
    assert Standing(Overview(NOW, ready=ready and NOW - ready), facts, DESK).pulse.health == health


@pytest.mark.sqlite_alone("its file is damaged")
async def test_a_damaged_database_is_no_traceback(desk_database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    """Tables that are not there make 503 on every path, and one line in the log each."""
    with desk_database.write() as session:
        session.execute(text("ALTER TABLE mails RENAME TO gone"))
    async with serving(desk_database, lambda: LIVE, now=NOW) as port:
        answers = [await ask(port, path) for path in ("/", "/metrics", "/healthz")]
    assert [answer.status for answer in answers] == [503, 503, 503]
    assert "The desk cannot be seen" in answers[0].body
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all("page_failed" in line and "no such table: mails" in line for line in lines)


def test_many_who_ask_at_once_cost_one_reading(desk_database: Database) -> None:
    """However many threads ask in the same moment, the database is read once."""
    readings = []

    def facts() -> DaemonFacts:
        readings.append(1)
        return LIVE

    observer = Observer(a_desk(desk_database), SystemClock(), facts)
    with ThreadPoolExecutor(8) as threads:
        seen = {standing.at for standing in threads.map(lambda _: observer.standing(), range(8))}
    assert len(readings) == len(seen)
    assert len(seen) < 8


def test_a_taken_port_is_one_clear_line(desk_database: Database) -> None:
    """The page says which place it could not have."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        desk = a_desk(desk_database)
        page = StatusPage(PageConfig(listen=place), desk, Observer(desk, SystemClock(), DaemonFacts), EventLog(SystemClock()))
        with pytest.raises(Refused, match=f"cannot listen on {place}: Address already in use"):
            page.listen()


def test_a_label_cannot_break_its_line() -> None:
    """The admin's names are escaped as the format asks."""
    name = 'a"b\\c\nd'
    config = DESK.model_copy(update={"relays": {name: Relay(host="localhost")}})
    standing = Standing(Overview(NOW), DaemonFacts(relays={name: Contact(failures=1)}), config)
    assert _samples(exposition(standing))["maildesk_relay_failures_total", name] == 1


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=5, seconds=9), "5 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=30), "2 h 30 min"),
        (timedelta(days=3, hours=4, minutes=9), "3 d 4 h"),
    ],
)
def test_spans_read_like_spans(length: timedelta, shown: str) -> None:
    """Two units are enough for a person."""
    assert span(length) == f'<span class="span">{shown}</span>'


@given(st.text())
def test_whatever_a_browser_accepts_is_answered(accepted: str) -> None:
    """No header makes the page fail."""
    assert preferred(accepted) in ("en", "zh_CN")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de, zh-Hans;q=0.7, en;q=0.3", "zh_CN"),
        ("de", "en"),
        ("zh;q=0", "en"),
        ("zh;q=x,;;=,en", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_is_answered_in_its_language(accepted: str, language: str) -> None:
    """Of our two, the one it wants most; whatever it sends, there is one."""
    assert preferred(accepted) == language


async def test_the_page_renews_itself_only_where_it_is_asked_to(desk_database: Database) -> None:
    """A header says how often; anything but the offered spans is no span."""
    async with serving(desk_database, lambda: LIVE, now=NOW) as port:
        answers = [await ask(port, path) for path in ("/", "/?refresh=60", "/?refresh=0", "/?refresh=60%0d%0aX:y")]
    assert [answer.headers.get("refresh") for answer in answers] == [None, "60", None, None]
    assert '<a href="?refresh=60" aria-current="true"><span class="span">1 min</span></a>' in answers[1].body


async def test_the_page_is_read_in_chinese(desk_database: Database) -> None:
    """By what the browser asks for, whole: no sentence of it is left in English."""
    fill(desk_database, NOW)
    async with serving(a_desk(desk_database, TEAM), lambda: LIVE, now=NOW) as port:
        page = (await ask(port, "/", more="Accept-Language: zh-CN,zh;q=0.9\r\n")).body
    words = re.sub(r"<(code|time|title|h1)\b.*?</\1>|<[^>]*>", " ", page)
    assert '<html lang="zh-CN">' in page
    ours = {"billing", "support", "accounts", "beijing", "default", "bulk", "maildesk", "desk", "yaml", "Anna", "Okafor"}
    assert set(re.findall(r"[A-Za-z]{4,}", words)) <= ours


async def test_the_manual_names_every_metric(desk_database: Database) -> None:
    """docs/operators.md and /metrics agree about what there is."""
    async with serving(desk_database, lambda: LIVE, now=NOW) as port:
        exposed = re.findall(r"^# TYPE (\S+)", (await ask(port, "/metrics")).body, re.MULTILINE)
    manual = (Path(__file__).parent.parent / "docs" / "operators.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(maildesk_\w+)", manual)) == set(exposed)
