"""All that was read and judged about one mail when its decision fell, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from maildesk.absence import Absent
from maildesk.changes import Act, Actor
from maildesk.commands.block import Block
from maildesk.commands.dispatch import NOTHING_TO_RECALL, Recall
from maildesk.config.schema import DeskConfig
from maildesk.judged import NO_JUNK, NO_PROOF, Junk, Nature, Proof, Trust
from maildesk.language import Said
from maildesk.mail import ParsedMail, RawMail
from maildesk.newwords import SplitText
from maildesk.threading.clues import Clues
from maildesk.threading.decision import Answer, Decision, PassedOn, Several
from maildesk.ticket import Message, Participant, Role, Ticket
from maildesk.verbs.dates import When

BUILTIN = Role.ADMIN


@dataclass(frozen=True)
class Reading:
    """What the bytes of a mail alone say (stages 3 to 5); `now` is the moment it counts from."""

    raw: RawMail
    mail: ParsedMail
    nature: Nature
    clues: Clues
    now: datetime
    proof: Proof = NO_PROOF
    junk: Junk = NO_JUNK


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An entry of somebody's, and name and size of each file it came with."""

    entry: Message
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Surroundings:
    """What the store knows around an agent's answer: entries its letter did not know yet, and the tickets that its commands name."""

    newer: tuple[Message, ...] = ()
    named: Mapping[int, Ticket] = field(default_factory=dict)
    unhidable: tuple[Said, ...] = ()  # why words cannot be made unreadable
    splits: Message | None = None  # the mail that would become a ticket of its own
    customer: str = ""  # the requester's name, where a prepared text may call it
    used: bool = False  # whether the link that was tapped has done its work already
    asker: str = ""  # the agent who asked what somebody outside answers
    recall: Recall = NOTHING_TO_RECALL
    reminded: bool = True  # whether a reminder waits for whoever calls theirs off
    entries: tuple[Message, ...] = ()  # the newest first, where answers stand between quoted lines: what these may be cut out of
    private: frozenset[int] = frozenset()  # of those, what not everybody on the ticket may read
    persons: Mapping[str, str] = field(default_factory=dict)  # of addresses that commands are about, and are one of several: which stands for all
    people: tuple[Participant, ...] | None = None  # those on the ticket, where commands take somebody off it
    lately: tuple[OwnWords, ...] = ()  # the agent's since the letter
    colleague: str = ""  # whom the words begin with, where nobody outside is called like that
    elsewhere: frozenset[str] = frozenset()  # people and tags of the other tickets that the same commands are for


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What the store knows of whoever writes: `known` as one who takes part in a ticket; `shunned` by a person, who made junk of the ticket.

    `often`: one new matter after the other comes from there.
    """

    known: bool = False
    shunned: bool = False
    often: bool = False


@dataclass(frozen=True)
class Circumstances:
    """All that was read and judged about one mail when its decision fell."""

    reading: Reading
    trust: Trust
    split: SplitText
    block: Block
    around: Surroundings
    config: DeskConfig
    who: Acquaintance = Acquaintance()
    away: Absent = field(default_factory=dict)
    closings: tuple[tuple[str, ...], ...] = ()  # what earlier mails of the sender ended with

    @property
    def raw(self) -> RawMail:
        return self.reading.raw

    @property
    def mail(self) -> ParsedMail:
        return self.reading.mail

    @property
    def nature(self) -> Nature:
        return self.reading.nature

    @property
    def junk(self) -> Junk:
        return self.reading.junk

    @property
    def known(self) -> bool:
        return self.who.known

    @property
    def clues(self) -> Clues:
        return self.reading.clues

    @property
    def now(self) -> datetime:
        return self.reading.now

    def agent_name(self, address: str) -> str:
        entry = self.config.directory().agent(address)
        return entry.name if entry else ""

    def act(self, actor: str, role: Role = BUILTIN, automatic: bool = False) -> Act:
        return Act(Actor(actor, role), f"mail {self.raw.id}", self.now, self.trust.word, automatic)


def asked_at(decision: Decision, now: datetime, config: DeskConfig) -> When:
    """When and where a command was written: an agent's times are those of where the agent is, else of the ticket's mailbox."""
    if not isinstance(decision, Answer | PassedOn | Several):
        return When(now, config.zone)
    agent = config.agent(decision.agent)
    mailbox = config.home(decision.ticket.mailbox) if isinstance(decision, Answer) else config.mailboxes[0]
    return When(now, ZoneInfo((agent.timezone if agent else None) or mailbox.timezone))
