"""Finds the letters, tickets and people that a mail's clues point to: a handful of rows, whatever the desk's size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maildesk.letter import Letter
from maildesk.store.engine import Session
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
    place on each ticket, None where the sender has none.
    """

    letters: tuple[Letter, ...] = ()
    reported: tuple[Letter, ...] = ()
    kin: Kin = field(default_factory=Kin)
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    standings: Mapping[int, Standing | None] = field(default_factory=dict)


def find_candidates(session: Session, clues: Clues, sender: str | None, sha256: str) -> Candidates:
    """Reads what the clues point to, in five statements at most; `sender` is the strict one, `sha256` of the mail's bytes."""
    letters = load_letters(session, {token.letter for token in clues.tokens})
    kin = kin_of(session, clues.message_id, clues.leads, (sender, sha256))
    numbers = {letter.ticket for letter in letters.values()} | {*kin.shared, *kin.seen} | ({clues.label} if clues.label is not None else set())
    tickets = load_tickets(session, numbers)
    people = participants_of(session, tickets)
    return Candidates(
        letters=_named(letters, (token for token in clues.tokens if _joins(token))),
        reported=_named(letters, (token for token in clues.tokens if not _joins(token))),
        kin=kin,
        tickets=tickets,
        standings={number: next((p.standing for p in people[number] if p.address == sender), None) for number in tickets},
    )


def _joins(token: TokenClue) -> bool:
    return token.kind is not TokenKind.BOUNCE and token.where is not Where.RETURNED


def _named(letters: Mapping[int, Letter], tokens: Iterable[TokenClue]) -> tuple[Letter, ...]:
    """The letters of these tokens, each once, in their order; a number whose letter is gone names nothing."""
    return tuple(dict.fromkeys(letters[token.letter] for token in tokens if token.letter in letters))
