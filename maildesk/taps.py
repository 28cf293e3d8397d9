"""The links in letters to staff: what a prepared mail asks for by being sent, and when that no longer fits its ticket. Pure.

A link is made for one agent, by one letter, for one action; its token says so, and whoever sends the mail proves as for any command who it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from maildesk.changes import Change
from maildesk.clock import rfc3339
from maildesk.language import Said
from maildesk.ticket import ACTIVE, Status, Ticket
from maildesk.tokens import TokenKind

_MORNING = time(9)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Tap:
    """One action: what its link is called, and the word that does the same in an answer.

    `once` is what takes a ticket from everybody's sight: a second use would meet a ticket that nobody looked at.
    """

    says: Said
    word: Said
    once: bool = False


TABLE: Mapping[TokenKind, Tap] = {
    TokenKind.ANSWER_CLOSE: Tap(Said("Answer and close"), Said("#close")),
    TokenKind.TAKE: Tap(Said("Take it"), Said("#take")),
    TokenKind.CLOSE: Tap(Said("Close without an answer"), Said("#close"), once=True),
    TokenKind.SNOOZE: Tap(Said("Until the next working morning"), Said("#snooze 1d")),
    TokenKind.RELEASE: Tap(Said("Not mine, back to the team"), Said("#unassign")),
    TokenKind.JUNK: Tap(Said("Spam"), Said("#spam"), once=True),
    TokenKind.UNDO: Tap(Said("Take it back"), Said("#undo")),
}


def offered(ticket: Ticket, agent: str, team: str | None) -> tuple[TokenKind, ...]:
    """The actions that fit a ticket as it stands, for an agent who may work on it; `team` is whose ticket it is."""
    if ticket.status not in ACTIVE:
        return ()
    fits = {TokenKind.UNDO: False, TokenKind.TAKE: ticket.assignee is None, TokenKind.RELEASE: bool(team) and ticket.assignee == agent}
    return tuple(kind for kind in TABLE if fits.get(kind, True))


_VERBS = {
    TokenKind.TAKE: "take",
    TokenKind.CLOSE: "close",
    TokenKind.ANSWER_CLOSE: "close",
    TokenKind.JUNK: "junk",
    TokenKind.UNDO: "undo",
}


def changes_of(kind: TokenKind, team: str | None, now: datetime, zone: ZoneInfo) -> tuple[Change, ...]:
    """What a tap comes to; a ticket that is given back is told to those it is given back to."""
    match kind:
        case TokenKind.TAKE | TokenKind.CLOSE | TokenKind.ANSWER_CLOSE | TokenKind.JUNK | TokenKind.UNDO:
            return (Change(_VERBS[kind]),)
        case TokenKind.SNOOZE:
            return (Change("snooze", rfc3339(next_morning(now, zone))),)
        case TokenKind.RELEASE if team:
            return (Change("unassign"), Change("notify", "team"))
        case _:
            return ()


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Nine o'clock of the next day from Monday to Friday, where the mailbox is."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, _MORNING, zone)


class Misfit(StrEnum):
    """Why an action no longer fits; the value is a word for it in logs."""

    USED = "used"
    CLOSED = "closed"
    JUNK = "junk"
    MERGED = "merged"
    TAKEN = "taken"
    YOURS = "yours"
    NOT_YOURS = "not yours"
    NEWER = "newer"
    FOREIGN = "foreign"
    EMPTY = "empty"


def misfit(kind: TokenKind, ticket: Ticket, agent: str, used: bool = False) -> Misfit | None:
    """Why an agent's tap comes too late, None where it does not."""
    if kind not in TABLE:
        return None
    others = {
        TokenKind.TAKE: Misfit.YOURS if ticket.assignee == agent else Misfit.TAKEN if ticket.assignee else None,
        TokenKind.RELEASE: Misfit.NOT_YOURS if ticket.assignee != agent else None,
    }
    reasons = (
        (ticket.merged_into is not None, Misfit.MERGED),
        (ticket.status is Status.CLOSED and kind is not TokenKind.UNDO, Misfit.CLOSED),
        (ticket.status is Status.JUNK and kind is not TokenKind.UNDO, Misfit.JUNK),
        (used and TABLE[kind].once, Misfit.USED),
    )
    return next((why for holds, why in reasons if holds), others.get(kind))


def words_of(why: Misfit, kind: TokenKind, ticket: Ticket, person: str = "") -> Said:
    """The same for the agent; `person` is whom the link was made for."""
    number, word = ticket.number, TABLE[kind].word if kind in TABLE else Said("#take")
    return {
        Misfit.USED: Said(
            "this link was used already, and ticket {number} was opened again since: answer {word} if you mean it", number=number, word=word
        ),
        Misfit.CLOSED: Said("ticket {number} is closed already; answer #open to go on with it", number=number),
        Misfit.JUNK: Said("ticket {number} is junk already; answer #notjunk if it is none", number=number),
        Misfit.MERGED: Said("ticket {number} is part of ticket {other} now", number=number, other=ticket.merged_into or 0),
        Misfit.TAKEN: Said(
            "{agent} has ticket {number} by now; answer #take if you want it all the same", agent=ticket.assignee or "", number=number
        ),
        Misfit.YOURS: Said("ticket {number} is yours already", number=number),
        Misfit.NOT_YOURS: Said("ticket {number} is not yours any more", number=number),
        Misfit.NEWER: Said(
            "somebody wrote on ticket {number} since: read that, and answer {word} if you mean it all the same", number=number, word=word
        ),
        Misfit.FOREIGN: Said("the link was made for {person}, and works for nobody else; answer {word} yourself", person=person, word=word),
        Misfit.EMPTY: Said("there is not a word to send to the customer: write above, or close without an answer"),
    }[why]


def line_of(kind: TokenKind, letter: int) -> str:
    """How history notes that a link was used; by this line it is found again."""
    return f"{kind.name.lower().replace('_', ' and ')} by the link in letter {letter}"
