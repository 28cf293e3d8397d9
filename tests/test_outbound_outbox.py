"""The outbox on both databases: claims, verdicts, crashes, and what staff may decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maildesk.errors import Overtaken, Refused
from maildesk.letter import OutboxState
from maildesk.outbound import claims, outbox
from maildesk.outbound.claims import Chance, Due, claim_due, due_relays, recover, release
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.store.engine import Database
from maildesk.tables import letters
from tests.letters import DESK, NOW, a_letter, an_automatic_letter, queue

LEASE = timedelta(minutes=30)
SENT = RecipientResult(ResultKind.SENT, 250, "250 taken")
GONE = RecipientResult(ResultKind.REFUSED, 550, "550 no such user")
LATER = RecipientResult(ResultKind.LATER, 451, "451 busy")
BOB = "bob@customer.example"
THREE = ("a@x.example", "b@x.example", "c@x.example")


def claim(database: Database, minutes: int = 0, many: int = 10) -> tuple[Due, ...]:
    with database.write() as session:
        return claim_due(session, "default", NOW + timedelta(minutes=minutes), many, LEASE)


def settle(database: Database, due: Due, attempt: Attempt, minutes: int = 0) -> outbox.OutboxRow:
    with database.write() as session:
        claims.settle(session, due, attempt, Chance(NOW + timedelta(minutes=minutes), 0.5, DESK.limits))
    return row(database, due.letter)


def row(database: Database, letter: int = 1) -> outbox.OutboxRow:
    with database.read() as session:
        return outbox.shown(session, letter)[0]


def test_a_posted_letter_is_due_with_its_bytes(database: Database) -> None:
    """What was posted is what is claimed, recipients and all."""
    letter = a_letter(recipients=THREE)
    queue(database, letter)
    with database.read() as session:
        assert due_relays(session, NOW) == ("default",)
    [due] = claim(database)
    assert (due.data, due.mail_from, due.recipients, due.attempts) == (letter.data, letter.mail_from, THREE, 1)
    assert due.message_id == letter.letter.message_id
    assert row(database).state is OutboxState.SENDING
    assert claim(database) == ()


def test_claims_are_oldest_first_and_bounded(database: Database) -> None:
    """No more than asked for, in the order they became due."""
    queue(database, *(a_letter(number) for number in (3, 1, 2)))
    assert [due.letter for due in claim(database, many=2)] == [1, 2]
    assert [due.letter for due in claim(database, many=2)] == [3]


def test_each_recipient_gets_the_letter_once(database: Database) -> None:
    """One took it, one is refused for good, one waits: only that one is in the next attempt (F21)."""
    queue(database, a_letter(recipients=THREE))
    [due] = claim(database)
    found = settle(database, due, Attempt({"a@x.example": SENT, "b@x.example": GONE, "c@x.example": LATER}))
    assert found.state is OutboxState.QUEUED
    assert [(one.address, one.state, one.code) for one in found.recipients] == [
        ("a@x.example", "sent", 250),
        ("b@x.example", "given up", 550),
        ("c@x.example", "queued", 451),
    ]
    assert claim(database) == ()
    [again] = claim(database, minutes=10)
    assert (again.recipients, again.attempts, again.data) == (("c@x.example",), 2, due.data)
    assert settle(database, again, Attempt({"c@x.example": SENT}), 10).state is OutboxState.SENT


def test_a_letter_nobody_took_is_given_up(database: Database) -> None:
    """A permanent refusal of all recipients ends the letter, with the server's words as the reason."""
    queue(database, a_letter())
    [due] = claim(database)
    found = settle(database, due, Attempt({BOB: GONE}))
    assert (found.state, found.reason) == (OutboxState.GIVEN_UP, f"{BOB}: 550 no such user")


def test_a_lost_answer_is_tried_again_under_the_same_id_but_not_soon(database: Database) -> None:
    """A person's letter waits ten minutes at least after an ambiguous end (F18)."""
    queue(database, a_letter())
    [due] = claim(database)
    settle(database, due, Attempt({BOB: LATER}, ambiguous=True, error="lost"))
    assert claim(database, minutes=9) == ()
    [again] = claim(database, minutes=11)
    assert again.message_id == due.message_id


def test_a_lost_answer_ends_an_automatic_letter(database: Database) -> None:
    """It may have arrived: better lost than doubled."""
    queue(database, an_automatic_letter())
    [due] = claim(database)
    found = settle(database, due, Attempt({BOB: LATER}, ambiguous=True, error="lost"))
    assert found.state is OutboxState.GIVEN_UP
    assert found.reason.startswith("unknown")


def test_after_a_crash_persons_letters_are_sent_again_and_automatic_ones_are_not(database: Database) -> None:
    """The desk died while one was being sent; whether it left is not known (law 2)."""
    queue(database, an_automatic_letter(1), a_letter(2))
    batch = claim(database)
    settle(database, batch[0], Attempt({BOB: LATER}))  # put off; the second is begun
    with database.write() as session:
        assert recover(session) == 1
    assert [due.letter for due in claim(database)] == [2]


def test_after_a_crash_an_automatic_letter_that_was_begun_is_not_sent_again(database: Database) -> None:
    """Better lost than doubled."""
    queue(database, an_automatic_letter(2))
    claim(database)
    with database.write() as session:
        assert recover(session) == 1
    assert claim(database) == ()
    assert row(database, 2).state is OutboxState.GIVEN_UP


