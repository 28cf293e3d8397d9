"""Reads what a mail says about the ticket it belongs to; believes nothing of it that is not under a tag."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from maildesk.carriers import is_own, letter_of_message_id, read_message_id, split_address
from maildesk.config.organisations import organisation_of
from maildesk.config.schema import DeskConfig, Mailbox, Partner
from maildesk.language import N_
from maildesk.mail import FETCHED_SENT, Address, Envelope, ParsedMail
from maildesk.plainaddress import is_plain_address
from maildesk.subject import read_subject
from maildesk.threadindex import read_index, root_of
from maildesk.threading.seals import seals_of
from maildesk.tokens import TAPS, KeyRing, TokenKind, letter_of, looks_like_token, tokens_in

_FIRST_REFERENCES, _LAST_REFERENCES = 5, 45  # SECURITY V098: no sender makes us check tags without end
_MOST_OTHERS = 9  # mailboxes that one mail may be a ticket of besides
_MOST_MENTIONED = 2
_MOST_ADDRESSES = 200
_LONGEST_TEXT = 20_000  # characters that are searched for numbers
_ADDRESS_KINDS = (TokenKind.REPLY, TokenKind.BOUNCE, TokenKind.CONFIRM, *sorted(TAPS))
_MOST_IN_SUBJECT = 3
# Where a mailbox is fetched there is no envelope; a server or a forwarder may have left the recipient here, and a Received line behind “for”.
_RECIPIENT_HEADERS = {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to", "x-real-to"}
_RECIPIENT_HEADERS |= {"x-forwarded-to", "x-gm-original-to", "resent-to", "apparently-to"}
_FOR = re.compile(r"\sfor\s{1,9}<?([^<>\s;]{1,254})>?[\s;]")
_LONGEST_RECEIVED = 2000
_MOST_DELIVERIES = 20  # such headers that are read


class Where(StrEnum):
    """Where a token stood, nearest clue first."""

    RECIPIENT = N_("recipient address")
    SUBJECT = N_("subject")  # of a prepared mail, where the mailbox's address carries no token
    IN_REPLY_TO = "In-Reply-To"
    REFERENCES = "References"
    RETURNED = N_("returned mail")  # inside a report: names what it is about, joins nothing


@dataclass(frozen=True, slots=True)
class TokenClue:
    """A token of ours with a valid tag."""

    kind: TokenKind
    letter: int
    where: Where


@dataclass(frozen=True, slots=True)
class Clues:
    """What a mail says about its place.

    `addressed_in` are those of To and Cc where our address stands, none for a Bcc. `ids` are the mail's own Message-ID
    and all it refers to, `parents` the same without its own, newest first. `own_id`: we wrote this mail;
    `from_ourselves`: a mailbox of ours stands in From. `label` is a hint, never a credential, `further` are more of the subject (another desk may number as ours does); `mentioned` are such numbers
    in the text, and less than that. `mailboxes` are the addresses of all the desk has. `straight_to` is the one outsider in To,
    where neither a mailbox of ours nor anybody else stands beside.
    """

    mailbox: Mailbox
    addressed_in: frozenset[str] = frozenset()
    straight_to: Address | None = None
    tokens: tuple[TokenClue, ...] = ()
    own_id: bool = False
    from_ourselves: bool = False
    ids: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    label: int | None = None
    further: tuple[int, ...] = ()
    mentioned: tuple[int, ...] = ()
    quoted: tuple[int, ...] = ()  # letters whose address stands in the text, as in the heading of a quote
    mailboxes: frozenset[str] = frozenset()
    forward: bool = False
    sent: bool = False  # it lay where an account of ours keeps what it sent
    archived: bool = False
    base_subject: str = ""
    defects: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()  # of an agent's mail: what its signatures are known by
    control: bool = False  # it went to the address for agents, or names it
    others: tuple[Mailbox, ...] = ()  # to which it was sent besides, where each has a ticket of it
    organisation: str = ""  # its sender's, where that may join colleagues to a ticket
    hidden: bool = False  # neither To nor Cc names the mailbox, and each has a ticket of what it was sent to
    control_alone: bool = False  # and to no mailbox that customers write to
    control_beside: bool = False  # and it names one of these

    @property
    def addressed(self) -> bool:
        return bool(self.addressed_in)

    @property
    def labels(self) -> tuple[int, ...]:
        """All numbers that the subject names, in their order."""
        return () if self.label is None else (self.label, *self.further)

    @property
    def message_id(self) -> str | None:
        """The mail's own id, None where it has none."""
        return self.ids[0] if len(self.ids) > len(self.parents) else None


