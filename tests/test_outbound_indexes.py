"""What delivery, the governor and the list of letters ask the database: found by an index, whatever the desk has ever written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from maildesk.letter import LetterKind, OutboxState
from maildesk.outbound import claims, outbox
from maildesk.outbound.governor import govern
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.store.engine import Database, Session
from tests.letters import DESK, NOW, a_draft, a_letter, an_automatic_letter, queue

LEASE = timedelta(minutes=30)


def look_what_is_due(session: Session) -> None:
    assert claims.due_relays(session, NOW) == ("default",)


def claim(session: Session) -> tuple[claims.Due, ...]:
    return claims.claim_due(session, "default", NOW, 5, LEASE)


def settle(session: Session) -> None:
    answer = RecipientResult(ResultKind.LATER, 451, "451 busy")
    for due in claim(session):
        claims.settle(session, due, Attempt(dict.fromkeys(due.recipients, answer)), claims.Chance(NOW, 0.5, DESK.limits))


def put_back(session: Session) -> None:
    claims.release(session, claim(session))


def hold(session: Session) -> None:
    for due in claim(session):
        claims.hold(session, due, "why", NOW)


def recover_the_late(session: Session) -> None:
    claim(session)
    assert claims.recover(session, NOW + LEASE) == 5


def recover_all(session: Session) -> None:
    claim(session)
    assert claims.recover(session) == 5


def govern_a_letter_to_a_customer(session: Session) -> None:
    assert govern(session, (an_acknowledgement(),), NOW, DESK.limits).drafts


def govern_a_letter_to_an_author(session: Session) -> None:
    assert govern(session, (a_draft(kind=LetterKind.UNPROVEN, automatic=True, person="anna@example.com"),), NOW, DESK.limits).drafts


def an_acknowledgement() -> Any:
    return a_draft(kind=LetterKind.ACKNOWLEDGEMENT, template="acknowledgement", automatic=True, person="new@customer.example")


def list_all(session: Session) -> None:
    assert len(outbox.listed(session, None, 3)) == 3


def list_a_state(session: Session) -> None:
    assert len(outbox.listed(session, OutboxState.QUEUED, 3)) == 3


def retry(session: Session) -> None:
    outbox.retry(session, 1, NOW)


FREQUENT = (
    look_what_is_due,
    claim,
    settle,
    put_back,
    hold,
    recover_the_late,
    recover_all,
    govern_a_letter_to_a_customer,
    govern_a_letter_to_an_author,
    list_all,
    list_a_state,
    retry,
)


@pytest.mark.parametrize("asked", FREQUENT, ids=lambda asked: asked.__name__)
def test_nothing_frequent_goes_through_what_was_ever_written(sqlite_database: Database, asked: Any) -> None:
    """No statement reads a whole table or sorts what it has read."""
    queue(sqlite_database, *(a_letter(number) for number in range(1, 8)), *(an_automatic_letter(number) for number in range(8, 15)))
    with overheard(sqlite_database) as statements, sqlite_database.write() as session:
        asked(session)
    with sqlite_database.read() as session:
        driver = session.connection.driver_connection
        assert driver is not None
        plans = {(sql, row[3]) for sql, parameters in statements for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)}
    assert [plan for plan in plans if re.match(r"SCAN (letters|letter_bytes|outbox|outbox_recipients)\b|USE TEMP B-TREE", plan[1])] == []
    assert any("SEARCH" in step for _, step in plans)


@contextmanager
def overheard(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """All statements that are sent meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            statements.append((sql, parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(database.engine, "before_cursor_execute", hear)


def test_the_oldest_is_due_first_of_each_relay(sqlite_database: Database) -> None:
    """Relays with something due are found wherever they stand among those with letters that only wait."""
    queue(sqlite_database, *(replace(a_letter(number), relay=relay) for number, relay in enumerate(("a", "b", "b", "c", "d"), start=1)))
    later = NOW + timedelta(hours=1)
    with sqlite_database.write() as session:
        session.execute(outbox.outbox.update().where(outbox.outbox.c.letter.in_((1, 2, 4))).values(due=later))
    with sqlite_database.read() as session:
        assert claims.due_relays(session, NOW) == ("b", "d")
        assert claims.due_relays(session, later) == ("a", "b", "c", "d")
