"""Mails of one conversation find each other in whatever order they arrive, however often each comes, and whatever is lost on the way."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import process_one
from maildesk.store.engine import Database
from maildesk.store.tickets import SIMILAR
from maildesk.tables import links, mails, tickets
from maildesk.threading.conversations import conversations
from tests.talk import START, Stages, empty

CASES = Path(__file__).parent / "cases"
PEOPLE = ("ada@one.example", "bob@two.example")


@dataclass(frozen=True)
class Written:
    """A mail of a conversation: who wrote it, and which mails before it, by their numbers, it names."""

    number: int
    author: str
    names: tuple[int, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f"<{number}@a.example>" for number in (self.number, *self.names))

    @property
    def raw(self) -> RawMail:
        own, *before = self.ids
        references = f"References: {' '.join(before)}\r\n" if before else ""
        head = f"From: {self.author}\r\nTo: support@example.com\r\nSubject: {self.number}\r\nMessage-ID: {own}\r\n{references}"
        return RawMail(f"{head}\r\nWords of mail {self.number}.\r\n".encode(), Envelope(self.author, ("support@example.com",), "smtp"), START)


@st.composite
def written(draw: st.DrawFn, most: int = 5) -> list[Written]:
    """Some mails; each names none, one or two of the earlier ones."""
    mails: list[Written] = []
    for number in range(draw(st.integers(2, most))):
        names = draw(st.permutations(range(number)))[: draw(st.sampled_from((0, 1, 2)))]
        mails.append(Written(number, draw(st.sampled_from(PEOPLE)), tuple(sorted(names))))
    return mails


@st.composite
def arrivals(draw: st.DrawFn) -> list[Written]:
    """A conversation as it comes in: in any order, some mails twice, some never."""
    came = draw(written())
    lost = draw(st.sets(st.sampled_from(came), max_size=1))
    kept = [one for one in came if one not in lost]
    return draw(st.permutations(kept + draw(st.lists(st.sampled_from(kept), max_size=1))))


ADA, BOB = PEOPLE
BETWEEN = [Written(0, ADA, ()), Written(1, ADA, ()), Written(2, ADA, (0, 1))]  # the third tells that the first two are one matter
LATE = [Written(2, ADA, (1,)), Written(0, ADA, ()), Written(1, BOB, (0,))]  # the middle one of three comes last


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that tells nobody of anything."""
    stages = Stages(tmp_path_factory.mktemp("order"))
    yield stages.desk(CASES / "quiet.yaml", CASES / "silence.yaml")
    stages.close()


def take(desk: Desk, mail: RawMail) -> None:
    with desk.database.write() as session:
        spool.accept(session, [mail])
        claimed = spool.claim(session, "order", START, timedelta(minutes=1))
    assert claimed is not None
    process_one(desk, claimed, START)


def homes(database: Database) -> dict[int, int]:
    """The ticket of each mail, by the mail's number in the spool."""
    with database.read() as session:
        return {row.id: row.ticket for row in session.execute(select(mails.c.id, mails.c.ticket).where(mails.c.ticket.is_not(None)))}


def groups(database: Database) -> list[set[int]]:
    """Tickets that are linked to each other, directly or by way of others."""
    with database.read() as session:
        numbers = session.execute(select(tickets.c.number)).scalars().all()
        pairs = session.execute(select(links.c.ticket, links.c.other).where(links.c.kind != SIMILAR)).all()
    found: list[set[int]] = []
    for pair in [{number} for number in numbers] + [set(pair) for pair in pairs]:
        touched = [group for group in found if group & pair]
        found = [group for group in found if group not in touched] + [pair.union(*touched)]
    return found


def partition(desk: Desk, came: Sequence[Written]) -> set[frozenset[int]]:
    """Which mails are together, on one ticket or on tickets that are linked."""
    empty(desk.database)
    for one in came:
        take(desk, one.raw)
    home = homes(desk.database)
    at = {came[spooled - 1].number: ticket for spooled, ticket in home.items()}
    return {frozenset(number for number, ticket in at.items() if ticket in group) for group in groups(desk.database)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(came=arrivals())
@example(came=BETWEEN)
@example(came=BETWEEN[::-1])
@example(came=LATE)
def test_any_order_ends_in_the_same_matters(desk: Desk, came: list[Written]) -> None:
    """What shares an id, directly or by way of others, is one matter, and nothing else is: that is all the law there is."""
    once = list(dict.fromkeys(came))
    expected = {frozenset(once[place].number for place in group) for group in conversations([one.ids for one in once])}

    assert partition(desk, came) == expected


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(came=written(4), order=st.randoms())
def test_history_is_never_rewritten(desk: Desk, came: list[Written], order: random.Random) -> None:
    """A mail that came late moves no other: what was on a ticket stays on it."""
    empty(desk.database)
    order.shuffle(came)
    before: dict[int, int] = {}
    for one in came:
        take(desk, one.raw)
        now = homes(desk.database)
        assert before.items() <= now.items()
        before = now
