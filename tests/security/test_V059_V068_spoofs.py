"""V059 to V061, V068, V069: no mail in somebody else's name is an agent's, alters a ticket or reaches a customer, by SMTP and as a file."""

from __future__ import annotations

import asyncio
import email
import email.policy
import email.utils
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.intake import spool
from maildesk.intake.pipe import envelope_of, read_mail, take
from maildesk.intake.smtp.admit import Admission
from maildesk.judged import TrustLevel, level_of
from maildesk.mail import MailState, RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
from maildesk.resolver import Resolver
from maildesk.store.tickets import load_ticket, messages_of, participants_of
from maildesk.ticket import MessageKind, Standing
from tests.nameserver import Zone, nameserver
from tests.opened import opened
from tests.receiver import receiving
from tests.signing import signer
from tests.spoofs import EVIL, SHAPES, Spoof, Target, mail
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
OPENING = """\
>>> bob@customer.example signed by customer.example
Subject: Refund

I want my money back.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com
"""
# What is the owner's own in truth: somebody passes it on, and it brings no other words. It is an agent's where it goes to the desk, as a Bcc would, to no letter's address.
PASSED_ON = {"a genuine mail, whole", "a genuine mail with a Cc on top", "a genuine mail with a Resent-To on top"}
BY_ITS_OWNER = {"customer": {*PASSED_ON, "a subdomain's key"}, "agent": set()}  # as DMARC has it, and what it never is for agents
TARGETS = {"agent": ("anna@example.com", "Anna", "notification"), "customer": ("bob@customer.example", "Bob", "acknowledgement")}


