"""How the desk stands: the same on both databases, of active tickets alone, with no word of a customer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from maildesk.changes import AddMessage, Effect, SetField
from maildesk.intake import spool
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.outbound import outbox
from maildesk.outbound.happening import Composed
from maildesk.store import apply as store
from maildesk.store.apply import Entry
from maildesk.store.challenges import RELEASED, WRITTEN_ANEW
from maildesk.store.engine import Database, Session
from maildesk.store.migrations.versions import r0002_unanswered
from maildesk.store.overview import Age, Load, Overview, Pile, overview
from maildesk.store.tickets import load_tickets
from maildesk.tables import tickets
from maildesk.ticket import Message, MessageKind, Status, Ticket
from maildesk.verbs.alter import altered, asked
from tests.letters import a_letter, an_automatic_letter, queue

DECISION = Path(__file__).parent.parent / "maildesk" / "decision"
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 1, 6, tzinfo=UTC)
SUPPORT, BILLING, ANNA = "support@example.com", "billing@example.com", "anna@example.com"
HOURS, DAYS = (lambda many: timedelta(hours=many)), (lambda many: timedelta(days=many))

#          mailbox  team       assignee  status          opened ago  unanswered for  due in
DESK = (
    (SUPPORT, "support", None, Status.OPEN, HOURS(0.5), HOURS(0.5), None),
    (SUPPORT, "support", ANNA, Status.OPEN, HOURS(30), HOURS(2), None),
    (SUPPORT, "support", ANNA, Status.OPEN, DAYS(30), None, None),
    (SUPPORT, "support", ANNA, Status.WAITING, DAYS(3), DAYS(2), HOURS(-1)),
    (SUPPORT, "support", ANNA, Status.WAITING, DAYS(3), None, HOURS(3)),
    (SUPPORT, "support", ANNA, Status.WAITING, DAYS(3), None, HOURS(24)),
    (SUPPORT, "support", ANNA, Status.CLOSED, DAYS(9), DAYS(8), None),
    (BILLING, None, None, Status.OPEN, DAYS(1), DAYS(1), None),
    (BILLING, None, None, Status.JUNK, DAYS(9), DAYS(8), None),
)


@pytest.fixture
def desk(database: Database) -> Database:
    """Nine tickets in all states, numbered 1 to 9 as they stand in DESK."""
    with database.write() as session:
        for mailbox, team, assignee, status, opened, unanswered, due in DESK:
            ticket = Ticket(0, mailbox, "打印机", "eve@example.net", NOW - opened, NOW, team, assignee, status)
            waits = {"unanswered": unanswered and NOW - unanswered, "wait_until": None if due is None else NOW + due}
            store.save(session, replace(ticket, **waits), (), NOW)
    return database


def _seen(database: Database, lines: int = 10) -> Overview:
    with database.read() as session:
        return overview(session, NOW, TOMORROW, lines)


def test_what_is_active_stands_by_mailbox_team_status_and_age(desk: Database) -> None:
    """Closed tickets and junk count in the sum by status only."""
    seen = _seen(desk)
    ages = dict.fromkeys(Age, 0)
    assert seen.load == (
        Load(BILLING, None, Status.OPEN, {**ages, Age.WEEK: 1}),
        Load(SUPPORT, "support", Status.OPEN, {**ages, Age.HOUR: 1, Age.WEEK: 1, Age.OLDER: 1}),
        Load(SUPPORT, "support", Status.WAITING, {**ages, Age.WEEK: 3}),
    )
    assert seen.tickets == {Status.OPEN: 4, Status.WAITING: 3, Status.CLOSED: 1, Status.JUNK: 1}
    assert [load.total for load in seen.load] == [1, 3, 3]


def test_who_waits_longest_comes_first(desk: Database) -> None:
    """Of open tickets alone, from the customer's first unanswered words; what is put off is not in the list."""
    seen = _seen(desk)
    assert [(line.number, NOW - line.moment) for line in seen.unanswered] == [(8, DAYS(1)), (2, HOURS(2)), (1, HOURS(0.5))]
    assert [line.number for line in _seen(desk, lines=1).unanswered] == [8]