def _names_us(addresses: Sequence[Address], mailboxes: Sequence[Mailbox]) -> bool:
    return any(is_own(one.address, mailboxes) for one in addresses[:_MOST_ADDRESSES])


def read_clues(mail: ParsedMail, envelope: Envelope, ring: KeyRing, config: DeskConfig) -> Clues:
    """All clues of a mail; total."""
    mailboxes = config.mailboxes
    shown = [address.address for address in (*mail.to, *mail.cc)][:_MOST_ADDRESSES]
    recipients = _in_order(envelope.rcpt_to, shown, config)
    if not recipients or envelope.fetched:  # an account's mailbox stands for an envelope, and knows no token
        recipients += [*shown, *_delivered_to(mail)]
        recipients += [] if _boxes(recipients, config) else _received_for(mail)
    if envelope.via == FETCHED_SENT:  # whose account it is stands in From
        recipients = [*_authors(mail), *recipients]
    boxes = _boxes((*recipients, *shown), config)
    named = (*recipients, *shown) if config.control in boxes else recipients  # what it copies may be an answer, whichever copy this is
    tokens = _deduplicated((*_address_tokens(named, ring, config.served), *_subject_tokens(mail, ring), *_id_tokens(mail, ring)))
    own = _identifier(mail.message_id or "")
    subject = read_subject(without_taps(mail.subject, ring))
    mailbox = _mailbox(recipients, ring, mailboxes) or _mailbox(shown, ring, mailboxes) or mailboxes[0]
    parents = _parents(mail, envelope.conversation) + tuple(_numbers_of_partners(mail, subject.base, config.partners)) + tuple(_roots(mail))
    return Clues(
        mailbox=mailbox,
        others=tuple(_others((*recipients, *shown), mailbox, config)) if config.several_mailboxes == "each" else (),
        hidden=config.several_mailboxes == "each" and mailbox.address not in _boxes(shown, config),
        organisation=organisation_of(mail.sender, config.providers) if mail.sender and mailbox.colleagues == "join" else "",
        straight_to=_straight_to(mail, config),
        control=config.control in boxes,
        control_alone=_boxes(recipients, config) == {config.control},
        control_beside=config.control in boxes and len(boxes) > 1,
        addressed_in=frozenset(name for name, found in (("to", mail.to), ("cc", mail.cc)) if _names_us(found, mailboxes)),
        tokens=tokens,
        own_id=own is not None and letter_of_message_id(ring, own) is not None,
        from_ourselves=any(is_own(address, config.served) for address in _authors(mail)),
        ids=((own,) if own else ()) + parents,
        parents=parents,
        label=subject.label,
        further=subject.further,
        mentioned=tuple(_mentioned(mail.text)),
        quoted=tuple(_quoted(mail.text, ring)),
        mailboxes=frozenset(box.address for box in mailboxes),
        forward=subject.forward,
        archived=envelope.archived,
        sent=envelope.via == FETCHED_SENT,
        base_subject=subject.base,
        defects=_defects(mail, recipients, tokens),
        seals=seals_of(mail) if mail.sender and config.directory().agent(mail.sender) else (),
    )


def without_taps(subject: str, ring: KeyRing) -> str:
    """A subject without what made a tap of it: a ticket's subject is read by others than the agent whom that was for."""
    live = [token for token in tokens_in(subject) if TokenKind(token[0]) in TAPS and letter_of(ring, TokenKind(token[0]), token) is not None]
    return functools.reduce(lambda text, token: text.replace(f"({token})", "").replace(token, ""), live, subject).rstrip() if live else subject


def _straight_to(mail: ParsedMail, config: DeskConfig) -> Address | None:
    one = mail.to[0] if len(mail.to) == 1 else None
    if one is None or not is_plain_address(one.address) or is_own(one.address, config.served) or config.agent(one.address.lower()):
        return None
    return one


