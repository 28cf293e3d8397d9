"""What it takes to ask somebody outside: one at a time, with words, and nobody who is part of the ticket already. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from maildesk.changes import Change, CommandProblem
from maildesk.language import Said
from maildesk.ticket import Ticket

OUTSIDE = ("ask", "forward")  # the verbs whose words go to somebody who is not on the ticket


def outside_in(changes: Iterable[Change]) -> str:
    """Who is asked, "" where nobody is."""
    return next((_asked(change)[0] for change in changes if change.verb in OUTSIDE), "")


def worded(changes: Iterable[Change], text: str) -> tuple[Change, ...]:
    """The changes, with these words for whoever is asked."""
    return tuple(replace(change, value=(*_asked(change), text, *_whole(change))) if change.verb in OUTSIDE else change for change in changes)


def outside_problems(changes: Sequence[Change], ticket: Ticket, says: bool, persons: Mapping[str, str]) -> tuple[CommandProblem, ...]:
    """What is wrong with these changes of a ticket; `says` that there are words for whoever is asked, `persons` who is known by several addresses."""
    asked = [change for change in changes if change.verb in OUTSIDE]
    more = [CommandProblem(f"#{change.verb} {_asked(change)[0]}", Said("one mail asks one: send another mail for the other")) for change in asked[1:]]
    mute = [CommandProblem("#ask", Said("there is no word below it to send")) for change in asked[:1] if change.verb == "ask" and not says]
    own = [change for change in asked if _whose(_asked(change)[0], persons) == _whose(ticket.requester, persons)]
    known = [CommandProblem(f"#{change.verb}", Said("the ticket is theirs: write #reply")) for change in own]
    return (*more, *mute, *known)


def _whose(address: str, persons: Mapping[str, str]) -> str:
    return persons.get(address, address)


def _asked(change: Change) -> tuple[str, str]:
    words = change.value if isinstance(change.value, tuple) else (str(change.value),)
    return words[0], words[1] if len(words) > 1 else ""


def _whole(change: Change) -> tuple[str, ...]:
    """What follows the words, where the whole conversation goes along."""
    return change.value[3:] if isinstance(change.value, tuple) else ()
