"""A ticket and the people on it, as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Status(StrEnum):
    OPEN = "open"
    WAITING = "waiting"  # for the customer, or until a date
    CLOSED = "closed"
    JUNK = "junk"  # nobody is told of it, but by a daily list


ACTIVE = (Status.OPEN, Status.WAITING)  # somebody still has to do something


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Role(IntEnum):
    """What a person may do; a higher role may do all that a lower one may."""

    OBSERVER = 1
    AGENT = 2
    SUPERVISOR = 3
    ADMIN = 4


class Standing(StrEnum):
    """How a person stands to one ticket."""

    REQUESTER = "requester"
    PARTICIPANT = "participant"
    THIRD_PARTY = "third party"  # joined by a token only: agents see it, nobody's address list changes
    MUTED = "muted"  # wrote, or was on it: may go on writing, and gets no letter
    WATCHER = "watcher"  # an agent who is told what the others are told
    NAMED = "named"  # stood in To or Cc of a mail of the ticket: may answer that mail, and gets no letter
    MENTIONED = "mentioned"  # stood in To or Cc of a mail that nothing proves: offered to agents once, and no more


ON_THE_TICKET = frozenset({Standing.REQUESTER, Standing.PARTICIPANT})  # who is written to
# Whom an id of one of its mails joins: somebody of the ticket named them. A third party named nobody but itself.
MAY_REFER = ON_THE_TICKET | {Standing.NAMED, Standing.MUTED}


class MessageKind(StrEnum):
    INBOUND = "inbound"
    REPLY = "reply"  # goes to the customer
    NOTE = "note"  # internal


@dataclass(frozen=True, slots=True)
class Participant:
    """`after` is the newest entry of the ticket when this person came to it by a merge: that and all before is not theirs to read. 0: none is.

    `person` is the address that stands for one who is known by several, "" where this is the only one.
    """

    address: str
    name: str
    standing: Standing
    after: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case. `version` grows with every change, so that a decision can tell that it was overtaken.

    `unanswered` is since when the customer waits for words of ours: the first entry after our last reply; None where nobody waits.
    `due` is by when it must be done, as somebody said. `merged_into` is the ticket it has become part of: there its mail goes and there it is read. That one is part of no other.
    """

    number: int
    mailbox: str
    subject: str
    requester: str
    created: datetime
    updated: datetime
    team: str | None = None
    assignee: str | None = None
    status: Status = Status.OPEN
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    closed: datetime | None = None
    wait_until: datetime | None = None
    version: int = 0
    unanswered: datetime | None = None
    merged_into: int | None = None
    due: datetime | None = None


CHALLENGED = "challenged"  # the flag of a machine's mail that keeps an answer of ours back until somebody confirms it
THANKS = "thanks"  # the flag of a mail that says thank you and nothing else on a closed ticket
UNSEEN = "unseen"  # the flag of a mail whose To and Cc do not name us: whoever else had it does not know that we did
SENT_OUTSIDE = "sent-outside"  # the flag of a reply that an agent sent past the desk
REFUSED = "refused"  # the flag of a mail whose sender's domain asks not to believe it
# What anybody can write in a customer's name: such a mail names nobody, and our letters do not take their subject from it.
DOUBTFUL = frozenset({"unproven", REFUSED, "third-party", "robot", "report"})
OTHER_ADDRESS = "other-address"  # the flag of a mail that somebody on the ticket wrote from another address, which staff had said is theirs
COLLEAGUE = "colleague"  # the flag of a third party's mail that joined because its sender is of the customer's organisation
IN_COPY, TAKEN_OFF = "in-copy", "taken-off"  # … because its sender was named there in To or Cc, or was on the ticket
SIDE = "side:"  # how the flag of an entry of a side conversation begins; whom it is with follows
WITHDRAWN = "withdrawn"  # the flag of an entry that was taken back
AWAY_UNTIL = "away-until:"  # how the flag of such a message begins; the day follows
BY_GROUP = "by-group:"  # a group or list elsewhere put itself in the place of its author, whose address follows


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a ticket. `text` is all of it, `reply` its new words, an answer between quoted lines with the lines it answers (marked by “> ”)."""

    id: int
    ticket: int
    kind: MessageKind
    author: str
    author_name: str
    text: str
    reply: str
    created: datetime
    mail: int | None = None
    nature: str = "human"
    trust: str = "none"
    flags: tuple[str, ...] = ()  # third-party, unproven, msgid-collision …

    @property
    def away_until(self) -> date | None:
        """The day that an answering machine named, where one wrote this."""
        return next((date.fromisoformat(flag.removeprefix(AWAY_UNTIL)) for flag in self.flags if flag.startswith(AWAY_UNTIL)), None)


def side_of(flags: Iterable[str]) -> str:
    """Whom the side conversation is with that an entry belongs to, "" where it is none."""
    return next((flag.removeprefix(SIDE) for flag in flags if flag.startswith(SIDE)), "")


def who_is_away(entries: Iterable[Message], today: date) -> dict[str, date]:
    """Until when the machines of people said that these are away; whoever has written since is there. `entries` are the oldest first."""
    found: dict[str, date] = {}
    for entry in entries:
        if entry.away_until is not None:
            found[entry.author] = entry.away_until
        elif entry.nature == "human":
            found.pop(entry.author, None)
    return {address: day for address, day in found.items() if day >= today}


_AT = re.compile("[@\uff20\ufe6b]")


def looks_like_an_address(name: str, address: str) -> bool:
    """Whether a display name would be read as another address than the one it stands before (V080)."""
    return bool(_AT.search(name)) and name.strip().lower() != address.lower()


def folded_name(name: str) -> str:
    """A display name as it is read: blind to case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def named(name: str, address: str) -> str:
    """A person for the eyes of staff: the address always stands there, and a name that looks like one is marked as a name."""
    if not name or name.strip().lower() == address.lower():
        return address
    return f'"{name}" <{address}>' if looks_like_an_address(name, address) else f"{name} <{address}>"
