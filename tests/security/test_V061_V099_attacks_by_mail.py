"""V061, V089 to V091, V094 to V101: mails that try to become an agent's act, to read what is internal or to reach strangers; tests/security/attacks.txt has them.

Each is sent by three ways to two desks: one that believes a token alone, where the attacker has whatever customers and a vendor have, and
one that wants a signature, where a notification has leaked as well.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from maildesk.bootstrap import open_desk
from maildesk.letter import LetterKind
from maildesk.mail import RawMail
from maildesk.resolver import NameServer, Resolver
from maildesk.store.absences import absent
from maildesk.store.tickets import load_ticket, messages_of, participants_of
from maildesk.tables import tickets
from maildesk.ticket import ON_THE_TICKET, Message, Ticket
from tests.answering import copy_of
from tests.leaving import read
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Block, Talk, make_desk, read_blocks

_ATTACKS = Path(__file__).parent / "attacks.txt"
TOKEN_ALONE, SIGNED = "{gives_up: [signature, confirmation]}", "{dns: true, gives_up: []}"
DESK = """\
control: desk@example.com
mailboxes:
  - {address: support@example.com, name: Example Support, team: support, reply_to: plus}
  - {address: billing@example.com, name: Example Billing, team: billing, reply_to: plus}
teams:
  support: {members: [anna@example.com, ben@example.com]}
  billing: {members: [cleo@example.com]}
agents:
  - {address: anna@example.com, name: Anna Smith, also: [anna@home.example]}
  - {address: ben@example.com, name: Ben}
  - {address: cleo@example.com, name: Cleo}
  - {address: dora@example.com, name: Dora, disabled: true}
  - {address: olga@example.com, name: Olga, role: observer}
database: sqlite:///desk.db
relays: {default: {capture: outgoing}}
proof: PROOF
"""
# What came before: two customers, a note, an answer, and a vendor who was asked.
STORY = """\
>>> bob@customer.example
Cc: carol@customer.example
Subject: Printer

It is broken.
>>> dan@customer.example to billing@example.com
Subject: Invoice

It is wrong.
>>> anna@example.com submits answers notification
#note
inner-note: he owes us.
>>> anna@example.com submits answers notification
#tag inner-tag
#take

We look at it.
>>> anna@example.com submits answers notification
#ask vendor@vendor.example Toner

