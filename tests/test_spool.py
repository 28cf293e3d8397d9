"""The spool: each mail is claimed by one worker at a time and ends in exactly one outcome."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Executable, delete, insert, update
from sqlalchemy.exc import IntegrityError

from maildesk.config.limits import Limits
from maildesk.errors import Overtaken, Refused
from maildesk.intake import spool
from maildesk.intake.spool import Claimed
from maildesk.judged import NatureKind
from maildesk.language import Said, told, words
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.store.engine import Database, Session
from maildesk.store.statement import Statement
from maildesk.tables import mails, raws

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)
LIMITS = Limits()
TICKETED = Outcome(MailState.TICKETED, "builtin:new", 7, (Said("it is {nature}", nature=NatureKind.HUMAN),))
ENVELOPE = Envelope("zoë@example.org", ("support@example.com", "sales@example.com"), "smtp", "192.0.2.7", "mx.example.org", True, "anna@example.com")


def _arrived(word: str) -> RawMail:
    return RawMail(f"Subject: {word}\r\n\r\n\0{word}\xff".encode("latin-1"), ENVELOPE, NOW)


def _accept(database: Database, *words: str) -> list[int]:
    with database.write() as session:
        return spool.accept(session, [_arrived(word) for word in words])


def _is_due(session: Session, now: datetime) -> bool:
    """Whether a worker finds a mail; what the daemon asks once a second, without a claim, says the same."""
    asked = spool.any_due(session, now)
    assert asked == (spool.claim(session, "worker-2", now, LEASE) is not None)
    return asked


def _claim(session: Session, now: datetime = NOW) -> Claimed:
    assert spool.any_due(session, now)
    claimed = spool.claim(session, "worker-1", now, LEASE)
    assert claimed is not None
    return claimed


def test_a_mail_comes_back_byte_by_byte_with_its_envelope(database: Database) -> None:
    """What a worker claims is what was accepted, NUL, 8-bit bytes and all (case 43)."""
    [number] = _accept(database, "one")

    with database.write() as session:
        claimed = _claim(session)

    assert claimed == Claimed(RawMail(_arrived("one").data, ENVELOPE, NOW, number), attempt=1, fence=1)


def test_ids_follow_the_order_of_arrival(database: Database) -> None:
    """The ids given back belong to the mails in the order they were handed in, and none accepted gives none."""
    numbers = _accept(database, *(str(n) for n in range(40)))

    with database.read() as session:
        assert [spool.shown(session, number)[1] for number in numbers] == [_arrived(str(n)).data for n in range(40)]
    assert numbers == sorted(numbers)
    assert _accept(database) == []


def test_the_oldest_goes_first_and_none_goes_twice(database: Database) -> None:
    """Claims hand out each waiting mail once, oldest first, then nothing."""
    numbers = _accept(database, "one", "two", "three")

    with database.write() as session:
        claimed = [_claim(session).mail.id for _ in numbers]
        assert not _is_due(session, NOW)

    assert claimed == numbers


def test_a_lease_that_ran_out_is_claimed_anew_and_the_late_worker_is_overtaken(database: Database) -> None:
    """A worker that stalled past its lease cannot finish or fail a mail that another one has taken (F32)."""
    _accept(database, "one")
    with database.write() as session:
        late = _claim(session)
        assert not _is_due(session, NOW + LEASE - timedelta(seconds=1))
        current = _claim(session, NOW + LEASE)

    assert (current.attempt, current.fence) == (2, 2)
    with pytest.raises(Overtaken), database.write() as session:
        spool.finish(session, late.mail.id, late.fence, TICKETED, NOW)
    with pytest.raises(Overtaken), database.write() as session:
        spool.fail(session, late.mail.id, late.fence, "late", NOW, LIMITS)
    with database.write() as session:
        spool.finish(session, current.mail.id, current.fence, TICKETED, NOW)


def test_a_mail_has_one_outcome(database: Database) -> None:
    """A finished mail keeps what was decided, and cannot be finished, failed or claimed again."""
    [number] = _accept(database, "one")
    with database.write() as session:
        claimed = _claim(session)
        spool.finish(session, number, claimed.fence, TICKETED, NOW)

    for again in (lambda s: spool.finish(s, number, claimed.fence, TICKETED, NOW), lambda s: spool.fail(s, number, claimed.fence, "?", NOW, LIMITS)):
        with pytest.raises(Overtaken), database.write() as session:
            again(session)
    with database.write() as session:
        assert not _is_due(session, NOW + timedelta(days=1))
        row, _ = spool.shown(session, number)
    assert (row.state, row.rule, row.ticket, row.trace, row.done, row.worker) == (MailState.TICKETED, "builtin:new", 7, ("it is human",), NOW, None)
    assert told(row.trace[0], words("zh_CN")) == "它属于“人工”"  # kept as it was said, not in one language


def test_a_failing_mail_rests_and_ends_in_the_quarantine(database: Database) -> None:
    """Each failure rests longer, the third quarantines, and the reason is kept."""
    [number] = _accept(database, "poison")
    now, quarantined = NOW, []
    for attempt in (1, 2, 3):
        with database.write() as session:
            claimed = _claim(session, now)
            quarantined.append(spool.fail(session, number, claimed.fence, f"reason {attempt}", now, LIMITS))
            assert not _is_due(session, now + timedelta(seconds=1.9))
        now += timedelta(seconds=2 * attempt)

    assert quarantined == [False, False, True]
    with database.read() as session:
        row, data = spool.shown(session, number)
        assert spool.ledger(session).quarantined == 1
    assert (row.state, row.attempts, row.error, data) == (MailState.QUARANTINED, 3, "reason 3", _arrived("poison").data)


def test_trouble_that_is_not_the_mails_counts_no_attempt(database: Database) -> None:
    """A busy database may come up any number of times without quarantining a mail."""
    [number] = _accept(database, "innocent")
    now = NOW
    for _ in range(9):
        with database.write() as session:
            claimed = _claim(session, now)
            assert claimed.attempt == 1
            assert not spool.fail(session, number, claimed.fence, "busy", now, LIMITS, counted=False)
        now += timedelta(seconds=2)


def test_a_rested_mail_and_a_fresh_one_take_turns_by_age(database: Database) -> None:
    """A mail that failed is tried before younger ones as soon as it has rested, and holds none of them up before."""
    old, young, younger = _accept(database, "old", "young", "younger")
    with database.write() as session:
        spool.fail(session, old, _claim(session).fence, "once", NOW, LIMITS)
        assert _claim(session, NOW + timedelta(seconds=1)).mail.id == young
        assert _claim(session, NOW + timedelta(seconds=2)).mail.id == old
        assert _claim(session, NOW + timedelta(seconds=3)).mail.id == younger


def test_a_start_ends_the_claims_of_the_dead(desk_database: Database) -> None:
    """After a crash the mails in hand are claimed at once, with their attempts counted."""
    [number] = _accept(desk_database, "one")
    with desk_database.write() as session:
        _claim(session)
    with desk_database.write() as session:
        assert spool.release(session) == 1
        assert spool.release(session) == 0
        assert (_claim(session).mail.id, spool.shown(session, number)[0].attempts) == (number, 2)


@pytest.mark.parametrize("state", [MailState.QUARANTINED, MailState.HELD, MailState.IGNORED])
def test_a_retry_begins_anew(database: Database, state: MailState) -> None:
    """`spool retry` gives a mail all its attempts back; a worker from before is overtaken."""
    [number] = _accept(database, "one")
    with database.write() as session:
        first = _claim(session)
        spool.finish(session, number, first.fence, Outcome(state, "builtin:test"), NOW)
        spool.retry(session, number, NOW)
        row, _ = spool.shown(session, number)
        assert (row.state, row.rule, row.attempts, row.done) == (MailState.WAITING, "", 0, None)
        assert _claim(session).attempt == 1
    with pytest.raises(Overtaken), database.write() as session:
        spool.finish(session, number, first.fence, TICKETED, NOW)


def test_a_retry_that_would_double_a_mail_is_refused(database: Database) -> None:
    """A ticketed mail, one in a worker's hands and one that is not there are refused in words."""
    done, in_hand = _accept(database, "done", "in hand")
    with database.write() as session:
        spool.finish(session, done, _claim(session).fence, TICKETED, NOW)
        _claim(session)

    for number, what in ((done, "ticket 7"), (in_hand, "worked on"), (4711, "no mail 4711")):
        with pytest.raises(Refused, match=what), database.write() as session:
            spool.retry(session, number, NOW)


