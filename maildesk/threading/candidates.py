"""Finds the letters, tickets and people that a mail's clues point to: a handful of rows, whatever the desk's size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from maildesk.carriers import is_own
from maildesk.config.schema import Mailbox
from maildesk.directory import Directory
from maildesk.letter import ENDED, TO_STAFF, Challenge, Letter
from maildesk.mail import RawMail
from maildesk.store.challenges import asked_by
from maildesk.store.engine import Session
from maildesk.store.health import fates_of
from maildesk.store.kinship import MOST_KIN, Kin, bearer_of, is_copy, kin_of, later_beside, linked_among, recipients_of_copies
from maildesk.store.letters import load_letters
from maildesk.store.persons import families_of
from maildesk.store.tickets import Earlier, lately_of, load_tickets, standings_of
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.ticket import ON_THE_TICKET, Standing, Status, Ticket
from maildesk.tokens import TokenKind

_ANSWERED = frozenset({Where.RECIPIENT, Where.IN_REPLY_TO, Where.REFERENCES})
_LATELY = timedelta(days=7)  # so long a mail of the same person may go on with an earlier one without saying so


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the desk knows of a mail's clues. Two of them are equal exactly when the same decision follows.

    `letters` are those whose token may join an answer, nearest clue first; `reported` are those that an envelope
    sender's token or a returned mail names: they prove nobody and join no person. `standings` has the sender's
    place on each ticket, None where the sender has none. Of a ticket that was merged, the one it is part of is there too.
    `addressed` are tickets with a mail that went to the mailbox this one went to, too; `linked` pairs of these tickets, in both
    orders; `lately` is what the sender asked in the last days, where nothing else leads anywhere.
    Of the letters that a report may be about, `left` are the recipients each really left for, `told` the addresses by ticket that staff
    have heard of.
    """

    letters: tuple[Letter, ...] = ()
    reported: tuple[Letter, ...] = ()
    kin: Kin = field(default_factory=Kin)
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    standings: Mapping[int, Standing | None] = field(default_factory=dict)
    elsewhere: Mapping[int, tuple[str, Standing]] = field(default_factory=dict)  # where the sender is on a ticket by another of his addresses
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of a ticket's customer, whom staff write to past us or pass mail on of
    addressed: Mapping[int, str] = field(default_factory=dict)
    later: tuple[int, ...] = ()  # the sender's tickets that began beside a closed one of these, or one whose letters are too old
    linked: frozenset[tuple[int, int]] = frozenset()
    quoted: tuple[int, ...] = ()  # tickets of letters whose address stands in the text
    lately: tuple[Earlier, ...] = ()
    left: Mapping[int, frozenset[str]] = field(default_factory=dict)
    told: frozenset[tuple[int, str]] = frozenset()
    sealed: int | None = None  # a mail with one of its signatures that was carried out
    challenges: tuple[Challenge, ...] = ()  # what the letters ask that it answers as one may answer a challenge

    def home(self, number: int | None) -> Ticket | None:
        """The ticket that mail about this number belongs to: itself, or what it was merged into."""
        named = self.tickets.get(number) if number is not None else None
        return named and self.tickets.get(named.merged_into or named.number)

    def customers(self, ticket: Ticket) -> frozenset[str]:
        """The addresses that its customer writes from."""
        return self.families.get(ticket.requester, frozenset((ticket.requester,)))

    def mailboxes(self, ticket: Ticket) -> frozenset[str]:
        """Where the ticket, and those of its parts that the mail names, came in."""
        parts = [one for one in self.tickets.values() if ticket.number in (one.number, one.merged_into)]
        return frozenset((*(one.mailbox for one in parts), *(self.addressed[one.number] for one in parts if one.number in self.addressed)))


