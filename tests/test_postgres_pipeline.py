"""The same desk on PostgreSQL: whole conversations, a whole daemon, and two daemons that share one database."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text, update

from maildesk.config.keyring import keyring_path
from maildesk.config.load import load_config
from maildesk.intake import spool
from maildesk.intake.spool import Claimed
from maildesk.letter import OutboxState
from maildesk.mail import Envelope, RawMail
from maildesk.outbound import outbox
from maildesk.outbound.deliver import BATCH
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.tables import outbox as outbox_table
from maildesk.tables import tickets
from tests.aftermath import all_is_well
from tests.servers import make_postgres_database, url_of
from tests.service import Service, service
from tests.talk import CONVERSATIONS, START, Stages, make_desk
from tests.traffic import Traffic

QUESTION = b"From: bob@customer.example\r\nTo: support@example.com\r\nSubject: Ink\r\nMessage-ID: <1@customer.example>\r\n\r\nIs it blue?\r\n"
ANSWER = QUESTION.replace(b"<1@", b"<2@").replace(b"\r\n\r\n", b"\r\nReferences: <1@customer.example>\r\n\r\nPS: ")
# What differs between the two databases are the statements: each that conversations send stands in two of these, where it stands in two at all.
# A new one that is in none of them is found by `make test-all`, which plays all conversations on PostgreSQL.
SENT_HERE = frozenset(
    {
        "043-an-hour-of-forgeries",
        "048-confirmed-once-a-week",
        "110-two-tickets-become-one",
        "111-two-customers-of-one-ticket",
        "141-put-off-due-and-reminded",
        "142-another-mailbox-and-other-people",
        "143-a-subject-nobody-vouches-for",
        "144-another-question-on-the-same-ticket",
        "145-somebody-is-blocked",
        "146-questions",
        "146-words-that-nobody-shall-read",
        "148-the-letter-of-the-day",
        "149-several-tickets-in-one-mail",
        "151-when-it-leaves",
        "153-out-of-the-junk-silently",
        "154-receipts",
        "162-the-desk-in-bcc",
        "165-the-same-person-by-another-address",
        "167-nobody-is-told-twice",
        "173-her-machine-proves-as-much-as-she",
        "174-nobody-teaches-what-her-signature-is",
        "177-one-person-everywhere",
        "183-answers-inside-of-our-letter",
        "184-an-outsider-asked-by-mistake",
        "186-a-typo-takes-nobody-off",
        "189-what-stood-so-already",
        "190-held-and-carried-out-whole",
        "200-junk-by-way-of-a-group",
        "201-kept-is-not-sent",
        "26-a-second-mailbox-in-bcc",
        "53-a-bounce-of-an-answer",
        "54-codes-nobody-knows",
        "56-no-more-automatic-mail-to-a-robot",
        "75-a-forward-of-an-agent",
        "79-a-customers-mail-is-passed-on",
        "87-pictures-of-a-mail",
    }
)


@pytest.fixture(scope="module")
def stages(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Desks on one database, which each conversation finds empty."""
    stages = Stages(tmp_path_factory.mktemp("stages"), make_postgres_database(postgres_server, "stages", "template_desk"))
    yield stages
    stages.close()


@pytest.mark.parametrize("path", [path for path in CONVERSATIONS if path.stem in SENT_HERE], ids=lambda path: path.stem)
def test_conversation(path: Path, stages: Stages) -> None:
    """Each mail ends as on SQLite, and the same letters leave."""
    stages.play(path)


@pytest.mark.test_all
@pytest.mark.timeout(600)
def test_no_conversation_sends_another_statement(stages: Stages) -> None:
    """Those that are played each time send all there are, so that none is tried on SQLite alone."""
    sent: dict[str, set[str]] = {}
    for path in CONVERSATIONS:
        with _statements() as sent[path.stem]:
            stages.play(path)
    known = set().union(*(sent[name] for name in SENT_HERE))
    assert {name: new for name, those in sent.items() if (new := those - known)} == {}


