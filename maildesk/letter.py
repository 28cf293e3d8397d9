"""A letter: one outgoing mail, a row before it is bytes. Tokens and Message-IDs name a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from maildesk.ticket import SENT_OUTSIDE, WITHDRAWN, Message, MessageKind, side_of


class LetterKind(StrEnum):
    """What a letter is; the template of the same name renders it."""

    REPLY = "reply"  # an agent's words to the customer
    ACKNOWLEDGEMENT = "acknowledgement"
    ASK = "ask"  # an agent's words to somebody outside who is not on the ticket: a side conversation
    NOTIFICATION = "notification"  # to an agent: something happened on a ticket
    CORRECTION = "correction"  # to an agent: the command mail was not carried out
    HELD = "held"  # to an agent: the answer was held, and why
    UNPROVEN = "unproven"  # to an agent: mail in the agent's name was held; an answer to it is the proof
    QUARANTINED = "quarantined"  # to those who run the desk: a mail could not be processed
    BROKEN_EDIT = "broken_edit"  # to those who run the desk: its files were changed, and the change is not in use
    OVERRUN = "overrun"  # to those who run the desk: so much automatic mail was asked for that none is written
    MUTED = "muted"  # to those who run the desk: an address has had so much automatic mail that it gets no more
    UNTOLD = "untold"  # to staff: what the hourly bound of the kinds above kept from being told, in one letter
    JUNK_LIST = "junk_list"  # to an agent: the day's junk, with an address to tap beside each line
    ANSWER = "answer"  # to an agent: what came of commands for several tickets, and what was asked
    DIGEST = "digest"  # to an agent: what waits for him this morning
    RECEIPT = "receipt"  # to an agent: what a mail of his came to, and how it is taken back
    INFORMATION = "information"  # to an agent: what he asked of a ticket
    DELIVERY_FAILED = "delivery_failed"  # to an agent: a letter did not arrive


ENDED = datetime.min.replace(tzinfo=UTC)  # when the letters expire that went to somebody who is no agent any more (V064)
LISTS = frozenset({LetterKind.JUNK_LIST, LetterKind.DIGEST})  # about several tickets: an answer says which it means

# What goes to staff. An automatic letter to anybody else is sent at most once; these are sent until they arrive,
# because an agent has no other screen.
TO_CUSTOMERS = frozenset({LetterKind.REPLY, LetterKind.ACKNOWLEDGEMENT})
TO_STAFF = frozenset(LetterKind) - TO_CUSTOMERS - {LetterKind.ASK}


@dataclass(frozen=True, slots=True)
class Letter:
    """What an answer to this letter brings back.

    `ticket` is 0 where it is about none. `person` is whom it is for, `shown` the recipients its headers name, `current_message` the newest entry of
    the ticket when it was written (0: none), `answer` what an answer to it becomes by default.
    """

    id: int
    kind: LetterKind
    ticket: int
    mailbox: str
    person: str
    shown: tuple[str, ...]
    message_id: str
    current_message: int
    answer: MessageKind
    automatic: bool
    created: datetime
    expires: datetime
    about_mail: int | None = None  # the held or faulty mail this letter tells about


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an unproven letter asks its agent: whether he wrote a held mail. It is answered once.

    `open`: the mail is still held for want of a proof, and still the one that was asked about, to the byte. `told`: that an
    answer to it did nothing.
    """

    letter: int
    agent: str
    mailbox: str
    mail: int
    expires: datetime
    open: bool = True
    answered: bool = False
    told: bool = False


class OutboxState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CAPTURED = "captured"  # `deliver: capture`: kept, never sent
    HELD = "held"
    GIVEN_UP = "given up"
    DROPPED = "dropped"
    LATER = "later"  # leaves at the moment it is due, or where it has none, when somebody says so
    WITHDRAWN = "withdrawn"  # taken back by whoever wrote it, before it left


@dataclass(frozen=True, slots=True)
class Fate:
    """What has become of the letter of an entry: where it stands, when it leaves, whether it was `tried` in vain, and for which recipients it is `lost`."""

    state: OutboxState
    due: datetime | None = None
    tried: bool = False
    lost: tuple[str, ...] = ()

    @property
    def left(self) -> bool:
        """Whether it is out of our hands, or would be where nothing is sent at all."""
        return self.state in (OutboxState.SENDING, OutboxState.SENT, OutboxState.CAPTURED) or (self.state is OutboxState.QUEUED and self.due is None)


_GRAVEST = (OutboxState.GIVEN_UP, OutboxState.HELD, OutboxState.DROPPED, OutboxState.LATER, OutboxState.QUEUED, OutboxState.SENDING)


def gravest(fates: Sequence[Fate]) -> Fate:
    """What an entry is told of that went by several letters; there is at least one."""
    worst = min(fates, key=lambda one: _GRAVEST.index(one.state) if one.state in _GRAVEST else len(_GRAVEST))
    return replace(worst, lost=tuple(dict.fromkeys(address for one in fates for address in one.lost)))


def may_wait(entry: Message) -> bool:
    """Whether an entry may stand on its ticket before others have it: words of ours that nobody took back."""
    ours = entry.kind is MessageKind.REPLY or (entry.kind is MessageKind.NOTE and bool(side_of(entry.flags)))
    return ours and not {SENT_OUTSIDE, WITHDRAWN} & set(entry.flags)


def is_letter_of(entry: Message, kind: LetterKind, person: str) -> bool:
    """Whether an entry went by a letter of this kind for this person, of those written at its moment."""
    if entry.kind is MessageKind.REPLY:
        return kind is LetterKind.REPLY
    return kind is LetterKind.ASK and side_of(entry.flags) == person


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a letter leaves: so long after it is written, at a moment, or, `kept`, not before somebody says so."""

    after: timedelta = timedelta(0)
    at: datetime | None = None
    kept: bool = False


AT_ONCE = Leaving()


class RecipientState(StrEnum):
    """What became of a letter for one of its recipients."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given up"


# The word that confirms a held mail: no machine answers with it alone.
YES = {"en": "yes", "zh_CN": "是"}

# The line in every notification above which an agent writes; what stands below it never leaves the house.
ANSWER_LINES = {
    "en": "##- Write your answer above this line -##",
    "zh_CN": "##- 请在此行上方书写回复 -##",
}
