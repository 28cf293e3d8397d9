"""The delivery loop from the outbox to a real TLS server and back into the outbox."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from maildesk.config import ways
from maildesk.eventlog import EventLog
from maildesk.letter import LetterKind, OutboxState
from maildesk.outbound import outbox
from maildesk.outbound.capture import CaptureTransport
from maildesk.outbound.claims import Due, claim_due
from maildesk.outbound.compose import compose
from maildesk.outbound.deliver import deliver_relay, due_names, end_dead_claims
from maildesk.outbound.happening import Composed
from maildesk.outbound.office import Failed, Office
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.outbound.staff import Matter, failure_draft
from maildesk.outbound.transport import Connection, Parcel, Patience, SmtpTransport, Transport
from maildesk.store.engine import Database, Session, StorageFailed
from tests.letters import DESK, NOW, PRESS, SUPPORT, TICKET, a_letter, an_automatic_letter, plain, queue
from tests.nexthop import NextHop, next_hop

THREE = ("a@x.example", "b@x.example", "c@x.example")


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> object:
        return self.time


def tell_anna(session: Session, due: Due, lost: Sequence[tuple[str, str]]) -> Sequence[Composed]:
    """The letter about a letter: from the desk to Anna."""
    matter = Matter(TICKET, SUPPORT, DESK.agents[0])
    return (compose(failure_draft(matter, lost), PRESS, due.letter + 1000, NOW),)


def office(database: Database, clock: Hands, said: io.StringIO | None = None, failed: Failed = tell_anna) -> Office:
    log = EventLog(clock, said or io.StringIO())  # type: ignore[arg-type] - set by hand
    return Office(database, clock, log, DESK.limits, lambda: 0.5, failed)  # type: ignore[arg-type] - set by hand


async def one_turn(office: Office, transports: Mapping[str, Transport]) -> int:
    """What the daemon does when it is woken; gives the number of letters tried."""
    return sum(await asyncio.gather(*(deliver_relay(office, name, transports.get(name)) for name in await due_names(office))))


def relay_to(server: NextHop, **other: object) -> SmtpTransport:
    values = {"host": "localhost", "port": server.port, "ca_file": server.ca_file} | other
    return SmtpTransport(ways.Relay.model_validate(values), "desk.example.com", None, Patience(3, 3, 3))


def state(database: Database, letter: int = 1) -> OutboxState:
    with database.read() as session:
        return outbox.shown(session, letter)[0].state


async def test_one_of_three_is_refused_and_the_agent_is_told(database: Database, tmp_path: Path) -> None:
    """The two who can get the letter get it once; the agent learns who did not, and why; the customer learns nothing."""
    queue(database, a_letter(recipients=THREE))
    does = NextHop(recipients={"b@x.example": "550 5.1.1 no such user"})
    async with next_hop(tmp_path, does) as server:
        assert await one_turn(office(database, Hands()), {"default": relay_to(server)}) == 2
        assert await one_turn(office(database, Hands()), {"default": relay_to(server)}) == 0
    assert state(database) is OutboxState.SENT
    first, told = server.received
    assert first.recipients == ["a@x.example", "c@x.example"]
    assert told.recipients == ["anna@example.com"]
    assert "b@x.example\n    550 5.1.1 no such user" in plain(told.data)


async def test_a_drop_after_the_dot_sends_the_same_letter_again_later(database: Database, tmp_path: Path) -> None:
    """Ten minutes on, under the same Message-ID; the automatic letter of the same day is not sent twice (law 2, F18)."""
    queue(database, a_letter(1), an_automatic_letter(2))
    clock = Hands()
    async with next_hop(tmp_path, NextHop(data="", keeps_when_dropping=True)) as server:
        relays = {"default": relay_to(server, connections=1)}
        while await one_turn(office(database, clock), relays):
            pass
        assert (state(database, 1), state(database, 2)) == (OutboxState.QUEUED, OutboxState.GIVEN_UP)
        server.data = "250 2.0.0 taken"
        clock.time += timedelta(minutes=9)
        assert await one_turn(office(database, clock), relays) == 0
        clock.time += timedelta(minutes=2)
        assert await one_turn(office(database, clock), relays) == 1
    assert state(database, 1) is OutboxState.SENT
    ids = [one.data.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for one in server.received]
    assert len(ids) == 3
    assert len(set(ids)) == 2


async def test_a_dead_relay_does_not_hold_up_another(database: Database, tmp_path: Path, free_port: int) -> None:
    """Letters for the dead one wait, and the log says so; the other's leave (F19)."""
    queue(database, a_letter(1), replace(a_letter(2), relay="dead"), replace(a_letter(3), relay="gone from desk.yaml"))
    said = io.StringIO()
    async with next_hop(tmp_path) as server:
        dead = SmtpTransport(ways.Relay(host="localhost", port=free_port), "desk.example.com", None, Patience(3, 3, 3))
        await one_turn(office(database, Hands(), said), {"default": relay_to(server), "dead": dead})
    assert [state(database, letter) for letter in (1, 2, 3)] == [OutboxState.SENT, OutboxState.QUEUED, OutboxState.QUEUED]
    assert "relay_failed relay=dead" in said.getvalue()
    assert "no such relay" in said.getvalue()


