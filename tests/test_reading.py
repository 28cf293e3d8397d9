"""What the store reads is what was written, on both databases, in few statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Table, event, insert

from maildesk.config.schema import Mailbox
from maildesk.letter import Letter, LetterKind
from maildesk.mail import Envelope, MailState, RawMail
from maildesk.store.engine import Database, Session
from maildesk.store.kinship import MOST_KIN, Kin, kin_of
from maildesk.store.letters import load_letters
from maildesk.store.tickets import alias_hash, latest_message, load_ticket, load_tickets, messages_of, participants_of
from maildesk.tables import aliases, fields, letters, mails, messages, participants, tags, tickets
from maildesk.threading.candidates import Candidates, find_candidates
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.ticket import Message, MessageKind, Participant, Priority, Standing, Status, Ticket
from maildesk.tokens import TokenKind

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
KIM, LEE, STRANGER = "kim@customer.example", "lee@customer.example", "mallory@evil.example"
RAW = RawMail(b"Subject: Printer\r\n\r\nStill broken.\r\n", Envelope(), NOW)
SUPPORT = Mailbox(address="support@example.com", name="Support")
TICKET = Ticket(12, SUPPORT.address, "Printer", KIM, NOW, NOW, team="support", priority=Priority.HIGH, status=Status.WAITING, version=3)
LETTER = Letter(
    2**60 - 1,
    LetterKind.NOTIFICATION,
    12,
    SUPPORT.address,
    "anna@example.com",
    (KIM,),
    "<m@example.com>",
    7,
    MessageKind.REPLY,
    True,
    NOW,
    NOW + timedelta(days=90),
)


def put(session: Session, table: Table, **row: object) -> None:
    session.execute(insert(table), row)


def put_ticket(session: Session, number: int, requester: str = KIM) -> Ticket:
    """A ticket and its requester."""
    ticket = replace(TICKET, number=number, requester=requester)
    put(session, tickets, **{name: getattr(ticket, name) for name in Ticket.__dataclass_fields__ if name not in ("tags", "fields")})
    put(session, participants, ticket=number, address=requester, name="", standing=Standing.REQUESTER)
    return ticket


def put_mail(session: Session, number: int, sha256: str, state: MailState = MailState.TICKETED) -> None:
    put(session, mails, id=number, sha256=sha256, size=1, rcpt_to=[], via="smtp", peer="", helo="", tls=0, received=NOW, state=state)


def put_letter(session: Session, letter: Letter) -> None:
    put(session, letters, **{name: getattr(letter, name) for name in Letter.__dataclass_fields__})


def put_alias(session: Session, identifier: str, ticket: int, mail: int | None = None) -> None:
    put(session, aliases, id_hash=alias_hash(identifier), ticket=ticket, mail=mail)


def test_a_ticket_comes_back_with_its_tags_and_fields(database: Database) -> None:
    """Every column, tag and field of a ticket survives the database; an unknown number is None."""
    with database.write() as session:
        put_ticket(session, 12)
        for word in ("vpn", "a4"):
            put(session, tags, ticket=12, tag=word)
        put(session, fields, ticket=12, name="floor", value="3")
        put(session, fields, ticket=12, name="asset", value="x")

    with database.read() as session:
        assert load_ticket(session, 12) == replace(TICKET, tags=("a4", "vpn"), fields=(("asset", "x"), ("floor", "3")))
        assert load_ticket(session, 13) is None


def test_several_tickets_do_not_mix(database: Database) -> None:
    """Tags and people stay with their own ticket when many are read at once."""
    with database.write() as session:
        put_ticket(session, 12)
        put_ticket(session, 13)
        put(session, tags, ticket=12, tag="one")
        put(session, participants, ticket=13, address=LEE, name="Lee", standing=Standing.THIRD_PARTY)

    with database.read() as session:
        found = load_tickets(session, (12, 13, 999))
        people = participants_of(session, (12, 13, 999))
    assert {number: ticket.tags for number, ticket in found.items()} == {12: ("one",), 13: ()}
    assert people == {
        12: (Participant(KIM, "", Standing.REQUESTER),),
        13: (Participant(KIM, "", Standing.REQUESTER), Participant(LEE, "Lee", Standing.THIRD_PARTY)),
        999: (),
    }


def test_entries_are_read_oldest_first_and_the_last_ones_alone(database: Database) -> None:
    """`last` gives the newest entries, still oldest first; a ticket without entries is current at 0."""
    written = [Message(number, 12, MessageKind.NOTE, "anna@example.com", "Anna", "text", "reply", NOW, flags=("unproven",)) for number in range(1, 5)]
    with database.write() as session:
        put_ticket(session, 12)
        assert latest_message(session, 12) == 0
        for message in written:
            put(session, messages, **{name: getattr(message, name) for name in Message.__dataclass_fields__}, attachments=[])

    with database.read() as session:
        assert messages_of(session, 12) == tuple(written)
        assert messages_of(session, 12, last=2) == tuple(written[2:])
        assert latest_message(session, 12) == 4


def test_a_letter_comes_back_whole(database: Database) -> None:
    """A letter brings back all that an answer to it needs; a number without a letter is left out."""
    with database.write() as session:
        put_ticket(session, 12)
        put_letter(session, LETTER)

    with database.read() as session:
        assert load_letters(session, (LETTER.id, 5)) == {LETTER.id: LETTER}
        assert load_letters(session, ()) == {}


def test_an_id_is_hashed_without_its_brackets() -> None:
    """Case matters, brackets do not, and neither length nor broken characters break it (V053)."""
    assert alias_hash("<A@far.example>") == alias_hash("A@far.example") != alias_hash("<a@far.example>")
    assert len(alias_hash(f"<{'x' * 5000}\udce4@far.example>")) == 16


def test_tickets_are_found_by_the_ids_of_a_mail(database: Database) -> None:
    """Newest first, whoever takes part in them, by any of the ids; case tells ids apart."""
    with database.write() as session:
        for number in (12, 13, 14):
            put_ticket(session, number, KIM if number != 14 else LEE)
            put_alias(session, "<p@far.example>", number)
        put(session, participants, ticket=14, address=KIM, name="", standing=Standing.THIRD_PARTY)

    with database.read() as session:
        assert kin_of(session, None, ("<p@far.example>", "<other@far.example>"), (KIM, "")) == Kin(seen=(14, 13, 12))
        assert kin_of(session, None, ("<p@far.example>",), (None, "")) == Kin(seen=(14, 13, 12))
        assert kin_of(session, None, ("<P@far.example>",), (KIM, "")) == Kin()


def test_a_twin_is_a_processed_mail_of_the_same_bytes(database: Database) -> None:
    """What waits, was held or ignored is no twin; a mail without any id is never taken for another's twin."""
    with database.write() as session:
        put_ticket(session, 12)
        put_mail(session, 1, RAW.sha256)
        put_mail(session, 2, "bb", MailState.WAITING)
        put_mail(session, 3, "cc", MailState.HELD)
        put_alias(session, "<own@far.example>", 12, mail=1)

    with database.read() as session:
        assert kin_of(session, "<own@far.example>", (), (KIM, RAW.sha256)) == Kin(twin=1, namesake=1, itself=12)
        assert kin_of(session, "<own@far.example>", (), (STRANGER, "dd")) == Kin(namesake=1, itself=12)
        assert kin_of(session, "<new@far.example>", (), (KIM, "bb")) == Kin()
        assert kin_of(session, "<new@far.example>", (), (KIM, "cc")) == Kin()
        assert kin_of(session, None, (), (KIM, RAW.sha256)) == Kin()


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(session, "before_cursor_execute", note)
    yield sent
    event.remove(session, "before_cursor_execute", note)