def test_a_crash_costs_only_the_letter_whose_turn_it_was(database: Database) -> None:
    """Of a claimed batch of automatic letters the first was settled and the second begun: the third is sent as if nothing had been."""
    queue(database, an_automatic_letter(1), an_automatic_letter(2), an_automatic_letter(3))
    batch = claim(database)
    settle(database, batch[0], Attempt({BOB: SENT}))
    with database.write() as session:
        assert recover(session) == 2
    assert [row(database, number).state for number in (1, 2)] == [OutboxState.SENT, OutboxState.GIVEN_UP]
    assert [due.letter for due in claim(database)] == [3]


def test_a_living_claim_is_left_alone(database: Database) -> None:
    """With a time, only claims past their lease are ended: another daemon may be at work."""
    queue(database, a_letter())
    claim(database)
    with database.write() as session:
        assert recover(session, NOW + LEASE - timedelta(seconds=1)) == 0
        assert recover(session, NOW + LEASE) == 1


def test_a_stalled_sender_cannot_write_over_the_next_claim(database: Database) -> None:
    """Its fence is old: what it came to is refused (F32)."""
    queue(database, a_letter())
    [stalled] = claim(database)
    with database.write() as session:
        recover(session)
    claim(database)
    with pytest.raises(Overtaken):
        settle(database, stalled, Attempt({BOB: SENT}))
    assert row(database).state is OutboxState.SENDING


def test_what_was_put_back_was_not_tried(database: Database) -> None:
    """A released letter is due at once and its attempt is not counted."""
    queue(database, a_letter())
    with database.write() as session:
        release(session, claim_due(session, "default", NOW, 1, LEASE))
    [due] = claim(database)
    assert due.attempts == 1


def test_a_letter_is_given_up_after_five_days(database: Database) -> None:
    """The recipients who never got it are settled with the last word about them."""
    queue(database, a_letter())
    minutes, attempts = 0, 0
    while dues := claim(database, minutes):
        attempts += 1
        found = settle(database, dues[0], Attempt(error="the relay is dead"), minutes)
        minutes = int((found.due - NOW).total_seconds() // 60) + 1 if found.due else minutes
    assert row(database).state is OutboxState.GIVEN_UP
    assert row(database).recipients[0].state == "given up"
    assert 90 < attempts < 130


def test_staff_drop_and_retry(database: Database) -> None:
    """A dropped letter never leaves unless it is tried again; a sent one can be neither."""
    queue(database, a_letter())
    with database.write() as session:
        outbox.drop(session, 1, NOW)
    assert claim(database) == ()
    with database.write() as session:
        outbox.retry(session, 1, NOW)
    [due] = claim(database)
    settle(database, due, Attempt({BOB: SENT}))
    for decide in (outbox.drop, outbox.retry):
        with database.write() as session, pytest.raises(Refused, match="sent"):
            decide(session, 1, NOW)


def test_a_retry_counts_the_days_anew_but_not_the_age(database: Database) -> None:
    """A letter of last month that staff send again is tried for days, and the list still says that it is of last month."""
    queue(database, a_letter())
    month = 30 * 24 * 60
    [due] = claim(database)
    assert settle(database, due, Attempt(error="the relay is dead"), month).state is OutboxState.GIVEN_UP
    with database.write() as session:
        outbox.retry(session, 1, NOW + timedelta(minutes=month))
    [again] = claim(database, month)
    found = settle(database, again, Attempt(error="the relay is dead"), month)
    assert (found.state, found.created) == (OutboxState.QUEUED, NOW)


def test_retry_writes_to_those_who_have_not_got_it(database: Database) -> None:
    """After a partial delivery only the missing recipient is tried."""
    queue(database, a_letter(recipients=THREE))
    [due] = claim(database)
    settle(database, due, Attempt({"a@x.example": SENT, "b@x.example": GONE, "c@x.example": GONE}))
    with database.write() as session, pytest.raises(Refused, match="sent"):
        outbox.retry(session, 1, NOW)
    assert [one.state for one in row(database).recipients] == ["sent", "given up", "given up"]


def test_a_captured_letter_never_leaves(database: Database) -> None:
    """`deliver: capture` cannot be talked out of it by a retry."""
    queue(database, a_letter())
    with database.write() as session:
        session.execute(outbox.outbox.update().values(state=OutboxState.CAPTURED, due=None))
    with database.write() as session, pytest.raises(Refused, match="captured"):
        outbox.retry(session, 1, NOW)


def test_counts_name_every_state(database: Database) -> None:
    """Zero is said, too."""
    queue(database, a_letter(1), a_letter(2))
    with database.read() as session:
        counts = outbox.counts(session)
    assert counts[OutboxState.QUEUED] == 2
    assert set(counts) == set(OutboxState)


def test_no_letter_no_traceback(database: Database) -> None:
    """An unknown number is refused in words."""
    with database.read() as session, pytest.raises(Refused, match="there is no letter 99"):
        outbox.shown(session, 99)


def test_what_an_answer_brings_back_is_stored(database: Database) -> None:
    """The letter's row holds ticket, person, and what an answer becomes."""
    letter = a_letter()
    queue(database, letter)
    with database.read() as session:
        kept = session.execute(select(letters)).one()
    assert (kept.ticket, kept.person, kept.answer, kept.shown) == (4711, BOB, letter.letter.answer, [BOB])
