"""Finds the letters, tickets and people that a mail's clues point to: a handful of rows, whatever the desk's size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maildesk.letter import Letter
from maildesk.store.engine import Session
from maildesk.store.health import fates_of
from maildesk.store.kinship import Kin, kin_of
from maildesk.store.letters import load_letters
from maildesk.store.tickets import load_tickets, participants_of
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.ticket import Standing, Ticket
from maildesk.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the desk knows of a mail's clues. Two of them are equal exactly when the same decision follows.

    `letters` are those whose token may join an answer, nearest clue first; `reported` are those that an envelope
    sender's token or a returned mail names: they prove nobody and join no person. `standings` has the sender's
    place on each ticket, None where the sender has none. Of a ticket that was merged, the one it is part of is there too.
    Of the letters that a report may be about, `left` are the recipients each really left for, `told` the addresses by ticket that staff
    have heard of.
    """

    letters: tuple[Letter, ...] = ()
    reported: tuple[Letter, ...] = ()
    kin: Kin = field(default_factory=Kin)
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    standings: Mapping[int, Standing | None] = field(default_factory=dict)
    left: Mapping[int, frozenset[str]] = field(default_factory=dict)
    told: frozenset[tuple[int, str]] = frozenset()

    def home(self, number: int | None) -> Ticket | None:
        """The ticket that mail about this number belongs to: itself, or what it was merged into."""
        named = self.tickets.get(number) if number is not None else None
        return named and self.tickets.get(named.merged_into or named.number)

    def mailboxes(self, ticket: Ticket) -> frozenset[str]:
        """Where the ticket, and those of its parts that the mail names, came in."""
        return frozenset(one.mailbox for one in self.tickets.values() if ticket.number in (one.number, one.merged_into))


def find_candidates(session: Session, clues: Clues, sender: str | None, sha256: str, *, report: bool = False) -> Candidates:
    """Reads what the clues point to, in five statements at most, one more where a ticket was merged, two more for a report.

    `sender` is the strict one, `sha256` of the mail's bytes.
    """
    letters = load_letters(session, {token.letter for token in clues.tokens})
    kin = kin_of(session, clues.message_id, clues.leads, (sender, sha256))
    numbers = {letter.ticket for letter in letters.values()} | {*kin.shared, *kin.seen} | ({clues.label} if clues.label is not None else set())
    tickets = load_tickets(session, numbers)
    tickets |= load_tickets(session, {one.merged_into for one in tickets.values() if one.merged_into} - tickets.keys())
    people = participants_of(session, tickets)
    left, told = fates_of(session, letters.keys(), tickets.keys()) if report else ({}, frozenset())
    return Candidates(
        letters=_named(letters, (token for token in clues.tokens if _joins(token))),
        reported=_named(letters, (token for token in clues.tokens if not _joins(token))),
        kin=kin,
        tickets=tickets,
        standings={number: next((p.standing for p in people[number] if p.address == sender), None) for number in tickets},
        left=left,
        told=told,
    )


def _joins(token: TokenClue) -> bool:
    return token.kind is not TokenKind.BOUNCE and token.where is not Where.RETURNED


def _named(letters: Mapping[int, Letter], tokens: Iterable[TokenClue]) -> tuple[Letter, ...]:
    """The letters of these tokens, each once, in their order; a number whose letter is gone names nothing."""
    return tuple(dict.fromkeys(letters[token.letter] for token in tokens if token.letter in letters))
