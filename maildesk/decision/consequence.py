"""What a decision comes to, as values: the ticket, its new entry, the changes asked for and the outcome."""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.absence import Absence
from maildesk.changes import Act, Change, CommandProblem, Effect
from maildesk.health import Ailment
from maildesk.letter import Challenge
from maildesk.mail import Outcome, ParsedMail
from maildesk.newwords import SplitText
from maildesk.ticket import Message, Participant, Ticket
from maildesk.verbs.table import effects_of


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the circumstances it is made in; `entry` is the message it brings along, where it came by mail."""

    change: Change
    act: Act
    entry: Message | None = None

    @property
    def effects(self) -> tuple[Effect, ...]:
        return effects_of(self.change, self.act)


@dataclass(frozen=True, slots=True)
class Told:
    """Why an agent's mail was not carried out, and what came in between: what the letter to the agent says."""

    rule: str
    problems: tuple[CommandProblem, ...] = ()
    between: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """`ticket` is as it stands before the steps, number 0 where it is to be made; `event` is what rules listen for."""

    outcome: Outcome
    ticket: Ticket | None = None
    message: Message | None = None  # the inbound mail's
    sender: Participant | None = None  # whom the mail puts on the ticket
    steps: tuple[Step, ...] = ()
    event: str = ""
    split: SplitText | None = None  # the words that may leave, where they are not simply the mail's
    mail: ParsedMail | None = None  # what the ticket's mail says, where it came inside another
    absence: Absence | None = None  # of an agent, as the agent's machine says
    told: Told | None = None
    tapped: str = ""  # how history notes the link that was used
    challenge: Challenge | None = None  # what it answers: with nothing to be `told` the mail in question is released
    ailments: tuple[Ailment, ...] = ()  # what a believed report says of addresses we wrote to


def with_calendar(text: str, mail: ParsedMail, calendar: str) -> str:
    """The words and, below them, what the mail's calendars say; where they are all it says, in the mailbox's language."""
    return calendar if mail.text == mail.calendar else "\n\n".join(filter(None, (text, calendar)))
