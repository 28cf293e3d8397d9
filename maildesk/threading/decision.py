"""What can be decided about a mail's place, and all that is known when the decision falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from maildesk.health import Ailment
from maildesk.judged import Nature, NatureKind, Trust
from maildesk.language import Said
from maildesk.letter import Challenge, Letter
from maildesk.mail import Address, Forwarded, ParsedMail
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues
from maildesk.ticket import ON_THE_TICKET, Standing, Ticket
from maildesk.tokens import TAPS, TokenKind


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A matter the desk has not heard of. `similar` are tickets that agents are asked about, because they may be the same."""

    why: Said
    flags: tuple[str, ...] = ()
    similar: tuple[Ticket, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A ticket of its own, shown to agents as possibly related to another; `also` are more that the mail's ids lead to."""

    related: int
    why: Said
    flags: tuple[str, ...] = ()
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Append:
    """One more entry of a ticket. `letter` is the one whose token joined it, None where only an id or a label did.

    `stands_by` is the sender's other address that is on the ticket, where this one is not.
    `flags`: third-party, unproven, robot, msgid-collision, other-address. `reopen` is only ever True on a closed ticket. `also` are
    tickets that the mail's ids lead to besides, and that nothing linked to this one so far.
    """

    ticket: Ticket
    standing: Standing
    letter: Letter | None
    reopen: bool
    flags: tuple[str, ...]
    why: Said
    also: tuple[int, ...] = ()
    stands_by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A proven agent answers: `letter` is ours that is answered, None where only an id of the ticket's mail is referred to.

    `unclear` says why it may be about another ticket: which of them is meant has to be asked.
    """

    ticket: Ticket
    letter: Letter | None
    agent: str
    why: Said
    tap: TokenKind | None = None  # it is a prepared mail: being sent says what it is for
    unclear: Said | None = None


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A proven agent passes on a mail that came past the desk. `near` are the tickets that the agent's mail points to."""

    agent: str
    near: tuple[Ticket, ...]
    why: Said
    flags: tuple[str, ...] = ()
    customers: tuple[frozenset[str], ...] = ()  # of each of these, all addresses of whose it is


@dataclass(frozen=True, slots=True)
class AgentAway:
    """The answering machine of an agent, for certain: it answers a letter that went to the agent. `ticket` is what that letter was about."""

    agent: str
    ticket: Ticket | None
    why: Said


@dataclass(frozen=True, slots=True)
class AnsweredOutside:
    """An agent, or "" somebody who uses the mailbox's own account, wrote to a customer past the desk, which has a copy. `ticket` is None where it is the first word of a matter."""

    agent: str
    ticket: Ticket | None
    customer: Address
    why: Said
    flags: tuple[str, ...] = ()
    original: Forwarded | None = None  # what was sent, where the agent hands it in later


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """Somebody outside answers what an agent asked beside the conversation: for staff alone. `flags`: robot, side-stranger, msgid-collision."""

    ticket: Ticket
    letter: Letter
    flags: tuple[str, ...]
    why: Said


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A proven agent answers a letter about several tickets, and which of them is meant is not said."""

    letter: Letter
    agent: str
    why: Said


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The agent answers a challenge, so the mail in question is as if it had come proven."""

    challenge: Challenge
    why: Said


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An answer to a challenge that does nothing; `tell` says that the agent has not heard so yet, and should."""

    challenge: Challenge
    tell: bool
    why: Said


@dataclass(frozen=True, slots=True)
class Several:
    """A proven agent writes to the address for agents alone: commands for several tickets, and questions."""

    agent: str
    why: Said


@dataclass(frozen=True, slots=True)
class Reported:
    """A mail system tells what became of a letter of ours.

    `ailments` are the failures it is believed, `told` of those that staff hear of now; `believed` is False where it speaks of mail we never
    sent there.
    """

    ticket: Ticket
    letter: Letter
    why: Said
    believed: bool = True
    ailments: tuple[Ailment, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Kept without any effect until a person looks, or a proof comes."""

    rule: str
    ticket: int | None
    why: Said


@dataclass(frozen=True, slots=True)
class Ignore:
    """Kept in the ledger and nowhere else."""

    rule: str
    why: Said


@dataclass(frozen=True, slots=True)
class Archived:
    """An old mail out of an archive: filed on its ticket, a new one where that is None, and nothing else follows from it."""

    ticket: Ticket | None
    standing: Standing
    flags: tuple[str, ...]
    why: Said


Decision = (
    NewTicket
    | LinkedTicket
    | Append
    | Answer
    | PassedOn
    | AgentAway
    | AnsweredOutside
    | SideAnswer
    | Unplaced
    | Several
    | Confirmed
    | Unconfirmed
    | Reported
    | Hold
    | Ignore
    | Archived
)

ROBOTS = frozenset({NatureKind.AUTO_REPLY, NatureKind.OUT_OF_OFFICE, NatureKind.CHALLENGE})


@dataclass(frozen=True, slots=True)
class Question:
    """All that is known when the decision falls."""

    clues: Clues
    candidates: Candidates
    mail: ParsedMail
    nature: Nature
    trust: Trust
    now: datetime

    @property
    def robot(self) -> bool:
        return self.nature.kind in ROBOTS

    @property
    def live(self) -> list[Letter]:
        """The letters whose tokens count still, nearest clue first."""
        return [letter for letter in self.candidates.letters if letter.expires > self.now]

    @property
    def joining(self) -> list[Letter]:
        """Those of them that may join a person to a ticket: a link to tap is for whom it was made, and proves nothing of anybody else."""
        tapped, joins = ({token.letter for token in self.clues.tokens if (token.kind in TAPS) is tap} for tap in (True, False))
        return [letter for letter in self.live if letter.id not in tapped - joins]

    def standing(self, ticket: Ticket) -> Standing | None:
        """The sender's place on a ticket; by another of his addresses, where this one has none that letters go to, and is not muted there."""
        own, other = self.candidates.standings.get(ticket.number), self.candidates.elsewhere.get(ticket.number)
        return own if other is None or own in (*ON_THE_TICKET, Standing.MUTED) else other[1]

    @property
    def labelled(self) -> Ticket | None:
        """The ticket that the subject names; of several the first where the sender takes part, as the customer's own desk may number, too."""
        named = [home for label in self.clues.labels if (home := self.candidates.home(label))]
        return next((home for home in named if self.standing(home) in ON_THE_TICKET), named[0] if named else None)

    def stands_by(self, ticket: Ticket) -> str:
        """The other address of the sender by which that place is his, "" where it is this one's own."""
        other = self.candidates.elsewhere.get(ticket.number)
        return other[0] if other and self.standing(ticket) != self.candidates.standings.get(ticket.number) else ""

    def collision(self) -> tuple[str, ...]:
        """An id that another mail bears already is worth nothing, and people should know."""
        return ("msgid-collision",) if self.candidates.kin.namesake is not None else ()