Is there any toner?
"""
NEXT = """\
>>> anna@example.com submits answers notification
#reply
Our next answer.
"""
_INNER = re.compile(r"inner-|owes us|anna@|ben@example|cleo@|dora@|olga@|Write your answer above|Commands, one a line", re.IGNORECASE)
_PEOPLE = {"bob@customer.example", "carol@customer.example"}
WAYS = ("smtp", "lmtp", "imap")


def attacks() -> Iterator[tuple[str, str]]:
    """Each attack by its name."""
    for part in _ATTACKS.read_text(encoding="utf-8").split("\n## ")[1:]:
        name, _, words = part.partition("\n")
        yield name, words.rstrip("\n") + "\n"


PLAYED = [(name, words, proof) for name, words in attacks() for proof in (TOKEN_ALONE, SIGNED) if proof == SIGNED or not name.startswith("leaked")]


class Attacked(Talk):
    """A desk under attack; letters need not be named."""

    way = "smtp"
    attack = False

    def composed(self, block: Block) -> RawMail:
        raw = super().composed(block)
        if not self.attack or raw.envelope.submitted_as or self.way == "smtp":
            return raw
        fetched = replace(raw.envelope, mail_from=None, rcpt_to=(), via="imap", peer="support@provider.example")
        return replace(raw, envelope=fetched if self.way == "imap" else replace(raw.envelope, via="lmtp", peer="unix"))

    def say(self, words: str) -> list[tuple[str, str, set[str], str]]:
        """Plays these mails; each letter that they caused as its kind, its person, those it goes to and all that can be read in it."""
        found = []
        for block in read_blocks(words):
            self.fresh = []
            self.step(block)
            found += self.fresh
        self.fresh = []
        return [(row.kind, row.person, {one.address for one in row.recipients}, read(data)) for row, data in found]

    def standing(self) -> tuple[list[tuple[Ticket, set[str]]], list[Message]]:
        """The first two tickets with those who get their letters, and all that agents said on any."""
        with self.desk.database.read() as session:
            assert not absent(session, self.now)
            people = participants_of(session, (1, 2))
            kept = [
                (
                    replace(ticket, updated=ticket.created, unanswered=None),
                    {one.address for one in people[ticket.number] if one.standing in ON_THE_TICKET},
                )
                for number in (1, 2)
                if (ticket := load_ticket(session, number)) is not None
            ]
            every = session.execute(select(tickets.c.number)).scalars().all()
            said = [
                one for number in every for one in messages_of(session, number) if self.desk.config.agent(one.author) and "report" not in one.flags
            ]
        return kept, said


@pytest.fixture(name="servers", scope="module")
def _servers() -> Iterator[tuple[NameServer, ...]]:
    zone = Zone()
    for domain, wish in (("example.com", "reject"), ("evil.example", "none"), ("mail.example.com", "none"), ("home.example", "none")):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
        zone.add(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p={wish}")
    with nameserver(zone):
        yield (zone.server,)


@pytest.fixture(name="stories", scope="module")
def _stories(servers: tuple[NameServer, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Attacked]:
    """The two desks after the story, to be copied for each attack."""
    return {proof: _told(proof, servers, tmp_path_factory.mktemp("story")) for proof in (TOKEN_ALONE, SIGNED)}


def _told(proof: str, servers: tuple[NameServer, ...], folder: Path) -> Attacked:
    (folder / "attacked.yaml").write_text(DESK.replace("PROOF", proof), encoding="utf-8")
    desk = make_desk(folder / "attacked.yaml", folder)
    talk = Attacked(replace(desk, resolver=Resolver(servers) if desk.resolver else None), folder, folder)
    talk.say(STORY)
    talk.desk.database.close()
    return talk


@pytest.mark.parametrize(("name", "words", "proof"), PLAYED, ids=[f"{name}, {'signed' if proof == SIGNED else 'token'}" for name, _, proof in PLAYED])
def test_it_comes_to_nothing(name: str, words: str, proof: str, stories: dict[str, Attacked], tmp_path: Path) -> None:
    """No ticket of others is altered, no agent said anything, nobody is away, no stranger is written to, and nothing internal is read by anybody outside.

    One of three ways in falls to each; the next answer of the agent goes to the customer's people alone.
    """
    talk = after(stories[proof], tmp_path)
    try:
        attack(talk, words, WAYS[len(name) % len(WAYS)])
    finally:
        talk.desk.database.close()


def after(story: Attacked, folder: Path) -> Attacked:
    """The story goes on upon a copy of its desk, which draws other numbers from here on."""
    desk = open_desk(copy_of(story.folder, folder) / "desk.yaml")
    talk = Attacked(replace(desk, random_bits=random.Random(1147).getrandbits, resolver=story.desk.resolver), folder, folder)
    talk.letters, talk.now, talk.mail, talk.raw = list(story.letters), story.now, story.mail, story.raw
    return talk


def attack(talk: Attacked, words: str, way: str) -> None:
    """Plays the attack and the answer after it."""
    before, talk.attack, talk.way = talk.standing(), True, way
    sender = read_blocks(words)[0].rest.partition(" ")[0]
    for kind, _, _, text in (letters := talk.say(words)):
        assert kind not in (LetterKind.REPLY, LetterKind.ASK), letters
        assert kind != LetterKind.ACKNOWLEDGEMENT or not _INNER.search(text), text
    now = talk.standing()
    assert [_without_woken(one) for one in now[0]] == [_without_woken(one) for one in before[0]]
    assert now[1] == before[1]
    talk.attack = False
    for kind, _, reached, text in talk.say(NEXT):
        if kind in (LetterKind.REPLY, LetterKind.ACKNOWLEDGEMENT):
            assert reached <= _PEOPLE or reached == {sender}, reached  # of a ticket that the attacker asked for
            assert not _INNER.search(text), text
            assert "another account" not in text, text


def _without_woken(one: tuple[Ticket, set[str]]) -> tuple[Ticket, set[str]]:
    """Whoever writes moves a ticket's version."""
    return replace(one[0], version=0), one[1]


def test_there_are_many() -> None:
    """Enough to be worth it, each with a name of its own."""
    names = [name for name, _ in attacks()]
    assert len(names) == len(set(names)) >= 50