@pytest.fixture(name="zone", scope="module")
def _zone() -> Iterator[Zone]:
    zone = Zone()
    for domain, wish in (
        ("example.com", "reject"),
        ("customer.example", "quarantine"),
        (EVIL, "reject"),
        ("mail.example.com", ""),
        ("mail.customer.example", ""),
    ):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
        if wish:
            zone.add(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p={wish}; sp=none")
    with nameserver(zone):
        yield zone


class Stage:
    """A desk where Bob asks, and Anna was told; what Eve sends is taken as servers take it."""

    def __init__(self, zone: Zone, folder: Path, yaml: str) -> None:
        desk = make_desk(CONVERSATIONS / yaml, folder)
        self.talk = Talk(replace(desk, resolver=Resolver((zone.server,)) if desk.resolver else None), CONVERSATIONS, folder)
        for block in read_blocks(OPENING):
            self.talk.step(block)

    def target(self, whom: str, with_token: bool, way: str) -> Target:
        """Eve holds a letter of the target's, or knows the mailbox alone; SMTP goes by the real clock, as the window for a mail's Date does."""
        address, name, kind = TARGETS[whom]
        letter = next(data for row, data in self.talk.letters if (row.kind, row.person) == (kind, address))
        reply_to = email.message_from_bytes(letter)["Reply-To"]
        date = email.utils.format_datetime(datetime.now(UTC) if way == "SMTP" else self.talk.now)
        return Target(address, name, email.utils.parseaddr(reply_to)[1] if with_token else "support@example.com", date=date)

    def by_smtp(self, spoofs: list[Spoof], to: str) -> None:
        asyncio.run(self._sent(spoofs, to))

    async def _sent(self, spoofs: list[Spoof], to: str) -> None:
        desk = self.talk.desk
        limits = desk.config.limits.model_copy(update={"free_disk": 0})
        async with receiving(
            desk.database, desk.config.model_copy(update={"limits": limits, "hostname": "desk.example.com"}), ring=desk.ring
        ) as receiver:
            for spoof in spoofs:
                async with receiver.client() as client:
                    await client.begin(
                        f"EHLO {spoof.helo}\r\n".encode(), f"MAIL FROM:<{spoof.mail_from}>\r\n".encode(), f"RCPT TO:<{to}>\r\n".encode(), b"DATA\r\n"
                    )
                    await client.ask((b"\r\n" + spoof.data).replace(b"\r\n.", b"\r\n..")[2:].removesuffix(b"\r\n") + b"\r\n.\r\n")

    def as_files(self, spoofs: list[Spoof], to: str) -> None:
        """As `maildesk receive` takes them from a server's pipe, lines ended as the system ends them."""
        config = self.talk.desk.config
        for spoof in spoofs:
            data = read_mail(io.BytesIO(spoof.data.replace(b"\r\n", b"\n")), Limits(), "desk.example.com")
            envelope = envelope_of(spoof.mail_from, (to,), {}, Admission(config.mailboxes, self.talk.desk.ring))
            take(self.talk.desk.database, RawMail(data, envelope, self.talk.now), config.limits.model_copy(update={"free_disk": 0}))

    def work(self) -> list[MailState]:
        """Processes all that waits, and gives what became of each."""
        states = []
        self.talk.now += timedelta(minutes=1)
        while True:
            with self.talk.desk.database.write() as session:
                claimed = spool.claim(session, "spoofs", self.talk.now + timedelta(days=400), timedelta(minutes=1))
            if claimed is None:
                return states
            states.append(process_one(self.talk.desk, claimed, self.talk.now).state)

    def put_away(self, signed: bool) -> None:
        """Anna closes Bob's ticket."""
        how = "signed by example.com " if signed else ""
        for block in read_blocks(f">>> anna@example.com {how}answers notification\n#close\n--- answered builtin:commands\n=== 1 closed normal -\n"):
            self.talk.step(block)

    def close(self) -> None:
        self.talk.desk.database.close()


@pytest.mark.parametrize("way", ["SMTP", "file"])
@pytest.mark.parametrize("whom", TARGETS)
@pytest.mark.parametrize("desk", ["signed.yaml, her letter", "desk.yaml"])
def test_nobody_speaks_for_somebody_else(zone: Zone, tmp_path: Path, desk: str, whom: str, way: str) -> None:
    """Of all shapes none is an agent's mail, no command in them is carried out, and no customer gets a word of them.

    The desk that asks for signatures withstands also who has got hold of the target's letter; the other one who has not (and the first one,
    too: `make torture`).
    """
    withstand(Stage(zone, tmp_path, desk.partition(",")[0]), desk, whom, way)


def withstand(stage: Stage, desk: str, whom: str, way: str) -> None:
    """Has a desk get all shapes, and looks at what became of them."""
    yaml, _, letter = desk.partition(", ")
    try:
        if not letter:
            stage.put_away(signed=yaml == "signed.yaml")
        target = stage.target(whom, with_token=bool(letter), way=way)
        own = PASSED_ON if desk == "signed.yaml" else set()
        shapes = [make for name, make in SHAPES.items() if name not in own | BY_ITS_OWNER[whom]]
        spoofs = [make(replace(target, number=number)) for number, make in enumerate(shapes)]
        send = stage.by_smtp if way == "SMTP" else stage.as_files
        send(spoofs, target.to)
        assert len(stage.work()) >= len(SHAPES) - 10  # SMTP refuses a few of them at its door
        _untouched(stage, signed=yaml == "signed.yaml", opened=bool(letter))
        _doubted(stage, signed=yaml == "signed.yaml")
    finally:
        stage.close()


@pytest.mark.parametrize("way", ["SMTP", "file"])
def test_the_agent_herself_is_heard(zone: Zone, tmp_path: Path, way: str) -> None:
    """The very same mail with her domain's signature is carried out, so that it is the proof that the others lack."""
    stage = Stage(zone, tmp_path, "signed.yaml")
    try:
        target = stage.target("agent", with_token=True, way=way)
        send = stage.by_smtp if way == "SMTP" else stage.as_files
        words = mail(target, f"From: {target.name} <{target.address}>")
        send([Spoof(signer("example.com").sign(words), target.address)], target.to)
        assert stage.work() == [MailState.TICKETED]
        with stage.talk.desk.database.read() as session:
            ticket = load_ticket(session, 1)
        assert ticket is not None
        assert (str(ticket.status), ticket.assignee) == ("closed", "ben@example.com")
    finally:
        stage.close()


def _untouched(stage: Stage, signed: bool, opened: bool) -> None:
    talk = stage.talk
    with talk.desk.database.read() as session:
        tickets = [ticket for number in range(1, 200) if (ticket := load_ticket(session, number))]
        messages = [message for ticket in tickets for message in messages_of(session, ticket.number, last=500)]
    assert {(str(ticket.status), ticket.assignee) for ticket in tickets[1:]} <= {("open", None)}
    assert (str(tickets[0].status), tickets[0].assignee) == ("open" if opened else "closed", None)
    assert {message.kind for message in messages} == {MessageKind.INBOUND}
    assert not any(message.author.endswith("@example.com") for message in messages)
    with talk.desk.database.read() as session:
        posted = outbox.listed(session, None, 1000)
    known = {row.letter for row, _ in talk.letters}
    outside = [(row.kind, row.person) for row in posted if row.letter not in known and not row.person.endswith("@example.com")]
    assert not [kind for kind, _ in outside if kind != "acknowledgement"]
    if signed:
        assert not [person for _, person in outside if person == "bob@customer.example"]


DOUBTS = {
    "unproven": "nothing proves who wrote it",
    "refused": "the sender's domain asks not to believe mail without its signature",
    "third-party": "your answer does not go there",
    "sender-unclear": "the sender's address cannot be read without doubt",
}


def _doubted(stage: Stage, signed: bool) -> None:
    """Whatever bears Bob's address is kept with what speaks against it, and agents read that; it lets nobody onto his ticket, and he stays whose it is.

    Of a new ticket a desk without name servers cannot know more than that nothing was proven.
    """
    with stage.talk.desk.database.read() as session:
        numbers = [number for number in range(1, 200) if load_ticket(session, number)]
        messages = [message for number in numbers for message in messages_of(session, number, last=500) if message.kind is MessageKind.INBOUND]
        people = participants_of(session, (1,))[1]
        letters = [outbox.shown(session, row.letter)[1] for row in outbox.listed(session, None, 1000) if row.person == "anna@example.com"]
    believed = [
        (message.id, message.trust, message.flags)
        for message in messages[1:]
        if message.author == "bob@customer.example"
        and (level_of(message.trust) is not TrustLevel.NONE or not DOUBTS.keys() & set(message.flags))
        and (signed or message.ticket == 1)
    ]
    assert believed == []
    assert {one.address: one.standing for one in people if one.standing not in {Standing.THIRD_PARTY, Standing.MENTIONED}} == {
        "bob@customer.example": Standing.REQUESTER
    }
    texts = [opened(letter).get_body(("plain",)).get_content() for letter in letters]
    shown = {flag: sum(words in " ".join(text.split()) for text in texts) for flag, words in DOUBTS.items()}
    assert shown == {flag: sum(flag in message.flags for message in messages) for flag in DOUBTS}


def test_there_are_enough_shapes() -> None:
    """More than the studies name."""
    target = Target("anna@example.com", "Anna", "support@example.com")
    assert len({make(target) for make in SHAPES.values()}) == len(SHAPES) >= 110