def find_candidates(  # noqa: PLR0913 - what a mail says, who works here, and the database that is asked
    session: Session, clues: Clues, sender: str | None, raw: RawMail, *, report: bool = False, directory: Directory | None = None
) -> Candidates:
    """Reads what the clues point to, in a handful of statements, two more for a report; `sender` is the strict one, `directory` has active agents only."""
    letters = load_letters(session, {token.letter for token in clues.tokens})
    letters = {number: _ended(letter) if directory and _is_orphan(letter, directory) else letter for number, letter in letters.items()}
    kin = _kin(session, clues, sender, raw)
    numbers = {letter.ticket for letter in letters.values()} | {*_near(kin, clues), *clues.mentioned}
    numbers |= {kin.itself} if kin.unheard and kin.itself else set()
    tickets = load_tickets(session, numbers | {*clues.labels})
    tickets |= load_tickets(session, {one.merged_into for one in tickets.values() if one.merged_into} - tickets.keys())
    homes = {one.merged_into or one.number for one in tickets.values()}
    over = _over(tickets.values(), letters.values(), raw.received)
    later = later_beside(session, over, sender) if over and sender and not clues.archived else ()
    tickets |= load_tickets(session, set(later) - tickets.keys())
    quoted = (
        tuple(letter.ticket for letter in load_letters(session, {*clues.quoted}).values() if letter.ticket) if clues.quoted and not tickets else ()
    )
    tickets |= load_tickets(session, quoted)
    standings = standings_of(session, tickets, sender or "", clues.mailbox.address)
    past = clues.straight_to is not None or clues.sent or clues.forward
    lost = sender is not None and not (tickets or kin.twin or kin.namesake or clues.archived)
    asked = asked_by(session, {token.letter for token in clues.tokens if token.kind is TokenKind.CONFIRM and token.where in _ANSWERED})
    left, told = fates_of(session, letters.keys(), tickets.keys()) if report else ({}, frozenset())
    return Candidates(
        letters=_named(letters, (token for token in clues.tokens if _joins(token))),
        reported=_named(letters, (token for token in clues.tokens if not _joins(token))),
        kin=kin,
        tickets=tickets,
        standings={number: standings.get((number, sender or "")) for number in tickets},
        elsewhere=_elsewhere(standings, (sender or "", clues.mailbox.address)),
        families=families_of(session, {one.requester for one in tickets.values()}) if past and tickets else {},
        addressed={number: clues.mailbox.address for number in tickets if (number, clues.mailbox.address) in standings},
        later=later,
        linked=(linked_among(session, homes) if clues.label is not None or 0 < len(kin.seen) < MOST_KIN else frozenset()) | _pairs(over, later),
        quoted=quoted,
        lately=lately_of(session, sender, raw.received - _LATELY) if lost and sender else (),
        left=left,
        told=told,
        sealed=bearer_of(session, clues.seals) if clues.seals else None,
        challenges=tuple(replace(one, expires=ENDED) if directory and directory.agent(one.agent) is None else one for one in asked),
    )


def _over(tickets: Iterable[Ticket], letters: Iterable[Letter], now: datetime) -> int | None:
    """The newest of these tickets that the mail may open no more."""
    expired = {letter.ticket for letter in letters if letter.expires <= now}
    over = (one.number for one in tickets if not one.merged_into and (one.status is Status.CLOSED or one.number in expired))
    return max(over, default=None)


def _pairs(number: int | None, others: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Each of them with that one, in both orders."""
    return frozenset(pair for other in others if number for pair in ((number, other), (other, number)))


def _is_orphan(letter: Letter, directory: Directory) -> bool:
    """Whether it went to somebody who was an agent, and is none any more."""
    return letter.kind in TO_STAFF and directory.agent(letter.person) is None


def _ended(letter: Letter) -> Letter:
    """As if its time were over: it brings nobody onto a ticket any more (V064)."""
    return replace(letter, expires=ENDED)


def _elsewhere(standings: Mapping[tuple[int, str], Standing], here: tuple[str, str]) -> dict[int, tuple[str, Standing]]:
    """The sender's other address on each ticket that letters go to there, the requester's before others."""
    found = [(number, address, standing) for (number, address), standing in standings.items() if address not in here and standing in ON_THE_TICKET]
    return {number: (address, standing) for number, address, standing in sorted(found, key=lambda one: one[2] is Standing.REQUESTER)}


def _near(kin: Kin, clues: Clues) -> tuple[int, ...]:
    """The tickets that ids lead to. Where those are many, as a newsletter's, only the sender's own mean anything."""
    return kin.shared if len(kin.seen) >= MOST_KIN and not clues.archived else (*kin.shared, *kin.seen)


def _kin(session: Session, clues: Clues, sender: str | None, raw: RawMail) -> Kin:
    """Of an archive's mail the id leads that its conversation shares: that was told apart by whoever read the whole of it."""
    leads = ((raw.envelope.conversation,) if raw.envelope.conversation else clues.ids) if clues.archived else clues.parents
    kin = kin_of(session, clues.message_id, leads, (sender, raw.sha256))
    copy = kin.twin is None and kin.namesake is not None and is_copy(session, kin.namesake, raw.data)
    unheard = clues.hidden and (copy or kin.twin is not None) and clues.message_id and not _heard(session, clues.message_id, clues.mailbox, raw)
    return replace(kin, copy=copy, unheard=bool(unheard))


def _heard(session: Session, own: str, mailbox: Mailbox, raw: RawMail) -> bool:
    """Whether a copy of the mail came to the mailbox before."""
    return any(is_own(address, (mailbox,)) for address in recipients_of_copies(session, own, raw))


def _joins(token: TokenClue) -> bool:
    return token.kind not in (TokenKind.BOUNCE, TokenKind.CONFIRM) and token.where is not Where.RETURNED


def _named(letters: Mapping[int, Letter], tokens: Iterable[TokenClue]) -> tuple[Letter, ...]:
    """The letters of these tokens, each once, in their order; a number whose letter is gone names nothing."""
    return tuple(dict.fromkeys(letters[token.letter] for token in tokens if token.letter in letters))
