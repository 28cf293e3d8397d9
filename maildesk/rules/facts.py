"""What a rule may ask about: one mail, what was judged about it, and its ticket as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol

from maildesk.config.schema import Mailbox
from maildesk.judged import NO_JUNK, Junk, Nature, Trust
from maildesk.mail import Address, ParsedMail
from maildesk.newwords import SplitText
from maildesk.ticket import Ticket


@dataclass(frozen=True)
class Text:
    """The values one name has in a mail (a mail has many recipients); folded once, however many rules ask."""

    values: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(value.casefold() for value in self.values)


NOTHING = Text()


@dataclass(frozen=True)
class Facts:
    """`local` is now in the mailbox's time zone, `body` the new words of the mail, `size` its decoded text and attachments in bytes."""

    event: str
    mailbox: str
    local: datetime
    ticket: Ticket | None = None
    nature: str = "human"
    trust: str = "none"
    token: bool = False
    from_: Text = NOTHING
    to: Text = NOTHING
    cc: Text = NOTHING
    subject: Text = NOTHING
    body: Text = NOTHING
    headers: Mapping[str, Text] = field(default_factory=dict)
    attachments: Text = NOTHING
    invite: Text = NOTHING
    size: int = 0
    junk: Junk = NO_JUNK
    assignee_away: bool = False
    known: bool = False  # the sender takes part in a ticket: no rule hides the mail

    @property
    def now(self) -> datetime:
        return self.local.astimezone(UTC)

    @cached_property
    def tags(self) -> Text:
        return Text(self.ticket.tags) if self.ticket else NOTHING

    @cached_property
    def team(self) -> Text:
        return _one(self.ticket.team) if self.ticket else NOTHING

    @cached_property
    def assignee(self) -> Text:
        return _one(self.ticket.assignee) if self.ticket else NOTHING

    @cached_property
    def requester(self) -> Text:
        return _one(self.ticket.requester) if self.ticket else NOTHING

    @cached_property
    def to_mailbox(self) -> Text:
        return _one(self.mailbox)

    def within(self, longest: int) -> Facts:
        """The same facts with a body of at most that many characters."""
        if all(len(value) <= longest for value in self.body.values):
            return self
        return replace(self, body=Text(tuple(value[:longest] for value in self.body.values)))


class Seen(Protocol):
    """A mail with what was judged about it."""

    @property
    def mail(self) -> ParsedMail: ...
    @property
    def nature(self) -> Nature: ...
    @property
    def trust(self) -> Trust: ...
    @property
    def split(self) -> SplitText: ...
    @property
    def junk(self) -> Junk: ...
    @property
    def known(self) -> bool: ...
    @property
    def now(self) -> datetime: ...


def facts_of(event: str, seen: Seen, mailbox: Mailbox, ticket: Ticket | None, away: Collection[str] = ()) -> Facts:
    """The facts of one mail; `ticket` is as it stands before the rules, `away` are the agents who are not there."""
    mail = seen.mail
    return Facts(
        event=event,
        mailbox=mailbox.address,
        local=seen.now.astimezone(mailbox.zone),
        ticket=ticket,
        nature=str(seen.nature.kind),
        trust=str(seen.trust.level),
        token=seen.trust.token,
        from_=_addresses([mail.from_] if mail.from_ else []),
        to=_addresses(mail.to),
        cc=_addresses(mail.cc),
        subject=Text((mail.subject,)),
        body=Text(_new_words(seen.split)),
        headers=_headers(mail.headers),
        attachments=Text(tuple(name for part in mail.attachments for name in (part.filename, part.other_name, part.content_type) if name)),
        invite=Text(mail.invite),
        size=len(mail.text) + len(mail.html) + sum(part.size for part in mail.attachments),
        junk=seen.junk,
        assignee_away=ticket is not None and ticket.assignee in away,
        known=seen.known,
    )


def _one(name: str | None) -> Text:
    return Text((name,)) if name else NOTHING


def _addresses(addresses: Iterable[Address]) -> Text:
    return Text(tuple(one.address for one in addresses if one.address))


def _new_words(split: SplitText) -> tuple[str, ...]:
    """The writer's words, and those of a mail the writer passes on; never what is merely quoted."""
    return (split.reply, split.forwarded.text) if split.forwarded else (split.reply,)


def _headers(headers: Iterable[tuple[str, str]]) -> dict[str, Text]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append(value)
    return {name: Text(tuple(values)) for name, values in found.items()}
