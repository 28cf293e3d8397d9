"""Values the tests of outgoing mail share: a desk, a ticket, what happens on it, and letters in its outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from maildesk.changes import Act, Actor, AddMessage
from maildesk.config.schema import Agent, DeskConfig, Mailbox, Team
from maildesk.config.ways import Relay
from maildesk.letter import LetterKind, OutboxState
from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText
from maildesk.outbound.compose import Press, compose
from maildesk.outbound.happening import Composed, Draft, Happening
from maildesk.outbound.outbox import post
from maildesk.outbound.recipients import plan_letters
from maildesk.outbound.render import load_templates
from maildesk.store.engine import Database, Session
from maildesk.tables import tickets
from maildesk.ticket import Message, MessageKind, Participant, Role, Standing, Ticket
from maildesk.tokens import KeyRing
from tests.opened import opened

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RING = KeyRing("a", {"a": b"0123456789abcdef0123456789abcdef"})
SUPPORT = Mailbox(address="support@example.com", name="Example Support", team="support", reply_to="plus")
DESK = DeskConfig(
    mailboxes=(SUPPORT,),
    teams={"support": Team(members=("anna@example.com", "ben@example.com"))},
    agents=(Agent(address="anna@example.com", name="Anna"), Agent(address="ben@example.com", name="Ben", languages=("zh_CN",))),
    relays={"default": Relay(host="localhost")},
)
TEMPLATES = load_templates(Path(__file__).parent.parent / "templates", None, DESK.limits)
PRESS = Press(DESK, RING, TEMPLATES)
TICKET = Ticket(4711, SUPPORT.address, "Printer", "bob@customer.example", NOW, NOW, team="support")
BOB = Participant("bob@customer.example", "Bob Miller", Standing.REQUESTER)
BY_ANNA = Act(Actor("agent:anna@example.com", Role.AGENT), "mail 7", NOW)
BY_MAIL = Act(Actor("mail:bob@customer.example", Role.ADMIN), "mail 6", NOW)


def entry(number: int, kind: MessageKind, text: str, author: str = "bob@customer.example") -> Message:
    return Message(number, 4711, kind, author, "", text, text, NOW)


ASKED = entry(1, MessageKind.INBOUND, "It prints only blue.")


def answered(text: str = "Please change the ink.", mail: ParsedMail | None = None, split: SplitText | None = None, **other: Any) -> Happening:
    """Anna answers Bob's question by mail."""
    message = entry(2, MessageKind.REPLY, text, "anna@example.com")
    happening = Happening(TICKET, SUPPORT, BY_ANNA, (AddMessage(MessageKind.REPLY, text),), message, mail or ParsedMail(), split, (ASKED,), (BOB,))
    return replace(happening, **other)


def asked(text: str = "It prints only blue.", **other: Any) -> Happening:
    """Bob writes; it is the third entry of his ticket."""
    message = entry(3, MessageKind.INBOUND, text)
    happening = Happening(TICKET, SUPPORT, BY_MAIL, (), message, ParsedMail(sender=BOB.address), None, (ASKED,), (BOB,))
    return replace(happening, **other)


def written(happening: Happening, press: Press = PRESS, number: int = 12345) -> list[Composed]:
    """The letters of a happening as bytes."""
    drafts = plan_letters(happening, press.config)
    return [compose(draft, press, number + position, NOW) for position, draft in enumerate(drafts)]


def reply_of(happening: Happening, press: Press = PRESS) -> Composed:
    return next(one for one in written(happening, press) if one.letter.kind is LetterKind.REPLY)


def a_draft(**other: Any) -> Draft:
    [draft] = plan_letters(answered(), DESK)
    return replace(draft, **other)


def read(data: bytes) -> EmailMessage:
    mail = opened(data)
    assert isinstance(mail, EmailMessage)
    return mail


def plain(data: bytes) -> str:
    part = read(data).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def markup(data: bytes) -> str:
    part = read(data).get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def put_ticket(session: Session) -> None:
    session.execute(
        insert(tickets),
        {"number": 4711, "mailbox": SUPPORT.address, "subject": "Printer", "requester": BOB.address, "status": "open", "priority": "normal"}
        | {"created": NOW, "updated": NOW, "version": 0},
    )


def queue(database: Database, *composed: Composed) -> None:
    """A ticket, and these letters in the outbox."""
    with database.write() as session:
        put_ticket(session)
        post(session, composed)


def a_letter(number: int = 1, recipients: tuple[str, ...] = ("bob@customer.example",), **other: Any) -> Composed:
    """A person's letter, ready to be posted."""
    return replace(compose(a_draft(), PRESS, number, NOW), recipients=recipients, state=OutboxState.QUEUED, **other)


def an_automatic_letter(number: int = 1, **other: Any) -> Composed:
    draft = a_draft(kind=LetterKind.ACKNOWLEDGEMENT, template="acknowledgement", automatic=True)
    return replace(compose(draft, PRESS, number, NOW), **other)
