"""Who and what stands beside a mail: whom else it was sent to, and the tickets it has to do with or may have."""

from __future__ import annotations

from maildesk.carriers import split_address
from maildesk.decision.verdict import Verdict
from maildesk.plainaddress import is_plain_address
from maildesk.threading.decision import Append, LinkedTicket, NewTicket, PassedOn
from maildesk.ticket import DOUBTFUL, SENT_OUTSIDE, MessageKind, Participant, Standing, Ticket

_MOST_NAMED = 30  # of a mail's To and Cc, people who are kept as named there


def named_in(verdict: Verdict) -> tuple[Participant, ...]:
    """Whom a customer's mail was sent to besides: they may answer it before they have heard of us, and no letter goes to them (V094).

    What nothing proves lets nobody in: it may be written so that a friend of its author's comes by an id.
    """
    message, config = verdict.consequence.message, verdict.seen.config
    sent = message is not None and SENT_OUTSIDE in message.flags  # people who had an agent's mail may answer that, too
    if message is None or not (sent or message.kind is MessageKind.INBOUND) or {"third-party", "robot", "report"} & set(message.flags):
        return ()
    mail = verdict.consequence.mail or verdict.seen.mail
    people = {one.address.lower(): one.name for one in (*mail.to, *mail.cc)[:_MOST_NAMED] if is_plain_address(one.address)}
    known = {address: split_address(address, config.served) for address in people}
    own = verdict.consequence.ticket.mailbox if verdict.consequence.ticket else ""
    boxes = {place[0].address: "" for place in known.values() if place and place[0].address != own}
    outside = {address: name for address, name in people.items() if known[address] is None and config.agent(address) is None}
    standing = Standing.MENTIONED if DOUBTFUL & set(message.flags) else Standing.NAMED
    return tuple(Participant(address, name, standing) for address, name in (boxes | outside).items())


def related_to(verdict: Verdict) -> tuple[Ticket, ...]:
    """The tickets that this mail has to do with, or may have, beside its own."""
    match verdict.decision:
        case NewTicket(similar=similar):
            return similar
        case LinkedTicket(related=number, also=also):
            homes = (verdict.candidates.home(one) for one in (number, *also))
        case PassedOn(near=near):
            joined = verdict.consequence.ticket.number if verdict.consequence.ticket else 0
            return tuple(one for one in near if one.number != joined)
        case Append(also=also):
            homes = (verdict.candidates.home(one) for one in also)
        case _:
            return ()
    return tuple(home for home in homes if home)