@contextmanager
def _statements() -> Iterator[set[str]]:
    """The words of all that are sent meanwhile, without their values."""
    heard: set[str] = set()

    def hear(_: object, __: object, statement: str, values: object, context: Any, many: bool) -> None:
        heard.add(context.compiled.string if context and context.compiled else statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_a_whole_daemon(tmp_path: Path, postgres_database: Database) -> None:
    """Fifty mails over SMTP, fifty tickets, a hundred letters, and an end in order."""
    with service(tmp_path, url_of(postgres_database)) as desk:
        desk.start()
        traffic = Traffic((desk.port,), mails=50)
        traffic.send_all()
        all_is_well(desk.database, traffic.accepted, tmp_path / "outgoing")
        assert desk.stop() == 0


def share_keys(first: Service, second: Service) -> None:
    """Two daemons of one desk sign with the same keys."""
    shutil.copy(keyring_path(load_config(first.file)), keyring_path(load_config(second.file)))


def test_two_daemons_on_one_database(tmp_path: Path, postgres_database: Database) -> None:
    """Mails over both, one of which is killed in between: each mail is ticketed once, each letter leaves once (F31)."""
    url = url_of(postgres_database)
    with service(tmp_path / "a", url) as first, service(tmp_path / "b", url) as second:
        share_keys(first, second)
        first.start()
        second.start()
        traffic = Traffic((first.port, second.port))
        with traffic.flowing():
            _until_at_work(second, 10)
            second.kill()
            second.start()
            _until_at_work(second, 20)
        assert len(traffic.accepted) > 100
        _end_leases_of_the_dead(first.database)
        all_is_well(first.database, traffic.accepted, tmp_path / "a" / "outgoing", tmp_path / "b" / "outgoing", kills=1)
        assert (first.stop(), second.stop()) == (0, 0)


def _until_at_work(desk: Service, done: int) -> None:
    while desk.log.read_text(encoding="utf-8").count('"mail_done"') < done:
        assert desk.ended() is None
        time.sleep(0.05)


def _end_leases_of_the_dead(database: Database) -> None:
    """Lets the three quarters of an hour pass for which a daemon that died holds its letters: it is the only one that still holds any."""
    while True:
        with database.read() as session:
            many = outbox.counts(session)
            if spool.ledger(session).waiting == many[OutboxState.QUEUED] == 0 and many[OutboxState.SENDING] <= BATCH:
                break
        time.sleep(0.1)
    time.sleep(2)
    with database.write() as session:
        session.execute(update(outbox_table).where(outbox_table.c.state == OutboxState.SENDING).values(lease=datetime.now(UTC)))
    database.close()


@pytest.mark.parametrize("then", [ANSWER, QUESTION], ids=["an answer to it", "the same bytes"])
def test_two_workers_with_one_conversation(then: bytes, tmp_path: Path, postgres_database: Database) -> None:
    """While one is about to commit, the other waits, and then sees the ticket: it makes no second one (case 27)."""
    first = make_desk(Path(__file__).parent / "conversations" / "desk.yaml", tmp_path, url_of(postgres_database))
    second = replace(first, database=postgres_database, random_bits=random.Random(1).getrandbits)
    claimed = [_claimed(postgres_database, data) for data in (QUESTION, then)]
    about_to, may = threading.Event(), threading.Event()

    def pause(session: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE mails"):  # its outcome: the last it writes
            about_to.set()
            assert may.wait(60)

    event.listen(first.database.engine, "after_cursor_execute", pause)
    with ThreadPoolExecutor(2) as workers:
        one = workers.submit(process_one, first, claimed[0], START)
        assert about_to.wait(60)
        other = workers.submit(process_one, second, claimed[1], START)
        while not other.done() and not _somebody_waits(postgres_database):
            time.sleep(0.01)
        may.set()
        outcomes = (one.result(60), other.result(60))
    assert outcomes[0].state == "ticketed"
    with postgres_database.read() as session:
        assert session.scalar(select(func.count()).select_from(tickets)) == 1
    first.database.close()


def _claimed(database: Database, data: bytes) -> Claimed:
    with database.write() as session:
        raw = RawMail(data, Envelope("bob@customer.example", ("support@example.com",), "smtp"), START)
        [claimed] = spool.accept_claimed(session, [raw], "worker", START + timedelta(minutes=1))
    return claimed


def _somebody_waits(database: Database) -> bool:
    with database.read() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")))