CLUES = Clues(
    SUPPORT,
    tokens=(
        TokenClue(TokenKind.BOUNCE, 3, Where.RECIPIENT),
        TokenClue(TokenKind.REPLY, 2, Where.RECIPIENT),
        TokenClue(TokenKind.MESSAGE_ID, 1, Where.IN_REPLY_TO),
        TokenClue(TokenKind.MESSAGE_ID, 4, Where.RETURNED),
        TokenClue(TokenKind.MESSAGE_ID, 99, Where.REFERENCES),
    ),
    ids=("<own@far.example>", "<p@far.example>"),
    parents=("<p@far.example>",),
    label=15,
)


def test_candidates_are_all_that_the_clues_point_to(database: Database) -> None:
    """Letters in the clues' order, those that prove nobody apart; the sender's standing on every ticket; seven statements."""
    with database.write() as session:
        for number in (12, 13, 14, 15):
            put_ticket(session, number, KIM if number != 13 else LEE)
        for number, ticket in ((1, 12), (2, 13), (3, 12), (4, 12)):
            put_letter(session, replace(LETTER, id=number, ticket=ticket))
        put_alias(session, "<p@far.example>", 14)

    with database.read() as session, statements(session) as sent:
        found = find_candidates(session, CLUES, KIM, RAW)
    assert [letter.id for letter in found.letters] == [2, 1]
    assert [letter.id for letter in found.reported] == [3, 4]
    assert found.standings == {12: Standing.REQUESTER, 13: None, 14: Standing.REQUESTER, 15: Standing.REQUESTER}
    assert found.kin == Kin(seen=(14,))
    assert len(sent) == 7


def test_a_newsletters_id_costs_no_more_than_another(database: Database) -> None:
    """However many tickets an id stands on, a handful is read."""
    with database.write() as session:
        for number in range(1, 200):
            put_ticket(session, number)
            put_alias(session, "<p@far.example>", number)

    with database.read() as session:
        found = find_candidates(session, replace(CLUES, tokens=(), label=None), KIM, RAW)
    assert len(found.kin.seen) == MOST_KIN
    assert len(found.tickets) == len(found.kin.shared) == 2


def test_candidates_differ_when_somebody_was_quicker(database: Database) -> None:
    """Reading again tells whether a decision still stands: a change of the ticket, an alias or a person on it shows."""
    with database.write() as session:
        put_ticket(session, 12)
        put_alias(session, "<p@far.example>", 12)

    def read() -> Candidates:
        with database.read() as session:
            return find_candidates(session, replace(CLUES, tokens=()), KIM, RAW)

    seen = [read(), read()]
    assert seen[0] == seen[1]
    with database.write() as session:
        session.execute(tickets.update().values(version=4))
    seen.append(read())
    with database.write() as session:
        session.execute(participants.delete())
    seen.append(read())
    with database.write() as session:
        put_mail(session, 5, RAW.sha256)
        put_alias(session, "<own@far.example>", 12, mail=5)
    seen.append(read())
    assert all(before != after for before, after in pairwise(seen[1:]))