async def test_a_hundred_letters_leave_once_each(database: Database, tmp_path: Path) -> None:
    """Four connections, claims in batches: each letter arrives exactly once."""
    queue(database, *(a_letter(number) for number in range(1, 101)))
    async with next_hop(tmp_path) as server:
        assert await one_turn(office(database, Hands()), {"default": relay_to(server)}) == 100
    assert server.connections == 4
    ids = {one.data.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for one in server.received}
    assert len(ids) == len(server.received) == 100


async def test_two_daemons_deliver_each_letter_once(postgres_database: Database, tmp_path: Path) -> None:
    """On PostgreSQL claims pass by each other."""
    queue(postgres_database, *(a_letter(number) for number in range(1, 61)))
    other = Database(postgres_database.url.render_as_string(hide_password=False))
    async with next_hop(tmp_path) as server:
        relays = {"default": relay_to(server)}
        await asyncio.gather(one_turn(office(postgres_database, Hands()), relays), one_turn(office(other, Hands()), relays))
    other.close()
    assert len(server.received) == 60


async def test_the_whole_way_to_a_maildir(desk_database: Database, tmp_path: Path) -> None:
    """The capture relay is one relay among others for the loop."""
    queue(desk_database, a_letter())
    await one_turn(office(desk_database, Hands()), {"default": CaptureTransport(tmp_path / "outgoing")})
    assert state(desk_database) is OutboxState.SENT
    assert len(list((tmp_path / "outgoing" / "new").iterdir())) == 1


async def test_a_held_letter_stays(desk_database: Database, tmp_path: Path) -> None:
    """Nothing leaves that was held, until somebody says so."""
    queue(desk_database, replace(a_letter(), state=OutboxState.HELD, reason="why"))
    relays = {"default": CaptureTransport(tmp_path / "outgoing")}
    assert await one_turn(office(desk_database, Hands()), relays) == 0
    with desk_database.write() as session:
        outbox.retry(session, 1, NOW)
    assert await one_turn(office(desk_database, Hands()), relays) == 1


async def test_the_failure_letter_is_for_staff(desk_database: Database, free_port: int) -> None:
    """A letter given up after days: one letter to the agent, no letter about that letter."""
    queue(desk_database, a_letter())
    clock = Hands()
    dead: Callable[[], SmtpTransport] = lambda: SmtpTransport(ways.Relay(host="localhost", port=free_port), "x.example", None, Patience(1, 1, 1))  # noqa: E731 - one line
    clock.time += timedelta(days=6)
    await one_turn(office(desk_database, clock), {"default": dead()})
    with desk_database.read() as session:
        rows = outbox.listed(session)
    assert [(row.kind, row.state) for row in rows] == [(LetterKind.REPLY, OutboxState.GIVEN_UP), (LetterKind.DELIVERY_FAILED, OutboxState.QUEUED)]


async def test_a_dead_agent_is_not_written_to_about_it(desk_database: Database, tmp_path: Path) -> None:
    """The letter about the lost letter is lost as well, and that is the end of it (PEERS case 52)."""
    queue(desk_database, a_letter())
    refused = dict.fromkeys(("bob@customer.example", "anna@example.com"), "550 5.1.1 no such user")
    async with next_hop(tmp_path, NextHop(recipients=refused)) as server:
        while await one_turn(office(desk_database, Hands()), {"default": relay_to(server)}):
            pass
    with desk_database.read() as session:
        assert outbox.counts(session)[OutboxState.GIVEN_UP] == len(outbox.listed(session)) == 2


TAKEN = RecipientResult(ResultKind.SENT, 250, "250 taken")


class Odd:
    """A transport of our own: `send` is what it does with each letter, `handed` all it was given."""

    def __init__(self, send: Callable[[Parcel], Attempt], connections: int = 1) -> None:
        self.connections, self._send = connections, send
        self.handed: list[Parcel] = []

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        yield self

    async def send(self, parcel: Parcel) -> Attempt:
        self.handed.append(parcel)
        await asyncio.sleep(0)
        return self._send(parcel)


def fine(parcel: Parcel) -> Attempt:
    return Attempt(dict.fromkeys(parcel.recipients, TAKEN))


def breaks_at_bob(parcel: Parcel) -> Attempt:
    if BOB in parcel.recipients:
        raise LookupError("a defect")
    return fine(parcel)


def nonsense_about_bob(parcel: Parcel) -> Attempt:
    return fine(parcel) if BOB not in parcel.recipients else Attempt({BOB: None})  # type: ignore[dict-item] - the defect


BOB, ANNA = "bob@customer.example", "anna@example.com"


