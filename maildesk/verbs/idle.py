"""Which of somebody's commands ask for what stands so already, and alter nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from maildesk.changes import (
    AddParticipants,
    AddTags,
    Effect,
    Mute,
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

OF_PEOPLE = (AddParticipants, RemoveParticipants, Watch, Mute)
_OF_FIELDS = (SetField, AddTags, RemoveTags, SetCustom, SetRequester)


def idle(asked: Sequence[Sequence[Effect]], ticket: Ticket, people: Sequence[Participant], now: datetime) -> Iterator[int]:
    """The places of those that alter nothing, one after the other; each is given as its effects."""
    standing = {one.address: one.standing for one in people}
    for place, effects in enumerate(asked):
        after = altered(ticket, effects, now)
        fields = [effect for effect in effects if isinstance(effect, _OF_FIELDS)]
        stands = all(_stands(effect, standing) for effect in effects if effect not in fields)
        if effects and stands and altered_fields(ticket, after) == ({}, {}):
            yield place
        ticket = after


def _stands(effect: Effect, standing: dict[str, Standing]) -> bool:
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
