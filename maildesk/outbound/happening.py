"""What happened on a ticket, the letters it asks for, and the same letters as bytes: the values of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from maildesk.absence import Absent
from maildesk.changes import Act, AddMessage, Effect
from maildesk.config.schema import Mailbox
from maildesk.health import Ailment
from maildesk.letter import AT_ONCE, Fate, Leaving, Letter, LetterKind, OutboxState
from maildesk.mail import Address, Attachment, ParsedMail
from maildesk.newwords import SplitText
from maildesk.store.events import End
from maildesk.ticket import Message, MessageKind, Participant, Status, Ticket
from maildesk.verbs.deed import Deed

# What a template may see: plain strings, and lists of flat rows; never an object of ours (V121).
Row = Mapping[str, str]
Facts = Mapping[str, str | tuple[Row, ...]]

# What a letter about what was not told has rows of; `leaking` are the held letters to customers.
UNTOLD_KINDS = ("unproven", "correction", "held", "leaking", "quarantined", "broken_edit")


@dataclass(frozen=True, slots=True)
class Happening:
    """One change of a ticket with all that a letter about it may need; `ticket` is the ticket after it.

    `message` is the new entry, `mail` and `split` the mail it came in (its HTML already without command lines).
    `history` are the last entries before it, oldest first, `beside` those that a rule or a colleague added with it. `addressed` already had this mail from its sender.
    `answer_ok` says that a robot of ours may write to the sender.
    """

    ticket: Ticket
    mailbox: Mailbox
    act: Act
    effects: tuple[Effect, ...] = ()
    message: Message | None = None
    mail: ParsedMail | None = None
    split: SplitText | None = None
    history: tuple[Message, ...] = ()
    participants: tuple[Participant, ...] = ()
    addressed: frozenset[str] = frozenset()
    answer_ok: bool = False
    beside: tuple[Message, ...] = ()
    absent: Absent = field(default_factory=dict)  # the agents who are away
    end: End | None = None  # of the ticket's history, where it was written just now
    private: frozenset[int] = frozenset()  # entries of the history that not everybody whom a reply goes to may read
    ailments: tuple[Ailment, ...] = ()  # what staff hear of addresses that did not take a letter of ours
    was: Status | None = None  # of the ticket, before it
    related: tuple[Ticket, ...] = ()  # tickets that may be of one matter with it
    persons: Mapping[str, str] = field(default_factory=dict)  # of whose customers those known by several addresses: which stands for all
    passed_by: str = ""  # the agent who passed the mail on, in the customer's name
    proposed: tuple[Participant, ...] = ()  # who stood in the mail's To and Cc for the first time, and gets no letter yet
    originals: tuple[ParsedMail, ...] = ()  # what is passed on of the conversation, the newest first
    deed: Deed | None = None  # what it came to, where a person did it
    waited: datetime | None = None  # since when the customer waited for words of ours, before what it did about that
    handed_by: str = ""  # who gave the ticket to whoever has it now, an actor's name; "" where it went to nobody anew
    occasion: str = ""  # what staff are told that the moment has come for: a TimerKind
    reminder: str = ""  # the words that somebody wanted to read then
    fates: Mapping[int, Fate] = field(default_factory=dict)  # of the letters that the entries shown went by

    @property
    def current_message(self) -> int:
        """The newest entry of the ticket, 0 where it has none."""
        known = (*self.history, *((self.message,) if self.message else ()), *self.beside)
        return max((message.id for message in known), default=0)

    @property
    def replied(self) -> str:
        """The words to the customer, "" where there are none."""
        said = (effect.text for effect in self.effects if isinstance(effect, AddMessage) and effect.kind is MessageKind.REPLY)
        return next(said, "")


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is decided but not yet bytes.

    `person` is whom its token is for, `answer` what an answer to it becomes, `facts` what its template sees.
    `html` is a stranger's or an agent's markup, not yet sanitised. `internal` are texts that must not stand in it.
    `subject` is the ticket's title, `topic` what the thread is called in the reader's mail program. `thread_ids` are the ids it refers to,
    newest first: the customer's last one, then our own; `thread_index` is what its own goes on from. `signer` is the person who speaks.
    """

    kind: LetterKind
    template: str
    ticket: int
    mailbox: Mailbox
    person: str
    to: tuple[Address, ...]
    subject: str
    answer: MessageKind
    automatic: bool
    cc: tuple[Address, ...] = ()
    bcc: tuple[str, ...] = ()  # who gets it too, in no header
    language: str = "en"
    facts: Facts = field(default_factory=dict)
    html: str = ""
    body: str | None = None  # the words as clean HTML, once they were made so
    below: tuple[str, ...] = ()  # the markup of each message that is passed on, not yet sanitised; "" where it has none
    attachments: tuple[Attachment, ...] = ()
    topic: str = ""
    signer: str = ""
    thread_ids: tuple[str, ...] = ()
    thread_index: str = ""
    current_message: int = 0
    about_mail: int | None = None
    asks: str = ""  # the SHA-256 of the mail it is about, where an answer confirms that one
    about_letter: int | None = None  # the held letter that this one tells of
    internal: tuple[str, ...] = ()
    leaving: Leaving = AT_ONCE


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter with its bytes and its envelope, ready to be posted; `state` is where it starts in the outbox."""

    letter: Letter
    data: bytes
    mail_from: str
    recipients: tuple[str, ...]
    relay: str
    state: OutboxState = OutboxState.QUEUED
    reason: str = ""
    asks: str = ""  # as its draft
    due: datetime | None = None  # when it leaves; at once where it is queued without
