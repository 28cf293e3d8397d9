"""An answer that waits leaves once, or is taken back: the database alone says which, however many want it at one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from maildesk.changes import Act, Actor, Change
from maildesk.desk import Desk
from maildesk.errors import Refused, TryLater
from maildesk.intake import spool
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import Envelope, RawMail
from maildesk.moments.later import leave_later
from maildesk.outbound import outbox
from maildesk.outbound.claims import claim_due
from maildesk.staffwork import act_on_tickets
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket, messages_of
from maildesk.ticket import WITHDRAWN, MessageKind, Role, Status
from tests.desks import said
from tests.servers import url_of
from tests.talk import START, Block, Talk, make_desk

_HERE = Path(__file__).parent / "conversations"
ANNA = Actor("agent:anna@example.com", Role.OBSERVER)
_LEASE = timedelta(minutes=1)
_HELD = timedelta(seconds=120)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    """A desk that gives two minutes to think again, with a ticket of Bob's."""
    desk = make_desk(_HERE / "hold.yaml", tmp_path, url_of(database))
    talk = Talk(desk, _HERE, tmp_path)
    talk.step(Block(0, ">>>", "bob@customer.example", ["Subject: Parcel", "", "Where is it?"]))
    with database.write() as session:
        claim_due(session, "default", START + timedelta(hours=1), 10, _LEASE)  # all that is not our matter here
    yield desk
    desk.database.close()


def does(desk: Desk, now: datetime, *changes: Change, who: Actor = ANNA) -> None:
    act_on_tickets(desk, (1,), changes, Act(who, "command line", now))


def claims(desk: Desk, now: datetime) -> list[int]:
    with desk.database.write() as session:
        return [due.letter for due in claim_due(session, "default", now, 10, _LEASE) if due.kind is LetterKind.REPLY]


def states(desk: Desk) -> list[OutboxState]:
    with desk.database.read() as session:
        return [row.state for row in outbox.listed(session, None, 100) if row.kind is LetterKind.REPLY]


def test_it_waits_as_long_as_the_desk_says_and_leaves_once(desk: Desk) -> None:
    """Before its time nobody gets it; then one of four who want it at once."""
    does(desk, START, Change("reply", "On Tuesday."))
    assert claims(desk, START + _HELD - timedelta(seconds=1)) == []

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: claims(desk, START + _HELD), range(4)))

    assert sorted(map(len, found)) == [0, 0, 0, 1]
    assert states(desk) == [OutboxState.SENDING]


def test_a_claim_and_an_undo_at_one_moment(desk: Desk) -> None:
    """Whoever is first has it: it leaves and the agent hears that it does, or it is taken back and nobody ever claims it."""
    for number in range(12):
        now = START + timedelta(hours=number)
        does(desk, now, Change("reply", f"Answer {number}."), Change("close"))
        claimed, taken = _at_once(desk, now + _HELD)
        assert claimed != taken
        assert states(desk)[-1] is (OutboxState.WITHDRAWN if taken else OutboxState.SENDING)
        with desk.database.read() as session:
            ticket, entries = load_ticket(session, 1), messages_of(session, 1)
        assert ticket is not None
        assert ticket.status is (Status.OPEN if taken else Status.CLOSED)
        assert (WITHDRAWN in entries[-1].flags) is taken
        does(desk, now + _HELD, Change("open"))
    with desk.database.read() as session:
        assert audited(session).fault is None


def _at_once(desk: Desk, now: datetime) -> tuple[bool, bool]:
    """Whether the letter was claimed, and whether it was taken back."""
    start = threading.Barrier(2)

    def claim() -> bool:
        start.wait()
        return bool(claims(desk, now))

    def undo() -> bool:
        start.wait()
        try:
            does(desk, now, Change("undo"))
        except Refused as error:
            return "is leaving at this moment" not in str(error)
        return True

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(claim), pool.submit(undo)
        return one.result(), other.result()


def test_two_who_undo_the_same(desk: Desk) -> None:
    """One of them does it, the other hears that it was done."""
    does(desk, START, Change("reply", "On Tuesday."))
    start = threading.Barrier(2)

    def undo(who: Actor, value: str | None) -> bool:
        start.wait()
        try:
            does(desk, START, Change("undo", value), who=who)
        except (Refused, TryLater):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        ended = pool.map(undo, (ANNA, Actor("agent:cleo@example.com", Role.OBSERVER)), (None, "anna@example.com"))

    assert sorted(ended) == [False, True]
    assert states(desk) == [OutboxState.WITHDRAWN]


