"""Genuine agents are hardly ever asked who they are: the conversations once more, in houses whose desks ask for more than a letter's token."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

import pytest
from sqlalchemy import insert

from maildesk import tables
from maildesk.config.proving import Proving
from maildesk.config.schema import Receipts
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.mail import MailState, RawMail
from maildesk.outbound.outbox import OutboxRow
from maildesk.resolver import NameServer, Resolver
from tests.houses import HOUSES, House
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import CONVERSATIONS, START, Block, Stages, Talk, empty

# A desk with a proof of its own, or keys of its own in a name server, is a house already; `@@@` would leave the house for another. What a
# group of the house must sign depends on the house (199).
_TOKEN_ALONE = "proof: {gives_up: [signature, confirmation]}"
_OWN_HOUSE = re.compile(r"^@@@|^zone:|^From: .* via ", re.MULTILINE)
_AN_AGENTS = re.compile(r"^>>> \S+@example\.com (?!submits)", re.MULTILINE)
_RULES = re.compile(r"^rules: (\S+)$", re.MULTILINE)
AGENTS = ("anna@example.com", "ben@example.com", "cleo@example.com", "dan@example.com")
MOST = 0.01  # of genuine agents' mails


def suited(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    desk = re.search(r"^desk: (\S+)$", text, re.MULTILINE)
    yaml = (path.parent / (desk[1] if desk else "desk.yaml")).read_text(encoding="utf-8")
    return not _OWN_HOUSE.search(text) and "proof:" not in yaml.replace(_TOKEN_ALONE, "") and bool(_AN_AGENTS.search(text))


PLAYED = [path for path in CONVERSATIONS if suited(path)]


@dataclass
class Count:
    """Mails of agents, those of them that were held as nobody's, and the conversations that went on otherwise than they are written.

    `confirmed` are the agents who confirmed a mail in this week: the conversations of a house are one week of its desk.
    """

    mails: int = 0
    held: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)


class Housed(Talk):
    """A conversation whose agents work in a house."""

    house: House
    count: Count
    asked = 0  # the mail that was held last, and confirmed
    receipts: Sequence[tuple[OutboxRow, bytes]] = ()  # that a conversation may name, and need not
    unproven: frozenset[int] = frozenset()  # lines of mails that prove nobody as the conversation is written: those are what it is about

    def play(self, name: str, words: str) -> None:
        """All of it; what is to be held, whatever the house, comes from outside of it."""
        mails = re.split(r"(?m)^(?=>>> )", words)
        starts = accumulate((mail.count("\n") for mail in mails), initial=1)
        self.unproven = frozenset(
            line for line, mail in zip(starts, mails, strict=False) if re.search(r"\n(?:<<<|--- held) (?:builtin:)?unproven", mail)
        )
        super().play(name, words)

    def composed(self, block: Block) -> RawMail:
        raw = super().composed(block)
        sender = block.rest.partition(" ")[0]
        if (
            block.line in self.unproven
            or not self._of_the_house(sender)
            or raw.envelope.submitted_as
            or re.search(rb"(?m)^From: (?!.*" + sender.encode() + b")", raw.data.partition(b"\r\n\r\n")[0])
        ):
            return raw
        agents = self.desk.config.agent(sender) is not None
        self.raw = (self.house.carried if agents else self.house.others or self.house.carried)(raw, sender)
        return self.raw

    def _of_the_house(self, sender: str) -> bool:
        """An agent, or a colleague of another department: a house does to all its people's mail what it does to one's."""
        config = self.desk.config
        return config.agent(sender) is not None or (sender.endswith("@example.com") and sender not in config.own_addresses)

    def step(self, block: Block) -> None:
        super().step(block)
        sender = block.rest.partition(" ")[0]
        if block.mark == ">>>":
            self.asked = 0
        if block.mark == ">>>" and self.desk.config.agent(sender) and not (block.line in self.unproven or self.raw.envelope.submitted_as):
            with self.desk.database.read() as session:
                row, _ = spool.shown(session, self.mail)
            self.count.mails += 1
            if row.rule in ("builtin:unproven-agent", "builtin:unconfirmed"):
                self.count.held.append(f"{sender} line {block.line}")
            if row.rule == "builtin:unconfirmed" and sender not in self.count.confirmed:
                self._confirm(block, sender)
            if self.desk.config.receipts is Receipts.ERRORS:  # some are of what was not asked about, as no conversation has them
                self.receipts = [one for one in self.fresh if one[0].kind is LetterKind.RECEIPT]
                self.fresh = [one for one in self.fresh if one[0].kind is not LetterKind.RECEIPT]

    def _letter(self, block: Block) -> None:
        if block.rest.startswith("receipt "):
            self.fresh, self.receipts = [*self.fresh, *self.receipts], []
        super()._letter(block)

    def _confirm(self, block: Block, sender: str) -> None:
        """The agent says yes, and the conversation goes on as it is written."""
        held, self.fresh = self.mail, []
        super().step(Block(block.line, ">>>", f"{sender} answers unproven", ["yes"]))
        self.asked = held
        self.count.confirmed.add(sender)

    def _outcome(self, block: Block) -> None:
        last, self.mail = self.mail, self.asked or self.mail
        super()._outcome(block)
        self.mail = last


@pytest.fixture(name="servers", scope="module")
def _servers() -> Iterator[tuple[NameServer, ...]]:
    with name_servers() as servers:
        yield servers


@contextmanager
def name_servers() -> Iterator[tuple[NameServer, ...]]:
    """A name server that knows the keys of the houses."""
    zone = Zone()
    for one in (signer("example.com"), signer("example.com", "ed", 0), signer("flat.example")):
        zone.add(one.name, "TXT", one.record)
        zone.records.setdefault((f"_dmarc.{one.domain}", "TXT"), ['"v=DMARC1; p=reject"'])
    with nameserver(zone):
        yield (zone.server,)


@pytest.mark.parametrize("name", HOUSES)
def test_the_conversations_in_each_house(name: str, servers: tuple[NameServer, ...], tmp_path: Path) -> None:
    """They play as they are written, and of the agents' mails in them no more are held as unproven than one in a hundred.

    Whoever works there confirmed a mail in the days before; `make torture` counts those, too.
    Every house has its share of them: together they are all played once, and `make torture` plays all of them in each.
    """
    lived_in(name, [PLAYED[0], *PLAYED[list(HOUSES).index(name) :: len(HOUSES)]], servers, tmp_path, AGENTS)


def lived_in(name: str, paths: Sequence[Path], servers: tuple[NameServer, ...], folder: Path, confirmed: Iterable[str] = ()) -> Count:
    """Plays conversations in a house; they go on as they are written, but for those that are about what the house has not."""
    count, stages = Count(confirmed=set(confirmed)), Stages(folder)
    for path in paths:
        _played(path, HOUSES[name], servers, stages, count)
    stages.close()
    assert count.mails >= 5
    assert len(count.held) <= MOST * count.mails, count.held
    assert [one for one in count.astray if not one.startswith(tuple(HOUSES[name].otherwise) or "-")] == []
    return count


def _played(path: Path, house: House, servers: tuple[NameServer, ...], stages: Stages, count: Count) -> None:
    words = path.read_text(encoding="utf-8")
    named, rules = re.search(r"^desk: (\S+)$", words, re.MULTILINE), _RULES.search(words)
    desk = stages.kept(path.parent / (named[1] if named else "desk.yaml"), path.parent / rules[1] if rules else None)
    agents = tuple(
        one.model_copy(update={"also": (*one.also, *(one.address.replace(*pair) for pair in house.also.items()))}) for one in desk.config.agents
    )
    config = desk.config.model_copy(
        update={
            "proof": Proving.model_validate(house.proof),
            "agents": agents,
            "trusted_networks": ("10.0.0.0/24",),
        }
    )
    bits, resolver = random.Random(4711).getrandbits, Resolver(servers) if config.proof.asks_dns else None
    talk = Housed(replace(desk, config=config, resolver=resolver, random_bits=bits), path.parent, stages.folder)
    talk.house, talk.count = house, count
    confirmed_before(talk.desk, count.confirmed)
    try:
        talk.play(path.name, words)
    except AssertionError as error:
        count.astray.append(str(error))
    finally:
        empty(desk.database)


def confirmed_before(desk: Desk, agents: Iterable[str]) -> None:
    """Each of them said yes to a question the day before the conversation began."""
    before = START - timedelta(days=1)
    mail = {"sha256": "", "size": 0, "rcpt_to": [], "via": "", "peer": "", "helo": "", "tls": 0, "received": before, "state": MailState.ANSWERED}
    letter = {"kind": LetterKind.UNPROVEN, "mailbox": "", "shown": [], "current_message": 0, "answer": "", "automatic": 1}
    with desk.database.write() as session:
        session.execute(insert(tables.mails).values(id=0, **mail))
        for number, agent in enumerate(sorted(agents), 1):
            own = {"message_id": f"<{number}>", "person": agent, "created": before, "expires": before}
            session.execute(insert(tables.letters).values(id=-number, **letter, **own))
            session.execute(insert(tables.challenges).values(letter=-number, mail=0, sha256="", answered=before))


def test_there_is_enough_to_count() -> None:
    """All kinds of houses, and conversations enough for each."""
    assert len(HOUSES) >= 10
    assert len(PLAYED) >= 3 * len(HOUSES)