def test_what_is_due_was_put_off_until_now_or_later_today(desk: Database) -> None:
    """The one that is overdue first; tomorrow's is not due yet."""
    seen = _seen(desk)
    assert [line.number for line in seen.due] == [4, 5]
    assert ([line.number for line in _seen(desk, lines=1).due], _seen(desk, lines=1).due_today) == ([4], 2)


def test_what_lies_with_whom(desk: Database) -> None:
    """Active tickets by agent, those with nobody as their own line."""
    burdens = {one.assignee: (one.active, one.unanswered, one.since) for one in _seen(desk).burdens}
    assert burdens == {ANNA: (5, 2, NOW - DAYS(2)), None: (2, 2, NOW - DAYS(1))}


def test_what_is_stuck_says_since_when(database: Database) -> None:
    """Mails and letters by state; the oldest only of those that somebody has to look at, and the oldest a worker could take now."""
    mail = RawMail(b"A: b\r\n\r\n", Envelope("", (SUPPORT,)), NOW - HOURS(3))
    with database.write() as session:
        spool.accept(session, [mail, replace(mail, received=NOW - HOURS(2)), replace(mail, received=NOW - HOURS(1))])
        for outcome in (MailState.IGNORED, MailState.HELD):
            _finish(session, outcome)
    assert _seen(database).looked_for == Pile(1, NOW - HOURS(2))
    assert _seen(database).ready == NOW - HOURS(1)
    with database.write() as session:
        assert spool.claim(session, "worker-1", NOW, HOURS(1)) is not None
    seen = _seen(database)
    assert {state: (pile.many, pile.oldest) for state, pile in seen.mails.items()} == {
        MailState.IGNORED: (1, None),
        MailState.HELD: (1, NOW - HOURS(2)),
        MailState.WAITING: (1, NOW - HOURS(1)),
    }
    assert seen.ready is None
    queue(database, a_letter(1), a_letter(2))
    piles = _seen(database).outbox
    assert (piles[OutboxState.QUEUED].many, piles[OutboxState.QUEUED].oldest is not None) == (2, True)


def test_automatic_letters_of_the_last_hour_are_counted(database: Database) -> None:
    """Those to customers alone, as the governor counts them."""
    kinds = (LetterKind.ACKNOWLEDGEMENT, LetterKind.ACKNOWLEDGEMENT, LetterKind.NOTIFICATION)
    written = [_moved(an_automatic_letter(number), kind, ago) for number, (kind, ago) in enumerate(zip(kinds, (0.5, 2, 0), strict=True), 1)]
    queue(database, *written, _moved(a_letter(4), LetterKind.REPLY, 0))
    assert _seen(database).automatic == 1


def _moved(one: Composed, kind: LetterKind, hours_ago: float) -> Composed:
    return replace(one, letter=replace(one.letter, kind=kind, created=NOW - HOURS(hours_ago)))


def _finish(session: Session, state: MailState, rule: str = "") -> None:
    claimed = spool.claim(session, "worker-1", NOW, HOURS(1))
    assert claimed is not None
    spool.finish(session, claimed.mail.id, claimed.fence, Outcome(state, rule), NOW)


def test_an_answer_that_its_agent_writes_anew_is_no_alarm(database: Database) -> None:
    """He was told, and has his words in that letter; a mail that waits for a proof, or is held by a rule of no such kind, somebody looks at."""
    rules = (*WRITTEN_ANEW, *RELEASED, "builtin:of-tomorrow")
    with database.write() as session:
        spool.accept(session, [RawMail(b"A: b\r\n\r\n", Envelope("", (SUPPORT,)), NOW)] * len(rules))
        for rule in rules:
            _finish(session, MailState.HELD, rule)
    assert _seen(database).looked_for == Pile(len(RELEASED) + 1, NOW)
    decided = "".join((DECISION / name).read_text(encoding="utf-8") for name in ("doubts.py", "twice.py"))
    assert set(re.findall(r'"(builtin:[a-z-]+)"', decided)) <= set(WRITTEN_ANEW)