def test_a_retry_of_a_resting_mail_ends_its_rest(database: Database) -> None:
    """An operator need not wait for the back-off."""
    [number] = _accept(database, "one")
    with database.write() as session:
        spool.fail(session, number, _claim(session).fence, "once", NOW, LIMITS)
        spool.retry(session, number, NOW)
        assert _claim(session).attempt == 1


def test_the_ledger_counts_each_mail_once_and_sees_a_loss(database: Database) -> None:
    """The sum holds while mails move through their states, and does not when a row is lost (case 33)."""
    numbers = _accept(database, *"abcdef")
    states = (MailState.TICKETED, MailState.ANSWERED, MailState.IGNORED, MailState.HELD, MailState.QUARANTINED)
    with database.write() as session:
        for state in states:
            claimed = _claim(session)
            spool.finish(session, claimed.mail.id, claimed.fence, Outcome(state), NOW)
    with database.read() as session:
        found = spool.ledger(session)
        assert (found.accepted, found.waiting, found.ticketed, found.balanced) == (6, 1, 1, True)
        assert spool.ledger(session).waiting == 1

    with database.write() as session:
        session.execute(delete(raws).where(raws.c.mail == numbers[2]))
    with database.read() as session:
        assert not spool.ledger(session).balanced


def test_an_empty_ledger_is_balanced(database: Database) -> None:
    """A fresh desk has a ledger of noughts."""
    with database.read() as session:
        assert spool.ledger(session) == spool.Ledger(0, 0, 0, 0, 0, 0, 0)
        assert spool.ledger(session).balanced


