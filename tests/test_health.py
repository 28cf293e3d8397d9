"""Dead addresses and people who complained get no automatic mail; an address is dead where the refusal speaks of it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from maildesk.cli.conversation import conversation_lines
from maildesk.cli.shapes import Conversation, conversation_shape
from maildesk.health import Ailment, AilmentKind
from maildesk.outbound.claims import Chance, claim_due, settle
from maildesk.outbound.governor import foreseen, govern
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.refusal import refusal_of
from maildesk.store.engine import Database
from maildesk.store.health import against, fates_of, health_of, note
from maildesk.tables import messages
from tests.desks import said
from tests.letters import ASKED, DESK, NOW, TICKET, a_letter, put_ticket, queue
from tests.letters import BOB as PERSON
from tests.talk import make_desk
from tests.test_outbound_governor import acknowledgement

BOB = "bob@customer.example"
REFUSED = Ailment(BOB, 1, AilmentKind.REFUSED, "user-unknown", NOW, 4711, status="5.1.1", code=550, dead=True)
LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("answer", "reason", "dead"),
    [
        ("550 5.1.1 <bob@customer.example>: Recipient address rejected: User unknown in virtual mailbox table", "user-unknown", True),
        ("550-5.1.1 The email account that you tried to reach does not exist", "user-unknown", True),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "user-unknown", True),
        ("550 5.1.2 no way there", "host-unknown", True),
        ("550 5.2.1 The email account that you tried to reach is inactive", "user-disabled", True),
        ("556 5.1.10 Recipient address has null MX", "host-unknown", True),
        ("550 No such user here", "user-unknown", True),
        ("550 5.0.0 unknown user", "user-unknown", True),
        ("552 5.2.2 mailbox is full", "mailbox-full", False),
        ("554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", "spam", False),
        ("550 5.7.1 Recipient address rejected: Access denied", "user-unknown", False),
        ("550 5.7.26 unauthenticated mail from example.com is not accepted, DMARC policy", "policy", False),
        ("550 5.1.8 sender's domain does not exist", "policy", False),
        ("550 Sender address rejected: not owned by user", "policy", False),
        ("550 5.1.1 rejected because of spam content", "spam", False),
        ("550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", "rate-limited", False),
        ("550 Domain of sender address support@desk.example does not exist", "policy", False),
        ("550 5.4.1 relaying denied", "relay-denied", False),
        ("550 go away", "unknown", False),
    ],
)
def test_what_a_refusal_says_of_the_address(answer: str, reason: str, dead: bool) -> None:
    """Dead are those whose own status or words say so: not a policy, not a filter, not our sender, not a full box."""
    assert refusal_of(answer)[1:] == (reason, dead)


def suppressed(database: Database) -> str:
    with database.write() as session:
        return "".join(why for _, why in govern(session, [acknowledgement()], LATER, DESK.limits).suppressed)


def write(database: Database, minutes: int, nature: str = "human") -> None:
    row = {"ticket": 4711, "kind": "inbound", "author": BOB, "author_name": "", "text": "", "reply": "", "created": NOW + timedelta(minutes=minutes)}
    with database.write() as session:
        session.execute(insert(messages).values(row | {"nature": nature, "trust": "none", "flags": [], "attachments": []}))


def test_a_dead_address_gets_no_automatic_mail_until_the_person_writes(database: Database) -> None:
    """A mail from before, and a machine's mail since, change nothing; a person's letter always goes."""
    with database.write() as session:
        put_ticket(session)
        note(session, [REFUSED])
    write(database, -5)
    write(database, 1, "out-of-office")
    assert "letter 1 did not reach bob@customer.example (there is no such address)" in suppressed(database)
    with database.read() as session:
        assert foreseen(session, [acknowledgement()], LATER, DESK.limits, None)[0][1]
        assert not foreseen(session, [acknowledgement()], LATER, DESK.limits, BOB)[0][1]
        assert against(session, "someone@else.example") is None
    write(database, 2)
    assert suppressed(database) == ""
    with database.read() as session:
        assert health_of(session, {BOB})[BOB].over


@pytest.mark.parametrize("ailment", [{"reason": "mailbox-full", "dead": False}, {"address": "carol@customer.example"}])
def test_what_is_not_dead_gets_it(database: Database, ailment: dict[str, object]) -> None:
    """A full mailbox is emptied, and another's address is another's."""
    with database.write() as session:
        put_ticket(session)
        note(session, [Ailment(**{**{name: getattr(REFUSED, name) for name in REFUSED.__dataclass_fields__}, **ailment})])  # type: ignore[arg-type] - its fields
    assert suppressed(database) == ""


def test_whoever_complained_gets_none_for_ever(database: Database) -> None:
    """Writing again does not take the complaint back."""
    with database.write() as session:
        put_ticket(session)
        note(session, [Ailment(BOB, 1, AilmentKind.COMPLAINT, "complaint", NOW, 4711)])
    write(database, 2)
    assert "complained of letter 1" in suppressed(database)
    with database.read() as session:
        assert "complained" in foreseen(session, [acknowledgement()], LATER, DESK.limits, BOB)[0][1]


def test_a_relays_refusal_is_kept_with_its_settlement(database: Database) -> None:
    """Of a letter to two, one of whom is refused for good and one put off: the first alone, once, however often staff send it again."""
    queue(database, a_letter(recipients=(BOB, "carol@customer.example")))
    answers = {BOB: RecipientResult(ResultKind.REFUSED, 550, "550 5.1.1 no such user")}
    answers["carol@customer.example"] = RecipientResult(ResultKind.LATER, 451, "451 4.2.1 busy")
    for _ in range(2):
        with database.write() as session:
            [due] = claim_due(session, "default", LATER + timedelta(days=1), 5, timedelta(minutes=30))
            settle(session, due, Attempt(answers), Chance(LATER, 0.5, DESK.limits))
    with database.read() as session:
        health = health_of(session, {BOB, "carol@customer.example"})
    assert set(health) == {BOB}
    assert (health[BOB].dead, health[BOB].status, health[BOB].code, health[BOB].reason) == (True, "5.1.1", 550, "user-unknown")


def test_what_became_of_a_letter_is_read_for_its_report(database: Database) -> None:
    """Whom it really left for, and of whom staff have heard on its ticket; of a letter that never left, nobody."""
    queue(database, a_letter(), a_letter(2))
    with database.write() as session:
        [due] = claim_due(session, "default", LATER, 1, timedelta(minutes=30))
        settle(session, due, Attempt({BOB: RecipientResult(ResultKind.REFUSED, 550, "550 5.1.1 no such user")}), Chance(LATER, 0.5, DESK.limits))
    with database.read() as session:
        assert fates_of(session, [1, 2], [4711]) == ({1: frozenset({BOB})}, frozenset({(4711, BOB)}))
        assert fates_of(session, [], [4711]) == ({}, frozenset())


def test_what_was_told_stays_told(database: Database) -> None:
    """The same report once more takes the place of the first, but nobody forgets that staff have heard; a complaint outlives what came later."""
    with database.write() as session:
        note(session, [replace(REFUSED, told=True)])
        note(session, [replace(REFUSED, at=LATER)])
        assert fates_of(session, [1], [4711])[1] == frozenset({(4711, BOB)})
        assert health_of(session, {BOB})[BOB].at == LATER
        note(session, [replace(REFUSED, kind=AilmentKind.COMPLAINT, reason="complaint")])
        assert health_of(session, {BOB})[BOB].kind is AilmentKind.COMPLAINT


def test_a_ticket_shows_how_it_stands_with_its_people() -> None:
    """`ticket show` names the letter that did not arrive and why, and until when somebody is away."""
    said = replace(ASKED, nature="out-of-office", flags=("robot", "away-until:2026-03-09"))
    complaint = replace(REFUSED, address="carol@customer.example", kind=AilmentKind.COMPLAINT, reason="complaint", status="", code=None, dead=False)
    whole = Conversation(TICKET, (PERSON,), (said,), {}, (), (REFUSED, replace(REFUSED, over=True), complaint))
    lines = "\n".join(conversation_lines(whole, UTC, quoted=False, now=NOW))
    assert "bob@customer.example until 2026-03-09" in lines
    assert f"{BOB}: there is no such address (550 5.1.1)  letter 1, 2026-03-02; no automatic mail goes there until they write again\n" in lines
    assert f"{BOB}: there is no such address (550 5.1.1)  letter 1, 2026-03-02\n" in lines
    assert "carol@customer.example: whoever reads it marked our mail as spam  letter 1, 2026-03-02; no automatic mail goes there\n" in lines
    assert [one["over"] for one in conversation_shape(whole)["health"]] == [False, True, False]  # type: ignore[attr-defined] - a list


def test_an_operator_looks_at_an_address_and_ends_what_follows(tmp_path: Path) -> None:
    """`address show` tells each letter with its evidence, `address forget` lets automatic mail go there again, by a supervisor alone."""
    desk = make_desk(Path(__file__).parent / "conversations" / "desk.yaml", tmp_path)
    with desk.database.write() as session:
        note(session, [replace(REFUSED, mail=9), replace(REFUSED, letter=2, kind=AilmentKind.COMPLAINT, reason="complaint", status="", code=None)])
    desk.database.close()
    file = tmp_path / "desk.yaml"
    shown = said("address", "show", "Bob@customer.example", desk=file)
    assert [word in shown.out for word in ("there is no such address", "550 5.1.1", f"maildesk address forget {BOB}")] == [True] * 3
    assert [line["mail"] for line in said("address", "show", BOB, "--json", desk=file).lines] == [9, None]
    assert said("--as", "anna@example.com", "address", "forget", BOB, desk=file).code == 1
    assert "2 letters" in said("address", "forget", BOB, desk=file).out
    assert said("address", "forget", BOB, desk=file).code == 1
    assert f"no letter to {BOB} came back" in said("address", "show", BOB, desk=file).out
