"""One mail to several mailboxes, where each of them gets it (`several_mailboxes: each`): as which mail it is read for the others."""

from __future__ import annotations

from dataclasses import replace

from maildesk.decision.circumstances import Reading
from maildesk.threading.decision import Append, Decision, LinkedTicket, NewTicket
from maildesk.ticket import Ticket


def for_the_others(reading: Reading, decision: Decision) -> tuple[Reading, ...]:
    """A customer's mail as it came to each of the other mailboxes: a token brings it to one ticket only."""
    if not _is_a_customers(decision):
        return ()
    clues = reading.clues
    return tuple(replace(reading, clues=replace(clues, mailbox=box, others=(), tokens=())) for box in clues.others)


def is_another(decision: Decision, first: Decision) -> bool:
    """Whether the mail comes to another ticket there than in the first mailbox."""
    return _is_a_customers(decision) and not (isinstance(decision, Append) and _ticket(decision) == _ticket(first))


def _is_a_customers(decision: Decision) -> bool:
    return isinstance(decision, NewTicket | LinkedTicket) or (isinstance(decision, Append) and "robot" not in decision.flags)


def _ticket(decision: Decision) -> Ticket | None:
    return decision.ticket if isinstance(decision, Append) else None
