"""Which of somebody's commands ask for what stands so already, and alter nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from maildesk.changes import (
    AddLink,
    AddParticipants,
    AddTags,
    Effect,
    Mute,
    OtherAddresses,
    Remind,
    RemoveParticipants,
    RemoveTags,
    SetCustom,
    SetField,
    SetRequester,
    Watch,
)
from maildesk.ticket import ON_THE_TICKET, Participant, Standing, Ticket
from maildesk.verbs.alter import altered
from maildesk.verbs.deed import altered_fields


@dataclass(frozen=True, slots=True)
class Before:
    """What stands beside a ticket's own row before the commands: people, links, reminders, and the customer's other addresses."""

    people: tuple[Participant, ...] = ()
    links: frozenset[tuple[str, int]] = frozenset()
    reminders: frozenset[tuple[datetime, str, str]] = frozenset()
    others: frozenset[str] = frozenset()


OF_PEOPLE = (AddParticipants, RemoveParticipants, Watch, Mute)
_OF_FIELDS = (SetField, AddTags, RemoveTags, SetCustom, SetRequester)


def idle(asked: Sequence[Sequence[Effect]], ticket: Ticket, before: Before, now: datetime) -> Iterator[int]:
    """The places of those that alter nothing, one after the other; each is given as its effects."""
    for place, effects in enumerate(asked):
        after = altered(ticket, effects, now)
        fields = [effect for effect in effects if isinstance(effect, _OF_FIELDS)]
        stands = all(_stands(effect, before) for effect in effects if effect not in fields)
        if effects and stands and altered_fields(ticket, after) == ({}, {}):
            yield place
        ticket = after


def _stands(effect: Effect, before: Before) -> bool:
    """Whether what is beside the ticket is as the effect would have it."""
    match effect:
        case AddLink(other=other, kind=kind):
            return (kind, other) in before.links
        case Remind(at=at, whom=whom, text=text):
            return (at, whom, text) in before.reminders
        case OtherAddresses(addresses=those, on=on):
            return all((one in before.others) is on for one in those)
        case _:
            return _people_stand(effect, {one.address: one.standing for one in before.people})


def _people_stand(effect: Effect, standing: dict[str, Standing]) -> bool:
    """Whether people stand to the ticket as the effect would have it."""
    match effect:
        case AddParticipants(addresses=those):
            return all(standing.get(one) in ON_THE_TICKET for one in those)
        case RemoveParticipants(addresses=those):
            return not any(one in standing for one in those)
        case Watch(address=one, on=on):
            return (standing.get(one) is Standing.WATCHER) is on
        case Mute(addresses=those):
            return all(standing.get(one) in (None, Standing.MUTED) for one in those)
        case _:
            return False
