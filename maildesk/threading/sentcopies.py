"""An agent's mail straight to a customer, with the desk in Cc or Bcc: what was answered past the desk is known here. A step of the decision."""

from __future__ import annotations

from maildesk.judged import NatureKind
from maildesk.language import Said
from maildesk.mail import Address
from maildesk.store.kinship import MOST_KIN
from maildesk.threading.decision import AnsweredOutside, Decision, Ignore, Question
from maildesk.threading.joining import homes
from maildesk.threading.split import split
from maildesk.threading.staffmail import STAFF_ANSWERS, passes_on, writer
from maildesk.ticket import Status, Ticket

SENT_COPY = "builtin:sent-copy"


def agent_answered_outside(asked: Question) -> Decision | None:
    """The customer has it already, so nothing is sent; a letter to staff that it answers would make it an answer by the desk instead."""
    agent = writer(asked)
    if agent is None or asked.nature.kind is not NatureKind.HUMAN or passes_on(asked.mail):
        return None
    if any(letter.answer in STAFF_ANSWERS for letter in asked.live):
        return None
    reached = {one.address.lower(): one for one in (*asked.mail.to, *asked.mail.cc)}
    ticket = _answered(asked, reached)
    if ticket is not None and (customer := _reached(asked, ticket, reached)):
        why = Said("{agent} is proven and wrote to the customer of #{number} directly", agent=agent, number=ticket.number)
        return AnsweredOutside(agent, ticket, customer, why, asked.collision())
    customer = asked.clues.straight_to
    if customer is None:
        return None
    why = Said("{agent} is proven and wrote to {customer} directly, with a copy to us", agent=agent, customer=customer.address.lower())
    return AnsweredOutside(agent, None, customer, why, asked.collision())


def agent_hands_in(asked: Question) -> Decision | None:
    """A mail of the agent's own out of the sent folder, forwarded or attached: it is the answer that it was, where it leads to the ticket of whom it went to."""
    agent = writer(asked)
    if agent is None or asked.nature.kind is not NatureKind.HUMAN or not passes_on(asked.mail):
        return None
    sent = split(asked.mail).forwarded
    if sent is None or sent.others or sent.from_ is None or sent.from_.address.lower() not in (agent, asked.mail.sender):
        return None
    reached = {one.address.lower(): one for one in (*sent.to, *sent.cc)}
    ticket = _answered(asked, reached)
    customer = _reached(asked, ticket, reached) if ticket else None
    if ticket is None or customer is None:
        return None
    why = Said("{agent} is proven and hands in what went to the customer of #{number}", agent=agent, number=ticket.number)
    return AnsweredOutside(agent, ticket, customer, why, asked.collision(), sent)


def sent_by_the_account(asked: Question) -> Decision | None:
    """What somebody sent from a mailbox's own account: whoever can log in there put it into that folder, and nothing follows but what it says.

    Our own letters, which a provider keeps there as well, are known before by their ids.
    """
    if not asked.clues.sent:
        return None
    agent, mailbox = asked.trust.named or "", asked.clues.mailbox.address
    reached = {one.address.lower(): one for one in (*asked.mail.to, *asked.mail.cc)}
    by = Said("somebody sent it from the account of {mailbox}", mailbox=mailbox)
    if asked.nature.kind is not NatureKind.HUMAN or passes_on(asked.mail):
        return Ignore(SENT_COPY, Said("{by}, and it answers no customer", by=by))
    ticket, customer = _answered(asked, reached), asked.clues.straight_to
    if ticket is not None and (of_ticket := _reached(asked, ticket, reached)):
        return AnsweredOutside(agent, ticket, of_ticket, Said("{by} to the customer of #{number}", by=by, number=ticket.number))
    if customer is None:
        return Ignore(SENT_COPY, Said("{by}, and it answers no customer", by=by))
    return AnsweredOutside(agent, None, customer, Said("{by} to {customer}", by=by, customer=customer.address.lower()))


def _reached(asked: Question, ticket: Ticket, reached: dict[str, Address]) -> Address | None:
    """The customer of a ticket among those whom the mail went to, by whichever of the customer's addresses."""
    known = (ticket.requester, *sorted(asked.candidates.customers(ticket)))
    return next((reached[one] for one in known if one in reached), None)


def _answered(asked: Question, reached: dict[str, Address]) -> Ticket | None:
    """The newest ticket that the mail points to and whose customer it went to."""
    kin, letters = asked.candidates.kin, (letter.ticket for letter in asked.live)
    seen = () if len(kin.seen) >= MOST_KIN else (*kin.shared, *kin.seen)
    numbers = (*letters, *seen, *((asked.clues.label,) if asked.clues.label else ()))
    theirs = [one for one in homes(asked, numbers) if _reached(asked, one, reached) and one.status is not Status.JUNK]
    return max(theirs, key=lambda one: one.updated, default=None)