def test_the_list_shows_the_newest_of_a_state(database: Database) -> None:
    """`listed` gives the last few, oldest of them first."""
    numbers = _accept(database, *"abcd")
    with database.write() as session:
        claimed = _claim(session)
        spool.finish(session, claimed.mail.id, claimed.fence, Outcome(MailState.HELD), NOW)
    with database.read() as session:
        assert [row.id for row in spool.listed(session, None, 3)] == numbers[1:]
        assert [row.id for row in spool.listed(session, MailState.WAITING, 2)] == numbers[2:]
        assert [row.id for row in spool.listed(session, MailState.HELD, 9)] == numbers[:1]
        assert spool.listed(session, MailState.IGNORED, 9) == ()
        row = spool.listed(session, MailState.HELD, 9)[0]
    assert (row.mail_from, row.rcpt_to, row.via, row.size) == ("zoë@example.org", ENVELOPE.rcpt_to, "smtp", len(_arrived("a").data))
    with pytest.raises(Refused, match="no mail 99"), database.read() as session:
        spool.shown(session, 99)


def test_two_workers_never_hold_the_same_mail(postgres_database: Database) -> None:
    """On PostgreSQL a claim passes over what another open transaction has taken, without waiting for it (case 27)."""
    numbers = _accept(postgres_database, "one", "two")
    with postgres_database.write() as one, postgres_database.write() as two:
        assert [_claim(one).mail.id, _claim(two).mail.id] == numbers
        assert spool.claim(two, "worker-3", NOW, LEASE) is None


_FREQUENT = (
    spool._claim,
    spool._any_due,
    spool._bytes,
    spool._attempts,
    spool._finish,
    spool._rows.where(mails.c.state == "held").order_by(mails.c.id.desc()).limit(9),
)


@pytest.mark.sqlite_alone("it asks SQLite's planner; PostgreSQL's asks how many rows there are")
@pytest.mark.parametrize("statement", _FREQUENT, ids=["claim", "due", "bytes", "attempts", "finish", "list"])
def test_nothing_frequent_reads_more_than_it_needs(desk_database: Database, statement: Executable | Statement) -> None:
    """Neither a claim nor what follows it goes through a table or sorts: a backlog or a long history slows nothing."""
    with desk_database.read() as session:
        clause = statement._clause if isinstance(statement, Statement) else statement
        sql = str(clause.compile(session.engine))
        driver = session.connection.driver_connection
        assert driver is not None
        steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))]

    assert [step for step in steps if re.match(r"SCAN (mails|raws)|USE TEMP B-TREE", step)] == []
    assert any("SEARCH" in step for step in steps)


def test_bytes_without_a_mail_cannot_be(postgres_database: Database) -> None:
    """The bytes belong to a mail of the ledger; an orphan is refused by the database itself."""
    with pytest.raises(IntegrityError, match="foreign key"), postgres_database.write() as session:
        session.execute(insert(raws), {"mail": 4711, "data": b""})


def test_a_mail_that_came_twice_is_known_with_its_ticket(database: Database) -> None:
    """Where one of two alike was ignored and has no ticket, the other's is told, on both databases."""
    mail = _arrived("twice")
    with database.write() as session:
        first, second = spool.accept(session, [mail, mail])
        session.execute(update(mails).where(mails.c.id == first).values(ticket=7))
        assert spool.known(session, [mail.sha256]) == {mail.sha256: 7}
        session.execute(update(mails).values(ticket=None))
        session.execute(update(mails).where(mails.c.id == second).values(ticket=7))
        assert spool.known(session, [mail.sha256]) == {mail.sha256: 7}
