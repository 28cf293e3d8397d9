"""What it takes to make a ticket of its own of a mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.language import Said
from maildesk.ticket import Message, MessageKind

_NO_CUSTOMERS = frozenset({"robot", "report"})


def splits(changes: Sequence[Change]) -> bool:
    return any(change.verb == "split" for change in changes)


def mail_to_split(entries: Sequence[Message], ticket: int, newest: int) -> Message | None:
    """The customer's newest mail up to that entry; None where nothing of a customer's would be left on the ticket."""
    mails = [one for one in entries if one.kind is MessageKind.INBOUND and one.ticket == ticket and not _NO_CUSTOMERS & set(one.flags)]
    read = [one for one in mails if one.id <= newest]
    return read[-1] if read and len(mails) > 1 else None


def split_problems(changes: Sequence[Change], found: Message | None, replies: bool) -> tuple[CommandProblem, ...]:
    """What is wrong with splitting this mail off; `replies` says that there are words to the customer beside it."""
    asked = [change for change in changes if change.verb == "split"]
    if not asked:
        return ()
    if found is None:
        return (CommandProblem("#split", Said("there is no other mail of a customer's on this ticket; see #subject")),)
    if replies:
        why = Said("nobody could tell which ticket your words belong to: send it without them, and answer the letter about the new ticket")
        return (CommandProblem("#split", why),)
    if len(asked) > 1 or any(change.verb == "merge" for change in changes):
        return (CommandProblem("#split", Said("one mail makes one ticket of another")),)
    return ()
