"""Which addresses can be another of a ticket's customer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maildesk.changes import Change, CommandProblem
from maildesk.config.schema import DeskConfig
from maildesk.language import Said
from maildesk.ticket import Ticket
from maildesk.verbs.arguments import plain, struck


def also_problems(changes: Sequence[Change], ticket: Ticket, persons: Mapping[str, str], config: DeskConfig) -> tuple[CommandProblem, ...]:
    """What is wrong with other addresses of the ticket's customer; `persons` says which address stands for one that is of several."""
    said = [change.value for change in changes if change.verb == "also" and isinstance(change.value, tuple)]
    return tuple(CommandProblem(f"#also {line}", why) for words in said for line, why in _wrong(words, ticket, persons, config))


def _wrong(words: Sequence[str], ticket: Ticket, persons: Mapping[str, str], config: DeskConfig) -> Iterator[tuple[str, Said]]:
    own = config.own_addresses | config.private_addresses
    whose = persons.get(ticket.requester, ticket.requester)
    for address in plain(words):
        other = persons.get(address)
        if address in own:
            yield address, Said("{address} is an address of this desk", address=address)
        elif address == ticket.requester:
            yield address, Said("the ticket is of this very address")
        elif other not in (None, whose):
            yield (
                address,
                Said(
                    "it is known as an address of {person}: take it from there first, with #also -{address} on one of those tickets",
                    person=other,
                    address=address,
                ),
            )
    for address in struck(words):
        if persons.get(address) != whose:
            yield f"-{address}", Said("{customer} is not known by this address", customer=ticket.requester)