@pytest.mark.parametrize(("defect", "why"), [(breaks_at_bob, "whether it left is unknown"), (nonsense_about_bob, "maildesk failed")])
async def test_a_letter_that_breaks_us_is_held_and_the_queue_goes_on(database: Database, defect: Callable[[Parcel], Attempt], why: str) -> None:
    """It is tried once, shown to staff with the reason and put in the log; the letters behind it leave (law 9)."""
    queue(database, a_letter(1), a_letter(2, (ANNA,)), a_letter(3, (ANNA,)))
    said, odd = io.StringIO(), Odd(defect)
    while await one_turn(office(database, Hands(), said), {"default": odd}):
        pass
    with database.read() as session:
        held = outbox.shown(session, 1)[0]
    assert (held.state, why in held.reason) == (OutboxState.HELD, True)
    assert "letter_held letter=1" in said.getvalue()
    assert [state(database, number) for number in (2, 3)] == [OutboxState.SENT, OutboxState.SENT]
    assert [parcel.recipients for parcel in odd.handed].count((BOB,)) == 1


async def test_a_connection_that_breaks_us_is_a_relay_that_fails(database: Database) -> None:
    """Nothing was sent: the letters wait, and the log says why."""

    class Broken(Odd):
        def connect(self) -> object:  # type: ignore[override] - the defect
            raise LookupError("a defect")

    queue(database, a_letter(1))
    said = io.StringIO()
    assert await one_turn(office(database, Hands(), said), {"default": Broken(fine)}) == 1
    assert state(database) is OutboxState.QUEUED
    assert "relay_failed relay=default" in said.getvalue()
    assert "a defect" in said.getvalue()


async def test_the_judgement_survives_a_letter_about_it_that_cannot_be_written(database: Database) -> None:
    """Two got it and one never will; telling the agent fails. The letter is not sent to anybody again."""

    def cannot(session: Session, due: Due, lost: Sequence[tuple[str, str]]) -> Sequence[Composed]:
        raise LookupError("a defect")

    refused = RecipientResult(ResultKind.REFUSED, 550, "550 no such user")
    queue(database, a_letter(recipients=THREE))
    said, odd = io.StringIO(), Odd(lambda parcel: Attempt({THREE[0]: TAKEN, THREE[1]: refused, THREE[2]: TAKEN}))
    for _ in range(2):
        await one_turn(office(database, Hands(), said, cannot), {"default": odd})
    assert state(database) is OutboxState.SENT
    assert len(odd.handed) == 1
    assert "loss_not_told letter=1" in said.getvalue()


async def test_a_round_ends_when_its_last_line_ends(database: Database) -> None:
    """The disk breaks under one of two lines: the letters in the hands of the other are settled before anybody hears of it."""
    broken, asked = asyncio.Event(), []

    class Slow(Odd):
        async def send(self, parcel: Parcel) -> Attempt:
            await broken.wait()
            return await super().send(parcel)

    def stopping() -> bool:
        asked.append(True)
        if len(asked) == 2:  # the other line is about to begin
            broken.set()
            raise StorageFailed("the disk is gone")
        return False

    queue(database, *(a_letter(number) for number in range(1, 21)))
    slow = Slow(fine, connections=2)
    with pytest.raises(StorageFailed):
        await one_turn(replace(office(database, Hands()), stopping=stopping), {"default": slow})
    assert len(slow.handed) == 10
    assert [state(database, number) for number in range(1, 11)] == [OutboxState.SENT] * 10


@pytest.mark.sqlite_alone("there no writer holds up another row's")
async def test_letters_are_put_back_as_soon_as_the_database_is_there_again(desk_database: Database, tmp_path: Path) -> None:
    """Told to stop while somebody holds the database's lock: what was not begun waits in the outbox, and is not given up as unknown."""
    event.listen(desk_database.engine, "checkout", lambda driver, *_: driver.execute("PRAGMA busy_timeout=20").fetchall())
    queue(desk_database, an_automatic_letter(1), an_automatic_letter(2))
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    loop = asyncio.get_running_loop()

    def stopping() -> bool:
        other.execute("BEGIN IMMEDIATE")
        loop.call_later(0.3, other.execute, "ROLLBACK")
        return True

    clock = Hands()
    assert await one_turn(replace(office(desk_database, clock), stopping=stopping), {"default": Odd(fine)}) == 2
    other.close()
    clock.time += timedelta(days=1)
    assert await end_dead_claims(office(desk_database, clock)) == 0
    assert [state(desk_database, number) for number in (1, 2)] == [OutboxState.QUEUED, OutboxState.QUEUED]


@pytest.mark.parametrize("plan", ["hashjoin", "nestloop"])
def test_a_claim_is_no_larger_than_asked_for(postgres_database: Database, plan: str) -> None:
    """However PostgreSQL plans it: a subquery that locks rows and is looked at once a row finds others each time."""
    queue(postgres_database, *(a_letter(number) for number in range(1, 61)))
    with postgres_database.write() as session:
        for other in {"hashjoin", "mergejoin", "nestloop", "hashagg", "sort", "material"} - {plan}:
            session.exec_driver_sql(f"SET LOCAL enable_{other} = off")
        assert len(claim_due(session, "default", NOW, 10, timedelta(minutes=1))) == 10
