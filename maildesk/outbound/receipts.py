"""What an agent is told of mails of his own that were carried out: what was done, who gets the letter, when it leaves. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from maildesk.changes import Change
from maildesk.config.schema import Mailbox
from maildesk.language import N_, told, words
from maildesk.letter import Letter, OutboxState
from maildesk.outbound.happening import Row
from maildesk.outbound.warnings import BETWEEN
from maildesk.outbound.wording import printed
from maildesk.taps import TABLE
from maildesk.ticket import Ticket
from maildesk.tokens import TokenKind
from maildesk.verbs.deed import Deed
from maildesk.verbs.history import filled, says_of
from maildesk.verbs.table import VERBS

_AT_ONCE, _AT, _KEPT, _HELD = N_("leaves now"), N_("leaves at {when}"), N_("waits until you write #send now"), N_("is held")
_STOOD = N_("already so: {what}")
_CAPTURED, _WITHDRAWN = N_("is kept: this mailbox sends nothing"), N_("was taken back")


@dataclass(frozen=True, slots=True)
class Leaves:
    """A letter to the customer or to somebody outside and when it leaves."""

    letter: Letter
    state: OutboxState
    due: datetime | None

    def waits(self, now: datetime) -> bool:
        """Whether it can be taken back as long as this is read."""
        return self.state is OutboxState.LATER or (self.state is OutboxState.QUEUED and self.due is not None and self.due > now)


def deed_row(deed: Deed, about: tuple[Ticket, Mailbox], letters: Sequence[Leaves], language: str, undo: bool = False) -> Row:
    """One line of a receipt. With `undo` it has the mail that takes the deed back, where that is possible."""
    ticket, mailbox = about
    # A letter that leaves at once could not be taken back when this is read.
    able = undo and deed.undoes is None and "merge" not in deed.verbs and all(one.waits(deed.at) for one in letters) and not deed.altered_nothing
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "when": printed(deed.at, mailbox),
        "did": words(language).gettext(BETWEEN).join(_did(deed, language)),
        "idle": "yes" if deed.altered_nothing else "",
        "goes_to": ", ".join(dict.fromkeys(address for one in letters for address in one.letter.shown)),
        "leaves": words(language).gettext(BETWEEN).join(_leaves(one, mailbox, deed.at, language) for one in letters),
        "undo": "yes" if able else "",
        "tap": str(TokenKind.UNDO) if able else "",
        "tap_subject": f"[#{ticket.number}] {words(language).gettext(TABLE[TokenKind.UNDO].says)}",
        "tap_body": "#undo\r\n",
        "link": "",
    }


def _did(deed: Deed, language: str) -> Iterator[str]:
    for place, (verb, said) in enumerate(deed.did):
        if verb in VERBS:  # one that a later program took away is no more than its name
            yield said_of(Change(verb, told(said, words(language)) or None), language, stood=place in deed.idle)


def said_of(change: Change, language: str, stood: bool = False) -> str:
    """What a command did, or that it `stood` so already."""
    spoken = words(language)
    what = filled(spoken.gettext(says_of(change)), change, spoken.gettext)
    return spoken.gettext(_STOOD).format(what=what) if stood else what


def _leaves(one: Leaves, mailbox: Mailbox, now: datetime, language: str) -> str:
    spoken = words(language)
    match one.state:
        case OutboxState.CAPTURED:
            said = _CAPTURED
        case OutboxState.WITHDRAWN | OutboxState.DROPPED:
            said = _WITHDRAWN
        case OutboxState.HELD:
            said = _HELD
        case OutboxState.LATER if one.due is None:
            said = _KEPT
        case _:
            said = _AT if one.due and one.due > now else _AT_ONCE
    return spoken.gettext(said).format(when=printed(one.due, mailbox) if one.due else "")
