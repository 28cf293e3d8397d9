"""What a person did is kept so that it can be taken back, and told to an agent who wants to hear of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from maildesk.changes import Act, Actor, Change, TakeBack
from maildesk.config.roles import right_of
from maildesk.config.schema import Agent, Receipts
from maildesk.desk import Desk
from maildesk.judged import LATELY
from maildesk.letter import LetterKind
from maildesk.outbound.happening import Composed, Draft, Happening
from maildesk.outbound.receipts import Leaves, deed_row
from maildesk.outbound.staff import Matter, language_of, receipt_draft
from maildesk.recording.written import about_no_ticket
from maildesk.risk import Risk
from maildesk.store import deeds
from maildesk.store.engine import Session
from maildesk.store.letters import load_letters
from maildesk.store.tickets import load_ticket
from maildesk.ticket import Role
from maildesk.verbs.deed import Deed
from maildesk.verbs.table import VERBS, riskiest

_MOST_TOLD = 50  # deeds in one receipt


def receipt(session: Session, desk: Desk, happening: Happening, composed: Sequence[Composed]) -> Iterator[Draft]:
    """Keeps what a person did, with the letters it came to, so that it can be taken back; and word of it to an agent who wants that at once."""
    if happening.deed is None:
        return
    own = [one for one in composed if one.letter.kind in (LetterKind.REPLY, LetterKind.ASK) and not one.letter.automatic]
    deed = replace(happening.deed, letters=tuple(one.letter.id for one in own))
    author, mail = desk.config.agent(happening.act.actor.address or ""), _mail_of(deed)
    wish = desk.config.receipts_of(author) if author and mail else Receipts.ERRORS
    if mail and wish is Receipts.ERRORS and (_is_partly_undone(happening) or _unasked(happening.act, deed) or _is_idle(happening, deed)):
        wish = Receipts.ALWAYS
    deeds.keep(session, deed, tell=wish is Receipts.DIGEST)
    if author and wish is Receipts.ALWAYS:
        about = (happening.ticket, happening.mailbox)
        row = deed_row(deed, about, [Leaves(one.letter, one.state, one.due) for one in own], language_of(author), undo=True)
        yield receipt_draft(Matter(*about, author, mail, happening.current_message, happening.participants), (row,))


def _is_partly_undone(happening: Happening) -> bool:
    """Whether somebody took back less than was done: what is left they hear of, whatever else they want to be told."""
    return any(isinstance(effect, TakeBack) and effect.partly for effect in happening.effects)


def _is_idle(happening: Happening, deed: Deed) -> bool:
    """Whether a mail of commands altered nothing: a typo looks the same. What came of commands for several tickets is answered anyway."""
    return deed.altered_nothing and happening.mail is not None


def _unasked(act: Act, deed: Deed) -> bool:
    """Whether it would have been asked about, had the agent not confirmed another mail lately: a receipt shows it to whoever did not write it."""
    risky = deed.undoes is not None or riskiest(Change(verb) for verb in deed.verbs if verb in VERBS) is Risk.HIGH
    return risky and act.trust.endswith(LATELY)


def _mail_of(deed: Deed) -> int | None:
    """The mail that asked for it, None where it was asked for at the terminal."""
    kind, _, number = deed.cause.partition(" ")
    return int(number) if kind == "mail" and number.isdigit() else None


def receipts_about(session: Session, desk: Desk, author: Agent, done: Sequence[Deed], now: datetime) -> tuple[Composed, ...]:
    """One letter that tells an agent of several mails of his own."""
    rows = []
    for deed in done[:_MOST_TOLD]:
        ticket = load_ticket(session, deed.ticket)
        if ticket is not None and right_of(desk.config, Actor(f"agent:{author.address}", Role.OBSERVER), ticket).role is not None:
            states = {one.letter: one for one in deeds.by_hand(session, deed.letters)}
            letters = load_letters(session, states.keys()).values()
            leaves = [Leaves(one, states[one.id].state, states[one.id].due) for one in letters]
            rows.append(deed_row(deed, (ticket, desk.config.home(ticket.mailbox)), leaves, language_of(author)))
    draft = receipt_draft(Matter(None, desk.config.mailboxes[0], author), rows, len(done) - _MOST_TOLD if len(done) > _MOST_TOLD else 0)
    return about_no_ticket(session, desk, (draft,) if rows else (), now)[0]