def _boxes(addresses: Iterable[str], config: DeskConfig) -> set[str]:
    """Which of the desk's addresses these are."""
    return {place[0].address for address in addresses if (place := split_address(address, config.served))}


def _delivered_to(mail: ParsedMail) -> list[str]:
    """Whom the headers of servers on the way name: what was resent to us, too, though its To is another's."""
    named = (one for name, value in mail.headers if name.lower() in _RECIPIENT_HEADERS for one in value.split(","))
    return [one.rpartition("<")[2].strip(" >") for one in islice(named, _MOST_DELIVERIES)]


def _received_for(mail: ParsedMail) -> list[str]:
    """Whom servers on the way had it for, the last one first."""
    received = islice((value[:_LONGEST_RECEIVED] for name, value in mail.headers if name.lower() == "received"), _MOST_DELIVERIES)
    return [found[1] for value in received if (found := _FOR.search(f"{value} "))]


def _authors(mail: ParsedMail) -> Iterator[str]:
    if mail.sender:
        yield mail.sender
    if mail.from_:
        yield mail.from_.address


def _in_order(recipients: Sequence[str], shown: Sequence[str], config: DeskConfig) -> list[str]:
    """Of several mailboxes that one mail was sent to one has it: that which its sender, or else the desk, names first.

    The order in which a server repeats them is nobody's choice.
    """
    if config.several_mailboxes == "desk":
        order = {box.address: place for place, box in enumerate(config.mailboxes)}
    else:
        places = (split_address(address, config.mailboxes) for address in reversed(shown))
        order = {found[0].address: -place for place, found in enumerate(places) if found}
    found = [(split_address(address, config.mailboxes), address) for address in recipients]
    return [address for place, address in sorted(found, key=lambda one: order.get(one[0][0].address, len(order)) if one[0] else len(order))]


_MENTION = re.compile(r"[\[［][#＃]([0-9]{1,15})[\]］]")


def _mentioned(text: str) -> Iterator[int]:
    """The numbers of tickets that the new words name as our subjects do."""
    if "#" not in text and "＃" not in text:
        return
    lines = "\n".join(line for line in text[:_LONGEST_TEXT].split("\n") if not line.lstrip().startswith(">"))
    yield from islice(dict.fromkeys(int(number) for number in _MENTION.findall(lines)), _MOST_MENTIONED)


def _quoted(text: str, ring: KeyRing) -> Iterator[int]:
    """The letters that the text names by their address: `To: support+r1…@example.com` above a quote. Nobody wrote to it: it is a hint."""
    named = (letter_of(ring, TokenKind.REPLY, token) for token in islice(tokens_in(text[:_LONGEST_TEXT]), _MOST_QUOTED))
    yield from dict.fromkeys(letter for letter in named if letter is not None)


_MOST_QUOTED = 4


def _numbers_of_partners(mail: ParsedMail, subject: str, partners: Sequence[Partner]) -> Iterator[str]:
    """What stands for an id in the mail of those whose own desk or marketplace rewrites ids. With a space in it: no header can bear one."""
    for partner in partners:
        if mail.sender and partner.wrote(mail.sender):
            yield from (f"number {partner.sender} {number}" for number in partner.numbers_in(subject[:_LONGEST_TEXT]))
            if partner.same_subject and subject:
                yield f"subject {mail.sender} {subject.casefold()}"


def _roots(mail: ParsedMail) -> Iterator[str]:
    """What stands for an id where a relay took those away: Outlook's conversation, and the events of calendars (RFC 5545 §3.8.4.7)."""
    if index := read_index(mail.header("thread-index")):
        yield f"thread {root_of(index).hex()}"
    yield from (f"event {uid}" for uid in mail.events)


def _mailbox(addresses: Iterable[str], ring: KeyRing, mailboxes: Sequence[Mailbox]) -> Mailbox | None:
    """The mailbox these addresses name: one with a valid token first, then a bare one, then one with any extension."""
    found = [place for address in addresses if (place := split_address(address, mailboxes))]
    signed = [box for box, extension in found if letter_of(ring, TokenKind.REPLY, extension) is not None]
    bare = [box for box, extension in found if not extension]
    return next(iter((*signed, *bare, *(box for box, _ in found))), None)


