"""Changes and what they come to: the only way a ticket is altered, as values.

A `Change` is a verb with its argument, as a rule, a command or the CLI asks for it. The verb turns it into
effects, a small closed set that `store.apply` writes and `outbound` reads; nothing else alters a ticket.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from maildesk.language import Said
from maildesk.ticket import MessageKind, Role


@dataclass(frozen=True, slots=True)
class TemplateName:
    """Text that comes from a template of that name, not from a person."""

    name: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a change comes to, where that needed a look at more than its words; `text` is how history says its argument."""

    effects: tuple[Effect, ...]
    text: str


Value = str | tuple[str, ...] | TemplateName | Resolved | None


@dataclass(frozen=True, slots=True)
class Change:
    verb: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class CommandProblem:
    """A line that cannot be carried out, why, and what may have been meant."""

    line: str
    why: Said
    nearest: tuple[str, ...] = ()
    bare: str = ""  # the verb, where it lacks all that it needs behind it


@dataclass(frozen=True, slots=True)
class Actor:
    """Who alters a ticket: `agent:anna@…`, `rule:20-acknowledge.yaml:4 acknowledge`, `operator:root`, `builtin:…`."""

    name: str
    role: Role

    @property
    def address(self) -> str | None:
        """The agent's address, or None where the actor is no agent."""
        kind, _, rest = self.name.partition(":")
        return rest if kind == "agent" else None

    @property
    def is_person(self) -> bool:
        """Whether somebody decided it, not a rule, a timer or the desk itself."""
        return self.name.partition(":")[0] in ("agent", "operator")


@dataclass(frozen=True, slots=True)
class Act:
    """The circumstances of a change, kept with its event: `cause` names the mail, rule or call behind it."""

    actor: Actor
    cause: str
    now: datetime
    trust: str = "none"
    automatic: bool = False


Field = Literal["status", "wait_until", "assignee", "team", "priority", "subject", "due", "mailbox"]


@dataclass(frozen=True, slots=True)
class SetField:
    field: Field
    value: str | None


@dataclass(frozen=True, slots=True)
class SetCustom:
    name: str
    value: str  # "" takes the field away


@dataclass(frozen=True, slots=True)
class AddTags:
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveTags:
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddParticipants:
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveParticipants:
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetRequester:
    """The ticket is this person's from now on; whoever had it gets no letter any more."""

    address: str


@dataclass(frozen=True, slots=True)
class OtherAddresses:
    """Whoever's ticket it is writes from these addresses, too, or does not any more, as staff say; it holds on every ticket."""

    addresses: tuple[str, ...]
    on: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """An agent is told of all that staff are told about the ticket, or is not any more."""

    address: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Mute:
    """People who get no letter of the ticket, `only_there` those who stand on it already; its requester always does."""

    addresses: tuple[str, ...]
    only_there: bool = False


@dataclass(frozen=True, slots=True)
class AddLink:
    """How this ticket stands to the other; `LINKS` says how that one stands to this."""

    other: int
    kind: str = "related"


LINKS = {"related": "related", "blocks": "blocked", "blocked": "blocks", "child": "parent", "parent": "child"}
LINKS |= {"duplicate": "duplicated", "duplicated": "duplicate"}


@dataclass(frozen=True, slots=True)
class MergeInto:
    """The ticket becomes part of another one, with its people and all that is part of it already."""

    other: int


@dataclass(frozen=True, slots=True)
class SplitOff:
    """The customer's mail that is answered becomes a ticket of its own; "": it keeps this one's subject."""

    subject: str


@dataclass(frozen=True, slots=True)
class Block:
    """The mail of an address, "" for the ticket's requester, is ignored from now on, or is not any more."""

    address: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Redact:
    """Words that nobody shall read on the ticket any more."""

    words: str


@dataclass(frozen=True, slots=True)
class NotJunk:
    """The ticket is as any other from now on; it does nothing to one that is not junk."""


@dataclass(frozen=True, slots=True)
class AddMessage:
    """A reply or a note of a person's own words; a reply also leaves as a letter to the customer."""

    kind: MessageKind
    text: str


@dataclass(frozen=True, slots=True)
class SpeakFrom:
    """The replies beside it leave from this mailbox; the ticket stays where it is."""

    mailbox: str


@dataclass(frozen=True, slots=True)
class BlindCopy:
    """The reply beside it goes to these people, too, and nobody sees that; they are not on the ticket."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskOutside:
    """A letter to somebody who is not on the ticket, with these words; `passes_on` puts the customer's message under them, or all that
    the customer wrote and was written to where it is the `whole` conversation.
    """

    address: str
    subject: str
    text: str
    passes_on: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """A letter to the requester whose text is a template: automatic, so the governor is asked."""

    template: str


@dataclass(frozen=True, slots=True)
class Notify:
    """A notification to staff; `whom` is an agent's address, a team's name, or `assignee`, `team`."""

    whom: str


@dataclass(frozen=True, slots=True)
class Remind:
    """A letter about the ticket at a moment to come; `whom` as in `Notify`."""

    at: datetime
    whom: str
    text: str


@dataclass(frozen=True, slots=True)
class Forget:
    """No reminder that waits for these on the ticket comes."""

    whom: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """When letters to the customer leave: now, at a moment, or when somebody says so. `letters` are some that wait, () those of this act."""

    way: Literal["now", "at", "hold"]
    at: str | None = None
    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Silent:
    """No letter to the customer follows from this act, not even a rule's."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The letters of an act do not leave, and its entries are marked as taken back; `waited` is since when the customer waits again.

    `partly` says that something of it is left as it is.
    """

    deed: int
    letters: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    waited: str | None = None
    partly: bool = False


Effect = (
    SetField
    | SetCustom
    | AddTags
    | RemoveTags
    | AddParticipants
    | RemoveParticipants
    | SetRequester
    | OtherAddresses
    | AddLink
    | MergeInto
    | SplitOff
    | Block
    | Redact
    | NotJunk
    | AddMessage
    | SpeakFrom
    | BlindCopy
    | AskOutside
    | SendTemplate
    | Notify
    | Remind
    | Forget
    | Watch
    | Mute
    | Dispatch
    | Silent
    | TakeBack
)
