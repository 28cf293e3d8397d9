"""The governor of automatic mail, counted from the letters themselves."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from maildesk.config.limits import Limits
from maildesk.letter import LetterKind
from maildesk.mail import Address
from maildesk.outbound.compose import compose
from maildesk.outbound.governor import Counts, count_automatic, govern, may_send
from maildesk.outbound.happening import Draft
from maildesk.outbound.outbox import post
from maildesk.store.engine import Database
from tests.letters import NOW, PRESS, SUPPORT, a_draft, put_ticket

LIMITS = Limits()
SALES = SUPPORT.model_copy(update={"address": "sales@example.com"})


def acknowledgement(person: str = "bob@customer.example", **other: object) -> Draft:
    draft = a_draft(kind=LetterKind.ACKNOWLEDGEMENT, template="acknowledgement", automatic=True, person=person, to=(Address("", person),))
    return replace(draft, **other)  # type: ignore[arg-type] - fields of Draft


class Desk:
    """A desk that only writes automatic letters."""

    def __init__(self, database: Database) -> None:
        self.database, self.number = database, 0
        with database.write() as session:
            put_ticket(session)

    def write(self, *drafts: Draft, now: datetime = NOW, limits: Limits = LIMITS) -> tuple[str, ...]:
        """Writes what the governor lets pass; gives the reasons for the rest."""
        with self.database.write() as session:
            passed = govern(session, drafts, now, limits)
            for draft in passed.drafts:
                self.number += 1
                post(session, (compose(draft, PRESS, self.number, now),))
        return tuple(why for _, why in passed.suppressed)


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        (Counts(), None),
        (Counts(pair=1), "mailbox"),
        (Counts(address=3), "address"),
        (Counts(domain=50), "domain"),
        (Counts(desk=600), "desk"),
    ],
)
def test_each_bound_stops_by_itself(counts: Counts, word: str | None) -> None:
    """The reason names the bound that was met (case 55)."""
    reason = may_send(counts, LIMITS)
    assert reason is None if word is None else word in str(reason)


def test_a_loop_gets_one_letter_a_day(database: Database) -> None:
    """A robot that answers each acknowledgement, every minute: one in 24 hours, whatever its subject (V107, case 56)."""
    desk = Desk(database)
    suppressed = [desk.write(acknowledgement(), now=NOW + timedelta(minutes=minute)) for minute in range(0, 24 * 60, 30)]
    assert desk.number == 1
    assert all("mailbox to this address" in why[0] for why in suppressed[1:])
    assert desk.write(acknowledgement(), now=NOW + timedelta(hours=25)) == ()


def test_several_mailboxes_share_the_bound_of_an_address(database: Database) -> None:
    """Three a day to one address, from however many mailboxes."""
    desk = Desk(database)
    boxes = [SUPPORT.model_copy(update={"address": f"box{number}@example.com"}) for number in range(5)]
    reasons = [desk.write(acknowledgement(mailbox=box)) for box in boxes]
    assert desk.number == 3
    assert "this address" in reasons[-1][0]


def test_a_domain_and_the_desk_have_bounds_an_hour(database: Database) -> None:
    """A thousand forged senders of one domain get 50 letters; all domains together get 600; an hour later it goes on."""
    desk = Desk(database)
    for number in range(60):
        desk.write(acknowledgement(f"victim{number}@one.example"))
    assert desk.number == 50
    few = Limits(automatic_per_desk=55)
    for number in range(20):
        desk.write(acknowledgement(f"victim@domain{number}.example"), limits=few)
    assert desk.number == 55
    assert desk.write(acknowledgement("victim@domain19.example"), now=NOW + timedelta(minutes=61), limits=few) == ()


def test_other_mail_is_not_counted(database: Database) -> None:
    """A person's letter and a notification always pass and use up nothing."""
    desk = Desk(database)
    notification = acknowledgement(kind=LetterKind.NOTIFICATION)
    for _ in range(10):
        assert desk.write(a_draft()) == ()
        assert desk.write(notification) == ()
    with database.read() as session:
        assert count_automatic(session, SUPPORT.address, "bob@customer.example", NOW) == Counts()


def test_two_rules_cause_one_letter(database: Database) -> None:
    """Both ask for an automatic letter about the same mail."""
    desk = Desk(database)
    desk.write(acknowledgement(), acknowledgement(template="reply"))
    assert desk.number == 1


@pytest.mark.parametrize(("kind", "most"), [(LetterKind.UNPROVEN, 3), (LetterKind.CORRECTION, 30), (LetterKind.HELD, 30)])
def test_an_agent_is_told_of_his_own_mail_so_often(database: Database, kind: LetterKind, most: int) -> None:
    """A robot in an agent's mail program is not answered for ever (V114); one kind of letter does not use up another's bound."""
    desk = Desk(database)
    letter = a_draft(kind=kind, template="correction", automatic=True, person="anna@example.com", facts={})
    other = next(one for one in (LetterKind.CORRECTION, LetterKind.HELD) if one is not kind)
    reasons = [desk.write(letter) for _ in range(most + 2)]
    assert desk.number == most
    assert "agent" in reasons[-1][0]
    assert desk.write(replace(letter, kind=other)) == ()
    assert desk.write(letter, now=NOW + timedelta(minutes=61)) == ()


@pytest.mark.parametrize(
    ("letter", "already"),
    [(acknowledgement(), 0), (acknowledgement("anna@example.com", kind=LetterKind.UNPROVEN, template="unproven"), 2)],
    ids=["customer", "agent"],
)
def test_two_daemons_do_not_both_take_the_last_place(postgres_database: Database, letter: Draft, already: int) -> None:
    """Whoever counts waits until whoever counted before has written: PostgreSQL lets both write at once."""
    desk = Desk(postgres_database)
    for _ in range(already):
        assert desk.write(letter) == ()
    with ThreadPoolExecutor(1) as second:
        with postgres_database.write() as session:
            assert govern(session, (letter,), NOW, LIMITS).drafts == (letter,)
            other = second.submit(desk.write, letter)
            while not other.done() and not _somebody_waits(postgres_database):
                time.sleep(0.01)
            post(session, (compose(letter, PRESS, 4711, NOW),))
        assert len(other.result()) == 1


def _somebody_waits(database: Database) -> bool:
    with database.read() as session:
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        waiting += " and database = (select oid from pg_database where datname = current_database())"
        return bool(session.exec_driver_sql(waiting).scalar_one())


def test_like_signs_in_a_domain_are_no_wildcards(database: Database) -> None:
    """`_` and `%` in an address match themselves alone."""
    desk = Desk(database)
    desk.write(acknowledgement("a@abc.example"))
    with database.read() as session:
        assert count_automatic(session, SALES.address, "b@a_c.example", NOW).domain == 0