def _others(addresses: Iterable[str], first: Mailbox, config: DeskConfig) -> Iterator[Mailbox]:
    """The other mailboxes that the addresses name, in the order of desk.yaml."""
    named = {found[0].address for address in addresses if (found := split_address(address, config.mailboxes))} - {first.address}
    yield from islice((box for box in config.mailboxes if box.address in named), _MOST_OTHERS)


def _address_tokens(recipients: Iterable[str], ring: KeyRing, mailboxes: Sequence[Mailbox]) -> Iterator[TokenClue]:
    for address in recipients:
        place = split_address(address, mailboxes)
        for kind in _ADDRESS_KINDS if place else ():
            letter = letter_of(ring, kind, place[1]) if place else None
            if letter is not None:
                yield TokenClue(kind, letter, Where.RECIPIENT)


def _subject_tokens(mail: ParsedMail, ring: KeyRing) -> Iterator[TokenClue]:
    for token in tokens_in(mail.subject)[:_MOST_IN_SUBJECT]:
        kind = TokenKind(token[0])
        letter = letter_of(ring, kind, token) if kind in TAPS else None
        if letter is not None:
            yield TokenClue(kind, letter, Where.SUBJECT)


def _id_tokens(mail: ParsedMail, ring: KeyRing) -> Iterator[TokenClue]:
    places = (
        (Where.IN_REPLY_TO, mail.in_reply_to[:_LAST_REFERENCES]),
        (Where.REFERENCES, reversed(_some(mail.references))),
        (Where.RETURNED, _returned_ids(mail)),
    )
    for where, identifiers in places:
        for identifier in identifiers:
            yield from (TokenClue(kind, letter, where) for kind, letter in read_message_id(ring, identifier))


_RETURNED_ID = re.compile(r"^[ \t>]{0,10}message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,998}>)", re.IGNORECASE | re.MULTILINE)
_LONGEST_REPORT = 64_000  # characters of a text that may give back a mail's headers, as qmail's reports do


def _returned_ids(mail: ParsedMail) -> list[str]:
    found = _RETURNED_ID.search(mail.returned_headers) or _RETURNED_ID.search(mail.text[:_LONGEST_REPORT])
    return [found[1]] if found else []


def _deduplicated(tokens: Iterable[TokenClue]) -> tuple[TokenClue, ...]:
    """Each letter once for a kind, where it stood nearest."""
    nearest: dict[tuple[TokenKind, int], TokenClue] = {}
    for token in tokens:
        nearest.setdefault((token.kind, token.letter), token)
    return tuple(nearest.values())


def _parents(mail: ParsedMail, conversation: str) -> tuple[str, ...]:
    """The ids a mail refers to, newest first, without its own, and without addresses of people: old programs say whom they answer."""
    named = (*mail.in_reply_to[:_LAST_REFERENCES], *reversed(_some(mail.references)), conversation)
    people = {one.address.lower() for one in (*mail.to, *mail.cc, *mail.reply_to, *filter(None, (mail.from_,)))[:_MOST_ADDRESSES]}
    found = dict.fromkeys(one for one in map(_identifier, named) if one and one.strip("<>").lower() not in people)
    found.pop(_identifier(mail.message_id or "") or "", None)
    return tuple(found)


def _some(references: Sequence[str]) -> Sequence[str]:
    """The conversation's root and its newest mails, of references without end."""
    few = len(references) <= _FIRST_REFERENCES + _LAST_REFERENCES
    return references if few else (*references[:_FIRST_REFERENCES], *references[-_LAST_REFERENCES:])


def _identifier(text: str) -> str | None:
    """An id as the mail wrote it; None for one that is empty and would make strangers of us all kin."""
    return text.strip() if text.strip("<> \t\r\n") else None


def _defects(mail: ParsedMail, recipients: Iterable[str], tokens: Sequence[TokenClue]) -> tuple[str, ...]:
    shaped = sum(looks_like_token(re.split(r"[+-]", address.rpartition("@")[0], maxsplit=1)[-1]) for address in recipients)
    valid = sum(token.where is Where.RECIPIENT for token in tokens)
    found = {"token-not-ours": shaped > valid, "references-cut": len(mail.references) > _FIRST_REFERENCES + _LAST_REFERENCES}
    return tuple(name for name, there in found.items() if there)