def test_an_older_desk_learns_who_waits(desk: Database) -> None:
    """The revision that brought the moment fills it in for active tickets: the first words of a person after our last reply."""
    said = ((2, "inbound", "human", 9), (2, "reply", "human", 8), (2, "inbound", "auto", 7), (2, "inbound", "human", 6), (2, "inbound", "human", 5))
    with desk.write() as session:
        for ticket, kind, nature, hours in (*said, (7, "inbound", "human", 3), (8, "note", "human", 3)):
            store.add_message(session, Entry(replace(WORDS, ticket=ticket, kind=MessageKind(kind), nature=nature, created=NOW - HOURS(hours))))
        session.exec_driver_sql("UPDATE tickets SET unanswered = NULL")
        session.execute(text(r0002_unanswered.FILL))
    assert [(line.number, NOW - line.moment) for line in _seen(desk).unanswered] == [(2, HOURS(6))]


@pytest.mark.parametrize(("kind", "waits"), [(LetterKind.REPLY, False), (LetterKind.ACKNOWLEDGEMENT, True)])
def test_a_held_answer_that_leaves_after_all_ends_the_wait(database: Database, kind: LetterKind, waits: bool) -> None:
    """Staff sent it again: whoever waited when it was written is answered; an acknowledgement answers nobody."""
    letter = a_letter(1)
    queue(database, replace(letter, state=OutboxState.HELD, letter=replace(letter.letter, kind=kind)))
    with database.write() as session:
        session.execute(update(tickets).values(unanswered=letter.letter.created - HOURS(1)))
        outbox.retry(session, 1, NOW)
    with database.read() as session:
        assert (load_tickets(session, (4711,))[4711].unanswered is not None) is waits


def test_an_empty_desk_is_no_error(database: Database) -> None:
    """Nothing is there, and nothing is missing."""
    assert _seen(database) == Overview(NOW)


WORDS = Message(0, 1, MessageKind.INBOUND, "eve@example.net", "", "?", "?", NOW)
REPLY = AddMessage(MessageKind.REPLY, "!")


@pytest.mark.parametrize(
    ("message", "effects", "unanswered"),
    [
        (WORDS, (), NOW - HOURS(1)),
        (WORDS, (AddMessage(MessageKind.NOTE, "hm"),), NOW - HOURS(1)),
        (None, (REPLY,), None),
        (None, (SetField("status", "waiting"),), NOW - HOURS(1)),
        (None, (SetField("status", "closed"),), None),
    ],
)
def test_a_customer_waits_until_somebody_answers_or_closes(message: Message | None, effects: tuple[Effect, ...], unanswered: datetime | None) -> None:
    """A second mail and a note leave the clock as it runs; a reply and the end of the ticket stop it."""
    ticket = Ticket(1, SUPPORT, "x", "eve@example.net", NOW, NOW, unanswered=NOW - HOURS(1))
    assert altered(asked(ticket, message), effects, NOW).unanswered == unanswered


@pytest.mark.parametrize(
    ("message", "waits"),
    [
        (WORDS, True),
        (replace(WORDS, nature="out of office"), False),
        (replace(WORDS, flags=("archived",)), False),
        (replace(WORDS, kind=MessageKind.NOTE), False),
    ],
)
def test_only_a_person_waits_for_an_answer(message: Message, waits: bool) -> None:
    """Machines, archives and colleagues set no clock going."""
    ticket = Ticket(1, SUPPORT, "x", "eve@example.net", NOW, NOW)
    assert (asked(ticket, message).unanswered == NOW) is waits