def test_two_daemons_look_for_what_is_due_later(desk: Desk) -> None:
    """A letter whose hour has come leaves once."""
    does(desk, START, Change("reply", "On Tuesday."), Change("send", (START + timedelta(days=20)).isoformat()))
    now = START + timedelta(days=20)
    assert leave_later(desk, now - timedelta(seconds=1)) == 0

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: leave_later(desk, now), range(2)))

    assert states(desk) == [OutboxState.QUEUED]
    assert len(claims(desk, now)) == 1


def test_what_is_taken_back_is_altered_back_and_said_in_its_history(desk: Desk) -> None:
    """Compensating changes, nothing removed, and what others did since stays."""
    does(desk, START, Change("tag", ("parcel",)))
    does(
        desk,
        START,
        Change("reply", "On Tuesday."),
        Change("priority", "high"),
        Change("tag", ("-parcel", "late")),
        Change("assign", "ben@example.com"),
    )
    ben = Actor("agent:ben@example.com", Role.OBSERVER)
    does(desk, START, Change("priority", "urgent"), who=ben)
    does(desk, START, Change("cc", ("carol@customer.example",)), who=ben)

    does(desk, START, Change("undo"))

    with desk.database.read() as session:
        ticket, history, entries = load_ticket(session, 1), events_of(session, 1), messages_of(session, 1)
    assert ticket is not None
    assert (ticket.priority, ticket.tags, ticket.assignee, ticket.unanswered is not None) == ("urgent", ("parcel",), None, True)
    [reply] = [entry for entry in entries if entry.kind is MessageKind.REPLY]
    assert WITHDRAWN in reply.flags
    [line] = [event for event in history if event.what == "undo"]
    assert line.detail == (
        "took back: #reply, #priority high, #tag -parcel late, #assign ben@example.com (command line) — assignee none; tags parcel; tags -late"
        " — altered since, and left: priority"
    )
    assert {"reply", "priority", "tag", "assign"} <= {event.what for event in history}


def test_a_merge_is_not_taken_back(desk: Desk) -> None:
    """Two customers' words stand together by then."""
    talk = Talk(desk, _HERE, _HERE)
    talk.mail = 1
    talk.step(Block(0, ">>>", "bob@customer.example", ["Subject: Something else", "", "And the bill?"]))
    act_on_tickets(desk, (2,), (Change("merge", "1"),), Act(ANNA, "command line", START))

    with pytest.raises(Refused, match="tickets that became one stay one"):
        does(desk, START, Change("undo"))


def test_what_nothing_takes_back_stays_and_is_said(desk: Desk) -> None:
    """Work that was done is done; the rest of that act is taken back."""
    does(desk, START, Change("time", "25m"), Change("close"))

    does(desk, START, Change("undo"))

    with desk.database.read() as session:
        ticket, history = load_ticket(session, 1), events_of(session, 1)
    assert ticket is not None
    assert ticket.status is Status.OPEN
    assert history[-1].detail.startswith("took back: #time 25m, #close (command line) — status open")
    assert history[-1].detail.endswith("stays: #time 25m")


def test_at_the_terminal(desk: Desk, tmp_path: Path) -> None:
    """The same word, and the ticket shows what was taken back."""
    file, agent = tmp_path / "desk.yaml", ("--as", "anna@example.com")
    assert said(*agent, "ticket", "reply", "1", "On Tuesday.", desk=file).code == 0

    undone = said(*agent, "ticket", "do", "1", "#undo", desk=file)

    assert (undone.code, undone.out) == (0, "#1 took back\n")
    assert "[taken back: it was not sent]" in said("ticket", "show", "1", desk=file).out
    assert states(desk) == [OutboxState.WITHDRAWN]
    again = said(*agent, "ticket", "do", "1", "#undo", desk=file)
    assert (again.code, "do what you want anew" in again.err) == (1, True)


def test_it_waits_for_mail_that_came_before_its_time(desk: Desk) -> None:
    """An `#undo` may be among it; what came later, or was tried and rests, keeps nothing waiting, and no letter without a time waits for any."""
    does(desk, START, Change("reply", "On Tuesday."))
    mail = RawMail(b"From: anna@example.com\r\n\r\n#undo\r\n", Envelope(ANNA.address, ("support@example.com",), "smtp"), START + _HELD)
    with desk.database.write() as session:
        spool.accept(session, [mail])
    assert claims(desk, START + 2 * _HELD) == []

    with desk.database.write() as session:
        claimed = spool.claim(session, "worker", START + _HELD, _LEASE)
    assert claimed is not None
    assert claims(desk, START + 3 * _HELD) == []

    with desk.database.write() as session:
        spool.fail(session, claimed.mail.id, claimed.fence, "no name server", START + _HELD, desk.config.limits, counted=False)
        spool.accept(session, [replace(mail, received=START + _HELD + timedelta(seconds=1))])
    assert len(claims(desk, START + 3 * _HELD)) == 1
